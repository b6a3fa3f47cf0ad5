#include "minerisk/calibration/counts.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace minerisk;
using namespace minerisk::calibration;

TEST(CountTerm, ProbabilitiesSumToOneWithTheMeanAndVarianceOfTheLaw) {
    const NegativeBinomial law{3.5, 1.7};
    double all = 0, mean = 0, square = 0;
    for (int y = 0; y < 400; ++y) {
        const double p = std::exp(count_term(y, law).value);
        all += p;
        mean += y * p;
        square += y * y * p;
    }
    EXPECT_NEAR(all, 1, 1e-12);
    EXPECT_NEAR(mean, 3.5, 1e-11);
    EXPECT_NEAR(square - mean * mean, 3.5 + 3.5 * 3.5 / 1.7, 1e-9);
}

TEST(CountTerm, SlopesAreThoseOfTheValue) {
    const double step = 1e-5;
    for (const int y : {0, 1, 7, 40}) {
        const CountTerm t = count_term(y, {3.5, 1.7});
        const double by_mean =
            (count_term(y, {3.5 + step, 1.7}).value - count_term(y, {3.5 - step, 1.7}).value) / (2 * step);
        const double by_size =
            (count_term(y, {3.5, 1.7 + step}).value - count_term(y, {3.5, 1.7 - step}).value) / (2 * step);
        const double twice =
            (count_term(y, {3.5, 1.7 + step}).by_size - count_term(y, {3.5, 1.7 - step}).by_size) /
            (2 * step);
        EXPECT_NEAR(t.by_mean, by_mean, 1e-7) << y;
        EXPECT_NEAR(t.by_size, by_size, 1e-7) << y;
        EXPECT_NEAR(t.by_size_twice, twice, 1e-7) << y;
    }
}

TEST(CountTerm, NearsPoissonAsTheSizeGrows) {
    EXPECT_NEAR(count_term(4, {3, 1e8}).value, log_probability_poisson(4, 3), 1e-7);
    EXPECT_NEAR(log_probability_poisson(0, 3), -3, 1e-15);
}

TEST(Counts, OnlyWholeMonthsAndWeeksCount) {
    // 10 Jan to 2 Apr: February and March are whole; 83 days are 11 weeks.
    const EventTimes events = spread_over_days(std::vector<int>{0, 22, 22, 50, 82}, 83);
    EXPECT_EQ(monthly_counts(events, {2005, 1, 10}, {2005, 4, 2}), (std::vector<int>{2, 1}));
    EXPECT_EQ(weekly_counts(events), (std::vector<int>{1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0}));
    EXPECT_EQ(monthly_counts({{0.5, 40.5}, 59}, {2005, 1, 1}, {2005, 2, 28}), (std::vector<int>{1, 1}));
    EXPECT_TRUE(monthly_counts({{0.5}, 10}, {2005, 1, 5}, {2005, 1, 14}).empty());
}
