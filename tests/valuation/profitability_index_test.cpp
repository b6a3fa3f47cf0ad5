#include "minerisk/valuation/profitability_index.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk::valuation;

TEST(ProfitabilityIndex, IsNpvPerDiscountedInvestment) {
    const std::vector<double> net{-100, 30, 121};
    const std::vector<double> investment{100, 11, 0};
    const std::vector<double> factors{1, 1 / 1.1, 1 / 1.21};
    EXPECT_NEAR(profitability_index(net, investment, factors), (-100 + 30 / 1.1 + 100) / (100 + 10), 1e-15);
}

TEST(ProfitabilityIndex, WithoutInvestmentKeepsARank) {
    using testing_support::infinity;
    EXPECT_EQ(profitability_index(5, 0), infinity);
    EXPECT_EQ(profitability_index(-5, 0), -infinity);
    EXPECT_TRUE(std::isnan(profitability_index(0, 0)));
    EXPECT_TRUE(std::isnan(profitability_index(std::nan(""), 1)));
}

}  // namespace
