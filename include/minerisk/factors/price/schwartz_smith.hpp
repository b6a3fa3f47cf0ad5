#pragma once

#include <array>
#include <span>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/detail/lognormal.hpp"
#include "minerisk/factors/price/model.hpp"

namespace minerisk::inline v0::price {

/// Two-factor metal price: a short-term deviation that dies away and a long-run level that wanders.
///
///   ln S = chi + xi,   d chi = -k chi dt + s_chi dW,   d xi = mu dt + s_xi dW',   dW dW' = rho dt
///   chi(0) = ln(S0 / L) - sd_L Z,   xi(0) = ln L + sd_L Z,   mu drawn once a path from N(drift, drift_sd)
///
/// With e = exp(-k T), T the age, the price is lognormal with
///   m(T) = e ln(S0 / L) + ln L + mu T
///   v(T) = s_chi^2 (1 - e^2) / (2 k) + s_xi^2 T + 2 rho s_chi s_xi (1 - e) / k
///          + (1 - e)^2 sd_L^2 + T^2 drift_sd^2.
///
/// Centre::median: E ln S = m, so exp(m) is the median. Centre::mean: E ln S = m - v / 2, so exp(m) is the
/// mean; the whole variance is taken off, that of the starting level and of the drift too.
/// `long_volatility` 0 is the one-factor log-Ornstein-Uhlenbeck price about L.
///
/// Source:  Schwartz and Smith (2000), Management Science 46(7), 893-911; the draws of L and mu are added.
/// Measure: real-world (P), unless the caller states risk-adjusted parameters.
/// Money:   real or nominal as stated.
class SchwartzSmith {
public:
    struct Parameters {
        Price spot;           ///< S0, > 0: the observation at age 0
        Price long_run;       ///< L, > 0: median of the long-run level at age 0
        double level_sd = 0;  ///< sd_L >= 0: standard deviation of the logarithm of the level at age 0
        Rate reversion;       ///< k > 0; the half-life of a deviation is ln 2 / k
        Volatility short_volatility;  ///< s_chi >= 0
        Volatility long_volatility;   ///< s_xi >= 0
        double correlation = 0;       ///< rho in (-1, 1)
        Rate drift{};                 ///< of the long-run level, of its logarithm per year
        Rate drift_sd{};              ///< >= 0
        Centre centre = Centre::median;
    };

    /// Throws InputError with every parameter that is outside its range.
    explicit SchwartzSmith(const Parameters& p);

    SchwartzSmith(const SchwartzSmith&);
    SchwartzSmith(SchwartzSmith&&) noexcept;
    SchwartzSmith& operator=(const SchwartzSmith&);
    SchwartzSmith& operator=(SchwartzSmith&&) noexcept;
    ~SchwartzSmith();

    const Parameters& parameters() const { return p_; }

    /// E ln S at age T, in ln USD/t; the centre counts.
    double mean_log(Years age) const;
    /// v(T).
    double variance_log(Years age) const;
    Price mean(Years age) const { return law(age).mean(); }
    /// The price that is not exceeded with probability p in (0, 1).
    Price quantile(double p, Years age) const { return law(age).quantile(p); }

    /// Variance of ln S from the two Brownian motions alone: start and drift known.
    double diffusion_variance(double age) const;

    // PriceModel
    std::span<const GaussianFactor> factors() const;
    std::span<const FactorCorrelation> correlations() const;
    double base(TimePoint at) const;
    double constant(TimePoint at) const;
    void prices(TimePoint, double constant, int width, const double* const* factors, double* out) const;

private:
    /// The part of the starting deviation that is gone at an age: 1 - e.
    double gone_by(double age) const;
    double curve_log(double age) const;
    detail::Lognormal law(Years age) const { return {mean_log(age), variance_log(age)}; }

    Parameters p_;
    double log_level_ = 0;
    double deviation_ = 0;
    std::array<GaussianFactor, 2> factors_;
    std::array<FactorCorrelation, 1> correlations_;
};
static_assert(PriceModel<SchwartzSmith>);

/// What the measure Q changes in a SchwartzSmith price.
struct RiskAdjustment {
    Rate short_premium;   ///< lambda_chi: d chi = -(k chi + lambda_chi) dt + ... under Q
    Rate long_run_drift;  ///< mu*: drift of the long-run level under Q, in place of the model's
};

/// The futures price for delivery at age T as seen at age 0, spot and level known (no level_sd or drift_sd):
///
///   ln F = e ln(S0 / L) + ln L + mu* T - (1 - e) lambda_chi / k + half the variance of the diffusion.
///
/// The centre does not count: it is an expectation under Q of the median-centred process.
MINERISK_BODY Price futures(const SchwartzSmith& model, const RiskAdjustment& q, Years delivery);

}  // namespace minerisk::inline v0::price

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/price/schwartz_smith.inl"
#endif
