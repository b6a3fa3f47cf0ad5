#include "minerisk/finance/covenants.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "minerisk/finance/sizing.hpp"
#include "minerisk/kernels/plain.hpp"
#include "support/deal.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::finance;
using namespace minerisk::units;
using test::Deal;
using test::never;

/// First ore at the end of year 1, then ten years that earn 100, of sales of 160 and 10 t of ore; MUSD.
LenderCase level_case() {
    LenderCase c;
    c.first_ore = 1.99;
    for (int i = 0; i < 14; ++i) {
        const bool mines = i >= 2 && i < 12;
        c.periods.push_back({.net = mines   ? 100e6
                                    : i < 2 ? -200e6
                                            : 0,
                             .growth = i < 2 ? 200e6 : 0,
                             .sales = mines ? 160e6 : 0,
                             .kept = 0.95,
                             .ore = mines ? 10 : 0.0});
    }
    return c;
}
Forecast forecast(Years memory = {}, double inflation = 0, int years = 14) {
    std::vector<double> levels;
    for (int i = 0; i < years; ++i) levels.push_back(std::pow(1 + inflation, i));
    return {level_case(), TimeGrid::yearly(years), levels, memory, false};
}
double annuity(double rate, int n) {
    return (1 - std::pow(1 + rate, -n)) / rate;
}

namespace lanes = kernel_builds::plain;

/// A row that says the same of every path.
struct Row {
    double at[narrow_block];
    Row(double value) { std::ranges::fill(at, value); }
};
double at_deck(const Forecast& f, int j, int shift) {
    Row cash{0};
    lanes::cash_at_deck<narrow_block>(f.table(), j, Row(shift).at, cash.at);
    return cash.at[0];
}
double present_value(const Forecast& f, int i, int last, int shift, double index, double rate) {
    Row value{0};
    lanes::present_value<narrow_block>(f.table(), i, Row(last).at, Row(shift).at, Row(index).at, Row(rate).at,
                                       value.at);
    return value.at[0];
}
double ore_left(const Forecast& f, int after, int shift) {
    Row share{0};
    lanes::ore_left<narrow_block>(f.table(), Row(after).at, Row(shift).at, share.at);
    return share.at[0];
}

TEST(Forecast, IsTheCaseAtTheDeck) {
    const Forecast f = forecast();
    EXPECT_EQ(at_deck(f, 2, 0), 100e6);
    EXPECT_EQ(at_deck(f, 1, 0), 0);   // growth is not service's to pay
    EXPECT_EQ(at_deck(f, 12, 0), 0);  // mined out
    EXPECT_EQ(at_deck(f, 99, 0), 0);  // not of the grid
    EXPECT_NEAR(present_value(f, 3, 8, 0, 1, 0.08), 100e6 * annuity(0.08, 5), 1);
    EXPECT_NEAR(present_value(f, 3, 99, 0, 1, 0.08), 100e6 * annuity(0.08, 8), 1);
}

TEST(Forecast, MovesToThePathsOwnFirstOre) {
    const Forecast f = forecast();
    const int shift = f.shift(4.2);
    EXPECT_EQ(shift, 2);
    EXPECT_EQ(at_deck(f, 3, shift), 0);
    EXPECT_EQ(at_deck(f, 4, shift), 100e6);
    EXPECT_EQ(at_deck(f, 13, shift), 100e6);
    EXPECT_EQ(f.shift(never), 0);
    EXPECT_NEAR(ore_left(f, 3, 0), 0.8, 1e-15);
    EXPECT_NEAR(ore_left(f, 5, shift), 0.8, 1e-15);
    EXPECT_EQ(ore_left(f, 1, shift), 1);
    EXPECT_EQ(ore_left(f, 30, 0), 0);
}

TEST(Forecast, PricesOfTheDayFadeByTheirHalfLife) {
    // Prices stand at half of the deck; after one half-life they are expected at sqrt(1/2) of it.
    const Forecast fades = forecast(2 * year);
    double expected = 0;
    for (int n = 1; n <= 2; ++n)
        expected += 100e6 + 160e6 * 0.95 * (std::pow(0.5, std::pow(0.5, n / 2.0)) - 1);
    EXPECT_NEAR(present_value(fades, 3, 5, 0, 0.5, 0), expected, 1e-3);
    // No memory: the deck alone; for ever: the prices of the day.
    EXPECT_EQ(present_value(forecast(), 3, 5, 0, 0.5, 0), 200e6);
    const Forecast stays = forecast(Years::from_canonical(never));
    EXPECT_NEAR(present_value(stays, 3, 5, 0, 0.5, 0), 2 * (100e6 - 76e6), 1e-3);
}

