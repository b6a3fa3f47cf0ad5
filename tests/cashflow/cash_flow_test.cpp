#include "minerisk/cashflow/cash_flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::CashFlow;
using cashflow::Line;
using cashflow::MetalLine;
using cashflow::MineEnd;
using testing_support::CashBench;
using testing_support::full_mine;
using testing_support::plain_mine;

using testing_support::never;

TEST(CashFlow, APlainMineEarnsWhatItsOreIsWorth) {
    CashBench bench{plain_mine(), {2.5}};
    bench.run();
    EXPECT_EQ(bench.at(Line::net, 1), 0);
    EXPECT_NEAR(bench.at(Line::net, 2), 25e6, 1e-6);
    for (int i = 3; i < 12; ++i) EXPECT_NEAR(bench.at(Line::net, i), 50e6, 1e-6);
    EXPECT_NEAR(bench.at(Line::net, 12), 25e6, 1e-6);
    EXPECT_EQ(bench.at(Line::net, 13), 0);
    EXPECT_EQ(bench.mine().end, MineEnd::exhausted);
    EXPECT_EQ(bench.mine().first_ore, 2.5);
    EXPECT_NEAR(bench.mine().last_ore, 12.5, 1e-12);
}

TEST(CashFlow, AYearByHand) {
    // Year 4 mills 2 Mt of the second bin at 2 + 1 Mt/yr (the second phase came a year before): 3 Mt.
    CashBench bench{full_mine(), {1, 3}};
    bench.alert(4, 0) = 0.25;
    bench.run();
    const double ore = 3e6, copper = ore * 0.008 * 0.9 * 0.95, gold = ore * 0.4e-6 * 0.7 * 0.95,
                 dry = copper / 0.3;
    EXPECT_NEAR(bench.at(Line::ore, 4), ore, 1e-6);
    EXPECT_NEAR(bench.at(MetalLine::contained, 0, 4), ore * 0.008, 1e-6);
    EXPECT_NEAR(bench.at(MetalLine::recovered, 0, 4), copper, 1e-6);
    EXPECT_NEAR(bench.at(MetalLine::payable, 1, 4), gold * 0.95, 1e-9);
    EXPECT_NEAR(bench.at(Line::concentrate, 4), dry, 1e-6);
    const double gross = copper * 0.96 * 5000 + gold * 0.95 * 60e6;
    const double selling = dry * 90 + dry / 0.92 * 60 + copper * 0.96 * 180 + gold * 0.95 * 5 / 31.1034768e-6;
    EXPECT_NEAR(bench.at(Line::gross, 4), gross, 1e-3);
    EXPECT_NEAR(bench.at(Line::selling, 4), selling, 1e-3);
    EXPECT_NEAR(bench.at(Line::nsr, 4), gross - selling, 1e-3);
    EXPECT_NEAR(bench.at(Line::mined, 4), 7.5e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::mining, 4), 15e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::processing, 4), 18e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::general, 4), 4.5e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::fixed, 4), 5e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::security, 4), 1.5e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::onsite, 4), 44e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::sustaining_capital, 4), 3.75e6 + 3e6, 1e-3);
    EXPECT_NEAR(bench.at(Line::royalty, 4), 0.05 * (gross - selling) + 0.01 * gross, 1e-3);
    EXPECT_NEAR(bench.at(Line::security, 4, 1), 1e6, 1e-3);  // the other path is in the low regime
    EXPECT_NEAR(bench.at(Line::mining, 2), 0, 1e-3);  // the first bin's mining is in the growth capital
    EXPECT_NEAR(bench.at(Line::sustaining_capital, 2), 0, 1e-3);
}

