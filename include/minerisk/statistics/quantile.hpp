#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/order_statistics.hpp"

namespace minerisk::inline v0::statistics {

/// A quantile with its 95 % interval. An end is absent where no order statistic can bound it (few values).
struct Quantile {
    double prob = 0;
    double value =
        std::numeric_limits<double>::quiet_NaN();  ///< infinite where it falls among infinite values
    std::optional<double> low;
    std::optional<double> high;
};

/// The order statistics, counted from 1, between which a quantile lies with 95 % confidence; an absent one
/// does not exist.
struct RankInterval {
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
};

/// Exact binomial ranks: the number of values below the p-quantile is binomial (n, p), whatever the
/// distribution.
///
///   low:  the largest l with P(B <= l - 1) <= 2.5 %,   high: the smallest u with P(B <= u - 1) >= 97.5 %
///
/// Source: David and Nagaraja (2003), Order Statistics, 7.1. Work grows with sqrt(n p (1 - p)).
MINERISK_BODY RankInterval quantile_ranks(std::size_t n, double prob);

namespace detail {

/// Where the type-7 quantile lies: between two neighbouring order statistics.
struct Place {
    std::size_t rank;  ///< of the lower one, from 0
    double share;      ///< of the way to the next
};
MINERISK_BODY Place place_of(std::size_t n, double prob);
MINERISK_BODY double between(double a, double b, double share);

/// Quantiles with their intervals among `n` ranked values: which order statistics they take, and what these
/// make of them. `probs` must outlive it.
class QuantilePlaces {
public:
    QuantilePlaces(std::size_t n, std::span<const double> probs);
    std::vector<std::size_t> ranks() const;
    std::vector<Quantile> read(const OrderStatistics& ordered) const;

private:
    std::size_t n_;
    std::span<const double> probs_;
    std::vector<RankInterval> intervals_;
};

}  // namespace detail

/// Several quantiles with their intervals at once; of long columns in little more than one pass, with a tenth
/// or so of the column as scratch memory. Definition (type 7, Hyndman and Fan 1996): with h = (n - 1) p,
/// linear between the order statistics floor(h) and floor(h) + 1, counted from 0. -inf and +inf keep their
/// ranks: a quantile that touches -inf is -inf, else one that touches +inf is +inf; NaN is left out. No
/// ranked value: NaN. `probs` are in [0, 1].
MINERISK_BODY std::vector<Quantile> quantiles(std::span<const double> values, std::span<const double> probs);

/// One quantile; see `quantiles`.
MINERISK_BODY Quantile quantile_with_interval(std::span<const double> values, double prob);

/// The value of one quantile: `quantile(npv, 0.05)`.
MINERISK_BODY double quantile(std::span<const double> values, double prob);

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/quantile.inl"
#endif
