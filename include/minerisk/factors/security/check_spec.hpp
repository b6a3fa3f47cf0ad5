#pragma once

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/check_classes.hpp"
#include "minerisk/factors/security/spec.hpp"

namespace minerisk::inline v0::security {

/// Throws InputError naming each value outside its range. As check_classes, and the rest of the spec.
MINERISK_BODY void check_spec(const Spec& spec, const TimeGrid& grid, int most_events);

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/check_spec.inl"
#endif
