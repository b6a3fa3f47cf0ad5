#pragma once

/// When each phase produces first ore and what it costs to get there.
///
/// TopDown takes the outside view: ratios of time and capital to the plan, a decision branch, a ramp-up, and
/// a build clock that the path's outages and stated pauses stop.

#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/factors/schedule/build_clock.hpp"
#include "minerisk/factors/schedule/top_down.hpp"
