// Scalar forms of exp, log and the normal quantile without a branch, a call or a table, so that a loop over
// them vectorises. Included inside a namespace named by instruction set; see all.inl. No pragma once.
//
// Only +, -, *, /, sqrt and operations on bits occur, each rounded once: every processor gives the same bits
// as long as no multiply-add is contracted.

inline double from_bits(std::uint64_t bits) {
    return __builtin_bit_cast(double, bits);
}
inline std::uint64_t to_bits(double x) {
    return __builtin_bit_cast(std::uint64_t, x);
}
inline double magnitude(double x) {
    return __builtin_fabs(x);
}

inline double positive(double x) {
    return x > 0 ? x : 0;
}
inline double smaller(double a, double b) {
    return b < a ? b : a;
}
inline double larger(double a, double b) {
    return a < b ? b : a;
}

inline constexpr double infinity = __builtin_huge_val();
inline constexpr double quiet_nan = __builtin_nan("");
inline constexpr double ln2_high = 0x1.62e42fee00000p-1;  // ln 2 = high + low; 21 trailing zeros
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2: minimax, 1e-16 off at most.
template <class X>
[[gnu::always_inline]] inline X exp_series(X r) {
    const X r2 = r * r;
    const X r4 = r2 * r2;
    const X low = (0.5000000000000001 + 0.16666666666666669 * r) +
                  (0.04166666666662413 + 0.008333333333330062 * r) * r2;
    const X middle = (0.0013888888917213717 + 0.00019841269863053618 * r) +
                     (2.4801521295954376e-05 + 2.7557268459997064e-06 * r) * r2;
    const X high = 2.7620088445409746e-07 + 2.510038549551032e-08 * r;
    return low + (middle + high * r4) * r4;
}

/// x = k ln 2 + r with |r| <= ln(2) / 2: adding 1.5 x 2^52 rounds to the integer k and leaves it in the low
/// bits.
template <class X>
struct Reduced {
    X shifted;
    X r;
};
template <class X>
[[gnu::always_inline]] inline Reduced<X> reduce(X x) {
    const X shifted = x * 1.4426950408889634 + 0x1.8p52;
    const X k = shifted - 0x1.8p52;
    return {shifted, (x - k * ln2_high) - k * ln2_low};
}

/// Where `exp_in_range` holds: its result and 2^k are normal. False for NaN.
inline bool in_exp_range(double x) {
    return __builtin_fabs(x) <= 708.0;
}

/// The last stage of e^x, from x reduced and the series at its rest.
template <class X>
[[gnu::always_inline]] inline X exp_of(Reduced<X> y, X series) {
    const X mantissa = 1.0 + (y.r + y.r * y.r * series);
    return from_bits(to_bits(mantissa) + (to_bits(y.shifted) << 52));
}

/// e^x in that range, within 1.1 ulp.
template <class X>
[[gnu::always_inline]] inline X exp_in_range(X x) {
    const Reduced<X> y = reduce(x);
    return exp_of(y, exp_series(y.r));
}

/// e^x - 1 in that range, within 3 ulp, near 0 too.
inline double expm1_in_range(double x) {
    const Reduced y = reduce(x);
    const double small = y.r + y.r * y.r * exp_series(y.r);             // e^r - 1
    const double scale = from_bits((to_bits(y.shifted) + 1023) << 52);  // 2^k
    return scale * small + (scale - 1.0);
}

/// e^x of any x: within 1.1 ulp where the result is normal, within 1 of the last place where it is subnormal;
/// infinity above 709.78, 0 below -745.13; NaN stays NaN. The bits of `exp_in_range` in its range.
inline double exp1(double x) {
    const double above = x > 710.0 ? 710.0 : x;
    const Reduced<double> y = reduce(above < -746.0 ? -746.0 : above);
    const double mantissa = 1.0 + (y.r + y.r * y.r * exp_series(y.r));
    // 2^k in two factors, as k runs from -1076 to 1024; both exponents stay positive as unsigned numbers.
    const std::uint64_t biased = (to_bits(y.shifted) + 2048) & 0xfff;
    const std::uint64_t half = biased >> 1;
    const double first = from_bits((half - 1) << 52);            // 2^(half - 1024)
    const double second = from_bits((biased - half - 1) << 52);  // 2^(biased - half - 1024)
    return mantissa * first * second;
}

