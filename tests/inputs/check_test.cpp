#include "minerisk/inputs/check.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "minerisk/inputs.hpp"
#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

using testing_support::infinity;
using testing_support::nan;
using Fields = std::vector<std::string>;

/// The fields refused after a change to a sound project.
template <class Change>
Fields refused(Change change) {
    Project p = testing_support::full_mine();
    p.phases[0].build.capital = {{1 * year, 40 * MUSD}, {3 * year, 90 * MUSD}};
    p.phases[0].ramp = {{Years{}, 0.2}, {1 * year, 1}};
    p.phases[0].prestrip = {{1 * year, Years{}, 5 * Mt_mined}};
    p.sunk = {{"2025", 700 * MUSD, 1.5 * year}};
    change(p);
    Fields fields;
    for (const Problem& problem : problems_of(p)) fields.push_back(problem.field);
    return fields;
}

TEST(Check, ASoundProjectHasNoProblem) {
    EXPECT_EQ(refused([](Project&) {}), Fields{});
    EXPECT_NO_THROW(check(testing_support::plain_mine()));
}

TEST(Check, AllProblemsAreFoundAtOnce) {
    Project p = testing_support::plain_mine();
    p.metals[0].recovery = 1.2;
    p.ore[0].ore = OreMass{};
    p.tax.rate = 1;
    try {
        check(p);
        FAIL() << "must throw";
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 3u);
        EXPECT_EQ(to_string(e.problems()[0]), "metal[1].recovery = 1.2: must be in (0, 1]");
        EXPECT_EQ(to_string(e.problems()[1]), "ore[1].ore = 0: must be finite and positive");
        EXPECT_EQ(to_string(e.problems()[2]), "tax.rate = 1: must be in [0, 1)");
    }
}

TEST(Check, AnEmptyProjectSaysWhatIsMissing) {
    Fields fields;
    for (const Problem& p : problems_of({})) fields.push_back(p.field);
    for (const char* field : {"metal", "ore", "concentrate.carrier", "concentrate.grade", "phase"})
        EXPECT_NE(std::find(fields.begin(), fields.end(), field), fields.end()) << field;
}

TEST(Check, MetalsAndConcentrate) {
    for (const double bad : {0.0, 1.01, -0.5, nan}) {
        EXPECT_EQ(refused([&](Project& p) { p.metals[1].recovery = bad; }), Fields{"metal[2].recovery"});
        EXPECT_EQ(refused([&](Project& p) { p.metals[0].payable = bad; }), Fields{"metal[1].payable"});
        if (bad != 0) {
            EXPECT_EQ(refused([&](Project& p) { p.concentrate.grade = bad * t / t_concentrate; }),
                      Fields{"concentrate.grade"});
        }
    }
    for (const double bad : {-1.0, nan, infinity}) {
        EXPECT_EQ(refused([&](Project& p) { p.metals[0].refining_charge = bad * usd / t; }),
                  Fields{"metal[1].refining_charge"});
        EXPECT_EQ(refused([&](Project& p) { p.concentrate.freight = bad * usd / t_concentrate; }),
                  Fields{"concentrate.freight"});
        EXPECT_EQ(refused([&](Project& p) { p.concentrate.treatment_charge = bad * usd / t_concentrate; }),
                  Fields{"concentrate.treatment_charge"});
        EXPECT_EQ(refused([&](Project& p) { p.concentrate.moisture = bad; }), Fields{"concentrate.moisture"});
    }
    EXPECT_EQ(refused([](Project& p) { p.concentrate.moisture = 1; }), Fields{"concentrate.moisture"});
    EXPECT_EQ(refused([](Project& p) { p.metals[1].name = "copper"; }), Fields{"metal[2].name"});
    EXPECT_EQ(refused([](Project& p) { p.concentrate.carrier = "zinc"; }), Fields{"concentrate.carrier"});
}

TEST(Check, Ore) {
    for (const double bad : {-1.0, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.ore[1].mined = bad * t_mined / t_ore; }),
                  Fields{"ore[2].mined"});
    for (const double bad : {-0.1, 1.1, nan}) {
        EXPECT_EQ(refused([&](Project& p) { p.ore[0].recovery_factor = bad; }),
                  Fields{"ore[1].recovery_factor"});
        EXPECT_EQ(refused([&](Project& p) { p.ore[0].mining_expensed = bad; }),
                  Fields{"ore[1].mining_expensed"});
        EXPECT_EQ(refused([&](Project& p) { p.ore[0].sustaining = bad; }), Fields{"ore[1].sustaining"});
        EXPECT_EQ(refused([&](Project& p) { p.ore[2].grade[1] = bad * t / t_ore; }), Fields{"ore[3].grade"});
    }
    EXPECT_EQ(refused([](Project& p) { p.ore[2].ore = OreMass{}; }), Fields{"ore[3].ore"});
    EXPECT_EQ(refused([](Project& p) { p.ore[2].grade.pop_back(); }), Fields{"ore[3].grade"});
}

