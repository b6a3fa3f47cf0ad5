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
MINERISK_BODY std::vector<int> topological_order(int activities, std::span<const Arrow> arrows);

/// The activities (by index, true or false) that can be reached from those of `from` along the arrows,
/// these included.
MINERISK_BODY std::vector<bool> reached(const Neighbours& along, std::span<const int> from);

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
MINERISK_BODY std::vector<std::vector<int>> cycles_of(int activities, std::span<const Arrow> arrows);

/// The first of `cycles_of`; empty if there is none.
MINERISK_BODY std::vector<int> cycle_of(int activities, std::span<const Arrow> arrows);

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/order.inl"
#endif
