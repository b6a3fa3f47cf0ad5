#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/jackknife.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/probability.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

/// How many pairs (x, y) there are of each kind: what has a difference, what only has an order, what has
/// neither. An infinite value ranks below or above every number, NaN has no rank.
struct PairCounts {
    std::size_t numbers = 0;  ///< both are numbers: the pairs that have a difference
    std::size_t same = 0;     ///< both the same infinity: no difference, and no number either
    std::size_t higher = 0;   ///< y ranks above x, and one of them is infinite
    std::size_t lower = 0;
    std::size_t only_x = 0;   ///< y is NaN: set aside
    std::size_t only_y = 0;   ///< x is NaN: set aside
    std::size_t neither = 0;  ///< both are NaN: set aside

    std::size_t ranked() const { return numbers + same + higher + lower; }
    std::size_t aside() const { return only_x + only_y + neither; }
};

/// A quantile of each column by itself, and the difference of the two (y - x) with its standard error; NaN
/// where a quantile is no number, the error also where there are too few pairs for `error_batches`.
struct QuantileShift {
    double prob = 0;
    double x = std::numeric_limits<double>::quiet_NaN();
    double y = std::numeric_limits<double>::quiet_NaN();
    Estimate difference{};
};

/// Two columns with the same paths in their rows, compared path by path.
struct Paired {
    PairCounts counts;
    Mean x, y;        ///< over the pairs of numbers only, so that their difference is `difference`
    Mean difference;  ///< of y - x over the pairs of numbers, with the error of pairs
    /// (Var x + Var y) / Var(y - x) over the pairs of numbers: how many times the paths independent runs
    /// would need for the same error of the mean difference. +inf where the difference does not vary; NaN
    /// where x and y do not vary either, or with fewer than two pairs.
    double variance_ratio = std::numeric_limits<double>::quiet_NaN();
    Proportion above, below, tied;      ///< shares of the ranked pairs with y > x, y < x, y = x
    std::vector<Quantile> quantiles;    ///< of y - x path by path, over the ranked pairs
    std::vector<QuantileShift> shifts;  ///< of the quantiles of each column
};

/// What to say of a pair of columns.
struct PairedOptions {
    std::vector<double> probs{0.05, 0.1, 0.5, 0.9, 0.95};  ///< of the quantiles of the difference
    std::vector<double> shift_probs{0.1, 0.5, 0.9};        ///< of the quantiles of each column
};

/// The batches that the error of a quantile's difference comes from, and the fewest pairs in one of them.
inline constexpr std::size_t error_batches = 32;
inline constexpr std::size_t least_batch = 25;

namespace detail {

MINERISK_BODY std::vector<QuantileShift> quantile_shifts(std::span<const double> x, std::span<const double> y,
                                                         std::span<const double> probs);

}  // namespace detail

/// Compares y with x, path by path; the columns are as long as each other.
///
/// A pair whose values are the same infinity counts as a tie, with difference 0 among the quantiles; one in
/// which a single value is infinite, or each is another infinity, ranks below or above every difference; one
/// with a NaN is set aside. Only pairs of numbers enter means and the variance ratio.
///
/// The error of a quantile's difference is by sectioning: rows are cut into 32 batches of neighbours, and
///
///   se^2 = sum over batches (d_k - d)^2 / (g (g - 1)),   g = 32, d over all rows
///
/// which keeps the pairing inside each batch and takes no density. It is known to 13 % (31 degrees of
/// freedom). Source: Asmussen and Glynn (2007), Stochastic Simulation, III.5.
MINERISK_BODY Paired paired(std::span<const double> x, std::span<const double> y,
                            const PairedOptions& options = {});

/// A difference of two shares of the same paths.
struct ShareShift {
    Proportion x, y;
    Estimate difference{};                                  ///< y - x; NaN without a pair
    double low = std::numeric_limits<double>::quiet_NaN();  ///< of its 95 % interval
    double high = std::numeric_limits<double>::quiet_NaN();
    std::size_t gained = 0, lost = 0;  ///< pairs of which y alone, or x alone, is below the limit
};

/// P(y < limit) - P(x < limit) over the pairs that both have a rank. Only pairs that change sides make its
/// error:
///
///   se^2 = ((b + c) - (b - c)^2 / n) / n^2
///
/// b and c being the pairs of which y or x alone is below. The interval is that of b + 1/2, c + 1/2 and n +
/// 2, so that it has a width where no pair changes sides. Source: Agresti and Min (2005), Statistics in
/// Medicine 24.
MINERISK_BODY ShareShift shift_of_share_below(std::span<const double> x, std::span<const double> y,
                                              double limit);

/// The mean of `over` divided by that of `under`, of the same paths and all finite, with the standard error
/// sd(over - ratio x under) / (sqrt(n) x mean of under). NaN where `under` has the mean 0.
MINERISK_BODY Estimate ratio_of_means(std::span<const double> over, std::span<const double> under);

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/paired.inl"
#endif
