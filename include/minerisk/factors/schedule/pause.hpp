#pragma once

#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::schedule {

/// A stretch of calendar time in which no build moves.
struct Pause {
    Years from{};
    Years length{};
};

}  // namespace minerisk::inline v0::schedule