TEST(Forecast, IsInMoneyOfItsDay) {
    const Forecast f = forecast({}, 0.03);
    EXPECT_NEAR(at_deck(f, 5, 0), 100e6 * std::pow(1.03, 5), 1);
    EXPECT_NEAR(present_value(f, 3, 4, 0, 1, 0.08), 100e6 * std::pow(1.03, 4) / 1.08, 1);
}

/// What is known at the end of a period.
struct TestPoint {
    int period = 4;
    double balance = 250e6, equity = 250e6, rate = 0.08, over = 0;
    double cash = 90e6, service = 60e6, service_to_come = 80e6, in_hand = 12e6;
    int maturity = 9;
};
double ratio_at(Ratio ratio, const TestPoint& at, const Forecast& f) {
    DebtTerms terms{};
    terms.forecast = f.table();
    terms.per_year = 1;
    DebtRows s{};
    lanes::RatioRows<narrow_block> r{};
    for (int p = 0; p < narrow_block; ++p) {
        s.price_index[p] = r.tested[p] = 1;
        s.over[p] = at.over;
        s.service[p] = at.service;
        s.equity[p] = at.equity;
        s.rest[p] = at.in_hand;
        r.balance[p] = at.balance;
        r.cash_of_year[p] = at.cash;
        r.due_of_year[p] = at.service;
        r.maturity[p] = at.maturity;
        r.rate[p] = at.rate;
        r.service_to_come[p] = at.service_to_come;
    }
    double out[narrow_block];
    lanes::ratio_of<narrow_block>(ratio, terms, {at.period, 0, 1, false}, s, r, out);
    return out[0];
}

TEST(Ratios, ByHand) {
    const Forecast f = forecast();
    const TestPoint at;
    EXPECT_NEAR(ratio_at(Ratio::dscr, at, f), 1.5, 1e-12);
    EXPECT_NEAR(ratio_at(Ratio::forward_dscr, at, f), 1.25, 1e-12);
    EXPECT_NEAR(ratio_at(Ratio::llcr, at, f), 0.4 * annuity(0.08, 5), 1e-12);
    EXPECT_NEAR(ratio_at(Ratio::plcr, at, f), 0.4 * annuity(0.08, 7), 1e-12);
    EXPECT_NEAR(ratio_at(Ratio::reserve_tail, at, f), 0.2, 1e-12);
    EXPECT_NEAR(ratio_at(Ratio::gearing, at, f), 0.5, 1e-12);
    EXPECT_EQ(ratio_at(Ratio::cash, at, f), 12e6);
}

TEST(Ratios, AreNotThereWithoutServiceOrBalance) {
    const Forecast f = forecast();
    TestPoint at;
    at.balance = at.service = at.service_to_come = 0;
    for (int r = 0; r < ratio_count; ++r)
        EXPECT_TRUE(std::isnan(ratio_at(static_cast<Ratio>(r), at, f))) << ratio_names[r];
}

TEST(Ratios, OfALoansLifeEndWithIt) {
    const Forecast f = forecast();
    TestPoint at;
    at.maturity = at.period;
    for (const Ratio r : {Ratio::llcr, Ratio::plcr, Ratio::reserve_tail})
        EXPECT_TRUE(std::isnan(ratio_at(r, at, f)));
    EXPECT_NEAR(ratio_at(Ratio::dscr, at, f), 1.5, 1e-12);
}

TEST(Ratios, KnowThatAMineHasEnded) {
    const Forecast f = forecast();
    TestPoint at;
    at.over = 1;
    for (const Ratio r : {Ratio::forward_dscr, Ratio::llcr, Ratio::plcr, Ratio::reserve_tail})
        EXPECT_EQ(ratio_at(r, at, f), 0);
}

TEST(Ratios, MissTheirLimitsOnTheirOwnSide) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(misses(Ratio::llcr, 1.2, 1.3));
    EXPECT_FALSE(misses(Ratio::llcr, 1.3, 1.3));
    EXPECT_TRUE(misses(Ratio::gearing, 0.7, 0.6));
    EXPECT_FALSE(misses(Ratio::gearing, 0.5, 0.6));
    EXPECT_FALSE(misses(Ratio::llcr, none, 1.3));
    for (const Ratio r : {Ratio::llcr, Ratio::gearing}) EXPECT_FALSE(misses(r, untested(r), 0.6));
}

