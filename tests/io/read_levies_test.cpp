#include <gtest/gtest.h>

#include <string>

#include "minerisk/io/model_file.hpp"
#include "refused.hpp"
#include "sound_model.hpp"
#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using namespace minerisk::units;
using test::sound_model;
using test::with;

class ReadLevies : public testing::Test {
protected:
    ReadLevies() { folder.write("ore.csv", test::sound_ore); }
    Project project(const std::string& text) {
        sources = {};
        return load_model(folder.write("mine.toml", text), sources).study.project();
    }
    /// The model with this in place of its royalty's rate, or of its tax.
    static std::string royalty(const std::string& terms) {
        return with(sound_model, "name = \"royalty\"\nrate = \"5 %\"\n",
                    "name = \"royalty\"\n" + terms + "\n");
    }
    static std::string tax(const std::string& terms) {
        return with(sound_model, "[tax]\nrate = \"0 %\"\n", "[tax]\n" + terms + "\n");
    }
    void refuses(const std::string& text, const std::string& field, const std::string& rule) {
        test::expect_refused([&] { project(text); }, field, rule);
    }
    test::TempFolder folder;
    Sources sources;
    const double to_base = 324.054 / 315.605;  // 2024-12 to 2025-12
};

TEST_F(ReadLevies, AScaleOfAPriceIsInMoneyOfTheBaseMonth) {
    const Royalty r = project(royalty(R"(money = "2024-12"
scale_of = "copper"
scale = [{ from = "3 USD/lb", rate = "2 %" }, { from = "4 USD/lb @2025-12", rate = 0.04 }])"))
                          .royalties[0];
    ASSERT_TRUE(r.scale);
    EXPECT_EQ(r.scale->metal, "copper");
    EXPECT_EQ(r.rate, 0);
    ASSERT_EQ(r.scale->steps.size(), 2u);
    EXPECT_DOUBLE_EQ(r.scale->steps[0].from, (3 * usd / lb).canonical() * to_base);
    EXPECT_DOUBLE_EQ(r.scale->steps[1].from, (4 * usd / lb).canonical());
    EXPECT_EQ(r.scale->steps[0].rate, 0.02);
    EXPECT_EQ(r.scale->steps[1].rate, 0.04);
}

TEST_F(ReadLevies, AScaleOfTheMarginIsOfShares) {
    const Royalty r = project(royalty(
                                  R"(scale_of = "margin"
scale = [{ from = "10 %", rate = "2 %" }, { from = 0.5, rate = "6 %" }])"))
                          .royalties[0];
    ASSERT_TRUE(r.scale);
    EXPECT_EQ(r.scale->metal, "");
    EXPECT_EQ(r.scale->steps[0].from, 0.1);
    EXPECT_EQ(r.scale->steps[1].from, 0.5);
}

TEST_F(ReadLevies, AnAdvanceMayBeginBeforeTheValuationDate) {
    const Royalty r = project(royalty(R"(rate = "5 %"
money = "2024-12"
advance = { from = 2023-01-01, by_year = ["5 MUSD", "7.5 MUSD @2025-12"], cap = "50 MUSD" })"))
                          .royalties[0];
    ASSERT_TRUE(r.advance);
    EXPECT_DOUBLE_EQ(r.advance->from.canonical(), -4);
    ASSERT_EQ(r.advance->by_year.size(), 2u);
    EXPECT_DOUBLE_EQ(r.advance->by_year[0].in(MUSD), 5 * to_base);
    EXPECT_DOUBLE_EQ(r.advance->by_year[1].in(MUSD), 7.5);
    EXPECT_DOUBLE_EQ(r.advance->cap.in(MUSD), 50 * to_base);
}

TEST_F(ReadLevies, RoyaltiesThatCannotBeAreRefused) {
    const std::string step = R"(scale = [{ from = "10 %", rate = "2 %" }])";
    refuses(royalty("rate = \"5 %\"\nscale_of = \"margin\"\n" + step), "royalty[1].rate", "beside a scale");
    refuses(royalty("rate = \"5 %\"\nscale_of = \"margin\""), "royalty[1].scale_of", "without a scale");
    refuses(royalty("scale_of = \"zinc\"\n" + step), "royalty[1].scale_of", "one of the metals");
    refuses(royalty(step), "royalty[1].scale_of", "is required");
    refuses(royalty("scale_of = \"copper\"\n" + step), "royalty[1].scale[1].from", "unit");
    refuses(royalty("scale_of = \"copper\"\nscale = [{ from = \"3 USD/lb\", rate = 0.1 }]"),
            "royalty[1].scale[1].from", "must state the month");
    refuses(
        royalty("scale_of = \"margin\"\nscale = [{ from = 0.5, rate = 0.1 }, { from = 0.4, rate = 0.2 }]"),
        "royalty[1].scale", "increase");
    refuses(royalty("rate = 0.05\nadvance = { from = 2023-01-01, by_year = [], cap = \"50 MUSD @2025-12\" }"),
            "royalty[1].advance.by_year", "at least one");
}

TEST_F(ReadLevies, ATaxOfARateAloneDeductsCapitalWhenSpentInRealMoney) {
    const IncomeTax t = project(tax("rate = \"29 %\"")).tax;
    EXPECT_EQ(t.rate, 0.29);
    EXPECT_FALSE(t.nominal);
    EXPECT_EQ(t.growth_capital.method, DepreciationMethod::expensed);
    EXPECT_EQ(t.sustaining_capital.method, DepreciationMethod::expensed);
    EXPECT_FALSE(t.loss_expiry);
    EXPECT_TRUE(t.due());
    EXPECT_FALSE(project(std::string{sound_model}).tax.due());
}

TEST_F(ReadLevies, ATaxWithAllItsTerms) {
    const IncomeTax t = project(tax(R"(rate = "29 %"
basis = "nominal"
holiday = "15 yr"
growth_capital = { depreciation = "straight line", over = "10 yr", initial_allowance = "25 %" }
sustaining_capital = { depreciation = "declining", rate = "15 %/yr" }
loss_expiry = "6 yr"
minimum_rate = "1.25 %"
final_rate = "1 %"
final_for = "5 yr")"))
                            .tax;
    EXPECT_TRUE(t.nominal);
    EXPECT_DOUBLE_EQ(t.holiday.canonical(), 15);
    EXPECT_EQ(t.growth_capital.method, DepreciationMethod::straight_line);
    EXPECT_DOUBLE_EQ(t.growth_capital.over.canonical(), 10);
    EXPECT_EQ(t.growth_capital.initial_allowance, 0.25);
    EXPECT_EQ(t.sustaining_capital.method, DepreciationMethod::declining);
    EXPECT_DOUBLE_EQ(t.sustaining_capital.rate.canonical(), 0.15);
    EXPECT_EQ(t.sustaining_capital.initial_allowance, 0);
    EXPECT_DOUBLE_EQ(t.loss_expiry.value().canonical(), 6);
    EXPECT_DOUBLE_EQ(t.minimum_rate, 0.0125);
    EXPECT_EQ(t.final_rate, 0.01);
    EXPECT_DOUBLE_EQ(t.final_for.canonical(), 5);
}

TEST_F(ReadLevies, TaxesThatCannotBeAreRefused) {
    const auto with_rate = [](const std::string& terms) { return tax("rate = \"29 %\"\n" + terms); };
    refuses(with_rate("basis = \"cash\""), "tax.basis", "must be one of");
    refuses(with_rate("growth_capital = { depreciation = \"straight line\" }"), "tax.growth_capital.over",
            "is required");
    refuses(with_rate("growth_capital = { depreciation = \"straight line\", over = \"2.5 yr\" }"),
            "tax.growth_capital.over", "whole number of periods");
    refuses(with_rate("growth_capital = { depreciation = \"straight line\", over = \"0 yr\" }"),
            "tax.growth_capital.over", "positive");
    refuses(with_rate("growth_capital = { depreciation = \"declining\", rate = \"100 %/yr\" }"),
            "tax.growth_capital.rate", "(0, 1)");
    refuses(with_rate("growth_capital = { depreciation = \"expensed\", initial_allowance = 0.5 }"),
            "tax.growth_capital.initial_allowance", "has no meaning");
    refuses(with_rate(
                "sustaining_capital = { depreciation = \"declining\", rate = \"10 %/yr\", over = \"5 yr\" }"),
            "tax.sustaining_capital.over", "a straight line alone");
    refuses(with_rate("loss_expiry = \"0 yr\""), "tax.loss_expiry", "positive");
    refuses(with_rate("minimum_rate = 1.5"), "tax.minimum_rate", "[0, 1)");
    refuses(with_rate("final_rate = 0.01"), "tax.final_for", "is required");
    refuses(with_rate("final_rate = 0\nfinal_for = \"5 yr\""), "tax.final_for", "without a final tax");
}

TEST_F(ReadLevies, WhatAStateMayDo) {
    const std::string text = std::string{sound_model} + R"(
[fiscal]
from = 2030-01-01
change = { probability = "1 %/yr", royalty = "2 %", tax_rate = "29 %" }
expropriation = { probability = "0.5 %/yr", compensation = "60 %" }
)";
    sources = {};
    const StudySpec<> s = load_model(folder.write("mine.toml", text), sources).study.spec();
    EXPECT_DOUBLE_EQ(s.fiscal.change.value().canonical(), 0.01);
    EXPECT_DOUBLE_EQ(s.fiscal.expropriation.value().canonical(), 0.005);
    EXPECT_DOUBLE_EQ(s.fiscal.from.canonical(), 3);
    ASSERT_EQ(s.project.royalties.size(), 2u);
    EXPECT_EQ(s.project.royalties[1].name, "fiscal change");
    EXPECT_EQ(s.project.royalties[1].rate, 0.02);
    EXPECT_TRUE(s.project.royalties[1].on_change);
    EXPECT_EQ(s.project.tax.rate_on_change, 0.29);
    EXPECT_EQ(s.project.expropriation_compensation, 0.6);
    const Project plain = project(std::string{sound_model});
    EXPECT_FALSE(plain.tax.rate_on_change);
    EXPECT_EQ(plain.royalties.size(), 1u);
}

TEST_F(ReadLevies, WhatAStateCannotDoIsRefused) {
    const auto fiscal = [](const std::string& terms) {
        return std::string{sound_model} + "\n[fiscal]\n" + terms + "\n";
    };
    refuses(fiscal("change = { probability = \"100 %/yr\", royalty = 0.02 }"), "fiscal.change.probability",
            "[0, 1)");
    refuses(fiscal("change = { probability = \"1 %/yr\", royalty = 1.02 }"), "fiscal.change.royalty",
            "[0, 1)");
    refuses(fiscal("change = { probability = \"1 %/yr\" }"), "fiscal.change", "must state a royalty");
    refuses(fiscal("expropriation = { probability = \"1 %/yr\" }"), "fiscal.expropriation.compensation",
            "is required");
    refuses(fiscal("expropriation = { probability = \"1 %/yr\", compensation = -0.1 }"),
            "fiscal.expropriation.compensation", "not negative");
    refuses(fiscal("expropriation = { probability = \"1 %/yr\", compensation = 0 }\nfrom = 2020-01-01"),
            "fiscal.from", "before the valuation date");
    refuses(fiscal("from = 2030-01-01"), "fiscal.from", "a change or an expropriation");
}

}  // namespace
}  // namespace minerisk::io
