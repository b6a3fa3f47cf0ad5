#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "minerisk/factors/schedule/network/outage_clocks.hpp"

using namespace minerisk;
using schedule::CalendarClock;
using schedule::Exposure;
using schedule::OutageClocks;
using schedule::OutageProfile;

namespace {

/// One path: site shut from 1 to 2 and slowed by half from 3 to 4, road shut from 1.5 to 2.5.
OutageBlock outages() {
    OutageBlock block;
    block.clear();
    for (int c = 0; c < channel_count; ++c) {
        if (c == static_cast<int>(Channel::site)) {
            block.add({1, 2, 1, 1});
            block.add({3, 4, 0.5, 0});
        }
        if (c == static_cast<int>(Channel::road)) block.add({1.5, 2.5, 1, 1});
        block.end_list();
    }
    return block;
}
/// The clocks of that path; they come back to its outages, so these live as long.
OutageClocks clocks(Exposure exposure, Stores stores = {}, double recovery = 0, double shift = 0) {
    OutageClocks made{{OutageProfile{exposure}}, stores, recovery};
    static const OutageBlock block = outages();
    made.set(block, 1, shift, 50);
    return made;
}

}  // namespace

TEST(OutageClocks, WorkWaitsForTheSiteByItsExposure) {
    auto full = clocks({1, 0, 0, 0});
    EXPECT_DOUBLE_EQ(full.work_at(0, 0, 5), 3.5);
    EXPECT_DOUBLE_EQ(full.advance(0, 0, 0.5, 1), 2.5);
    EXPECT_DOUBLE_EQ(full.advance(0, 0, 0.5, 0.5), 1);  // done at the instant at which the outage begins
    EXPECT_DOUBLE_EQ(full.advance(0, 0, 1.2, 0.5), 2.5);
    auto half = clocks({0.5, 0, 0, 0});
    EXPECT_DOUBLE_EQ(half.work_at(0, 0, 5), 5 - 0.5 - 0.25);
    EXPECT_DOUBLE_EQ(half.advance(0, 0, 0.5, 1), 2);
}

TEST(OutageClocks, BeforeThePlansStartWorkGoesAtFullPace) {
    EXPECT_DOUBLE_EQ(clocks({1, 0, 0, 0}).work_at(0, 0, -1), -1);
    EXPECT_DOUBLE_EQ(clocks({1, 0, 0, 0}).retreat(0, 0, -1, 0.5), -1.5);
    EXPECT_DOUBLE_EQ(clocks({1, 0, 0, 0}).advance(0, 0, -1, 2.5), 2.5);
}

TEST(OutageClocks, TheLargestLossOfAChannelCountsNotTheSum) {
    auto both = clocks({0.6, 0.8, 0, 0});
    // 1 to 1.5: 0.6; 1.5 to 2.5: 0.8; 3 to 4: 0.3
    EXPECT_NEAR(both.work_at(0, 0, 5), 5 - 0.3 - 0.8 - 0.3, 1e-12);
}

TEST(OutageClocks, TheRoadCountsOnceItsBufferIsEmpty) {
    auto buffered = clocks({0, 1, 0, 0}, {.supplies = 0.25, .catch_up = 1});
    EXPECT_NEAR(buffered.work_at(0, 0, 5), 5 - 0.75, 1e-12);
    EXPECT_NEAR(clocks({0, 1, 0, 0}, {.supplies = 1, .catch_up = 1}).work_at(0, 0, 5), 5, 1e-12);
}

TEST(OutageClocks, WorkRecoversInStepsThatCostHalfOfTheLoss) {
    auto slow = clocks({1, 0, 0, 0}, {}, 0.5);
    // 1 to 2 shut, 2 to 2.25 three quarters, to 2.5 a quarter; 3 to 4 half, then 3/8 and 1/8
    EXPECT_NEAR(slow.work_at(0, 0, 2.25) - slow.work_at(0, 0, 2), 0.25 * 0.25, 1e-12);
    EXPECT_NEAR(slow.work_at(0, 0, 6), 6 - 1 - 0.25 - 0.5 - 0.125, 1e-12);
}

TEST(OutageClocks, APlanMayStartLongAfterTheTimesOfTheOutages) {
    OutageBlock block;
    block.clear();
    block.add({21, 22, 1, 1});
    for (int c = 0; c < channel_count; ++c) block.end_list();
    OutageClocks of{{OutageProfile{Exposure{1, 0, 0, 0}}}, {}, 0};
    of.set(block, 1, -20, 50);  // nothing of the plan is within the years that are looked at first
    EXPECT_EQ(of.work_at(0, 0, 0), 0);
    EXPECT_DOUBLE_EQ(of.advance(0, 0, 0, 3), 4);
    EXPECT_DOUBLE_EQ(of.advance(0, 0, 0, 40), 41);
}

