#include <gtest/gtest.h>

#include <cmath>

#include "minerisk/engine/schedule_simulate.hpp"
#include "support/network.hpp"

using namespace minerisk;
using namespace minerisk_test;
namespace D = minerisk::distribution;
using schedule::Network;
using schedule::NetworkWorkspace;
using schedule::Plan;

namespace {

Money usd(double x) {
    return Money::from_canonical(x);
}
Plan chain() {
    auto plan = plan_of({activity("a", 2), activity("b", 3), activity("END", 0)},
                        {joins("a", "b"), joins("b", "END")});
    for (auto& a : plan.activities) a.cost = usd(0);
    return plan;
}
NetworkWorkspace simulated(const Network& network, std::uint64_t seed = 1, std::uint64_t first = 0,
                           const schedule::Without& without = {}) {
    NetworkWorkspace w = network.workspace(wide_block);
    network.simulate_block(seed, first, without, w);
    return w;
}
double end_of(const Network& n, const NetworkWorkspace& w, int p) {
    return w.dates(2 * n.logic().target() + 1, p);
}

}  // namespace

TEST(Network, DriversOfAGroupCountOnceAndOthersMultiply) {
    Plan plan = chain();
    plan.drivers = {{.id = "x", .factor = D::fixed(1.5), .hits = {{"a", 1}}, .group = "g"},
                    {.id = "y", .factor = D::fixed(2), .hits = {{"a", 0.4}}, .group = "g"},
                    {.id = "z", .factor = D::fixed(1.2), .hits = {{"a", 0.5}, {"b", 1}}}};
    const Network network{plan};
    const auto w = simulated(network);
    EXPECT_DOUBLE_EQ(w.duration(network.index("a"), 5), 2 * 1.5 * 1.1);  // 1 + 0.4 (2 - 1) is less than 1.5
    EXPECT_DOUBLE_EQ(w.duration(network.index("b"), 5), 3 * 1.2);
    const auto without = simulated(network, 1, 0, {.drivers = {0}});
    EXPECT_DOUBLE_EQ(without.duration(network.index("a"), 5), 2 * 1.4 * 1.1);
    EXPECT_EQ(network.base().duration(network.index("a"), 0), 2);  // drivers are absent without risk
}

TEST(Network, ADriverThatDoesNotOccurLeavesEverythingAsItIs) {
    Plan plan = chain();
    plan.drivers = {{.id = "x", .probability = 0.3, .factor = D::fixed(2), .hits = {{"a", 1}}}};
    const Network network{plan};
    const auto w = simulated(network);
    int hit = 0;
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_TRUE(w.factor(0, p) == 1 || w.factor(0, p) == 2);
        EXPECT_EQ(end_of(network, w, p), 3 + 2 * w.factor(0, p));
        hit += w.factor(0, p) == 2;
    }
    EXPECT_GT(hit, 8);
    EXPECT_LT(hit, 32);
}

TEST(Network, EventsAddTimeAndMoney) {
    Plan plan = chain();
    plan.events = {{.id = "flood",
                    .probability = 1,
                    .delay = D::fixed(0.5),
                    .hits = {{"a", 1}, {"b", 0.5}},
                    .cost = usd(7)}};
    const Network network{plan};
    const auto w = simulated(network);
    EXPECT_EQ(end_of(network, w, 0), 5.75);
    EXPECT_EQ(w.cost(0, 0), 7);
    EXPECT_EQ(simulated(network, 1, 0, {.events = {0}}).cost(0, 0), 0);
}

TEST(Network, AnEventThatTakesNoTimeStillCosts) {
    Plan plan = chain();
    plan.events = {
        {.id = "fine", .probability = 1, .delay = D::fixed(0), .hits = {{"a", 1}}, .cost = usd(7)}};
    EXPECT_EQ(simulated(Network{plan}).cost(0, 0), 7);
}

TEST(Network, AnEventIsPaidByTheFirstWorkItHitsThatIsStillToDo) {
    Plan plan = plan_of({activity("a", 2), activity("b", 3), activity("c", 1), activity("END", 0)},
                        {joins("a", "b"), joins("a", "c"), joins("b", "END"), joins("c", "END")});
    plan.choices = {{.id = "way", .options = {{"b", 1, {"b"}}, {"c", 0, {"c"}}}, .base = "b"}};
    const auto cost = [&](std::vector<schedule::Hit> hits) {
        plan.events = {
            {.id = "e", .probability = 1, .delay = D::fixed(0), .hits = std::move(hits), .cost = usd(7)}};
        return simulated(Network{plan}).cost(0, 0);
    };
    EXPECT_EQ(cost({{"b", 1}}), 7);
    EXPECT_EQ(cost({{"c", 1}}), 0);  // never done
    EXPECT_EQ(cost({{"c", 1}, {"END", 1}}), 7);
    plan.data_date = years(3);
    plan.activities[0].progress = schedule::Progress::done;
    plan.activities[0].finished = years(2);
    EXPECT_EQ(cost({{"a", 1}}), 0);
}

