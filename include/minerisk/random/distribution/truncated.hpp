#pragma once

#include <algorithm>
#include <memory>

#include "minerisk/core/block.hpp"
#include "minerisk/random/distribution/by_samples.hpp"

namespace minerisk::inline v0 {
class Distribution;
}

namespace minerisk::inline v0::distribution::detail {

/// The part of another law between two limits, both included: Q_T(u) = Q(F(low) + u (F(high) - F(low))).
/// F(low) is P(X < low), so that a value with a probability of its own at `low` stays in. The members that
/// need `Distribution` are in distribution.hpp.
class Truncated {
public:
    Truncated(Distribution of, double low, double high);

    double quantile(double u) const;
    void quantile(const double* u, double* out, int count) const;
    double cdf(double x) const;
    double below(double x) const;
    double above(double x) const;
    /// The integrals of X - centre and of its square over low <= X <= high.
    Moments part(double low, double high, double centre) const;
    double mean() const { return mean_; }
    double variance() const { return variance_; }
    double base() const { return base_; }
    double lower() const { return lower_; }
    double upper() const { return upper_; }
    /// The probability that the limits hold.
    double mass() const { return to_ - from_; }
    const Distribution& of() const { return *of_; }

private:
    /// The u of the whole law: never above the largest centred uniform, for rounding may not lead to an end
    /// at infinity.
    double inner(double u) const { return std::min(from_ + u * (to_ - from_), 1 - 0x1p-53); }
    double clipped(double x) const { return x < lower_ ? lower_ : x > upper_ ? upper_ : x; }

    std::shared_ptr<const Distribution> of_;
    double from_ = 0, to_ = 0;
    double beyond_ = 0;  ///< P(of > high)
    double lower_ = 0, upper_ = 0;
    double mean_ = 0, variance_ = 0, base_ = 0;
};

/// Gauss's rule of 8 points on [-1, 1], the positive half.
inline constexpr double gauss_node[] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                        0.9602898564975363};
inline constexpr double gauss_weight[] = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                          0.1012285362903763};

/// The moments of Q over [from, to] where Q is analytic but at u = 0 and 1: Gauss's rule of 8 points in every
/// octave of either tail that the range touches.
template <class Quantile>
Moments octave_moments(Quantile q, double from, double to, double centre) {
    Moments sum;
    // v runs from `first` to `last` in one tail; u_of gives the u of a v.
    const auto tail = [&](double first, double last, auto u_of) {
        for (double high = 0.5; high > 0x1p-54; high /= 2) {
            const double a = std::max(high > 0x1p-53 ? high / 2 : 0.0, first);
            const double b = std::min(high, last);
            if (!(b > a)) continue;
            const double half = (b - a) / 2;
            for (int k = 0; k < 4; ++k) {
                for (const double side : {-1.0, 1.0}) {
                    const double x = q(u_of(a + half * (1 + side * gauss_node[k]))) - centre;
                    sum.first += half * gauss_weight[k] * x;
                    sum.second += half * gauss_weight[k] * x * x;
                }
            }
        }
    };
    tail(from, to, [](double v) { return v; });
    tail(1 - to, 1 - from, [](double v) { return std::min(1 - v, 1 - 0x1p-53); });
    return sum;
}

}  // namespace minerisk::inline v0::distribution::detail
