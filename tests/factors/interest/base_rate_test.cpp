#include <gtest/gtest.h>

#include <cmath>

#include "minerisk/factors/interest/base_rate_model.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

const BaseRate vasicek{0.05 / year, 0.03 / year, 2 * year, 0.01 / year};

TEST(BaseRateModel, IsExpectedToReturnByItsHalfLife) {
    const interest::BaseRateModel model{vasicek, TimeGrid::yearly(6)};
    BlockArray rates{6, narrow_block};
    model.base_block(rates);
    EXPECT_EQ(rates(0, 3), 0.05);
    EXPECT_NEAR(rates(2, 3), 0.04, 1e-15);
    EXPECT_NEAR(rates(4, 3), 0.035, 1e-15);
}

/// Mean and variance of the exact solution, whatever the step.
TEST(BaseRateModel, HasTheMomentsOfVasicek) {
    for (const int periods_per_year : {1, 4}) {
        const TimeGrid grid{{2027, 1, 1}, 6, periods_per_year};
        const interest::BaseRateModel model{vasicek, grid};
        BlockArray rates{grid.periods(), wide_block};
        const int at = 4 * periods_per_year, blocks = 400;
        double sum = 0, squares = 0;
        for (int b = 0; b < blocks; ++b) {
            model.simulate_block(7, static_cast<std::uint64_t>(b) * wide_block, rates);
            for (int p = 0; p < wide_block; ++p) {
                sum += rates(at, p);
                squares += rates(at, p) * rates(at, p);
            }
        }
        const double n = blocks * wide_block, mean = sum / n, variance = squares / n - mean * mean;
        const double reversion = std::log(2.0) / 2;
        const double exact = 0.01 * 0.01 * (1 - std::exp(-2 * reversion * 4)) / (2 * reversion);
        EXPECT_NEAR(mean, 0.035, 4 * std::sqrt(exact / n)) << periods_per_year;
        EXPECT_NEAR(variance, exact, 4 * exact * std::sqrt(2 / n)) << periods_per_year;
    }
}

TEST(BaseRateModel, APathIsTheSameInAnyBlock) {
    const interest::BaseRateModel model{vasicek, TimeGrid::yearly(6)};
    BlockArray wide{6, wide_block}, narrow{6, narrow_block};
    model.simulate_block(7, 0, wide);
    model.simulate_block(7, 16, narrow);
    for (int i = 0; i < 6; ++i)
        for (int p = 0; p < narrow_block; ++p) EXPECT_EQ(narrow(i, p), wide(i, p + 16));
}

TEST(BaseRateModel, WithoutVolatilityIsWhatIsExpected) {
    BaseRate still = vasicek;
    still.volatility = {};
    const interest::BaseRateModel model{still, TimeGrid::yearly(6)};
    BlockArray moved{6, narrow_block}, base{6, narrow_block};
    model.simulate_block(7, 0, moved);
    model.base_block(base);
    for (int i = 0; i < 6; ++i) EXPECT_NEAR(moved(i, 0), base(i, 0), 1e-15);
}

}  // namespace