TEST(Network, AHammockCostsWhatIsLeftOfItUpToTheHorizon) {
    Plan plan = chain();
    plan.hammocks = {{"team", "", "a", "END", usd(30), {}}, {"camp", "", "a", "END", usd(50), {}, true}};
    const Network network{plan};
    EXPECT_EQ(network.base().cost(0, 0), 80);
    NetworkWorkspace w = network.workspace(wide_block);
    w.horizon = 3;  // a ends at 2, b would at 5
    network.simulate_block(1, 0, {}, w);
    EXPECT_DOUBLE_EQ(w.cost(0, 0), 30 / 3.0 + 50 * 3 / 5.0);
    plan.data_date = years(3);
    plan.activities[0].progress = schedule::Progress::done;
    plan.activities[0].finished = years(2);
    plan.hammocks[0].likely = years(6);
    const Network later{plan};
    EXPECT_DOUBLE_EQ(later.base().cost(0, 0), 30 * 3 / 6.0 + 50);
    plan.hammocks = {{"team", "", "END", "after", usd(30), {}}};
    plan.activities.push_back(activity("after", 0));
    plan.links.push_back(joins("END", "after"));
    EXPECT_THROW(Network{plan}, InputError);  // no length that the cost could be for
}

TEST(Network, WorkOnACalendarLosesTheWorkingDaysOfAStoppage) {
    Plan plan = plan_of({activity("week", 100), activity("year", 0.5), activity("END", 0)},
                        {joins("week", "END"), joins("year", "END")});
    plan.calendars = {{.name = "five days"}};
    plan.activities[0].calendar = "five days";
    plan.stoppages =
        schedule::Stoppages{Rate::from_canonical(0.001), D::fixed(0.1), {{"week", 1}, {"year", 0.5}}, {}};
    const Network network{plan};
    NetworkWorkspace w = network.workspace(narrow_block);
    w.stoppages.rows = 1;
    w.stoppages.begin.assign(narrow_block, 0.2);
    w.stoppages.length.assign(narrow_block, 0.1);
    network.base_block(w);
    w.stoppages.rows = 1;
    network.stop(w);
    const int j = network.index("week");
    EXPECT_NEAR(w.duration(j, 0), 100 + network.logic().length_between(j, 0.2, 0.3), 1e-9);
    EXPECT_GT(w.duration(j, 0), 124);  // some 26 working days
    EXPECT_NEAR(w.duration(network.index("year"), 0), 0.55, 1e-12);
}

TEST(Network, MoreStoppagesThanAreDrawnAreSaid) {
    Plan plan = chain();
    plan.stoppages = schedule::Stoppages{Rate::from_canonical(900), D::fixed(0.001), {{"a", 0}}, {}};
    EXPECT_THROW(
        {
            Plan often = plan;
            often.stoppages->rate = Rate::from_canonical(1100);
            Network{often};
        },
        InputError);
    plan.drivers = {{.id = "x", .factor = D::fixed(50), .hits = {{"b", 1}}}};
    const Network network{plan};
    EXPECT_TRUE(simulated(network).stoppages.overflow);
    EXPECT_THROW(simulate(network, {.run = {.paths = 64}}), RunError);
}

TEST(Network, DelayFeedsOnTheStartThatWorkWillHave) {
    // m may end a month after f at the earliest: where f is late, m starts late.
    Plan plan = plan_of({activity("f", D::uniform({1, 3})), activity("m", 1), activity("END", 0)},
                        {joins("f", "m", schedule::LinkType::finish_finish, 1), joins("m", "END")});
    plan.feedback = schedule::DelayFeedback{Rate::from_canonical(0.5), 2, {"m"}};
    const Network network{plan};
    const auto w = simulated(network);
    for (int p = 0; p < wide_block; ++p) {
        const double late = std::max(0.0, w.duration(network.index("f"), p) - 2);
        EXPECT_NEAR(w.duration(network.index("m"), p), 1 + 0.5 * late, 1e-12);
    }
}

TEST(Network, WorkUnderWayFeelsNoDelayOfItsStart) {
    Plan plan = chain();
    plan.data_date = years(1);
    plan.activities[0].progress = schedule::Progress::under_way;
    plan.feedback = schedule::DelayFeedback{Rate::from_canonical(0.5), 2, {"a"}};
    const Network network{plan};
    EXPECT_EQ(simulated(network).duration(network.index("a"), 0), 2);
}

