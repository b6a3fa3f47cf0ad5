#pragma once

#include <vector>

#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/schwartz_smith.hpp"

/// A parameter set to start from: copper and gold as seen at the end of 2025, in real USD of that date,
/// under the real-world measure. Spots are the World Bank averages of December 2025 (copper 11,785 USD/t,
/// gold 4,309 USD/oz); volatilities and reversion are set so that 80 % bands held on real prices since 1975
/// at horizons of 1 to 20 years; the long-run levels are a judgement, and beyond 20 years nothing was
/// validated. To vary one, copy its `parameters()` and change the copy.
namespace minerisk::inline v0::price::defaults {

inline SchwartzSmith copper(Centre centre = Centre::median) {
    using namespace units;
    return SchwartzSmith{{.spot = 11'785.0 * usd / t,
                          .long_run = 4.60 * usd / lb,
                          .level_sd = 0.22,
                          .reversion = 0.40 / year,
                          .short_volatility = 0.23 * per_sqrt_year,
                          .long_volatility = 0.16 * per_sqrt_year,
                          .centre = centre}};
}

/// Gold shows no trend that could be estimated, so its drift is drawn once a path; the mean that follows
/// after decades states ignorance and is no forecast.
inline SchwartzSmith gold(Centre centre = Centre::median) {
    using namespace units;
    return SchwartzSmith{{.spot = 4'309.0 * usd / oz,
                          .long_run = 3'500.0 * usd / oz,
                          .level_sd = 0.10,
                          .reversion = 0.30 / year,
                          .short_volatility = 0.08 * per_sqrt_year,
                          .long_volatility = 0.17 * per_sqrt_year,
                          .drift = 0.010 / year,
                          .drift_sd = 0.025 / year,
                          .centre = centre}};
}

/// Between metals that are named "copper" and "gold".
inline std::vector<FactorCorrelation> correlations() {
    return {{"copper.long_run", "gold.long_run", 0.40}, {"copper.short", "gold.long_run", 0.15}};
}

}  // namespace minerisk::inline v0::price::defaults
