#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"

namespace minerisk::inline v0::statistics {

/// A number with its standard error; NaN where there is none.
struct Estimate {
    double value = std::numeric_limits<double>::quiet_NaN();
    double se = std::numeric_limits<double>::quiet_NaN();
};

/// The standard error of a smooth function of groups of paths, from its values with one group left out.
///
///   se^2 = (g - 1) / g  sum over groups (theta_(-k) - mean of theta_(-k))^2
///
/// Groups are equal parts of independent paths. Source: Efron and Stein (1981).
MINERISK_BODY double jackknife_error(std::span<const double> without);

/// Adds up all groups, then leaves out one at a time: `each(sums)` first of all, then of all but group k.
template <class Sums, class Each>
void leave_out_each(std::span<const Sums> groups, Each&& each) {
    if (groups.empty()) return;
    Sums all = groups[0];
    for (std::size_t k = 1; k < groups.size(); ++k) all += groups[k];
    each(all);
    if (groups.size() < 2) return;
    for (const Sums& group : groups) {
        Sums rest = all;
        rest -= group;
        each(rest);
    }
}

/// A smooth function of sums with its standard error by the jackknife. `Sums` adds and subtracts.
template <class Sums, std::invocable<const Sums&> Function>
Estimate jackknife(std::span<const Sums> groups, Function&& f) {
    std::vector<double> values;
    leave_out_each(groups, [&](const Sums& sums) { values.push_back(f(sums)); });
    Estimate e;
    if (!values.empty()) e.value = values[0];
    if (values.size() > 1) e.se = jackknife_error({values.data() + 1, values.size() - 1});
    return e;
}

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/jackknife.inl"
#endif
