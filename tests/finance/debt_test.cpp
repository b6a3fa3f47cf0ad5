#include "minerisk/finance/debt.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include "minerisk/finance/loan.hpp"
#include "minerisk/valuation/irr.hpp"
#include "support/deal.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::finance;
using namespace minerisk::units;

using test::Deal;
using test::debt_of;
using test::loan;
using test::never;

TEST(DebtModel, CapitalisedInterestGrowsByItsFormula) {
    Facility f = loan(1000);
    f.interest = BuildInterest::capitalised;
    f.grace = 9 * year;
    Deal deal{debt_of({f}), 8};
    deal.run(0, 4.5, {100, 100, 100, 100}, {});
    // Each draw compounds from the period after it on: 100 ((1 + r)^n - 1) / r after n of them.
    double balance = 0;
    for (int i = 0; i < 4; ++i) {
        balance = 100 * (std::pow(1.08, i + 1) - 1) / 0.08;
        EXPECT_NEAR(deal.at(DebtLine::balance, i), balance, 1e-9) << i;
    }
    EXPECT_NEAR(deal.outcome().interest_of_build / 1e6, balance * 1.08 - 400,
                1e-9);  // the year of first ore too
}

TEST(DebtModel, FinancedInterestAndFeesAreUsesThatAgreeWithTheDraws) {
    Debt d = debt_of({loan(1000)});
    d.drawing = Drawing::pro_rata;
    d.gearing = 0.6;
    d.facilities[0].exposure_fee = 0.05;
    d.facilities[0].upfront_fee = 0.01;
    d.facilities[0].commitment_fee = 0.005 / year;
    Deal deal{d, 8};
    deal.run(0, 2.5, {200, 300}, {});
    for (int i = 0; i < 2; ++i) {
        const double uses =
            (i == 0 ? 200 : 300) + deal.at(DebtLine::interest, i) + deal.at(DebtLine::fees, i);
        EXPECT_NEAR(deal.at(DebtLine::draws, i), 0.6 * uses, 1e-9) << i;
    }
    const double draw = deal.at(DebtLine::draws, 0);
    EXPECT_NEAR(deal.at(DebtLine::fees, 0), 10 + 5 + 0.05 * draw, 1e-9);
    EXPECT_EQ(deal.at(DebtLine::interest, 0), 0);
    EXPECT_NEAR(deal.at(DebtLine::interest, 1), 0.08 * draw, 1e-9);
    EXPECT_NEAR(deal.outcome().all_in_cost / 1e6,
                500 + (deal.outcome().interest_of_build + deal.outcome().fees) / 1e6, 1e-9);
}

TEST(DebtModel, RoomsBindInTheirOrderAndTheRestIsEquity) {
    Debt d = debt_of({loan(60), loan(300), loan(200)});
    d.drawing = Drawing::pro_rata;
    d.gearing = 1;
    d.facilities[0].cover = Cover{0.85, 0.1};  // 8.5 % of what is spent
    Deal deal{d, 6};
    deal.run(0, 0.5, {500}, {});
    EXPECT_NEAR(deal.work.loan(0, 0).drawn / 1e6, 42.5, 1e-9);
    // The other two draw by commitment: 300 : 200 of 560.
    const double uses = 500 + deal.at(DebtLine::interest, 0);
    EXPECT_NEAR(deal.work.loan(1, 0).drawn / 1e6, uses * 300 / 560, 1e-9);
    EXPECT_NEAR(deal.work.loan(2, 0).drawn / 1e6, uses * 200 / 560, 1e-9);
}

TEST(DebtModel, ACoverCountsWhatWasSpentAndDrawnSoFar) {
    Debt d = debt_of({loan(60), loan(300)});
    d.facilities[0].cover = Cover{0.5, 0.2};
    d.facilities[0].grace = 4 * year;
    std::vector<double> growth;
    // A tenth of 100, of 300, of 700: there the commitment binds.
    for (const auto& [spend, drawn] : {std::pair{100.0, 10.0}, {200.0, 30.0}, {400.0, 60.0}}) {
        growth.push_back(spend);
        Deal deal{d, 8};
        deal.run(0, 2.5, growth, {});
        EXPECT_NEAR(deal.work.loan(0, 0).drawn / 1e6, drawn, 1e-9);
    }
}

