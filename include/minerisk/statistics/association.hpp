#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/jackknife.hpp"

namespace minerisk::inline v0::statistics {

/// Pearson's correlation of two columns with the large-sample standard error (1 - r^2) / sqrt(n - 1);
/// NaN where a column does not vary.
MINERISK_BODY Estimate pearson(std::span<const double> x, std::span<const double> y);

/// The ranks of values, from 1; equal values share the mean of their ranks.
MINERISK_BODY std::vector<double> ranks(std::span<const double> values);

/// Spearman's rank correlation: Pearson's of the ranks. Its standard error is that of `pearson` on ranks.
MINERISK_BODY Estimate spearman(std::span<const double> x, std::span<const double> y);

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/association.inl"
#endif
