// Lognormals at addresses, after the rows of draws. Included inside a namespace named by instruction set; see
// all.inl.

/// The uniforms of W addresses, each of its own stream: of each counter the half that the row says.
template <int W>
inline void uniforms_at(const LognormalRows& r, const EventAddress* __restrict address,
                        const std::uint64_t* __restrict stream, double* __restrict out) {
    alignas(64) std::uint64_t path[W], index[W], odd[W];
    for (int i = 0; i < W; ++i) {
        const std::uint64_t row = address[i].row;
        path[i] = r.first_path + address[i].path;
        index[i] = row / 2;
        odd[i] = 0 - (row & 1);
    }
    const std::uint64_t key_a = r.seed & low_half, key_b = r.seed >> 32;
    for (int i = 0; i < W; i += philox_lanes) {
        PhiloxVector at, of, is_odd, its_stream;
        __builtin_memcpy(&at, path + i, sizeof at);
        __builtin_memcpy(&of, index + i, sizeof of);
        __builtin_memcpy(&is_odd, odd + i, sizeof is_odd);
        __builtin_memcpy(&its_stream, stream + i, sizeof its_stream);
        const PathWords<PhiloxVector> words = philox_path(at, its_stream, key_a, key_b);
        Words<PhiloxVector> x[1];
        philox_words(&words, its_stream, of, key_a, key_b, x);
        centred_uniforms((x[0].c & is_odd) | (x[0].a & ~is_odd), (x[0].d & is_odd) | (x[0].b & ~is_odd),
                         out + i);
    }
}

/// Those that do not happen become 0.
template <int W>
[[gnu::noinline]] inline void take_chances(const LognormalRows& r, const EventAddress* address, double* y) {
    alignas(64) std::uint64_t stream[W];
    alignas(64) double u[W];
    for (int i = 0; i < W; ++i) stream[i] = r.law[address[i].term].chance_stream;
    uniforms_at<W>(r, address, stream, u);
    for (int i = 0; i < W; ++i) y[i] = u[i] < r.law[address[i].term].chance ? y[i] : 0;
}

template <int W>
inline std::size_t lognormals_from(const LognormalRows& r, std::size_t at, std::size_t n) {
    alignas(64) std::uint64_t stream[W];
    alignas(64) double u[W], z[W], x[W], y[W], log_median[W], sigma[W];
    for (; at + W <= n; at += W) {
        const EventAddress* const address = r.address + at;
        double least = 1;
        for (int i = 0; i < W; ++i) {
            const LognormalLaw& law = r.law[address[i].term];
            stream[i] = law.stream;
            log_median[i] = law.log_median;
            sigma[i] = law.sigma;
            least = law.chance < least ? law.chance : least;
        }
        uniforms_at<W>(r, address, stream, u);
        normal_row<W>(u, z);
        for (int i = 0; i < W; ++i) x[i] = log_median[i] + sigma[i] * z[i];
        exp_row<W>(x, y);
        if (least < 1) take_chances<W>(r, address, y);
        for (int i = 0; i < W; ++i) r.out[at + i] = y[i];
    }
    return at;
}

inline void lognormals_at(const LognormalRows& rows, std::size_t n) {
    lognormals_from<16>(rows, lognormals_from<64>(rows, 0, n), n);
}