TEST(DebtModel, FeesOnDrawsAgreeWithThemWhereARoomBinds) {
    Debt d = debt_of({loan(60), loan(500)});
    for (Facility& f : d.facilities) f.exposure_fee = 0.1;
    d.facilities[0].cover = Cover{0.85, 0.1};
    Deal deal{d, 6};
    deal.run(0, 0.5, {500}, {});
    EXPECT_NEAR(deal.work.loan(0, 0).drawn / 1e6, 42.5, 1e-9);
    const double uses = 500 + deal.at(DebtLine::fees, 0);
    EXPECT_NEAR(deal.at(DebtLine::fees, 0), 0.1 * deal.at(DebtLine::draws, 0), 1e-9);
    EXPECT_NEAR(deal.work.loan(1, 0).drawn / 1e6, uses * 500 / 560, 1e-9);
}

TEST(DebtModel, FeesOnDrawsAgreeWithThemWhereRoomsBindOneAfterTheOther) {
    Debt d = debt_of({loan(60), loan(60), loan(500)});
    for (Facility& f : d.facilities) f.exposure_fee = 0.1;
    d.facilities[0].cover = Cover{1, 0.02};
    d.facilities[1].cover = Cover{1, 0.06};
    Deal deal{d, 6};
    deal.run(0, 0.5, {500}, {});
    EXPECT_NEAR(deal.work.loan(0, 0).drawn / 1e6, 10, 1e-9);
    EXPECT_NEAR(deal.work.loan(1, 0).drawn / 1e6, 30, 1e-9);
    const double uses = 500 + deal.at(DebtLine::fees, 0);
    EXPECT_NEAR(deal.at(DebtLine::fees, 0), 0.1 * deal.at(DebtLine::draws, 0), 1e-9);
    EXPECT_NEAR(deal.work.loan(2, 0).drawn / 1e6, uses * 500 / 620, 1e-9);
}

TEST(DebtModel, DebtFirstAndEquityFirst) {
    Deal first{debt_of({loan(250)}), 6};
    first.run(0, 2.5, {200, 200}, {});
    EXPECT_NEAR(first.at(DebtLine::draws, 0), 200, 1e-9);
    EXPECT_NEAR(first.work.loan(0, 0).drawn / 1e6, 250, 1e-9);

    Debt d = debt_of({loan(1000)});
    d.drawing = Drawing::equity_first;
    d.equity_first = 250 * MUSD;
    Deal second{d, 6};
    second.run(0, 2.5, {200, 200}, {});
    EXPECT_EQ(second.at(DebtLine::draws, 0), 0);
    EXPECT_NEAR(second.at(DebtLine::draws, 1), 150, 1e-9);
}

TEST(DebtModel, NothingIsDrawnBeforeCloseInForceMajeureOrNever) {
    Debt d = debt_of({loan(1000)});
    d.close_after = 0.5 * year;
    Deal half{d, 6};
    half.run(0, 2.5, {100, 100}, {}, {0, 1});
    EXPECT_EQ(half.outcome().close, 0.5);
    EXPECT_NEAR(half.at(DebtLine::draws, 0), 50, 1e-9);  // half the year
    EXPECT_EQ(half.at(DebtLine::draws, 1), 0);

    Deal stopped{d, 6};
    stopped.run(never, never, {100, 100}, {});
    EXPECT_EQ(stopped.outcome().close, never);
    EXPECT_EQ(stopped.outcome().drawn, 0);
    EXPECT_EQ(stopped.outcome().fees, 0);
    for (const auto& flow : stopped.flows) EXPECT_EQ(flow.to_equity, 0);

    d.closes_by = 0.4 * year;
    Deal lapsed{d, 6};
    lapsed.run(0, 2.5, {100}, {});
    EXPECT_EQ(lapsed.outcome().close, never);
}

/// Whatever the shape of its repayment and the length of the periods, a loan without fees earns its rate.
TEST(DebtModel, ALoanWithoutFeesEarnsItsRate) {
    for (const int periods_per_year : {1, 4})
        for (const Repayment repayment : {Repayment::level_principal, Repayment::annuity, Repayment::bullet})
            for (const BuildInterest interest :
                 {BuildInterest::financed, BuildInterest::capitalised, BuildInterest::paid}) {
                Debt d = debt_of({loan(300)});
                d.facilities[0].repayment = repayment;
                d.facilities[0].interest = interest;
                Deal deal{d, 10, periods_per_year};
                const auto each = static_cast<std::size_t>(periods_per_year);
                std::vector<double> growth(each * 2, 100.0 / periods_per_year), cash(each * 10, 400.0);
                deal.run(0, 1.5, growth, cash);
                ASSERT_GT(deal.outcome().drawn, 0);
                ASSERT_EQ(deal.outcome().loss, 0);
                const auto irr = valuation::irr(deal.lenders, periods_per_year);
                EXPECT_NEAR(irr.rate, 0.08, 1e-9) << periods_per_year << static_cast<int>(repayment);
            }
}

