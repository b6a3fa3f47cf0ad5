#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/probability.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

/// Share of the paths on which both numbers stay within their limits: the joint confidence level of a budget
/// and a date.  JCL(C, T) = P(cost <= C and finish <= T).  Source: NASA Cost Estimating Handbook v4, app. J.
inline Proportion joint_confidence(std::span<const double> x, double x_limit, std::span<const double> y,
                                   double y_limit) {
    MINERISK_EXPECTS(x.size() == y.size());
    std::size_t hits = 0;
    for (std::size_t i = 0; i < x.size(); ++i) hits += x[i] <= x_limit && y[i] <= y_limit ? 1 : 0;
    return proportion(hits, x.size());
}

/// A pair of limits that holds with a given joint confidence.
struct JointPoint {
    double x_prob = 0;  ///< confidence of the first limit alone
    double x = 0;
    double y = 0;
    /// 95 % interval of y for this x; an end is absent where no path can bound it.
    std::optional<double> y_low{}, y_high{};
};

/// The frontier of a joint confidence `level`: for each confidence `x_probs` of the first limit alone, the
/// lowest second limit with which both hold on at least a share `level` of the paths. Where `x_prob` <= level
/// there is none. Given x, the number of paths within both limits is binomial, so that order statistics of
/// the paths within x bound y as they bound a quantile.
inline std::vector<JointPoint> joint_frontier(std::span<const double> x, std::span<const double> y,
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
