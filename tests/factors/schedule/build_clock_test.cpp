#include "minerisk/factors/schedule/build_clock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "support/numbers.hpp"
#include "support/outages.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using schedule::BuildRun;
using schedule::Pause;
using testing_support::block_of;
using testing_support::Lists;

using testing_support::never;
const Stores thirty_days{.supplies = 30 / 365.25, .catch_up = 1.15, .ships_product = false};

/// 4 years to the milestone; the last of the spend comes a year after it.
const std::vector<CapitalKnot> curve{{1 * year, 100 * MUSD}, {3 * year, 500 * MUSD}, {5 * year, 600 * MUSD}};
BuildRun plan() {
    return {.start = 1, .length = 4};
}

struct Built {
    double milestone;
    std::vector<double> spend;  // MUSD by period
    double total() const {
        double sum = 0;
        for (double s : spend) sum += s;
        return sum;
    }
};
Built build(const BuildRun& run, const Lists& lists = {}, const std::vector<Pause>& pauses = {}, int ppy = 1,
            int years = 20) {
    const TimeGrid grid{{2027, 1, 1}, years, ppy};
    BlockArray capital{grid.periods(), 2};
    const double milestone = run_build(run, curve, pauses, block_of(lists, 2), thirty_days, grid, 1, capital);
    Built b{milestone, {}};
    for (int i = 0; i < grid.periods(); ++i) {
        b.spend.push_back(capital(i, 1) / 1e6);
        EXPECT_EQ(capital(i, 0), 0);  // the path beside it is left alone
    }
    return b;
}

TEST(BuildClock, TheCurveIsLinearBetweenKnotsAndFlatBeyond) {
    EXPECT_EQ(schedule::capital_at(curve, 0), 0);
    EXPECT_DOUBLE_EQ(schedule::capital_at(curve, 0.5), 50e6);
    EXPECT_DOUBLE_EQ(schedule::capital_at(curve, 1), 100e6);
    EXPECT_DOUBLE_EQ(schedule::capital_at(curve, 2), 300e6);
    EXPECT_DOUBLE_EQ(schedule::capital_at(curve, 5), 600e6);
    EXPECT_DOUBLE_EQ(schedule::capital_at(curve, 50), 600e6);
    EXPECT_EQ(schedule::capital_at({}, 3), 0);
}

TEST(BuildClock, UndisturbedItIsThePlan) {
    const Built b = build(plan());
    EXPECT_EQ(b.milestone, 5);
    const std::vector<double> expected{0, 100, 200, 200, 50, 50, 0};
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(b.spend[i], expected[i], 1e-9);
}

TEST(BuildClock, ASlipStretchesTheSpendAboutItsStartAndKeepsTheTotal) {
    BuildRun run = plan();
    run.length = 6;
    run.stretch = 1.5;
    const Built b = build(run);
    EXPECT_EQ(b.milestone, 7);
    EXPECT_NEAR(b.total(), 600, 1e-9);
    EXPECT_NEAR(b.spend[1], 100 / 1.5, 1e-9);  // one year of the stretched clock
    EXPECT_NEAR(b.spend[1] + b.spend[2] + b.spend[3], 100 + 200, 1e-9);
}

TEST(BuildClock, ASiteOutageMovesTheMilestoneByLossTimesLength) {
    EXPECT_NEAR(build(plan(), {.site = {{2, 2.5, 1, 0}}}).milestone, 5.5, 1e-12);
    EXPECT_NEAR(build(plan(), {.site = {{2, 2.5, 0.4, 1}}}).milestone, 5.2, 1e-12);
    EXPECT_NEAR(build(plan(), {.site = {{0.5, 1.5, 1, 0}}}).milestone, 5.5,
                1e-12);  // half of it before the start
    EXPECT_NEAR(build(plan(), {.site = {{2, 2.5, 1, 0}}}).total(), 600, 1e-9);
}

