#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/schedule/pause.hpp"

namespace minerisk::inline v0::schedule {

/// One build on one path: the clock runs while the site can work, and money follows the clock.
struct BuildRun {
    double start = 0;          ///< years from the valuation date
    double length = 0;         ///< productive time to the milestone
    double stretch = 1;        ///< productive time a unit of the capital curve's clock
    double capital_ratio = 1;  ///< on all spend
    double later_factor = 1;   ///< besides, on spend after `later_from`
    double later_from = std::numeric_limits<double>::infinity();
};

/// The cumulative capital curve at a time of the plan's clock: linear between knots, flat beyond the last.
MINERISK_BODY double capital_at(const std::vector<CapitalKnot>& knots, double clock);

/// Runs the build's clock through the path's outages and pauses. Adds the spend of each period to
/// `capital` (column `path`) and returns the milestone, infinite if the horizon, or a suspension for good,
/// comes first.
MINERISK_BODY double run_build(const BuildRun& run, const std::vector<CapitalKnot>& knots,
                               const std::vector<Pause>& pauses, const OutageBlock& outages,
                               const Stores& stores, const TimeGrid& grid, int path, BlockArray& capital);

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/build_clock.inl"
#endif
