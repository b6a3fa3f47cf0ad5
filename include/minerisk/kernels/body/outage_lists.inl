// Outages from the lists of what events do, and their unions. Included inside a namespace named by
// instruction set; see all.inl.

inline void end_outages(const OutageEndRows& r, std::size_t n) {
    const double* __restrict begin = r.begin;
    const double* __restrict cap = r.cap;
    const double* __restrict factor = r.factor;
    const EventAddress* __restrict address = r.address;
    double* __restrict end = r.end;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t term = address[i].term(), terms = static_cast<std::size_t>(r.terms);
        double length = cap[term] < end[i] ? cap[term] : end[i];
        for (std::size_t f = 0; f < static_cast<std::size_t>(r.factors); ++f)
            length *= factor[f * terms + term];
        const double at = begin[i] + length;
        end[i] = r.horizon < at ? r.horizon : at;
    }
}

/// Appends the steps from `from` on, `length` years in all. Returns how many outages there are then.
inline std::size_t add_recovery(const OutageList& out, std::size_t n, double from, double length,
                                EventAddress address, std::uint64_t first_term, double horizon) {
    double begin = from;
    for (int s = 0; s < recovery_steps && begin < horizon; ++s) {
        const double end = from + length * (s + 1) / recovery_steps;
        std::size_t at = n++;
        for (; at > *out.offset && begin < out.begin[at - 1]; --at) {
            out.begin[at] = out.begin[at - 1];
            out.end[at] = out.end[at - 1];
            out.address[at] = out.address[at - 1];
        }
        out.begin[at] = begin;
        out.end[at] = horizon < end ? horizon : end;
        out.address[at] = address.with(first_term + static_cast<std::uint64_t>(s));
        begin = end;
    }
    return n;
}

inline void list_recoveries(const RecoveryRows& r, int paths) {
    OutageList out = r.out;  // its offset is that of the path
    std::size_t n = 0;
    *out.offset = 0;
    for (int p = 0; p < paths; ++p) {
        for (std::size_t i = r.outages.offset[p]; i < r.outages.offset[p + 1]; ++i) {
            const EventAddress address = r.outages.address[i];
            const RecoveryTerm& term = r.term[address.term()];
            const double from = r.outages.end[i];
            const std::uint64_t first = term.first_term;
            if (term.build > 0) n = add_recovery(out, n, from, term.build, address, first, r.horizon);
            if (term.operation > 0)
                n = add_recovery(out, n, from, term.operation, address, first + recovery_steps, r.horizon);
        }
        *++out.offset = n;
    }
}

/// Two lists as one by begin; of equal ones those of `a` stand first.
inline void merge_outages(const OutageList& a, const OutageList& b, const OutageList& out, int paths) {
    std::size_t n = 0;
    out.offset[0] = 0;
    const auto copy = [&](const OutageList& from, std::size_t i) {
        out.begin[n] = from.begin[i];
        out.end[n] = from.end[i];
        out.address[n++] = from.address[i];
    };
    for (int p = 0; p < paths; ++p) {
        std::size_t i = a.offset[p], k = b.offset[p];
        const std::size_t i_end = a.offset[p + 1], k_end = b.offset[p + 1];
        for (; i < i_end && k < k_end; ++n) {  // no branch on which is earlier
            const std::uint64_t second = b.begin[k] < a.begin[i] ? 1 : 0, mask = 0 - second;
            const auto either = [&](std::uint64_t x, std::uint64_t y) { return (y & mask) | (x & ~mask); };
            out.begin[n] = from_bits(either(to_bits(a.begin[i]), to_bits(b.begin[k])));
            out.end[n] = from_bits(either(to_bits(a.end[i]), to_bits(b.end[k])));
            out.address[n] = {either(a.address[i].bits, b.address[k].bits)};
            i += 1 - second;
            k += second;
        }
        for (; i < i_end; ++i) copy(a, i);
        for (; k < k_end; ++k) copy(b, k);
        out.offset[p + 1] = n;
    }
}

inline bool is_left_out(const LeftOutEvents& o, EventAddress address) {
    return o.term[address.term()] != 0 && (o.row < 0 || o.row == static_cast<std::int64_t>(address.row()));
}

template <bool SomeLeftOut, bool WantsEvents>
inline void join_outages_of(const UnionRows& r, int paths) {
    const double *const begins = r.outages.begin, *const ends = r.outages.end;
    const EventAddress* const addresses = r.outages.address;
    const OutageTerm* const terms = r.term;
    const LeftOutEvents left_out = r.left_out;
    Outage* const joined = r.joined;
    EventOutage* const events = r.events;
    std::size_t n = 0, count = 0;
    r.joined_offset[0] = 0;
    if (WantsEvents) r.event_offset[0] = 0;
    for (int p = 0; p < paths; ++p) {
        const std::size_t first = n, i_end = r.outages.offset[p + 1];
        for (std::size_t i = r.outages.offset[p]; i < i_end; ++i) {
            const EventAddress address = addresses[i];
            if (SomeLeftOut && is_left_out(left_out, address)) continue;
            const OutageTerm& term = terms[address.term()];
            const double begin = begins[i], end = ends[i];
            n = add_largest(joined, first, n, begin, end, term.build_loss, term.operation_loss);
            if (!WantsEvents) continue;
            events[count] = {
                {begin, end, term.build_loss, term.operation_loss}, term.source, term.build_share};
            count += end > begin ? 1 : 0;
        }
        r.joined_offset[p + 1] = n;
        if (WantsEvents) r.event_offset[p + 1] = count;
    }
}

inline void join_outages(const UnionRows& r, int paths) {
    if (r.left_out.term != nullptr) {
        r.events != nullptr ? join_outages_of<true, true>(r, paths) : join_outages_of<true, false>(r, paths);
    } else {
        r.events != nullptr ? join_outages_of<false, true>(r, paths)
                            : join_outages_of<false, false>(r, paths);
    }
}

inline void list_damages(const DamageRows& r, int paths) {
    Damage* const out = r.out;
    std::size_t n = 0;
    r.out_offset[0] = 0;
    for (int p = 0; p < paths; ++p) {
        const std::size_t end = r.offset[p + 1];
        for (std::size_t i = r.offset[p]; i < end; ++i) {
            const EventAddress address = r.address[i];
            out[n] = {r.time[i], r.median[address.term()] * r.factor[i], r.source[address.term()]};
            n += r.left_out.term == nullptr || !is_left_out(r.left_out, address) ? 1 : 0;
        }
        r.out_offset[p + 1] = n;
    }
}
