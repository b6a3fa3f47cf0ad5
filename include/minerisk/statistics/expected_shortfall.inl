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
#include "minerisk/statistics/expected_shortfall.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

namespace detail {

MINERISK_BODY std::size_t tail_rank(std::size_t n, double share) {
    const double part = std::ceil(static_cast<double>(n) * share);
    return std::min(n, std::max<std::size_t>(1, static_cast<std::size_t>(part))) - 1;
}

MINERISK_BODY TailMean tail_mean_of(std::span<const double> finite, const Counts& counts, double share,
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

MINERISK_BODY TailMean expected_shortfall(std::span<const double> values, double share) {
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
