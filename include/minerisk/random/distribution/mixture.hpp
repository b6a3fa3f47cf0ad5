#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "minerisk/core/math.hpp"
#include "minerisk/random/distribution/by_samples.hpp"

namespace minerisk::inline v0 {
class Distribution;
}

namespace minerisk::inline v0::distribution {

/// A distribution that a mixture takes with this probability. Defined in distribution.hpp.
struct Weighted;

namespace detail {

/// X is drawn from one of several laws, each with its weight: F(x) = sum of w_k F_k(x).
///
/// The quantile is found in F itself, or in 1 - F above the median, which keeps its digits there. Single
/// values with a probability of their own come from a list; between them a bracket from a table (four an
/// octave of either tail) shrinks, by inverse quadratic interpolation where that is safe, else by halves
/// (Chandrupatla, 1997), to two neighbours of a grid of 2^-42 relative, and a line joins these. As the grid
/// does not depend on u, and F differs between neighbours by more than its rounding, the quantile does not
/// fall. The members that need `Distribution` are in distribution.hpp.
class Mixture {
public:
    /// The weights add up to 1 nearly, and are divided by their sum.
    explicit Mixture(std::vector<Weighted> components);

    double quantile(double u) const;
    double cdf(double x) const;
    double below(double x) const;
    double above(double x) const;
    double mean() const { return mean_; }
    double variance() const { return variance_; }
    double base() const { return median_; }
    double lower() const { return lower_; }
    double upper() const { return upper_; }
    /// The integrals of X - centre and of its square over low <= X <= high.
    Moments part(double low, double high, double centre) const;
    const std::vector<Weighted>& components() const { return *components_; }
    /// The values that have a probability of their own, in order.
    std::vector<double> atoms() const;

private:
    static constexpr std::uint64_t first_cell = (1023 - 53) << 2;  ///< of v = 2^-53
    static constexpr std::size_t side = 4 * 52 + 1;                ///< up to v = 1/2

    struct Atom {
        double x;
        double from, to;  ///< P(X < x) and P(X <= x)
    };
    /// x with P(X <= x) in the lower half, P(X > x) in the upper.
    struct Place {
        double x, p;
    };
    /// Two places with the quantile between them: at `a` its share is not reached, at `b` it is.
    struct Bracket {
        Place a, b;
    };
    Bracket solve(double u) const;
    /// The bracket to begin with, by the quantiles of the components or by the knots.
    Bracket start(double u) const;
    double share_at(bool upper_half, double x) const { return upper_half ? above(x) : cdf(x); }
    double spacing(double x) const {
        const double size = std::abs(x) > fine_ ? std::abs(x) : fine_;
        const auto power = __builtin_bit_cast(std::uint64_t, size) & 0x7ff0000000000000u;
        return __builtin_bit_cast(double, power) * 0x1p-42;
    }
    /// The last point of the grid that is not above x.
    double on_grid(double x) const {
        const double h = spacing(x);
        return std::floor(x / h) * h;
    }

    std::shared_ptr<const std::vector<Weighted>> components_;
    std::shared_ptr<const std::vector<Atom>> atoms_;
    double fine_ = 0x1p-900;  ///< the size from which on the grid is relative
    double lower_ = 0, upper_ = 0;
    double mean_ = 0, variance_ = 0;
    double median_ = 0;
    /// The brackets of the quantiles at v = (1 + i / 4) 2^-k below the median, and of those at 1 - v.
    std::shared_ptr<const std::vector<Bracket>> knots_;
};

}  // namespace detail
}  // namespace minerisk::inline v0::distribution
