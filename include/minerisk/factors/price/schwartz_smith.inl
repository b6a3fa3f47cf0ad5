#pragma once

#include <array>
#include <span>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/detail/lognormal.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/schwartz_smith.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::price {

MINERISK_BODY SchwartzSmith::SchwartzSmith(const Parameters& p) : p_{p} {
    Problems problems;
    const auto check = [&](bool holds, const char* field, double value, const char* rule) {
        problems.require(holds && is_finite(value), field, value, rule);
    };
    check(p.spot > Price{}, "spot", p.spot.canonical(), "must be a positive price (USD/t)");
    check(p.long_run > Price{}, "long_run", p.long_run.canonical(), "must be a positive price (USD/t)");
    check(p.level_sd >= 0 && p.level_sd <= 5, "level_sd", p.level_sd, "must be from 0 to 5");
    check(p.reversion > Rate{}, "reversion", p.reversion.canonical(), "must be positive (per year)");
    check(p.short_volatility >= Volatility{} && p.short_volatility.canonical() <= 5, "short_volatility",
          p.short_volatility.canonical(), "must be from 0 to 5 (per square root of a year)");
    check(p.long_volatility >= Volatility{} && p.long_volatility.canonical() <= 5, "long_volatility",
          p.long_volatility.canonical(), "must be from 0 to 5 (per square root of a year)");
    check(p.correlation > -1 && p.correlation < 1, "correlation", p.correlation,
          "must be between -1 and 1, ends excluded");
    check(p.drift.canonical() >= -1 && p.drift.canonical() <= 1, "drift", p.drift.canonical(),
          "must be from -1 to 1 (per year)");
    check(p.drift_sd >= Rate{} && p.drift_sd.canonical() <= 1, "drift_sd", p.drift_sd.canonical(),
          "must be from 0 to 1 (per year)");
    problems.throw_if_any();

    log_level_ = math::log(p.long_run.canonical());
    deviation_ = math::log(p.spot.canonical()) - log_level_;
    factors_ = {GaussianFactor{.name = "short",
                               .reversion = p.reversion.canonical(),
                               .volatility = p.short_volatility.canonical(),
                               .start = deviation_,
                               .start_loading = -p.level_sd},
                GaussianFactor{.name = "long_run",
                               .volatility = p.long_volatility.canonical(),
                               .start = log_level_,
                               .start_loading = p.level_sd,
                               .drift = p.drift.canonical(),
                               .drift_sd = p.drift_sd.canonical()}};
    correlations_ = {FactorCorrelation{"short", "long_run", p.correlation}};
}

MINERISK_BODY double SchwartzSmith::mean_log(Years age) const {
    return curve_log(age.canonical()) - (p_.centre == Centre::mean ? 0.5 * variance_log(age) : 0.0);
}

MINERISK_BODY double SchwartzSmith::variance_log(Years age) const {
    const double t = age.canonical();
    const double gone = gone_by(t);
    return diffusion_variance(t) + gone * gone * p_.level_sd * p_.level_sd +
           t * t * p_.drift_sd.canonical() * p_.drift_sd.canonical();
}

MINERISK_BODY double SchwartzSmith::diffusion_variance(double age) const {
    const double k = p_.reversion.canonical();
    const double s_chi = p_.short_volatility.canonical();
    const double s_xi = p_.long_volatility.canonical();
    return s_chi * s_chi * (-math::expm1(-2 * k * age)) / (2 * k) + s_xi * s_xi * age +
           2 * p_.correlation * s_chi * s_xi * gone_by(age) / k;
}

MINERISK_BODY double SchwartzSmith::constant(TimePoint at) const {
    return p_.centre == Centre::mean ? -0.5 * variance_log(Years::from_canonical(at.age)) : 0.0;
}

MINERISK_BODY void SchwartzSmith::prices(TimePoint, double constant, int width, const double* const* factors,
                                         double* out) const {
    kernels().exp_of_sum(2, width, factors, constant, out);
}

MINERISK_BODY double SchwartzSmith::base(TimePoint at) const {
    return math::exp(curve_log(at.age));
}

MINERISK_BODY double SchwartzSmith::gone_by(double age) const {
    return -math::expm1(-p_.reversion.canonical() * age);
}

MINERISK_BODY double SchwartzSmith::curve_log(double age) const {
    return log_level_ + deviation_ * math::exp(-p_.reversion.canonical() * age) + p_.drift.canonical() * age;
}

MINERISK_BODY Price futures(const SchwartzSmith& model, const RiskAdjustment& q, Years delivery) {
    const SchwartzSmith::Parameters& p = model.parameters();
    const double t = delivery.canonical();
    const double k = p.reversion.canonical();
    const double log_level = math::log(p.long_run.canonical());
    const double deviation = math::log(p.spot.canonical()) - log_level;
    return Price::from_canonical(
        math::exp(deviation * math::exp(-k * t) + log_level + q.long_run_drift.canonical() * t +
                  math::expm1(-k * t) * q.short_premium.canonical() / k + 0.5 * model.diffusion_variance(t)));
}

MINERISK_BODY std::span<const GaussianFactor> SchwartzSmith::factors() const {
    return factors_;
}

MINERISK_BODY std::span<const FactorCorrelation> SchwartzSmith::correlations() const {
    return correlations_;
}

MINERISK_BODY SchwartzSmith::SchwartzSmith(const SchwartzSmith&) = default;
MINERISK_BODY SchwartzSmith::SchwartzSmith(SchwartzSmith&&) noexcept = default;
MINERISK_BODY SchwartzSmith& SchwartzSmith::operator=(const SchwartzSmith&) = default;
MINERISK_BODY SchwartzSmith& SchwartzSmith::operator=(SchwartzSmith&&) noexcept = default;
MINERISK_BODY SchwartzSmith::~SchwartzSmith() = default;

}  // namespace minerisk::inline v0::price
