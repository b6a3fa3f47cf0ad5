#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/engine/schedule_sums.hpp"
#include "minerisk/factors/schedule/network/network.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY auto ActivitySums::add(const ActivitySums& o, double sign) -> ActivitySums& {
    critical += sign * o.critical;
    start_critical += sign * o.start_critical;
    finish_critical += sign * o.finish_critical;
    d += sign * o.d;
    dd += sign * o.dd;
    ds += sign * o.ds;
    significance += sign * o.significance;
    return *this;
}

MINERISK_BODY void PairSums::put(double a, double b) {
    x += a;
    xx += a * a;
    y += b;
    yy += b * b;
    xy += a * b;
}

MINERISK_BODY void ScheduleSums::join(const ScheduleSums& o) {
    if (activity.empty()) {
        *this = o;
        return;
    }
    paths += o.paths;
    rows += o.rows;
    s += o.s;
    ss += o.ss;
    for (std::size_t j = 0; j < activity.size(); ++j) activity[j] += o.activity[j];
    const auto pairs = [](std::vector<PairSums>& to, const std::vector<PairSums>& from) {
        for (std::size_t i = 0; i < to.size(); ++i) {
            to[i].x += from[i].x;
            to[i].xx += from[i].xx;
            to[i].y += from[i].y;
            to[i].yy += from[i].yy;
            to[i].xy += from[i].xy;
        }
    };
    pairs(driver, o.driver);
    pairs(hit, o.hit);
    if (spend.size() < o.spend.size()) spend.resize(o.spend.size(), 0.0);
    for (std::size_t y = 0; y < o.spend.size(); ++y) spend[y] += o.spend[y];
}

MINERISK_BODY ScheduleCollector::ScheduleCollector(const schedule::Network& network,
                                                   const schedule::NetworkWorkspace& base, double end)
    : network_{&network}, base_{&base}, end_{end} {
    const double start = decimal_year(network.plan().start);
    year_part_ = start - std::floor(start);
    for (std::size_t d = 0; d < network.plan().drivers.size(); ++d)
        for (const schedule::Hit& h : network.plan().drivers[d].hits)
            hits_.emplace_back(static_cast<int>(d), network.index(h.activity));
    clear();
}

MINERISK_BODY void ScheduleCollector::clear() {
    sums_ = {};
    sums_.activity.resize(static_cast<std::size_t>(network_->activities()));
    sums_.driver.resize(network_->plan().drivers.size());
    sums_.hit.resize(hits_.size());
}

}  // namespace minerisk::inline v0::detail
