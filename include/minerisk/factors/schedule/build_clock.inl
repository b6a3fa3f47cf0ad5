#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/schedule/build_clock.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY double capital_at(const std::vector<CapitalKnot>& knots, double clock) {
    double t0 = 0, spent0 = 0;
    for (const CapitalKnot& k : knots) {
        const double t1 = k.build_time.canonical(), spent1 = k.spent.canonical();
        if (clock <= t1)
            return clock >= t1 ? spent1 : spent0 + (spent1 - spent0) * ((clock - t0) / (t1 - t0));
        t0 = t1;
        spent0 = spent1;
    }
    return spent0;
}

MINERISK_BODY double run_build(const BuildRun& run, const std::vector<CapitalKnot>& knots,
                               const std::vector<Pause>& pauses, const OutageBlock& outages,
                               const Stores& stores, const TimeGrid& grid, int path, BlockArray& capital) {
    constexpr double never = std::numeric_limits<double>::infinity();
    const double horizon = std::min(grid.length(), halted_for_good(outages.suspensions(path)));
    if (!(run.start < horizon)) return never;

    const double last_clock = knots.empty() ? 0 : knots.back().build_time.canonical() * run.stretch;
    double clock = 0, spent = 0, milestone = never;
    const auto work = [&](double from, double to, double pace) {  // pace > 0, no edge of a period inside
        const double next_clock = clock + pace * (to - from);
        const double next_spent = capital_at(knots, next_clock / run.stretch);
        const double factor = run.capital_ratio * (from >= run.later_from ? run.later_factor : 1);
        capital(grid.period_at(from), path) += (next_spent - spent) * factor;
        if (milestone == never && next_clock >= run.length) milestone = from + (run.length - clock) / pace;
        clock = next_clock;
        spent = next_spent;
    };
    walk_supply_line(outages, path, SiteUse::build, stores, run.start, horizon,
                     [&](double from, double to, double pace) {
                         while (from < to) {
                             double until = std::min(to, grid.end(grid.period_at(from)));
                             if (from < run.later_from && run.later_from < until) until = run.later_from;
                             bool paused = false;
                             for (const Pause& pause : pauses) {
                                 const double p0 = pause.from.canonical(), p1 = p0 + pause.length.canonical();
                                 if (from < p0 && p0 < until) until = p0;
                                 if (from >= p0 && from < p1) {
                                     paused = true;
                                     until = std::min(until, p1);
                                 }
                             }
                             if (!paused && pace > 0) work(from, until, pace);
                             from = until;
                             if (milestone < never && clock >= last_clock) return false;
                         }
                         return true;
                     });
    return milestone;
}

}  // namespace minerisk::inline v0::schedule