TEST(DebtModel, CoverageIsThatOfTheYearUpToNow) {
    Debt d = debt_of({loan(100)});
    d.facilities[0].interest = BuildInterest::paid;
    Deal deal{d, 6, 4};
    std::vector<double> cash(24, 10.0);
    cash[13] = 2;
    deal.run(0, 1.1, {200}, cash);
    const double service = deal.at(DebtLine::service, 13);
    const double of_year = deal.at(DebtLine::service, 10) + deal.at(DebtLine::service, 11) +
                           deal.at(DebtLine::service, 12) + service;
    EXPECT_GT(service, 2);
    EXPECT_NEAR(deal.at(DebtLine::dscr, 13) * 1e6, 32 / of_year, 1e-9);
}

/// A loan of 100 drawn in year 0, interest paid by the shareholders until ore comes in year 1, repaid in four
/// level parts from year 2 on.
Debt plain() {
    Debt d = debt_of({loan(100)});
    d.facilities[0].interest = BuildInterest::paid;
    d.completion_guarantee = false;
    return d;
}

TEST(DebtModel, ServiceByHand) {
    Deal deal{plain(), 8};
    deal.run(0, 1.5, {200}, {0, 0, 100, 100, 100, 100, 100});
    const double interest[] = {8, 6, 4, 2};
    for (int n = 0; n < 4; ++n) {
        EXPECT_NEAR(deal.at(DebtLine::service, n + 2), 25 + interest[n], 1e-9);
        EXPECT_NEAR(deal.at(DebtLine::dscr, n + 2) * 1e6, 100 / (25 + interest[n]), 1e-9);
        EXPECT_NEAR(deal.at(DebtLine::balance, n + 2), 75 - 25 * n, 1e-9);
        EXPECT_NEAR(deal.flows[static_cast<std::size_t>(n + 2)].to_equity / 1e6, -25 - interest[n], 1e-9);
    }
    EXPECT_EQ(deal.outcome().loss, 0);
    EXPECT_EQ(deal.outcome().default_at, never);
    EXPECT_NEAR(deal.outcome().worst_of(Ratio::dscr), 100 / 33.0, 1e-9);
    EXPECT_TRUE(std::isnan(deal.at(DebtLine::dscr, 6)));
}

TEST(DebtModel, DefaultInTheFirstYearOfServiceAndWhatIsLost) {
    Deal deal{plain(), 8};
    deal.run(0, 1.5, {200}, {0, 0, 10, 10, 10, 10, 10, 10});
    EXPECT_EQ(deal.outcome().default_at, 3);
    EXPECT_LT(deal.outcome().worst_of(Ratio::dscr), 0.31);
    // Everything it earns goes to the lenders from then on.
    for (std::size_t i = 2; i < 8; ++i)
        EXPECT_NEAR((deal.flows[i].to_equity + deal.flows[i].kept) / 1e6, -10, 1e-9);
    double balance = 100;
    for (int i = 2; i < 8; ++i) balance = balance * 1.08 - 10;
    // At the default, at the end of year 2: 98 owed, less five payments of 10 discounted at the loan's rate.
    double loss = 98;
    for (int n = 1; n <= 5; ++n) loss -= 10 / std::pow(1.08, n);
    EXPECT_NEAR(loss, balance / std::pow(1.08, 5), 1e-9);
    EXPECT_NEAR(deal.outcome().loss / 1e6, loss, 1e-9);
    EXPECT_NEAR(deal.work.loan(0, 0).loss / 1e6, loss, 1e-9);
    EXPECT_NEAR(deal.work.loan(0, 0).at_default / 1e6, 98, 1e-9);
}

