#pragma once

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0 {

/// The base rate of floating loans, nominal and effective a year, after Vasicek (1977):
/// dr = (ln 2 / half_life) (long_run - r) dt + volatility dW. A period's interest is at the rate of its
/// beginning.
struct BaseRate {
    Rate now{}, long_run{};
    Years half_life{};
    Rate volatility{};  ///< standard deviation of a year's change, were there no way back
};

/// What is expected of it t years from the valuation date.
MINERISK_BODY double expected_base_rate(const BaseRate& r, double t);

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/inputs/base_rate.inl"
#endif
