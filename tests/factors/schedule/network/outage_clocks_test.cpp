#include <gtest/gtest.h>

#include <cmath>
#include <memory>

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
