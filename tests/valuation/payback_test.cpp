#include "minerisk/valuation/payback.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "minerisk/valuation/npv.hpp"
#include "streams.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::valuation;

TEST(Payback, IsLinearWithinThePeriodThatPaysBack) {
    const Payback p = payback(std::vector<double>{-100, 40, 40, 40});
    EXPECT_EQ(p.status, PaybackStatus::reached);
    EXPECT_DOUBLE_EQ(p.years, 3.5);
    EXPECT_DOUBLE_EQ(payback(std::vector<double>{-100, 40, 40, 40}, 4).years, 3.5 / 4);
    EXPECT_DOUBLE_EQ(payback(std::vector<double>{-100, 100}).years, 2);  // exactly at the end
}

TEST(Payback, RekoDiqIsBackInItsTenthYear) {
    const Payback p = payback(tests::reko_diq);
    double total = 0;
    for (std::size_t i = 0; i < 9; ++i) total += tests::reko_diq[i];
    EXPECT_LT(total, 0);
    EXPECT_NEAR(p.years, 9 - total / tests::reko_diq[9], 1e-12);
}

TEST(Payback, ALaterDipDoesNotUndoIt) {
    EXPECT_DOUBLE_EQ(payback(std::vector<double>{-10, 20, -30, 40}).years, 1.5);
}

TEST(Payback, WhatNeverComesBackRanksAboveEveryTime) {
    const Payback p = payback(std::vector<double>{-100, 40, 40});
    EXPECT_EQ(p.status, PaybackStatus::never);
    EXPECT_EQ(p.years, std::numeric_limits<double>::infinity());
}

TEST(Payback, NothingSpentIsNothingToPayBackAndRanksBelowEveryTime) {
    for (const std::vector<double>& cash : {std::vector<double>{5, -5, 1}, std::vector<double>{0, 0}, {}}) {
        EXPECT_EQ(payback(cash).status, PaybackStatus::nothing_to_pay_back);
        EXPECT_EQ(payback(cash).years, -std::numeric_limits<double>::infinity());
    }
}

TEST(Payback, WhatIsNotANumberIsNotNothing) {
    const std::vector<double> cash{std::numeric_limits<double>::quiet_NaN(), 5};
    EXPECT_EQ(payback(cash).status, PaybackStatus::never);
}

TEST(Payback, DiscountedTakesLonger) {
    const auto factors = discount_factors(4, 1, Rate::from_canonical(0.1), Convention::start);
    const double at_end = -100 + 40 / 1.1 + 40 / 1.21;
    EXPECT_NEAR(payback(std::vector<double>{-100, 40, 40, 60}, 1, factors).years, 3 - at_end / (60 / 1.331),
                1e-12);
    EXPECT_EQ(payback(std::vector<double>{-100, 40, 40, 40}, 1, factors).status, PaybackStatus::never);
}

TEST(Payback, ABlockHasTheBitsOfItsPathsAlone) {
    tests::Numbers numbers{22};
    const int periods = 40;
    const auto factors = discount_factors(periods, 4, Rate::from_canonical(0.1), Convention::middle);
    BlockArray block{periods, wide_block};
    std::vector<std::vector<double>> paths;
    for (int path = 0; path < wide_block; ++path) {
        paths.push_back(tests::mine(numbers, periods, 400 + 10 * path));
        for (int i = 0; i < periods; ++i) block(i, path) = paths.back()[static_cast<std::size_t>(i)];
    }
    std::vector<double> years(wide_block);
    std::vector<PaybackStatus> statuses(wide_block);
    payback_block(block, 4, factors, years.data(), statuses.data());
    for (std::size_t path = 0; path < years.size(); ++path) {
        const Payback alone = payback(paths[path], 4, factors);
        EXPECT_EQ(years[path], alone.years);
        EXPECT_EQ(statuses[path], alone.status);
    }
}

}  // namespace
