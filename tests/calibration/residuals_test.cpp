#include "minerisk/calibration/residuals.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace minerisk;
using namespace minerisk::calibration;

TEST(RescaledGaps, AreTheIntegralOfTheRateBetweenEvents) {
    const Baseline baseline = Baseline::shaped({0, 3, 4, 10}, {1, 5, 0.5});
    const Hawkes h{{0.2}, {0.7, 0.4}};
    const EventTimes events{{0.5, 2.5, 3.25, 3.75, 9.5}, 10};
    const auto u = rescaled_gaps(events, baseline, h);
    double begin = 0;
    for (std::size_t i = 0; i < events.count(); ++i) {
        // By the midpoint rule, on the rate as it is defined.
        const int steps = 200'000;
        const double step = (events.at[i] - begin) / steps;
        double integral = 0;
        for (int s = 0; s < steps; ++s) {
            const double t = begin + (s + 0.5) * step;
            double rate = 0.2 * baseline.weight(baseline.piece_at(t));
            for (std::size_t j = 0; j < i; ++j) rate += 0.7 * 0.4 * std::exp(-0.4 * (t - events.at[j]));
            integral += rate * step;
        }
        EXPECT_NEAR(u[i], 1 - std::exp(-integral), 2e-5) << i;
        begin = events.at[i];
    }
}

TEST(UniformDistance, OfEvenValuesIsHalfAStepAndOfOneEndIsNearlyAll) {
    EXPECT_NEAR(uniform_distance({0.875, 0.125, 0.375, 0.625}), 0.125, 1e-15);
    EXPECT_NEAR(uniform_distance({0.99, 0.98, 0.97}), 0.97, 1e-15);
}

TEST(LjungBox, OfAnAlternatingSeriesByHand) {
    // r_1 = -5/6 and r_2 = 4/6 of 1, -1, 1, -1, 1, -1.
    const std::vector<double> x{1, -1, 1, -1, 1, -1};
    EXPECT_NEAR(ljung_box(x, 1), 6 * 8 * (25.0 / 36) / 5, 1e-12);
    EXPECT_NEAR(ljung_box(x, 2), 6 * 8 * ((25.0 / 36) / 5 + (16.0 / 36) / 4), 1e-12);
    EXPECT_EQ(ljung_box(std::vector<double>{2, 2, 2}, 2), 0);
}