TEST(Check, PhasesAndTheirBuilds) {
    for (const double bad : {0.0, -1.0, nan, infinity}) {
        EXPECT_EQ(refused([&](Project& p) { p.phases[1].capacity = bad * Mt_ore / year; }),
                  Fields{"phase[2].capacity"});
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].build.length = bad * year; }),
                  Fields{"phase[1].build"});
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].build.capital_milestone = bad * year; }),
                  Fields{"phase[1].capital_milestone"});
    }
    for (const double bad : {-1.0, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].build.start = bad * year; }),
                  Fields{"phase[1].start"});
    for (const int bad : {1, 2, -2})
        EXPECT_EQ(refused([&](Project& p) { p.phases[1].build.after = bad; }), Fields{"phase[2].after"});
    EXPECT_EQ(refused([](Project& p) { p.phases[1].name = "mine"; }), Fields{"phase[2].name"});
    for (const double bad : {1.0, 0.5, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].build.capital[1].build_time = bad * year; }),
                  Fields{"phase[1].capital"});
    EXPECT_EQ(refused([](Project& p) { p.phases[0].build.capital[0].build_time = Years{}; }),
              Fields{"phase[1].capital"});
    for (const double bad : {39.0, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].build.capital[1].spent = bad * MUSD; }),
                  Fields{"phase[1].capital"});
    for (const double bad : {0.0, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].ramp[1].age = bad * year; }),
                  Fields{"phase[1].ramp"});
    EXPECT_EQ(refused([](Project& p) { p.phases[0].ramp[0].age = -0.5 * year; }), Fields{"phase[1].ramp"});
    for (const double bad : {-0.1, 1.1, nan})
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].ramp[1].share = bad; }), Fields{"phase[1].ramp"});
    for (const double bad : {0.0, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].prestrip[0].before_from = bad * year; }),
                  Fields{"phase[1].prestrip"});
    for (const double bad : {-1.0, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.phases[0].prestrip[0].mined = bad * Mt_mined; }),
                  Fields{"phase[1].prestrip"});
}

TEST(Check, CostsAndClosure) {
    for (const double bad : {-1.0, nan, infinity}) {
        EXPECT_EQ(refused([&](Project& p) { p.costs.mining = bad * usd / t_mined; }), Fields{"costs.mining"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.processing = bad * usd / t_ore; }),
                  Fields{"costs.processing"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.general = bad * usd / t_ore; }), Fields{"costs.general"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.fixed = bad * usd / year; }), Fields{"costs.fixed"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.fixed_from = bad * year; }), Fields{"costs.fixed_from"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.security_low = bad * usd / year; }),
                  Fields{"costs.security_low"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.security_high = bad * usd / year; }),
                  Fields{"costs.security_high"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.sustaining_per_mined = bad * usd / t_mined; }),
                  Fields{"costs.sustaining_per_mined"});
        EXPECT_EQ(refused([&](Project& p) { p.costs.sustaining_per_ore = bad * usd / t_ore; }),
                  Fields{"costs.sustaining_per_ore"});
        EXPECT_EQ(refused([&](Project& p) { p.closure.progressive = bad * usd; }).front(),
                  "closure.progressive");
        EXPECT_EQ(refused([&](Project& p) { p.closure.at_end = bad * usd; }), Fields{"closure.at_end"});
        EXPECT_EQ(refused([&](Project& p) { p.closure.year_after = bad * usd; }),
                  Fields{"closure.year_after"});
    }
    for (const double bad : {18.0, 17.0, nan, infinity})
        EXPECT_EQ(refused([&](Project& p) { p.closure.to = bad * Mt_ore; }), Fields{"closure.to"});
    EXPECT_EQ(refused([](Project& p) { p.closure = {}; }), Fields{});
}

