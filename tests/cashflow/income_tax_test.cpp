#include "minerisk/cashflow/income_tax.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using cashflow::TaxModel;
using testing_support::CashBench;

Depreciation straight_line(double years, double allowance = 0) {
    return {
        .method = DepreciationMethod::straight_line, .over = years * year, .initial_allowance = allowance};
}
Depreciation declining(double rate, double allowance = 0) {
    return {.method = DepreciationMethod::declining, .rate = rate / year, .initial_allowance = allowance};
}

/// A period of one path; `income` is before all capital.
struct Of {
    double income = 0, growth = 0, sustaining = 0, gross = 0, interest = 0;
};

/// The tax of one period after the other, the same on all paths.
class TaxBench {
public:
    static constexpr int width = narrow_block;
    TaxBench(const IncomeTax& terms, double first_ore = 0, std::vector<double> levels = {}, int per_year = 1)
        : grid{{2027, 1, 1}, 12, per_year},
          tax{terms, grid,
              levels.empty() ? std::vector<double>(static_cast<std::size_t>(grid.periods()), 1.0) : levels},
          work{tax, width},
          mines(width),
          rows{6, width} {
        for (cashflow::Mine& m : mines) m.first_ore = first_ore;
        open();
    }
    void open() {
        period = 0;
        tax.open(mines, work);
    }
    double next(const Of& of) {
        const double row[] = {of.gross, of.income - of.growth - of.sustaining, of.growth, of.sustaining,
                              of.interest};
        for (int r = 0; r < 5; ++r) std::fill_n(rows.row(r), width, row[r]);
        tax.run({rows.row(0), rows.row(1), rows.row(2), rows.row(3), rows.row(4), rows.row(5)}, period++,
                work);
        EXPECT_EQ(rows(5, 0), rows(5, width - 1));
        return rows(5, 7);
    }
    void expect(const std::vector<Of>& periods, const std::vector<double>& taxes) {
        for (std::size_t i = 0; i < periods.size(); ++i) EXPECT_NEAR(next(periods[i]), taxes[i], 1e-12) << i;
    }

    TimeGrid grid;
    TaxModel tax;
    TaxModel::Workspace work;
    std::vector<cashflow::Mine> mines;
    BlockArray rows;
    int period = 0;
};

TEST(IncomeTax, CapitalIsDeductedWhenSpentUnlessSaidOtherwise) {
    TaxBench b{{.rate = 0.5}};
    b.expect({{40, 100, 20}, {40, 0, 0}, {60, 0, 10}}, {0, 0, 0.5 * (60 - 10 - 40)});
}

TEST(IncomeTax, StraightLineTakesEqualPartsOverItsYears) {
    TaxBench b{{.rate = 0.5, .growth_capital = straight_line(4)}};
    // 25 a year; 5 a year more from the second spend.
    b.expect({{40, 100}, {40}, {40, 20}, {40}, {40}, {40}, {40}}, {7.5, 7.5, 5, 5, 17.5, 17.5, 20});
}

TEST(IncomeTax, CapitalWaitsForTheFirstOre) {
    TaxBench b{{.rate = 0.5, .growth_capital = straight_line(2)}, 2.5};
    // No loss of years 0 and 1 is carried forward: 100 waits for year 2, of which half is taxed.
    b.expect({{0, 60}, {0, 40}, {80}, {80}, {80}}, {0, 0, 7.5, 15, 40});
    TaxBench expensed{{.rate = 0.5}, 2.5};
    expensed.expect({{0, 60}, {0, 40}, {80}, {80}, {80}}, {0, 0, 0, 30, 40});
    TaxBench unborn{{.rate = 0.5, .growth_capital = straight_line(2)}, testing_support::infinity};
    unborn.expect({{40, 60}, {40}}, {0, 0});
}

TEST(IncomeTax, DecliningTakesAShareOfTheBalance) {
    TaxBench b{{.rate = 0.5, .sustaining_capital = declining(0.2)}};
    // 20, 16, then 0.2 (64 + 36) and 16.
    b.expect({{40, 0, 100}, {40}, {40, 0, 36}, {40}}, {10, 12, 10, 12});
}

TEST(IncomeTax, FinerPeriodsDeclineAsMuchInAYear) {
    TaxBench b{{.rate = 0.5, .growth_capital = declining(0.36)}, 0, {}, 2};  // 20 % in half a year
    b.expect({{40, 100}, {40}, {40}}, {10, 12, 13.6});
    TaxBench line{{.rate = 0.5, .growth_capital = straight_line(1)}, 0, {}, 2};
    line.expect({{80, 100}, {80}, {80}}, {15, 15, 40});
}

