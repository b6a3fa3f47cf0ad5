#include "minerisk/statistics/expected_shortfall.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "../valuation/streams.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using minerisk::tests::Numbers;
using testing_support::infinity;

TEST(ExpectedShortfall, TakesTheFractionOfTheValueAtTheEdge) {
    const std::vector<double> values{4, 1, 3, 2, 5};
    EXPECT_DOUBLE_EQ(expected_shortfall(values, 0.2).value, 1);
    EXPECT_DOUBLE_EQ(expected_shortfall(values, 0.3).value, (1 + 0.5 * 2) / 1.5);
    EXPECT_DOUBLE_EQ(expected_shortfall(values, 1).value, 3);
}

TEST(ExpectedShortfall, AgreesWithSortingWithTies) {
    Numbers numbers{2};
    for (int n : {2, 7, 64, 1001}) {
        std::vector<double> values;
        for (int i = 0; i < n; ++i) values.push_back(numbers.below(n / 2 + 1));
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        for (double share : {0.01, 0.05, 0.37, 1.0}) {
            double left = n * share;
            double sum = 0;
            for (double x : sorted) {
                sum += std::min(1.0, left) * x;
                left = std::max(0.0, left - 1);
            }
            EXPECT_NEAR(expected_shortfall(values, share).value, sum / (n * share), 1e-9 * n);
        }
    }
}

TEST(ExpectedShortfall, TheWholeShareIsTheMeanWithItsError) {
    Numbers numbers{3};
    std::vector<double> values;
    for (int i = 0; i < 500; ++i) values.push_back(numbers.uniform());
    const TailMean tail = expected_shortfall(values, 1);
    const Mean m = mean(values);
    EXPECT_NEAR(tail.value, m.value, 1e-14);
    EXPECT_NEAR(*tail.se, *m.se * std::sqrt(499.0 / 500), 1e-14);
}

TEST(ExpectedShortfall, KeepsNoReturnInTheTailAndHasNoErrorThen) {
    const std::vector<double> values{-infinity, 1, 2, 3};
    EXPECT_EQ(expected_shortfall(values, 0.5).value, -infinity);
    EXPECT_FALSE(expected_shortfall(values, 0.5).se);
    const std::vector<double> above{1, 2, infinity, infinity};
    EXPECT_DOUBLE_EQ(expected_shortfall(above, 0.5).value, 1.5);
    EXPECT_EQ(expected_shortfall(above, 0.9).value, infinity);
    EXPECT_FALSE(expected_shortfall(std::vector<double>{4}, 0.05).se);
    EXPECT_EQ(expected_shortfall(std::vector<double>{4}, 0.05).value, 4);
    EXPECT_TRUE(std::isnan(expected_shortfall({}, 0.05).value));
}

}  // namespace
