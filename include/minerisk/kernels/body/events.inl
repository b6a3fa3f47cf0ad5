// Dates of clustered events. Included inside a namespace named by instruction set; see all.inl.

/// Bit i of a word for path i.
alignas(64) inline constexpr std::uint64_t path_bit[64] = {
#define MINERISK_BITS(i)                                                                          \
    1ull << (i), 2ull << (i), 4ull << (i), 8ull << (i), 16ull << (i), 32ull << (i), 64ull << (i), \
        128ull << (i)
    MINERISK_BITS(0),  MINERISK_BITS(8),  MINERISK_BITS(16), MINERISK_BITS(24), MINERISK_BITS(32),
    MINERISK_BITS(40), MINERISK_BITS(48), MINERISK_BITS(56)
#undef MINERISK_BITS
};

/// Up to the first row in which paths leave their stays; says which row that is, and which paths they are.
template <int W>
inline int arrivals_of(const ArrivalRows& a, const double* __restrict gaps, int rows,
                       double* __restrict times) {
    double* __restrict reached = a.reached;
    const double* __restrict begin = a.begin;
    const double* __restrict operational = a.operational;
    const double* __restrict per_multiplier = a.per_multiplier;
    const double* __restrict until = a.until;
    std::int64_t* __restrict count = a.count;
    alignas(64) double next[W];
    for (int r = 0; r < rows; ++r) {
        const double* __restrict gap = gaps + r * W;
        double* __restrict time = times + static_cast<std::size_t>(r) * W;
        std::uint64_t leaves = 0;
        for (int i = 0; i < W; ++i) {
            next[i] = reached[i] + gap[i] * a.per_rate;
            leaves |= next[i] < until[i] ? 0 : path_bit[i];
        }
        *a.leaving = leaves;
        if (leaves != 0) return r;
        for (int i = 0; i < W; ++i) {
            reached[i] = next[i];
            time[i] = begin[i] + (next[i] - operational[i]) * per_multiplier[i];
            count[i] += time[i] < a.horizon ? 1 : 0;
        }
    }
    return rows;
}

inline int arrivals(const ArrivalRows& a, const double* gaps, int rows, int width, double* times) {
    return width == 64 ? arrivals_of<64>(a, gaps, rows, times) : arrivals_of<16>(a, gaps, rows, times);
}

/// The kind of each event of a row: how many of the ends its draw reaches, none of them the last.
template <int W>
inline void kinds_of(int kinds, const double* ends, const double* __restrict u,
                     signed char* __restrict kind) {
    alignas(64) std::int64_t at[W];
    for (int i = 0; i < W; ++i) at[i] = 0;
    for (int k = 0; k < kinds; ++k) {
        const double end = ends[k];
        for (int i = 0; i < W; ++i) at[i] += u[i] < end ? 0 : 1;
    }
    for (int i = 0; i < W; ++i) kind[i] = static_cast<signed char>(at[i] < kinds ? at[i] : -1);
}

/// How many successors a row of events has in each class.
template <int W>
inline void numbers_of(const SuccessorRows& s, int row) {
    constexpr int at_once = 4;  // terms: more are rare
    alignas(64) double adjusted[W];
    alignas(64) std::int64_t some[W];  // 1: there must be one here or in a later law
    if (s.kinds > 0)
        for (int i = 0; i < W; ++i) some[i] = s.kind[row * W + i] < 0 ? 1 : 0;
    for (int l = 0; l < s.laws; ++l) {
        const SuccessorLaw& law = s.law[l];
        const double* u = law.u + row * W;
        std::int64_t* __restrict number = law.number + row * W;
        if (s.kinds > 0) {
            const double none = law.cumulative[0], none_if_some = law.none_if_some;
            for (int i = 0; i < W; ++i) {
                const double at_least_one = none + (u[i] - none_if_some) / (1 - none_if_some) * (1 - none);
                const double if_some = u[i] < none_if_some ? -1 : at_least_one;
                adjusted[i] = some[i] != 0 ? if_some : u[i];
                some[i] = adjusted[i] < 0 ? some[i] : 0;
            }
            u = adjusted;
        }
        double up_to[at_once];
        for (int n = 0; n < at_once; ++n) up_to[n] = n < law.terms ? law.cumulative[n] : 1.0;
        std::uint64_t more = 0;
        for (int i = 0; i < W; ++i) {
            std::int64_t n = 0;
#pragma GCC unroll 4
            for (int k = 0; k < at_once; ++k) n += u[i] < up_to[k] ? 0 : 1;
            number[i] = n;
            more |= u[i] < up_to[at_once - 1] ? 0 : 1;
        }
        law.most[row] = at_once;
        for (int k = at_once; k < law.terms && more != 0; ++k) {
            more = 0;
            for (int i = 0; i < W; ++i) {
                const std::uint64_t is_more = u[i] < law.cumulative[k] ? 0 : 1;
                number[i] += static_cast<std::int64_t>(is_more);
                more |= is_more;
            }
            law.most[row] = k + 1;
        }
    }
}

