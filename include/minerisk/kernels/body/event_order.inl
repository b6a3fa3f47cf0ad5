// The events of a block by time, and the lists of what they do. Included inside a namespace named by
// instruction set; see all.inl.

/// Paths whose events are collected together: their rows share a line of the cache.
inline constexpr int paths_together = 8;

/// The place of a date among so many that are spread over the horizon.
inline std::int32_t place_of(double time, double per_time, std::int32_t last) {
    const auto at = static_cast<std::int32_t>(time * per_time);
    return at < last ? at : last;
}

/// The events of some paths that touch the project, class by class, and how many have each place.
template <int W>
inline void collect_events(const EventOrderRows& o, int first_path, const double* __restrict per_time,
                           const std::int32_t* __restrict last, std::size_t* __restrict n) {
    constexpr int paths = paths_together;
    const std::size_t room = o.most + 1;
    for (int c = 0; c < o.classes; ++c) {
        const DrawnEvents& drawn = o.drawn[c];
        const std::int64_t* const count = drawn.count + first_path;
        std::int64_t rows = 0;
        for (int k = 0; k < paths; ++k) rows = count[k] > rows ? count[k] : rows;
        for (std::int64_t row = 0; row < rows; ++row) {
            const double* const time = drawn.time + row * W + first_path;
            const signed char* const kind =
                drawn.kind != nullptr ? drawn.kind + row * W + first_path : nullptr;
            alignas(64) std::int32_t touches[paths], place[paths], type[paths];
            for (int k = 0; k < paths; ++k) {
                type[k] = kind != nullptr ? kind[k] : 0;
                touches[k] = (row < count[k] ? 1 : 0) & (type[k] >= 0 ? 1 : 0);
            }
            for (int k = 0; k < paths; ++k)
                place[k] = place_of(touches[k] != 0 ? time[k] : 0.0, per_time[k], last[k]);
#pragma GCC unroll 8
            for (int k = 0; k < paths; ++k) {  // one that does not touch is written over
                const std::size_t at = k * room + n[k];
                o.times[at] = time[k];
                o.addresses[at] = {static_cast<std::uint32_t>(row),
                                   static_cast<std::uint16_t>(first_path + k),
                                   static_cast<std::uint16_t>(drawn.first_type + type[k])};
                o.places[k * room + static_cast<std::size_t>(place[k])] +=
                    static_cast<std::uint32_t>(touches[k]);
                n[k] += static_cast<std::size_t>(touches[k]);
            }
        }
    }
}

/// a and b change places if they must.
template <class T>
inline void exchange(T& a, T& b, std::uint64_t all_bits_if_so) {
    std::uint64_t x, y;
    __builtin_memcpy(&x, &a, sizeof x);
    __builtin_memcpy(&y, &b, sizeof y);
    const std::uint64_t change = (x ^ y) & all_bits_if_so;
    x ^= change;
    y ^= change;
    __builtin_memcpy(&a, &x, sizeof x);
    __builtin_memcpy(&b, &y, sizeof y);
}

/// Sorts what is nearly sorted by `time`: neighbours change places without a branch, then those that have
/// farther to go, which are few. Equal ones stay in their order.
inline void sort_neighbours(double* __restrict time, EventAddress* __restrict address, std::size_t n) {
    if (n == 0) return;
    double t = time[0];
    EventAddress a = address[0];
    for (std::size_t i = 1; i < n; ++i) {
        double earlier = time[i];
        EventAddress of_earlier = address[i];
        const std::uint64_t stays = 0 - static_cast<std::uint64_t>(t <= earlier ? 1 : 0);
        exchange(earlier, t, stays);
        exchange(of_earlier, a, stays);
        time[i - 1] = earlier;
        address[i - 1] = of_earlier;
    }
    time[n - 1] = t;
    address[n - 1] = a;
    for (std::size_t i = 1; i < n; ++i) {
        if (time[i - 1] <= time[i]) continue;
        t = time[i];
        a = address[i];
        std::size_t k = i;
        for (; k > 0 && time[k - 1] > t; --k) {
            time[k] = time[k - 1];
            address[k] = address[k - 1];
        }
        time[k] = t;
        address[k] = a;
    }
}

template <int W>
inline void order_events_of(const EventOrderRows& o) {
    constexpr int paths = paths_together;
    const std::size_t room = o.most + 1;
    std::size_t written = 0;
    o.offset[0] = 0;
    for (int first = 0; first < W; first += paths) {
        double per_time[paths];
        std::int32_t last[paths];
        std::size_t n[paths];
        for (int k = 0; k < paths; ++k) {
            std::int64_t made = 0;
            for (int c = 0; c < o.classes; ++c) made += o.drawn[c].count[first + k];
            per_time[k] = static_cast<double>(made) / o.horizon;
            last[k] = static_cast<std::int32_t>(made > 0 ? made - 1 : 0);
            n[k] = 0;
            for (std::int32_t i = 0; i <= last[k]; ++i) o.places[k * room + static_cast<std::size_t>(i)] = 0;
        }
        collect_events<W>(o, first, per_time, last, n);
        for (int k = 0; k < paths; ++k) {
            std::uint32_t* const places = o.places + k * room;
            std::uint32_t sum = 0;
            for (std::int32_t i = 0; i <= last[k]; ++i) {
                const std::uint32_t here = places[i];
                places[i] = sum;
                sum += here;
            }
            const double* const times = o.times + k * room;
            const EventAddress* const addresses = o.addresses + k * room;
            double* const time = o.time + written;
            EventAddress* const address = o.address + written;
            for (std::size_t i = 0; i < n[k]; ++i) {
                const std::uint32_t at = places[place_of(times[i], per_time[k], last[k])]++;
                time[at] = times[i];
                address[at] = addresses[i];
            }
            sort_neighbours(time, address, n[k]);
            written += n[k];
            o.offset[first + k + 1] = written;
        }
    }
}

inline void order_events(const EventOrderRows& rows, int width) {
    if (width == 64) {
        order_events_of<64>(rows);
    } else {
        order_events_of<16>(rows);
    }
}

inline void list_effects(const EventEffectRows& e, int paths) {
    std::size_t n[event_lists + 1] = {};
    for (int l = 0; l < event_lists; ++l) e.offsets[l][0] = 0;
    for (int p = 0; p < paths; ++p) {
        for (std::size_t i = e.offset[p]; i < e.offset[p + 1]; ++i) {
            const double time = e.time[i];
            const EventAddress event = e.address[i];
            const EffectsOfType& type = e.type[event.term];
            int past = 0;  // dates
            for (int d = 0; d < e.dates; ++d) past += time < e.date[d] ? 0 : 1;
            const auto put = [&](EventEffect effect) {
                const std::size_t l = effect.list;
                e.times[l][n[l]] = time;
                e.addresses[l][n[l]] = {
                    event.row, event.path,
                    static_cast<std::uint16_t>(effect.term + (l < event_damages ? past : 0))};
                n[l] += l < event_lists ? 1 : 0;
            };
            put(type.first);
            put(type.second);
            for (std::uint32_t k = type.more; k < type.end; ++k) put(e.more[k]);
        }
        for (int l = 0; l < event_lists; ++l) e.offsets[l][p + 1] = n[l];
    }
}
