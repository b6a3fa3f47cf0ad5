#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "minerisk/factors/schedule/network/network.hpp"
#include "support/network.hpp"

using namespace minerisk;
using namespace minerisk_test;
using schedule::LinkType;
using schedule::Network;

namespace {

double start_of(const Network& n, const std::string& id) {
    return n.base().dates(2 * n.index(id), 0);
}
double finish_of(const Network& n, const std::string& id) {
    return n.base().dates(2 * n.index(id) + 1, 0);
}
double float_of(const Network& n, const std::string& id) {
    const int j = n.index(id);
    return std::min(n.base().start_slack(j, 0), n.base().finish_slack(j, 0));
}

/// Early starts by relaxation until nothing moves: s_j >= s_i + what the link asks, s_j >= floor.
std::map<std::string, double> relaxed_starts(const schedule::Plan& plan,
                                             const std::map<std::string, double>& floor = {}) {
    std::map<std::string, double> start, length;
    for (const auto& a : plan.activities) {
        start[a.id] = floor.contains(a.id) ? std::max(0.0, floor.at(a.id)) : 0;
        length[a.id] = a.duration.base();
    }
    for (bool moved = true; moved;) {
        moved = false;
        for (const auto& l : plan.links) {
            double bound = start[l.from] + l.lag;
            if (l.type == LinkType::finish_start || l.type == LinkType::finish_finish)
                bound += length[l.from];
            if (l.type == LinkType::finish_finish || l.type == LinkType::start_finish) bound -= length[l.to];
            if (bound > start[l.to] + 1e-13) {
                start[l.to] = bound;
                moved = true;
            }
        }
    }
    return start;
}

}  // namespace

TEST(Logic, EarlyDatesAreTheLongestPathsOnRandomNetworksOfAllLinks) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        RandomNetwork random{seed};
        const auto plan = random.plan(5 + random.below(40), true, false);
        const Network network{plan};
        for (const auto& [id, start] : relaxed_starts(plan))
            ASSERT_NEAR(start_of(network, id), start, 1e-11) << id << " of seed " << seed;
    }
}

TEST(Logic, TotalFloatIsJustWhatAnActivityCanWait) {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        RandomNetwork random{seed};
        const auto plan = random.plan(4 + random.below(16), true, false);
        const Network network{plan};
        const double end = finish_of(network, "END");
        double least = 1e9;
        for (const auto& a : plan.activities) {
            const double room = float_of(network, a.id);
            least = std::min(least, room);
            const double start = start_of(network, a.id);
            EXPECT_NEAR(relaxed_starts(plan, {{a.id, start + room}})["END"], end, 1e-10) << a.id << seed;
            EXPECT_GT(relaxed_starts(plan, {{a.id, start + room + 0.01}})["END"], end + 0.0099)
                << a.id << seed;
        }
        EXPECT_NEAR(least, 0, 1e-11);
    }
}

TEST(Logic, NoFloatIsNegativeOnRandomNetworksOfWorkingCalendars) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        RandomNetwork random{seed};
        auto plan = random.plan(4 + random.below(16), true, false);
        plan.start = {2026, 1, 1 + random.below(28)};
        plan.calendars = {{.name = "six days", .works = {true, true, true, true, true, true, false}},
                          {.name = "five days"}};
        for (auto& a : plan.activities)
            if (a.id != "END" && random.below(3) > 0) {
                a.calendar = random.below(2) == 0 ? "five days" : "six days";
                a.duration = distribution::fixed(std::round(40 * a.duration.base()));
            }
        for (auto& l : plan.links)
            if (l.lag != 0 && random.below(2) == 0) {
                l.calendar = random.below(2) == 0 ? "five days" : "six days";
                l.lag = std::round(20 * l.lag);
            }
        const Network network{plan};
        double least = 1e9;
        for (const auto& a : plan.activities) {
            const double room = float_of(network, a.id);
            EXPECT_GT(room, -1e-7) << a.id << " of seed " << seed;
            least = std::min(least, room);
        }
        EXPECT_NEAR(least, 0, 1e-7) << seed;
    }
}

TEST(Logic, MoreDurationNeverEndsEarlierOnManyFinishToStartNetworks) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        RandomNetwork random{seed};
        auto plan = random.plan(5 + random.below(20), false, false);
        const double end = finish_of(Network{plan}, "END");
        auto& a = plan.activities[static_cast<std::size_t>(random.below(5))];
        a.duration = distribution::fixed(a.duration.base() + random.between(0.1, 2));
        EXPECT_GE(finish_of(Network{plan}, "END"), end) << seed;
    }
}

TEST(Logic, TheFinishNeverFallsWithADurationWhereAllLinksAreFinishToStart) {
    RandomNetwork random{9};
    auto plan = random.plan(25, false, false);
    double end = finish_of(Network{plan}, "END");
    for (auto& a : plan.activities) {
        a.duration = distribution::fixed(a.duration.base() + 0.3);
        const double later = finish_of(Network{plan}, "END");
        EXPECT_GE(later, end);
        end = later;
    }
}

