// exp, log and the normal quantile of W numbers in a row, in the ranges that math.inl states. Included inside
// a namespace named by instruction set; see all.inl.
//
// The formulas of math.inl, each in several loops with what lies between them in memory: a chain of
// operations that wait for one another is as long as a processor looks ahead, so that it works on few vectors
// at a time; of the short chain of a stage it works on many.

template <int W>
inline void exp_of_row(const double* x, double* y) {
    constexpr int n = vectors_at_once<W, 2>, step = Doubles<n>::lanes;
    alignas(64) double shifted[W], rest[W], series[W];
    for (int i = 0; i < W; i += step) {
        const Reduced<Doubles<n>> reduced = reduce(load<n>(x + i));
        store(reduced.shifted, shifted + i);
        store(reduced.r, rest + i);
    }
    for (int i = 0; i < W; i += step) store(exp_series(load<n>(rest + i)), series + i);
    for (int i = 0; i < W; i += step) {
        const Reduced<Doubles<n>> reduced{load<n>(shifted + i), load<n>(rest + i)};
        store(exp_of(reduced, load<n>(series + i)), y + i);
    }
}

/// `sign` times the logarithms; it is 1 or -1.
template <int W, int sign = 1>
inline void log_of_row(const double* x, double* y) {
    constexpr int n = vectors_at_once<W, 2>, step = Doubles<n>::lanes;
    alignas(64) double k[W], f[W], s[W], series[W];
    for (int i = 0; i < W; i += step) {
        const Parts<Doubles<n>> parts = split(load<n>(x + i));
        store(parts.k, k + i);
        store(parts.f, f + i);
        store(log_ratio(parts.f), s + i);
    }
    for (int i = 0; i < W; i += step) store(log_series(load<n>(s + i)), series + i);
    for (int i = 0; i < W; i += step) {
        const Parts<Doubles<n>> parts{load<n>(k + i), load<n>(f + i)};
        const Doubles<n> log = log_of(parts, load<n>(s + i), load<n>(series + i));
        store(sign > 0 ? log : -log, y + i);
    }
}

/// Of u in the body; what it makes of the others is of no use.
template <int W>
inline void quantiles_of_row(const double* u, double* z) {
    constexpr int n = vectors_at_once<W, 4>, m = vectors_at_once<W, 2>;
    alignas(64) double k[W], s[W], t[W];
    for (int i = 0; i < W; i += Doubles<n>::lanes) {
        const Parts<Doubles<n>> parts = quantile_parts(load<n>(u + i));
        store(parts.k, k + i);
        store(log_ratio(parts.f), s + i);
    }
    for (int i = 0; i < W; i += Doubles<n>::lanes)
        store(quantile_argument(load<n>(k + i), load<n>(s + i)), t + i);
    for (int i = 0; i < W; i += Doubles<m>::lanes)
        store(quantile_body(load<m>(u + i), load<m>(t + i)), z + i);
}
