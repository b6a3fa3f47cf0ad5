#include "minerisk/factors/schedule/top_down.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/build.hpp"
#include "support/numbers.hpp"
#include "support/outages.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using schedule::PhaseRisk;
using schedule::TopDown;
using testing_support::no_spread;
using testing_support::outside_view;
using testing_support::restart_slip_stop;
using testing_support::ScheduleBench;

using testing_support::never;

TEST(TopDown, WithoutSpreadEveryPathIsThePlan) {
    ScheduleBench bench{{.phases = {no_spread(), no_spread()}}};
    bench.simulate(1, 0);
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_EQ(bench.out.start(0, p), 0.5);
        EXPECT_EQ(bench.out.milestone(0, p), 4.5);
        EXPECT_EQ(bench.out.start(1, p), 7.5);
        EXPECT_EQ(bench.out.milestone(1, p), 9.5);
        EXPECT_EQ(bench.out.slip(0, p), 1);
        EXPECT_EQ(bench.out.capital_ratio(1, p), 1);
        EXPECT_EQ(bench.out.ramp_up(0, p), 0);
        EXPECT_EQ(bench.out.decision[static_cast<std::size_t>(p)], Decision::none);
        EXPECT_NEAR(bench.spent(p), 1500, 1e-9);
        EXPECT_EQ(bench.stood(p), 0);
        EXPECT_NEAR(bench.out.capital(0, p), 150e6, 1e-6);
        EXPECT_NEAR(bench.out.capital(1, p), 150e6 + 100e6, 1e-6);
    }
}

TEST(TopDown, WithoutSpreadTheMediansStretchThePlan) {
    PhaseRisk risk = no_spread();
    risk.slip_median = 1.5;
    risk.capital_median = 1.2;
    risk.ramp_median = risk.ramp_least = risk.ramp_most = risk.ramp_base = 15 * month;
    ScheduleBench bench{{.phases = {risk, no_spread()}}};
    bench.simulate(1, 0);
    EXPECT_NEAR(bench.out.milestone(0, 9), 6.5, 1e-12);
    EXPECT_NEAR(bench.out.start(1, 9), 9.5, 1e-12);  // the second phase follows the first one's milestone
    EXPECT_NEAR(bench.out.milestone(1, 9), 11.5, 1e-12);
    EXPECT_EQ(bench.out.ramp_up(0, 9), 1.25);
    EXPECT_NEAR(bench.spent(9), 1.2 * 1000 + 500, 1e-6);
}

TEST(TopDown, EachPhaseThatStartsBindsItsCapitalAtItsStart) {
    PhaseRisk risk = no_spread();
    risk.capital_median = 1.2;
    risk.later_capital_factor = 2;
    ScheduleBench bench{{.phases = {risk, no_spread()}}};
    for (int block = 0; block < 2; ++block) {  // the lists start anew
        bench.simulate(1, 0);
        const auto bound = bench.out.commitments[9];
        ASSERT_EQ(bound.size(), 2u);
        EXPECT_EQ(bound[0].begin, 0.5);
        EXPECT_NEAR(bound[0].amount, 1200e6, 1e-3);  // without the factor on later spend
        EXPECT_EQ(bound[1].begin, 7.5);
        EXPECT_NEAR(bound[1].amount, 500e6, 1e-3);
    }
    ScheduleBench shorter{{.phases = {risk, no_spread()}}, 7};
    shorter.simulate(1, 0);
    EXPECT_EQ(shorter.out.commitments[9].size(), 1u);  // the expansion would start beyond the grid
}

TEST(TopDown, OnlyAProjectThatGoesOnIsBound) {
    ScheduleBench bench{
        {.phases = {no_spread(), no_spread()}, .branch = schedule::Branch{restart_slip_stop()}}};
    bench.simulate(1, 0);
    int bound = 0;
    for (int p = 0; p < wide_block; ++p) {
        const auto at = static_cast<std::size_t>(p);
        const bool goes = bench.out.decision[at] == Decision::go;
        EXPECT_EQ(bench.out.commitments[at].size(), goes ? 2u : 0u);
        if (goes) {
            EXPECT_EQ(bench.out.commitments[at][0].begin, bench.out.start(0, p));
        }
        bound += goes;
    }
    EXPECT_GT(bound, 0);
    EXPECT_LT(bound, wide_block);
}

