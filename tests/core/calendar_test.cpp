#include "minerisk/core/calendar.hpp"

#include <gtest/gtest.h>

namespace {

using namespace minerisk;

static_assert(is_leap_year(2024) && is_leap_year(2000) && !is_leap_year(1900) && !is_leap_year(2026));
static_assert(days_since_epoch({1970, 1, 1}) == 0 && days_since_epoch({2000, 3, 1}) == 11017);
static_assert(decimal_year({2028, 10, 1}) == 2028.75);
static_assert(decimal_year({2026, 6, 16}) == 2026 + 5.5 / 12);
static_assert(years_between({2027, 1, 1}, {2028, 10, 1}) == 1.75);

TEST(Calendar, ConsecutiveDaysAreOneDayApartOverFourCenturies) {
    long expected = days_since_epoch({1899, 12, 31});
    for (int y = 1900; y < 2301; ++y)
        for (int m = 1; m <= 12; ++m)
            for (int d = 1; d <= days_in_month(y, m); ++d) ASSERT_EQ(days_since_epoch({y, m, d}), ++expected);
}

TEST(Calendar, OnlyDaysThatExistAreValid) {
    EXPECT_TRUE(is_valid({2024, 2, 29}));
    EXPECT_FALSE(is_valid({2026, 2, 29}));
    EXPECT_FALSE(is_valid({2026, 0, 1}));
    EXPECT_FALSE(is_valid({2026, 13, 1}));
    EXPECT_FALSE(is_valid({2026, 4, 31}));
    EXPECT_FALSE(is_valid({2026, 4, 0}));
    EXPECT_FALSE(is_valid({0, 1, 1}));
}

TEST(Calendar, ReadsIsoDatesAndNothingElse) {
    EXPECT_EQ(parse_date("2027-01-31"), (Date{2027, 1, 31}));
    EXPECT_EQ(to_string(Date{987, 6, 5}), "0987-06-05");
    EXPECT_EQ(parse_date(to_string(Date{987, 6, 5})), (Date{987, 6, 5}));
    for (const char* text : {"", "2027-1-31", "2027/01/31", "2027-02-30", "2027-01-3x", "-027-01-31",
                             "2027-01-311", "2027-13-01", " 2027-01-31", "2027-01-+1"})
        EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Calendar, YearsBetweenIsTheDifferenceOfDecimalYears) {
    const Date a{2025, 3, 17}, b{2031, 11, 4};
    EXPECT_NEAR(years_between(a, b), decimal_year(b) - decimal_year(a), 1e-12);
    EXPECT_EQ(years_between(a, b), -years_between(b, a));
    EXPECT_EQ(years_between(a, a), 0);
}

TEST(Calendar, LaterDatesAreLaterOnTheDecimalScale) {
    for (int y : {2024, 2025})
        for (int m = 1; m <= 12; ++m)
            for (int d = 2; d <= days_in_month(y, m); ++d)
                ASSERT_GT(decimal_year({y, m, d}), decimal_year({y, m, d - 1}));
}

}  // namespace
