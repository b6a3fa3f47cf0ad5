#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/outage_clocks.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::schedule {

/// The logic of a plan made ready for passes over blocks of paths: activities numbered so that each
/// stands after its predecessors, and for each the terms of its bounds.
///
/// Forward (contiguous; L a lag, D a duration):
///   ES_j = max(floor, FS: EF_i + L, SS: ES_i + L, FF: EF_i + L - D_j, SF: ES_i + L - D_j), EF_j = ES_j +
///   D_j.
/// An interruptible activity keeps its start and stretches: EF_j = max(ES_j + D_j, FF and SF bounds).
/// Backward from the target, over the activities that reach it:
///   LF_i = min(FS: LS_j - L, FF: LF_j - L, LS bounds + D_i), LS bounds: SS: LS_j - L, SF: LF_j - L.
/// Start slack is that of the LS bounds, finish slack that of FS and FF; total float is their minimum.
/// On a working calendar + and - count its working days, and slack is in working days. Where the workspace
/// has outages, + and - of an exposed activity count the work that they leave, and slack is elapsed. Source:
/// the critical path method with precedence relations (PDM).
class Logic {
public:
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    /// The plan must be free of the errors that `examine` finds.
    explicit Logic(const Plan& plan);

    int activities() const { return static_cast<int>(nodes_.size()); }
    int target() const { return target_; }
    /// What exposed activities feel of outages: the profiles of an `OutageClocks` for this logic.
    const std::vector<OutageProfile>& profiles() const { return profiles_; }
    const std::shared_ptr<const std::vector<CalendarClock>>& clocks() const { return clocks_; }
    /// The place of an activity in this order by its id, -1 if there is none.
    int find(const std::string& id) const;
    /// The row of activity j among those that outages can touch (`NetworkWorkspace::span`), -1 if none can.
    int exposed_row(int j) const { return node(j).exposed; }
    int exposed() const { return exposed_; }
    /// Where activity j of this order stands in the plan, and back.
    int stated(int j) const { return stated_[static_cast<std::size_t>(j)]; }
    int rank(int stated) const { return rank_[static_cast<std::size_t>(stated)]; }
    bool reaches_target(int j) const { return reaches_[static_cast<std::size_t>(j)]; }
    /// The choice on which activity j hangs, -1 if none.
    int choice_of(int j) const { return node(j).choice; }
    /// Whether the choice made on path p leaves activity j out.
    bool is_absent(const NetworkWorkspace& w, int j, int p) const;
    bool is_done(int j) const { return node(j).progress == Progress::done; }
    bool is_to_come(int j) const { return node(j).progress == Progress::to_come; }

    /// Early dates from `w.duration`, activity by activity; `before(j, early)` may change the duration of j
    /// then, when the dates of all its predecessors are known. `early(start)` gives the start that j has with
    /// the duration as it stands.
    template <class Before>
    void forward(NetworkWorkspace& w, Before&& before) const {
        const KernelTable& k = kernels();
        alignas(64) double bound[wide_block];
        for (int j = 0; j < activities(); ++j) {
            const Node& n = node(j);
            double* const start = w.dates.row(2 * j);
            double* const finish = w.dates.row(2 * j + 1);
            if (n.progress == Progress::done) {
                std::fill_n(start, w.width, n.started);
                std::fill_n(finish, w.width, n.finished);
                continue;
            }
            std::fill_n(start, w.width, n.start_floor);
            k.latest(n.start.count, terms_.data() + n.start.first, w.width, w.dates.data(), start);
            for (const SlowTerm& t : n.slow_start) raise(w, t, start);
            if (n.has_finish_bound) {
                std::fill_n(bound, w.width, n.finish_floor);
                k.latest(n.finish.count, terms_.data() + n.finish.first, w.width, w.dates.data(), bound);
                for (const SlowTerm& t : n.slow_finish) raise(w, t, bound);
            }
            const double* const bounds = n.has_finish_bound ? bound : nullptr;
            before(j, [&](double* early) {
                alignas(64) double end[wide_block];
                std::copy_n(start, w.width, early);
                place(n, w, w.duration.row(j), bounds, early, end);
            });
            place(n, w, w.duration.row(j), bounds, start, finish);
            if (n.progress == Progress::under_way) {
                std::copy_n(start, w.width, w.resumed.row(n.under_way));
                std::fill_n(start, w.width, n.started);
            }
        }
    }

