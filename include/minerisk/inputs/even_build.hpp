#pragma once

#include "minerisk/core/body.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0 {

/// A build that starts on the valuation date, reaches its milestone after `length` and spends `capital`
/// evenly up to there: the plain case, for first steps. What is outside its range is refused with the
/// project.
MINERISK_BODY PlannedBuild even_build(Years length, Money capital);

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/inputs/even_build.inl"
#endif
