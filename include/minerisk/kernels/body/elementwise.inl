// Flat arrays. Included inside a namespace named by instruction set; see all.inl.
// y may be x: a chunk with a number that needs care goes another way before any of it is written.

template <int W>
[[gnu::noinline]] inline void exp_with_care(const double* x, double* y) {
    for (int i = 0; i < W; ++i) y[i] = exp1(x[i]);
}

template <int W>
inline void exp_row(const double* x, double* y) {
    std::uint64_t outside = 0;
    for (int i = 0; i < W; ++i) outside |= in_exp_range(x[i]) ? 0u : 1u;
    if (outside != 0) return exp_with_care<W>(x, y);
    exp_of_row<W>(x, y);
}

template <int W>
[[gnu::noinline]] inline void log_with_care(const double* x, double* y) {
    for (int i = 0; i < W; ++i) y[i] = log1(x[i]);
}

template <int W>
inline void log_row(const double* x, double* y) {
    std::uint64_t outside = 0;
    for (int i = 0; i < W; ++i) outside |= in_log_range(x[i]) ? 0u : 1u;
    if (outside != 0) return log_with_care<W>(x, y);
    log_of_row<W>(x, y);
}

template <int W>
inline void inverse_normal_row(const double* x, double* y) {
    alignas(64) double u[W];
    for (int i = 0; i < W; ++i) u[i] = x[i];
    normal_row<W>(u, y);
}

template <int W, void (*Row)(const double*, double*)>
inline std::size_t chunks(const double* x, double* y, std::size_t at, std::size_t n) {
    for (; at + W <= n; at += W) Row(x + at, y + at);
    return at;
}

inline void exp_block(const double* x, double* y, std::size_t n) {
    chunks<16, exp_row<16>>(x, y, chunks<64, exp_row<64>>(x, y, 0, n), n);
}

inline void log_block(const double* x, double* y, std::size_t n) {
    chunks<16, log_row<16>>(x, y, chunks<64, log_row<64>>(x, y, 0, n), n);
}

inline void inverse_normal_block(const double* u, double* z, std::size_t n) {
    chunks<16, inverse_normal_row<16>>(u, z, chunks<64, inverse_normal_row<64>>(u, z, 0, n), n);
}
