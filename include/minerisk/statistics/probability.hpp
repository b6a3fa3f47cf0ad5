#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>

#include "minerisk/statistics/moments.hpp"

namespace minerisk::inline v0::statistics {

/// A share of the paths with its 95 % interval.
struct Proportion {
    double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN without a path
    std::optional<double> low;                                ///< absent for fewer than two paths
    std::optional<double> high;
    std::size_t count = 0;  ///< paths that it is a share of
};

/// Share with the Wilson score interval, which keeps within [0, 1] and has a width at 0 and 1 too.
///
///   (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
///
/// Source: Wilson (1927), J. American Statistical Association 22.
inline Proportion proportion(std::size_t hits, std::size_t count) {
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

/// Share of the ranked values that are below `limit` (not at it): -inf is below every limit, NaN is left out.
inline Proportion probability_below(std::span<const double> values, double limit) {
    std::size_t hits = 0;
    std::size_t missing = 0;
    for (const double x : values) {
        hits += x < limit ? 1 : 0;
        missing += x != x ? 1 : 0;
    }
    return proportion(hits, values.size() - missing);
}

}  // namespace minerisk::inline v0::statistics
