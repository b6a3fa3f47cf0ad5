#pragma once

#include "minerisk/core/build.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0 {

/// A build that starts on the valuation date, reaches its milestone after `length` and spends `capital`
/// evenly up to there: the plain case, for first steps. What is outside its range is refused with the
/// project.
inline PlannedBuild even_build(Years length, Money capital) {
    PlannedBuild build;
    build.length = length;
    build.capital = {{length, capital}};
    build.capital_milestone = length;
    return build;
}

}  // namespace minerisk::inline v0
