#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/schedule/spend.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY double Spend::on_time(double from, double to, double money) {
    if (from < until_) spread(from, to, money, to - from);
    return suspensions_.empty() ? money : money * (time(from, to) / (to - from));
}

MINERISK_BODY void Spend::once(double t, double money) {
    t = first_unsuspended(suspensions_, t);
    if (t < until_) (*capital_)(grid_->period_at(std::max(0.0, t)), path_) += money;
}

MINERISK_BODY double Spend::time(double from, double to) const {
    double sum = 0;
    for_unsuspended(suspensions_, from, to, [&](double a, double b) { sum += b - a; });
    return sum;
}

MINERISK_BODY void Spend::spread(double from, double to, double money, double whole) {
    for_unsuspended(suspensions_, from, to, [&](double a, double b) { add(a, b, money, whole); });
}

MINERISK_BODY void Spend::add(double from, double to, double money, double whole) {
    const double until = std::min(until_, to);
    if (from < 0) (*capital_)(0, path_) += money * ((std::min(0.0, until) - from) / whole);
    from = std::max(0.0, from);
    if (!(from < until)) return;
    for (int i = grid_->period_at(from); i < grid_->periods() && grid_->begin(i) < until; ++i)
        (*capital_)(i, path_) +=
            money * ((std::min(until, grid_->end(i)) - std::max(from, grid_->begin(i))) / whole);
}

}  // namespace minerisk::inline v0::schedule