TEST(Check, ForceMajeureAndInsurance) {
    for (const double bad : {-0.1, 1.1, nan})
        EXPECT_EQ(refused([&](Project& p) { p.force_majeure.standing_cost = bad; }),
                  Fields{"security.force_majeure.standing_cost"});
    const auto insured = [](auto change) {
        return refused([&](Project& p) {
            p.insurance = Insurance{.deductible = 5 * MUSD,
                                    .annual_limit = 300 * MUSD,
                                    .waiting = 30 * day,
                                    .indemnity = 12 * month,
                                    .daily_margin = 900 * MUSD / year,
                                    .premium_low = 0.006,
                                    .premium_high = 0.012,
                                    .loading = 1.75,
                                    .loading_years = 3 * year};
            change(*p.insurance);
        });
    };
    EXPECT_EQ(insured([](Insurance&) {}), Fields{});
    for (const double bad : {-1.0, nan, infinity}) {
        EXPECT_EQ(insured([&](Insurance& i) { i.deductible = bad * MUSD; }), Fields{"insurance.deductible"});
        EXPECT_EQ(insured([&](Insurance& i) { i.annual_limit = bad * MUSD; }),
                  Fields{"insurance.annual_limit"});
        EXPECT_EQ(insured([&](Insurance& i) { i.waiting = bad * day; }), Fields{"insurance.waiting"});
        EXPECT_EQ(insured([&](Insurance& i) { i.indemnity = bad * day; }), Fields{"insurance.indemnity"});
        EXPECT_EQ(insured([&](Insurance& i) { i.daily_margin = bad * MUSD / year; }),
                  Fields{"insurance.daily_margin"});
        EXPECT_EQ(insured([&](Insurance& i) { i.loading_years = bad * year; }),
                  Fields{"insurance.loading_time"});
        EXPECT_EQ(insured([&](Insurance& i) { i.premium_low = bad; }), Fields{"insurance.premium_low"});
        EXPECT_EQ(insured([&](Insurance& i) { i.premium_high = bad; }), Fields{"insurance.premium_high"});
    }
    EXPECT_EQ(insured([](Insurance& i) { i.annual_limit = {}; }), Fields{"insurance.annual_limit"});
    EXPECT_EQ(insured([](Insurance& i) { i.indemnity = {}; }), Fields{"insurance.indemnity"});
    for (const double bad : {0.99, 101.0, nan})
        EXPECT_EQ(insured([&](Insurance& i) { i.loading = bad; }), Fields{"insurance.loading"});
    for (const double bad : {nan, infinity})
        EXPECT_EQ(insured([&](Insurance& i) { i.from = bad * year; }), Fields{"insurance.from"});
}

TEST(Check, RoyaltyScalesAndAdvances) {
    const auto scaled = [](RoyaltyScale scale, double rate = 0) {
        return refused([&](Project& p) {
            p.royalties[1].rate = rate;
            p.royalties[1].scale = std::move(scale);
        });
    };
    EXPECT_EQ(scaled({"copper", {{0, 0.01}, {5000, 0.02}}}), Fields{});
    EXPECT_EQ(scaled({{}, {{-0.5, 0.01}, {0.2, 0.02}}}), Fields{});
    EXPECT_EQ(scaled({{}, {{0.2, 0.02}}}, 0.01), Fields{"royalty[2].rate"});
    EXPECT_EQ(scaled({"zinc", {{0.2, 0.02}}}), Fields{"royalty[2].scale_of"});
    EXPECT_EQ(scaled({}), Fields{"royalty[2].scale"});
    EXPECT_EQ(scaled({{}, {{0.2, 0.02}, {0.2, 0.03}}}), Fields{"royalty[2].scale"});
    EXPECT_EQ(scaled({{}, {{nan, 0.02}}}), Fields{"royalty[2].scale"});
    EXPECT_EQ(scaled({{}, {{0.2, 1.02}}}), Fields{"royalty[2].scale"});
    EXPECT_EQ(scaled({"copper", {{-1, 0.02}}}), Fields{"royalty[2].scale"});

    const auto ahead = [](auto change) {
        return refused([&](Project& p) {
            p.royalties[0].advance = {.from = -2 * year, .by_year = {5 * MUSD}, .cap = 50 * MUSD};
            change(*p.royalties[0].advance);
        });
    };
    EXPECT_EQ(ahead([](AdvanceRoyalty&) {}), Fields{});
    EXPECT_EQ(ahead([](AdvanceRoyalty& a) { a.from = -infinity * year; }), Fields{"royalty[1].advance.from"});
    EXPECT_EQ(ahead([](AdvanceRoyalty& a) { a.by_year.clear(); }), Fields{"royalty[1].advance.by_year"});
    EXPECT_EQ(ahead([](AdvanceRoyalty& a) { a.by_year = {-1 * MUSD}; }),
              Fields{"royalty[1].advance.by_year"});
    for (const double bad : {0.0, nan, infinity})
        EXPECT_EQ(ahead([&](AdvanceRoyalty& a) { a.cap = bad * MUSD; }), Fields{"royalty[1].advance.cap"});
}

