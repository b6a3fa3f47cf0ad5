// The feasibility case against the published figures, the yearly base case and the sensitivities that were
// computed from it by another program.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "support/reko_diq.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using cashflow::MetalLine;
using test::Worth;
using test::worth;

const StudySpec<>& base() {
    static const StudySpec<> spec = test::load("feasibility.toml").study.spec();
    return spec;
}

Price deck(const StudySpec<>& spec, std::size_t metal) {
    return std::get<price::Deck>(spec.prices[metal].model).at(Years{});
}
StudySpec<> at_prices(Price copper, Price gold) {
    StudySpec<> spec = base();
    spec.prices[0].model = price::Deck{copper};
    spec.prices[1].model = price::Deck{gold};
    return spec;
}
StudySpec<> with_rate(double rate, valuation::Convention convention = valuation::Convention::start) {
    StudySpec<> spec = base();
    spec.valuation.discount_rate = rate / year;
    spec.valuation.convention = convention;
    return spec;
}
void expect_worth(const Worth& w, double npv, double irr, const std::string& what) {
    EXPECT_NEAR(w.npv_musd, npv, 0.6) << what;
    EXPECT_NEAR(w.irr_percent, irr, 0.051) << what;
}

/// The base case file: by year, each cell as its text.
std::map<int, std::map<std::string, std::string>> base_case() {
    std::ifstream file{test::example("reko_diq_base_case.csv")};
    std::string line, cell;
    std::vector<std::string> heads;
    std::map<int, std::map<std::string, std::string>> rows;
    while (std::getline(file, line)) {
        if (line.ends_with('\r')) line.pop_back();
        std::stringstream cells{line};
        std::vector<std::string> row;
        while (std::getline(cells, cell, ',')) row.push_back(cell);
        if (heads.empty()) {
            heads = row;
            continue;
        }
        for (std::size_t i = 0; i < row.size(); ++i) rows[std::stoi(row[0])][heads[i]] = row[i];
    }
    return rows;
}

TEST(Feasibility, EveryYearAgreesWithTheBaseCaseToItsPrintedDigits) {
    const Study<> study{base()};
    const auto block = test::without_risk(study);
    const auto& l = block.ledger();
    const auto rows = base_case();
    ASSERT_EQ(rows.size(), 43u);
    int cells = 0;
    for (int y = 2025; y <= 2066; ++y) {
        const int i = y - 2025;
        const auto line = [&](Line k, double unit) { return l.line(k)(i, 0) / unit; };
        const auto metal = [&](MetalLine k, int m, double unit) { return l.line(k, m)(i, 0) / unit; };
        const double ore = line(Line::ore, 1);
        const std::map<std::string, double> ours{
            {"material_mined_mt", line(Line::mined, 1e6)},
            {"ore_milled_mt", ore / 1e6},
            {"cu_head_grade_pct", ore > 0 ? 100 * metal(MetalLine::contained, 0, 1) / ore : 0},
            {"au_head_grade_gpt", ore > 0 ? 1e6 * metal(MetalLine::contained, 1, 1) / ore : 0},
            {"cu_recovered_kt", metal(MetalLine::recovered, 0, 1e3)},
            {"au_recovered_koz", metal(MetalLine::recovered, 1, koz.canonical())},
            {"concentrate_dry_kt", line(Line::concentrate, 1e3)},
            {"payable_cu_kt", metal(MetalLine::payable, 0, 1e3)},
            {"payable_au_koz", metal(MetalLine::payable, 1, koz.canonical())},
            {"growth_capex_musd", line(Line::growth_capital, 1e6)},
            {"sustaining_capex_musd", line(Line::sustaining_capital, 1e6)},
            {"closure_musd", line(Line::closure, 1e6)},
            {"ga_fixed_musd", line(Line::fixed, 1e6)},
            {"gross_payable_revenue_musd", line(Line::gross, 1e6)},
            {"selling_costs_musd", line(Line::selling, 1e6)},
            {"nsr_musd", line(Line::nsr, 1e6)},
            {"onsite_opex_musd", line(Line::onsite, 1e6)},
            {"royalty_and_surcharge_musd", line(Line::royalty, 1e6)},
            {"net_cash_flow_musd", line(Line::net, 1e6)}};
        for (const auto& [name, value] : ours) {
            const std::string& printed = rows.at(y).at(name);
            const std::size_t point = printed.find('.');
            const int digits = point == std::string::npos ? 0 : static_cast<int>(printed.size() - point - 1);
            EXPECT_NEAR(value, std::stod(printed), 0.6 * std::pow(10.0, -digits)) << y << " " << name;
            ++cells;
        }
    }
    EXPECT_EQ(cells, 19 * 42);
}

