#include "minerisk/inputs/price_index.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "support/numbers.hpp"

namespace {

using namespace minerisk;

const PriceIndex consumer_prices{{{"2024-12", 315.605}, {"2025-12", 324.054}, {"2026-05", 335.123}}};

TEST(PriceIndex, BringsMoneyOfOneMonthIntoThatOfAnother) {
    EXPECT_DOUBLE_EQ(consumer_prices.factor("2024-12", "2025-12"), 324.054 / 315.605);
    EXPECT_DOUBLE_EQ(consumer_prices.factor("2026-05", "2025-12"), 324.054 / 335.123);
    EXPECT_NEAR(consumer_prices.factor("2024-12", "2025-12") * consumer_prices.factor("2025-12", "2026-05"),
                consumer_prices.factor("2024-12", "2026-05"), 1e-15);
}

TEST(PriceIndex, AMonthIsWorthItselfEvenWhenUnknown) {
    EXPECT_EQ(consumer_prices.factor("2025-12", "2025-12"), 1);
    EXPECT_EQ(PriceIndex{}.factor("2031-01", "2031-01"), 1);
    EXPECT_TRUE(consumer_prices.knows("2025-12"));
    EXPECT_FALSE(consumer_prices.knows("2025-11"));
}

TEST(PriceIndex, MonthsAreWrittenWithFourAndTwoDigits) {
    for (const char* good : {"2024-01", "1999-12"}) EXPECT_TRUE(PriceIndex::is_month(good)) << good;
    for (const char* bad :
         {"", "2024", "2024-13", "2024-00", "2024-1", "24-01", "2024/01", "2024-01-01", "2024-1x", " 024-01"})
        EXPECT_FALSE(PriceIndex::is_month(bad)) << bad;
}

TEST(PriceIndex, WhatIsNoMonthOrNoLevelIsRefusedByName) {
    using testing_support::infinity;
    using testing_support::nan;
    for (const double bad : {0.0, -3.0, nan, infinity}) {
        try {
            PriceIndex{{{"2024-12", 315.605}, {"2025-01", bad}}};
            FAIL() << bad;
        } catch (const InputError& e) {
            ASSERT_EQ(e.problems().size(), 1u);
            EXPECT_EQ(e.problems()[0].field, "index.2025-01");
        }
    }
    EXPECT_THROW((PriceIndex{{{"Dec 2024", 315.605}}}), InputError);
}

}  // namespace
