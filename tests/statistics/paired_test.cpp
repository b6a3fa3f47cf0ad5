#include "minerisk/statistics/paired.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using testing_support::infinity;
using testing_support::nan;

/// Quarters in no order.
std::vector<double> quarters(int count) {
    std::vector<double> x;
    for (int i = 0; i < count; ++i) x.push_back((i * 37 % 101) * 0.25);
    return x;
}

TEST(Paired, AShiftOfAllPathsIsExactAndLeavesNoError) {
    const std::vector<double> x = quarters(2000);
    std::vector<double> y = x;
    for (double& v : y) v += 0.5;
    const Paired p = paired(x, y);
    EXPECT_EQ(p.difference.value, 0.5);
    EXPECT_EQ(p.difference.se, 0);
    EXPECT_EQ(p.variance_ratio, infinity);
    EXPECT_EQ(p.above.value, 1);
    EXPECT_EQ(p.tied.value, 0);
    for (const Quantile& q : p.quantiles) EXPECT_EQ(q.value, 0.5) << q.prob;
    ASSERT_EQ(p.shifts.size(), 3u);
    for (const QuantileShift& s : p.shifts) {
        EXPECT_EQ(s.difference.value, 0.5) << s.prob;
        EXPECT_EQ(s.difference.se, 0) << s.prob;
    }
}

TEST(Paired, AShiftThatRoundsDifferentlyOnEachPathIsStillOne) {
    std::vector<double> x = quarters(200), y;
    for (double& v : x) v *= 1.1e9 / 3;
    for (const double v : x) y.push_back(v + 0.1);
    EXPECT_GT(*paired(x, y).difference.se, 0);
    EXPECT_EQ(paired(x, y).variance_ratio, infinity);
}

TEST(Paired, EqualColumnsHaveNoDifferenceAnywhereAndCountAsTies) {
    const std::vector<double> x = quarters(1000);
    const Paired p = paired(x, x);
    EXPECT_EQ(p.difference.value, 0);
    EXPECT_EQ(p.difference.se, 0);
    EXPECT_EQ(p.above.value, 0);
    EXPECT_EQ(p.below.value, 0);
    EXPECT_EQ(p.tied.value, 1);
    EXPECT_GT(*p.above.high, 0) << "the interval of a share has a width at 0 too";
    EXPECT_EQ(p.variance_ratio, infinity);
    const std::vector<double> constant(1000, 3.0);
    EXPECT_TRUE(std::isnan(paired(constant, constant).variance_ratio));
}

TEST(Paired, EveryPairIsCountedOnceByWhatItHas) {
    //                            number   up        same       down    up        aside ...
    const std::vector<double> x{1, 4, -infinity, -infinity, 2, -infinity, 3, nan, nan, infinity};
    const std::vector<double> y{3, 5, 7, -infinity, -infinity, infinity, nan, 6, nan, infinity};
    const Paired p = paired(x, y);
    EXPECT_EQ(p.counts.numbers, 2u);
    EXPECT_EQ(p.counts.same, 2u);
    EXPECT_EQ(p.counts.higher, 2u);
    EXPECT_EQ(p.counts.lower, 1u);
    EXPECT_EQ(p.counts.only_x, 1u);
    EXPECT_EQ(p.counts.only_y, 1u);
    EXPECT_EQ(p.counts.neither, 1u);
    EXPECT_EQ(p.counts.ranked() + p.counts.aside(), x.size());
    EXPECT_EQ(p.difference.count, 2u);
    EXPECT_EQ(p.difference.value, 1.5);
    EXPECT_EQ(p.x.value, 2.5);
    EXPECT_EQ(p.y.value, 4);
    EXPECT_DOUBLE_EQ(p.above.value, 4 / 7.0);
    EXPECT_DOUBLE_EQ(p.tied.value, 2 / 7.0);
    EXPECT_DOUBLE_EQ(p.below.value, 1 / 7.0);
    EXPECT_EQ(p.quantiles[2].value, 1) << "of -inf, 0, 0, 1, 2, inf, inf";
}

TEST(Paired, NoPairAndOnePairHaveNoErrors) {
    const Paired nothing = paired({}, {});
    EXPECT_TRUE(std::isnan(nothing.difference.value));
    EXPECT_TRUE(std::isnan(nothing.variance_ratio));
    const std::vector<double> x{1}, y{3};
    const Paired one = paired(x, y);
    EXPECT_EQ(one.difference.value, 2);
    EXPECT_FALSE(one.difference.se);
    EXPECT_TRUE(std::isnan(one.variance_ratio));
    EXPECT_TRUE(std::isnan(one.shifts[0].difference.se)) << "too few for batches";
}

TEST(Paired, AQuantileWithoutANumberHasNoDifference) {
    std::vector<double> x = quarters(1000), y = x;
    for (std::size_t i = 0; i < 300; ++i) x[i] = y[i] = -infinity;
    const Paired p = paired(x, y);
    EXPECT_EQ(p.shifts[0].x, -infinity);
    EXPECT_TRUE(std::isnan(p.shifts[0].difference.value));
    EXPECT_TRUE(std::isnan(p.shifts[0].difference.se));
    EXPECT_EQ(p.shifts[2].difference.value, 0);
}

TEST(ShareShift, OnlyPathsThatChangeSidesMakeItsError) {
    const std::vector<double> x{-1, -1, -1, 1, 1, 1, 1, 1, 1, 1, nan};
    const std::vector<double> y{-1, -1, 2, -2, -2, -2, 1, 1, 1, 1, -1};
    const ShareShift s = shift_of_share_below(x, y, 0);
    EXPECT_EQ(s.gained, 3u);
    EXPECT_EQ(s.lost, 1u);
    EXPECT_DOUBLE_EQ(s.x.value, 0.3);
    EXPECT_DOUBLE_EQ(s.y.value, 0.5);
    EXPECT_DOUBLE_EQ(s.difference.value, 0.2);
    EXPECT_NEAR(s.difference.se, std::sqrt(3.6) / 10, 1e-15);
    EXPECT_NEAR(s.low, 2 / 12.0 - normal_95 * std::sqrt(5 - 4 / 12.0) / 12, 1e-15);
    EXPECT_NEAR(s.high, 2 / 12.0 + normal_95 * std::sqrt(5 - 4 / 12.0) / 12, 1e-15);
    const ShareShift still = shift_of_share_below(x, x, 0);
    EXPECT_EQ(still.difference.se, 0);
    EXPECT_LT(still.low, 0);
    EXPECT_GT(still.high, 0);
    EXPECT_TRUE(std::isnan(shift_of_share_below({}, {}, 0).difference.value));
}

TEST(RatioOfMeans, HasTheErrorOfWhatItLeaves) {
    const std::vector<double> over{1, 2, 3}, ones{1, 1, 1}, twice{2, 4, 6}, zero{0, 0, 0};
    EXPECT_EQ(ratio_of_means(over, ones).value, 2);
    EXPECT_DOUBLE_EQ(ratio_of_means(over, ones).se, 1 / std::sqrt(3.0));
    EXPECT_EQ(ratio_of_means(over, twice).value, 0.5);
    EXPECT_EQ(ratio_of_means(over, twice).se, 0) << "exactly in proportion";
    EXPECT_TRUE(std::isnan(ratio_of_means(over, zero).value));
}

}  // namespace
