#include "minerisk/statistics/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using testing_support::infinity;
using testing_support::nan;

TEST(Moments, MatchTheClosedFormOfTheFirstIntegers) {
    std::vector<double> values;
    for (int i = 1; i <= 1000; ++i) values.push_back(i);
    const Mean m = mean(values);
    EXPECT_DOUBLE_EQ(m.value, 500.5);
    EXPECT_DOUBLE_EQ(*m.sd, std::sqrt(1000.0 * 1001.0 / 12.0));
    EXPECT_DOUBLE_EQ(*m.se, *m.sd / std::sqrt(1000.0));
    EXPECT_EQ(m.count, 1000u);
}

TEST(Moments, InfiniteAndMissingValuesAreCountedAndKeptOutOfTheMean) {
    const std::vector<double> values{1, -infinity, nan, 3, infinity, infinity};
    const Counts c = counts(values);
    EXPECT_EQ(c.finite, 2u);
    EXPECT_EQ(c.below, 1u);
    EXPECT_EQ(c.above, 2u);
    EXPECT_EQ(c.missing, 1u);
    EXPECT_EQ(c.ranked(), 5u);
    EXPECT_DOUBLE_EQ(mean(values).value, 2);
    EXPECT_EQ(mean(values).count, 2u);
}

TEST(Moments, OneValueHasNoErrorAndNoneHasNoMean) {
    const std::vector<double> one{7};
    EXPECT_EQ(mean(one).value, 7);
    EXPECT_FALSE(mean(one).se);
    EXPECT_FALSE(standard_deviation(one));
    EXPECT_TRUE(std::isnan(mean({}).value));
    const std::vector<double> two{1, 4};
    EXPECT_DOUBLE_EQ(*mean(two).sd, 3 / std::sqrt(2.0));
}

TEST(Moments, ALargeOffsetDoesNotCostTheDeviationItsDigits) {
    std::vector<double> values;
    for (int i = 0; i < 10'000; ++i) values.push_back(1e9 + i % 2);
    EXPECT_NEAR(*mean(values).sd, std::sqrt(0.25 * 10'000 / 9'999), 1e-12);
}

TEST(Moments, TheOrderOfTheSumIsFixedByTheCodeAlone) {
    std::vector<double> values;
    for (int i = 0; i < 130; ++i) values.push_back(1.0 / (1 + i * i % 97));
    double total = 0;
    for (int block = 0; block < 2; ++block) {
        double lane[8] = {};
        for (int i = 0; i < 64; ++i) lane[i % 8] += values[static_cast<std::size_t>(block * 64 + i)];
        total += ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    }
    EXPECT_EQ(mean(values).value, (total + (values[128] + values[129])) / 130);
}

}  // namespace