TEST(TopDown, ASuspensionForGoodEndsTheBuild) {
    ScheduleBench bench{{.phases = {no_spread(), no_spread()}}};
    bench.outages =
        testing_support::block_of({.halts = {{2.5, 60, 1, 1}}, .suspensions = {{2.5, 4, true}}}, wide_block);
    bench.simulate(1, 0);
    EXPECT_EQ(bench.out.milestone(0, 3), never);
    EXPECT_NEAR(bench.spent(3), 300 + 200, 1e-9);  // two of the four years, as the curve has it
    EXPECT_EQ(bench.out.commitments[3].size(), 1u);
    bench.outages = testing_support::block_of({.suspensions = {{0.25, 4, true}}}, wide_block);
    bench.simulate(1, 0);
    EXPECT_EQ(bench.out.commitments[3].size(), 0u);
    EXPECT_EQ(bench.spent(3), 0);
}

TEST(TopDown, TheBaseIsThePlanWhateverTheRisks) {
    ScheduleBench bench{
        {.phases = {outside_view(), outside_view()}, .branch = schedule::Branch{restart_slip_stop()}}};
    bench.simulate(1, 0);
    bench.model.base_block(bench.outages, bench.work, bench.out);
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_EQ(bench.out.milestone(0, p), 4.5);
        EXPECT_EQ(bench.out.milestone(1, p), 9.5);
        EXPECT_EQ(bench.out.ramp_up(0, p), 1.25);
        EXPECT_EQ(bench.out.slip(1, p), 1);
        EXPECT_EQ(bench.out.capital_ratio(0, p), 1);
        EXPECT_EQ(bench.out.decision[static_cast<std::size_t>(p)], Decision::go);
        EXPECT_NEAR(bench.spent(p), 1500, 1e-6);
        EXPECT_NEAR(bench.stood(p), 0.06 * 1000 * 0.5, 1e-9);  // until the decision
    }
}

TEST(TopDown, AllSpendIsThePlansTimesTheCapitalRatioOfItsPhase) {
    ScheduleBench bench{{.phases = {outside_view(), outside_view()}}, 150};
    bench.simulate(6, 0);
    for (int p = 0; p < wide_block; ++p) {
        ASSERT_LT(bench.out.milestone(1, p), 100);
        EXPECT_NEAR(bench.spent(p),
                    1000 * bench.out.capital_ratio(0, p) + 500 * bench.out.capital_ratio(1, p), 1e-7);
        EXPECT_NEAR(bench.out.milestone(0, p), 0.5 + 4 * bench.out.slip(0, p), 1e-12);
        EXPECT_NEAR(bench.out.milestone(1, p), bench.out.milestone(0, p) + 3 + 2 * bench.out.slip(1, p),
                    1e-12);
        EXPECT_NE(bench.out.slip(0, p), bench.out.slip(1, p));
    }
}

TEST(TopDown, AnOutageOfTheSiteDelaysBothPhases) {
    ScheduleBench bench{{.phases = {no_spread(), no_spread()}}};
    bench.outages = testing_support::block_of({.site = {{2, 3, 0.5, 0}, {8, 8.25, 1, 1}}}, wide_block);
    bench.simulate(1, 0);
    EXPECT_NEAR(bench.out.milestone(0, 0), 5, 1e-12);
    EXPECT_NEAR(bench.out.start(1, 0), 8, 1e-12);
    EXPECT_NEAR(bench.out.milestone(1, 0), 10.25, 1e-12);
    EXPECT_NEAR(bench.spent(0), 1500, 1e-9);
}

