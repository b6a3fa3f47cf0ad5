#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using cashflow::MineEnd;
using testing_support::CashBench;
using testing_support::plain_mine;

using testing_support::never;

/// 10 MUSD over the last 2 Mt, 20 with last ore, 15 a year later.
Project with_closure() {
    Project p = plain_mine();
    p.closure = {.progressive = 10 * MUSD,
                 .from = 8 * Mt_ore,
                 .to = 10 * Mt_ore,
                 .at_end = 20 * MUSD,
                 .year_after = 15 * MUSD};
    return p;
}
/// Costs of 20 MUSD a year, so that a year at a price below 2,000 USD/t is a bad one; three of them close the
/// mine.
Project closing_early(int years = 3) {
    Project p = with_closure();
    p.costs.processing = 20 * usd / t_ore;
    p.early_closure_years = years;
    return p;
}
/// A mine of constant capacity from year 2 on whose copper price is low in the years named.
CashBench with_bad_years(Project project, std::vector<int> bad, int ppy = 1) {
    CashBench b{std::move(project), {2}, 20, ppy};
    for (int i = 0; i < b.grid.periods(); ++i)
        for (int year : bad)
            if (b.grid.year_of(i) == year) b.prices[0](i, 0) = 1000;
    return b;
}

TEST(Closing, WhenTheOreRunsOutAllIsPaidInItsYears) {
    for (const int ppy : {1, 4}) {
        CashBench b{with_closure(), {2.5}, 20, ppy};
        b.run();
        EXPECT_EQ(b.mine().end, MineEnd::exhausted);
        EXPECT_NEAR(b.in_year(Line::closure, 9), 0, 1e-6);
        EXPECT_NEAR(b.in_year(Line::closure, 10), 2.5e6,
                    1e-6);  // half a year of the two in which 10 are spent
        EXPECT_NEAR(b.in_year(Line::closure, 11), 5e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::closure, 12), 2.5e6 + 20e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::closure, 13), 15e6, 1e-6);
        EXPECT_NEAR(b.total(Line::closure), 45e6, 1e-6);
    }
}

TEST(Closing, AtTheLeaseEndTheUnspentIsPaidWithTheFirstPayment) {
    for (const int ppy : {1, 4}) {
        Project project = with_closure();
        project.lease_end = 11.25 * year;
        CashBench b{project, {2.5}, 20, ppy};
        b.run();
        EXPECT_EQ(b.mine().end, MineEnd::cut);
        EXPECT_EQ(b.mine().last_ore, 11.25);
        EXPECT_NEAR(b.total(Line::ore), 8.75e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::closure, 10), 2.5e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::closure, 11), 7.5e6 + 20e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::closure, 12), 15e6, 1e-6);
        EXPECT_NEAR(b.total(Line::closure), 45e6, 1e-6);
    }
}

TEST(Closing, AtTheHorizonMillingStopsTwoYearsBeforeSoThatClosureIsInside) {
    for (const int ppy : {1, 12}) {
        CashBench b{with_closure(), {2}, 9, ppy};
        b.run();
        EXPECT_EQ(b.mine().end, MineEnd::cut);
        EXPECT_NEAR(b.total(Line::ore), 5e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::closure, 6), 30e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::closure, 7), 15e6, 1e-6);
        EXPECT_NEAR(b.total(Line::closure), 45e6, 1e-6);
    }
}

TEST(Closing, OreThatEndsWithTheLeaseIsExhausted) {
    Project project = with_closure();
    project.lease_end = 12 * year;
    CashBench b{project, {2}};
    b.run();
    EXPECT_EQ(b.mine().end, MineEnd::exhausted);
    EXPECT_NEAR(b.total(Line::closure), 45e6, 1e-6);
}

TEST(Closing, ThreeBadYearsCloseTheMineInTheFourth) {
    for (const int ppy : {1, 4}) {
        CashBench b = with_bad_years(closing_early(), {5, 6, 7}, ppy);
        b.run();
        EXPECT_EQ(b.mine().end, MineEnd::closed_early);
        EXPECT_EQ(b.mine().last_ore, 8);
        EXPECT_NEAR(b.total(Line::ore), 6e6, 1e-3);  // years 2 to 7
        EXPECT_EQ(b.in_year(Line::ore, 8), 0);       // though its price would be good
        EXPECT_NEAR(b.in_year(Line::closure, 8), 30e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::closure, 9), 15e6, 1e-6);
        EXPECT_NEAR(b.total(Line::closure), 45e6, 1e-6);
    }
}

TEST(Closing, TheFutureIsNotKnown) {
    // Two bad years and everything after them worthless from the fourth on: the third decides, not what
    // follows.
    CashBench b = with_bad_years(closing_early(), {5, 6, 8, 9, 10});
    b.run();
    EXPECT_NEAR(b.in_year(Line::ore, 8), 1e6, 1e-3);
    EXPECT_NEAR(b.in_year(Line::ore, 10), 1e6, 1e-3);
    EXPECT_EQ(b.mine().last_ore, 11);
    // The years up to closing are the same bits whatever comes later.
    CashBench same = with_bad_years(closing_early(), {5, 6, 8, 9, 10, 12, 13});
    same.run();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(same.at(Line::net, i), b.at(Line::net, i));
}