TEST(Check, TermsOfTheIncomeTax) {
    const auto taxed = [](auto change) { return refused([&](Project& p) { change(p.tax); }); };
    const auto line = DepreciationMethod::straight_line, balance = DepreciationMethod::declining;
    EXPECT_EQ(taxed([&](IncomeTax& t) {
                  t.growth_capital = {line, 10 * year, {}, 0.25};
                  t.sustaining_capital = {balance, {}, 0.15 / year, 1};
                  t.loss_expiry = 6 * year;
                  t.minimum_rate = 0.01;
                  t.final_rate = 0.01;
                  t.final_for = 5 * year;
              }),
              Fields{});
    EXPECT_EQ(taxed([&](IncomeTax& t) {
                  t.growth_capital = {line, {}, {}, 0};
              }),
              Fields{"tax.growth_capital.over"});
    EXPECT_EQ(taxed([&](IncomeTax& t) {
                  t.growth_capital = {line, 5 * year, 0.1 / year, 0};
              }),
              Fields{"tax.growth_capital.rate"});
    EXPECT_EQ(taxed([&](IncomeTax& t) {
                  t.growth_capital = {balance, 5 * year, 0.1 / year, 0};
              }),
              Fields{"tax.growth_capital.over"});
    for (const double bad : {0.0, 1.0, nan})
        EXPECT_EQ(taxed([&](IncomeTax& t) {
                      t.sustaining_capital = {balance, {}, bad / year, 0};
                  }),
                  Fields{"tax.sustaining_capital.rate"});
    EXPECT_EQ(taxed([&](IncomeTax& t) {
                  t.sustaining_capital = {line, 5 * year, {}, 1.1};
              }),
              Fields{"tax.sustaining_capital.initial_allowance"});
    EXPECT_EQ(taxed([](IncomeTax& t) { t.growth_capital.initial_allowance = 0.5; }),
              Fields{"tax.growth_capital.initial_allowance"});
    for (const double bad : {0.0, -1.0, nan, infinity})
        EXPECT_EQ(taxed([&](IncomeTax& t) { t.loss_expiry = bad * year; }), Fields{"tax.loss_expiry"});
    for (const double bad : {-0.1, 1.0, nan})
        EXPECT_EQ(taxed([&](IncomeTax& t) { t.minimum_rate = bad; }), Fields{"tax.minimum_rate"});
    EXPECT_EQ(taxed([](IncomeTax& t) { t.final_rate = 0.01; }), Fields{"tax.final_for"});
    EXPECT_EQ(taxed([](IncomeTax& t) { t.final_for = 3 * year; }), Fields{"tax.final_for"});
}

TEST(Check, LeviesBuffersAndTheRest) {
    for (const double bad : {-0.1, 1.1, nan})
        EXPECT_EQ(refused([&](Project& p) { p.royalties[1].rate = bad; }), Fields{"royalty[2].rate"});
    EXPECT_EQ(refused([](Project& p) { p.royalties[0].from = nan * year; }), Fields{"royalty[1].from"});
    EXPECT_EQ(refused([](Project& p) { p.tax.from = nan * year; }), Fields{"tax.from"});
    for (const double bad : {-0.1, 1.0, nan})
        EXPECT_EQ(refused([&](Project& p) { p.tax.rate = bad; }), Fields{"tax.rate"});
    for (const double bad : {-1.0, nan, infinity}) {
        EXPECT_EQ(refused([&](Project& p) { p.tax.holiday = bad * year; }), Fields{"tax.holiday"});
        EXPECT_EQ(refused([&](Project& p) { p.buffers.supplies = bad * day; }), Fields{"buffers.supplies"});
        EXPECT_EQ(refused([&](Project& p) { p.buffers.site_concentrate = bad * day; }),
                  Fields{"buffers.site_concentrate"});
        EXPECT_EQ(refused([&](Project& p) { p.buffers.port_concentrate = bad * day; }),
                  Fields{"buffers.port_concentrate"});
        EXPECT_EQ(refused([&](Project& p) { p.buffers.construction = bad * day; }),
                  Fields{"buffers.construction"});
        EXPECT_EQ(refused([&](Project& p) { p.sunk[0].amount = bad * MUSD; }), Fields{"sunk[1].amount"});
        EXPECT_EQ(refused([&](Project& p) { p.sunk[0].age = bad * year; }), Fields{"sunk[1].age"});
    }
    for (const double bad : {0.99, 10.5, nan})
        EXPECT_EQ(refused([&](Project& p) { p.buffers.catch_up = bad; }), Fields{"buffers.catch_up"});
    for (const int bad : {-1, 51})
        EXPECT_EQ(refused([&](Project& p) { p.early_closure_years = bad; }), Fields{"early_closure.years"});
    for (const double bad : {0.0, -1.0, nan})
        EXPECT_EQ(refused([&](Project& p) { p.lease_end = bad * year; }), Fields{"lease_end"});
}

}  // namespace
