#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include "minerisk/core/errors.hpp"

/// The order of work in a network, by the indices of its activities. All of it takes time in proportion to
/// activities and links (the order, as it looks for the smallest index, also the logarithm of what is ready).
namespace minerisk::inline v0::schedule {

/// From the activity that comes first to the one that waits for it.
using Arrow = std::pair<int, int>;

/// The activities at the other end of the arrows of each activity, in the order of the arrows.
class Neighbours {
public:
    enum class Side { after, before };

    Neighbours(int activities, std::span<const Arrow> arrows, Side side)
        : offsets_(static_cast<std::size_t>(activities) + 1), others_(arrows.size()) {
        const auto near = [&](const Arrow& a) { return side == Side::after ? a.first : a.second; };
        const auto far = [&](const Arrow& a) { return side == Side::after ? a.second : a.first; };
        for (const Arrow& a : arrows) {
            MINERISK_EXPECTS(a.first >= 0 && a.first < activities && a.second >= 0 && a.second < activities);
            ++offsets_[static_cast<std::size_t>(near(a)) + 1];
        }
        for (std::size_t i = 1; i < offsets_.size(); ++i) offsets_[i] += offsets_[i - 1];
        std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
        for (const Arrow& a : arrows) others_[next[static_cast<std::size_t>(near(a))]++] = far(a);
    }
    int activities() const { return static_cast<int>(offsets_.size()) - 1; }
    std::span<const int> of(int activity) const {
        const auto i = static_cast<std::size_t>(activity);
        return std::span{others_}.subspan(offsets_[i], offsets_[i + 1] - offsets_[i]);
    }

private:
    std::vector<std::size_t> offsets_;
    std::vector<int> others_;
};

/// Every activity after all that it waits for; of those that are ready, always the smallest index first.
/// Activities on a cycle, and those behind one, are left out: the order is whole if it has all.
inline std::vector<int> topological_order(int activities, std::span<const Arrow> arrows) {
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

/// The activities (by index, true or false) that can be reached from those of `from` along the arrows,
/// these included.
inline std::vector<bool> reached(const Neighbours& along, std::span<const int> from) {
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

namespace detail {

/// The knot (strongly connected part) that each activity belongs to, by Tarjan's algorithm without recursion.
class Knots {
public:
    explicit Knots(const Neighbours& after)
        : after_{after},
          number_(static_cast<std::size_t>(after.activities()), 0),
          low_(number_),
          knot_(number_.size(), -1) {
        for (int i = 0; i < after.activities(); ++i)
            if (number_[at(i)] == 0) walk(i);
    }
    int of(int activity) const { return knot_[at(activity)]; }

private:
    static std::size_t at(int i) { return static_cast<std::size_t>(i); }
    void enter(int i) {
        number_[at(i)] = low_[at(i)] = ++count_;
        open_.push_back(i);
        trail_.emplace_back(i, 0);
    }
    void walk(int root) {
        enter(root);
        while (!trail_.empty()) {
            const int i = trail_.back().first;
            const std::span<const int> next = after_.of(i);
            if (trail_.back().second < next.size()) {
                const int j = next[trail_.back().second++];
                if (number_[at(j)] == 0) {
                    enter(j);
                } else if (knot_[at(j)] < 0) {
                    low_[at(i)] = std::min(low_[at(i)], number_[at(j)]);
                }
                continue;
            }
            trail_.pop_back();
            if (!trail_.empty()) {
                int& above = low_[at(trail_.back().first)];
                above = std::min(above, low_[at(i)]);
            }
            if (low_[at(i)] != number_[at(i)]) continue;
            for (int j = -1; j != i; open_.pop_back()) {
                j = open_.back();
                knot_[at(j)] = knots_;
            }
            ++knots_;
        }
    }

    const Neighbours& after_;
    std::vector<int> number_;  ///< order of the visit, from 1
    std::vector<int> low_;     ///< the earliest visit that can be come back to
    std::vector<int> knot_;
    std::vector<int> open_;
    std::vector<std::pair<int, std::size_t>> trail_;
    int count_ = 0;
    int knots_ = 0;
};

}  // namespace detail

/// One cycle of each knot of activities that wait for one another: a shortest one through the knot's
/// smallest index, which comes first; each waits for the one before it, and the first for the last.
inline std::vector<std::vector<int>> cycles_of(int activities, std::span<const Arrow> arrows) {
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

/// The first of `cycles_of`; empty if there is none.
inline std::vector<int> cycle_of(int activities, std::span<const Arrow> arrows) {
    auto cycles = cycles_of(activities, arrows);
    return cycles.empty() ? std::vector<int>{} : std::move(cycles.front());
}

}  // namespace minerisk::inline v0::schedule