TEST(TopDown, APauseOfTheProjectMovesTheMilestone) {
    ScheduleBench bench{{.phases = {no_spread(), no_spread()}, .pauses = {{2 * year, 1.5 * year}}}};
    bench.simulate(1, 0);
    EXPECT_NEAR(bench.out.milestone(0, 0), 6, 1e-12);
}

TEST(TopDown, TheLaterFactorOfAPhaseActsOnItsSpendOnly) {
    PhaseRisk risk = no_spread();
    risk.later_capital_factor = 2;
    risk.later_from = 1.5 * year;  // 300 of the first phase are spent by then
    ScheduleBench bench{{.phases = {risk, no_spread()}}};
    bench.simulate(1, 0);
    EXPECT_NEAR(bench.spent(3), 300 + 2 * 700 + 500, 1e-9);
}

TEST(TopDown, ADecisionToWaitMovesTheBuildAndPaysTheStandingCost) {
    ScheduleBench bench{
        {.phases = {no_spread(), no_spread()}, .branch = schedule::Branch{restart_slip_stop()}}};
    int waited = 0, stopped = 0;
    for (std::uint64_t first = 0; first < 640; first += 64) {
        bench.simulate(2, first);
        for (int p = 0; p < wide_block; ++p) {
            const auto i = static_cast<std::size_t>(p);
            const double pause = bench.out.pause_end(0, p);
            EXPECT_EQ(pause, 0.5 + (bench.out.draws[i] - 1.0));
            if (bench.out.decision[i] == Decision::go) {
                EXPECT_NEAR(bench.out.start(0, p), 0.5 + (pause - 0.5), 1e-12);
                EXPECT_NEAR(bench.out.milestone(0, p), 4.5 + (pause - 0.5), 1e-12);
                EXPECT_NEAR(bench.stood(p), 0.06 * 1000 * pause, 1e-9);
                EXPECT_NEAR(bench.spent(p), 1500, 1e-9);
                waited += pause > 1;
            } else {
                ASSERT_EQ(bench.out.decision[i], Decision::stopped);
                EXPECT_EQ(bench.out.milestone(0, p), never);
                EXPECT_EQ(bench.out.milestone(1, p), never);
                EXPECT_EQ(bench.spent(p), 0);
                EXPECT_NEAR(bench.stood(p), 0.06 * 1000 * pause + 0.10 * 1000, 1e-9);
                ++stopped;
            }
        }
    }
    EXPECT_GT(waited, 20);
    EXPECT_GT(stopped, 20);
}

TEST(TopDown, AProjectThatIsNeverDecidedStandsToTheHorizonAndEarnsNothing) {
    schedule::Branch::Parameters branch = restart_slip_stop();
    branch.options = {{"slip", 1 - 1e-10, Then::decide_again, 1 * year}, {"restart", 1e-10, Then::go}};
    ScheduleBench bench{{.phases = {no_spread(), no_spread()}, .branch = schedule::Branch{branch}}, 12};
    bench.simulate(2, 0);
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_EQ(bench.out.decision[static_cast<std::size_t>(p)], Decision::undecided);
        EXPECT_EQ(bench.out.milestone(0, p), never);
        EXPECT_NEAR(bench.stood(p), 0.06 * 1000 * 12, 1e-9);
    }
}

TEST(TopDown, APathAloneHasTheBitsItHasInAnyBlock) {
    const TopDown::Parameters all{.phases = {outside_view(), outside_view()},
                                  .branch = schedule::Branch{restart_slip_stop()}};
    ScheduleBench wide{all}, narrow{all, 60, narrow_block};
    wide.simulate(3, 320);
    narrow.simulate(3, 352);
    for (int p = 0; p < narrow_block; ++p) {
        for (int k = 0; k < 2; ++k) {
            EXPECT_EQ(narrow.out.milestone(k, p), wide.out.milestone(k, 32 + p));
            EXPECT_EQ(narrow.out.ramp_up(k, p), wide.out.ramp_up(k, 32 + p));
            EXPECT_EQ(narrow.out.capital_ratio(k, p), wide.out.capital_ratio(k, 32 + p));
        }
        for (int i = 0; i < 60; ++i) EXPECT_EQ(narrow.out.capital(i, p), wide.out.capital(i, 32 + p));
    }
}

