// Parties and debt of the feasibility case against the figures of the published note's model.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "minerisk/finance/inflation.hpp"
#include "support/reko_diq.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using finance::DebtLine;

const StudySpec<>& study_case() {
    static const StudySpec<> spec = test::load("feasibility.toml").study.spec();
    return spec;
}

finance::Spec partners() {
    finance::Spec s;
    for (const char* name :
         {"barrick", "companies", "province_funded", "province_carried", "federal", "crown"})
        s.parties.push_back({name, 0.08 / year, false});
    s.stakes = {{"barrick", 0.5, false, ""},
                {"companies", 0.25, false, ""},
                {"province_funded", 0.15, false, ""},
                {"province_carried", 0.10, true, ""}};
    s.levies = {{"Balochistan royalty", "crown"},
                {"export processing zone surcharge", "federal"},
                {"federal share", "federal"}};
    return s;
}

/// The figures of the one path without risk, by name.
std::map<std::string, double> figures(const Study<>& study) {
    const auto block = test::without_risk(study);
    std::map<std::string, double> all;
    const auto& names = study.finance()->figures();
    for (std::size_t f = 0; f < names.size(); ++f)
        all[names[f].name] = block.finance().values()(static_cast<int>(f), 0);
    return all;
}

Study<> with(finance::Spec finance, double price = 1) {
    StudySpec<> spec = study_case();
    spec.finance = std::move(finance);
    for (auto& metal : spec.prices) {
        const auto& deck = std::get<price::Deck>(metal.model);
        metal.model = price::Deck{deck.at(Years{}) * price};
    }
    return Study<>{spec};
}

TEST(Parties, AreWorthWhatTheNoteSays) {
    auto f = figures(with(partners()));
    EXPECT_NEAR(f["barrick.npv_usd"] / 1e6, 6229, 0.6);
    EXPECT_NEAR(f["barrick.irr"], 0.1996, 5.1e-5);
    EXPECT_NEAR(f["companies.npv_usd"] / 1e6, 3114, 0.6);
    EXPECT_NEAR(f["companies.irr"], 0.1996, 5.1e-5);
    EXPECT_NEAR(f["province_funded.npv_usd"] / 1e6, 1869, 0.6);
    EXPECT_NEAR(f["province_carried.npv_usd"] / 1e6, 1786, 0.6);
    EXPECT_EQ(f["province_carried.irr"], std::numeric_limits<double>::infinity());
    EXPECT_EQ(f["province_carried.peak_funding_usd"], 0);
    EXPECT_NEAR(f["crown.npv_usd"] / 1e6, 1591, 0.6);
}

TEST(Parties, TheCarriedHasNoInvestment) {
    const Study<> study = with(partners());
    const auto block = test::without_risk(study);
    EXPECT_EQ(block.finance().irr_status(3, 0), valuation::IrrStatus::no_investment);
    EXPECT_EQ(block.finance().irr_status(0, 0), valuation::IrrStatus::one);
}

TEST(Parties, ShareWhatThereIsBeforeLevies) {
    const Study<> study = with(partners());
    const auto block = test::without_risk(study);
    for (int i = 0; i < study.grid().periods(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < 6; ++k) sum += block.finance().flow(k)(i, 0);
        const double before = block.ledger().net()(i, 0) + block.ledger().line(cashflow::Line::royalty)(i, 0);
        EXPECT_NEAR(sum, before, 1e-3) << i;  // of 1e9
    }
}

TEST(Shareholders, WithoutDebtAreTheProjectBitForBit) {
    const Study<> study = with(partners());
    const auto block = test::without_risk(study);
    for (int i = 0; i < study.grid().periods(); ++i)
        EXPECT_EQ(block.finance().shareholders()(i, 0), block.ledger().net()(i, 0));
    auto f = figures(study);
    EXPECT_EQ(f["shareholders.npv_usd"], block.values()(PathBlock<>::npv, 0));
    EXPECT_EQ(f["shareholders.irr"], block.values()(PathBlock<>::irr, 0));
}

