#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/inflation.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY double price_level(const Inflation& inflation, double t) {
    return math::exp(math::log1p(inflation.rate.canonical()) * (t - inflation.base.canonical()));
}

MINERISK_BODY std::vector<double> price_levels(const Inflation& inflation, const TimeGrid& grid) {
    std::vector<double> level;
    for (int i = 0; i < grid.periods(); ++i)
        level.push_back(price_level(inflation, 0.5 * (grid.begin(i) + grid.end(i))));
    return level;
}

}  // namespace minerisk::inline v0::finance