/// A positive normal number as 2^k (1 + f) with 1 + f in [1 / sqrt(2), sqrt(2)).
template <class X>
struct Parts {
    X k;
    X f;
};
template <class X>
[[gnu::always_inline]] inline Parts<X> split(X x) {
    const auto bits = to_bits(x) + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
    const X k = from_bits((bits >> 52) | 0x4330000000000000u) - (0x1p52 + 1023.0);
    return {k, from_bits((bits & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu) - 1.0};
}

/// s = f / (2 + f), in which ln(1 + f) = 2 s + s R(s^2).
template <class X>
[[gnu::always_inline]] inline X log_ratio(X f) {
    return f / (2.0 + f);
}
/// R(s^2).
template <class X>
[[gnu::always_inline]] inline X log_series(X s) {
    const X z = s * s;
    const X z2 = z * z;
    return z * (((0.666666666666667 + 0.3999999999989889 * z) +
                 (0.28571428626253836 + 0.22222211089379496 * z) * z2) +
                ((0.1818289243253687 + 0.15331611722055008 * z) + 0.14617807153417325 * z2) * (z2 * z2));
}
/// f - ln(1 + f) - k ln2_low: f stands outside whole, as 2 s = f - s f and s f = f^2 / 2 - s f^2 / 2.
template <class X>
[[gnu::always_inline]] inline X log_rest(Parts<X> x, X s, X series) {
    const X half_square = 0.5 * x.f * x.f;
    return half_square - (s * (half_square + series) + x.k * ln2_low);
}
template <class X>
[[gnu::always_inline]] inline X log_rest(Parts<X> x) {
    const X s = log_ratio(x.f);
    return log_rest(x, s, log_series(s));
}

/// The last stage of k ln 2 + ln(1 + f), from s and the series at it.
template <class X>
[[gnu::always_inline]] inline X log_of(Parts<X> x, X s, X series) {
    return x.k * ln2_high + (x.f - log_rest(x, s, series));
}
/// k ln 2 + ln(1 + f), within 1 ulp.
template <class X>
[[gnu::always_inline]] inline X log_of(Parts<X> x) {
    return x.k * ln2_high + (x.f - log_rest(x));
}

/// Where `log_of(split(x))` holds: the positive normal numbers.
inline bool in_log_range(double x) {
    return x >= 0x1p-1022 && x <= 0x1.fffffffffffffp1023;
}

/// ln(1 + x) where -1 < x < 2^60, within 3 ulp, near 0 too.
inline double log1p_in_range(double x) {
    const double u = 1.0 + x;
    const double lost = (x > 1.0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;  // by u in rounding
    const double log = log_of(split(u)) + lost;
    return u == 1.0 ? x : log;  // which keeps the sign of 0
}

/// ln x of any x: within 1 ulp for every positive number, subnormal ones included; log(0) = -infinity,
/// log(x < 0) = NaN, log(infinity) = infinity, NaN stays NaN.
inline double log1(double x) {
    if (in_log_range(x)) return log_of(split(x));
    if (x == 0.0) return -infinity;
    if (x < 0.0) return quiet_nan;
    if (!(x < 0x1p-1022)) return x;  // infinity and NaN
    Parts<double> parts = split(x * 0x1p54);
    parts.k -= 54.0;
    return log_of(parts);
}

/// Where the next two hold: 4 u (1 - u) >= e^-6.5, that is |z| <= 3.36; all but one draw in 1,300.
inline bool in_quantile_body(double u) {
    return __builtin_fabs(u - 0.5) <= 0.4996239988248719;
}

/// u (1 - u) in parts, of which the normal quantile takes the logarithm; the same for u and 1 - u.
template <class X>
[[gnu::always_inline]] inline Parts<X> quantile_parts(X u) {
    const X away = magnitude(u - 0.5);
    return split((0.5 - away) * (0.5 + away));
}
/// What the series of the normal quantile runs in: t = 2 w / 6.5 - 1 in [-1, 1], w = -ln(4 u (1 - u)), by the
/// logarithm as above but only to 1e-11; from its k and s.
template <class X>
[[gnu::always_inline]] inline X quantile_argument(X k, X s) {
    const X z = s * s;
    const X series =
        (-0.6153846153872006 + -0.20512820074373042 * z) +
        ((-0.1230781103103813 + -0.08779992693719048 * z) + -0.07267018879684899 * (z * z)) * (z * z);
    return s * series + (-1.4265521111138124 + k * -0.21327605555690624);
}
template <class X>
[[gnu::always_inline]] inline X quantile_argument(X u) {
    const Parts<X> x = quantile_parts(u);
    return quantile_argument(x.k, log_ratio(x.f));
}

/// The normal quantile of a u in the body, z = (u - 1/2) P(t): 3e-11 off at most, and odd to the bit.
template <class X>
[[gnu::always_inline]] inline X quantile_body(X u, X t) {
    const X t2 = t * t;
    const X t4 = t2 * t2;
    const X p0 =
        (4.761879542483239 + 2.1934553591495005 * t) + (-0.1880409815956216 - 0.06306821845591275 * t) * t2;
    const X p1 = (0.056095294250018024 - 0.015148557547888004 * t) +
                 (-0.003359785260355613 + 0.0042501166521730005 * t) * t2;
    const X p2 = (-0.0011643799127579295 - 0.0003266023809131982 * t) +
                 (0.00036645880301631176 - 8.427951182205378e-05 * t) * t2;
    const X p3 = (-4.469949597471435e-05 + 3.0263436808627332e-05 * t) +
                 (1.2812693330307604e-06 - 3.6254120052166125e-06 * t) * t2;
    return (u - 0.5) * ((p0 + p1 * t4) + (p2 + p3 * t4) * (t4 * t4));
}

/// The normal quantile to about 1e-15 relative, for any u in [0, 1]; -infinity at 0, infinity at 1, NaN
/// outside. Source: Wichura (1988), Applied Statistics 37(3), algorithm AS 241 (PPND16).
inline double inverse_normal1(double u) {
    const double v = u - 0.5;
    if (__builtin_fabs(v) <= 0.425) {
        const double r = 0.180625 - v * v;
        const double numerator =
            ((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) *
                    r +
                4.5921953931549871457e+4) *
                   r +
               1.3731693765509461125e+4) *
                  r +
              1.9715909503065514427e+3) *
                 r +
             1.3314166789178437745e+2) *
                r +
            3.3871328727963666080e+0;
        const double denominator =
            ((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) *
                    r +
                2.1213794301586595867e+4) *
                   r +
               5.3941960214247511077e+3) *
                  r +
              6.8718700749205790830e+2) *
                 r +
             4.2313330701600911252e+1) *
                r +
            1.0;
        return v * numerator / denominator;
    }
    if (!(u >= 0.0 && u <= 1.0)) return quiet_nan;
    const double tail = v < 0.0 ? u : 1.0 - u;
    if (tail == 0.0) return v < 0.0 ? -infinity : infinity;
    double r = __builtin_sqrt(-log1(tail));
    double z;
    if (r <= 5.0) {
        r -= 1.6;
        const double numerator = ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r +
                                      2.41780725177450611770e-1) *
                                         r +
                                     1.27045825245236838258e+0) *
                                        r +
                                    3.64784832476320460504e+0) *
                                       r +
                                   5.76949722146069140550e+0) *
                                      r +
                                  4.63033784615654529590e+0) *
                                     r +
                                 1.42343711074968357734e+0;
        const double denominator = ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r +
                                        1.51986665636164571966e-2) *
                                           r +
                                       1.48103976427480074590e-1) *
                                          r +
                                      6.89767334985100004550e-1) *
                                         r +
                                     1.67638483018380384940e+0) *
                                        r +
                                    2.05319162663775882187e+0) *
                                       r +
                                   1.0;
        z = numerator / denominator;
    } else {
        r -= 5.0;
        const double numerator = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
                                      1.24266094738807843860e-3) *
                                         r +
                                     2.65321895265761230930e-2) *
                                        r +
                                    2.96560571828504891230e-1) *
                                       r +
                                   1.78482653991729133580e+0) *
                                      r +
                                  5.46378491116411436990e+0) *
                                     r +
                                 6.65790464350110377720e+0;
        const double denominator = ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r +
                                        1.84631831751005468180e-5) *
                                           r +
                                       7.86869131145613259100e-4) *
                                          r +
                                      1.48753612908506148525e-2) *
                                         r +
                                     1.36929880922735805310e-1) *
                                        r +
                                    5.99832206555887937690e-1) *
                                       r +
                                   1.0;
        z = numerator / denominator;
    }
    return v < 0.0 ? -z : z;
}