/// 300 drawn in two years, first ore in the third, repaid over six level years from then on.
Debt with_covenants(std::vector<Covenant> covenants) {
    Debt d = test::debt_of({test::loan(300)});
    d.facilities[0].interest = BuildInterest::paid;
    d.facilities[0].repaid_over = 6 * year;
    d.completion_guarantee = false;
    d.covenants = std::move(covenants);
    return d;
}

TEST(Covenants, OfWhatLiesAheadDoNotSeeThePathsOwnFuture) {
    std::vector<double> good(14, 100.0), bad = good;
    for (std::size_t i = 6; i < 14; ++i) bad[i] = 0;
    Deal first{with_covenants({{Ratio::llcr, {}, 1.5}}), 14, 1, forecast()},
        second{with_covenants({{Ratio::llcr, {}, 1.5}}), 14, 1, forecast()};
    first.run(0, 1.99, {150, 150}, good);
    second.run(0, 1.99, {150, 150}, bad);
    EXPECT_LT(second.outcome().default_at, never);
    // In year 2: five years of 100 to come, 250 outstanding.
    const double llcr = 100 * annuity(0.08, 5) / 250;
    EXPECT_NEAR(first.outcome().worst_of(Ratio::llcr), llcr, 1e-9);
    // Overdue of the last year makes it worse in the second, after what cannot be seen has come about.
    EXPECT_LT(second.outcome().broken[static_cast<int>(Ratio::llcr)], never);
    EXPECT_GE(second.outcome().broken[static_cast<int>(Ratio::llcr)], 6);
}

TEST(Covenants, LookAheadToTheLastMaturityOfAllLoans) {
    Debt d = with_covenants({{Ratio::llcr, {}, 1.0}});
    d.facilities.insert(d.facilities.begin(), d.facilities[0]);  // the one that lives longer comes first
    d.facilities[1].repaid_over = 2 * year;
    Deal deal{d, 14, 1, forecast()};
    deal.run(0, 1.99, {150, 150}, std::vector<double>(14, 200.0));
    // Least in year 2: 150 less 25 and 150 less 75, five years of 100 to come.
    EXPECT_NEAR(deal.outcome().worst_of(Ratio::llcr), 100 * annuity(0.08, 5) / 200, 1e-9);
}

TEST(Covenants, LowPricesOfTheDayLockUpBeforeCashIsShort) {
    Debt d = with_covenants({{Ratio::llcr, 1.3, 1.1}});
    d.price_memory = 4 * year;
    Deal deal{d, 14, 1, forecast(d.price_memory)};
    deal.price_index.assign(14, 0.6);
    deal.run(0, 1.99, {150, 150}, std::vector<double>(14, 100.0));
    EXPECT_EQ(deal.outcome().lockup, 2);
    EXPECT_EQ(deal.outcome().breach, 2);
    EXPECT_GT(deal.outcome().worst_of(Ratio::dscr), 1.3);
    EXPECT_GT(deal.at(DebtLine::held, 2), 0);
}

TEST(Covenants, GearingReserveTailAndCash) {
    Debt d =
        with_covenants({{Ratio::gearing, {}, 0.5}, {Ratio::reserve_tail, {}, 0.5}, {Ratio::cash, {}, 40e6}});
    Deal deal{d, 14, 1, forecast()};
    std::vector<double> cash(14, 100.0);
    cash[0] = cash[1] = 0;
    deal.run(0, 1.99, {150, 250}, cash);
    // After two years: 300 lent, 100 paid in and 12 of interest; after the third 50 less.
    EXPECT_NEAR(deal.outcome().worst_of(Ratio::gearing), 250.0 / (250 + 112), 1e-9);
    EXPECT_EQ(deal.outcome().broken[static_cast<int>(Ratio::gearing)], 2);
    EXPECT_NEAR(deal.outcome().worst_of(Ratio::reserve_tail), 0.4, 1e-12);  // matures after year 7
    EXPECT_NEAR(deal.outcome().worst_of(Ratio::cash) / 1e6, 100 - 50 - 24, 1e-9);
    EXPECT_EQ(deal.outcome().breach, 2);
}

