#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/probability.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

/// Share of the paths on which both numbers stay within their limits: the joint confidence level of a budget
/// and a date.  JCL(C, T) = P(cost <= C and finish <= T).  Source: NASA Cost Estimating Handbook v4, app. J.
MINERISK_BODY Proportion joint_confidence(std::span<const double> x, double x_limit,
                                          std::span<const double> y, double y_limit);

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
MINERISK_BODY std::vector<JointPoint> joint_frontier(std::span<const double> x, std::span<const double> y,
                                                     double level, std::span<const double> x_probs);

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/joint_confidence.inl"
#endif
