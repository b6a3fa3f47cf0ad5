#pragma once

#include <cstddef>
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
};

/// The frontier of a joint confidence `level`: for each confidence `x_probs` of the first limit alone, the
/// lowest second limit with which both hold on at least a share `level` of the paths. Where `x_prob` <= level
/// there is none.
inline std::vector<JointPoint> joint_frontier(std::span<const double> x, std::span<const double> y,
                                              double level, std::span<const double> x_probs) {
    MINERISK_EXPECTS(x.size() == y.size());
    std::vector<JointPoint> frontier;
    std::vector<double> within;
    for (const Quantile& q : quantiles(x, x_probs)) {
        within.clear();
        for (std::size_t i = 0; i < x.size(); ++i)
            if (x[i] <= q.value) within.push_back(y[i]);
        const double share = level * static_cast<double>(x.size()) / static_cast<double>(within.size());
        if (within.empty() || share > 1) continue;
        frontier.push_back({q.prob, q.value, quantile(within, share)});
    }
    return frontier;
}

}  // namespace minerisk::inline v0::statistics
