#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/network_alone.hpp"
#include "minerisk/engine/schedule_simulate.hpp"

namespace minerisk::inline v0 {

namespace detail {

MINERISK_BODY void InOrder::put(std::size_t chunk, const ScheduleSums& sums) {
    waiting_.emplace(chunk, sums);
    for (auto next = waiting_.find(next_); next != waiting_.end(); next = waiting_.find(next_)) {
        groups_[next_ * groups_.size() / chunks_].join(next->second);
        waiting_.erase(next);
        ++next_;
    }
}

MINERISK_BODY auto InOrder::release() -> std::vector<ScheduleSums> {
    std::erase_if(groups_, [](const ScheduleSums& g) { return g.rows == 0; });
    return std::move(groups_);
}

MINERISK_BODY std::vector<int> reported_activities(const schedule::Network& network) {
    std::vector<int> all{network.logic().target()};
    const auto add = [&](int j) {
        if (std::ranges::count(all, j) == 0) all.push_back(j);
    };
    for (const std::string& id : network.plan().milestones) add(network.index(id));
    for (const schedule::Activity& a : network.plan().activities)
        if (std::ranges::count(a.bounds, schedule::BoundKind::deadline, &schedule::DateBound::kind) > 0)
            add(network.index(a.id));
    return all;
}

}  // namespace detail

MINERISK_BODY ScheduleOutcome simulate(const schedule::Network& network, const ScheduleRun& how) {
    return detail::simulate_schedule(detail::NetworkAlone{network}, how);
}

}  // namespace minerisk::inline v0
