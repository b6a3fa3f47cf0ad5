#pragma once

#include <optional>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/regime.hpp"

namespace minerisk::inline v0::security {

/// Throws InputError naming each value outside its range; so do classes whose events would never end.
/// More than a quarter of `most_events` expected in one class over the grid is refused.
MINERISK_BODY void check_classes(const std::vector<StoppageClass>& classes,
                                 const std::optional<Regime>& regime, const TimeGrid& grid, int most_events);

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/check_classes.inl"
#endif
