#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/statistics/jackknife.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY double jackknife_error(std::span<const double> without) {
    const double count = static_cast<double>(without.size());
    double mean = 0;
    for (const double x : without) mean += x;
    mean /= count;
    double squares = 0;
    for (const double x : without) squares += (x - mean) * (x - mean);
    return std::sqrt((count - 1) / count * squares);
}

}  // namespace minerisk::inline v0::statistics
