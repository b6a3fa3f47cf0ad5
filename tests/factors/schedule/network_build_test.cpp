#include <gtest/gtest.h>

#include <cmath>

#include "minerisk/factors/schedule/network_build.hpp"
#include "support/network.hpp"
#include "support/outages.hpp"

using namespace minerisk;
using namespace minerisk_test;
namespace D = minerisk::distribution;
using schedule::Branch;
using schedule::BranchOption;
using schedule::NetworkBuild;

namespace {

/// Valuation at 2027, plan from 2026: a decision in mid-2027, a mine of two years, an expansion of one.
NetworkBuild::Parameters parameters() {
    auto plan = plan_of({activity("GO", 0.0), activity("mine", 2.0), activity("ore", 0.0),
                         activity("ramp", 1.0), activity("more", 1.0), activity("END", 0.0)},
                        {joins("GO", "mine"), joins("mine", "ore"), joins("ore", "ramp"),
                         joins("ramp", "more"), joins("more", "END")});
    plan.data_date = years(1);
    plan.activities[0].finish_on = {years(1.5), D::fixed(0)};
    plan.activities[1].cost = Money::from_canonical(200);
    plan.activities[4].cost = Money::from_canonical(30);
    NetworkBuild::Parameters p;
    p.plan = std::move(plan);
    p.phases = {{"ore", "ramp"}, {"END", ""}};
    p.restart = "GO";
    return p;
}
Branch branch(std::vector<BranchOption> options) {
    return Branch{{.decided = years(0.5),
                   .options = std::move(options),
                   .base = "go",
                   .standing_cost = 0.06,
                   .exit_cost = 0.1}};
}
Branch goes(Years delay = {}) {
    return branch({{"go", 1, BranchOption::Then::go, delay}});
}

struct Bench {
    TimeGrid grid{{2027, 1, 1}, 20, 1};
    NetworkBuild build;
    NetworkBuild::Workspace work;
    OutageBlock outages;
    BuildPaths out{2, 20, wide_block};

