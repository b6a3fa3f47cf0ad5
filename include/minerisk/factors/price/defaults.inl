#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/defaults.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/schwartz_smith.hpp"

namespace minerisk::inline v0::price::defaults {

MINERISK_BODY SchwartzSmith copper(Centre centre) {
    using namespace units;
    return SchwartzSmith{{.spot = 11'785.0 * usd / t,
                          .long_run = 4.60 * usd / lb,
                          .level_sd = 0.22,
                          .reversion = 0.40 / year,
                          .short_volatility = 0.23 * per_sqrt_year,
                          .long_volatility = 0.16 * per_sqrt_year,
                          .centre = centre}};
}

MINERISK_BODY SchwartzSmith gold(Centre centre) {
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

MINERISK_BODY std::vector<FactorCorrelation> correlations() {
    return {{"copper.long_run", "gold.long_run", 0.40}, {"copper.short", "gold.long_run", 0.15}};
}

}  // namespace minerisk::inline v0::price::defaults