/// 3.5 bn at 8 %, level principal 2030 to 2041, no inflation.
finance::Spec guide() {
    finance::Spec s = partners();
    s.parties.push_back({"bank", 0.08 / year, true});
    finance::Facility f;
    f.name = "senior";
    f.lender = "bank";
    f.commitment = 3500 * MUSD;
    f.available = 5 * year;
    f.rate = 0.08 / year;
    f.interest = finance::BuildInterest::paid;
    f.grace = 5 * year;
    f.repaid_over = 12 * year;
    s.debt = finance::Debt{.facilities = {f}, .drawing = finance::Drawing::debt_first};
    return s;
}

TEST(DebtService, CoverageIsThatOfTheNotesGuide) {
    const std::map<double, double> at_2030{{1.0, 2.55}, {0.8, 1.69}, {0.7, 1.25}, {0.6, 0.82}};
    for (const auto& [price, expected] : at_2030) {
        const Study<> study = with(guide(), price);
        const auto block = test::without_risk(study);
        EXPECT_NEAR(block.finance().debt().line(DebtLine::dscr)(5, 0), expected, 0.0051) << price;
        EXPECT_NEAR(block.finance().debt().outcome(0).drawn, 3500e6, 1);
    }
}

TEST(DebtService, IsLeastIn2033AtSixTenthsOfThePrices) {
    const Study<> study = with(guide(), 0.6);
    const auto block = test::without_risk(study);
    // As scheduled: the note's guide goes on as if all were paid. Here what is missing is overdue, so the
    // schedule of the balance that is not goes on too.
    EXPECT_NEAR(block.finance().debt().line(DebtLine::dscr)(8, 0), 0.76, 0.0051);
    EXPECT_LT(block.finance().debt().outcome(0).default_at, 100);
}

TEST(DebtService, SharesAreKeptWithDebtToo) {
    const Study<> study = with(guide(), 0.7);
    const auto block = test::without_risk(study);
    double kept_before = 0;
    for (int i = 0; i < study.grid().periods(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < 7; ++k) sum += block.finance().flow(k)(i, 0);
        const double in_accounts = block.finance().debt().line(DebtLine::reserve)(i, 0) +
                                   block.finance().debt().line(DebtLine::held)(i, 0);
        const double before = block.ledger().net()(i, 0) + block.ledger().line(cashflow::Line::royalty)(i, 0);
        EXPECT_NEAR(sum + in_accounts - kept_before, before, 1e-3) << i;
        kept_before = in_accounts;
    }
}

/// At six tenths of the prices service lacks cash in every year from 2030 on that the guarantee covers.
TEST(Guarantee, IsPaidByItsSharesAndTheRestOfTheCallByThoseOfTheFunding) {
    finance::Spec s = guide();
    s.inflation.rate = 0.02 / year;
    s.debt->completion = 5 * year;
    const Study<> called = with(s, 0.6);
    s.stakes[0].guarantees = 0.25;
    s.stakes[1].guarantees = 0.75;
    s.stakes[2].guarantees = s.stakes[3].guarantees = 0;
    const Study<> shared = with(s, 0.6);
    const auto a = test::without_risk(called), b = test::without_risk(shared);
    int years = 0;
    for (int i = 0; i < shared.grid().periods(); ++i) {
        const double all = b.finance().shareholders()(i, 0);
        EXPECT_EQ(all, a.finance().shareholders()(i, 0));
        const double support = b.finance().debt().line(DebtLine::support)(i, 0) /
                               shared.finance()->levels()[static_cast<std::size_t>(i)];
        if (!(support > 0)) {
            for (std::size_t k = 0; k < 7; ++k)
                EXPECT_EQ(b.finance().flow(k)(i, 0), a.finance().flow(k)(i, 0));
            continue;
        }
        ++years;
        const double rest = (all + support) / 0.9;
        EXPECT_LE(rest, 1e-3);
        EXPECT_NEAR(b.finance().flow(0)(i, 0), 0.5 * rest - 0.25 * support, 1e-3) << i;
        EXPECT_NEAR(b.finance().flow(1)(i, 0), 0.25 * rest - 0.75 * support, 1e-3) << i;
        EXPECT_NEAR(b.finance().flow(2)(i, 0), 0.15 * rest, 1e-3) << i;
        EXPECT_EQ(b.finance().flow(3)(i, 0), 0) << i;
    }
    EXPECT_GE(years, 3);
}

