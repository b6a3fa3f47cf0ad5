#pragma once

#include "minerisk/core/outage.hpp"
#include "minerisk/core/stores.hpp"

/// What the kernels that read the outages of paths work on: arrays of paths, each path in its own order.
namespace minerisk::inline v0 {

/// Outages of a channel that are still to come, disjoint and in the order of time.
struct OutagesAhead {
    const Outage* next = nullptr;
    const Outage* end = nullptr;
};

/// A channel with a store, which is walked through one stretch of its outages after another: before each
/// nothing is used of the store, and those between limit no pace.
struct BridgeAhead {
    OutagesAhead outages{};                                           ///< of the stretch
    const OutagesAhead *stretch = nullptr, *stretches_end = nullptr;  ///< that follow it
    double used = 0;                                                  ///< of the store, years of full flow
};

/// A path's walk through its outages: what is ahead, and how far it is.
struct SupplyPath {
    OutagesAhead site{}, halts{};
    BridgeAhead road{}, rail{};
    OutagesAhead port{};
    bool ships_stop = false;  ///< the port has outages
    double at_port = 0;       ///< product there, years of full flow
    double from = 0;          ///< where the last call began
    double t = 0;             ///< how far the walk is
    double until = 0;         ///< how far it goes
};

/// The pace up to a time, from where the piece before ends; the first from `SupplyPath::from`.
struct PacePiece {
    double until, pace;
};

/// Cuts lists of outages, each before its walk, into the stretches that may limit a pace of at most 1; those
/// beyond the room stay in the last.
struct StretchRows {
    double Outage::*loss;
    double store, catch_up;  ///< catch_up: at least 1
    int lists, room;
    const double* from;  ///< of each list: when its walk begins
    BridgeAhead* const* list;
    OutagesAhead* stretch;  ///< [list][room]
};

/// Walks on: `paths` paths from `path` on, at most `room` pieces each.
struct SupplyLineRows {
    Stores stores;
    bool builds;  ///< which loss of an outage counts
    int paths, room;
    SupplyPath* path;
    PacePiece* piece;  ///< [path][room]
    int* pieces;       ///< of each path
};

/// Takes what the pieces of paths lose off the share of each period's operating time that a mill can run.
struct AvailabilityRows {
    int paths, room;
    const SupplyPath* path;
    const PacePiece* piece;       ///< [path][room]
    const int* pieces;            ///< of each path
    const double *first, *until;  ///< of the operation of each path, years
    double periods_per_year;
    int* period;        ///< of each path: the one that holds the next instant
    int width;          ///< of a row of `available`
    double* available;  ///< [period][width]: columns 0 to paths - 1
};

/// A stretch of time [begin, end) in years in which a channel takes a share of the work.
struct ChannelLoss {
    double begin = 0, end = 0, share = 0;
};

/// A loss that work recovers from, and when each step of the recovery ends.
inline constexpr int loss_steps = 2;
struct LossTrail {
    double share, ends[loss_steps];
};

/// What a channel of a path takes from work, known up to t: see factors/schedule/network/channel_losses.hpp.
struct ChannelLossPath {
    OutagesAhead outages{};  ///< to be met now
    ChannelLoss* met = nullptr;
    LossTrail* trail = nullptr;  ///< the first the largest, the last the latest
    ChannelLoss* loss = nullptr;
    int mets = 0, now = 0;      ///< met before recovery, and those that are over
    int trails = 0, first = 0;  ///< of these, and those that are over
    int losses = 0;             ///< with recovery; behind them stands one that never begins
    double t = 0, until = 0;
};

/// Makes the losses of lists known up to their `until`. Each has room for what it meets: `met` and `trail`
/// for one an outage, `loss` for one at each edge of an outage, its recovery and a call, and one more.
struct ChannelLossRows {
    double recovery;  ///< years that work takes to come back after an outage
    double shift;     ///< the outages count time from this many years after the losses' zero
    int lists;
    ChannelLossPath* const* list;
};

/// A working calendar: of each day its begin (and the end of the last), and how many working days lie before.
struct CalendarRow {
    const double *begin, *worked;
    int days;
    double days_a_year;
};

/// Work at one pace from `begin` on; `work` done before it.
struct WorkPiece {
    double begin, work, pace;
};

/// What work of one exposure feels on a path, known up to `until`: see
/// factors/schedule/network/outage_clocks.hpp.
struct WorkPath {
    OutagesAhead halts{};
    double halts_at = 0;              ///< how far these are, in their own time
    const ChannelLoss* next[4] = {};  ///< of each channel that it feels, the first that may end after t
    WorkPiece* piece = nullptr;
    int pieces = 0;
    double t = 0, mark = 0, work = 0;  ///< of the last edge before `until`; `mark`: t in the time of the work
    double until = 0;
};

/// Makes the pieces of paths known up to their `until`: at each instant the largest weighted loss counts.
/// Each has room for one at each edge of a loss or halt, and two more.
struct WorkRows {
    int channels;
    double weight[4];
    double shift;                 ///< as above
    const CalendarRow* calendar;  ///< by which the work is counted; null: by elapsed time
    int paths;
    WorkPath* const* path;
};

/// Goals of work that begins at `t`: goal = work done by then + work. Arrays are [paths].
struct WorkGoalRows {
    const CalendarRow* calendar;  ///< as above
    int paths;
    const WorkPath* const* path;  ///< known up to t
    const double *t, *work;
    double* goal;
};

/// Where work reaches its goal as far as it is known: `more` of the time of the work from `begin` on;
/// infinite where it does not. Arrays are [paths].
struct WorkReachedRows {
    double below;  ///< taken off the goals where a piece is looked for
    int paths;
    const WorkPath* const* path;
    const double* goal;
    double *begin, *more;
};

}  // namespace minerisk::inline v0
