#include "minerisk/valuation/npv.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "streams.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::valuation;
using namespace minerisk::units;

TEST(Npv, RekoDiqWithItsFirstYearUndiscounted) {
    EXPECT_NEAR(npv(tests::reko_diq, 0.08, Convention::start), 12'998, 0.5);
}

TEST(Npv, ConventionsDifferByTheFactorOfHalfAPeriod) {
    const std::vector<double> cash{-100, 30, 50, 80};
    const double start = npv(cash, 0.1, Convention::start);
    EXPECT_NEAR(start, -100 + 30 / 1.1 + 50 / 1.21 + 80 / 1.331, 1e-12);
    EXPECT_NEAR(npv(cash, 0.1, Convention::middle), start / std::sqrt(1.1), 1e-12);
    EXPECT_NEAR(npv(cash, 0.1, Convention::end), start / 1.1, 1e-12);
    EXPECT_NEAR(npv(cash, 0.1, Convention::end, 12), npv(cash, std::pow(1.1, 1.0 / 12) - 1, Convention::end),
                1e-12);
}

TEST(Npv, AtRateZeroIsTheSumExactly) {
    const std::vector<double> cash{-3, 1, 1.5, 2};
    EXPECT_EQ(npv(cash, 0.0, Convention::end), 1.5);
    EXPECT_EQ(npv(std::vector<double>{}, 0.1, Convention::end), 0);
}

TEST(Npv, TakesAndGivesMoney) {
    const std::vector<Money> cash{-100.0 * MUSD, 110.0 * MUSD};
    EXPECT_NEAR(npv(cash, 10 * percent / year, Convention::start).in(MUSD), 0, 1e-12);
}

TEST(Npv, ABlockHasTheBitsOfItsPathsAlone) {
    tests::Numbers numbers{21};
    const auto grid = TimeGrid::yearly(30);
    const std::vector<double> factors = discount_factors(grid, 0.08 / year, Convention::end);
    BlockArray block{30, wide_block};
    std::vector<std::vector<double>> paths;
    for (int path = 0; path < wide_block; ++path) {
        paths.push_back(tests::mine(numbers, 30, 900));
        for (int i = 0; i < 30; ++i) block(i, path) = paths.back()[static_cast<std::size_t>(i)];
    }
    std::vector<double> values(wide_block);
    npv_block(block, factors, values.data());
    for (std::size_t path = 0; path < values.size(); ++path)
        EXPECT_EQ(values[path], npv(paths[path], factors));
}

TEST(Npv, RefusesARateAtMinusAllOrWorse) {
    for (double rate : {-1.0, -2.0, std::numeric_limits<double>::quiet_NaN()}) {
        try {
            npv(std::vector<double>{1, 2}, rate, Convention::start);
            FAIL();
        } catch (const InputError& e) {
            EXPECT_EQ(e.problems().front().field, "discount_rate");
            EXPECT_EQ(e.problems().front().rule, "must be above -1 (-100 %) and finite");
        }
    }
    EXPECT_THROW(discount_factors(0, 1, 0.1 / year, Convention::start), InputError);
}

}  // namespace