TEST(IncomeTax, AnInitialAllowanceIsDeductedAtOnceAndTheRestDepreciates) {
    TaxBench line{{.rate = 0.5, .growth_capital = straight_line(3, 0.25)}, 1};
    line.expect({{0, 100}, {80}, {80}, {80}, {80}}, {0, 15, 27.5, 27.5, 40});
    TaxBench balance{{.rate = 0.5, .growth_capital = declining(0.5, 0.2)}, 1};
    balance.expect({{0, 100}, {80}, {80}, {80}}, {0, 10, 30, 35});  // 20 + 40, 20, 10
    TaxBench whole{{.rate = 0.5, .growth_capital = straight_line(3, 1)}};
    whole.expect({{120, 100}, {80}}, {10, 40});
}

TEST(IncomeTax, AllOfTheCapitalIsDeductedOnceByAStraightLine) {
    TaxBench b{
        {.rate = 0.25, .growth_capital = straight_line(3), .sustaining_capital = straight_line(2, 0.5)}, 1};
    double taxed = 0;
    for (int i = 0; i < 12; ++i) taxed += b.next({100, i < 8 ? 9.0 + i : 0, i < 8 ? 3.0 * i : 0}) / 0.25;
    // Year 0 is before the tax: its income is free.
    EXPECT_NEAR(taxed, 1100 - (8 * 9 + 28 + 3 * 28), 1e-9);
}

TEST(IncomeTax, LossesExpireAndTheOldestAreUsedFirst) {
    IncomeTax terms{.rate = 0.5};
    const std::vector<Of> periods{{-10}, {-20}, {5}, {30}, {30}};
    TaxBench forever{terms};
    forever.expect(periods, {0, 0, 0, 2.5, 15});
    terms.loss_expiry = 2 * year;  // 5 of year 0 are lost after year 2
    TaxBench two{terms};
    two.expect(periods, {0, 0, 0, 5, 15});
    terms.loss_expiry = 1 * year;  // all of year 0 was lost after year 1, 15 of year 1 after year 2
    TaxBench one{terms};
    one.expect(periods, {0, 0, 0, 15, 15});
    terms.loss_expiry = 2 * year;
    TaxBench oldest{terms};
    oldest.expect({{0}, {-10}, {-20}, {12}, {30}}, {0, 0, 0, 0, 6});
    terms.loss_expiry = 40 * year;  // beyond the grid
    TaxBench late{terms};
    late.expect(periods, {0, 0, 0, 2.5, 15});
}

TEST(IncomeTax, TheMinimumIsDueWhereItIsMore) {
    TaxBench b{{.rate = 0.5, .holiday = 1.5 * year, .minimum_rate = 0.02}};
    const Of good{10, 0, 0, 100}, bad{-10, 0, 0, 100}, poor{3, 0, 0, 100}, none{-1, 0, 0, 0};
    // Holiday, half a year of it, a loss, used up, less than the minimum, more, nothing sold.
    b.expect({good, good, bad, good, poor, good, none}, {0, 2.5, 2, 2, 2, 5, 0});
}

TEST(IncomeTax, AFinalTaxOnSalesComesBetweenTheHolidayAndTheTaxOnIncome) {
    TaxBench b{
        {.rate = 0.5, .holiday = 1 * year, .minimum_rate = 0.02, .final_rate = 0.01, .final_for = 2 * year},
        0.5};
    // The holiday ends at 1.5, the final tax at 3.5; its years use up losses all the same.
    const Of good{10, 0, 0, 100}, loss{-30, 0, 0, 100};
    b.expect({good, good, loss, good, good, good, good}, {0, 0.5, 1, 0.5 + 1, 2, 2, 5});
}

TEST(IncomeTax, TheDateOfTheTaxComesBeforeTheFinalOne) {
    TaxBench b{{.rate = 0.5, .from = 2 * year, .final_rate = 0.01, .final_for = 1 * year}};
    const Of good{10, 0, 0, 100};
    b.expect({good, good, good, good}, {0, 0, 1, 5});
}

TEST(IncomeTax, InNominalMoneyDepreciationAndLossesLoseToInflation) {
    std::vector<double> levels;
    for (int i = 0; i < 12; ++i) levels.push_back(std::pow(1.1, i));
    IncomeTax terms{.rate = 0.5, .nominal = true, .growth_capital = straight_line(2)};
    TaxBench nominal{terms, 0, levels};
    nominal.expect({{60, 100}, {60}, {-11}, {60}}, {5, 0.5 * (60 - 50 / 1.1), 0, 0.5 * (60 - 11 / 1.1)});
    terms.nominal = false;
    TaxBench real{terms, 0, levels};
    real.expect({{60, 100}, {60}, {-11}, {60}}, {5, 5, 0, 24.5});
}

TEST(IncomeTax, CapitalThatWaitsKeepsItsNominalCost) {
    std::vector<double> levels;
    for (int i = 0; i < 12; ++i) levels.push_back(std::pow(1.1, i));
    TaxBench b{{.rate = 0.5, .nominal = true, .growth_capital = straight_line(1)}, 2, levels};
    b.expect({{0, 50}, {0, 50}, {200}}, {0, 0, 0.5 * (200 - (50 + 55) / 1.21)});
}