TEST(TopDown, APhaseKeepsItsDrawsWhateverTheOtherOnesRisksAre) {
    ScheduleBench both{{.phases = {outside_view(), outside_view()}}},
        one{{.phases = {outside_view(), no_spread()}}};
    both.simulate(3, 0);
    one.simulate(3, 0);
    for (int p = 0; p < wide_block; ++p) EXPECT_EQ(both.out.milestone(0, p), one.out.milestone(0, p));
}

TEST(TopDown, StreamsAreNamedByPhase) {
    const ScheduleBench bench{
        {.phases = {outside_view(), outside_view()}, .branch = schedule::Branch{restart_slip_stop()}}};
    EXPECT_EQ(bench.model.stream_names(),
              (std::vector<std::string>{"schedule.mine.slip", "schedule.mine.capital", "schedule.mine.ramp",
                                        "schedule.expansion.slip", "schedule.expansion.capital",
                                        "schedule.expansion.ramp", "schedule.branch"}));
}

TEST(TopDown, WhatItCannotBeIsRefusedByName) {
    using testing_support::nan;
    using Fields = std::vector<std::string>;
    const auto refused = [](auto change) {
        TopDown::Parameters p{.phases = {outside_view(), outside_view()}, .pauses = {{1 * year, 1 * year}}};
        change(p);
        Fields fields;
        try {
            ScheduleBench{p};
        } catch (const InputError& e) {
            for (const Problem& problem : e.problems()) fields.push_back(problem.field);
        }
        return fields;
    };
    EXPECT_EQ(refused([](auto&) {}), Fields{});
    for (const double bad : {-1.0, nan}) {
        EXPECT_EQ(refused([&](auto& p) { p.phases[1].slip_median = bad; }),
                  Fields{"schedule.phase[2].slip_median"});
        EXPECT_EQ(refused([&](auto& p) { p.phases[0].capital_median = bad; }),
                  Fields{"schedule.phase[1].capital_median"});
        EXPECT_EQ(refused([&](auto& p) { p.phases[0].slip_sigma = bad; }),
                  Fields{"schedule.phase[1].slip_sigma"});
        EXPECT_EQ(refused([&](auto& p) { p.phases[0].capital_sigma = bad; }),
                  Fields{"schedule.phase[1].capital_sigma"});
        EXPECT_EQ(refused([&](auto& p) { p.phases[0].ramp_sigma = bad; }),
                  Fields{"schedule.phase[1].ramp_sigma"});
        EXPECT_EQ(refused([&](auto& p) { p.phases[0].ramp_median = bad * month; }),
                  Fields{"schedule.phase[1].ramp_median"});
        EXPECT_EQ(refused([&](auto& p) { p.phases[0].ramp_base = bad * month; }),
                  Fields{"schedule.phase[1].ramp_base"});
        EXPECT_EQ(refused([&](auto& p) { p.phases[0].later_capital_factor = bad; }),
                  Fields{"schedule.phase[1].later_capital_factor"});
        EXPECT_EQ(refused([&](auto& p) { p.pauses[0].length = bad * year; }),
                  Fields{"schedule.pause[1].length"});
    }
    EXPECT_EQ(refused([&](auto& p) { p.phases[0].later_from = nan * year; }),
              Fields{"schedule.phase[1].later_from"});
    EXPECT_EQ(refused([&](auto& p) { p.pauses[0].from = nan * year; }), Fields{"schedule.pause[1].from"});
    EXPECT_EQ(refused([](auto& p) { p.phases.pop_back(); }), Fields{"schedule.phase"});
    EXPECT_FALSE(refused([](auto& p) { p.phases[0].slip_capital = 1.2; }).empty());
    EXPECT_FALSE(refused([](auto& p) {  // no such correlation matrix
                     p.phases[0].slip_capital = p.phases[0].slip_ramp = 0.9;
                     p.phases[0].capital_ramp = -0.9;
                 })
                     .empty());
}

}  // namespace
