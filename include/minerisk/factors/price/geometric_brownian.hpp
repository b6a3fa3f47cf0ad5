#pragma once

#include <array>
#include <span>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/detail/lognormal.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/kernels/active.hpp"

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
    explicit GeometricBrownian(const Parameters& p) : p_{p} {
        Problems problems;
        const auto check = [&](bool holds, const char* field, double value, const char* rule) {
            problems.require(holds && is_finite(value), field, value, rule);
        };
        check(p.spot > Price{}, "spot", p.spot.canonical(), "must be a positive price (USD/t)");
        check(p.drift.canonical() >= -1 && p.drift.canonical() <= 1, "drift", p.drift.canonical(),
              "must be from -1 to 1 (per year)");
        check(p.drift_sd >= Rate{} && p.drift_sd.canonical() <= 1, "drift_sd", p.drift_sd.canonical(),
              "must be from 0 to 1 (per year)");
        check(p.volatility >= Volatility{} && p.volatility.canonical() <= 5, "volatility",
              p.volatility.canonical(), "must be from 0 to 5 (per square root of a year)");
        problems.throw_if_any();

        log_spot_ = math::log(p.spot.canonical());
        factors_ = {GaussianFactor{.name = "log_price",
                                   .volatility = p.volatility.canonical(),
                                   .start = log_spot_,
                                   .drift = p.drift.canonical(),
                                   .drift_sd = p.drift_sd.canonical()}};
    }

    const Parameters& parameters() const { return p_; }

    /// E ln S at age T, in ln USD/t; the centre counts.
    double mean_log(Years age) const {
        return curve_log(age.canonical()) - (p_.centre == Centre::mean ? 0.5 * variance_log(age) : 0.0);
    }
    /// v(T).
    double variance_log(Years age) const {
        const double t = age.canonical();
        const double s = p_.volatility.canonical();
        const double drift_sd = p_.drift_sd.canonical();
        return s * s * t + drift_sd * drift_sd * t * t;
    }
    Price mean(Years age) const { return law(age).mean(); }
    /// The price that is not exceeded with probability p in (0, 1).
    Price quantile(double p, Years age) const { return law(age).quantile(p); }

    // PriceModel
    std::span<const GaussianFactor> factors() const { return factors_; }
    double base(TimePoint at) const { return math::exp(curve_log(at.age)); }
    double constant(TimePoint at) const {
        return p_.centre == Centre::mean ? -0.5 * variance_log(Years::from_canonical(at.age)) : 0.0;
    }
    void prices(TimePoint, double constant, int width, const double* const* factors, double* out) const {
        kernels().exp_of_sum(1, width, factors, constant, out);
    }

private:
    double curve_log(double age) const { return log_spot_ + p_.drift.canonical() * age; }
    detail::Lognormal law(Years age) const { return {mean_log(age), variance_log(age)}; }

    Parameters p_;
    double log_spot_ = 0;
    std::array<GaussianFactor, 1> factors_;
};
static_assert(PriceModel<GeometricBrownian>);

}  // namespace minerisk::inline v0::price
