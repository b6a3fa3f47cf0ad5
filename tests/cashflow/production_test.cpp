#include "minerisk/cashflow/production.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::OreFace;
using cashflow::planned_ore;
using cashflow::prestripped;
using cashflow::Yield;

using testing_support::never;

TEST(OreFace, AStretchAcrossBinsIsIntegratedExactly) {
    const Project project = testing_support::full_mine();
    OreFace face;
    face.open(project, 1, 1);
    Yield y;
    face.mill(5e6, y);  // 4 Mt of the first bin and 1 Mt of the second
    EXPECT_DOUBLE_EQ(y.ore, 5e6);
    EXPECT_DOUBLE_EQ(y.mined, 4e6 * 3 + 1e6 * 2.5);
    EXPECT_DOUBLE_EQ(y.expensed, 1e6 * 2.5);
    EXPECT_DOUBLE_EQ(y.sustained_ore, 1e6);
    EXPECT_DOUBLE_EQ(y.contained[0], 4e4 + 8e3);
    EXPECT_NEAR(y.recovered[0], 4e4 * 0.72 + 8e3 * 0.855, 1e-9);
    EXPECT_FALSE(face.exhausted());
}

TEST(OreFace, PeriodsMayCutTheOreAsTheyLike) {
    const Project project = testing_support::full_mine();
    std::mt19937 draw{5};
    for (int trial = 0; trial < 50; ++trial) {
        OreFace face;
        face.open(project, 1.1, 0.8);
        Yield y, sum;
        int periods = 0;
        while (!face.exhausted()) {
            face.mill(1e3 * static_cast<double>(draw() % 2000), y);
            sum.ore += y.ore;
            sum.mined += y.mined;
            sum.contained[0] += y.contained[0];
            sum.recovered[1] += y.recovered[1];
            ASSERT_LT(++periods, 1000);
        }
        EXPECT_NEAR(sum.ore, 20e6, 1e-4);
        EXPECT_NEAR(sum.ore, face.cumulative(), 1e-6);
        EXPECT_NEAR(sum.mined, 12e6 + 25e6 + 9e6, 1e-4);
        EXPECT_NEAR(sum.contained[0], 1.1 * (4e4 + 8e4 + 3.6e4), 1e-6);
        const auto r = [](double base) { return base * 0.8 / (1 - base + base * 0.8); };
        EXPECT_NEAR(sum.recovered[1], 1.1 * (2 * r(0.7 * 0.8) + 4 * r(0.7 * 0.95) + 1.8 * r(0.7)), 1e-9);
        face.mill(1e6, y);  // nothing is left
        EXPECT_EQ(y.ore, 0);
        EXPECT_EQ(y.contained[0], 0);
    }
}

TEST(OreFace, ARemnantOfRoundingIsNoOre) {
    const Project project = testing_support::plain_mine();
    OreFace face;
    face.open(project, 1, 1);
    Yield y;
    for (int i = 0; i < 120; ++i) face.mill(10e6 / 120, y);
    EXPECT_TRUE(face.exhausted());
}

TEST(OreFace, AMultiplierOfOneChangesNothing) {
    for (const double r : {0.0, 0.3, 0.686, 0.9, 1.0}) EXPECT_NEAR(recovery_with_odds(r, 1), r, 2e-16);
    EXPECT_EQ(recovery_with_odds(0, 3), 0);
    EXPECT_EQ(recovery_with_odds(1, 3), 1);
}

TEST(PlannedOre, PhasesAddUpEachFromItsOwnMilestoneWithItsOwnRampUp) {
    const Project project = testing_support::full_mine();
    BuildPaths build{2, 1, 2};
    build.milestone(0, 1) = 1.5;
    build.milestone(1, 1) = 3;
    build.ramp_up(1, 1) = 2;
    const auto planned = [&](double from, double to) { return planned_ore(project, build, 1, from, to); };
    EXPECT_EQ(planned(0, 1), 0);
    EXPECT_NEAR(planned(1, 2), 1e6, 1e-6);
    EXPECT_NEAR(planned(2, 3), 2e6, 1e-6);
    EXPECT_NEAR(planned(3, 4), 2e6 + 0.25e6, 1e-6);
    EXPECT_NEAR(planned(4, 5), 2e6 + 0.75e6, 1e-6);
    EXPECT_NEAR(planned(5, 6), 3e6, 1e-6);
    build.milestone(1, 1) = never;
    EXPECT_NEAR(planned(5, 6), 2e6, 1e-6);
}

TEST(Prestrip, IsMovedBeforeTheMilestoneWhereverThatIs) {
    Project project = testing_support::plain_mine();
    project.phases[0].prestrip = {{2.75 * year, 0.75 * year, 10 * Mt_mined},
                                  {0.75 * year, Years{}, 3 * Mt_mined}};
    BuildPaths build{1, 1, 1};
    for (const double milestone : {3.75, 4.2}) {
        build.milestone(0, 0) = milestone;
        double sum = 0;
        for (int i = 0; i < 6; ++i) sum += prestripped(project, build, 0, i, i + 1);
        EXPECT_NEAR(sum, 13e6, 1e-6);
    }
    build.milestone(0, 0) = 3.75;
    EXPECT_NEAR(prestripped(project, build, 0, 1, 2), 5e6, 1e-6);
    EXPECT_NEAR(prestripped(project, build, 0, 3, 4), 3e6, 1e-6);
    build.milestone(0, 0) = never;
    EXPECT_EQ(prestripped(project, build, 0, 0, 6), 0);
}

}  // namespace