TEST(Sculpting, LevelCoverageOnTheForecast) {
    Debt d = with_covenants({});
    d.facilities[0].repayment = Repayment::sculpted;
    d.facilities[0].repaid_over = 8 * year;
    d.sculpted_dscr = 2;
    Deal deal{d, 14, 1, forecast()};
    deal.run(0, 1.99, {150, 150}, std::vector<double>(14, 100.0));
    // Service of 50 a year: 300 at 8 % is paid off in the ninth year of it; the last of eight takes the rest.
    double balance = 300;
    for (int n = 0; n < 7; ++n) {
        EXPECT_NEAR(deal.at(DebtLine::service, n + 2), 50, 1e-9) << n;
        EXPECT_NEAR(deal.at(DebtLine::dscr, n + 2) * 1e6, 2, 1e-9) << n;
        balance = 1.08 * balance - 50;
        EXPECT_NEAR(deal.at(DebtLine::balance, n + 2), balance, 1e-9);
    }
    EXPECT_NEAR(deal.at(DebtLine::service, 9), 1.08 * balance, 1e-9);
    EXPECT_NEAR(deal.outcome().balloon / 1e6, 1.08 * balance - 50, 1e-9);
    EXPECT_EQ(deal.outcome().loss, 0);
}

TEST(Sculpting, FollowsTheForecastToThePathsOwnOre) {
    Debt d = with_covenants({});
    d.facilities[0].repayment = Repayment::sculpted;
    d.facilities[0].grace = 4 * year;
    d.facilities[0].repaid_over = 8 * year;
    d.sculpted_dscr = 1.5;
    Deal deal{d, 16, 1, forecast({}, 0, 16)};
    deal.run(0, 4.99, {150, 150}, std::vector<double>(16, 100.0));
    EXPECT_NEAR(deal.at(DebtLine::service, 4), 24, 1e-9);         // interest alone: no ore yet
    EXPECT_NEAR(deal.at(DebtLine::service, 5), 100 / 1.5, 1e-9);  // as forecast for its first year
    EXPECT_LE(deal.outcome().balloon / 1e6, 1e-6);
}

TEST(Sculpting, LoansInTheirLastPeriodArePaidFirst) {
    Debt d = with_covenants({});
    d.facilities[0].repayment = Repayment::sculpted;
    d.facilities[0].commitment = 60 * MUSD;
    d.facilities[0].repaid_over = 1 * year;
    d.facilities.push_back(d.facilities[0]);
    d.facilities[1].repaid_over = 8 * year;
    d.sculpted_dscr = 1.25;
    Deal deal{d, 14, 1, forecast()};
    deal.run(0, 1.99, {120}, std::vector<double>(14, 100.0));
    // 80 of service: 9.6 of interest, 60 for the loan that ends, the rest for the other.
    EXPECT_NEAR(deal.at(DebtLine::service, 2), 80, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::balance, 2), 60 - (80 - 9.6 - 60), 1e-9);
    EXPECT_LE(deal.outcome().balloon / 1e6, 1e-9);
}

TEST(Sizing, TheCaseKeepsItsLimitsAndNoMore) {
    Debt d = with_covenants({});
    d.sizing = {{Ratio::dscr, 1.4}, {Ratio::llcr, 1.2}};
    const Forecast f = forecast();
    const std::vector<double> levels(14, 1.0);
    const TimeGrid grid = TimeGrid::yearly(14);
    const Sized sized = size_debt(d, grid, levels, f);
    // The year of first ore pays 50 + 24 for 300, so 100 / 1.4 carries a share of 71.43 / 74 of it.
    EXPECT_EQ(sized.held_by, Ratio::dscr);
    EXPECT_NEAR(sized.share, 100 / 1.4 / 74, 1e-10);
    d.sizing[0].limit = 1.3;
    EXPECT_EQ(size_debt(d, grid, levels, f).share, 1);
    EXPECT_FALSE(size_debt(d, grid, levels, f).held_by);
    d.sizing = {{Ratio::llcr, 2.0}};
    EXPECT_EQ(size_debt(d, grid, levels, f).held_by, Ratio::llcr);
    // Least in the year of first ore: 100 for five years over 5/6 of the debt.
    EXPECT_NEAR(size_debt(d, grid, levels, f).share, 100 * annuity(0.08, 5) / 2 / 250, 1e-9);
}

TEST(Sizing, IsRefusedWhereNoDebtCanBeCarried) {
    Debt d = with_covenants({});
    d.sizing = {{Ratio::dscr, 1.4}};
    LenderCase poor = level_case();
    for (auto& p : poor.periods) p.net = std::min(p.net, 0.0);
    const std::vector<double> levels(14, 1.0);
    const TimeGrid grid = TimeGrid::yearly(14);
    EXPECT_THROW(size_debt(d, grid, levels, {poor, grid, levels, {}, false}), InputError);
    // Nor where the case never comes to serve it.
    LenderCase never_mined = level_case();
    never_mined.first_ore = never;
    EXPECT_THROW(size_debt(d, grid, levels, {never_mined, grid, levels, {}, false}), InputError);
}