TEST(OutageClocks, RetreatIsTheLatestStart) {
    auto full = clocks({1, 0, 0, 0});
    EXPECT_DOUBLE_EQ(full.retreat(0, 0, 2.5, 0.5), 2);  // not 1, from where it would be done as early
    EXPECT_DOUBLE_EQ(full.retreat(0, 0, 2.5, 1), 0.5);
    for (double t = 0.1; t < 6; t += 0.37)
        for (double work : {0.05, 0.4, 1.7}) {
            const double end = full.advance(0, 0, t, work);
            EXPECT_NEAR(full.work_at(0, 0, end) - full.work_at(0, 0, t), work, 1e-12);
            EXPECT_GE(full.retreat(0, 0, end, work), t - 1e-12);
        }
}

TEST(OutageClocks, TimesShiftFromTheValuationDateToThePlan) {
    EXPECT_DOUBLE_EQ(clocks({1, 0, 0, 0}, {}, 0, 2).advance(0, 0, 2.5, 1), 4.5);
}

TEST(OutageClocks, WorkThatLastsLongMeetsTheOutagesOfItsTime) {
    OutageBlock late;
    late.clear();
    for (int c = 0; c < channel_count; ++c) {
        if (c == static_cast<int>(Channel::site)) {
            late.add({1, 2, 1, 1});
            late.add({30, 31, 1, 1});
        }
        late.end_list();
    }
    OutageClocks one{{OutageProfile{{{1, 0, 0, 0}, {}}}}, {}, 0};
    one.set(late, 1, 0, 50);
    EXPECT_DOUBLE_EQ(one.advance(0, 0, 0, 5), 6);
    EXPECT_DOUBLE_EQ(one.advance(0, 0, 0, 29.5), 31.5);
    EXPECT_DOUBLE_EQ(one.advance(0, 0, 29.5, 1), 31.5);
    EXPECT_DOUBLE_EQ(one.work_at(0, 0, 40), 38);
}

TEST(OutageClocks, AProfileMayStateTheLossOfAClass) {
    OutageBlock block;
    block.keep_events({true, false, false, false});
    block.clear();
    for (int c = 0; c < channel_count; ++c) {
        if (c == static_cast<int>(Channel::site)) {
            block.add({1, 3, 0.5, 1}, 0);
            block.add({2, 4, 0, 1}, 1);  // of a class that does not stop work under construction
        }
        block.end_list();
    }
    OutageClocks of{{OutageProfile{{{1, 0, 0, 0}, {}}}, OutageProfile{{{1, 0, 0, 0}, {{"b", 0.8}}}},
                     OutageProfile{{{0.5, 0, 0, 0}, {{"a", 0}, {"b", 0.8}}}}},
                    {},
                    0,
                    {"a", "b"}};
    of.set(block, 1, 0, 50);
    EXPECT_DOUBLE_EQ(of.work_at(0, 0, 5), 5 - 1);
    EXPECT_NEAR(of.work_at(1, 0, 5), 5 - 0.5 - 2 * 0.8, 1e-12);  // the largest where both are on
    EXPECT_NEAR(of.work_at(2, 0, 5), 5 - 0.5 * 2 * 0.8, 1e-12);
}

TEST(OutageClocks, WorkOnACalendarLosesItsWorkingDays) {
    // Monday 5 January 2026 is the fifth day. The site is shut from Wednesday 7 to Tuesday 13 at midnight.
    const Date start{2026, 1, 5};
    const auto day = [&](int d) { return years_between(start, {2026, 1, d}); };
    OutageBlock block;
    block.clear();
    for (int c = 0; c < channel_count; ++c) {
        if (c == static_cast<int>(Channel::site)) block.add({day(7), day(13), 1, 1});
        block.end_list();
    }
    const auto calendars = std::make_shared<std::vector<CalendarClock>>();
    calendars->emplace_back(schedule::WorkCalendar{.name = "five days"}, start);
    OutageClocks of{{OutageProfile{{{1, 0, 0, 0}, {}}, 0}}, {}, 0, {}, calendars};
    of.set(block, 1, 0, 50);
    EXPECT_NEAR(of.advance(0, 0, day(5), 2), day(7), 1e-12);   // Monday and Tuesday
    EXPECT_NEAR(of.advance(0, 0, day(5), 3), day(14), 1e-12);  // then Tuesday of the week after
    EXPECT_NEAR(of.advance(0, 0, day(6), 6), day(20), 1e-12);  // Tuesday, Tuesday to Friday, Monday
    EXPECT_NEAR(of.retreat(0, 0, day(14), 3), day(5), 1e-12);
    EXPECT_NEAR(of.retreat(0, 0, day(14), 1), day(13), 1e-12);
    EXPECT_NEAR(of.work_at(0, 0, day(20)) - of.work_at(0, 0, day(5)), 2 + 4 + 1, 1e-9);
}

