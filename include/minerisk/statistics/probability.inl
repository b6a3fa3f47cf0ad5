#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>

#include "minerisk/core/body.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/probability.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY Proportion proportion(std::size_t hits, std::size_t count) {
    Proportion p;
    p.count = count;
    if (count == 0) return p;
    const double n = static_cast<double>(count);
    p.value = static_cast<double>(hits) / n;
    if (count < 2) return p;
    const double z2 = normal_95 * normal_95;
    const double centre = p.value + z2 / (2 * n);
    const double half = normal_95 * std::sqrt(p.value * (1 - p.value) / n + z2 / (4 * n * n));
    p.low = hits == 0 ? 0 : (centre - half) / (1 + z2 / n);
    p.high = hits == count ? 1 : (centre + half) / (1 + z2 / n);
    return p;
}

MINERISK_BODY Proportion probability_below(std::span<const double> values, double limit) {
    std::size_t hits = 0;
    std::size_t missing = 0;
    for (const double x : values) {
        hits += x < limit ? 1 : 0;
        missing += x != x ? 1 : 0;
    }
    return proportion(hits, values.size() - missing);
}

}  // namespace minerisk::inline v0::statistics