TEST(FloatingRate, IsBaseAndMarginOfThePeriodsBeginning) {
    Debt d = with_covenants({});
    d.facilities[0].floating = true;
    d.facilities[0].rate = 0.03 / year;
    d.facilities[0].base_floor = 0.01 / year;
    d.base_rate = BaseRate{0.04 / year, 0.04 / year, 2 * year, {}};
    Deal deal{d, 14};
    deal.base_rates = {0.04, 0.04, 0.05, -0.02, 0.02};
    deal.run(0, 1.99, {150, 150}, std::vector<double>(14, 100.0));
    EXPECT_NEAR(deal.at(DebtLine::service, 2), 50 + 300 * 0.08, 1e-9);
    EXPECT_NEAR(deal.at(DebtLine::service, 3), 50 + 250 * 0.04, 1e-9);  // the floor
    EXPECT_NEAR(deal.at(DebtLine::service, 4), 50 + 200 * 0.05, 1e-9);
}

TEST(FloatingRate, LossIsDiscountedAtTheRatesOfThePath) {
    Debt d = with_covenants({});
    d.facilities[0].floating = true;
    d.facilities[0].rate = 0.03 / year;
    d.base_rate = BaseRate{0.04 / year, 0.04 / year, 2 * year, {}};
    Deal deal{d, 6};
    deal.base_rates = {0.04, 0.04, 0.05, 0.06, 0.02, 0.01};
    deal.run(0, 1.99, {150, 150}, {0, 0, 10, 10, 10, 10});
    ASSERT_EQ(deal.outcome().default_at, 3);
    const double owed = 300 * 1.08 - 10;
    double loss = owed, discount = 1;
    for (const double rate : {0.09, 0.05, 0.04}) {
        discount /= 1 + rate;
        loss -= 10 * discount;
    }
    EXPECT_NEAR(deal.outcome().loss / 1e6, loss, 1e-9);
}

TEST(OverrunFacility, LendsBeyondTheBudgetInThePlaceOfEquity) {
    Debt d = with_covenants({});
    d.facilities.push_back(test::loan(60));
    d.facilities[0].interest = d.facilities[1].interest = BuildInterest::paid;
    d.facilities[1].overrun_of = 350 * MUSD;
    Deal deal{d, 14};
    deal.run(0, 1.99, {150, 230, 0}, std::vector<double>(14, 100.0));
    EXPECT_NEAR(deal.work.loan(0, 0).drawn / 1e6, 300, 1e-9);
    EXPECT_NEAR(deal.work.loan(1, 0).drawn / 1e6, 30, 1e-9);  // 380 less 350
    Debt twice = d;                                           // the second lends for what the first leaves
    twice.facilities[1].overrun_of = 100 * MUSD;
    twice.facilities.push_back(twice.facilities[1]);
    Deal both{twice, 14};
    both.run(0, 1.99, {150, 230, 0}, std::vector<double>(14, 100.0));
    EXPECT_NEAR(both.work.loan(1, 0).drawn / 1e6, 60, 1e-9);
    EXPECT_NEAR(both.work.loan(2, 0).drawn / 1e6, 20, 1e-9);  // 380 less 300 and 60
    Deal large{d, 14};
    large.run(0, 1.99, {150, 330, 0}, std::vector<double>(14, 100.0));
    EXPECT_NEAR(large.work.loan(1, 0).drawn / 1e6, 60, 1e-9);  // its commitment
    Deal small{d, 14};
    small.run(0, 1.99, {150, 190, 0}, std::vector<double>(14, 100.0));
    EXPECT_EQ(small.work.loan(1, 0).drawn, 0);
}

TEST(GrowthAfterOre, MayComeBeforeService) {
    Debt d = with_covenants({});
    Deal apart{d, 14};
    const std::vector<double> growth{150, 150, 0, 60}, cash(14, 100.0);
    apart.run(0, 1.99, growth, cash);
    EXPECT_NEAR(apart.at(DebtLine::cash, 3), 100, 1e-9);
    d.growth_from_cash = true;
    Deal own{d, 14};
    own.run(0, 1.99, growth, cash);
    EXPECT_NEAR(own.at(DebtLine::cash, 3), 40, 1e-9);
    EXPECT_NEAR(own.at(DebtLine::overdue, 3), 50 + 20 - 40, 1e-9);
}

}  // namespace
