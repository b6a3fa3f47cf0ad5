#pragma once

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/inputs/base_rate.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY double expected_base_rate(const BaseRate& r, double t) {
    const double long_run = r.long_run.canonical();
    return long_run + (r.now.canonical() - long_run) * math::pow(0.5, t / r.half_life.canonical());
}

}  // namespace minerisk::inline v0
