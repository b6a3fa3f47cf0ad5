#pragma once

#include <memory>
#include <variant>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0 {

// What a distribution can be: see distribution/forms.hpp.
namespace distribution::detail {
struct Fixed;
struct Uniform;
class Triangular;
class Pert;
struct Normal;
struct Lognormal;
struct Weibull;
class Gamma;
class Discrete;
class Empirical;
class Truncated;
class Mixture;
class ParetoTail;
}  // namespace distribution::detail

/// A probability distribution of one number, as a map of one uniform: a draw is `quantile(u)`. An immutable
/// value, made by the factories of namespace `distribution` (factories.hpp, included below), which check
/// their parameters; without a factory it is the fixed number 0. The number has no unit: the caller owns
/// that.
///
///   const Distribution length = distribution::pert({.low = 10, .likely = 15, .high = 30});
///   length.quantile(0.9);                    // 21.68
///   length.quantile(u, out, paths);          // a block of uniforms at once
///   length.scaled(1.0 / 12).mean();          // 1.39: months to years
///
/// Accuracy of the quantile: PERT 1e-9 of high - low, gamma 1e-8 of the sd, normal and lognormal 1e-10 in the
/// normal score, a mixture 1e-12 of itself; the others some last places. Non-decreasing in u up to the last
/// place or two.
///
/// The same arguments give the same bits on every processor, with every compiler and C library: path code and
/// construction use `minerisk::math` and the kernels only. Between factories nothing is thrown or allocated.
class Distribution {
public:
    using Form = std::variant<
        distribution::detail::Fixed, distribution::detail::Uniform, distribution::detail::Triangular,
        distribution::detail::Pert, distribution::detail::Normal, distribution::detail::Lognormal,
        distribution::detail::Weibull, distribution::detail::Gamma, distribution::detail::Discrete,
        distribution::detail::Empirical, distribution::detail::Truncated, distribution::detail::Mixture,
        distribution::detail::ParetoTail>;

    /// The fixed number 0.
    Distribution();
    Distribution(const Distribution&);
    Distribution(Distribution&&) noexcept;
    Distribution& operator=(const Distribution&);
    Distribution& operator=(Distribution&&) noexcept;
    ~Distribution();
    /// For the factories: `form` is taken as it is, with its own base or another.
    static Distribution of(Form form);
    static Distribution of(Form form, double base);

    /// The x that is not exceeded with probability u, in (0, 1): what centred uniforms are. At 0 and 1 it is
    /// the end of the support, for truncations the next best; beyond, the answer means nothing.
    double quantile(double u) const;
    /// The same for `count` uniforms, to the same bits; `out` may be `u`.
    void quantile(const double* u, double* out, int count) const;
    /// P(X <= x).
    double cdf(double x) const;
    /// P(X < x).
    double cdf_below(double x) const;
    /// P(X > x); it keeps its digits where it is small, as 1 - cdf(x) does not.
    double cdf_above(double x) const;
    double mean() const;
    /// Infinite where the tail is that heavy.
    double variance() const;
    /// The value of a run without risk: the likely value of PERT, triangular and trigen, the median of the
    /// others, or what the factory was told.
    double base() const { return scale_ * base_; }
    /// The support.
    double lower() const;
    double upper() const;
    bool is_fixed() const;

    /// The distribution of k X: every quantile, the base and the limits times k. Throws InputError unless k
    /// is finite and positive.
    Distribution scaled(double k) const;

    const Form& form() const;
    double scale() const { return scale_; }

private:
    std::shared_ptr<const Form> form_;  // none: the number 0
    double base_ = 0;
    double scale_ = 1;
};

namespace distribution {

struct Weighted {
    double weight = 0;
    Distribution of{};
};

}  // namespace distribution

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/random/distribution/bodies.inl"
#endif

#include "minerisk/random/distribution/factories.hpp"