TEST(Logic, ALongerActivityCanEndEarlierUnderAFinishLink) {  // why the promise above stops at FS
    auto plan = plan_of({activity("a", 5), activity("b", 1), activity("c", 1), activity("END", 0)},
                        {joins("a", "b", LinkType::finish_finish), joins("b", "c", LinkType::start_start),
                         joins("b", "END"), joins("c", "END")});
    EXPECT_EQ(start_of(Network{plan}, "c"), 4);
    plan.activities[1].duration = distribution::fixed(3);
    EXPECT_EQ(start_of(Network{plan}, "c"), 2);
}

TEST(Logic, EachKindOfLinkBindsAsDefined) {
    const auto start = [](LinkType type, double lag) {
        return start_of(Network{plan_of({activity("a", 3), activity("b", 2), activity("END", 0)},
                                        {joins("a", "b", type, lag), joins("a", "END"), joins("b", "END")})},
                        "b");
    };
    EXPECT_EQ(start(LinkType::finish_start, 0.5), 3.5);
    EXPECT_EQ(start(LinkType::finish_start, -1), 2);
    EXPECT_EQ(start(LinkType::start_start, 0.5), 0.5);
    EXPECT_EQ(start(LinkType::finish_finish, 0.5), 1.5);
    EXPECT_EQ(start(LinkType::start_finish, 4), 2);
    EXPECT_EQ(start(LinkType::finish_start, -9), 0);  // nothing starts before the plan
}

TEST(Logic, AnInterruptibleActivityStretchesWhereAContiguousOneWaits) {
    auto plan = plan_of({activity("a", 5), activity("b", 1), activity("END", 0)},
                        {joins("a", "b", LinkType::finish_finish), joins("b", "END")});
    EXPECT_EQ(start_of(Network{plan}, "b"), 4);
    plan.activities[1].interruptible = true;
    const Network parts{plan};
    EXPECT_EQ(start_of(parts, "b"), 0);
    EXPECT_EQ(finish_of(parts, "b"), 5);
    EXPECT_EQ(float_of(parts, "b"), 0);
    EXPECT_EQ(parts.base().start_slack(parts.index("b"), 0), schedule::Logic::infinity);
}

TEST(Logic, FloatIsUndefinedOffTheTarget) {
    const Network network{plan_of({activity("a", 1), activity("aside", 9), activity("END", 0)},
                                  {joins("a", "END"), joins("a", "aside")})};
    EXPECT_FALSE(network.logic().reaches_target(network.index("aside")));
    EXPECT_TRUE(network.logic().reaches_target(network.index("a")));
    EXPECT_EQ(finish_of(network, "END"), 1);
    EXPECT_EQ(float_of(network, "a"), 0);  // what follows off the target does not count
}

TEST(Logic, FreeFloatIsUpToTheNextStart) {
    const Network network{plan_of({activity("a", 1), activity("b", 3), activity("c", 1), activity("END", 0)},
                                  {joins("a", "c"), joins("b", "c"), joins("c", "END")})};
    const auto& w = network.base();
    EXPECT_EQ(network.logic().free_float(w, network.index("a"), 0), 2);
    EXPECT_EQ(network.logic().free_float(w, network.index("b"), 0), 0);
    EXPECT_TRUE(std::isinf(network.logic().free_float(w, network.index("END"), 0)));
}

TEST(Logic, BoundsHoldStartsAndFinishes) {
    using schedule::BoundKind;
    auto plan = plan_of({activity("a", 1), activity("b", 2), activity("END", 0)},
                        {joins("a", "b"), joins("b", "END")});
    const auto at = [](double t) { return Years::from_canonical(t); };
    plan.activities[0].bounds = {{BoundKind::start_not_earlier, at(0.5)}};
    plan.activities[1].bounds = {{BoundKind::finish_not_earlier, at(5)}};
    plan.activities[2].bounds = {{BoundKind::finish_not_later, at(4)}};
    const Network network{plan};
    EXPECT_EQ(start_of(network, "a"), 0.5);
    EXPECT_EQ(start_of(network, "b"), 3);
    EXPECT_EQ(finish_of(network, "b"), 5);
    EXPECT_EQ(float_of(network, "b"), -1);  // a bound that is broken shows as negative float
    EXPECT_EQ(float_of(network, "a"), 0.5);
}

TEST(Logic, WhatIsDoneStandsAndWhatIsUnderWayGoesOnAtTheDataDate) {
    auto plan = plan_of({activity("a", 1), activity("b", 2), activity("c", 1), activity("END", 0)},
                        {joins("a", "b"), joins("b", "c"), joins("c", "END")});
    plan.data_date = Years::from_canonical(3);
    plan.activities[0].progress = schedule::Progress::done;
    plan.activities[0].started = Years::from_canonical(0.25);
    plan.activities[0].finished = Years::from_canonical(1.5);
    plan.activities[1].progress = schedule::Progress::under_way;
    plan.activities[1].started = Years::from_canonical(1.75);
    const Network network{plan};
    EXPECT_EQ(finish_of(network, "a"), 1.5);
    EXPECT_EQ(start_of(network, "b"), 1.75);
    EXPECT_EQ(finish_of(network, "b"), 5);  // two years are left from the data date on
    EXPECT_EQ(finish_of(network, "END"), 6);
    EXPECT_EQ(float_of(network, "b"), 0);
    EXPECT_TRUE(std::isinf(float_of(network, "a")));
}