/// Every way a mine can end and everything that can disturb it.
std::vector<CashBench> disturbed_mines() {
    std::vector<CashBench> all;
    const testing_support::Lists outages{.site = {{2.1, 2.7, 1, 1}, {6, 7.9, 1, 0.5}, {11, 11.2, 1, 1}},
                                         .road = {{3, 3.4, 1, 1}, {8, 10, 1, 0.3}},
                                         .suspensions = {{2.1, 2.7, false}},
                                         .damages = {{2.1, 9e6, 0}, {6, 4e6, 1}}};
    for (const double lease : {never, 7.3})
        for (const int bad_years : {0, 2})
            for (const int ppy : {1, 4}) {
                Project project = full_mine();
                project.lease_end = lease * year;
                project.early_closure_years = bad_years;
                project.buffers = {.supplies = 0.05 * year, .catch_up = 1.1};
                project.sunk = {{"before", 30 * MUSD, 1 * year}};
                project.force_majeure.standing_cost = 0.1;
                if (bad_years > 0)
                    project.insurance = Insurance{.deductible = 2 * MUSD,
                                                  .annual_limit = 30 * MUSD,
                                                  .waiting = 30 * day,
                                                  .indemnity = 1 * year,
                                                  .daily_margin = 60 * MUSD / year,
                                                  .denial_of_access = ppy == 4,
                                                  .premium_low = 0.006,
                                                  .premium_high = 0.012,
                                                  .loading = 1.75,
                                                  .loading_years = 3 * year};
                all.emplace_back(std::move(project), std::vector{1.3, 4.4}, 25, ppy);
                CashBench& b = all.back();
                b.close(outages);
                for (int i = 0; i < b.grid.periods(); ++i) {
                    b.build.capital(i, 0) = i < 6 * ppy ? 20e6 : 0;
                    b.build.standing(i, 0) = i < ppy ? 1e6 : 0;
                    b.alert(i, 0) = 0.1 * (i % 7);
                    if (i >= 9 * ppy) b.prices[0](i, 0) = b.prices[1](i, 0) = 300;
                }
                for (int k = 0; k < 2; ++k) b.build.ramp_up(k, 0) = 1.25;
                for (int k = 0; k < technical_count; ++k) b.technical(k, 0) = 0.9 + 0.05 * k;
                b.run();
            }
    return all;
}

TEST(CashFlow, EveryTonneOfOreIsMilledOrLeft) {
    for (const CashBench& b : disturbed_mines()) {
        EXPECT_NEAR(b.total(Line::ore), b.mine().milled, 1e-3);
        EXPECT_LE(b.total(Line::ore), b.flow.total_ore() * (1 + 1e-12));
        EXPECT_EQ(b.mine().end == MineEnd::exhausted, b.total(Line::ore) > b.flow.total_ore() - 1);
        for (int i = 0; i < b.grid.periods(); ++i) {
            EXPECT_LE(b.at(Line::ore, i),
                      b.at(Line::plan_ore, i) * b.at(Line::availability, i) * (1 + 1e-12));
            EXPECT_GE(b.at(Line::availability, i), 0);
            EXPECT_LE(b.at(Line::availability, i), 1);
        }
    }
}

TEST(CashFlow, NetIsTheSumOfItsLines) {
    for (const CashBench& b : disturbed_mines()) {
        for (int i = 0; i < b.grid.periods(); ++i) {
            const auto line = [&](Line l) { return b.at(l, i); };
            EXPECT_NEAR(line(Line::onsite),
                        line(Line::mining) + line(Line::processing) + line(Line::general) +
                            line(Line::fixed) + line(Line::security),
                        1e-6);
            EXPECT_NEAR(line(Line::net),
                        line(Line::gross) - line(Line::selling) - line(Line::onsite) - line(Line::royalty) -
                            line(Line::growth_capital) - line(Line::sustaining_capital) -
                            line(Line::closure) - line(Line::standing) - line(Line::damage) -
                            line(Line::premium) + line(Line::recovery) - line(Line::tax),
                        1e-6);
        }
        EXPECT_NEAR(b.mine().capital, b.total(Line::growth_capital), 1e-6);
    }
}

TEST(CashFlow, MetalDoesNotDependOnWhenItsOreIsMilled) {
    std::vector<CashBench> all;
    for (const auto& milestones : {std::vector{1.0, 3.0}, std::vector{1.0, 5.5}, std::vector{2.7, never}})
        all.emplace_back(full_mine(), milestones, 30).run();
    all.emplace_back(full_mine(), std::vector{1.0, 3.0}, 30)
        .close({.site = {{2, 2.5, 1, 1}, {5, 6, 1, 0.7}}});
    all.back().run();
    for (const CashBench& b : all) {
        ASSERT_EQ(b.mine().end, MineEnd::exhausted);
        EXPECT_NEAR(b.total(Line::ore), 20e6, 1e-3);
        for (int m = 0; m < 2; ++m) {
            for (const MetalLine line : {MetalLine::contained, MetalLine::recovered, MetalLine::payable})
                EXPECT_NEAR(b.total(line, m), all[0].total(line, m), 1e-9 * all[0].total(line, m));
        }
    }
    EXPECT_NEAR(all[0].total(MetalLine::contained, 0), 4e4 + 8e4 + 3.6e4, 1e-6);
}

TEST(CashFlow, AnOutageDefersOreAndFixedCostsRunOn) {
    CashBench calm{plain_mine(), {2}}, cut{plain_mine(), {2}};
    cut.close({.site = {{4, 5, 1, 0.6}}});
    calm.run();
    cut.run();
    EXPECT_NEAR(cut.at(Line::ore, 4), 0.4e6, 1e-6);
    EXPECT_NEAR(cut.mine().last_ore, calm.mine().last_ore + 0.6, 1e-9);
    EXPECT_NEAR(cut.mine().lost, 0.6e6, 1e-3);
    EXPECT_NEAR(cut.total(Line::ore), calm.total(Line::ore), 1e-3);
}

