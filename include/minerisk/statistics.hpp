#pragma once

/// Statistics: from one number a path to what can be said of it, each figure with its error.
///
///   mean                  with standard error and standard deviation
///   quantile, quantiles   type 7, with exact order-statistic intervals (95 %)
///   probability_below     share of paths with its Wilson interval (95 %)
///   expected_shortfall    mean of the lowest share, with its standard error
///   Histogram             counts in equal bins and outside them
///   summarize             all of these for a column
///   pearson, spearman     correlation of two columns
///   joint_confidence      share of paths on which two numbers both stay within limits; joint_frontier
///   paired                two columns path by path: the difference of everything, and what pairing saved
///   jackknife             a function of sums with its error, by leaving out one group of paths at a time
///
/// A column is a span of doubles. -inf ranks below every number ("no return at any rate"), +inf above ("never
/// paid back"), NaN has no rank: it is set aside and counted, and never reaches a mean. Values keep their
/// sign: low is bad, so quantile(npv, 0.05) and the tail mean are the bad end. Errors suit independent paths.
/// Sums run serially in blocks of 64, so that no result depends on threads or vector widths.

#include "minerisk/statistics/association.hpp"         // IWYU pragma: export
#include "minerisk/statistics/expected_shortfall.hpp"  // IWYU pragma: export
#include "minerisk/statistics/histogram.hpp"           // IWYU pragma: export
#include "minerisk/statistics/jackknife.hpp"           // IWYU pragma: export
#include "minerisk/statistics/joint_confidence.hpp"    // IWYU pragma: export
#include "minerisk/statistics/moments.hpp"             // IWYU pragma: export
#include "minerisk/statistics/paired.hpp"              // IWYU pragma: export
#include "minerisk/statistics/probability.hpp"         // IWYU pragma: export
#include "minerisk/statistics/quantile.hpp"            // IWYU pragma: export
#include "minerisk/statistics/summary.hpp"             // IWYU pragma: export
