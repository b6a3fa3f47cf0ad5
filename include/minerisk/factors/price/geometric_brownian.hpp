#pragma once

#include <array>
#include <span>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/detail/lognormal.hpp"
#include "minerisk/factors/price/model.hpp"

namespace minerisk::inline v0::price {

/// Geometric Brownian motion about an exponential curve.
///
///   ln S(T) = ln S0 + mu T + s W(T) [- v(T) / 2],   mu drawn once a path from N(drift, drift_sd)
///   v(T) = s^2 T + drift_sd^2 T^2
///
/// Centre::median: S0 exp(drift T) is the median. Centre::mean (the bracket): it is the mean, which without
/// drift_sd is the textbook dS/S = drift dt + s dW; with drift = rate less carry that mean is the futures
/// price. Money: real or nominal as stated.
class GeometricBrownian {
public:
    struct Parameters {
        Price spot;             ///< S0, > 0: the observation at age 0
        Volatility volatility;  ///< s >= 0
        Rate drift{};           ///< growth of the curve, of the logarithm per year
        Rate drift_sd{};        ///< >= 0
        Centre centre = Centre::median;
    };

    /// Throws InputError with every parameter that is outside its range.
    explicit GeometricBrownian(const Parameters& p);

    GeometricBrownian(const GeometricBrownian&);
    GeometricBrownian(GeometricBrownian&&) noexcept;
    GeometricBrownian& operator=(const GeometricBrownian&);
    GeometricBrownian& operator=(GeometricBrownian&&) noexcept;
    ~GeometricBrownian();

    const Parameters& parameters() const { return p_; }

    /// E ln S at age T, in ln USD/t; the centre counts.
    double mean_log(Years age) const;
    /// v(T).
    double variance_log(Years age) const;
    Price mean(Years age) const { return law(age).mean(); }
    /// The price that is not exceeded with probability p in (0, 1).
    Price quantile(double p, Years age) const { return law(age).quantile(p); }

    // PriceModel
    std::span<const GaussianFactor> factors() const;
    double base(TimePoint at) const;
    double constant(TimePoint at) const;
    void prices(TimePoint, double constant, int width, const double* const* factors, double* out) const;

private:
    double curve_log(double age) const { return log_spot_ + p_.drift.canonical() * age; }
    detail::Lognormal law(Years age) const { return {mean_log(age), variance_log(age)}; }

    Parameters p_;
    double log_spot_ = 0;
    std::array<GaussianFactor, 1> factors_;
};
static_assert(PriceModel<GeometricBrownian>);

}  // namespace minerisk::inline v0::price

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/price/geometric_brownian.inl"
#endif
