#pragma once

#include <limits>

#include "minerisk/finance/debt_terms.hpp"

namespace minerisk::inline v0::finance {

/// Whether a value is on the wrong side of its limit; never where it is not defined.
constexpr bool misses(Ratio ratio, double value, double limit) {
    return side_of(ratio) * value < side_of(ratio) * limit;
}

/// What a path's ratio is before any test: on the right side of every limit.
constexpr double untested(Ratio ratio) {
    return side_of(ratio) * std::numeric_limits<double>::infinity();
}

}  // namespace minerisk::inline v0::finance