TEST(BuildClock, ARoadOutageCountsOnlyBeyondTheStoreOfInputs) {
    const double d = 1 / 365.25;
    EXPECT_NEAR(build(plan(), {.road = {{2, 2 + 29 * d, 1, 0}}}).milestone, 5, 1e-12);
    EXPECT_NEAR(build(plan(), {.road = {{2, 2 + 50 * d, 1, 0}}}).milestone, 5 + 20 * d, 1e-12);
}

TEST(BuildClock, RailAndPortDoNotStopABuild) {
    EXPECT_EQ(build(plan(), {.rail = {{1, 9, 1, 1}}, .port = {{1, 9, 1, 1}}}).milestone, 5);
}

TEST(BuildClock, APauseStopsClockAndSpend) {
    const Built b = build(plan(), {}, {{2 * year, 1.5 * year}});
    EXPECT_NEAR(b.milestone, 6.5, 1e-12);
    EXPECT_NEAR(b.total(), 600, 1e-9);
    EXPECT_EQ(b.spend[2], 0);
    EXPECT_NEAR(b.spend[3], 100, 1e-9);
}

TEST(BuildClock, PausesThatOverlapCountOnce) {
    EXPECT_NEAR(build(plan(), {}, {{2 * year, 1 * year}, {2.5 * year, 1 * year}}).milestone, 6.5, 1e-12);
    EXPECT_NEAR(build(plan(), {.site = {{2, 3, 1, 1}}}, {{2.5 * year, 1 * year}}).milestone, 6.5, 1e-12);
    EXPECT_NEAR(build(plan(), {}, {{8 * year, 1 * year}}).milestone, 5, 1e-12);
}

TEST(BuildClock, TheLaterFactorActsOnSpendAfterItsDateOnly) {
    BuildRun run = plan();
    run.capital_ratio = 1.2;
    run.later_factor = 1.5;
    run.later_from = 2.5;
    const Built b = build(run);
    EXPECT_NEAR(b.spend[1], 1.2 * 100, 1e-9);
    EXPECT_NEAR(b.spend[2], 1.2 * (100 + 1.5 * 100), 1e-9);
    EXPECT_NEAR(b.spend[3], 1.2 * 1.5 * 200, 1e-9);
    EXPECT_EQ(b.milestone, 5);
}

TEST(BuildClock, WhatIsNotReachedByTheHorizonIsNever) {
    BuildRun run = plan();
    run.start = 20;
    EXPECT_EQ(build(run).milestone, never);
    EXPECT_EQ(build(run).total(), 0);
    run.start = never;
    EXPECT_EQ(build(run).milestone, never);
    run.start = 18;
    const Built b = build(run);
    EXPECT_EQ(b.milestone, never);
    EXPECT_NEAR(b.total(), 300, 1e-9);  // two of the years are spent all the same
}

TEST(BuildClock, PeriodsOnlyCutTheSpendAndNeverMoveIt) {
    BuildRun run{.start = 0.3,
                 .length = 4.7,
                 .stretch = 4.7 / 4,
                 .capital_ratio = 1.1,
                 .later_factor = 1.3,
                 .later_from = 2.2};
    const Lists lists{.site = {{1.05, 1.4, 0.5, 1}, {3.3, 3.6, 1, 1}}, .road = {{2, 2.4, 1, 1}}};
    const std::vector<Pause> pauses{{4.1 * year, 0.35 * year}};
    const Built yearly = build(run, lists, pauses);
    for (int ppy : {2, 4, 12}) {
        const Built finer = build(run, lists, pauses, ppy);
        EXPECT_NEAR(finer.milestone, yearly.milestone, 1e-11);
        for (int y = 0; y < 20; ++y) {
            double sum = 0;
            for (int k = 0; k < ppy; ++k) sum += finer.spend[static_cast<std::size_t>(y * ppy + k)];
            ASSERT_NEAR(sum, yearly.spend[static_cast<std::size_t>(y)], 1e-8) << "year " << y << ", " << ppy;
        }
    }
}

}  // namespace
