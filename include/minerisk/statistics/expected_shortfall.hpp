#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

/// Mean of the lowest share of the values.
struct TailMean {
    double share = 0;
    double value = std::numeric_limits<double>::quiet_NaN();  ///< -inf if such a value is in the tail
    std::optional<double> se;  ///< absent if the tail is one value at most, or is not finite
};

namespace detail {

/// Rank, from 0, of the value that the share ends in.
MINERISK_BODY std::size_t tail_rank(std::size_t n, double share);

/// `finite` in path order, `edge` the order statistic `tail_rank`.
MINERISK_BODY TailMean tail_mean_of(std::span<const double> finite, const Counts& counts, double share,
                                    double edge);

}  // namespace detail

/// Mean of the lowest `share` (in (0, 1]) of the ranked values: expected shortfall of a value whose low end
/// is bad. The value at the edge counts for the fraction that completes the share, ties alike.
///
///   ES = (sum over x < q of x + (n a - #{x < q}) q) / (n a),   q the order statistic ceil(n a)
///   se^2 = (Var(x in the tail) + (1 - a) (q - ES)^2) / (n a)
///
/// Source of the error: Manistre and Hancock (2005), Variance of the CTE estimator, N. American Actuarial J.
/// 9(2). -inf in the tail: -inf without error. NaN is left out.
MINERISK_BODY TailMean expected_shortfall(std::span<const double> values, double share);

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/expected_shortfall.inl"
#endif
