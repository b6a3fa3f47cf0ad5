#pragma once

#include <algorithm>
#include <cmath>
#include <memory>

#include "minerisk/core/math.hpp"
#include "minerisk/random/distribution/by_samples.hpp"

namespace minerisk::inline v0 {
class Distribution;
}

namespace minerisk::inline v0::distribution::detail {

/// Excess over a threshold in its own scale: P(Z > z) = (1 + xi z)^(-1 / xi), e^-z where xi = 0
/// (generalised Pareto; Pickands, 1975).
struct Excess {
    double xi;

    /// The z that is exceeded with probability e^-s.
    double of(double s) const {
        const double y = xi * s;
        return std::abs(y) < 1e-9 ? s * (1 + y / 2) : math::expm1(y) / xi;
    }
    /// P(Z > z), z >= 0.
    double above(double z) const {
        const double y = xi * z;
        if (!(y > -1)) return 0;
        return math::exp(-(std::abs(y) < 1e-9 ? z * (1 - y / 2) : math::log1p(y) / xi));
    }
    /// The probability of 0 <= Z <= z and the integrals of Z and its square over it; the last is infinite
    /// for the whole tail from xi = 1/2 on.
    struct Part {
        double mass;
        double first;
        double second;
    };
    Part part(double z) const;
};

/// A law whose part above a threshold t is replaced by a generalised Pareto tail of the same probability:
///
///   F(x) = F_body(x) below t,   1 - P_body(X > t) (1 + xi (x - t) / scale)^(-1 / xi) above
///
/// The variance is infinite from xi = 1/2 on. The members that need `Distribution` are in distribution.hpp.
class ParetoTail {
public:
    ParetoTail(Distribution body, double above, double shape, double scale);

    double quantile(double u) const;
    double cdf(double x) const;
    double below(double x) const;
    double above(double x) const;
    double mean() const { return mean_; }
    double variance() const { return variance_; }
    double base() const { return base_; }
    double lower() const { return lower_; }
    double upper() const { return upper_; }
    /// The integrals of X - centre and of its square over low <= X <= high.
    Moments part(double low, double high, double centre) const;
    const Distribution& body() const { return *body_; }
    double threshold() const { return threshold_; }

private:
    std::shared_ptr<const Distribution> body_;
    double threshold_;
    Excess excess_;
    double scale_;
    double to_ = 0, beyond_ = 0;  ///< P(X <= threshold) and P(X > threshold)
    double lower_ = 0, upper_ = 0;
    double mean_ = 0, variance_ = 0, base_ = 0;
};

}  // namespace minerisk::inline v0::distribution::detail