    Bench(NetworkBuild::Parameters p, std::optional<Branch> b)
        : build{{"one", "two"}, std::move(p),      std::move(b), {}, Money::from_canonical(1000),
                grid,           {"raid", "strike"}},
          work{build.workspace(wide_block)} {
        outages.reset_empty(wide_block);
    }
    void simulate() { build.simulate_block(1, 0, outages, work, out); }
};

std::string refusal(const NetworkBuild::Parameters& p, std::optional<Branch> b) {
    try {
        Bench{p, std::move(b)};
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(NetworkBuild, DatesRampsAndCapitalByPeriod) {
    Bench bench{parameters(), goes()};
    bench.simulate();
    EXPECT_EQ(bench.out.start(0, 3), 0);  // GO waits from the data date on
    EXPECT_EQ(bench.out.milestone(0, 3), 2.5);
    EXPECT_EQ(bench.out.ramp_up(0, 3), 1);
    EXPECT_EQ(bench.out.milestone(1, 3), 4.5);
    EXPECT_EQ(bench.out.ramp_up(1, 3), 0);
    EXPECT_EQ(bench.out.slip(0, 3), 1);
    const double capital[] = {50, 100, 50, 15, 15, 0};
    for (int i = 0; i < 6; ++i) EXPECT_NEAR(bench.out.capital(i, 3), capital[i], 1e-9) << i;
    EXPECT_NEAR(bench.out.standing(0, 3), 0.06 * 1000 * 0.5, 1e-9);
    EXPECT_EQ(bench.out.decision[3], Decision::go);
}

TEST(NetworkBuild, TheBranchMovesWhatFollowsTheRestart) {
    Bench bench{parameters(), goes(years(2))};
    bench.simulate();
    EXPECT_EQ(bench.out.milestone(0, 0), 4.5);
    EXPECT_EQ(bench.out.milestone(1, 0), 6.5);
    EXPECT_EQ(bench.out.capital(1, 0), 0);
    EXPECT_NEAR(bench.out.capital(2, 0), 50, 1e-9);
}

TEST(NetworkBuild, AProjectThatStopsBuildsNothingAndPaysItsExit) {
    Bench bench{parameters(), branch({{"go", 1e-12, BranchOption::Then::go, {}},
                                      {"stop", 1 - 1e-12, BranchOption::Then::stop, {}}})};
    bench.simulate();
    EXPECT_TRUE(std::isinf(bench.out.milestone(0, 0)));
    EXPECT_TRUE(std::isinf(bench.out.milestone(1, 0)));
    EXPECT_EQ(bench.out.ramp_up(0, 0), 0);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(bench.out.capital(i, 0), 0);
    EXPECT_NEAR(bench.out.standing(0, 0), 30 + 100, 1e-9);
}

TEST(NetworkBuild, OutagesHoldUpExposedWorkAndItsCost) {
    auto p = parameters();
    p.plan.activities[1].exposure.channel[static_cast<std::size_t>(Channel::site)] = 0.5;
    p.plan.activities[1].time_dependent = 1;
    Bench bench{p, goes()};
    bench.outages.clear();
    for (int path = 0; path < wide_block; ++path)
        for (int c = 0; c < channel_count; ++c) {
            if (c == static_cast<int>(Channel::site) && path == 7) bench.outages.add({1, 2, 1, 1});  // 2028
            bench.outages.end_list();
        }
    bench.simulate();
    EXPECT_EQ(bench.out.milestone(0, 6), 2.5);
    EXPECT_EQ(bench.out.milestone(0, 7), 3.0);
    double spent = 0;
    for (int i = 0; i < 20; ++i) spent += bench.out.capital(i, 7);
    EXPECT_NEAR(spent, 200 * 2.5 / 2 + 30, 1e-9);
    bench.build.base_block(bench.outages, bench.work, bench.out);
    EXPECT_EQ(bench.out.milestone(0, 7), 3.0);  // the base of the schedule meets the same outages
}

TEST(NetworkBuild, WorkMayStateTheLossOfAClassOfEvents) {
    auto p = parameters();
    p.plan.activities[1].exposure = {{1, 0, 0, 0}, {{"strike", 0}}};
    p.plan.activities[4].exposure = {{1, 0, 0, 0}, {}};
    Bench bench{p, goes()};
    EXPECT_EQ(bench.build.by_class(), (std::array{true, false, false, false}));
    bench.outages.keep_events(bench.build.by_class());
    bench.outages.clear();
    for (int path = 0; path < wide_block; ++path)
        for (int c = 0; c < channel_count; ++c) {
            if (c == static_cast<int>(Channel::site)) {
                bench.outages.add({1, 1.5, 1, 1}, 1);  // a strike, which does not touch the mine
                if (path == 7) bench.outages.add({1.25, 1.75, 1, 1}, 0);
                bench.outages.add({4, 4.5, 1, 1}, 1);
            }
            bench.outages.end_list();
        }
    bench.simulate();
    EXPECT_EQ(bench.out.milestone(0, 6), 2.5);
    EXPECT_EQ(bench.out.milestone(0, 7), 3.0);
    EXPECT_EQ(bench.out.milestone(1, 6), 5.0);  // the strike stops the expansion

    p.plan.activities[4].exposure.class_loss = {{"strikes", 1}};
    EXPECT_NE(refusal(p, goes()).find(
                  "network.activity.more.exposure.build_loss.strikes: must be the name of a class"),
              std::string::npos);
}

TEST(NetworkBuild, WhatIsUnderWayIsPaidUpToTheStop) {
    auto p = parameters();
    schedule::Activity works = activity("works", 1.0);
    works.progress = schedule::Progress::under_way;
    works.cost = Money::from_canonical(80);
    p.plan.activities.push_back(works);
    p.plan.links.push_back(joins("works", "END"));
    Bench stops{p, branch({{"go", 1e-12, BranchOption::Then::go, {}},
                           {"stop", 1 - 1e-12, BranchOption::Then::stop, {}}})};
    stops.simulate();
    EXPECT_NEAR(stops.out.capital(0, 0), 40, 1e-9);  // half of its year until the decision
    EXPECT_EQ(stops.out.capital(1, 0), 0);
}

TEST(NetworkBuild, TheBaseIsThatOfTheDecision) {
    Bench bench{parameters(), goes(years(2))};
    EXPECT_EQ(bench.build.base().dates(2 * bench.build.network().index("ore") + 1, 0), 1 + 4.5);
    bench.simulate();
    EXPECT_EQ(bench.out.slip(0, 0), 1);
}

TEST(NetworkBuild, WaitingIsNoWorkWhereThereIsNoOutage) {
    auto p = parameters();
    schedule::Activity fits = activity("fits", 1.0);
    fits.interruptible = true;
    fits.cost = Money::from_canonical(60);
    fits.time_dependent = 1;
    p.plan.activities.push_back(fits);
    p.plan.links.push_back(joins("mine", "fits", schedule::LinkType::finish_finish, 1));
    p.plan.links.push_back(joins("fits", "END"));
    Bench without{p, goes()};
    p.plan.activities.back().exposure = {{1, 0, 0, 0}, {}};
    Bench with{p, goes()};
    EXPECT_EQ(with.build.base().cost(0, 0), without.build.base().cost(0, 0));
}

TEST(NetworkBuild, WhatNeverEndsIsPaidUpToTheHorizon) {
    auto p = parameters();
    p.plan.activities[1].exposure = {{1, 0, 0, 0}, {}};
    p.plan.hammocks = {{"team", "", "GO", "ore", Money::from_canonical(20), {}}};
    Bench bench{p, goes()};
    bench.outages.clear();
    for (int path = 0; path < wide_block; ++path)
        for (int c = 0; c < channel_count; ++c) {
            if (c == static_cast<int>(Channel::site)) bench.outages.add({1, 30, 1, 1});
            bench.outages.end_list();
        }
    bench.simulate();
    EXPECT_TRUE(std::isinf(bench.out.milestone(0, 0)));
    double spent = 0;
    for (int i = 0; i < 20; ++i) spent += bench.out.capital(i, 0);
    EXPECT_NEAR(spent, 200 + 20 * 19.5 / 2, 1e-9);
}

TEST(NetworkBuild, ActivitiesAndHammocksBindTheirCostAtTheirStart) {
    auto p = parameters();
    schedule::Activity works = activity("works", 1.0);
    works.progress = schedule::Progress::under_way;
    works.cost = Money::from_canonical(80);
    p.plan.activities.push_back(works);
    p.plan.links.push_back(joins("GO", "works"));  // what is left of it goes on with the decision
    p.plan.hammocks = {{"team", "", "GO", "ore", Money::from_canonical(20), {}}};
    Bench bench{p, goes()};
    for (int block = 0; block < 2; ++block) {
        bench.simulate();
        double by_start = 0, by_first_year = 0, all = 0;
        for (const Commitment& c : bench.out.commitments[3]) {
            by_start += c.begin <= 0 ? c.amount : 0;
            by_first_year += c.begin <= 0.5 ? c.amount : 0;
            all += c.amount;
        }
        EXPECT_EQ(bench.out.commitments[3].size(), 4u);
        EXPECT_NEAR(by_start, 80, 1e-9);
        EXPECT_NEAR(by_first_year, 80 + 200 + 20, 1e-9);
        EXPECT_NEAR(all, 80 + 200 + 20 + 30, 1e-9);
    }
    Bench stops{p, branch({{"go", 1e-12, BranchOption::Then::go, {}},
                           {"stop", 1 - 1e-12, BranchOption::Then::stop, {}}})};
    stops.simulate();
    EXPECT_EQ(stops.out.commitments[3].size(), 0u);
}

TEST(NetworkBuild, ASuspensionTakesNoMoney) {
    auto p = parameters();
    p.plan.hammocks = {{"team", "", "GO", "ore", Money::from_canonical(20), {}}};
    Bench bench{p, goes()};
    bench.outages = testing_support::block_of({.suspensions = {{1, 1.75, false}}}, wide_block);
    bench.simulate();
    // Nothing holds up the mine, 0.5 to 2.5, but 0.75 of its 2 years take no money: 200 over 1.25 years. The
    // team costs 10 a year outside the suspension.
    EXPECT_NEAR(bench.out.capital(0, 3), 200 * 0.5 / 1.25 + 5, 1e-9);
    EXPECT_NEAR(bench.out.capital(1, 3), 200 * 0.25 / 1.25 + 2.5, 1e-9);
    EXPECT_NEAR(bench.out.capital(2, 3), 200 * 0.5 / 1.25 + 5 + 0, 1e-9);
    double bound = 0;
    for (const Commitment& c : bench.out.commitments[3]) bound += c.amount;
    EXPECT_NEAR(bound, 200 + 12.5 + 30, 1e-9);
}

TEST(NetworkBuild, OfWorkHaltedForGoodOnlyWhatWasDoneIsPaid) {
    auto p = parameters();
    p.plan.activities[1].exposure = {{1, 0, 0, 0}, {}};
    p.plan.hammocks = {{"team", "", "GO", "ore", Money::from_canonical(20), {}}};
    Bench bench{p, goes()};
    // Half a loss from 1 to 1.5, closed for ever from 1.5 on: of 2 years of work 0.5 + 0.25 are done.
    bench.outages = testing_support::block_of(
        {.site = {{1, 1.5, 0.5, 1}, {1.5, 100, 1, 1}}, .suspensions = {{1.5, 3, true}}}, wide_block);
    bench.simulate();
    EXPECT_TRUE(std::isinf(bench.out.milestone(0, 3)));
    EXPECT_NEAR(bench.out.capital(0, 3), 75.0 / 2 + 5, 1e-9);
    EXPECT_NEAR(bench.out.capital(1, 3), 75.0 / 2 + 5, 1e-9);
    for (int i = 2; i < 20; ++i) EXPECT_EQ(bench.out.capital(i, 3), 0);
    double bound = 0;
    for (const Commitment& c : bench.out.commitments[3]) bound += c.amount;
    EXPECT_NEAR(bound, 200 + 20, 1e-9);  // the team at its likely length; the expansion never starts
}

TEST(NetworkBuild, SecurityIsNotCountedTwice) {
    auto p = parameters();
    p.plan.activities[1].exposure.channel[0] = 0.5;
    p.plan.stoppages = schedule::Stoppages{Rate::from_canonical(1), D::fixed(0.1), {{"mine", 1}}, {}};
    p.plan.drivers = {{.id = "R1", .factor = D::fixed(1.1), .hits = {{"mine", 1}}, .security = true}};
    const std::string text = refusal(p, goes());
    EXPECT_NE(text.find("network.stoppages: counts security twice"), std::string::npos) << text;
    EXPECT_NE(text.find("network.driver.R1: counts security twice"), std::string::npos) << text;
}

TEST(NetworkBuild, RefusesByName) {
    auto p = parameters();
    p.phases[0].milestone = "or";
    EXPECT_NE(refusal(p, goes()).find("schedule.phase[1].milestone = or: must be the id"), std::string::npos);
    p = parameters();
    p.restart = "mine";
    EXPECT_NE(refusal(p, goes()).find("schedule.restart = mine: must have a finish_on date"),
              std::string::npos);
    p = parameters();
    EXPECT_NE(refusal(p, {}).find("schedule.restart = GO: has no meaning without a branch"),
              std::string::npos);
}