TEST(IncomeTax, InterestIsNominalOnEitherBasis) {
    const std::vector<double> levels(12, 1.25);
    for (const bool nominal : {false, true}) {
        TaxBench b{{.rate = 0.5, .nominal = nominal, .minimum_rate = 0.01}, 0, levels};
        b.expect({{20, 0, 0, 100, 10}, {4, 0, 0, 100, 10}, {20, 0, 0, 100, 0}}, {6, 1, 8});
    }
}

/// What carries a lot of state, on numbers without a pattern.
std::vector<double> taxes_of(const IncomeTax& terms) {
    TaxBench b{terms, 1.3};
    std::vector<double> all;
    for (int i = 0; i < 12; ++i)
        all.push_back(
            b.next({1e8 * std::sin(3.7 * i), 3.3e7 / (i + 1), 1.1e6 * i, 2e8 + 1e7 * std::cos(i), 1e6 * i}));
    return all;
}

TEST(IncomeTax, WithoutInflationTheBasisDoesNotMatter) {
    IncomeTax terms{.rate = 0.29,
                    .growth_capital = straight_line(5, 0.2),
                    .sustaining_capital = declining(0.15),
                    .loss_expiry = 4 * year,
                    .minimum_rate = 0.01};
    const auto real = taxes_of(terms);
    terms.nominal = true;
    EXPECT_EQ(taxes_of(terms), real);
    EXPECT_GT(*std::ranges::max_element(real), 1e6);
}

TEST(IncomeTax, TheDefaultGivesTheBitsOfTheFormulaForNetCash) {
    TaxBench b{{.rate = 0.29, .from = 0.4 * year}, 0.2};
    double losses = 0;
    for (int i = 0; i < 12; ++i) {
        const Of of{1e8 * std::sin(3.7 * i), 3.3e7 / (i + 1), 1.1e6 * i, 2e8, 0};
        const double before = of.income - of.growth - of.sustaining;
        const double gain = before > 0 ? before : 0;
        const double used = std::min(losses, gain);
        const double rate = 0.29 * b.grid.share_after(0.4, i);
        EXPECT_EQ(b.next(of), rate * (gain - used)) << i;
        losses = losses - used - (before - gain);
    }
}

TEST(IncomeTax, APathBeginsWithNothingCarriedForward) {
    TaxBench b{{.rate = 0.5, .growth_capital = straight_line(3), .sustaining_capital = declining(0.3)}};
    const std::vector<Of> periods{{10, 90, 5}, {-50, 0, 3}, {70, 3, 4}, {60}};
    std::vector<double> first, second;
    for (const Of& of : periods) first.push_back(b.next(of));
    b.open();
    for (const Of& of : periods) second.push_back(b.next(of));
    EXPECT_EQ(first, second);
}

TEST(IncomeTax, TheProjectsTaxIsThatOfItsLines) {
    Project p = testing_support::full_mine();
    p.tax = {.rate = 0.3,
             .growth_capital = straight_line(5),
             .sustaining_capital = declining(0.2),
             .loss_expiry = 3 * year,
             .minimum_rate = 0.01};
    CashBench b{p, {2, 4}};
    for (int path = 0; path < CashBench::width; ++path)
        for (int i = 0; i < 4; ++i) b.build.capital(i, path) = 50e6 + 1e6 * path;
    b.run();
    TaxModel tax{p.tax, b.grid, std::vector<double>(20, 1.0)};
    TaxModel::Workspace work{tax, CashBench::width};
    tax.open(b.work.mines, work);
    BlockArray again{1, CashBench::width};
    for (int i = 0; i < b.grid.periods(); ++i) {
        const auto row = [&](Line line) { return b.ledger.row(line, i); };
        tax.run({row(Line::gross), row(Line::before_tax), row(Line::growth_capital),
                 row(Line::sustaining_capital), nullptr, again.row(0)},
                i, work);
        for (int path = 0; path < CashBench::width; ++path) {
            EXPECT_EQ(b.at(Line::tax, i, path), again(0, path));
            EXPECT_EQ(b.at(Line::net, i, path), b.at(Line::before_tax, i, path) - again(0, path) -
                                                    b.at(Line::working_capital, i, path));
        }
    }
    EXPECT_GT(b.total(Line::tax), 1e6);
}

TEST(IncomeTax, TermsThatDoNotFitThePeriodsAreRefused) {
    Project p = testing_support::plain_mine();
    p.tax = {.rate = 0.3,
             .growth_capital = straight_line(2.5),
             .sustaining_capital = straight_line(0.5),
             .loss_expiry = 1.25 * year};
    try {
        CashBench{p, {2}};
        FAIL() << "must throw";
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 3u);
        EXPECT_EQ(to_string(e.problems()[0]),
                  "tax.growth_capital.over = 2.5: must be a whole number of periods");
        EXPECT_EQ(e.problems()[1].field, "tax.sustaining_capital.over");
        EXPECT_EQ(e.problems()[2].field, "tax.loss_expiry");
    }
    EXPECT_NO_THROW((CashBench{p, {2}, 20, 4}));
}

}  // namespace