TEST(Closing, AGoodYearStartsTheCountAnew) {
    CashBench b = with_bad_years(closing_early(), {3, 4, 6, 7, 9, 10});
    b.run();
    EXPECT_EQ(b.mine().end, MineEnd::exhausted);
}

TEST(Closing, IsOffUnlessANumberOfYearsIsStated) {
    CashBench b = with_bad_years(closing_early(0), {3, 4, 5, 6, 7, 8});
    b.run();
    EXPECT_EQ(b.mine().end, MineEnd::exhausted);
}

TEST(Closing, AYearWhoseOutagesCutMoreThanHalfOfThePlanIsNotCounted) {
    CashBench halved = with_bad_years(closing_early(), {5, 6, 7, 8});
    halved.close({.site = {{6, 6.55, 1, 1}}});
    halved.run();
    EXPECT_EQ(halved.mine().last_ore, 9);  // 5, 7 and 8 are the three
    CashBench less = with_bad_years(closing_early(), {5, 6, 7, 8});
    less.close({.site = {{6, 6.45, 1, 1}}});
    less.run();
    EXPECT_EQ(less.mine().last_ore, 8);  // 5, 6 and 7
    CashBench nothing = with_bad_years(closing_early(), {5, 6, 7, 8});
    nothing.close({.site = {{6, 7, 1, 1}}});
    nothing.run();
    EXPECT_EQ(nothing.mine().last_ore, 9);
}

TEST(Closing, AYearBeforeFirstOreIsNotCounted) {
    Project project = closing_early(1);
    project.costs.fixed = 1 * MUSD / year;
    CashBench b{project, {4}};
    b.run();
    EXPECT_EQ(b.mine().end, MineEnd::exhausted);
}

TEST(Closing, AYearInWhichTheMillMayNotYetRunIsNotCounted) {
    Project project = closing_early(1);
    project.costs.fixed = 1 * MUSD / year;  // runs from the milestone on
    project.phases[0].ramp = {{Years{}, 0}, {2 * year, 1}};
    CashBench b{project, {2}};
    b.run();
    EXPECT_LT(b.at(Line::net, 2), 0);
    EXPECT_EQ(b.mine().end, MineEnd::exhausted);
}

TEST(Closing, GrowthCapitalStopsWhenTheMineHasEnded) {
    Project project = closing_early();
    project.phases.push_back(project.phases[0]);
    project.phases[1].name = "expansion";
    CashBench b{project, {2, 9}};
    for (int i = 0; i < 20; ++i) b.build.capital(i, 0) = b.build.capital(i, 1) = 5e6;
    for (int year : {5, 6, 7}) b.prices[0](year, 0) = 1000;
    b.run();
    EXPECT_EQ(b.mine(0).end, MineEnd::closed_early);
    EXPECT_NEAR(b.total(Line::growth_capital, 0), 8 * 5e6, 1e-6);
    EXPECT_NEAR(b.mine(0).capital, 8 * 5e6, 1e-6);
    EXPECT_EQ(b.in_year(Line::ore, 9, 0), 0);      // the expansion mills nothing
    EXPECT_EQ(b.mine(1).end, MineEnd::exhausted);  // in the 11th year
    EXPECT_NEAR(b.total(Line::growth_capital, 1), 11 * 5e6, 1e-6);
}

TEST(Closing, BadYearsThatEndWithTheLeaseDoNotPayClosureTwice) {
    Project project = closing_early();
    project.lease_end = 8 * year;
    CashBench at = with_bad_years(project, {5, 6, 7});
    at.run();
    EXPECT_EQ(at.mine().end, MineEnd::cut);
    EXPECT_NEAR(at.total(Line::closure), 45e6, 1e-6);
    project.lease_end = 8.5 * year;
    CashBench before = with_bad_years(project, {5, 6, 7});
    before.run();
    EXPECT_EQ(before.mine().end, MineEnd::closed_early);
    EXPECT_NEAR(before.total(Line::closure), 45e6, 1e-6);
}

TEST(Closing, FixedCostsEndWithTheYearOfLastOreHoweverTheMineEnds) {
    Project project = closing_early();
    project.costs.processing = MoneyPerOre{};
    project.costs.fixed = 20 * MUSD / year;
    for (const int ppy : {1, 4}) {
        CashBench early = with_bad_years(project, {5, 6, 7}, ppy);
        early.run();
        EXPECT_NEAR(early.in_year(Line::fixed, 7), 20e6, 1e-4);
        EXPECT_EQ(early.in_year(Line::fixed, 8), 0);
        Project leased = project;
        leased.lease_end = 8.5 * year;
        CashBench cut{leased, {2}, 20, ppy};
        cut.run();
        EXPECT_NEAR(cut.in_year(Line::fixed, 8), 20e6, 1e-4);
        EXPECT_EQ(cut.in_year(Line::fixed, 9), 0);
    }
}

TEST(Closing, AMineThatNeverStartedHasNothingToClose) {
    CashBench b{with_closure(), {never}};
    EXPECT_EQ(b.run().total(Line::closure), 0);
}

}  // namespace
