// Lognormals at addresses, after the rows of draws. Included inside a namespace named by instruction set; see
// all.inl.

/// The uniforms of W addresses: of each counter the half that the row says.
template <int W>
inline void uniforms_at(const LognormalRows& r, std::size_t first, double* __restrict out) {
    alignas(64) std::uint64_t path[W], index[W], odd[W];
    for (int i = 0; i < W; ++i) {
        const std::uint64_t row = r.row[first + i];
        path[i] = r.first_path + r.path[first + i];
        index[i] = row / 2;
        odd[i] = 0 - (row & 1);
    }
    const std::uint64_t stream = r.stream, key_a = r.seed & low_half, key_b = r.seed >> 32;
    for (int i = 0; i < W; i += philox_lanes) {
        PhiloxVector at, of, is_odd;
        __builtin_memcpy(&at, path + i, sizeof at);
        __builtin_memcpy(&of, index + i, sizeof of);
        __builtin_memcpy(&is_odd, odd + i, sizeof is_odd);
        const PathWords<PhiloxVector> words = philox_path(at, stream, key_a, key_b);
        Words<PhiloxVector> x[1];
        philox_words(&words, stream, of, key_a, key_b, x);
        centred_uniforms((x[0].c & is_odd) | (x[0].a & ~is_odd), (x[0].d & is_odd) | (x[0].b & ~is_odd),
                         out + i);
    }
}

template <int W>
inline std::size_t lognormals_from(const LognormalRows& r, std::size_t at, std::size_t n) {
    alignas(64) double u[W], z[W], x[W], y[W];
    for (; at + W <= n; at += W) {
        uniforms_at<W>(r, at, u);
        normal_row<W>(u, z);
        for (int i = 0; i < W; ++i) x[i] = r.log_median[at + i] + r.sigma[at + i] * z[i];
        exp_row<W>(x, y);
        for (int i = 0; i < W; ++i) r.out[at + i] = y[i];
    }
    return at;
}

inline void lognormals_at(const LognormalRows& rows, std::size_t n) {
    lognormals_from<16>(rows, lognormals_from<64>(rows, 0, n), n);
}
