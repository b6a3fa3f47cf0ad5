#pragma once

#include <array>
#include <span>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/detail/lognormal.hpp"
#include "minerisk/factors/price/geometric_brownian.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::price {

MINERISK_BODY GeometricBrownian::GeometricBrownian(const Parameters& p) : p_{p} {
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

MINERISK_BODY double GeometricBrownian::mean_log(Years age) const {
    return curve_log(age.canonical()) - (p_.centre == Centre::mean ? 0.5 * variance_log(age) : 0.0);
}

MINERISK_BODY double GeometricBrownian::variance_log(Years age) const {
    const double t = age.canonical();
    const double s = p_.volatility.canonical();
    const double drift_sd = p_.drift_sd.canonical();
    return s * s * t + drift_sd * drift_sd * t * t;
}

MINERISK_BODY double GeometricBrownian::constant(TimePoint at) const {
    return p_.centre == Centre::mean ? -0.5 * variance_log(Years::from_canonical(at.age)) : 0.0;
}

MINERISK_BODY double GeometricBrownian::base(TimePoint at) const {
    return math::exp(curve_log(at.age));
}

MINERISK_BODY void GeometricBrownian::prices(TimePoint, double constant, int width,
                                             const double* const* factors, double* out) const {
    kernels().exp_of_sum(1, width, factors, constant, out);
}

MINERISK_BODY std::span<const GaussianFactor> GeometricBrownian::factors() const {
    return factors_;
}

MINERISK_BODY GeometricBrownian::GeometricBrownian(const GeometricBrownian&) = default;
MINERISK_BODY GeometricBrownian::GeometricBrownian(GeometricBrownian&&) noexcept = default;
MINERISK_BODY GeometricBrownian& GeometricBrownian::operator=(const GeometricBrownian&) = default;
MINERISK_BODY GeometricBrownian& GeometricBrownian::operator=(GeometricBrownian&&) noexcept = default;
MINERISK_BODY GeometricBrownian::~GeometricBrownian() = default;

}  // namespace minerisk::inline v0::price
