// Lognormals at addresses, after the rows of draws. Included inside a namespace named by instruction set; see
// all.inl.

/// The uniforms of W addresses, each of its own stream: of each counter the half that the row says.
template <int W>
inline void uniforms_at(const LognormalRows& r, const EventAddress* __restrict address,
                        const std::uint64_t* __restrict stream, double* __restrict out) {
    alignas(64) std::uint64_t path[W], index[W], odd[W];
    for (int i = 0; i < W; ++i) {
        const std::uint64_t row = address[i].row();
        path[i] = r.first_path + address[i].path();
        index[i] = row / 2;
        odd[i] = 0 - (row & 1);
    }
    constexpr int group = W / philox_lanes < 2 ? W / philox_lanes : 2;  // their rounds wait for one another
    const std::uint64_t key_a = r.seed & low_half, key_b = r.seed >> 32;
    for (int i = 0; i < W; i += group * philox_lanes) {
        Words<PhiloxVector> x[group];
        PathWords<PhiloxVector> words[group];
        PhiloxVector of[group], its_stream[group], is_odd[group];
        __builtin_memcpy(&of, index + i, sizeof of);
        __builtin_memcpy(&its_stream, stream + i, sizeof its_stream);
        __builtin_memcpy(&is_odd, odd + i, sizeof is_odd);
#pragma GCC unroll 2
        for (int n = 0; n < group; ++n) {
            PhiloxVector at;
            __builtin_memcpy(&at, path + i + n * philox_lanes, sizeof at);
            words[n] = philox_path(at, its_stream[n], key_a, key_b);
        }
        philox_words(words, its_stream, of, key_a, key_b, x);
#pragma GCC unroll 2
        for (int n = 0; n < group; ++n)
            centred_uniforms((x[n].c & is_odd[n]) | (x[n].a & ~is_odd[n]),
                             (x[n].d & is_odd[n]) | (x[n].b & ~is_odd[n]), out + i + n * philox_lanes);
    }
}

/// Those that do not happen become 0.
template <int W>
[[gnu::noinline]] inline void take_chances(const LognormalRows& r, const EventAddress* address, double* y) {
    alignas(64) std::uint64_t stream[W];
    alignas(64) double u[W];
    for (int i = 0; i < W; ++i) stream[i] = r.law[address[i].term()].chance_stream;
    uniforms_at<W>(r, address, stream, u);
    for (int i = 0; i < W; ++i) y[i] = u[i] < r.law[address[i].term()].chance ? y[i] : 0;
}

template <int W>
inline std::size_t lognormals_from(const LognormalRows& r, std::size_t at, std::size_t n) {
    alignas(64) std::uint64_t stream[W];
    alignas(64) double u[W], z[W], x[W], log_median[W], sigma[W];
    for (; at + W <= n; at += W) {
        const EventAddress* const address = r.address + at;
        std::uint64_t by_chance = 0;
        for (int i = 0; i < W; ++i) {
            const LognormalLaw& law = r.law[address[i].term()];
            stream[i] = law.stream;
            log_median[i] = law.log_median;
            sigma[i] = law.sigma;
            by_chance |= law.chance < 1 ? 1u : 0u;
        }
        uniforms_at<W>(r, address, stream, u);
        normal_row<W>(u, z);
        for (int i = 0; i < W; ++i) x[i] = log_median[i] + sigma[i] * z[i];
        exp_row<W>(x, r.out + at);
        if (by_chance != 0) take_chances<W>(r, address, r.out + at);
    }
    return at;
}

inline void lognormals_at(const LognormalRows& rows, std::size_t n) {
    lognormals_from<16>(rows, lognormals_from<64>(rows, 0, n), n);
}