TEST(DebtModel, ACuredShortfallIsNoDefault) {
    Debt d = plain();
    d.cure = 1.5 * year;
    Deal deal{d, 9};
    deal.run(0, 1.5, {200}, {0, 0, 10, 100, 100, 100, 100, 100});
    EXPECT_EQ(deal.outcome().default_at, never);
    EXPECT_NEAR(deal.at(DebtLine::overdue, 2), 23, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::overdue, 3), 0, 1e-9);
    EXPECT_EQ(deal.outcome().loss, 0);
}

TEST(DebtModel, TheGuaranteeTheStandbyAndTheReserveStepIn) {
    Debt d = plain();
    d.completion_guarantee = true;
    d.completion = 1 * year;  // until 2.5: the service of year 2
    Deal guaranteed{d, 8};
    guaranteed.run(0, 1.5, {200}, {0, 0, 10, 100, 100, 100});
    EXPECT_NEAR(guaranteed.at(DebtLine::support, 2), 23, 1e-9);
    EXPECT_EQ(guaranteed.outcome().default_at, never);

    d = plain();
    d.standby_equity = 20 * MUSD;
    Deal standby{d, 8};
    standby.run(0, 1.5, {200}, {0, 0, 10, 100, 100, 100});
    EXPECT_NEAR(standby.at(DebtLine::support, 2), 20, 1e-9);
    EXPECT_NEAR(standby.at(DebtLine::overdue, 2), 3, 1e-9);

    d = plain();
    d.reserve = 1 * year;
    Deal reserve{d, 8};
    reserve.run(0, 1.5, {200}, {0, 0, 100, 0, 100, 100});
    EXPECT_NEAR(reserve.at(DebtLine::reserve, 2), 31, 1e-9);  // the service of the year after
    EXPECT_EQ(reserve.at(DebtLine::overdue, 3), 0);
    EXPECT_EQ(reserve.at(DebtLine::reserve, 3), 0);
    EXPECT_EQ(reserve.at(DebtLine::reserve, 5), 0);  // the loan is paid
    double kept = 0;
    for (const auto& flow : reserve.flows) kept += flow.kept;
    EXPECT_NEAR(kept, 0, 1e-6);
}

TEST(DebtModel, CompletionWaitsForItsTest) {
    Debt d = plain();
    d.completion_guarantee = true;
    d.completion = 1 * year;
    d.completion_test = 0.9;
    const auto run = [&](std::vector<double> milled) {
        Deal deal{d, 8};
        deal.milled = std::move(milled);
        deal.run(0, 1.5, {200}, {0, 0, 10, 10, 10, 10});
        return deal;
    };
    // Passed in year 2, when a year has gone by: year 3 is not guaranteed.
    const Deal soon = run({0, 0, 0.95, 0.5, 0.5});
    EXPECT_GT(soon.at(DebtLine::support, 2), 0);
    EXPECT_EQ(soon.at(DebtLine::support, 3), 0);
    EXPECT_EQ(soon.outcome().completed, 3);
    // Passed in year 3.
    const Deal late = run({0, 0, 0.5, 0.9, 0.5, 0.5});
    EXPECT_GT(late.at(DebtLine::support, 3), 0);
    EXPECT_EQ(late.at(DebtLine::support, 4), 0);
    EXPECT_EQ(late.outcome().completed, 4);
    const Deal not_passed = run(std::vector<double>(8, 0.5));
    EXPECT_GT(not_passed.at(DebtLine::support, 5), 0);
    EXPECT_EQ(not_passed.outcome().completed, never);
}

TEST(DebtModel, BelowTheLockUpRatioNothingIsDistributed) {
    Debt d = plain();
    d.covenants = {{Ratio::dscr, 1.2, 1.15}};
    Deal deal{d, 8};
    deal.run(0, 1.5, {200}, {0, 0, 100, 35, 100, 100});
    EXPECT_EQ(deal.outcome().lockup, 3);
    EXPECT_EQ(deal.outcome().breach, 3);
    EXPECT_NEAR(deal.at(DebtLine::held, 3), 4, 1e-9);
    EXPECT_NEAR(deal.flows[3].to_equity / 1e6, -35, 1e-9);
    EXPECT_EQ(deal.at(DebtLine::held, 4), 0);
    EXPECT_NEAR(deal.flows[4].to_equity / 1e6, -29 + 4, 1e-9);
}