TEST(Network, CostGrowsWithTheTimeDependentShare) {
    Plan plan = chain();
    plan.activities[0].cost = usd(100);
    plan.activities[0].time_dependent = 0.4;
    plan.hammocks = {{"team", "", "a", "END", usd(30), {}}};
    plan.drivers = {{.id = "x", .factor = D::fixed(1.5), .hits = {{"a", 1}, {"b", 1}}}};
    const Network network{plan};
    EXPECT_EQ(network.base().cost(0, 0), 130);
    EXPECT_DOUBLE_EQ(simulated(network).cost(0, 0), 100 * (0.6 + 0.4 * 1.5) + 30 * 1.5);
}

TEST(Network, AChoiceLeavesOutWhatIsNotTaken) {
    Plan plan =
        plan_of({activity("a", 2), activity("long", 3), activity("short", 1), activity("END", 0)},
                {joins("a", "long"), joins("a", "short"), joins("long", "END"), joins("short", "END")});
    plan.activities[1].cost = usd(50);
    plan.choices = {{.id = "way",
                     .options = {{"by land", 0.25, {"long"}}, {"by sea", 0.75, {"short"}}},
                     .base = "by sea"}};
    const Network network{plan};
    EXPECT_EQ(network.base().dates(2 * network.logic().target() + 1, 0), 3);
    const auto w = simulated(network);
    int by_land = 0;
    for (int p = 0; p < wide_block; ++p) {
        const bool land = w.chosen(0, p) == 0;
        by_land += land;
        EXPECT_EQ(end_of(network, w, p), land ? 5 : 3);
        EXPECT_EQ(w.cost(0, p), land ? 50 : 0);
    }
    EXPECT_GT(by_land, 4);
    EXPECT_LT(by_land, 30);
}

TEST(Network, ARiskOrAnotherChoiceDecidesAConditionalBranch) {
    Plan plan = plan_of({activity("a", 2), activity("rail", 3), activity("truck", 1), activity("yard", 4),
                         activity("END", 0)},
                        {joins("a", "rail"), joins("a", "truck"), joins("rail", "END"),
                         joins("truck", "yard"), joins("yard", "END")});
    plan.drivers = {{.id = "strike", .probability = 0.4, .factor = D::fixed(1), .hits = {{"a", 1}}}};
    plan.choices = {
        {.id = "yards",
         .options = {{"none", 0, {}}, {"one", 0, {"yard"}}},
         .if_taken = schedule::Choice::IfTaken{"way", "by road"}},
        {.id = "way", .options = {{"by rail", 0, {"rail"}}, {"by road", 0, {"truck"}}}, .if_risk = "strike"}};
    const Network network{plan};
    EXPECT_EQ(network.base().dates(2 * network.logic().target() + 1, 0), 5);
    const auto w = simulated(network);
    const auto without = simulated(network, 1, 0, {.drivers = {0}});
    int struck = 0;
    for (int p = 0; p < wide_block; ++p) {
        struck += w.present(0, p) == 1;
        EXPECT_EQ(w.chosen(0, p), w.present(0, p));
        EXPECT_EQ(w.chosen(1, p), w.present(0, p));
        EXPECT_EQ(end_of(network, w, p), w.present(0, p) == 1 ? 2 + 1 + 4 : 2 + 3);
        EXPECT_EQ(end_of(network, without, p), 5);
    }
    EXPECT_GT(struck, 12);
    EXPECT_LT(struck, 40);
}

TEST(Network, ADateDecidesAConditionalBranch) {
    Plan plan = plan_of(
        {activity("a", D::uniform({1, 3})), activity("calm", 3), activity("crash", 1), activity("END", 0)},
        {joins("a", "calm"), joins("a", "crash"), joins("calm", "END"), joins("crash", "END")});
    plan.choices = {{.id = "late",
                     .options = {{"in time", 0, {"calm"}}, {"late", 0, {"crash"}}},
                     .late_if = schedule::Choice::LateIf{"a", years(2)}}};
    const Network network{plan};
    const auto w = simulated(network);
    int late = 0;
    for (int p = 0; p < wide_block; ++p) {
        const double a = w.dates(2 * network.index("a") + 1, p);
        EXPECT_EQ(end_of(network, w, p), a > 2 ? a + 1 : a + 3);
        late += a > 2;
    }
    EXPECT_GT(late, 15);
    EXPECT_LT(late, 50);
}

