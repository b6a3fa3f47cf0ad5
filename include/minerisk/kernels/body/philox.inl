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

/// The counter's words under a key of two words. The upper halves of the answer are not cleared.
template <class Lane>
inline Words<Lane> philox_words(Words<Lane> x, std::uint64_t key_a, std::uint64_t key_b) {
    constexpr std::uint64_t step_a = 0x9E3779B9u;  // golden ratio
    constexpr std::uint64_t step_b = 0xBB67AE85u;  // sqrt(3) - 1
    x = philox_round(x, key_a, key_b);
    x = philox_round(x, key_a + step_a, key_b + step_b);
    x = philox_round(x, key_a + 2 * step_a, key_b + 2 * step_b);
    x = philox_round(x, key_a + 3 * step_a, key_b + 3 * step_b);
    x = philox_round(x, key_a + 4 * step_a, key_b + 4 * step_b);
    x = philox_round(x, key_a + 5 * step_a, key_b + 5 * step_b);
    x = philox_round(x, key_a + 6 * step_a, key_b + 6 * step_b);
    x = philox_round(x, key_a + 7 * step_a, key_b + 7 * step_b);
    x = philox_round(x, key_a + 8 * step_a, key_b + 8 * step_b);
    return philox_round(x, key_a + 9 * step_a, key_b + 9 * step_b);
}
