#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/factors/schedule/network/order.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY std::vector<int> topological_order(int activities, std::span<const Arrow> arrows) {
    const Neighbours after{activities, arrows, Neighbours::Side::after};
    std::vector<int> waits(static_cast<std::size_t>(activities));
    for (const Arrow& a : arrows) ++waits[static_cast<std::size_t>(a.second)];
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (int i = 0; i < activities; ++i)
        if (waits[static_cast<std::size_t>(i)] == 0) ready.push(i);
    std::vector<int> order;
    order.reserve(static_cast<std::size_t>(activities));
    while (!ready.empty()) {
        order.push_back(ready.top());
        ready.pop();
        for (const int next : after.of(order.back()))
            if (--waits[static_cast<std::size_t>(next)] == 0) ready.push(next);
    }
    return order;
}

MINERISK_BODY std::vector<bool> reached(const Neighbours& along, std::span<const int> from) {
    std::vector<bool> seen(static_cast<std::size_t>(along.activities()));
    std::vector<int> open;
    const auto visit = [&](int i) {
        if (seen[static_cast<std::size_t>(i)]) return;
        seen[static_cast<std::size_t>(i)] = true;
        open.push_back(i);
    };
    for (const int i : from) visit(i);
    while (!open.empty()) {
        const int i = open.back();
        open.pop_back();
        for (const int next : along.of(i)) visit(next);
    }
    return seen;
}

MINERISK_BODY std::vector<std::vector<int>> cycles_of(int activities, std::span<const Arrow> arrows) {
    const auto at = [](int i) { return static_cast<std::size_t>(i); };
    const Neighbours after{activities, arrows, Neighbours::Side::after};
    const detail::Knots knots{after};
    std::vector<std::vector<int>> cycles;
    std::vector<bool> done(at(activities));  // by knot
    std::vector<int> from(at(activities), -1);
    for (int start = 0; start < activities; ++start) {
        const int knot = knots.of(start);
        if (done[at(knot)]) continue;
        done[at(knot)] = true;
        std::vector<int> open{start};
        int last = -1;
        for (std::size_t k = 0; k < open.size() && last < 0; ++k) {
            for (const int next : after.of(open[k])) {
                if (next == start) {
                    last = open[k];
                    break;
                }
                if (knots.of(next) != knot || from[at(next)] >= 0) continue;
                from[at(next)] = open[k];
                open.push_back(next);
            }
        }
        if (last < 0) continue;
        std::vector<int> cycle;
        for (int i = last; i != start; i = from[at(i)]) cycle.push_back(i);
        cycle.push_back(start);
        std::ranges::reverse(cycle);
        cycles.push_back(std::move(cycle));
    }
    return cycles;
}

MINERISK_BODY std::vector<int> cycle_of(int activities, std::span<const Arrow> arrows) {
    auto cycles = cycles_of(activities, arrows);
    return cycles.empty() ? std::vector<int>{} : std::move(cycles.front());
}

}  // namespace minerisk::inline v0::schedule