TEST(CashFlow, FixedCostsRunFromAfterFirstOreToTheEndOfTheYearOfLastOre) {
    Project project = plain_mine();
    project.costs.fixed = 12 * MUSD / year;
    project.costs.fixed_from = 0.25 * year;
    project.costs.security_low = 1 * MUSD / year;
    for (const int ppy : {1, 4, 12}) {
        CashBench b{project, {2.5}, 20, ppy};
        b.run();
        EXPECT_NEAR(b.in_year(Line::fixed, 2), 3e6, 1e-4);
        for (int y = 3; y <= 12; ++y) EXPECT_NEAR(b.in_year(Line::fixed, y), 12e6, 1e-4) << y;
        EXPECT_EQ(b.in_year(Line::fixed, 13), 0);  // last ore 12.5: the whole of year 12, nothing after
        EXPECT_NEAR(b.in_year(Line::security, 2), 0.25e6, 1e-4);
        EXPECT_NEAR(b.total(Line::security), b.total(Line::fixed) / 12, 1e-4);
    }
}

TEST(CashFlow, FinerPeriodsGiveTheSameYears) {
    Project project = full_mine();
    project.tax = {};  // losses are settled period by period
    for (const double lease : {never, 7.3}) {
        project.lease_end = lease * year;
        std::vector<CashBench> all;
        for (const int ppy : {1, 2, 4, 12}) {
            CashBench& b = all.emplace_back(project, std::vector{1.3, 4.6}, 25, ppy);
            for (int k = 0; k < 2; ++k) b.build.ramp_up(k, 0) = 1.25;
            b.close({.site = {{6.15, 6.4, 1, 1}, {7.1, 7.2, 1, 0.5}}});  // both at full capacity
            b.run();
            EXPECT_NEAR(b.mine().last_ore, all[0].mine().last_ore, 1e-9);
            for (int y = 0; y < 25; ++y)
                for (const Line line : {Line::plan_ore, Line::ore, Line::mined, Line::nsr, Line::onsite,
                                        Line::royalty, Line::closure, Line::sustaining_capital, Line::net})
                    ASSERT_NEAR(b.in_year(line, y), all[0].in_year(line, y), 1e-3)
                        << "year " << y << ", " << ppy << " periods, line " << static_cast<int>(line);
        }
    }
}

TEST(CashFlow, AMilestoneAfterTheLeaseEndBringsNothing) {
    Project project = plain_mine();
    project.lease_end = 3 * year;
    CashBench late{project, {4}};
    late.run();
    EXPECT_EQ(late.total(Line::ore), 0);
    EXPECT_EQ(late.total(Line::gross), 0);
    EXPECT_EQ(late.mine().first_ore, never);
    EXPECT_EQ(late.mine().last_ore, never);
    EXPECT_EQ(late.mine().end, MineEnd::never_started);

    project = full_mine();
    project.lease_end = 3.5 * year;
    CashBench second{project, {1, 3.75}}, first_alone{project, {1, never}};
    second.run();
    first_alone.run();
    EXPECT_GT(second.total(Line::ore), 0);
    EXPECT_EQ(second.mine().end, MineEnd::cut);
    for (int i = 0; i < second.grid.periods(); ++i)
        EXPECT_EQ(second.at(Line::net, i), first_alone.at(Line::net, i)) << i;
}

TEST(CashFlow, OfTheLastYearOnlyTheOutagesBeforeTheLeaseEndCount) {
    Project project = plain_mine();
    project.lease_end = 7.5 * year;
    for (const int ppy : {1, 4}) {
        CashBench before{project, {2}, 20, ppy}, after{project, {2}, 20, ppy};
        before.close({.site = {{7, 7.25, 1, 1}}});
        after.close({.site = {{7.5, 8, 1, 1}}});
        before.run();
        after.run();
        EXPECT_NEAR(before.in_year(Line::ore, 7), 0.25e6, 1e-3);
        EXPECT_NEAR(after.in_year(Line::ore, 7), 0.5e6, 1e-3);
    }
}

