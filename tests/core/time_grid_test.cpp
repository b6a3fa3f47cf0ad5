#include "minerisk/core/time_grid.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace minerisk;

TEST(TimeGrid, PeriodsTileTheYearsWithoutGap) {
    for (int ppy : {1, 2, 4, 12}) {
        const TimeGrid grid{{2027, 1, 1}, 40, ppy};
        ASSERT_EQ(grid.periods(), 40 * ppy);
        EXPECT_EQ(grid.begin(0), 0);
        EXPECT_EQ(grid.end(grid.periods() - 1), grid.length());
        EXPECT_EQ(grid.length(), 40);
        for (int i = 0; i + 1 < grid.periods(); ++i) {
            ASSERT_EQ(grid.end(i), grid.begin(i + 1));
            ASSERT_NEAR(grid.end(i) - grid.begin(i), grid.step(), 1e-13);
        }
        for (int y = 0; y < 40; ++y) EXPECT_EQ(grid.begin(y * ppy), y);  // whole years are exact
    }
}

TEST(TimeGrid, PeriodAtIsTheOneThatHoldsTheTime) {
    for (int ppy : {1, 2, 4, 12}) {
        const TimeGrid grid{{2027, 1, 1}, 150, ppy};
        for (int i = 0; i < grid.periods(); ++i) {
            ASSERT_EQ(grid.period_at(grid.begin(i)), i);
            ASSERT_EQ(grid.period_at(0.5 * (grid.begin(i) + grid.end(i))), i);
            ASSERT_EQ(grid.period_at(std::nextafter(grid.end(i), 0.0)), i);
        }
        EXPECT_EQ(grid.period_at(-3), 0);
        EXPECT_EQ(grid.period_at(150), grid.periods() - 1);
        EXPECT_EQ(grid.period_at(1e6), grid.periods() - 1);
    }
}

TEST(TimeGrid, EveryPeriodBelongsToTheYearItLiesIn) {
    const TimeGrid grid{{2027, 1, 1}, 3, 4};
    for (int i = 0; i < grid.periods(); ++i) {
        EXPECT_EQ(grid.year_of(i), static_cast<int>(grid.begin(i)));
        EXPECT_EQ(grid.ends_year(i), std::floor(grid.end(i)) == grid.end(i));
    }
}

TEST(TimeGrid, DatesBecomeTimesAndTimesCalendarYears) {
    const TimeGrid grid{{2027, 7, 1}, 10};
    EXPECT_EQ(grid.time_of({2027, 7, 1}), 0);
    EXPECT_EQ(grid.time_of({2028, 10, 1}), 1.25);
    EXPECT_EQ(grid.time_of({2026, 10, 1}), -0.75);
    EXPECT_EQ(grid.calendar_year(1.25), 2028.75);
}

TEST(TimeGrid, WhatItCannotBeIsRefusedWithEveryReason) {
    try {
        TimeGrid{{2027, 2, 30}, 0, 3};
        FAIL() << "must throw";
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 3u);
        EXPECT_EQ(to_string(e.problems()[0]), "grid.start = 2027-02-30: must be a date of the calendar");
        EXPECT_EQ(to_string(e.problems()[1]), "grid.years = 0: must be from 1 to 150");
        EXPECT_EQ(to_string(e.problems()[2]), "grid.periods_per_year = 3: must be 1, 2, 4 or 12");
    }
    EXPECT_THROW(TimeGrid::yearly(151), InputError);
    EXPECT_NO_THROW(TimeGrid::yearly(150));
}

}  // namespace
