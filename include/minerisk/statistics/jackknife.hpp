#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace minerisk::inline v0::statistics {

/// A number with its standard error; NaN where there is none.
struct Estimate {
    double value = std::numeric_limits<double>::quiet_NaN();
    double se = std::numeric_limits<double>::quiet_NaN();
};

/// A smooth function of sums with its standard error by leaving out one group of paths at a time.
///
///   se^2 = (g - 1) / g  sum over groups (theta_(-k) - mean of theta_(-k))^2
///
/// `Sums` adds and subtracts; groups are equal parts of independent paths. Source: Efron and Stein (1981).
template <class Sums, std::invocable<const Sums&> Function>
Estimate jackknife(std::span<const Sums> groups, Function&& f) {
    Estimate e;
    if (groups.empty()) return e;
    Sums all = groups[0];
    for (std::size_t k = 1; k < groups.size(); ++k) all += groups[k];
    e.value = f(all);
    if (groups.size() < 2) return e;
    std::vector<double> without;
    double mean = 0;
    for (const Sums& group : groups) {
        Sums rest = all;
        rest -= group;
        without.push_back(f(rest));
        mean += without.back();
    }
    const double count = static_cast<double>(groups.size());
    mean /= count;
    double squares = 0;
    for (const double x : without) squares += (x - mean) * (x - mean);
    e.se = std::sqrt((count - 1) / count * squares);
    return e;
}

}  // namespace minerisk::inline v0::statistics
