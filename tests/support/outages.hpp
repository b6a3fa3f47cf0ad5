#pragma once

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

}  // namespace testing_support
