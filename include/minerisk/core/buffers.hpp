#pragma once

#include "minerisk/core/units.hpp"

namespace minerisk::inline v0 {

/// Stores between the channels and the mill, and how fast a channel catches up.
struct Buffers {
    Years site_concentrate{}, port_concentrate{}, supplies{}, construction{};
    double catch_up = 1;
};

}  // namespace minerisk::inline v0
