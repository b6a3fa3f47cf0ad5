#pragma once

#include <functional>
#include <limits>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/statistics/jackknife.hpp"

namespace minerisk::inline v0::analysis {

/// A value tried, and what the statistic was.
struct Trial {
    double x = 0;
    statistics::Estimate statistic{};
};

/// Where a statistic reaches its goal.
struct Solution {
    bool found = false;  ///< false: the statistic does not cross the goal between the two ends
    double x = std::numeric_limits<double>::quiet_NaN();
    double se = std::numeric_limits<double>::quiet_NaN();  ///< of x: that of the statistic over its slope
    std::vector<Trial> trials;                             ///< in their order: the ends first
};

/// Finds x in [from, to] with statistic(x) = goal by bracketing (regula falsi, Illinois). Run on the same
/// draws at every x, the statistic moves by what x does alone. Ends when the statistic is the goal to a
/// fiftieth of its standard error, when the bracket is narrower than `tolerance` of the whole, or after
/// `most` trials.
MINERISK_BODY Solution solve(const std::function<statistics::Estimate(double)>& statistic, double from,
                             double to, double goal, double tolerance = 1e-4, int most = 24);

}  // namespace minerisk::inline v0::analysis

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/analysis/solve.inl"
#endif
