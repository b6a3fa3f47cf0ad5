#pragma once

#include <cstddef>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/factors/schedule/network/outage_clocks.hpp"

namespace minerisk::inline v0::schedule {

/// The interruptions of a block of paths in order of time: draw k of each path, as far as they were needed.
struct StoppagePaths {
    int rows = 0;
    std::vector<double> begin;   ///< [row][path]
    std::vector<double> length;  ///< [row][path]
    double begin_of(int row, int path, int width) const {
        return begin[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                     static_cast<std::size_t>(path)];
    }
    double length_of(int row, int path, int width) const {
        return length[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(path)];
    }
};

/// One block of paths through a network. Activities stand in the network's own order (each after its
/// predecessors); row 2 j of `dates` is the start of activity j, row 2 j + 1 its finish. Times are
/// years from the plan's start.
struct NetworkWorkspace {
    NetworkWorkspace() = default;
    NetworkWorkspace(int activities, int under_way, int drivers, int events, int choices, int stoppable,
                     int block)
        : width{block},
          duration{activities, block},
          undisturbed{activities, block},
          added{stoppable, block},
          dates{2 * activities, block},
          resumed{under_way, block},
          late{2 * activities, block},
          start_slack{activities, block},
          finish_slack{activities, block},
          present{drivers + events, block},
          factor{drivers, block},
          delay{events, block},
          chosen{choices, block},
          wait{1, block},
          market{1, block},
          activity_cost{activities, block},
          cost{1, block},
          stopped(static_cast<std::size_t>(block)) {}

    int width = 0;
    int waiting = -1;
    BlockArray duration;       ///< final: with drivers, events and stoppages [activity]
    BlockArray undisturbed;    ///< before choices, feedback and stoppages [activity]
    BlockArray added;          ///< by stoppages [activity, or nothing without them]
    BlockArray dates;          ///< [2 x activity]
    BlockArray resumed;        ///< when what is left of work goes on [activity under way]
    BlockArray late;           ///< the latest dates that do not move the finish [2 x activity]
    BlockArray start_slack;    ///< of the start against what follows it, infinite without [activity]
    BlockArray finish_slack;   ///< of the finish; years, or working days of the activity's calendar
    BlockArray present;        ///< 1 where a driver or an event occurs, 0 elsewhere [drivers, then events]
    BlockArray factor;         ///< of each driver, 1 where absent [driver]
    BlockArray delay;          ///< of each event, 0 where absent [event]
    BlockArray chosen;         ///< option taken, by index [choice]
    BlockArray wait;           ///< added to the `finish_on` date of activity `waiting` [0]
    BlockArray market;         ///< factor common to all cost [0]
    BlockArray activity_cost;  ///< USD [activity]
    BlockArray cost;           ///< USD, hammocks, events and stoppages included [0]
    StoppagePaths stoppages;
    bool has_outages = false;
    OutageClocks outages;      ///< of the study's security events, where they act on the build
    std::vector<int> stopped;  ///< stoppages that begin before the target's finish, by path
};

}  // namespace minerisk::inline v0::schedule
