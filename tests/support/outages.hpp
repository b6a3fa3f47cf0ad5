#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "minerisk/core/outages.hpp"

namespace testing_support {

/// The outages of one path by channel, each list by rising begin.
struct Lists {
    std::vector<minerisk::Outage> site{}, road{}, rail{}, port{}, halts{};
    std::vector<minerisk::Suspension> suspensions{};
    std::vector<minerisk::Damage> damages{};
};

/// A block of `paths` paths that all have these outages.
inline minerisk::OutageBlock block_of(const Lists& lists, int paths = 1) {
    minerisk::OutageBlock block;
    block.clear();
    for (int p = 0; p < paths; ++p) {
        for (const minerisk::Outage& o : lists.halts) block.add_halt(o);
        for (const minerisk::Suspension& s : lists.suspensions) block.add_suspension(s);
        for (const minerisk::Damage& d : lists.damages) block.add_damage(d);
        for (const auto* list : {&lists.site, &lists.road, &lists.rail, &lists.port}) {
            for (const minerisk::Outage& o : *list) block.add(o);
            block.end_list();
        }
        block.end_path();
    }
    return block;
}

/// The loss at an instant of disjoint outages, and its integral over time.
inline double loss_at(std::span<const minerisk::Outage> list, double minerisk::Outage::*loss, double t) {
    for (const minerisk::Outage& o : list)
        if (o.begin <= t && t < o.end) return o.*loss;
    return 0;
}
inline double area_of(std::span<const minerisk::Outage> list, double minerisk::Outage::*loss, double from = 0,
                      double to = 1e9) {
    double sum = 0;
    for (const minerisk::Outage& o : list)
        sum += o.*loss * std::max(0.0, std::min(o.end, to) - std::max(o.begin, from));
    return sum;
}
inline bool disjoint_and_sorted(std::span<const minerisk::Outage> list) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!(list[i].end > list[i].begin) || (i > 0 && list[i].begin < list[i - 1].end)) return false;
    return true;
}

}  // namespace testing_support