TEST(Network, ReworkRepeatsAShareUntilItPassesOrRoundsRunOut) {
    Plan plan = chain();
    plan.reworks = {{.id = "test",
                     .activity = "b",
                     .probability = 1,
                     .share = D::fixed(0.1),
                     .repeats = {"a", "b"},
                     .rounds = 3}};
    EXPECT_NEAR(end_of(Network{plan}, simulated(Network{plan}), 0), 5 + 3 * 0.1 * 5, 1e-12);
    plan.reworks[0].probability = 0.5;
    const Network network{plan};
    const auto w = simulated(network);
    double rounds = 0;
    for (int p = 0; p < wide_block; ++p) rounds += (end_of(network, w, p) - 5) / 0.5;
    EXPECT_NEAR(rounds / wide_block, 0.875, 0.5);  // 1/2 + 1/4 + 1/8, sd 1.05, 64 paths: 3.8 standard errors
}

TEST(Network, DelayMakesLaterWorkSlower) {
    Plan plan = chain();
    plan.drivers = {{.id = "x", .factor = D::fixed(1.5), .hits = {{"a", 1}}}};
    plan.feedback = schedule::DelayFeedback{Rate::from_canonical(0.2), 1.15, {"b"}};
    EXPECT_NEAR(end_of(Network{plan}, simulated(Network{plan}), 0), 3 + 3 * 1.15,
                1e-12);  // 1.2, but 1.15 at most
    plan.feedback->most = 2;
    EXPECT_NEAR(end_of(Network{plan}, simulated(Network{plan}), 0), 3 + 3 * 1.2, 1e-12);
    EXPECT_EQ(Network{plan}.base().dates(2 * Network{plan}.logic().target() + 1, 0), 5);
}

TEST(Network, AFinishOnADateAndAWaitSetsTheDuration) {
    Plan plan = chain();
    plan.activities[1].finish_on = {years(4), D::fixed(0.5)};
    plan.activities[1].cost = usd(10);
    plan.activities[1].time_dependent = 1;
    const Network network{plan};
    const auto w = simulated(network);
    EXPECT_EQ(end_of(network, w, 0), 4.5);
    EXPECT_EQ(w.duration(network.index("b"), 0), 2.5);
    EXPECT_EQ(w.cost(0, 0), 10);  // cost is that of the likely duration
    plan.activities[0].duration = D::fixed(6);
    EXPECT_EQ(end_of(Network{plan}, simulated(Network{plan}), 0), 6);  // the date has gone by
}

TEST(Network, AStoppageHitsFromTheStartUpToButNotAtTheFinish) {
    Plan plan = chain();
    plan.stoppages =
        schedule::Stoppages{Rate::from_canonical(1e-9), D::fixed(1), {{"a", 1}, {"b", 0.5}}, usd(4)};
    const Network network{plan};
    NetworkWorkspace w = network.workspace(narrow_block);
    const auto finish_with = [&](double begin, double length) {
        network.simulate_block(1, 0, {.stoppages = true}, w);  // the dates without stoppages
        w.stoppages.rows = 1;
        w.stoppages.begin.assign(narrow_block, begin);
        w.stoppages.length.assign(narrow_block, length);
        network.stop(w);
        return w.dates(2 * network.logic().target() + 1, 0);
    };
    EXPECT_EQ(finish_with(0, 1), 6);      // exactly at the start of a: hit
    EXPECT_EQ(finish_with(1.999, 1), 6);  // just before its finish
    EXPECT_EQ(finish_with(2, 1), 5.5);    // exactly at its finish, which is the start of b: b is hit, by half
    EXPECT_EQ(finish_with(5, 1), 5);      // at the finish of b: nobody
}

TEST(Network, StoppagesBeginAtTheDataDateAndCostUpToTheFinish) {
    Plan plan = chain();
    plan.stoppages = schedule::Stoppages{Rate::from_canonical(2), D::fixed(0), {{"a", 1}}, usd(4)};
    const Network network{plan};
    double stops = 0;
    for (std::uint64_t block = 0; block < 50; ++block) {
        const auto w = simulated(network, 3, block * wide_block);
        for (int p = 0; p < wide_block; ++p) {
            stops += w.stopped[static_cast<std::size_t>(p)];
            EXPECT_EQ(w.cost(0, p), 4 * w.stopped[static_cast<std::size_t>(p)]);
        }
    }
    const double paths = 50 * wide_block;
    EXPECT_NEAR(stops / paths, 10, 4 * std::sqrt(10 / paths));
}

