#pragma once

#include "minerisk/core/body.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/inputs/even_build.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY PlannedBuild even_build(Years length, Money capital) {
    PlannedBuild build;
    build.length = length;
    build.capital = {{length, capital}};
    build.capital_milestone = length;
    return build;
}

}  // namespace minerisk::inline v0