TEST(OutageClocks, WhatIsNotDoneByTheEndNeverIs) {
    EXPECT_TRUE(std::isinf(clocks({1, 0, 0, 0}).advance(0, 0, 49, 2)));
    EXPECT_TRUE(std::isinf(clocks({1, 0, 0, 0}).advance(0, 0, 51, 0.1)));
}

namespace {

/// One path without outages of channels but for the site's, and these halts of the whole project.
OutageBlock halted(const std::vector<Outage>& halts, const std::vector<Outage>& site = {}) {
    OutageBlock block;
    block.clear();
    for (int c = 0; c < channel_count; ++c) {
        if (c == static_cast<int>(Channel::site))
            for (const Outage& o : site) block.add(o);
        block.end_list();
    }
    for (const Outage& o : halts) block.add_halt(o);
    block.end_path();
    return block;
}

}  // namespace

TEST(OutageClocks, AHaltOfTheProjectSlowsEveryProfileWhateverItIsExposedTo) {
    // Halted from 1 to 2, at half from 2 to 2.5; what halts operation alone is no matter. Site shut 2.25
    // to 3.
    const OutageBlock block = halted({{1, 2, 1, 1}, {2, 2.5, 0.5, 0}, {4, 5, 0, 1}}, {{2.25, 3, 1, 1}});
    OutageClocks of{{OutageProfile{{{0, 0, 1, 0}, {}}}, OutageProfile{{{1, 0, 0, 0}, {}}},
                     OutageProfile{{{0.2, 0, 0, 0}, {}}}},
                    {},
                    0};
    of.set(block, 1, 0, 50);
    EXPECT_NEAR(of.work_at(0, 0, 6), 6 - 1 - 0.25, 1e-12);
    EXPECT_NEAR(of.work_at(1, 0, 6), 6 - 1 - 0.125 - 0.75, 1e-12);
    EXPECT_NEAR(of.work_at(2, 0, 6), 6 - 1 - 0.25 - 0.1, 1e-12);  // the largest where both are on
    EXPECT_DOUBLE_EQ(of.advance(0, 0, 0.5, 1), 2.75);
    EXPECT_DOUBLE_EQ(of.advance(0, 0, 0.5, 0.5), 1);  // done at the instant at which the halt begins
    EXPECT_DOUBLE_EQ(of.advance(1, 0, 0.5, 1), 3.375);
    EXPECT_DOUBLE_EQ(of.retreat(0, 0, 2.75, 1), 0.5);
    EXPECT_DOUBLE_EQ(of.retreat(0, 0, 2.75, 0.5), 2);
}

TEST(OutageClocks, AHaltWithoutEndStopsTheWorkForGood) {
    const OutageBlock block = halted({{3, 50, 1, 1}});
    OutageClocks of{{OutageProfile{{{1, 0, 0, 0}, {}}}}, {}, 0};
    of.set(block, 1, 0, 50);
    EXPECT_DOUBLE_EQ(of.advance(0, 0, 1, 2), 3);
    EXPECT_TRUE(std::isinf(of.advance(0, 0, 1, 2.5)));
    EXPECT_DOUBLE_EQ(of.work_at(0, 0, 40), 3);
}

TEST(OutageClocks, AHaltOnACalendarLosesItsWorkingDays) {
    const Date start{2026, 1, 5};  // a Monday; halted from Wednesday 7 to Tuesday 13 at midnight
    const auto day = [&](int d) { return years_between(start, {2026, 1, d}); };
    const auto calendars = std::make_shared<std::vector<CalendarClock>>();
    calendars->emplace_back(schedule::WorkCalendar{.name = "five days"}, start);
    for (const double shift : {0.0, 0.25, -0.01}) {  // of the valuation date against the plan's start
        const OutageBlock block = halted({{day(7) - shift, day(13) - shift, 1, 1}});
        OutageClocks of{{OutageProfile{{{0, 0, 1, 0}, {}}, 0}}, {}, 0, {}, calendars};
        of.set(block, 1, shift, 50);
        EXPECT_NEAR(of.advance(0, 0, day(5), 2), day(7), 1e-12);
        EXPECT_NEAR(of.advance(0, 0, day(5), 3), day(14), 1e-9);
        EXPECT_NEAR(of.advance(0, 0, day(6), 6), day(20), 1e-9);
        EXPECT_NEAR(of.retreat(0, 0, day(14), 3), day(5), 1e-9);
        EXPECT_NEAR(of.work_at(0, 0, day(20)) - of.work_at(0, 0, day(5)), 2 + 4 + 1, 1e-9);
    }
}

