#include "minerisk/valuation/mirr.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "minerisk/valuation/irr.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::valuation;
using namespace minerisk::units;

const std::vector<double> example{-120'000, 39'000, 30'000, 21'000, 37'000, 46'000};

TEST(Mirr, AgreesWithThePublishedSpreadsheetExample) {
    EXPECT_NEAR(mirr(example, 0.10 / year, 0.12 / year), 0.126094, 5e-7);
    EXPECT_NEAR(mirr(example, 0.10 / year, 0.14 / year), 0.134759, 5e-7);
}

TEST(Mirr, AtTheIrrItselfIsTheIrr) {
    const Irr found = irr(example);
    EXPECT_NEAR(mirr(example, found.rate / year, found.rate / year), found.rate, 1e-13);
    const Irr quarterly = irr(example, 4);
    EXPECT_NEAR(mirr(example, quarterly.rate / year, quarterly.rate / year, 4), quarterly.rate, 1e-12);
}

TEST(Mirr, OneSidedStreamsHaveTheirLimits) {
    EXPECT_EQ(mirr(std::vector<double>{-5, -1}, 0.1 / year, 0.1 / year), -1);
    EXPECT_EQ(mirr(std::vector<double>{5, 1}, 0.1 / year, 0.1 / year),
              std::numeric_limits<double>::infinity());
    EXPECT_TRUE(std::isnan(mirr(std::vector<double>{0, 0}, 0.1 / year, 0.1 / year)));
    EXPECT_TRUE(std::isnan(mirr(std::vector<double>{-5}, 0.1 / year, 0.1 / year)));
    EXPECT_TRUE(std::isnan(mirr(std::vector<double>{-5, std::nan("")}, 0.1 / year, 0.1 / year)));
}

TEST(Mirr, RefusesBothRatesAtOnce) {
    try {
        mirr(example, -1.0 / year, -3.0 / year);
        FAIL();
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 2u);
        EXPECT_EQ(e.problems()[0].field, "finance_rate");
        EXPECT_EQ(e.problems()[1].field, "reinvestment_rate");
    }
}

}  // namespace