TEST(DebtModel, LendersArePaidFromTheCompensationForAnExpropriation) {
    for (const double first_ore : {1.5, never}) {  // in operation, and while it builds
        Debt d = plain();
        d.facilities[0].grace = 8 * year;
        d.facilities[0].commitment_fee = 0.01 / year;
        d.completion_guarantee = true;
        Deal deal{d, 10};
        deal.taken = 3.4;
        deal.open(0, first_ore);
        deal.period({.net = -80e6, .growth = 80e6});
        for (int i = 1; i < 3; ++i) deal.period({.net = 20e6});
        const double before = deal.at(DebtLine::balance, 2), fees = deal.outcome().fees;
        ASSERT_GT(before, 75);
        const double to_equity = deal.period({.net = 60e6, .compensation = 60e6, .over = 1}).to_equity;
        EXPECT_NEAR(deal.at(DebtLine::balance, 3), 1.08 * before - 60, 1e-6) << first_ore;
        EXPECT_NEAR(to_equity, -60e6, 1) << first_ore;
        // Nobody lends, pays fees or guarantees any more.
        for (int i = 4; i < 10; ++i) EXPECT_EQ(deal.period({.over = 1}).to_equity, 0);
        EXPECT_EQ(deal.outcome().fees, fees);
        EXPECT_EQ(deal.outcome().support, 0);
        EXPECT_LT(deal.outcome().default_at, never);
        EXPECT_GT(deal.outcome().loss, 0);
    }
    // Taken before financial close: there is none.
    Deal deal{plain(), 10};
    deal.taken = 1.5;
    deal.open(2, 5);
    EXPECT_EQ(deal.outcome().close, never);
}

TEST(DebtModel, AGuaranteeThatEndsInThePeriodOfFirstOreCoversNoLaterOne) {
    Debt d = plain();
    d.completion_guarantee = true;
    d.completion = 0.25 * year;
    Deal deal{d, 8};
    deal.run(0, 1.5, {200}, {0, 0, 10, 10});
    EXPECT_EQ(deal.at(DebtLine::support, 2), 0);
    EXPECT_EQ(deal.outcome().completed, 2);
}

TEST(DebtModel, ASweepPrepaysInFull) {
    Debt d = plain();
    d.sweep = 1;
    Deal deal{d, 8};
    deal.run(0, 1.5, {200}, {0, 0, 80, 80});
    EXPECT_NEAR(deal.at(DebtLine::balance, 2), 28, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::balance, 3), 0, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::principal, 3), 28, 1e-9);
    EXPECT_NEAR(deal.flows[3].to_equity / 1e6, -28 * 1.08, 1e-9);
    EXPECT_EQ(deal.at(DebtLine::service, 4), 0);
}

TEST(DebtModel, TablesAreFollowedLoanByLoan) {
    Debt d = plain();
    d.facilities.push_back(d.facilities[0]);
    for (Facility& f : d.facilities) f.repayment = Repayment::table;
    d.facilities[0].repaid_over = 2 * year;
    d.facilities[0].table = {0.25, 0.75};
    d.facilities[1].repaid_over = 3 * year;
    d.facilities[1].table = {0.5, 0.2, 0.3};
    Deal deal{d, 8};
    deal.run(0, 1.5, {100, 100}, std::vector<double>(8, 400.0));
    const double half = deal.at(DebtLine::balance, 1) / 2;
    ASSERT_GT(half, 0);
    EXPECT_NEAR(deal.at(DebtLine::principal, 2), half * 0.75, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::principal, 3), half * 0.95, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::principal, 4), half * 0.3, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::balance, 4), 0, 1e-9);
}

TEST(DebtModel, SeniorLoansArePaidFirst) {
    Debt d = plain();
    d.facilities.push_back(d.facilities[0]);
    d.facilities[1].rank = 1;
    Deal deal{d, 8};
    deal.run(0, 1.5, {200}, {0, 0, 40, 200, 200, 200, 200});
    // 33 for the senior loan, what is left for the interest of the junior one.
    EXPECT_NEAR(deal.at(DebtLine::overdue, 2), 1 + 25, 1e-9);
}

