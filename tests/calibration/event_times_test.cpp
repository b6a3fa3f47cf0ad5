#include "minerisk/calibration/event_times.hpp"

#include <gtest/gtest.h>

#include "minerisk/calibration/baseline.hpp"

using namespace minerisk;
using namespace minerisk::calibration;

TEST(EventTimes, EventsOfOneDayShareItEvenly) {
    const std::vector<int> days{0, 3, 3, 4, 4, 4, 4};
    EXPECT_EQ(spread_over_days(days, 6).at,
              (std::vector<double>{0.5, 3.25, 3.75, 4.125, 4.375, 4.625, 4.875}));
    EXPECT_EQ(days_of(spread_over_days(days, 6)), days);
}

TEST(EventTimes, SeenByDayForgetsTheHour) {
    EXPECT_EQ(seen_by_day({{0.1, 2.01, 2.9}, 3}).at, (std::vector<double>{0.5, 2.25, 2.75}));
}

TEST(CalendarEdges, FallOnTheFirstDaysOfYearsAndQuartersWithinTheWindow) {
    EXPECT_EQ(calendar_edges({2004, 1, 1}, {2005, 12, 31}, 12), (std::vector<double>{0, 366, 731}));
    EXPECT_EQ(calendar_edges({2004, 12, 30}, {2005, 1, 1}, 12), (std::vector<double>{0, 2, 3}));
    EXPECT_EQ(calendar_edges({2005, 2, 10}, {2005, 7, 1}, 3), (std::vector<double>{0, 50, 141, 142}));
    EXPECT_EQ(calendar_edges({2005, 2, 10}, {2005, 2, 10}, 1), (std::vector<double>{0, 1}));
}

TEST(Baseline, PiecesHoldTheirBeginNotTheirEnd) {
    const Baseline b = Baseline::stepped({0, 2, 5});
    EXPECT_EQ(b.levels(), 2u);
    EXPECT_EQ(b.piece_at(0), 0u);
    EXPECT_EQ(b.piece_at(1.99), 0u);
    EXPECT_EQ(b.piece_at(2), 1u);
    EXPECT_EQ(b.piece_at(5), 1u);
    EXPECT_EQ(b.exposure(1), 3);
}

TEST(Baseline, AShapeHasOneLevelForAllItsWeights) {
    const Baseline b = Baseline::shaped({0, 2, 5}, {3, 0.5});
    EXPECT_EQ(b.levels(), 1u);
    EXPECT_EQ(b.level_of(1), 0u);
    EXPECT_EQ(b.exposure(0), 7.5);
}
