#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>

#include "minerisk/core/body.hpp"
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
MINERISK_BODY Proportion proportion(std::size_t hits, std::size_t count);

/// Share of the ranked values that are below `limit` (not at it): -inf is below every limit, NaN is left out.
MINERISK_BODY Proportion probability_below(std::span<const double> values, double limit);

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/probability.inl"
#endif