/// Principal and interest in one nominal balance, by hand.
TEST(ShareholderLoansOfTheCase, ArePaidBeforeTheCarriedTenth) {
    finance::Spec s = partners();
    s.inflation.rate = 0.02 / year;
    s.shareholder_loans = finance::ShareholderLoans{0.6, 0.09 / year};
    const Study<> study = with(s);
    const auto block = test::without_risk(study);
    double balance = 0;
    int waits = 0, pays = 0;
    for (int i = 0; i < study.grid().periods(); ++i) {
        const double all = block.finance().shareholders()(i, 0);
        const double level = study.finance()->levels()[static_cast<std::size_t>(i)];
        balance *= 1.09;
        if (all < 0) balance += 0.6 * -all * level;
        const double repaid = std::min(balance / level, std::max(all, 0.0));
        balance -= repaid * level;
        const double dividends = std::max(all, 0.0) - repaid;
        EXPECT_NEAR(block.finance().flow(3)(i, 0), 0.1 * dividends, 1e-2) << i;
        const double funded = std::min(all, 0.0) + repaid;
        EXPECT_NEAR(block.finance().flow(0)(i, 0), 0.5 * dividends + 0.5 / 0.9 * funded, 1e-2) << i;
        waits += all > 0 && dividends < 1 ? 1 : 0;
        pays += dividends > 1 ? 1 : 0;
    }
    EXPECT_GE(waits, 2);
    EXPECT_GE(pays, 20);
    auto without = figures(with(partners())), lent = figures(study);
    EXPECT_GT(lent["province_carried.first_receipt_year"],
              without["province_carried.first_receipt_year"] + 1);
    EXPECT_EQ(lent["shareholders.npv_usd"], without["shareholders.npv_usd"]);
}

TEST(Inflation, TouchesNoRealFlowWithoutDebt) {
    finance::Spec s = partners();
    s.inflation = {0.03 / year, -2 * year};
    auto with_inflation = figures(with(s)), without = figures(with(partners()));
    EXPECT_EQ(with_inflation["barrick.npv_usd"], without["barrick.npv_usd"]);  // real money
    EXPECT_NEAR(finance::nominal_rate(0.1, s.inflation), 1.1 * 1.03 - 1, 1e-15);
    EXPECT_NEAR(finance::real_rate(finance::nominal_rate(0.1, s.inflation), s.inflation), 0.1, 1e-15);
    // A nominal rate of 8 % is a real one of 1.08 / 1.03 - 1.
    s.parties[0].nominal = true;
    finance::Spec real = partners();
    real.parties[0].discount_rate = (1.08 / 1.03 - 1) / year;
    EXPECT_NEAR(figures(with(s))["barrick.npv_usd"], figures(with(real))["barrick.npv_usd"], 1e-3);
}

/// A fixed nominal debt is lighter in real money when prices rise.
TEST(Inflation, MakesNominalDebtLighter) {
    finance::Spec s = guide();
    auto still = figures(with(s));
    s.inflation.rate = 0.03 / year;
    auto rising = figures(with(s));
    EXPECT_GT(rising["shareholders.npv_usd"], still["shareholders.npv_usd"]);
    EXPECT_GT(rising["debt.least_dscr"], still["debt.least_dscr"]);
}

