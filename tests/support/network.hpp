#pragma once

#include <string>
#include <utility>
#include <vector>

#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/random/philox.hpp"

namespace minerisk_test {

using minerisk::Distribution;
namespace schedule = minerisk::schedule;

/// An activity of a fixed or random length in years, without cost.
inline schedule::Activity activity(std::string id, Distribution duration) {
    schedule::Activity a;
    a.id = std::move(id);
    a.duration = std::move(duration);
    return a;
}
inline schedule::Activity activity(std::string id, double years) {
    return activity(std::move(id), minerisk::distribution::fixed(years));
}
inline schedule::Link joins(std::string from, std::string to,
                            schedule::LinkType type = schedule::LinkType::finish_start, double lag = 0) {
    return {std::move(from), std::move(to), type, lag, {}};
}

/// A time from the data date, in years.
inline minerisk::Years years(double t) {
    return minerisk::Years::from_canonical(t);
}

/// A plan of these activities; the last is the target.
inline schedule::Plan plan_of(std::vector<schedule::Activity> activities, std::vector<schedule::Link> links) {
    schedule::Plan plan;
    plan.name = "test";
    plan.start = {2026, 1, 1};
    plan.target = activities.back().id;
    plan.activities = std::move(activities);
    plan.links = std::move(links);
    return plan;
}

/// A random network: each activity but the first has one to three predecessors; the last follows all.
struct RandomNetwork {
    minerisk::random::PathEngine draw;
    explicit RandomNetwork(std::uint64_t seed) : draw{seed} {}
    int below(int n) { return static_cast<int>(draw() % static_cast<std::uint32_t>(n)); }
    double between(double a, double b) { return a + (b - a) * static_cast<double>(draw()) / 4294967295.0; }

    schedule::Plan plan(int count, bool all_types, bool random_durations) {
        std::vector<schedule::Activity> activities;
        std::vector<schedule::Link> links;
        for (int j = 0; j < count; ++j) {
            const double length = below(8) == 0 ? 0 : between(0.1, 2.0);
            const std::string id = "A" + std::to_string(j);
            activities.push_back(
                random_durations ? activity(id, minerisk::distribution::pert({.low = length,
                                                                              .likely = 1.2 * length + 0.1,
                                                                              .high = 2 * length + 0.5}))
                                 : activity(id, length));
            for (int k = j == 0 ? 0 : 1 + below(3); k > 0; --k) {
                const int i = below(j);
                const auto type = static_cast<schedule::LinkType>(all_types ? below(4) : 0);
                links.push_back(joins("A" + std::to_string(i), id, type,
                                      all_types && below(2) == 0 ? between(-0.3, 0.6) : 0));
            }
        }
        activities.push_back(activity("END", 0.0));
        for (int j = 0; j < count; ++j) links.push_back(joins("A" + std::to_string(j), "END"));
        return plan_of(std::move(activities), std::move(links));
    }
};

}  // namespace minerisk_test
