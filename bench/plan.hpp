#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/factors/schedule.hpp"

namespace minerisk::bench {

/// `count` activities with two predecessors each among the 50 before them, then one that ends them all.
/// The predecessors of activity j are fixed numbers, so that other programs can build the same network.
inline schedule::Plan plan_of(int count) {
    schedule::Plan plan;
    plan.name = "bench";
    plan.target = "END";
    std::uint64_t state = 12345;
    const auto next = [&](int below) {
        state = (state * 1103515245 + 12345) % 2147483648;
        return static_cast<int>(state % static_cast<std::uint64_t>(below));
    };
    std::vector<char> has_next(static_cast<std::size_t>(count), 0);
    for (int j = 0; j < count; ++j) {
        schedule::Activity a;
        a.id = "A" + std::to_string(j);
        const double low = 0.05 + 0.01 * next(20);
        a.duration = distribution::pert({.low = low, .likely = 1.2 * low, .high = 2 * low});
        plan.activities.push_back(std::move(a));
        for (int k = 0; k < 2 && j > 0; ++k) {
            const int i = std::max(0, j - 1 - next(50));
            plan.links.push_back({"A" + std::to_string(i), "A" + std::to_string(j), {}, 0, {}});
            has_next[static_cast<std::size_t>(i)] = 1;
        }
    }
    schedule::Activity end;
    end.id = "END";
    plan.activities.push_back(std::move(end));
    for (int j = 0; j < count; ++j)
        if (!has_next[static_cast<std::size_t>(j)])
            plan.links.push_back({"A" + std::to_string(j), "END", {}, 0, {}});
    return plan;
}

}  // namespace minerisk::bench