    /// Latest dates and slack for the finish of the target in `w.dates`.
    void backward(NetworkWorkspace& w) const;

    /// How much later activity j of path p can be without moving any early date after it: in the unit of
    /// slack; infinite if nothing to come follows.
    double free_float(const NetworkWorkspace& w, int j, int p) const;
    /// When what is left of activity j goes on: its start, or if it is under way not before the data date and
    /// what it waits for.
    double resumed(const NetworkWorkspace& w, int j, int p) const;
    /// How many activities are under way: rows of `NetworkWorkspace::resumed`.
    int under_way() const { return under_way_; }
    /// Activity j and all before it that it needs, by rank.
    std::vector<int> needed_by(int j) const;
    /// How many years a unit of the durations of activity j is, on average: 1, or a working day's share.
    double years_per_unit(int j) const;
    /// Years between two dates in the unit of activity j: elapsed years or working days.
    double length_between(int j, double from, double to) const;
    /// Work that activity j of path p does from one date to another, in the unit of its durations, if it goes
    /// on for that long.
    double work_between(NetworkWorkspace& w, int j, int p, double from, double to) const;

private:
    struct Range {
        int first = 0, count = 0;
    };
    struct SlowTerm {
        int row = 0;
        double lag = 0;
        int clock = 0;
    };
    struct Node {
        Progress progress = Progress::to_come;
        int clock = -1;
        int profile = -1;    // of exposure to outages
        int exposed = -1;    // among those that have one
        int under_way = -1;  // among those that are
        int choice = -1;
        double option = 0;
        bool in_parts = false;  // a later finish leaves the start: interruptible, or started already
        bool has_finish_bound = false;
        double started = 0, finished = 0;
        double start_floor = 0, finish_floor = -infinity, start_cap = infinity, finish_cap = infinity;
        Range start, finish, late_start, late_finish, all_late_start, all_late_finish;
        std::vector<SlowTerm> slow_start{}, slow_finish{}, slow_late_start{}, slow_late_finish{};
        std::vector<SlowTerm> all_slow_late_start{}, all_slow_late_finish{};
    };
    const Node& node(int j) const { return nodes_[static_cast<std::size_t>(j)]; }
    const CalendarClock& clock_at(int clock) const { return (*clocks_)[static_cast<std::size_t>(clock)]; }

    static void prepare(const Activity& a, double data_date, const std::map<std::string, int>& clock,
                        Node& n);

    static double difference(const CalendarClock& c, double to, double from);

    void add_terms(const Plan& plan, const std::vector<std::pair<int, int>>& arcs,
                   const std::map<std::string, int>& clock);

    /// Marks what reaches the target, and leaves out of the backward terms what does not.
    void find_what_reaches_target(const std::vector<std::pair<int, int>>& arcs);

    /// The early date of a row for what comes before it: of work under way, that at which what is left goes
    /// on.
    double due(const NetworkWorkspace& w, int row, int p) const;

    void raise(const NetworkWorkspace& w, const SlowTerm& t, double* out) const;
    void lower(const NetworkWorkspace& w, const SlowTerm& t, double* out) const;
    /// The latest date that the lag of a term does not take beyond `date`.
    double latest_before(const SlowTerm& t, double date) const;
    double shifted(const SlowTerm& t, double date, double lag) const;

    bool is_plain(const Node& n, const NetworkWorkspace& w) const;
    double advance(const Node& n, NetworkWorkspace& w, int p, double t, double work) const;
    double retreat(const Node& n, NetworkWorkspace& w, int p, double t, double work) const;

    void place(const Node& n, NetworkWorkspace& w, const double* duration, const double* bound, double* start,
               double* finish) const;

    std::vector<int> stated_, rank_;
    std::vector<Node> nodes_;
    std::vector<DateTerm> terms_;
    std::map<std::string, int> ranks_;
    std::shared_ptr<const std::vector<CalendarClock>> clocks_;
    std::vector<OutageProfile> profiles_;
    std::vector<std::vector<int>> before_;  // the predecessors of each
    std::vector<bool> reaches_;
    int target_ = 0;
    int under_way_ = 0, exposed_ = 0;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/logic.inl"
#endif
