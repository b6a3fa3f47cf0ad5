#include "minerisk/cashflow/ramp.hpp"

#include <gtest/gtest.h>

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::ramp_integral;

TEST(Ramp, WithoutStepsTheShareRisesEvenlyToOne) {
    EXPECT_EQ(ramp_integral({}, 2, 0), 0);
    EXPECT_EQ(ramp_integral({}, 2, -1), 0);
    EXPECT_DOUBLE_EQ(ramp_integral({}, 2, 1), 0.25);  // half of full share, for a year on average a quarter
    EXPECT_DOUBLE_EQ(ramp_integral({}, 2, 2), 1);
    EXPECT_DOUBLE_EQ(ramp_integral({}, 2, 5), 4);
    EXPECT_EQ(ramp_integral({}, 0, 3), 3);  // at once
}

TEST(Ramp, StepsHoldFromTheirAgeOn) {
    const std::vector<RampStep> steps{{Years{}, 8.0 / 45}, {0.25 * year, 0.8}, {1.25 * year, 1}};
    EXPECT_EQ(ramp_integral(steps, 7, -0.5), 0);
    EXPECT_DOUBLE_EQ(ramp_integral(steps, 7, 0.25) * 45, 2);
    EXPECT_DOUBLE_EQ(ramp_integral(steps, 7, 1.25) * 45, 2 + 36);
    EXPECT_DOUBLE_EQ((ramp_integral(steps, 7, 3.25) - ramp_integral(steps, 7, 2.25)) * 45, 45);
}

TEST(Ramp, NothingComesBeforeAFirstStepAfterAgeZero) {
    const std::vector<RampStep> steps{{0.5 * year, 1}};
    EXPECT_EQ(ramp_integral(steps, 0, 0.5), 0);
    EXPECT_DOUBLE_EQ(ramp_integral(steps, 0, 1), 0.5);
}

TEST(Ramp, TheIntegralNeverFallsAndNeverOutrunsTheCalendar) {
    const std::vector<RampStep> steps{{Years{}, 0.3}, {1 * year, 0}, {2 * year, 0.9}};
    for (const auto& ramp : {std::vector<RampStep>{}, steps}) {
        double last = 0;
        for (double age = 0.01; age < 4; age += 0.01) {
            const double now = ramp_integral(ramp, 1.3, age);
            EXPECT_GE(now, last);
            EXPECT_LE(now - last, 0.01 + 1e-12);
            last = now;
        }
    }
}

}  // namespace
