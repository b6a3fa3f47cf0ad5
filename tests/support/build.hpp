#pragma once

#include <string>
#include <vector>

#include "minerisk/factors/schedule.hpp"

namespace testing_support {

/// Two phases: 4 years from 0.5, then 2 years from 3 years after the first milestone; 1,000 and 500 MUSD.
inline std::vector<minerisk::PlannedBuild> two_builds() {
    using namespace minerisk::units;
    return {{.start = 0.5 * year,
             .length = 4.0 * year,
             .capital = {{1 * year, 300 * MUSD}, {4 * year, 900 * MUSD}, {5 * year, 1000 * MUSD}},
             .capital_milestone = 4.0 * year},
            {.after = 0,
             .start = 3.0 * year,
             .length = 2.0 * year,
             .capital = {{2 * year, 500 * MUSD}},
             .capital_milestone = 2.0 * year}};
}

/// The outside view of a mining project: slip, capital and ramp-up as recommended for a build from sanction.
inline minerisk::schedule::PhaseRisk outside_view() {
    using namespace minerisk::units;
    return {.slip_median = 1.35,
            .slip_sigma = 0.3067,
            .capital_median = 1.20,
            .capital_sigma = 0.3164,
            .ramp_median = 15 * month,
            .ramp_sigma = 0.45,
            .ramp_least = 4 * month,
            .ramp_most = 60 * month,
            .ramp_base = 15 * month,
            .slip_capital = 0.5,
            .slip_ramp = 0.3,
            .capital_ramp = 0.15};
}
/// As planned.
inline minerisk::schedule::PhaseRisk no_spread() {
    return {};
}

inline minerisk::schedule::Branch::Parameters restart_slip_stop() {
    using namespace minerisk::units;
    using Then = minerisk::schedule::BranchOption::Then;
    return {.decided = 0.5 * year,
            .options = {{"restart", 0.65, Then::go},
                        {"slip", 0.25, Then::decide_again, 1 * year},
                        {"stop", 0.10, Then::stop}},
            .base = "restart",
            .standing_cost = 0.06,
            .exit_cost = 0.10};
}

/// A schedule model of the two builds with all that is needed to draw a block.
struct ScheduleBench {
    explicit ScheduleBench(minerisk::schedule::TopDown::Parameters parameters, int years = 60,
                           int width = minerisk::wide_block)
        : grid{{2027, 1, 1}, years, 1},
          model{{"mine", "expansion"},
                two_builds(),
                std::move(parameters),
                {.supplies = 30 / 365.25, .catch_up = 1.15, .ships_product = false},
                1000 * minerisk::units::MUSD,
                grid},
          out{2, grid.periods(), width} {
        outages.reset_empty(width);
    }
    void simulate(std::uint64_t seed, std::uint64_t first_path) {
        model.simulate_block(seed, first_path, outages, work, out);
    }

    double spent(int path) const {  ///< MUSD over all periods
        double sum = 0;
        for (int i = 0; i < grid.periods(); ++i) sum += out.capital(i, path) / 1e6;
        return sum;
    }
    double stood(int path) const {  ///< MUSD of standing and exit cost
        double sum = 0;
        for (int i = 0; i < grid.periods(); ++i) sum += out.standing(i, path) / 1e6;
        return sum;
    }

    minerisk::schedule::TopDown::Workspace work;
    minerisk::TimeGrid grid;
    minerisk::schedule::TopDown model;
    minerisk::OutageBlock outages;
    minerisk::BuildPaths out;
};

}  // namespace testing_support
