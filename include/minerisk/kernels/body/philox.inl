// Philox 4x32 with ten rounds: the words of one counter, in 64-bit lanes whose upper halves may hold anything
// that the next use drops. Included inside a namespace named by instruction set; see all.inl.
// Source: Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3; SC11.

inline constexpr std::uint64_t low_half = 0xffffffffu;

/// One counter a lane: a 64-bit number, or a vector of them for several paths at once. The one place where
/// vectors are written out: compilers make two or three multiplications of the one that is needed.
#if defined(__AVX512F__)
inline constexpr int philox_lanes = 8;
#elif defined(__AVX2__)
inline constexpr int philox_lanes = 4;
#elif defined(__SSE2__)
inline constexpr int philox_lanes = 2;
#else
inline constexpr int philox_lanes = 1;
#endif
typedef std::uint64_t PhiloxVector __attribute__((vector_size(8 * philox_lanes)));

/// The 64-bit products of the lower halves with a factor below 2^32.
inline std::uint64_t philox_product(std::uint64_t x, std::uint64_t factor) {
    return (x & low_half) * factor;
}
inline PhiloxVector philox_product(PhiloxVector x, std::uint64_t factor) {
#if defined(__clang__) || !defined(__SSE2__)
    return (x & low_half) * factor;
#else
    typedef int Halves __attribute__((vector_size(8 * philox_lanes)));
    const PhiloxVector factors = factor - PhiloxVector{};
#if defined(__AVX512F__)
    typedef long long Signed __attribute__((vector_size(64)));
    return (PhiloxVector)__builtin_ia32_pmuludq512_mask((Halves)x, (Halves)factors, Signed{}, 0xff);
#elif defined(__AVX2__)
    return (PhiloxVector)__builtin_ia32_pmuludq256((Halves)x, (Halves)factors);
#else
    return (PhiloxVector)__builtin_ia32_pmuludq128((Halves)x, (Halves)factors);
#endif
#endif
}

template <class Lane>
struct Words {
    Lane a, b, c, d;  ///< the four words, each in the lower half of its lane
};

template <class Lane>
inline Words<Lane> philox_round(const Words<Lane>& x, std::uint64_t key_a, std::uint64_t key_b) {
    const Lane p = philox_product(x.a, 0xD2511F53u);
    const Lane q = philox_product(x.c, 0xCD9E8D57u);
    return {(q >> 32) ^ (x.b ^ key_a), q, (p >> 32) ^ (x.d ^ key_b), p};
}

/// What paths and stream make of the first rounds, whatever the index of the counter is: of 20 products four.
template <class Lane>
struct PathWords {
    Lane c1, a3, b3, c3;  ///< parts of words a, b, c after so many rounds, in which the index is not yet
};

inline constexpr std::uint64_t philox_step_a = 0x9E3779B9u;  // golden ratio
inline constexpr std::uint64_t philox_step_b = 0xBB67AE85u;  // sqrt(3) - 1

/// The stream is that of all lanes, or one for each.
template <class Lane, class Stream>
inline PathWords<Lane> philox_path(Lane path, Stream stream, std::uint64_t key_a, std::uint64_t key_b) {
    const auto first = philox_round(Words<Lane>{path, path >> 32, stream - Lane{}, Lane{}}, key_a, key_b);
    const auto second = philox_round(first, key_a + philox_step_a, key_b + philox_step_b);
    const Lane q = philox_product(second.c, 0xCD9E8D57u);
    return {first.c, (q >> 32) ^ (key_a + 2 * philox_step_a), q, second.d ^ (key_b + 2 * philox_step_b)};
}

/// What is one for all vectors, or an array of one for each.
template <class T>
inline T nth(T x, int) {
    return x;
}
template <class T>
inline T nth(T* x, int n) {
    return x[n];
}

/// The words of the counters (path, stream, index) under a key of two words, for several lanes, which go
/// round by round: the operations of one wait for one another. Stream and index are those of all lanes, or
/// arrays of a vector for each. The upper halves of the answer are not cleared.
template <int N, class Lane, class Stream, class Index>
inline void philox_words(const PathWords<Lane>* path, Stream stream, Index index, std::uint64_t key_a,
                         std::uint64_t key_b, Words<Lane> (&x)[N]) {
#pragma GCC unroll 4
    for (int n = 0; n < N; ++n) {
        const auto b1 = philox_product(nth(stream, n), 0xCD9E8D57u);
        const Lane q = philox_product(path[n].c1 ^ nth(index, n), 0xCD9E8D57u);
        const Lane p = philox_product((q >> 32) ^ (b1 ^ (key_a + philox_step_a)), 0xD2511F53u);
        x[n] = {path[n].a3 ^ q, path[n].b3, (p >> 32) ^ path[n].c3, p};
    }
#pragma GCC unroll 7
    for (std::uint64_t i = 3; i < 10; ++i) {
#pragma GCC unroll 4
        for (int n = 0; n < N; ++n)
            x[n] = philox_round(x[n], key_a + i * philox_step_a, key_b + i * philox_step_b);
    }
}
