#include <gtest/gtest.h>

#include "support/mine.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using testing_support::CashBench;
using testing_support::plain_mine;

TEST(Levies, ARoyaltyIsOnMaxOfZeroAndItsBase) {
    Project project = plain_mine();
    project.concentrate.treatment_charge = 500 * usd / t_concentrate;  // 20 MUSD a year
    project.royalties = {{.name = "nsr", .rate = 0.1}};
    CashBench nsr{project, {2}};
    project.royalties = {{.name = "gross", .rate = 0.1, .base = RoyaltyBase::gross}};
    CashBench gross{project, {2}};
    project.royalties = {{.name = "off", .rate = 0.1, .active = false}};
    CashBench off{project, {2}};
    for (CashBench* b : {&nsr, &gross, &off}) {
        b->prices[0](5, 0) = 1000;  // 10 MUSD gross, less than the charge
        b->run();
    }
    EXPECT_NEAR(nsr.at(Line::royalty, 4), 3e6, 1e-6);
    EXPECT_EQ(nsr.at(Line::royalty, 5), 0);
    EXPECT_NEAR(gross.at(Line::royalty, 4), 5e6, 1e-6);
    EXPECT_NEAR(gross.at(Line::royalty, 5), 1e6, 1e-6);
    EXPECT_EQ(off.total(Line::royalty), 0);
}

TEST(Levies, ARoyaltyStartsAtItsDateAndSeveralAddUp) {
    Project project = plain_mine();
    project.royalties = {{.name = "a", .rate = 0.1, .from = 4.25 * year}, {.name = "b", .rate = 0.02}};
    CashBench b{project, {2}};
    b.run();
    EXPECT_NEAR(b.at(Line::royalty, 3), 1e6, 1e-6);
    EXPECT_NEAR(b.at(Line::royalty, 4), 1e6 + 0.75 * 5e6, 1e-6);
    EXPECT_NEAR(b.at(Line::royalty, 5), 6e6, 1e-6);
}

TEST(Levies, TaxCarriesLossesForwardAndSparesTheHoliday) {
    Project project = plain_mine();
    project.tax = {.rate = 0.3};
    CashBench b{project, {2}};
    project.tax.holiday = 1.5 * year;
    CashBench holiday{project, {2}};
    project.tax = {.rate = 0.3, .from = 5 * year};
    CashBench late{project, {2}};
    for (CashBench* bench : {&b, &holiday, &late}) {
        for (int p = 0; p < 2; ++p) {
            bench->build.capital(0, p) = 60e6;
            bench->build.capital(1, p) = 10e6;
        }
        bench->prices[0](6, 0) = 0;
        bench->build.capital(6, 0) = 30e6;
        bench->run();
    }
    // Before tax: -60, -10, +50, +50, +50, +50, -30, +50 ...: 20 of year 3 are used up, then year 6 by
    // year 7.
    const double expected[] = {0, 0, 0, 9, 15, 15, 0, 6, 15};
    for (int i = 0; i < 9; ++i) EXPECT_NEAR(b.at(Line::tax, i), expected[i] * 1e6, 1e-6) << i;
    // The holiday ends at 3.5: half of year 3's tax is due, and losses were used up all the same.
    const double spared[] = {0, 0, 0, 4.5, 15};
    for (int i = 0; i < 5; ++i) EXPECT_NEAR(holiday.at(Line::tax, i), spared[i] * 1e6, 1e-6) << i;
    const double later[] = {0, 0, 0, 0, 0, 15, 0, 6};
    for (int i = 0; i < 8; ++i) EXPECT_NEAR(late.at(Line::tax, i), later[i] * 1e6, 1e-6) << i;
}

}  // namespace
