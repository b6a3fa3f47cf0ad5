#pragma once

#include <cmath>

#include "minerisk/core/math.hpp"

/// The gamma function and the incomplete beta and gamma functions, on `minerisk::math`: what is computed from
/// them is the same to the bit on every machine.
namespace minerisk::inline v0::distribution::detail {

/// ln Gamma(x) of x > 0: 1e-14 off at most, relative to the larger of it and 1. Stirling's series, from 12
/// on.
inline double log_gamma(double x) {
    double product = 1;
    for (; x < 12; x += 1) product *= x;
    const double y = 1 / (x * x);
    const double series =
        1.0 / 12 -
        y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * 691.0 / 360360))));
    return ((x - 0.5) * math::log(x) - x) + 0.9189385332046727 + series / x - math::log(product);
}

/// ln B(a, b).
inline double log_beta(double a, double b) {
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

inline constexpr int most_terms = 100'000;  // far more than any shape that the factories take needs
inline constexpr double tiny = 1e-300;      // stands in for a zero in Lentz's method

/// a B(x; a, b) / (x^a (1 - x)^b), for x < (a + 1) / (a + b + 2), by a continued fraction (NIST DLMF 8.17.22)
/// with Lentz's method.
inline double beta_fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 - (a + b) * x / (a + 1);
    d = 1 / (std::abs(d) < tiny ? tiny : d);
    double h = d;
    const auto step = [&](double coefficient) {
        d = 1 + coefficient * d;
        d = 1 / (std::abs(d) < tiny ? tiny : d);
        c = 1 + coefficient / c;
        if (std::abs(c) < tiny) c = tiny;
        h *= c * d;
        return std::abs(c * d - 1);
    };
    for (int i = 1; i < most_terms; ++i) {
        const double m = i;
        step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
        if (step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))) < 1e-16) break;
    }
    return h;
}

/// ln of P(X <= x) of a beta(a, b) variable, given x, 1 - x and their logarithms; relative precision in the
/// lower tail.
inline double log_beta_cdf(double a, double b, double log_b, double x, double rest, double log_x,
                           double log_rest) {
    const double front = a * log_x + b * log_rest - log_b;
    if (x < (a + 1) / (a + b + 2)) return front + math::log(beta_fraction(a, b, x) / a);
    return math::log1p(-math::exp(front) * beta_fraction(b, a, rest) / b);
}

/// P(X <= x) of a beta(a, b) variable; x and 1 - x are both given, so that neither end loses digits.
inline double beta_cdf(double a, double b, double log_b, double x, double rest) {
    if (!(x > 0)) return 0;
    if (!(rest > 0)) return 1;
    return math::exp(log_beta_cdf(a, b, log_b, x, rest, math::log(x), math::log(rest)));
}

/// Sum of x^n / ((a + 1) ... (a + n)) from n = 0 on: P(a, x) Gamma(a + 1) e^x / x^a (DLMF 8.7.1).
inline double gamma_series(double a, double x) {
    double term = 1;
    double sum = 1;
    for (int n = 1; n < most_terms && term > 1e-17 * sum; ++n) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/// Q(a, x) Gamma(a) e^x / x^a for x > a + 1, by a continued fraction (DLMF 8.9.2) with Lentz's method.
inline double gamma_fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / tiny;
    double d = 1 / b;
    double h = d;
    for (int i = 1; i < most_terms; ++i) {
        const double coefficient = -i * (i - a);
        b += 2;
        d = coefficient * d + b;
        d = 1 / (std::abs(d) < tiny ? tiny : d);
        c = b + coefficient / c;
        if (std::abs(c) < tiny) c = tiny;
        h *= c * d;
        if (std::abs(c * d - 1) < 1e-16) break;
    }
    return h;
}

/// ln of P(X <= x) and of P(X > x) of a gamma variable of this shape and scale 1; each keeps its relative
/// precision where it is small. `log_g` is ln Gamma(a).
inline double log_gamma_cdf(double a, double log_g, double x, double log_x) {
    const double front = a * log_x - x - log_g;
    if (x < a + 1) return front + math::log(gamma_series(a, x) / a);
    return math::log1p(-math::exp(front) * gamma_fraction(a, x));
}
inline double log_gamma_survival(double a, double log_g, double x, double log_x) {
    const double front = a * log_x - x - log_g;
    if (x < a + 1) return math::log1p(-math::exp(front) * gamma_series(a, x) / a);
    return front + math::log(gamma_fraction(a, x));
}

}  // namespace minerisk::inline v0::distribution::detail
