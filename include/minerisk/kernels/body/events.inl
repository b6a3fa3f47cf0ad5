// Dates of clustered events. Included inside a namespace named by instruction set; see all.inl.

/// Up to the first row in which a path leaves its stay; says which row that is.
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
            leaves |= next[i] < until[i] ? 0u : 1u;
        }
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

/// Bit i of a word for path i.
alignas(64) inline constexpr std::uint64_t path_bit[64] = {
#define MINERISK_BITS(i)                                                                          \
    1ull << (i), 2ull << (i), 4ull << (i), 8ull << (i), 16ull << (i), 32ull << (i), 64ull << (i), \
        128ull << (i)
    MINERISK_BITS(0),  MINERISK_BITS(8),  MINERISK_BITS(16), MINERISK_BITS(24), MINERISK_BITS(32),
    MINERISK_BITS(40), MINERISK_BITS(48), MINERISK_BITS(56)
#undef MINERISK_BITS
};

/// The paths whose event of this row is to have successors, if it has any: as bits.
template <int W>
inline std::uint64_t parents_of(const BranchRows& b, std::int64_t row, int chunk_row) {
    const std::int64_t* __restrict count = b.count;
    const std::int64_t* __restrict done = b.done;
    alignas(64) std::uint64_t here[W];
    for (int i = 0; i < W; ++i) here[i] = row < count[i] && done[i] <= row ? path_bit[i] : 0;
    std::uint64_t parents = 0;
    for (int l = 0; l < b.links; ++l) {
        const double none = b.link[l].cumulative[0];
        const double* __restrict u = b.link[l].u + chunk_row * W;
        for (int i = 0; i < W; ++i) parents |= u[i] < none ? 0 : here[i];
    }
    if (b.kinds > 0) {  // events that do not touch the project have successors
        const signed char* __restrict kind = b.kind + row * W;
        for (int i = 0; i < W; ++i) parents |= kind[i] < 0 ? here[i] : 0;
    }
    return parents;
}

/// Appends the successors of one event. False if there is no room for all of them: then it has none yet.
template <int W>
inline bool add_successors(const BranchRows& b, std::int64_t row, int chunk_row, int path) {
    for (int l = 0; l < b.links; ++l) {
        const BranchLink& link = b.link[l];
        if (link.made[path] + link.terms > link.delay_rows || link.count[path] + link.terms > link.places)
            return false;
    }
    const double time = b.time[row * W + path], horizon = b.horizon;
    bool needs_some = b.kinds > 0 && b.kind[row * W + path] < 0;
    for (int l = 0; l < b.links; ++l) {
        const BranchLink link = b.link[l];
        double u = link.u[chunk_row * W + path];
        const double none = link.cumulative[0];
        if (needs_some) {
            if (u < link.none_if_some) continue;
            u = none + (u - link.none_if_some) / (1 - link.none_if_some) * (1 - none);
            needs_some = false;
        }
        std::int64_t made = link.made[path], count = link.count[path];
        for (int n = 0; n < link.terms && !(u < link.cumulative[n]); ++n) {
            const double t = time + link.delay[made++ * W + path] * link.mean_delay;
            if (t < horizon) link.time[count++ * W + path] = t;
        }
        link.made[path] = made;
        link.count[path] = count;
    }
    return true;
}

template <int W>
inline std::int64_t branch_of(const BranchRows& b, std::int64_t first, std::int64_t end) {
    for (std::int64_t row = first / W; row * W < end; ++row) {
        const int chunk_row = static_cast<int>(row - b.chunk_first);
        if (b.kinds > 0) kinds_of<W>(b.kinds, b.kind_ends, b.kind_u + chunk_row * W, b.kind + row * W);
        std::uint64_t left = parents_of<W>(b, row, chunk_row);
        if (row == first / W) left &= ~std::uint64_t{0} << (first % W);
        for (; left != 0; left &= left - 1) {
            const int path = __builtin_ctzll(left);
            if (!add_successors<W>(b, row, chunk_row, path)) return row * W + path;
        }
    }
    return end;
}

inline std::int64_t branch(const BranchRows& b, std::int64_t first, std::int64_t end, int width) {
    return width == 64 ? branch_of<64>(b, first, end) : branch_of<16>(b, first, end);
}