TEST(Logic, FreeFloatOnACalendarCountsWorkingDays) {
    // Thursday 1 January 2026; work from Monday to Friday.
    auto plan = plan_of({activity("a", 2), activity("b", 4), activity("c", 1), activity("END", 0)},
                        {joins("a", "c"), joins("b", "c"), joins("c", "END")});
    plan.calendars = {{.name = "five days"}};
    for (int i = 0; i < 3; ++i) plan.activities[static_cast<std::size_t>(i)].calendar = "five days";
    const auto room = [&](const char* id) {
        const Network network{plan};
        return network.logic().free_float(network.base(), network.index(id), 0);
    };
    EXPECT_NEAR(room("a"), 2, 1e-9);  // c waits for b until the night of Tuesday 6 January
    EXPECT_NEAR(room("b"), 0, 1e-9);
    plan.links[0].lag = 1;
    plan.links[0].calendar = "five days";
    EXPECT_NEAR(room("a"), 1, 1e-9);
}

TEST(Logic, WhatIsUnderWayWaitsForWhatItNeedsAndItsStartHoldsNothingUp) {
    // Out of sequence: b has begun though a, before it, has not ended.
    auto plan = plan_of(
        {activity("a", 2), activity("b", 3), activity("c", 1), activity("END", 0)},
        {joins("a", "b"), joins("b", "c", LinkType::start_start, 4), joins("b", "END"), joins("c", "END")});
    plan.data_date = Years::from_canonical(1);
    plan.activities[1].progress = schedule::Progress::under_way;
    plan.activities[1].started = Years::from_canonical(0.5);
    const Network network{plan};
    EXPECT_EQ(network.logic().resumed(network.base(), network.index("b"), 0), 3);
    EXPECT_EQ(finish_of(network, "b"), 6);
    EXPECT_EQ(start_of(network, "c"), 4.5);
    EXPECT_EQ(float_of(network, "b"), 0);
    EXPECT_EQ(float_of(network, "a"), 0);
    EXPECT_EQ(float_of(network, "c"), 0.5);
    EXPECT_EQ(network.logic().free_float(network.base(), network.index("a"), 0), 0);
    EXPECT_EQ(network.logic().free_float(network.base(), network.index("b"), 0), 0);
}

TEST(Logic, ALeadOnACalendarLeavesNoNegativeFloat) {
    auto plan = plan_of({activity("a", 6), activity("c", 3), activity("END", 0)},
                        {joins("a", "c"), joins("c", "END")});
    plan.calendars = {{.name = "six days", .works = {true, true, true, true, true, true, false}},
                      {.name = "five days"}};
    plan.activities[0].calendar = "six days";
    plan.activities[1].calendar = "five days";
    plan.links[0].lag = -1;
    for (const char* calendar : {"six days", "five days"})
        for (int day = 1; day < 15; ++day) {
            plan.links[0].calendar = calendar;
            plan.start = {2026, 1, day};
            const Network network{plan};
            EXPECT_NEAR(float_of(network, "c"), 0, 1e-8) << calendar << day;
            EXPECT_GT(float_of(network, "a"), -1e-8) << calendar << day;
            EXPECT_LT(float_of(network, "a"), 2 + 1e-8) << calendar << day;
        }
}

TEST(Logic, FloatBeforeTheStartOfACalendarIsThatOfAllWorkBefore) {
    for (const int month : {2, 6}) {
        auto plan = plan_of({activity("a", 10), activity("b", 20), activity("END", 0)},
                            {joins("a", "b"), joins("b", "END")});
        plan.calendars = {{.name = "five days"}};
        plan.activities[0].calendar = plan.activities[1].calendar = "five days";
        plan.start = {2026, month, 1};
        plan.activities[1].bounds = {
            {schedule::BoundKind::finish_not_later, Years::from_canonical(21 / 365.0)}};
        const Network network{plan};
        EXPECT_LT(float_of(network, "b"), -10);
        EXPECT_NEAR(float_of(network, "a"), float_of(network, "b"), 1e-8);
    }
}

TEST(Logic, MilestonesAndZeroLengthsPassDatesOn) {
    const Network network{
        plan_of({activity("a", 2), activity("m", 0), activity("z", 0), activity("END", 0)},
                {joins("a", "m"), joins("m", "z", LinkType::start_start, 0.5), joins("z", "END")})};
    EXPECT_EQ(finish_of(network, "m"), 2);
    EXPECT_EQ(start_of(network, "z"), 2.5);
    EXPECT_EQ(float_of(network, "m"), 0);
}