TEST(OutageClocks, HaltsShiftFromTheValuationDateToThePlan) {
    const OutageBlock block = halted({{1, 2, 1, 1}, {2, 4, 0.5, 0.5}, {6, 7, 1, 1}});
    // Of valuation dates after the plan's start; and before it, where the plan starts inside a halt, or
    // behind it.
    for (const auto& [shift, at_half, done] : {std::array{3.0, 4.0, 10.0},
                                               {-1.5, 0.0, 5.5},
                                               {-2.0, 0.0, 5.0},
                                               {-3.0, 0.0, 4.0},
                                               {-5.0, 0.0, 2.0}}) {
        OutageClocks of{{OutageProfile{{{1, 0, 0, 0}, {}}}}, {}, 0};
        of.set(block, 1, shift, 50);
        double expected = 0;
        for (const auto& [begin, end, loss] : {std::array{1.0, 2.0, 1.0}, {2.0, 4.0, 0.5}, {6.0, 7.0, 1.0}})
            expected += loss * std::max(0.0, end + shift - std::max(0.0, begin + shift));
        EXPECT_NEAR(of.work_at(0, 0, done), done - expected, 1e-12) << shift;
        EXPECT_EQ(of.work_at(0, 0, at_half), shift > 0 ? 4 : 0) << shift;
    }
}

TEST(OutageClocks, HaltsAgreeWithTheirIntegralForAnyRoundingOfTheShift) {
    std::mt19937 draw{3};
    const auto uniform = [&](double a, double b) {
        return a + (b - a) * (static_cast<double>(draw()) / 4294967296.0);
    };
    for (int trial = 0; trial < 3000; ++trial) {
        std::vector<Outage> halts, site, scratch;
        double at = uniform(0, 2);
        for (int i = 0; i < 12; ++i) {
            // Some last places long, so that two edges fall together where the shift is added.
            const double end = draw() % 3 ? at + uniform(0, 1) : std::nextafter(at, 100.0);
            halts.push_back({at, end, draw() % 2 ? 1.0 : 0.25 * static_cast<double>(draw() % 4), 1});
            at = draw() % 2 ? end : draw() % 2 ? std::nextafter(end, 100.0) : end + uniform(0, 1);
        }
        if (draw() % 2) site = {{halts[5].begin, halts[8].end, 0.5, 0.5}};
        const OutageBlock block = halted(halts, site);
        const double shift = draw() % 4 ? uniform(-6, 30) : std::nextafter(-halts[6].begin, uniform(-9, 0));
        OutageClocks of{{OutageProfile{{{1, 0, 0, 0}, {}}}}, {}, 0};
        of.set(block, 1, shift, 60);
        for (const double t : {uniform(0, 10), 45.0}) {
            double work = t;
            std::vector<double> edges{-shift, t - shift};
            for (const Outage& o : halts) edges.insert(edges.end(), {o.begin, o.end});
            std::ranges::sort(edges);
            for (std::size_t i = 1; i < edges.size(); ++i) {
                const double middle = 0.5 * (edges[i - 1] + edges[i]);
                double loss = 0;
                for (const auto* list : {&halts, &site})
                    for (const Outage& o : *list)
                        if (o.begin <= middle && middle < o.end) loss = std::max(loss, o.build_loss);
                if (middle > -shift && middle < t - shift) work -= loss * (edges[i] - edges[i - 1]);
            }
            ASSERT_NEAR(of.work_at(0, 0, t), work, 1e-9) << "trial " << trial << ", shift " << shift;
        }
        ASSERT_TRUE(of.advance(0, 0, 0, 20) >= 20);
    }
}

TEST(OutageClocks, WhatAProfileStatesOfAClassFallsWhileTheWorkRecovers) {
    OutageBlock block;
    block.keep_events({true, false, false, false});
    block.clear();
    for (int c = 0; c < channel_count; ++c) {
        if (c == static_cast<int>(Channel::site)) {
            block.add({1, 2, 1, 1}, 0);
            block.add({2, 3, 0.5, 0}, 0, 0.5);  // a build on its way back
            block.add({2, 4, 0, 0.5}, 0, 0);    // operation on its own
        }
        block.end_list();
    }
    OutageClocks of{{OutageProfile{{{1, 0, 0, 0}, {{"a", 0.8}}}}}, {}, 0, {"a"}};
    of.set(block, 1, 0, 50);
    EXPECT_NEAR(of.work_at(0, 0, 5), 5 - 0.8 - 0.4, 1e-12);
}