TEST(Feasibility, MeetsThePublishedNpvAndIrr) {
    const Worth w = worth(base());
    EXPECT_NEAR(w.npv_musd, 13'014, 0.005 * 13'014);  // published
    EXPECT_NEAR(w.irr_percent, 21.32, 0.1);           // published
    EXPECT_NEAR(w.npv_musd, 12'997.61, 0.006);        // this plan, by another program
    EXPECT_NEAR(w.irr_percent, 21.349, 0.0006);
}

TEST(Feasibility, ClosureCostGivesOneRisingRootBesideTheFallingOne) {
    const Study<> study{base()};
    const auto block = test::without_risk(study);
    std::vector<double> net;
    for (int i = 0; i < study.grid().periods(); ++i) net.push_back(block.ledger().net()(i, 0));
    const valuation::Irr irr = valuation::irr(net);
    EXPECT_EQ(irr.status, valuation::IrrStatus::one);
    EXPECT_EQ(irr.falling, 1);
    EXPECT_EQ(irr.rising, 1);
    const auto npv = [&](double rate) { return valuation::npv(net, rate, valuation::Convention::start); };
    EXPECT_LT(npv(-0.717), 0);  // the rising root stands at -71.6 %
    EXPECT_GT(npv(-0.715), 0);
}

TEST(Feasibility, TotalsAgreeWithTheStudy) {
    const Study<> study{base()};
    const auto block = test::without_risk(study);
    double levies = 0, cash = 0, operating = 0, copper = 0, gold = 0;
    for (int i = 0; i < study.grid().periods(); ++i) {
        const auto& l = block.ledger();
        levies += l.line(Line::royalty)(i, 0) / 1e9;
        cash += l.net()(i, 0) / 1e9;
        operating +=
            (l.line(Line::nsr)(i, 0) - l.line(Line::onsite)(i, 0) - l.line(Line::royalty)(i, 0)) / 1e9;
        copper += l.line(MetalLine::recovered, 0)(i, 0) / 1e6;
        gold += l.line(MetalLine::recovered, 1)(i, 0) / (1e3 * koz.canonical());
    }
    EXPECT_NEAR(levies, 7.10, 0.005);
    EXPECT_NEAR(cash, 70.16, 0.02);
    EXPECT_NEAR(operating, 89.99, 0.01);
    EXPECT_NEAR(copper, 13.10, 0.01);
    EXPECT_NEAR(gold, 17.90, 0.01);
}

TEST(Feasibility, PriceCostAndCapitalSensitivities) {
    const double factors[] = {0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4};
    const double copper_npv[] = {2347, 5009, 7672, 10335, 12998, 15660, 18323, 20986, 23648};
    const double copper_irr[] = {11.0, 14.0, 16.7, 19.1, 21.3, 23.4, 25.4, 27.3, 29.0};
    const double gold_npv[] = {9958, 10718, 11478, 12238, 12998, 13758, 14517, 15277, 16037};
    const double gold_irr[] = {18.9, 19.5, 20.1, 20.7, 21.3, 21.9, 22.5, 23.1, 23.6};
    const double opex_npv[] = {16093, 15319, 14545, 13771, 12998, 12224, 11450, 10676, 9903};
    const double opex_irr[] = {23.7, 23.1, 22.5, 22.0, 21.3, 20.7, 20.1, 19.5, 18.8};
    const double capital_npv[] = {16725, 15793, 14861, 13929, 12998, 12066, 11134, 10202, 9271};
    const double capital_irr[] = {31.7, 28.3, 25.6, 23.3, 21.3, 19.7, 18.2, 16.8, 15.6};
    const Price cu = deck(base(), 0), au = deck(base(), 1);
    for (std::size_t i = 0; i < std::size(factors); ++i) {
        const double f = factors[i];
        const std::string at = "x" + std::to_string(f);
        expect_worth(worth(at_prices(cu * f, au)), copper_npv[i], copper_irr[i], "copper " + at);
        expect_worth(worth(at_prices(cu, au * f)), gold_npv[i], gold_irr[i], "gold " + at);
        StudySpec<> opex = base();
        auto& c = opex.project.costs;
        c.mining *= f, c.processing *= f, c.general *= f, c.fixed *= f;
        expect_worth(worth(opex), opex_npv[i], opex_irr[i], "onsite cost " + at);
        StudySpec<> capital = base();
        for (Phase& phase : capital.project.phases)
            for (CapitalKnot& k : phase.build.capital) k.spent *= f;
        capital.project.costs.sustaining_per_mined *= f;
        capital.project.costs.sustaining_per_ore *= f;
        expect_worth(worth(capital), capital_npv[i], capital_irr[i], "capital " + at);
    }
}

TEST(Feasibility, CopperByGoldGrid) {
    const double copper[] = {3.00, 3.50, 4.03, 4.50, 5.00, 5.50};
    const double gold[] = {1400, 2045, 3000, 4000};
    const double npv[6][4] = {{3795, 6192, 9741, 13457},    {7099, 9496, 13045, 16761},
                              {10601, 12998, 16546, 20262}, {13706, 16103, 19652, 23368},
                              {17010, 19407, 22955, 26671}, {20313, 22710, 26259, 29975}};
    const double irr[6][4] = {{12.7, 15.2, 18.4, 21.5}, {16.2, 18.3, 21.3, 24.0}, {19.4, 21.3, 24.0, 26.6},
                              {22.0, 23.8, 26.3, 28.7}, {24.5, 26.2, 28.5, 30.8}, {26.9, 28.4, 30.6, 32.7}};
    for (int i = 0; i < 6; ++i)
        for (int j = 0; j < 4; ++j)
            expect_worth(worth(at_prices(copper[i] * usd / lb, gold[j] * usd / oz)), npv[i][j], irr[i][j],
                         std::to_string(copper[i]) + ", " + std::to_string(gold[j]));
}

TEST(Feasibility, RateRowAndConventions) {
    const double rates[] = {0, 0.05, 0.06, 0.07, 0.08, 0.09, 0.10, 0.12, 0.15};
    const double npv[] = {70163, 23519, 19240, 15795, 12998, 10707, 8816, 5927, 3073};
    for (std::size_t i = 0; i < std::size(rates); ++i)
        EXPECT_NEAR(worth(with_rate(rates[i])).npv_musd, npv[i], 0.6) << rates[i];
    const std::pair<double, double> at_the_end[] = {{0.05, 22399}, {0.08, 12035}, {0.10, 8014}, {0.12, 5292}};
    for (const auto& [rate, value] : at_the_end)
        EXPECT_NEAR(worth(with_rate(rate, valuation::Convention::end)).npv_musd, value, 0.6) << rate;
    EXPECT_NEAR(worth(with_rate(0.08, valuation::Convention::middle)).npv_musd, 12507, 0.6);
    EXPECT_NEAR(worth(with_rate(0.08, valuation::Convention::middle)).irr_percent, 21.349,
                0.001);  // no matter for IRR
}

TEST(Feasibility, DelayGrid) {
    const double npv[4][3] = {
        {12998, 12010, 11022}, {11961, 11046, 10132}, {11001, 10154, 9307}, {10112, 9328, 8544}};
    const double irr[4][3] = {{21.4, 19.0, 17.2}, {20.7, 18.6, 16.8}, {20.0, 18.1, 16.5}, {19.3, 17.6, 16.1}};
    for (int years = 0; years < 4; ++years)
        for (int cost = 0; cost < 3; ++cost) {
            StudySpec<> spec = base();
            spec.schedule.phases.resize(2);
            spec.schedule.phases[0].later_capital_factor = 1 + 0.25 * cost;
            spec.schedule.phases[0].later_from = 1 * year;
            if (years > 0) spec.schedule.pauses.push_back({1 * year, years * year});
            expect_worth(worth(spec), npv[years][cost], irr[years][cost],
                         std::to_string(years) + " years, cost " + std::to_string(cost));
        }
    StudySpec<> all = base();
    for (CapitalKnot& k : all.project.phases[0].build.capital) k.spent *= 1.25;
    EXPECT_NEAR(worth(all).npv_musd, 11760, 0.6);  // the spend of 2025 included
}

TEST(Feasibility, LevySwitches) {
    const auto levies = [](const StudySpec<>& spec) {
        const Study<> study{spec};
        const auto block = test::without_risk(study);
        double sum = 0;
        for (int i = 0; i < study.grid().periods(); ++i)
            sum += (block.ledger().line(Line::royalty)(i, 0) + block.ledger().line(Line::tax)(i, 0)) / 1e9;
        return sum;
    };
    StudySpec<> federal = base();
    federal.project.royalties[2].active = true;
    EXPECT_NEAR(worth(federal).npv_musd, 12679, 0.6);
    EXPECT_NEAR(worth(federal).irr_percent, 21.09, 0.006);
    EXPECT_NEAR(levies(federal), 8.39, 0.006);
    federal.project.royalties[2].from = 19 * year;  // 2044
    EXPECT_NEAR(worth(federal).npv_musd, 12907, 0.6);
    EXPECT_NEAR(worth(federal).irr_percent, 21.33, 0.006);
    EXPECT_NEAR(levies(federal), 7.85, 0.006);
    StudySpec<> taxed = base();
    taxed.project.tax.rate = 0.20;
    taxed.project.tax.from = 19 * year;
    EXPECT_NEAR(worth(taxed).npv_musd, 11920 + 1.04,
                0.6);  // closure is deductible here, in that simple base it is not
    EXPECT_NEAR(worth(taxed).irr_percent, 21.14, 0.006);
    EXPECT_NEAR(levies(taxed) - levies(base()), 9.05, 0.006);
}

TEST(Feasibility, BreakEvenPricesAndGrade) {
    const Price cu = deck(base(), 0), au = deck(base(), 1);
    EXPECT_NEAR(worth(at_prices(2.06 * usd / lb, au)).npv_musd, 0,
                40);  // 2.06 is printed to a cent: 33 MUSD each half
    EXPECT_NEAR(worth(at_prices(0.62 * cu, 0.62 * au)).npv_musd, 0, 180);
    StudySpec<> poorer = base();
    for (OreBin& b : poorer.project.ore)
        for (Grade& g : b.grade) g *= 0.9;
    expect_worth(worth(poorer), 9990, 18.8, "grade -10 %");
}

/// Phase 2 alone is late by 1.5 years: ore is deferred, none is lost.
TEST(Feasibility, SlipOfPhaseTwoDefersOre) {
    StudySpec<> moved = base();
    moved.project.phases[1].build.start += 1.5 * year;
    expect_worth(worth(moved), 12353, 20.81, "start moved");
    StudySpec<> stretched = base();
    stretched.project.phases[1].build.length *= 1.75;
    expect_worth(worth(stretched), 12302, 20.64, "build stretched");

    const Study<> early{base()}, late{moved};
    const auto a = test::without_risk(early), b = test::without_risk(late);
    const auto ore = [](const PathBlock<>& block, int y) {
        return block.ledger().line(Line::ore)(y - 2025, 0) / 1e6;
    };
    EXPECT_NEAR(ore(b, 2034), 45, 1e-9);
    EXPECT_NEAR(ore(b, 2035), 62.5, 1e-9);
    EXPECT_NEAR(ore(b, 2036), 85, 1e-9);
    double deferred = 0, total_a = 0, total_b = 0, copper_a = 0, copper_b = 0;
    for (int y = 2025; y < 2085; ++y) {
        if (y < 2065) deferred += ore(a, y) - ore(b, y);
        total_a += ore(a, y), total_b += ore(b, y);
        copper_a += a.ledger().line(MetalLine::recovered, 0)(y - 2025, 0);
        copper_b += b.ledger().line(MetalLine::recovered, 0)(y - 2025, 0);
    }
    EXPECT_NEAR(deferred, 67.5, 1e-9);
    EXPECT_NEAR(total_b, total_a, 1e-6);
    EXPECT_NEAR(copper_b / copper_a, 1, 1e-12);
    EXPECT_NEAR(late.grid().calendar_year(b.mine(0).last_ore), 2065.77, 0.006);
    const double grade = b.ledger().line(MetalLine::contained, 0)(10, 0) / b.ledger().line(Line::ore)(10, 0);
    EXPECT_NEAR(100 * grade, 0.6144, 0.00006);
}

/// Every model file of the case is sound, and its paths come to an end.
TEST(RekoDiqFiles, EveryShippedModelRuns) {
    int models = 0;
    for (const auto& entry : std::filesystem::directory_iterator{MINERISK_EXAMPLES "/reko_diq"}) {
        if (entry.path().extension() != ".toml") continue;
        ++models;
        const Study<> study = test::load(entry.path().filename().string()).study;
        minerisk::Run run;
        run.paths = 64;
        const Outcome outcome = simulate(study, run);
        EXPECT_EQ(outcome.paths, 64u) << entry.path();
    }
    EXPECT_GE(models, 14);
}

}  // namespace
