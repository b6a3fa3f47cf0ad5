#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/schwartz_smith.hpp"

/// A parameter set to start from: copper and gold as seen at the end of 2025, in real USD of that date,
/// under the real-world measure. Spots are the World Bank averages of December 2025 (copper 11,785 USD/t,
/// gold 4,309 USD/oz); volatilities and reversion are set so that 80 % bands held on real prices since 1975
/// at horizons of 1 to 20 years; the long-run levels are a judgement, and beyond 20 years nothing was
/// validated. To vary one, copy its `parameters()` and change the copy.
namespace minerisk::inline v0::price::defaults {

MINERISK_BODY SchwartzSmith copper(Centre centre = Centre::median);

/// Gold shows no trend that could be estimated, so its drift is drawn once a path; the mean that follows
/// after decades states ignorance and is no forecast.
MINERISK_BODY SchwartzSmith gold(Centre centre = Centre::median);

/// Between metals that are named "copper" and "gold".
MINERISK_BODY std::vector<FactorCorrelation> correlations();

}  // namespace minerisk::inline v0::price::defaults

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/price/defaults.inl"
#endif
