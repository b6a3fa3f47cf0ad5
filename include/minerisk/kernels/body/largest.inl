// The union of outages. Included inside a namespace named by instruction set; see scalar.inl.

/// What is done with stretches while they are written: empty ones vanish, and one that goes on from the last
/// at the same losses prolongs it.
inline std::size_t append_stretch(Outage* list, std::size_t first, std::size_t n, const Outage& next) {
    if (!(next.end > next.begin)) return n;
    if (n > first) {
        Outage& last = list[n - 1];
        if (last.end == next.begin && last.build_loss == next.build_loss &&
            last.operation_loss == next.operation_loss) {
            last.end = next.end;
            return n;
        }
    }
    list[n] = next;
    return n + 1;
}

/// As add_largest, where the last stretches of the list overlap the outage.
[[gnu::noinline]] inline std::size_t split_largest(Outage* list, std::size_t first, std::size_t n,
                                                   double begin, double end_of_next, double build_loss,
                                                   double operation_loss) {
    const Outage next{begin, end_of_next, build_loss, operation_loss};
    const auto larger = [](double a, double b) { return a > b ? a : b; };
    const auto smaller = [](double a, double b) { return a < b ? a : b; };
    std::size_t from = n;  // of the stretches that overlap
    while (from > first && list[from - 1].end > next.begin) --from;
    // They move two places on: of the first a part before the outage may become a stretch of its own, and of
    // the last one after it, so that no more is written than has been read.
    for (std::size_t i = n; i > from; --i) list[i + 1] = list[i - 1];
    const std::size_t end = n + 2;
    n = from;
    // Every earlier outage began no later, so these cover [next.begin, the end of the last) without a gap.
    double at = next.begin;
    for (std::size_t i = from + 2; i < end; ++i) {
        const Outage old = list[i];
        n = append_stretch(list, first, n,
                           {old.begin, smaller(at, old.end), old.build_loss, old.operation_loss});
        const double both_to = smaller(old.end, next.end);
        n = append_stretch(list, first, n,
                           {larger(old.begin, at), both_to, larger(old.build_loss, next.build_loss),
                            larger(old.operation_loss, next.operation_loss)});
        n = append_stretch(list, first, n,
                           {larger(both_to, old.begin), old.end, old.build_loss, old.operation_loss});
        at = larger(at, both_to);
    }
    return append_stretch(list, first, n, {at, next.end, next.build_loss, next.operation_loss});
}

/// Adds an outage to a list of disjoint, sorted stretches, list[first] to list[n - 1], so that at each
/// instant the largest loss counts. Outages must arrive by increasing `begin`; the list stays disjoint and
/// sorted. It has room for two more; returns where it ends then.
inline std::size_t add_largest(Outage* list, std::size_t first, std::size_t n, double begin, double end,
                               double build_loss, double operation_loss) {
    if (!(end > begin)) return n;
    if (n == first || list[n - 1].end <= begin) {
        list[n] = {begin, end, build_loss, operation_loss};
        return n + 1;
    }
    Outage& last = list[n - 1];
    const bool hidden =
        (last.begin <= begin) & (build_loss <= last.build_loss) & (operation_loss <= last.operation_loss);
    if (!hidden) return split_largest(list, first, n, begin, end, build_loss, operation_loss);
    if (!(end > last.end)) return n;
    if ((build_loss == last.build_loss) & (operation_loss == last.operation_loss)) {
        last.end = end;
        return n;
    }
    list[n] = {last.end, end, build_loss, operation_loss};  // all that it adds comes behind
    return n + 1;
}
