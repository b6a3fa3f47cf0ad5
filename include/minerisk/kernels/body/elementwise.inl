// Flat arrays. Included inside a namespace named by instruction set; see all.inl.
// Each chunk is read before it is written, so that y may be x, and no overlap has to be tested for.

template <int W>
[[gnu::noinline]] inline void exp_extremes(const double* x, double* y) {
    for (int i = 0; i < W; ++i) {
        if (!in_exp_range(x[i])) y[i] = exp1(x[i]);
    }
}

template <int W>
inline void exp_row(const double* __restrict x, double* __restrict y) {
    std::uint64_t outside = 0;
    for (int i = 0; i < W; ++i) {
        outside |= in_exp_range(x[i]) ? 0u : 1u;
        y[i] = exp_in_range(x[i]);
    }
    if (outside != 0) exp_extremes<W>(x, y);
}

template <int W>
[[gnu::noinline]] inline void log_extremes(const double* x, double* y) {
    for (int i = 0; i < W; ++i) {
        if (!in_log_range(x[i])) y[i] = log1(x[i]);
    }
}

template <int W>
inline void log_row(const double* __restrict x, double* __restrict y) {
    std::uint64_t outside = 0;
    for (int i = 0; i < W; ++i) {
        outside |= in_log_range(x[i]) ? 0u : 1u;
        y[i] = log_of(split(x[i]));
    }
    if (outside != 0) log_extremes<W>(x, y);
}

template <int W, void (*Row)(const double* __restrict, double* __restrict)>
inline std::size_t chunks(const double* x, double* y, std::size_t at, std::size_t n) {
    alignas(64) double in[W];
    for (; at + W <= n; at += W) {
        for (int i = 0; i < W; ++i) in[i] = x[at + i];
        Row(in, y + at);
    }
    return at;
}

inline void exp_block(const double* x, double* y, std::size_t n) {
    chunks<16, exp_row<16>>(x, y, chunks<64, exp_row<64>>(x, y, 0, n), n);
}

inline void log_block(const double* x, double* y, std::size_t n) {
    chunks<16, log_row<16>>(x, y, chunks<64, log_row<64>>(x, y, 0, n), n);
}

inline void inverse_normal_block(const double* u, double* z, std::size_t n) {
    chunks<16, normal_row<16>>(u, z, chunks<64, normal_row<64>>(u, z, 0, n), n);
}
