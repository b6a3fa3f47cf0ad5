// Several vectors at once, for the formulas of math.inl: their operations wait for one another, and those of
// N vectors fill the time. Included inside a namespace named by instruction set; see all.inl.

typedef double DoubleVector __attribute__((vector_size(8 * philox_lanes)));
typedef double DoublesInMemory __attribute__((vector_size(8 * philox_lanes), aligned(8), may_alias));
typedef std::uint64_t BitsVector __attribute__((vector_size(8 * philox_lanes)));

template <int N>
struct Doubles {
    static constexpr int lanes = N * philox_lanes;
    DoubleVector v[N];
};
template <int N>
struct Bits {
    BitsVector v[N];
};

/// How many vectors of a row of W numbers go together: N if there are so many.
template <int W, int N>
inline constexpr int vectors_at_once = W / philox_lanes < N ? W / philox_lanes : N;

#define MINERISK_EACH(result, expression)                                      \
    result out;                                                                \
    _Pragma("GCC unroll 8") for (int n = 0; n < N; ++n) out.v[n] = expression; \
    return out

/// From and to an array.
template <int N>
[[gnu::always_inline]] inline Doubles<N> load(const double* from) {
    MINERISK_EACH(Doubles<N>, *reinterpret_cast<const DoublesInMemory*>(from + n * philox_lanes));
}
template <int N>
[[gnu::always_inline]] inline void store(Doubles<N> x, double* to) {
#pragma GCC unroll 8
    for (int n = 0; n < N; ++n) *reinterpret_cast<DoublesInMemory*>(to + n * philox_lanes) = x.v[n];
}

#define MINERISK_OPERATOR(Vectors, Number, op)                                         \
    template <int N>                                                                   \
    [[gnu::always_inline]] inline Vectors<N> operator op(Vectors<N> x, Vectors<N> y) { \
        MINERISK_EACH(Vectors<N>, x.v[n] op y.v[n]);                                   \
    }                                                                                  \
    template <int N>                                                                   \
    [[gnu::always_inline]] inline Vectors<N> operator op(Vectors<N> x, Number y) {     \
        MINERISK_EACH(Vectors<N>, x.v[n] op y);                                        \
    }                                                                                  \
    template <int N>                                                                   \
    [[gnu::always_inline]] inline Vectors<N> operator op(Number x, Vectors<N> y) {     \
        MINERISK_EACH(Vectors<N>, x op y.v[n]);                                        \
    }
MINERISK_OPERATOR(Doubles, double, +)
MINERISK_OPERATOR(Doubles, double, -)
MINERISK_OPERATOR(Doubles, double, *)
MINERISK_OPERATOR(Doubles, double, /)
MINERISK_OPERATOR(Bits, std::uint64_t, +)
MINERISK_OPERATOR(Bits, std::uint64_t, &)
MINERISK_OPERATOR(Bits, std::uint64_t, |)
#undef MINERISK_OPERATOR

template <int N>
[[gnu::always_inline]] inline Doubles<N> operator-(Doubles<N> x) {
    MINERISK_EACH(Doubles<N>, -x.v[n]);
}
template <int N>
[[gnu::always_inline]] inline Bits<N> operator<<(Bits<N> x, int by) {
    MINERISK_EACH(Bits<N>, x.v[n] << by);
}
template <int N>
[[gnu::always_inline]] inline Bits<N> operator>>(Bits<N> x, int by) {
    MINERISK_EACH(Bits<N>, x.v[n] >> by);
}
template <int N>
[[gnu::always_inline]] inline Doubles<N> from_bits(Bits<N> x) {
    MINERISK_EACH(Doubles<N>, (DoubleVector)x.v[n]);
}
template <int N>
[[gnu::always_inline]] inline Bits<N> to_bits(Doubles<N> x) {
    MINERISK_EACH(Bits<N>, (BitsVector)x.v[n]);
}
#undef MINERISK_EACH
template <int N>
[[gnu::always_inline]] inline Doubles<N> magnitude(Doubles<N> x) {
    return from_bits(to_bits(x) & 0x7fffffffffffffffu);
}