TEST(Network, AddingAnActivityLeavesTheDrawsOfTheOthers) {
    Plan plan = plan_of(
        {activity("a", D::pert({1, 2, 4})), activity("b", D::triangular({1, 2, 4})), activity("END", 0)},
        {joins("a", "b"), joins("b", "END")});
    plan.activities[0].cost = plan.activities[1].cost = usd(100);
    plan.cost = {.market_mu = 0, .market_sigma = 0.1, .item_mu = 0, .item_sigma = 0.2};
    plan.events = {
        {.id = "flood", .probability = 0.5, .delay = D::uniform({1, 2}), .hits = {{"b", 1}}, .cost = {}}};
    plan.stoppages = schedule::Stoppages{Rate::from_canonical(1), D::uniform({0.1, 0.2}), {{"a", 1}}, {}};
    const Network before{plan};
    plan.activities.insert(plan.activities.begin() + 1, activity("new", D::uniform({5, 6})));
    plan.links.push_back(joins("a", "new"));
    plan.links.push_back(joins("new", "END"));
    plan.drivers = {{.id = "x", .probability = 0.5, .factor = D::uniform({1, 2}), .hits = {{"new", 1}}}};
    const Network after{plan};
    const auto w = simulated(before), v = simulated(after);
    for (int p = 0; p < wide_block; ++p) {
        for (const char* id : {"a", "b"}) {
            EXPECT_EQ(w.duration(before.index(id), p), v.duration(after.index(id), p));
            EXPECT_EQ(w.activity_cost(before.index(id), p), v.activity_cost(after.index(id), p));
        }
        EXPECT_EQ(w.delay(0, p), v.delay(0, p));
        EXPECT_EQ(w.stoppages.begin_of(0, p, wide_block), v.stoppages.begin_of(0, p, wide_block));
        EXPECT_EQ(w.stoppages.length_of(0, p, wide_block), v.stoppages.length_of(0, p, wide_block));
    }
}

TEST(Network, APathIsTheSameInAnyBlockAndRun) {
    RandomNetwork random{4};
    Plan plan = random.plan(30, true, true);
    plan.drivers = {
        {.id = "x", .probability = 0.5, .factor = D::pert({1, 1.2, 2}), .hits = {{"A3", 1}, {"A7", 0.5}}}};
    plan.stoppages = schedule::Stoppages{
        Rate::from_canonical(1), D::lognormal_of_log({-2.0, 0.5}), {{"A4", 1}, {"A9", 1}}, {}};
    const Network network{plan};
    ScheduleRun how;
    how.run.paths = 3001;
    const auto all = simulate(network, how);
    for (const int threads : {1, 2, 3}) {
        for (const Executor executor : {Executor::tbb, Executor::threads, Executor::serial}) {
            how.run.threads = threads;
            how.run.executor = executor;
            const auto again = simulate(network, how);
            EXPECT_EQ(again.finish, all.finish);
            EXPECT_EQ(again.activities[5].criticality.value, all.activities[5].criticality.value);
            EXPECT_EQ(again.activities[5].pearson.se, all.activities[5].pearson.se);
        }
    }
    how.run.first_path = 2999;
    how.run.paths = 1;
    EXPECT_EQ(simulate(network, how).finish[0][0], all.finish[0][2999]);
    NetworkWorkspace narrow = network.workspace(narrow_block);
    network.simulate_block(how.run.seed, 2999, {}, narrow);
    EXPECT_EQ(end_of(network, narrow, 0), all.finish[0][2999]);
}

TEST(Network, ErrorsOfThePlanAreRefusedByName) {
    Plan plan = chain();
    plan.links.push_back(joins("b", "a"));
    try {
        const Network network{plan};
        FAIL();
    } catch (const InputError& error) {
        EXPECT_NE(std::string{error.what()}.find("a -> b -> a"), std::string::npos) << error.what();
    }
}

TEST(Network, SpendFallsIntoTheYearsOfTheWork) {
    Plan plan = chain();
    plan.start = {2026, 7, 1};
    plan.activities[0].cost = usd(100);
    plan.activities[1].cost = usd(30);
    ScheduleRun how;
    how.run.paths = 100;
    const auto out = simulate(Network{plan}, how);
    ASSERT_EQ(out.spend.size(), 6u);  // half of 2026 to half of 2031
    EXPECT_EQ(out.spend[0].year, 2026);
    EXPECT_DOUBLE_EQ(out.spend[0].mean.value, 25);
    EXPECT_DOUBLE_EQ(out.spend[1].mean.value, 50);
    EXPECT_DOUBLE_EQ(out.spend[2].mean.value, 25 + 5);
    EXPECT_DOUBLE_EQ(out.spend[5].mean.value, 5);
}
