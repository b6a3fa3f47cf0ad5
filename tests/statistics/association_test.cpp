#include "minerisk/statistics/association.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace minerisk::statistics;

TEST(Association, PearsonOfAKnownTable) {
    const std::vector<double> x{1, 2, 3, 4, 5}, y{2, 1, 4, 3, 5};
    EXPECT_NEAR(pearson(x, y).value, 0.8, 1e-15);
    EXPECT_NEAR(pearson(x, y).se, (1 - 0.64) / 2, 1e-15);
}

TEST(Association, EqualValuesShareTheirRanks) {
    EXPECT_EQ(ranks(std::vector<double>{3, 1, 3, 2, 3}), (std::vector<double>{4, 1, 4, 2, 4}));
}

TEST(Association, SpearmanSeesOnlyTheOrder) {
    const std::vector<double> x{1, 2, 3, 4}, y{1, 10, 100, 1000}, down{9, 3, 2, -5};
    EXPECT_NEAR(spearman(x, y).value, 1, 1e-15);
    EXPECT_NEAR(spearman(x, down).value, -1, 1e-15);
    EXPECT_LT(pearson(x, y).value, 0.9);
}

TEST(Association, NoCorrelationWhereNothingVaries) {
    EXPECT_TRUE(std::isnan(pearson(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3}).value));
    EXPECT_TRUE(std::isnan(pearson(std::vector<double>{1, 2}, std::vector<double>{1, 2}).value));
}
