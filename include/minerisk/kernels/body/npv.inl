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

template <int W>
inline void funding_of(int periods, const double* flow, const double* begin, double* peak, double* first) {
    double sum[W], least[W];
    for (int p = 0; p < W; ++p) {
        sum[p] = least[p] = 0;
        first[p] = infinity;
    }
    for (int i = 0; i < periods; ++i) {
        const double now = begin[i];
        for (int p = 0; p < W; ++p) {
            sum[p] += flow[i * W + p];
            least[p] = smaller(least[p], sum[p]);
            first[p] = smaller(first[p], flow[i * W + p] > 0 ? now : infinity);
        }
    }
    for (int p = 0; p < W; ++p) peak[p] = -least[p];
}

inline void funding(int periods, int width, const double* flow, const double* begin, double* peak,
                    double* first) {
    if (width == 64) {
        funding_of<64>(periods, flow, begin, peak, first);
    } else {
        funding_of<16>(periods, flow, begin, peak, first);
    }
}