template <int W>
inline void successors_of(const SuccessorRows& s, int rows) {
    for (int row = 0; row < rows; ++row) {
        if (s.kinds > 0) kinds_of<W>(s.kinds, s.kind_ends, s.kind_u + row * W, s.kind + row * W);
        numbers_of<W>(s, row);
    }
}

inline void successors(const SuccessorRows& s, int rows, int width) {
    if (width == 64) {
        successors_of<64>(s, rows);
    } else {
        successors_of<16>(s, rows);
    }
}

template <int W>
inline std::int64_t largest(const std::int64_t* __restrict x) {
    std::int64_t most = 0;
    for (int i = 0; i < W; ++i) most = x[i] > most ? x[i] : most;
    return most;
}

/// Are there delays and places for `wanted` more on each path?
template <int W>
inline bool has_room(BranchLink& link, std::int64_t wanted) {
    if (link.free_delays < wanted) link.free_delays = link.delay_rows - largest<W>(link.made);
    if (link.free_places < wanted) link.free_places = link.places - largest<W>(link.count);
    return link.free_delays >= wanted && link.free_places >= wanted;
}

/// Appends one successor for each of these paths, given as bits. Returns those that have more than `k`.
template <int W>
inline std::uint64_t add_successors(const BranchLink& link, const double* __restrict time, double horizon,
                                    const std::int64_t* __restrict number, std::int64_t k,
                                    std::uint64_t paths) {
    const double mean_delay = link.mean_delay;
    const double* const delay = link.delay;
    double* const appended = link.time;
    std::int64_t* __restrict made = link.made;
    std::int64_t* __restrict count = link.count;
    std::uint64_t more = 0;
    for (; paths != 0; paths &= paths - 1) {
        const int path = __builtin_ctzll(paths);
        const double t = time[path] + delay[made[path] * W + path] * mean_delay;
        appended[count[path] * W + path] = t;  // the next one takes the place of one that comes too late
        count[path] += t < horizon ? 1 : 0;
        ++made[path];
        more |= static_cast<std::uint64_t>(number[path] > k ? 1 : 0) << path;
    }
    return more;
}

/// Appends the successors of a row of events. False if there may be no room for all of them: then it has none
/// yet.
template <int W>
inline bool branch_row(const BranchRows& b, std::int64_t row) {
    const std::int64_t chunk_row = row - b.chunk_first;
    for (int l = 0; l < b.links; ++l)
        if (!has_room<W>(b.link[l], b.link[l].most[chunk_row])) return false;
    const std::int64_t* __restrict count = b.count;
    const std::int64_t* __restrict done = b.done;
    alignas(64) std::uint64_t here[W];
    for (int i = 0; i < W; ++i) here[i] = row < count[i] && done[i] <= row ? path_bit[i] : 0;
    for (int l = 0; l < b.links; ++l) {
        BranchLink& link = b.link[l];
        link.free_delays -= link.most[chunk_row];
        link.free_places -= link.most[chunk_row];
        const std::int64_t* __restrict number = link.number + chunk_row * W;
        std::uint64_t parents = 0;
        for (int i = 0; i < W; ++i) parents |= number[i] > 0 ? here[i] : 0;
        for (std::int64_t k = 1; parents != 0; ++k)
            parents = add_successors<W>(link, b.time + row * W, b.horizon, number, k, parents);
    }
    return true;
}

template <int W>
inline std::int64_t branch_of(const BranchRows& b, std::int64_t first, std::int64_t end) {
    for (std::int64_t row = first; row < end; ++row)
        if (!branch_row<W>(b, row)) return row;
    return end;
}

inline std::int64_t branch(const BranchRows& b, std::int64_t first, std::int64_t end, int width) {
    return width == 64 ? branch_of<64>(b, first, end) : branch_of<16>(b, first, end);
}
