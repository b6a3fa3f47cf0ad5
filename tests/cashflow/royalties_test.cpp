#include "minerisk/cashflow/royalties.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using testing_support::CashBench;
using testing_support::plain_mine;

/// 5, 7.5, then 10 MUSD a year, up to 50.
AdvanceRoyalty advance_from(double from) {
    return {.from = from * year, .by_year = {5 * MUSD, 7.5 * MUSD, 10 * MUSD}, .cap = 50 * MUSD};
}

/// A royalty of 10 % on what is 50 MUSD a year, with an advance from so many years after the valuation date.
Project with_advance(double from) {
    Project p = plain_mine();
    p.royalties = {{.name = "province", .rate = 0.1, .advance = advance_from(from)}};
    return p;
}

void expect_royalties(CashBench& b, const std::vector<double>& musd) {
    b.run();
    for (int i = 0; i < static_cast<int>(musd.size()); ++i)
        EXPECT_NEAR(b.at(Line::royalty, i), musd[static_cast<std::size_t>(i)] * 1e6, 1e-6) << i;
}

TEST(PaidAhead, GrowsEvenlyInEachYearUpToTheCap) {
    const AdvanceRoyalty a = advance_from(-1);
    const double by[][2] = {{-2, 0},   {-1, 0},      {-0.5, 2.5}, {0, 5},     {0.5, 8.75},
                            {1, 12.5}, {1.25, 15.0}, {2, 22.5},   {4.75, 50}, {40, 50}};
    for (const auto& [t, musd] : by) EXPECT_NEAR(cashflow::paid_ahead(a, t), musd * 1e6, 1e-6) << t;
}

TEST(Royalties, OnePaidAheadCostsNothingUntilWhatWasPaidIsUsedUp) {
    // Sunk 8.75; 8.75 and 10 until first ore: 27.5 in all, for five and a half years of 5 due.
    CashBench b{with_advance(-1.5), {2}};
    expect_royalties(b, {8.75, 10, 0, 0, 0, 0, 0, 2.5, 5, 5, 5, 5, 0});
}

TEST(Royalties, TheAdvanceEndsWithTheFirstOreInsideAPeriod) {
    CashBench b{with_advance(-1.5), {2.25}};
    expect_royalties(b, {8.75, 10, 2.5});
}

TEST(Royalties, TheAdvanceStartsInsideAPeriodAndStopsAtItsCap) {
    Project p = with_advance(0.75);
    p.royalties[0].advance->cap = 9 * MUSD;
    CashBench b{p, {4}};
    expect_royalties(b, {1.25, 5.625, 2.125, 0, 0, 1, 5});
    p.royalties[0].advance->from = -10 * year;  // all of it is sunk
    CashBench sunk{p, {4}};
    expect_royalties(sunk, {0, 0, 0, 0, 0, 1, 5});
}

TEST(Royalties, AStoppedProjectPaysNothingAheadFromThenOn) {
    CashBench b{with_advance(0), {testing_support::infinity}};
    for (int p = 0; p < CashBench::width; ++p) {
        b.build.decision[static_cast<std::size_t>(p)] = Decision::stopped;
        b.build.pause_end(0, p) = 1.5;
    }
    expect_royalties(b, {5, 3.75, 0, 0});
}

TEST(Royalties, OneThatIsNotActiveIsNotPaidAheadEither) {
    Project p = with_advance(0);
    p.royalties[0].active = false;
    CashBench b{p, {2}};
    b.run();
    EXPECT_EQ(b.total(Line::royalty), 0);
}

TEST(Royalties, FinerPeriodsPayTheSameAhead) {
    CashBench years{with_advance(-1.5), {2}}, months{with_advance(-1.5), {2}, 20, 12};
    years.run();
    months.run();
    for (int y = 0; y < 2; ++y)
        EXPECT_NEAR(months.in_year(Line::royalty, y), years.in_year(Line::royalty, y), 1e-3) << y;
    EXPECT_NEAR(months.total(Line::royalty), years.total(Line::royalty), 1e-2);
}

TEST(Royalties, AScaleOfAPriceTakesTheRateOfTheLastStepReachedOnTheWholeBase) {
    Project p = plain_mine();
    p.royalties = {{.name = "sliding", .scale = RoyaltyScale{"copper", {{4000, 0.02}, {6000, 0.05}}}}};
    CashBench b{p, {2}};
    b.prices[0](3, 0) = 3999;
    b.prices[0](4, 0) = 4000;
    b.prices[0](5, 0) = 6000;
    b.run();
    EXPECT_EQ(b.at(Line::royalty, 3), 0);
    EXPECT_NEAR(b.at(Line::royalty, 4), 0.02 * 40e6, 1e-6);
    EXPECT_NEAR(b.at(Line::royalty, 5), 0.05 * 60e6, 1e-6);
    EXPECT_NEAR(b.at(Line::royalty, 5, 1), 0.02 * 50e6, 1e-6);  // another path, at 5,000
}

TEST(Royalties, AScaleOfTheMarginLooksAtWhatOnsiteCostLeaves) {
    Project p = plain_mine();
    p.costs.fixed = 30 * MUSD / year;
    p.royalties = {{.name = "sliding",
                    .base = RoyaltyBase::gross,
                    .scale = RoyaltyScale{{}, {{-0.5, 0.01}, {0.25, 0.02}, {0.4, 0.05}}}}};
    CashBench b{p, {2}};
    b.prices[0](3, 0) = 4000;  // 10 of 40
    b.prices[0](4, 0) = 2000;  // -10 of 20
    b.prices[0](5, 0) = 1000;  // -20 of 10
    b.prices[0](6, 0) = 0;
    b.run();
    EXPECT_NEAR(b.at(Line::royalty, 2), 0.05 * 50e6, 1e-6);  // 20 of 50
    EXPECT_NEAR(b.at(Line::royalty, 3), 0.02 * 40e6, 1e-6);
    EXPECT_NEAR(b.at(Line::royalty, 4), 0.01 * 20e6, 1e-6);
    EXPECT_EQ(b.at(Line::royalty, 5), 0);
    EXPECT_EQ(b.at(Line::royalty, 6), 0);
}

TEST(Royalties, TheMarginIsUndefinedAndNoStepReachedWhereTheReturnIsNotPositive) {
    Project p = plain_mine();
    p.concentrate.treatment_charge = 500 * usd / t_concentrate;  // 20 MUSD a year
    p.royalties = {
        {.name = "sliding", .base = RoyaltyBase::gross, .scale = RoyaltyScale{{}, {{-1e9, 0.01}}}}};
    CashBench b{p, {2}};
    b.prices[0](4, 0) = 1000;  // 10 MUSD gross, less than the charge
    b.run();
    EXPECT_NEAR(b.at(Line::royalty, 3), 0.5e6, 1e-6);
    EXPECT_EQ(b.at(Line::royalty, 4), 0);
}

TEST(Royalties, EachHasARowOfItsOwnAndTheLineIsTheirSum) {
    Project p = testing_support::full_mine();
    p.royalties[1].advance = advance_from(0);
    CashBench b{p, {2, 4}};
    b.run();
    for (int i = 0; i < b.grid.periods(); ++i) {
        EXPECT_EQ(b.ledger.royalty(0)(i, 3), 0.05 * b.at(Line::nsr, i, 3)) << i;
        EXPECT_EQ(b.at(Line::royalty, i, 3), b.ledger.royalty(0)(i, 3) + b.ledger.royalty(1)(i, 3)) << i;
    }
    EXPECT_GT(b.ledger.royalty(1)(1, 3), 0);
}

}  // namespace
