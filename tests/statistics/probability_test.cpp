#include "minerisk/statistics/probability.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using testing_support::infinity;
using testing_support::nan;

TEST(Proportion, WilsonIntervalSolvesItsOwnEquation) {
    for (std::size_t hits : {1u, 15u, 50u, 148u}) {
        const Proportion p = proportion(hits, 148);
        // An end e is where the observed share is normal_95 standard errors of e away.
        if (*p.low > 0) {
            EXPECT_NEAR(p.value - *p.low, normal_95 * std::sqrt(*p.low * (1 - *p.low) / 148), 1e-14);
        }
        if (*p.high < 1) {
            EXPECT_NEAR(*p.high - p.value, normal_95 * std::sqrt(*p.high * (1 - *p.high) / 148), 1e-14);
        }
    }
}

TEST(Proportion, HasAWidthAtTheEndsAndNoneForOnePath) {
    const Proportion none = proportion(0, 100);
    EXPECT_EQ(*none.low, 0);
    EXPECT_NEAR(*none.high, normal_95 * normal_95 / (100 + normal_95 * normal_95), 1e-15);
    EXPECT_EQ(*proportion(100, 100).high, 1);
    EXPECT_EQ(proportion(1, 1).value, 1);
    EXPECT_FALSE(proportion(1, 1).low);
    EXPECT_TRUE(std::isnan(proportion(0, 0).value));
}

TEST(ProbabilityBelow, CountsNoReturnAsBelowAndLeavesOutTheMissing) {
    const std::vector<double> values{-infinity, 0.1, 0.08, infinity, nan};
    const Proportion p = probability_below(values, 0.1);
    EXPECT_EQ(p.count, 4u);
    EXPECT_DOUBLE_EQ(p.value, 0.5);  // 0.1 itself is not below
}

}  // namespace
