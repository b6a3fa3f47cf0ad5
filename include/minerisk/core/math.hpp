#pragma once

#include "minerisk/kernels/scalar.hpp"

/// Elementary functions that give the same bits on every processor and with every compiler: only +, -, *, /,
/// sqrt and operations on bits, each rounded once (build with -ffp-contract=off). Path code uses these or the
/// block kernels and never the C library's, whose results differ from one version to the next.
///
/// None of them throws or sets errno; NaN in gives NaN out. A "ulp" is a unit in the last place of the
/// result.
namespace minerisk::inline v0::math {

/// e^x, within 1.1 ulp; infinity above 709.78, 0 below -745.13.
inline double exp(double x) {
    return kernel_builds::plain::exp1(x);
}

/// ln x, within 1 ulp; -infinity at 0, NaN below.
inline double log(double x) {
    return kernel_builds::plain::log1(x);
}

/// e^x - 1, within 3 ulp, near 0 too.
inline double expm1(double x) {
    if (!(x > -40.0 && x < 60.0)) return exp(x) - 1.0;
    return kernel_builds::plain::expm1_in_range(x);
}

/// ln(1 + x), within 3 ulp, near 0 too; -infinity at -1, NaN below.
inline double log1p(double x) {
    if (!(x > -1.0 && x < 0x1p60)) return log(1.0 + x);
    return kernel_builds::plain::log1p_in_range(x);
}

namespace detail {
/// a b - product, where product is a b rounded: Dekker (1971), by halves of 26 bits.
inline double product_error(double a, double b, double product) {
    const auto upper = [](double x) { return x * 134217729.0 - (x * 134217729.0 - x); };
    const double a1 = upper(a);
    const double b1 = upper(b);
    const double a2 = a - a1;
    const double b2 = b - b1;
    return ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2;
}
}  // namespace detail

/// x^y of x > 0, within (2 + |y ln x| / 4) ulp. pow(x, 0) = 1 for every x; for x = 0 it is 0 or infinity by
/// the sign of y; NaN for x < 0.
inline double pow(double x, double y) {
    using namespace kernel_builds::plain;
    if (y == 0.0) return 1.0;
    if (!(x >= 0x1p-1022 && x < infinity)) return exp(y * log(x));
    // ln x = high + low, with the same terms as log: what its additions lose stays in `low`.
    const Parts parts = split(x);
    const double whole = parts.k * ln2_high;
    const double rest = log_rest(parts);
    const double part = parts.f - rest;
    const double high = whole + part;
    const double low = (part - (high - whole)) + ((parts.f - part) - rest);
    const double exponent = y * high;
    const double power = exp(exponent);
    if (!(exponent > -745.0 && exponent < 709.0)) return power;
    return power + power * (detail::product_error(y, high, exponent) + y * low);
}

/// The standard normal density at x.
inline double normal_pdf(double x) {
    const double away = x < 0.0 ? -x : x;
    if (away > 39.0) return 0.0;
    const double coarse = (away + 0x1.8p48) - 0x1.8p48;  // to sixteenths: its square is exact
    return 0.3989422804014327 * exp(-0.5 * coarse * coarse) * exp(-0.5 * (away - coarse) * (away + coarse));
}

/// The probability that a standard normal lies below x, 1e-14 relative in the lower tail too, down to where
/// it leaves the normal numbers (x = -37.5).
inline double normal_cdf(double x) {
    const double away = x < 0.0 ? -x : x;
    if (away > 38.6) return x < 0.0 ? 0.0 : 1.0;
    // Mills' ratio times (1 + away) as a polynomial in y: minimax, 1e-16 off.
    constexpr double c[] = {
        1.1832619145678034,     -0.24239967052180775,    0.03509188023475587,     0.07169048120138254,
        -0.08070800967955735,   0.04495912907917386,     -0.012539103608177105,   -0.0007159509394635636,
        0.0017418486241211654,  -0.00023670146961520978, -0.00022021451075705188, 5.326556696794104e-05,
        3.415407806325639e-05,  -8.602143125455591e-06,  -6.539750246864385e-06,  1.0127760938742361e-06,
        1.3654407721937103e-06, 2.2467868243703746e-09,  -2.572492209254624e-07,  -4.472055583040262e-08,
        3.0540085738634956e-08, 1.0296304884307035e-08};
    const double y = (away - 4.0) / (away + 4.0);
    double sum = 0.0;
    for (int i = 21; i >= 0; --i) sum = sum * y + c[i];
    const double tail = normal_pdf(away) * sum / (1.0 + away);
    return x < 0.0 ? tail : 1.0 - tail;
}

/// The z below which a standard normal lies with probability u, to 1e-14 relative (1e-15 absolute near 0);
/// -infinity at 0, infinity at 1, NaN outside. Odd: exchanging u and 1 - u, both exact, changes only the
/// sign.
inline double inverse_normal(double u) {
    return kernel_builds::plain::inverse_normal1(u);
}

}  // namespace minerisk::inline v0::math
