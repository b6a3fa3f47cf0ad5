#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/expected_shortfall.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/order_statistics.hpp"
#include "minerisk/statistics/probability.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

/// What to say of a column.
struct SummaryOptions {
    std::vector<double> probs{0.05, 0.1, 0.5, 0.9, 0.95};  ///< of the quantiles, each in [0, 1]
    std::optional<double> tail_share = 0.05;               ///< of the tail mean, in (0, 1]
    std::vector<double> limits{};                          ///< for P(value < limit)
};

/// P(value < limit).
struct Below {
    double limit = 0;
    Proportion probability;
};

/// One column of one number a path, described with errors for independent paths.
struct Summary {
    std::size_t count = 0;    ///< values with a rank, infinite ones among them
    std::size_t missing = 0;  ///< NaN, set aside
    std::size_t below = 0;    ///< -inf
    std::size_t above = 0;    ///< +inf
    Mean mean;                ///< of the finite values
    std::vector<Quantile> quantiles;
    std::optional<TailMean> tail;
    std::vector<Below> probabilities;  ///< in the order of the limits
};

/// The summary of a column. -inf ranks below and +inf above every number, NaN is set aside and counted. With
/// one value (a run without risk) errors and intervals are absent; with none also the values are (NaN).
/// Throws InputError for a probability, share or limit outside its range; never on values.
/// Runs on the calling thread, in an order of its own: the same bits whatever made the column. Scratch
/// memory: a copy of the finite values if some are not, else about a tenth of the column.
MINERISK_BODY Summary summarize(std::span<const double> values, const SummaryOptions& options = {});

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/summary.inl"
#endif
