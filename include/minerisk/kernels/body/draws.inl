// Rows of draws. Included inside a namespace named by instruction set; see all.inl.

/// The centred uniforms (2 k + 1) / 2^53 of pairs of words: k is the upper 52 bits of (high, low).
inline void centred_uniforms(PhiloxVector low, PhiloxVector high, double* out) {
    const PhiloxVector in_1_to_2 = (((high << 32) | (low & low_half)) >> 12) | 0x3ff0000000000000u;
    for (int i = 0; i < philox_lanes; ++i) out[i] = from_bits(in_1_to_2[i]) - (1.0 - 0x1p-53);  // exact
}

/// The paths of a block, ready for any row of one stream.
template <int W>
struct DrawPaths {
    std::uint64_t key_a, key_b, stream;
    PathWords<PhiloxVector> words[W / philox_lanes];

    /// Paths first_path, first_path + 1, ...
    void start(std::uint64_t seed, std::uint64_t of_stream, std::uint64_t first_path) {
        take_stream(seed, of_stream);
        PhiloxVector path{};  // set lane by lane, which compilers do not always see
        for (int i = 0; i < philox_lanes; ++i) path[i] = first_path + static_cast<std::uint64_t>(i);
        for (int i = 0; i < W / philox_lanes; ++i) {
            words[i] = philox_path(path, stream, key_a, key_b);
            path += philox_lanes;
        }
    }
    /// Paths of a list.
    void start(std::uint64_t seed, std::uint64_t of_stream, const std::uint64_t* paths) {
        take_stream(seed, of_stream);
        for (int i = 0; i < W / philox_lanes; ++i) {
            PhiloxVector path{};
            for (int k = 0; k < philox_lanes; ++k) path[k] = paths[i * philox_lanes + k];
            words[i] = philox_path(path, stream, key_a, key_b);
        }
    }
    void take_stream(std::uint64_t seed, std::uint64_t of_stream) {
        key_a = seed & low_half;
        key_b = seed >> 32;
        stream = of_stream;
    }

    /// Both rows of one counter index.
    void uniform_pair(std::uint64_t index, double* __restrict even, double* __restrict odd) const {
        constexpr int group = W / philox_lanes < 4 ? W / philox_lanes : 4;
        for (int i = 0; i < W / philox_lanes; i += group) {
            Words<PhiloxVector> x[group];
            philox_words(words + i, stream, index, key_a, key_b, x);
            for (int n = 0; n < group; ++n) {
                centred_uniforms(x[n].a, x[n].b, even + (i + n) * philox_lanes);
                centred_uniforms(x[n].c, x[n].d, odd + (i + n) * philox_lanes);
            }
        }
    }
};

template <int W>
inline void uniform_row(const double* __restrict u, double* __restrict out) {
    for (int i = 0; i < W; ++i) out[i] = u[i];
}

template <int W>
inline void exponential_row(const double* __restrict u, double* __restrict out) {
    log_of_row<W, -1>(u, out);
}

/// The quantiles of the few u of a row that lie outside the body.
template <int W>
[[gnu::noinline]] inline void normal_tails(const double* u, double* z) {
    for (int i = 0; i < W; ++i) {
        if (!in_quantile_body(u[i])) z[i] = inverse_normal1(u[i]);
    }
}

template <int W>
inline void normal_row(const double* __restrict u, double* __restrict z) {
    std::uint64_t outside = 0;
    for (int i = 0; i < W; ++i) outside |= in_quantile_body(u[i]) ? 0u : 1u;
    quantiles_of_row<W>(u, z);
    if (outside != 0) normal_tails<W>(u, z);
}

/// Walks the pairs of rows that cover [first_row, first_row + rows): `Both` for pairs of which both rows are
/// wanted, `One` for a row alone.
template <int W, void (*One)(const double* __restrict, double* __restrict),
          void (*Both)(const double* __restrict, double* __restrict), class Paths>
inline void draw_rows(std::uint64_t seed, std::uint32_t stream, Paths of, std::uint32_t first_row, int rows,
                      double* out) {
    alignas(64) double u[2 * W];
    DrawPaths<W> paths;
    paths.start(seed, stream, of);
    const std::uint64_t end = static_cast<std::uint64_t>(first_row) + static_cast<std::uint64_t>(rows);
    std::uint64_t row = first_row;
    while (row < end) {
        paths.uniform_pair(row / 2, u, u + W);
        if (row % 2 == 0 && row + 1 < end) {
            Both(u, out);
            out += 2 * W;
            row += 2;
        } else {
            One(u + row % 2 * W, out);
            out += W;
            ++row;
        }
    }
}

inline void uniforms(std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path,
                     std::uint32_t first_row, int rows, int width, double* out) {
    if (width == 64) {
        draw_rows<64, uniform_row<64>, uniform_row<128>>(seed, stream, first_path, first_row, rows, out);
    } else {
        draw_rows<16, uniform_row<16>, uniform_row<32>>(seed, stream, first_path, first_row, rows, out);
    }
}

inline void normals(std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path,
                    std::uint32_t first_row, int rows, int width, double* out) {
    if (width == 64) {
        draw_rows<64, normal_row<64>, normal_row<128>>(seed, stream, first_path, first_row, rows, out);
    } else {
        draw_rows<16, normal_row<16>, normal_row<32>>(seed, stream, first_path, first_row, rows, out);
    }
}

inline void exponentials(std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path,
                         std::uint32_t first_row, int rows, int width, double* out) {
    if (width == 64) {
        draw_rows<64, exponential_row<64>, exponential_row<128>>(seed, stream, first_path, first_row, rows,
                                                                 out);
    } else {
        draw_rows<16, exponential_row<16>, exponential_row<32>>(seed, stream, first_path, first_row, rows,
                                                                out);
    }
}

inline void normals_of(std::uint64_t seed, std::uint32_t stream, const std::uint64_t* path,
                       std::uint32_t first_row, int rows, int width, double* out) {
    if (width == 64) {
        draw_rows<64, normal_row<64>, normal_row<128>>(seed, stream, path, first_row, rows, out);
    } else {
        draw_rows<16, normal_row<16>, normal_row<32>>(seed, stream, path, first_row, rows, out);
    }
}
