#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/schedule/network/finding.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule {

/// All that is to say of a plan before it is run: first every error, then advice. Each is found once.
/// Takes time in proportion to activities, links and hits, and to the network's size once for each choice
/// that a date decides and for each rework.
MINERISK_BODY std::vector<Finding> examine(const Plan& plan);

/// Throws InputError with every error of the plan; advice does not count.
MINERISK_BODY void check(const Plan& plan);

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/checks.inl"
#endif
