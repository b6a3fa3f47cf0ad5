#pragma once

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
inline double expected_base_rate(const BaseRate& r, double t) {
    const double long_run = r.long_run.canonical();
    return long_run + (r.now.canonical() - long_run) * math::pow(0.5, t / r.half_life.canonical());
}

}  // namespace minerisk::inline v0
