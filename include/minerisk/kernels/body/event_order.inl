// The events of a block by time, and the lists of what they do. Included inside a namespace named by
// instruction set; see all.inl.

/// Paths whose events are collected together: their rows share a line of the cache.
inline constexpr int paths_together = 8;

/// Appends the events of a class that touch the project to those of each path, which end at `end`.
template <int W, bool HasKinds>
inline void collect_class(const EventOrderRows& o, const DrawnEvents& drawn, int first_path,
                          std::size_t* end) {
    constexpr int paths = paths_together;
    typedef std::int64_t Numbers __attribute__((vector_size(8 * philox_lanes)));
    typedef signed char Kinds __attribute__((vector_size(philox_lanes)));
    double* const times = o.times;
    EventAddress* const addresses = o.addresses;
    alignas(64) std::int64_t count[paths], first[paths];  // `first`: the address of row 0 if it is of kind 0
    std::size_t at[paths];
    std::int64_t rows = 0;
    for (int k = 0; k < paths; ++k) {
        const auto path = static_cast<std::uint64_t>(first_path + k);
        count[k] = drawn.count[path];
        first[k] = static_cast<std::int64_t>(EventAddress::of(0, path, drawn.first_type).bits);
        rows = count[k] > rows ? count[k] : rows;
        at[k] = end[k];
    }
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t from = row * W + first_path;
        alignas(64) std::int64_t address[paths], touches[paths];  // -1: it does
        for (int k = 0; k < paths; k += philox_lanes) {
            Numbers of, is;
            __builtin_memcpy(&of, first + k, sizeof of);
            __builtin_memcpy(&is, count + k, sizeof is);
            of += row;
            is = is > row;
            if (HasKinds) {
                Kinds kinds;
                __builtin_memcpy(&kinds, drawn.kind + from + k, sizeof kinds);
                const Numbers kind = __builtin_convertvector(kinds, Numbers);
                of += kind << 48;
                is &= kind >= 0;
            }
            __builtin_memcpy(address + k, &of, sizeof of);
            __builtin_memcpy(touches + k, &is, sizeof is);
        }
        const double* const time = drawn.time + from;
#pragma GCC unroll 8
        for (int k = 0; k < paths; ++k) {  // one that does not touch is written over
            times[at[k]] = time[k];
            addresses[at[k]] = {static_cast<std::uint64_t>(address[k])};
            at[k] -= static_cast<std::size_t>(touches[k]);
        }
    }
    for (int k = 0; k < paths; ++k) end[k] = at[k];
}

/// The events of some paths that touch the project, class by class: those of path k from k (most + 1) on, and
/// how many there are.
template <int W>
inline void collect_events(const EventOrderRows& o, int first_path, std::size_t* n) {
    for (int k = 0; k < paths_together; ++k) n[k] = k * (o.most + 1);
    for (int c = 0; c < o.classes; ++c) {
        if (o.drawn[c].kind != nullptr) {
            collect_class<W, true>(o, o.drawn[c], first_path, n);
        } else {
            collect_class<W, false>(o, o.drawn[c], first_path, n);
        }
    }
    for (int k = 0; k < paths_together; ++k) n[k] -= k * (o.most + 1);
}

/// Puts dates that are spread over the horizon near their places: each by its share of the horizon. Those of
/// one place stay in their order.
inline void spread_events(const EventOrderRows& o, const double* __restrict time,
                          const EventAddress* __restrict address, std::size_t n, double* __restrict near_time,
                          EventAddress* __restrict near_address) {
    std::uint32_t* __restrict place = o.place;
    std::uint32_t* __restrict position = o.position;
    const double per_time = static_cast<double>(n) / o.horizon;
    const auto last = static_cast<std::int32_t>(n) - 1;
    for (std::size_t i = 0; i < n; ++i) position[i] = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto at = static_cast<std::int32_t>(time[i] * per_time);
        place[i] = static_cast<std::uint32_t>(at < last ? at : last);
    }
    for (std::size_t i = 0; i < n; ++i) ++position[place[i]];
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t here = position[i];
        position[i] = sum;
        sum += here;
    }
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t at = position[place[i]]++;
        near_time[at] = time[i];
        near_address[at] = address[i];
    }
}

