#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/joint_confidence.hpp"
#include "minerisk/statistics/probability.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY Proportion joint_confidence(std::span<const double> x, double x_limit,
                                          std::span<const double> y, double y_limit) {
    MINERISK_EXPECTS(x.size() == y.size());
    std::size_t hits = 0;
    for (std::size_t i = 0; i < x.size(); ++i) hits += x[i] <= x_limit && y[i] <= y_limit ? 1 : 0;
    return proportion(hits, x.size());
}

MINERISK_BODY std::vector<JointPoint> joint_frontier(std::span<const double> x, std::span<const double> y,
                                                     double level, std::span<const double> x_probs) {
    MINERISK_EXPECTS(x.size() == y.size());
    std::vector<JointPoint> frontier;
    std::vector<double> within;
    for (const Quantile& q : quantiles(x, x_probs)) {
        within.clear();
        for (std::size_t i = 0; i < x.size(); ++i)
            if (x[i] <= q.value) within.push_back(y[i]);
        const auto needed = static_cast<std::size_t>(std::ceil(level * static_cast<double>(x.size()) - 1e-9));
        if (needed == 0 || needed > within.size()) continue;
        std::ranges::sort(within);
        const RankInterval ranks = quantile_ranks(x.size(), level);
        JointPoint point{q.prob, q.value, within[needed - 1], {}, {}};
        if (ranks.low) point.y_low = within[*ranks.low - 1];
        if (ranks.high && *ranks.high <= within.size()) point.y_high = within[*ranks.high - 1];
        frontier.push_back(point);
    }
    return frontier;
}

}  // namespace minerisk::inline v0::statistics