/// Whatever the deal: no balance below zero, and what shareholders, lenders and the project's accounts gain
/// together is nothing.
TEST(DebtModel, NothingIsMadeOrLostOnRandomDeals) {
    std::mt19937 random{5};
    const auto uniform = [&](double a, double b) { return std::uniform_real_distribution<>{a, b}(random); };
    const auto pick = [&](int n) { return std::uniform_int_distribution<>{0, n - 1}(random); };
    int defaults = 0, paid = 0;
    for (int deal_number = 0; deal_number < 2000; ++deal_number) {
        Debt d;
        const int count = 1 + pick(4);
        for (int k = 0; k < count; ++k) {
            Facility f = loan(uniform(10, 400));
            f.rate = uniform(0, 0.15) / year;
            f.interest = static_cast<BuildInterest>(pick(3));
            f.repayment = pick(4) == 3 ? Repayment::sculpted : static_cast<Repayment>(pick(3));
            f.floating = pick(3) == 0;
            if (k > 0 && pick(3) == 0) f.overrun_of = uniform(0, 1500) * MUSD;
            f.grace = pick(5) * year;
            f.repaid_over = (1 + pick(10)) * year;
            f.rank = pick(3);
            f.upfront_fee = uniform(0, 0.02);
            f.exposure_fee = uniform(0, 0.1);
            f.commitment_fee = uniform(0, 0.01) / year;
            f.available = (1 + pick(6)) * year;
            if (pick(3) == 0) f.cover = Cover{0.85, uniform(0.05, 0.6)};
            d.facilities.push_back(f);
        }
        d.drawing = static_cast<Drawing>(pick(3));
        d.gearing = uniform(0.1, 1);
        d.equity_first = uniform(1, 300) * MUSD;
        d.close_after = uniform(0, 2) * year;
        d.completion_guarantee = pick(2) == 0;
        d.completion = uniform(0, 3) * year;
        d.standby_equity = uniform(0, 50) * MUSD;
        d.reserve = pick(2) * 0.5 * year;
        if (pick(2) == 0) d.covenants = {{Ratio::dscr, 1.3, {}}};
        d.sweep = uniform(0, 1);
        d.cure = uniform(0, 2) * year;
        d.base_rate = BaseRate{0.04 / year, 0.03 / year, 2 * year, {}};
        d.sculpted_dscr = uniform(1, 3);
        if (pick(2) == 0) d.covenants.push_back({Ratio::llcr, 1.4, 1.2});
        d.growth_from_cash = pick(2) == 0;
        LenderCase lenders;
        lenders.first_ore = uniform(2, 6);
        for (int i = 0; i < 25; ++i)
            lenders.periods.push_back({.net = uniform(-20, 200) * 1e6, .sales = 200e6, .ore = 1});
        const TimeGrid grid{{2027, 1, 1}, 25, 1};
        Deal deal{d, 25, 1, {lenders, grid, std::vector<double>(25, 1.0), 3 * year, d.growth_from_cash}};
        for (int i = 0; i < 25; ++i) {
            deal.base_rates.push_back(uniform(-0.01, 0.1));
            deal.price_index.push_back(uniform(0.3, 2));
        }
        std::vector<double> growth, cash, halted;
        for (int i = 0; i < 25; ++i) {
            growth.push_back(i < 5 ? uniform(0, 400) : pick(6) == 0 ? uniform(0, 200) : 0);
            cash.push_back(i < 4 ? 0 : uniform(-60, 250));
            halted.push_back(pick(8) == 0 ? uniform(0, 1) : 0);
        }
        deal.run(0, pick(9) == 0 ? never : uniform(2, 6), growth, cash, halted);
        double kept = 0;
        for (int i = 0; i < 25; ++i) {
            const auto at = static_cast<std::size_t>(i);
            EXPECT_NEAR(deal.flows[at].to_equity + deal.lenders[at] + deal.flows[at].kept, 0, 1);  // of 1e8
            kept += deal.flows[at].kept;
            for (const DebtLine line : {DebtLine::balance, DebtLine::overdue, DebtLine::reserve,
                                        DebtLine::held, DebtLine::draws, DebtLine::support})
                ASSERT_GE(deal.at(line, i), -1e-7) << deal_number << ", year " << i;
        }
        EXPECT_NEAR(kept, 0, 1);
        for (int k = 0; k < count; ++k) {
            EXPECT_LE(deal.work.loan(k, 0).drawn,
                      d.facilities[static_cast<std::size_t>(k)].commitment.canonical() + 1);
        }
        defaults += deal.outcome().default_at < never ? 1 : 0;
        paid += deal.outcome().drawn > 0 && deal.outcome().loss == 0 ? 1 : 0;
    }
    EXPECT_GT(defaults, 100);
    EXPECT_GT(paid, 100);
}

}  // namespace
