#include "minerisk/calibration/simulate.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace minerisk;
using namespace minerisk::calibration;

TEST(Simulate, CountsOverAYearHaveTheMeanAndVarianceOfAProcessThatStartsEmpty) {
    const Hawkes h{{0.0140}, {0.456, 0.119}};
    const int paths = 40'000;
    double sum = 0, squares = 0, none = 0;
    for (int i = 0; i < paths; ++i) {
        const random::PathEngine engine{2026, random::stream_of("test.simulate"),
                                        static_cast<std::uint64_t>(i)};
        const double count = static_cast<double>(simulate(Baseline::constant(365), h, engine).count());
        sum += count;
        squares += count * count;
        none += count == 0 ? 1 : 0;
    }
    const double mean = sum / paths, variance = squares / paths - mean * mean;
    // Closed form of the mean; the variance from the linear equations of the moments.
    const double g = 0.119 * (1 - 0.456), m = 0.0140 / (1 - 0.456);
    const double expected = m * 365 - (m - 0.0140) * (1 - std::exp(-g * 365)) / g;
    EXPECT_NEAR(expected, 9.2121, 1e-4);
    EXPECT_NEAR(mean, expected, 4 * std::sqrt(30.0432 / paths));
    EXPECT_NEAR(variance, 30.0432, 4 * 30.0432 * std::sqrt(5.0 / paths));
    const double p0 = std::exp(-0.0140 * 365);
    EXPECT_NEAR(none / paths, p0, 4 * std::sqrt(p0 / paths));
}

TEST(Simulate, SpontaneousEventsFollowThePiecesOfTheBaseline) {
    const Baseline baseline = Baseline::shaped({0, 10, 30, 35}, {1, 0, 8});
    double in[3] = {};
    for (std::uint64_t i = 0; i < 10'000; ++i)
        for (const double t : simulate(baseline, {{0.1}, {0, 1}}, {5, random::stream_of("test"), i}).at)
            ++in[baseline.piece_at(t)];
    EXPECT_NEAR(in[0], 10'000, 400);
    EXPECT_EQ(in[1], 0);
    EXPECT_NEAR(in[2], 40'000, 800);
}

TEST(Simulate, OneEngineGivesTheSameEvents) {
    const auto draw = [](std::uint64_t path) {
        return simulate(Baseline::constant(400), {{0.1}, {0.5, 0.3}}, {5, random::stream_of("test"), path})
            .at;
    };
    EXPECT_EQ(draw(3), draw(3));
    EXPECT_NE(draw(3), draw(4));
}
