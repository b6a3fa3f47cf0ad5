#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

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
inline std::size_t tail_rank(std::size_t n, double share) {
    const double part = std::ceil(static_cast<double>(n) * share);
    return std::min(n, std::max<std::size_t>(1, static_cast<std::size_t>(part))) - 1;
}

/// `finite` in path order, `edge` the order statistic `tail_rank`.
inline TailMean tail_mean_of(std::span<const double> finite, const Counts& counts, double share,
                             double edge) {
    TailMean tail;
    tail.share = share;
    if (counts.ranked() == 0) return tail;
    const double part = static_cast<double>(counts.ranked()) * share;
    if (counts.below > 0) {
        tail.value = -std::numeric_limits<double>::infinity();
        return tail;
    }
    if (std::isinf(edge)) {
        tail.value = edge;
        return tail;
    }
    // The values below the edge whole, those at the edge for what is left of the share.
    const double inside = ordered_sum(finite, [edge](double x) { return x < edge ? 1.0 : 0.0; });
    const double sum = ordered_sum(finite, [edge](double x) { return x < edge ? x - edge : 0.0; });
    const double excess = sum / part;  // mean - edge
    tail.value = edge + excess;
    if (part <= 1) return tail;  // it is one value, which shows no spread
    const double squares = ordered_sum(finite, [edge, excess](double x) {
        const double d = x - edge - excess;
        return x < edge ? d * d : 0.0;
    });
    const double variance = (squares + (part - inside) * excess * excess) / part;
    tail.se = std::sqrt((variance + (1 - share) * excess * excess) / part);
    return tail;
}

}  // namespace detail

/// Mean of the lowest `share` (in (0, 1]) of the ranked values: expected shortfall of a value whose low end
/// is bad. The value at the edge counts for the fraction that completes the share, ties alike.
///
///   ES = (sum over x < q of x + (n a - #{x < q}) q) / (n a),   q the order statistic ceil(n a)
///   se^2 = (Var(x in the tail) + (1 - a) (q - ES)^2) / (n a)
///
/// Source of the error: Manistre and Hancock (2005), Variance of the CTE estimator, N. American Actuarial J.
/// 9(2). -inf in the tail: -inf without error. NaN is left out.
inline TailMean expected_shortfall(std::span<const double> values, double share) {
    MINERISK_EXPECTS(share > 0 && share <= 1);
    const Counts c = counts(values);
    double edge = 0;
    if (c.ranked() > 0) {
        const std::size_t rank = detail::tail_rank(c.ranked(), share);
        edge = detail::OrderStatistics{values, c.ranked(), {rank}}[rank];
    }
    return detail::tail_mean_of(detail::FiniteValues{values, c}, c, share, edge);
}

}  // namespace minerisk::inline v0::statistics
