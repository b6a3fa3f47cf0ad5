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
#include "minerisk/statistics/summary.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY Summary summarize(std::span<const double> values, const SummaryOptions& options) {
    Problems problems{"summary"};
    for (const double p : options.probs) problems.require(p >= 0 && p <= 1, "probs", p, "must be in [0, 1]");
    for (const double x : options.limits) problems.require(x == x, "limits", x, "must be a number");
    if (options.tail_share) {
        problems.require(*options.tail_share > 0 && *options.tail_share <= 1, "tail_share",
                         *options.tail_share, "must be in (0, 1]");
    }
    problems.throw_if_any();

    const Counts c = counts(values);
    Summary s;
    s.count = c.ranked();
    s.missing = c.missing;
    s.below = c.below;
    s.above = c.above;
    for (const double limit : options.limits)
        s.probabilities.push_back({limit, probability_below(values, limit)});

    const detail::QuantilePlaces places{s.count, options.probs};
    std::vector<std::size_t> ranks = places.ranks();
    const bool has_tail = options.tail_share && s.count > 0;
    const std::size_t edge = has_tail ? detail::tail_rank(s.count, *options.tail_share) : 0;
    if (has_tail) ranks.push_back(edge);
    const detail::OrderStatistics ordered{values, s.count, std::move(ranks)};
    s.quantiles = places.read(ordered);

    const detail::FiniteValues finite{values, c};
    s.mean = detail::mean_of_finite(finite);
    if (options.tail_share)
        s.tail = detail::tail_mean_of(finite, c, *options.tail_share, has_tail ? ordered[edge] : 0);
    return s;
}

}  // namespace minerisk::inline v0::statistics
