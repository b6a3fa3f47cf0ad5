#pragma once

#include "minerisk/core/units.hpp"

namespace testing_support {

inline minerisk::Price usd_t(double value) {
    return value * minerisk::units::usd / minerisk::units::t;
}

}  // namespace testing_support
