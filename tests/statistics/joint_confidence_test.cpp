#include "minerisk/statistics/joint_confidence.hpp"

#include <gtest/gtest.h>

using namespace minerisk::statistics;

TEST(JointConfidence, CountsPathsWithinBothLimits) {
    const std::vector<double> cost{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, date{10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
    EXPECT_EQ(joint_confidence(cost, 8, date, 8).value, 0.6);
    EXPECT_EQ(joint_confidence(cost, 5, date, 5).value, 0);
    EXPECT_EQ(joint_confidence(cost, 10, date, 10).value, 1);
}

TEST(JointConfidence, TheFrontierHoldsWithItsLevelAndNotMuchLess) {
    std::vector<double> x, y;
    for (int i = 0; i < 20'000; ++i) {
        x.push_back(i % 200);
        y.push_back((i * 37 + i / 200 * 11) % 500);
    }
    const double probs[] = {0.6, 0.75, 0.9, 0.99};
    const auto frontier = joint_frontier(x, y, 0.7, probs);
    ASSERT_EQ(frontier.size(), 3u);  // with 60 % of the first alone there is no 70 % of both
    for (const JointPoint& point : frontier) {
        EXPECT_NEAR(joint_confidence(x, point.x, y, point.y).value, 0.7, 0.005);
        EXPECT_LT(joint_confidence(x, point.x, y, point.y - 5).value, 0.7);
    }
    EXPECT_GT(frontier[0].y, frontier[2].y);
}