/// A tax of 20 % on income, and the guide's debt.
Study<> taxed(bool interest_deducted, double inflation = 0) {
    StudySpec<> spec = study_case();
    spec.project.tax.rate = 0.2;
    spec.finance = guide();
    spec.finance->inflation.rate = inflation / year;
    spec.finance->levies.push_back({"income tax", "federal"});
    spec.finance->interest_deducted = interest_deducted;
    return Study<>{spec};
}

TEST(Tax, OfTheCompanyIsLessByTheInterestThatItDeducts) {
    auto plain = figures(taxed(false)), less = figures(taxed(true));
    const Study<> study = taxed(true);
    const auto block = test::without_risk(study);
    double interest = 0;
    for (int i = 0; i < study.grid().periods(); ++i)
        interest += block.finance().debt().line(DebtLine::interest)(i, 0);
    // Every loss is of use in the end, so that every dollar of interest saves a fifth of one.
    ASSERT_GT(interest, 1e9);
    EXPECT_NEAR(less["debt.tax_saved_usd"] / interest, 0.2, 1e-12);
    EXPECT_GT(less["shareholders.npv_usd"], plain["shareholders.npv_usd"]);
    EXPECT_LT(less["federal.npv_usd"], plain["federal.npv_usd"]);
    // What the state forgoes is what the shareholders gain: the same rate discounts both here.
    EXPECT_NEAR(less["shareholders.npv_usd"] - plain["shareholders.npv_usd"],
                plain["federal.npv_usd"] - less["federal.npv_usd"], 1);
    EXPECT_EQ(block.values()(PathBlock<>::npv, 0),
              test::without_risk(taxed(false)).values()(PathBlock<>::npv, 0));  // the project's own is not
}

TEST(Tax, PartiesHaveWhatThereIsBeforeLevies) {
    const Study<> study = taxed(true, 0.02);
    const auto block = test::without_risk(study);
    using cashflow::Line;
    for (int i = 0; i < study.grid().periods(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < 7; ++k) sum += block.finance().flow(k)(i, 0);
        const double before = block.ledger().net()(i, 0) + block.ledger().line(Line::royalty)(i, 0) +
                              block.ledger().line(Line::tax)(i, 0);
        EXPECT_NEAR(sum, before, 1e-3) << i;
    }
}

/// The lenders' case of this study at its own prices is its path without risk.
TEST(LendersCase, IsThePathWithoutRiskAtTheirPrices) {
    StudySpec<> spec = study_case();
    spec.finance = guide();
    for (const auto& metal : spec.prices)
        spec.lenders_prices.push_back(std::get<price::Deck>(metal.model).at(Years{}));
    const Study<> study{spec};
    const auto block = test::without_risk(study);
    const finance::LenderCase& of = study.finance()->debt()->forecast().of();
    EXPECT_EQ(of.first_ore, block.mine(0).first_ore);
    for (int i = 0; i < study.grid().periods(); ++i)
        EXPECT_EQ(of.periods[static_cast<std::size_t>(i)].net, block.ledger().net()(i, 0)) << i;
    double index = 0;
    for (std::size_t m = 0; m < 2; ++m) index += of.price_scale[m] * spec.lenders_prices[m].canonical();
    EXPECT_NEAR(index, 1, 1e-14);
}

/// Prices of the path at seven tenths of the deck for good: the LLCR of every year by hand.
TEST(LendersCase, PricesOfTheDayReachTheForecast) {
    StudySpec<> spec = study_case();
    spec.finance = guide();
    spec.finance->debt->covenants = {{finance::Ratio::llcr, {}, 1.1}};
    spec.finance->debt->price_memory = Years::from_canonical(std::numeric_limits<double>::infinity());
    for (auto& metal : spec.prices) {
        const Price deck = std::get<price::Deck>(metal.model).at(Years{});
        spec.lenders_prices.push_back(deck);
        metal.model = price::Deck{deck * 0.7};
    }
    const Study<> study{spec};
    const auto block = test::without_risk(study);
    const auto& debt = block.finance().debt();
    const auto& periods = study.finance()->debt()->forecast().of().periods;
    EXPECT_NEAR(periods[6].kept, 1 - 0.055, 1e-12);
    const int maturity = 2030 + 11 - 2025;
    for (int i = 5; i < maturity; ++i) {
        double value = 0;
        for (int j = i + 1; j <= maturity; ++j) {
            const auto& p = periods[static_cast<std::size_t>(j)];
            value += (p.net + p.growth - 0.3 * p.sales * (1 - 0.055)) * std::pow(1.08, i - j);
        }
        EXPECT_NEAR(debt.ratio(finance::Ratio::llcr)(i, 0), value / debt.line(DebtLine::balance)(i, 0), 1e-9)
            << i;
    }
}

