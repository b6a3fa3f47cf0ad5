#pragma once

#include <cstddef>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/factors/schedule/network/outage_clocks.hpp"

namespace minerisk::inline v0::schedule {

/// The interruptions of a block of paths in order of time: draw k of each path, as far as they were needed.
struct StoppagePaths {
    int rows = 0;
    bool overflow = false;       ///< a path of the block has more than `StoppageDraws::most`
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

/// How many rows the arrays of a network's workspace have.
struct NetworkSizes {
    int activities = 0;
    int under_way = 0;  ///< activities that are
    int exposed = 0;    ///< activities that are, to outages
    int stoppable = 0;  ///< activities that stoppages can hit, or none
    int drivers = 0, events = 0, choices = 0;
};

/// One block of paths through a network. Activities stand in the network's own order (each after its
/// predecessors); row 2 j of `dates` is the start of activity j, row 2 j + 1 its finish. Times are
/// years from the plan's start.
struct NetworkWorkspace {
    NetworkWorkspace() = default;
    NetworkWorkspace(const NetworkSizes& n, int block)
        : width{block},
          duration{n.activities, block},
          undisturbed{n.activities, block},
          added{n.stoppable, block},
          span{n.exposed, block},
          dates{2 * n.activities, block},
          resumed{n.under_way, block},
          late{2 * n.activities, block},
          start_slack{n.activities, block},
          finish_slack{n.activities, block},
          present{n.drivers + n.events, block},
          factor{n.drivers, block},
          delay{n.events, block},
          chosen{n.choices, block},
          wait{1, block},
          market{1, block},
          activity_cost{n.activities, block},
          cost{1, block},
          stopped(static_cast<std::size_t>(block)) {}

    int width = 0;
    int waiting = -1;
    double horizon = CalendarClock::years;  ///< years from the plan's start beyond which nothing is paid
    BlockArray duration;                    ///< final: with drivers, events and stoppages [activity]
    BlockArray undisturbed;                 ///< before choices, feedback and stoppages [activity]
    BlockArray added;                       ///< by stoppages [activity, or nothing without them]
    BlockArray span;           ///< of exposed work from its start to its end, outages included [exposed]
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
