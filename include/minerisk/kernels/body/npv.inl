// Discounted sums. Included inside a namespace named by instruction set; see all.inl.

template <int W>
inline void npv_of(int periods, const double* cash, const double* discount, double* out) {
    alignas(64) double sum[W];
    for (int i = 0; i < W; ++i) sum[i] = 0.0;
    for (int t = 0; t < periods; ++t) {
        const double factor = discount[t];
        const double* row = cash + static_cast<std::size_t>(t) * W;
        for (int i = 0; i < W; ++i) sum[i] += factor * row[i];
    }
    for (int i = 0; i < W; ++i) out[i] = sum[i];
}

inline void npv(int periods, int width, const double* cash, const double* discount, double* out) {
    if (width == 64) {
        npv_of<64>(periods, cash, discount, out);
    } else {
        npv_of<16>(periods, cash, discount, out);
    }
}