/// The guide's debt, sized to a DSCR of 2.8 at the deck: 2.55 in 2030 carries 3.5 bn.
TEST(LendersCase, SizesTheDebtOfTheGuide) {
    StudySpec<> spec = study_case();
    spec.finance = guide();
    for (const auto& metal : spec.prices)
        spec.lenders_prices.push_back(std::get<price::Deck>(metal.model).at(Years{}));
    const auto least = [&] {
        const auto block = test::without_risk(Study<>{spec});
        return block.finance().debt().outcome(0).worst_of(finance::Ratio::dscr);
    };
    const double as_stated = least();
    ASSERT_LT(as_stated, 2.8);
    spec.finance->debt->sizing = {{finance::Ratio::dscr, 2.8}};
    const Study<> sized{spec};
    EXPECT_NEAR(sized.finance()->sized().share, as_stated / 2.8, 1e-9);
    EXPECT_EQ(sized.finance()->sized().held_by, finance::Ratio::dscr);
    EXPECT_NEAR(least(), 2.8, 1e-8);
    EXPECT_NEAR(figures(sized)["debt.drawn_usd"] / 3500e6, as_stated / 2.8, 1e-9);
}

TEST(CashFan, HoldsTheCashOfEveryPeriodOfTheFirstPaths) {
    const Study<> study = with(guide());
    const auto block = test::without_risk(study);
    const CashFan fan = cash_fan(study, {.paths = 3, .threads = 2, .risks = Risks::none()}, 3);
    ASSERT_EQ(fan.paths, 3u);
    ASSERT_EQ(fan.series.size(), 2 + 7 + 1u);
    EXPECT_EQ(fan.series[0].name, "net_usd");
    EXPECT_EQ(fan.series[2].name, "barrick_usd");
    EXPECT_EQ(fan.series[9].name, "debt_usd");
    EXPECT_TRUE(fan.series[9].nominal);
    for (int i = 0; i < study.grid().periods(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        EXPECT_EQ(fan.series[0].periods[at][2], block.ledger().net()(i, 0));
        EXPECT_EQ(fan.series[1].periods[at][2], block.finance().shareholders()(i, 0));
        EXPECT_EQ(fan.series[2].periods[at][1], block.finance().flow(0)(i, 0));
        EXPECT_EQ(fan.series[9].periods[at][1], block.finance().debt().line(DebtLine::balance)(i, 0));
    }
}

TEST(Supplies, CountWhatIsBoughtUntilTheirDate) {
    finance::Spec s = partners();
    s.inflation.rate = 0.02 / year;
    s.supplies = {{"us_goods", 0.36, 2.5 * year}};
    auto f = figures(with(s));
    // 1000, 1700 and half of 1700 MUSD of 2024-12, at the price levels of the middles of the years.
    const double spent = 1000 * std::pow(1.02, 0.5) + 1700 * std::pow(1.02, 1.5) + 850 * std::pow(1.02, 2.5);
    EXPECT_NEAR(f["us_goods.bought_usd"] / 1e6, 0.36 * spent, 1e-6 * spent);
    EXPECT_NEAR(f["peak_build_year_usd"] / 1e6, 1700, 1e-6);
    EXPECT_NEAR(f["build_capital_usd"] / 1e6, 1000 + 1700 + 1700 + 1000, 1e-6);  // to 2028, year of first ore
}

}  // namespace