TEST(CashFlow, EachTechnicalMultiplierMovesItsOwnLines) {
    const auto with = [](Technical item, double m) {
        CashBench b{full_mine(), {1, 3}};
        b.technical(static_cast<int>(item), 0) = m;
        b.run();
        return b;
    };
    const CashBench base = with(Technical::grade, 1);
    const auto ratio = [&](const CashBench& b, Line line) { return b.total(line) / base.total(line); };
    EXPECT_NEAR(ratio(with(Technical::mining_cost, 1.3), Line::mining), 1.3, 1e-12);
    EXPECT_NEAR(ratio(with(Technical::mining_cost, 1.3), Line::processing), 1, 1e-12);
    EXPECT_NEAR(ratio(with(Technical::processing_cost, 1.3), Line::processing), 1.3, 1e-12);
    EXPECT_NEAR(ratio(with(Technical::processing_cost, 1.3), Line::mining), 1, 1e-12);
    EXPECT_NEAR(ratio(with(Technical::sustaining, 1.3), Line::sustaining_capital), 1.3, 1e-12);
    EXPECT_NEAR(ratio(with(Technical::closure, 1.3), Line::closure), 1.3, 1e-12);
    EXPECT_NEAR(ratio(with(Technical::grade, 1.1), Line::gross), 1.1, 1e-12);
    const double dry = base.total(Line::concentrate);
    EXPECT_NEAR(with(Technical::freight, 1.5).total(Line::selling) - base.total(Line::selling),
                0.5 * dry / 0.92 * 60, 1e-2);
    EXPECT_NEAR(with(Technical::treatment, 2).total(Line::selling),
                2 * base.total(Line::selling) - dry / 0.92 * 60, 1e-2);
    EXPECT_NEAR(ratio(with(Technical::treatment, 2), Line::gross), 1, 1e-12);
    EXPECT_NEAR(ratio(with(Technical::grade, 1.1), Line::ore), 1, 1e-12);
}

TEST(CashFlow, AMultiplierOnTheOddsOfRecoveryNeverRecoversMoreThanThereIs) {
    CashBench b{full_mine(), {1, 3}};
    b.technical(static_cast<int>(Technical::recovery_odds), 0) = 2;
    b.technical(static_cast<int>(Technical::recovery_odds), 1) = 1e6;
    b.run();
    const double r = 0.9 * 0.8;  // full recovery times the first bin's factor
    EXPECT_NEAR(b.at(MetalLine::recovered, 0, 1) / b.at(MetalLine::contained, 0, 1), 2 * r / (1 + r), 1e-12);
    EXPECT_LT(b.total(MetalLine::recovered, 0, 1), b.total(MetalLine::contained, 0, 1));
    EXPECT_GT(b.total(MetalLine::recovered, 0, 1), 0.9999 * b.total(MetalLine::contained, 0, 1));
}

TEST(CashFlow, AMineThatNeverStartsOnlySpends) {
    CashBench b{full_mine(), {never, never}};
    b.build.capital(2, 0) = 7e6;
    b.build.standing(3, 0) = 2e6;
    b.run();
    EXPECT_EQ(b.mine().end, MineEnd::never_started);
    EXPECT_EQ(b.mine().last_ore, never);
    EXPECT_EQ(b.total(Line::net), -9e6);
    for (const Line line : {Line::ore, Line::fixed, Line::closure, Line::tax}) EXPECT_EQ(b.total(line), 0);
    CashBench late{full_mine(), {18.5, never}};  // a year and a half before the grid ends: too late to mill
    EXPECT_EQ(late.run().mine().end, MineEnd::never_started);
}

TEST(CashFlow, WhatIsKeptDoesNotChangeWhatIsValued) {
    CashBench b{full_mine(), {1.3, 4.4}};
    b.build.capital(1, 0) = 9e6;
    b.run();
    cashflow::Ledger slim{2, 2, b.grid.periods(), CashBench::width, cashflow::Ledger::Keep::what_is_valued};
    b.flow.run({b.prices, b.build, b.outages, b.alert, b.technical, b.fiscal}, b.work, slim);
    for (int i = 0; i < b.grid.periods(); ++i) {
        EXPECT_EQ(slim.net()(i, 0), b.at(Line::net, i));
        EXPECT_EQ(slim.line(Line::growth_capital)(i, 0), b.at(Line::growth_capital, i));
    }
}

TEST(CashFlow, WhatItCannotHoldIsRefused) {
    const auto first = [](const Project& p, int years) {
        try {
            CashFlow{p, TimeGrid::yearly(years)};
        } catch (const InputError& e) {
            return e.problems().front().field;
        }
        return std::string{};
    };
    EXPECT_EQ(first(plain_mine(), 3), "");
    EXPECT_EQ(first(plain_mine(), 2), "grid.years");
    Project many = plain_mine();
    for (int i = 0; i < 8; ++i) {
        many.metals.push_back({.name = "m" + std::to_string(i), .recovery = 0.5});
        many.ore[0].grade.push_back(Grade{});
    }
    EXPECT_EQ(first(many, 20), "metal");
    Project bad = plain_mine();
    bad.tax.rate = -0.1;
    EXPECT_EQ(first(bad, 20), "tax.rate");
}

}  // namespace