/// Sorts what is nearly sorted by time: neighbours change places without a branch, then those that have
/// farther to go, which are few. Equal ones stay in their order.
inline void sort_neighbours(const double* __restrict near_time, const EventAddress* __restrict near_address,
                            std::size_t n, double* __restrict time, EventAddress* __restrict address) {
    if (n == 0) return;
    double latest = near_time[0];
    std::uint64_t of_latest = near_address[0].bits;
    for (std::size_t i = 1; i < n; ++i) {
        const double next = near_time[i];
        const std::uint64_t of_next = near_address[i].bits;
        const std::uint64_t goes_first = 0 - static_cast<std::uint64_t>(next < latest ? 1 : 0);
        time[i - 1] = next < latest ? next : latest;
        address[i - 1] = {(of_next & goes_first) | (of_latest & ~goes_first)};
        latest = next < latest ? latest : next;
        of_latest = (of_latest & goes_first) | (of_next & ~goes_first);
    }
    time[n - 1] = latest;
    address[n - 1] = {of_latest};
    for (std::size_t i = 1; i < n; ++i) {
        if (time[i - 1] <= time[i]) continue;
        const double moved = time[i];
        const EventAddress of_moved = address[i];
        std::size_t k = i;
        for (; k > 0 && time[k - 1] > moved; --k) {
            time[k] = time[k - 1];
            address[k] = address[k - 1];
        }
        time[k] = moved;
        address[k] = of_moved;
    }
}

template <int W>
inline void order_events_of(const EventOrderRows& o) {
    constexpr int paths = paths_together;
    const std::size_t room = o.most + 1;
    std::size_t written = 0;
    o.offset[0] = 0;
    for (int first = 0; first < W; first += paths) {
        std::size_t n[paths];
        collect_events<W>(o, first, n);
        for (int k = 0; k < paths; ++k) {
            spread_events(o, o.times + k * room, o.addresses + k * room, n[k], o.times + paths * room,
                          o.addresses + paths * room);
            sort_neighbours(o.times + paths * room, o.addresses + paths * room, n[k], o.time + written,
                            o.address + written);
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

template <bool HasDates>
inline void list_effects_of(const EventEffectRows& e, int paths) {
    std::size_t n[event_lists + 1] = {}, damages = 0;
    std::size_t adds[event_lists + 1];  // 1; to the list of nothing 0
    for (int l = 0; l <= event_lists; ++l) adds[l] = l < event_lists ? 1 : 0;
    for (int l = 0; l < event_lists; ++l) e.offsets[l][0] = 0;
    const double* const date = e.date;
    double* const damage_time = e.times[event_damages];
    EventAddress* const damage_address = e.addresses[event_damages];
    for (int p = 0; p < paths; ++p) {
        const std::size_t end = e.offset[p + 1];
        for (std::size_t i = e.offset[p]; i < end; ++i) {
            const double time = e.time[i];
            const EventAddress event = e.address[i];
            const EffectsOfType& type = e.type[event.term()];
            std::uint64_t past = 0;  // dates
            for (int d = 0; HasDates && d < e.dates; ++d) past += time < date[d] ? 0 : 1;
            const auto put = [&](EventEffect effect, std::uint64_t later) {  // no branch on which it is
                const std::size_t l = effect.list, at = n[l];
                e.times[l][at] = time;
                e.addresses[l][at] = event.with(effect.term + later);
                n[l] = at + adds[l];
            };
            put(type.first, past);
            damage_time[damages] = time;
            damage_address[damages] = event.with(type.damage_term);
            damages += type.damages;
            for (std::uint32_t k = type.more; k < type.end; ++k)
                put(e.more[k], e.more[k].list < event_damages ? past : 0);
        }
        n[event_damages] = damages;
        for (int l = 0; l < event_lists; ++l) e.offsets[l][p + 1] = n[l];
    }
}

inline void list_effects(const EventEffectRows& e, int paths) {
    if (e.dates > 0) {
        list_effects_of<true>(e, paths);
    } else {
        list_effects_of<false>(e, paths);
    }
}
