#pragma once

/// When each phase produces first ore and what it costs to get there.
///
/// TopDown takes the outside view: ratios of time and capital to the plan, a decision branch, a ramp-up, and
/// a build clock that the path's outages and stated pauses stop.
///
/// Network takes the inside view: activities, links and calendars, the uncertainty of each duration and the
/// causes that lengthen many at once, with critical paths, floats and cost. It runs alone (`simulate(network,
/// how)` of the engine) or builds the mine of a study (NetworkBuild), where the path's outages slow down
/// exposed work.
///
///   network/plan.hpp          what a user states: activities, links, calendars, drivers, events, choices
///   network/checks.hpp        what is wrong with it, and what is worth a second look
///   network/logic.hpp         forward and backward pass, floats
///   network/risk_draws.hpp    durations: own uncertainty, drivers, systemic factor, events, rework
///   network/choices.hpp       branches, by chance or on a condition
///   network/stoppage_draws.hpp  stoppages common to all work under way
///   network/outage_clocks.hpp   the security events of a study
///   network/costs.hpp         time-independent and time-dependent cost

#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/factors/schedule/build_clock.hpp"
#include "minerisk/factors/schedule/model.hpp"
#include "minerisk/factors/schedule/network/network.hpp"
#include "minerisk/factors/schedule/network_build.hpp"
#include "minerisk/factors/schedule/network_spec.hpp"
#include "minerisk/factors/schedule/top_down.hpp"
#include "minerisk/factors/schedule/top_down_spec.hpp"
