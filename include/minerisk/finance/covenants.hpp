#pragma once

#include <limits>

#include "minerisk/finance/debt_words.hpp"
#include "minerisk/kernels/scalar.hpp"

namespace minerisk::inline v0::finance {

/// Whether a value is on the wrong side of its limit; never where it is not defined.
inline bool misses(Ratio ratio, double value, double limit) {
    return kernel_builds::plain::misses1(side_of(ratio), value, limit);
}

/// What a path's ratio is before any test: on the right side of every limit.
constexpr double untested(Ratio ratio) {
    return side_of(ratio) * std::numeric_limits<double>::infinity();
}

}  // namespace minerisk::inline v0::finance
