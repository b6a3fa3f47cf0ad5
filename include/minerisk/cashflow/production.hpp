#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include "minerisk/cashflow/ramp.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/technical.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::cashflow {

/// What milling a stretch of ore yields and moves. Reused from period to period.
struct Yield {
    double ore = 0;              ///< t milled
    double mined = 0;            ///< t moved
    double expensed = 0;         ///< t moved whose cost is an operating cost
    double sustained_mined = 0;  ///< t moved and
    double sustained_ore = 0;    ///< t milled that call for sustaining capital
    double contained[8] = {};    ///< t of each metal in the ore
    double recovered[8] = {};    ///< t of each metal into concentrate
};
inline constexpr std::size_t most_metals = 8;

/// The ore of one path, milled in the order of the table. Bins are constant inside, so that a stretch is
/// integrated exactly whatever periods cut it.
class OreFace {
public:
    /// Grades x `grade`; recoveries moved on the odds by `recovery_odds`.
    void open(const Project& project, double grade, double recovery_odds) {
        project_ = &project;
        grade_ = grade;
        odds_ = recovery_odds;
        bin_ = 0;
        cumulative_ = 0;
        left_in_bin_ = project.ore.front().ore.canonical();
    }
    bool exhausted() const { return bin_ == project_->ore.size(); }
    double cumulative() const { return cumulative_; }

    /// Mills up to `tonnes`, less when the ore runs out.
    void mill(double tonnes, Yield& y) {
        const std::size_t metals = project_->metals.size();
        y.ore = y.mined = y.expensed = y.sustained_mined = y.sustained_ore = 0;
        for (std::size_t m = 0; m < metals; ++m) y.contained[m] = y.recovered[m] = 0;
        while (tonnes > 0 && !exhausted()) {
            const OreBin& b = project_->ore[bin_];
            const bool to_the_end = tonnes >= left_in_bin_ * (1 - 1e-12);  // a remnant of rounding is no ore
            const double take = to_the_end ? left_in_bin_ : tonnes;
            const double moved = take * b.mined.canonical();
            y.ore += take;
            y.mined += moved;
            y.expensed += moved * b.mining_expensed;
            y.sustained_mined += moved * b.sustaining;
            y.sustained_ore += take * b.sustaining;
            for (std::size_t m = 0; m < metals; ++m) {
                const double metal = take * (b.grade[m].canonical() * grade_);
                y.contained[m] += metal;
                y.recovered[m] +=
                    metal * recovery_with_odds(project_->metals[m].recovery * b.recovery_factor, odds_);
            }
            cumulative_ += take;
            tonnes -= take;
            if (to_the_end) {
                ++bin_;
                left_in_bin_ = exhausted() ? 0 : project_->ore[bin_].ore.canonical();
            } else {
                left_in_bin_ -= take;
            }
        }
    }

private:
    const Project* project_ = nullptr;
    double grade_ = 1, odds_ = 1;
    std::size_t bin_ = 0;
    double left_in_bin_ = 0;
    double cumulative_ = 0;
};

/// Ore that the phases of one path could mill between two times, in tonnes.
inline double planned_ore(const Project& project, const BuildPaths& build, int path, double from, double to) {
    double sum = 0;
    for (std::size_t k = 0; k < project.phases.size(); ++k) {
        const Phase& f = project.phases[k];
        const int row = static_cast<int>(k);
        const double milestone = build.milestone(row, path);
        if (!(milestone < to)) continue;
        const double ramp = build.ramp_up(row, path);
        sum += f.capacity.canonical() *
               (ramp_integral(f.ramp, ramp, to - milestone) - ramp_integral(f.ramp, ramp, from - milestone));
    }
    return sum;
}

/// Material moved before first ore whose cost is in the growth capital, in tonnes.
inline double prestripped(const Project& project, const BuildPaths& build, int path, double from, double to) {
    double sum = 0;
    for (std::size_t k = 0; k < project.phases.size(); ++k) {
        const double milestone = build.milestone(static_cast<int>(k), path);
        if (milestone == std::numeric_limits<double>::infinity()) continue;
        for (const Prestrip& s : project.phases[k].prestrip) {
            const double a = milestone - s.before_from.canonical(), b = milestone - s.before_to.canonical();
            sum += s.mined.canonical() * std::max(0.0, std::min(b, to) - std::max(a, from)) / (b - a);
        }
    }
    return sum;
}

}  // namespace minerisk::inline v0::cashflow
