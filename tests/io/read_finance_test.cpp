#include <gtest/gtest.h>

#include <string>

#include "minerisk/engine/study_parts.hpp"
#include "minerisk/io/model_file.hpp"
#include "refused.hpp"
#include "sound_model.hpp"
#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using namespace minerisk::units;
using test::with;

const std::string sound_finance = std::string{test::sound_model} + R"(
[finance]
inflation = "2 %/yr"
carry_repaid = true

[finance.party.owner]
discount_rate = "8 %/yr"
basis = "real"

[finance.party.crown]
discount_rate = "5 %/yr"
basis = "real"

[finance.party.bank]
discount_rate = "7 %/yr"
basis = "nominal"

[[finance.stake]]
holder = "owner"
share = "90 %"

[[finance.stake]]
holder = "crown"
share = "10 %"
carried = true

[[finance.entry]]
buyer = "bank"
seller = "owner"
share = 0.05
date = 2028-07-01
price = "50 MUSD"

[finance.levies]
LEVIES

[finance.debt]
drawing = "pro rata"
gearing = 0.6
close_after = "6 months"
completion_guarantee = true
completion = "1 yr"
cure = "6 months"

[finance.debt.facility.senior]
lender = "bank"
commitment = "1000 MUSD"
available = "4 yr"
rate = "7 %/yr"
build_interest = "financed"
grace = "3 yr"
repaid_over = "8 yr"
repayment = "annuity"
cover = { share = 0.85, eligible = "40 %" }

[claim.soon]
text = "ore by 2031"
holds = "first_ore_year < 2031 and owner.irr > 10 %"
)";

class ReadFinance : public testing::Test {
protected:
    ReadFinance() { folder.write("ore.csv", test::sound_ore); }
    /// The text with every royalty of the model paid to the crown.
    std::string text() {
        Sources at;
        const Model plain = load_model(folder.write("plain.toml", test::sound_model), at);
        std::string levies;
        for (const Royalty& r : plain.study.project().royalties) levies += "\"" + r.name + "\" = \"crown\"\n";
        if (plain.study.project().tax.due()) levies += "\"income tax\" = \"crown\"\n";
        return with(sound_finance, "LEVIES", levies);
    }
    Model load(const std::string& of) { return load_model(folder.write("mine.toml", of), sources); }
    void refuses(std::string_view before, const std::string& after, const std::string& field,
                 const std::string& rule) {
        refuses_in(text(), before, after, field, rule);
    }
    void refuses_in(const std::string& of, std::string_view before, const std::string& after,
                    const std::string& field, const std::string& rule) {
        test::expect_refused([&] { load(with(of, before, after)); }, field, rule);
    }
    test::TempFolder folder;
    Sources sources;
};

TEST_F(ReadFinance, ReadsWhatAModelStates) {
    const Model model = load(text());
    const finance::Spec& s = *model.study.spec().finance;
    EXPECT_DOUBLE_EQ(s.inflation.rate.canonical(), 0.02);
    EXPECT_NEAR(s.inflation.base.canonical(), -1.05, 0.02);  // mid-December 2025 from 1 January 2027
    ASSERT_EQ(s.parties.size(), 3u);
    EXPECT_TRUE(s.parties[2].nominal);
    EXPECT_TRUE(s.carry_repaid);
    EXPECT_FALSE(s.stakes[0].guarantees);
    EXPECT_DOUBLE_EQ(s.entries[0].price.in(MUSD), 50);
    ASSERT_TRUE(s.debt);
    const finance::Facility& f = s.debt->facilities.at(0);
    EXPECT_EQ(f.name, "senior");
    EXPECT_DOUBLE_EQ(f.commitment.in(MUSD), 1000);
    EXPECT_EQ(f.repayment, finance::Repayment::annuity);
    EXPECT_DOUBLE_EQ(f.cover->eligible, 0.4);
    ASSERT_EQ(model.claims.size(), 1u);
    EXPECT_EQ(model.claims[0].holds.columns().size(), 2u);
    EXPECT_EQ(model.claims[0].name, "soon");
}

TEST_F(ReadFinance, GuaranteesAreStatedForAllStakesOrNone) {
    const std::string share = "share = \"90 %\"",
                      both = with(with(text(), share, share + "\nguarantees = 0.6"), "carried = true",
                                  "carried = true\nguarantees = \"40 %\"");
    const finance::Spec s = load(both).study.spec().finance.value();
    EXPECT_DOUBLE_EQ(*s.stakes[0].guarantees, 0.6);
    EXPECT_DOUBLE_EQ(*s.stakes[1].guarantees, 0.4);
    refuses(share, share + "\nguarantees = 1", "finance.stake[2].guarantees", "stated for all stakes");
    const std::string to_one = "finance.stake";
    refuses_in(both, "guarantees = 0.6", "guarantees = 0.5", to_one, "guarantee must add up to 1");
    refuses_in(both, "guarantees = 0.6", "guarantees = -0.6", "finance.stake[1].guarantees", "in [0, 1]");
    refuses_in(with(both, "completion = \"1 yr\"\n", ""), "completion_guarantee = true",
               "completion_guarantee = false", to_one, "nothing to guarantee");
}

TEST_F(ReadFinance, LoansOfShareholdersAndWhatIsWithheld) {
    const std::string debt = "[finance.debt]\n", levies = "[finance.levies]\n";
    const std::string loans = "[finance.shareholder_loans]\nshare = \"60 %\"\nrate = \"9 %/yr\"\n";
    const std::string withheld = "[finance.withholding]\ndividends = \"7.5 %\"\ninterest = \"10 %\"\n";
    const std::string to = levies + "\"withholding\" = \"crown\"\n";
    const std::string lent = with(text(), debt, loans + debt), taxed = with(text(), levies, to);
    const std::string both = with(with(with(lent, debt, withheld + debt), levies, to), "basis = \"nominal\"",
                                  "basis = \"nominal\"\nexempt = true");
    const finance::Spec s = load(both).study.spec().finance.value();
    EXPECT_DOUBLE_EQ(s.shareholder_loans->share, 0.6);
    EXPECT_DOUBLE_EQ(s.shareholder_loans->rate.canonical(), 0.09);
    EXPECT_DOUBLE_EQ(s.withholding->dividends, 0.075);
    EXPECT_DOUBLE_EQ(*s.withholding->interest, 0.1);
    EXPECT_TRUE(s.parties[2].exempt);
    EXPECT_FALSE(s.parties[0].exempt);

    const std::string rate = "must be in [0, 1]";
    refuses_in(both, "rate = \"9 %/yr\"", "rate = \"-9 %/yr\"", "finance.shareholder_loans.rate", rate);
    refuses_in(both, "share = \"60 %\"", "share = \"0 %\"", "finance.shareholder_loans.share",
               "must be in (0, 1]");
    refuses_in(both, "dividends = \"7.5 %\"", "dividends = \"-7.5 %\"", "finance.withholding.dividends",
               rate);
    refuses_in(both, "interest = \"10 %\"", "interest = \"110 %\"", "finance.withholding.interest", rate);
    refuses_in(both, "interest = \"10 %\"\n", "", "finance.withholding.interest", "must be stated");
    refuses_in(both, loans, "", "finance.withholding.interest", "no meaning without shareholder loans");
    refuses_in(both, "\"withholding\" = \"crown\"\n", "", "finance.levies.withholding",
               "must name the party");
    refuses_in(taxed, debt, debt, "finance.levies.withholding", "must be of a royalty");
    refuses_in(with(both, withheld, ""), to, levies, "finance.party.bank.exempt", "without withholding");
}

TEST_F(ReadFinance, AValueOfTheFileCanBeReplaced) {
    const std::string path = folder.write("mine.toml", text());
    const auto load_with = [&](const std::string& key, const std::string& value) {
        Sources at;
        return load_model(path, at, {{key, value}}).study.spec().finance.value();
    };
    EXPECT_DOUBLE_EQ(load_with("finance.entry[1].price", "80 MUSD").entries[0].price.in(MUSD), 80);
    EXPECT_DOUBLE_EQ(load_with("finance.debt.gearing", "0.7").debt->gearing, 0.7);
    EXPECT_DOUBLE_EQ(
        load_with("finance.debt.facility.senior.rate", "9 %/yr").debt->facilities[0].rate.canonical(), 0.09);
    EXPECT_DOUBLE_EQ(load_with("finance.debt.gearing", "70 %").debt->gearing, 0.7);
    EXPECT_DOUBLE_EQ(
        load_with("finance.debt.facility.senior.cover.eligible", "0.5").debt->facilities[0].cover->eligible,
        0.5);  // "40 %" in the file
    EXPECT_THROW(load_with("finance.debt.gearin", "0.7"), InputError);
    EXPECT_THROW(load_with("finance.debt", "0.7"), InputError);
    EXPECT_THROW(load_with("finance.entry[2].price", "80 MUSD"), InputError);
    EXPECT_THROW(load_with("finance.debt.gearing", "7"), InputError);
    EXPECT_THROW(load_with("", "7"), InputError);
}

TEST_F(ReadFinance, RefusesWhatCannotBe) {
    refuses("share = \"90 %\"", "share = \"80 %\"", "finance.stake", "must add up to 1");
    refuses("seller = \"owner\"", "seller = \"nobody\"", "finance.entry[1].seller", "must hold a stake");
    refuses("share = 0.05", "share = 0.95", "finance.entry[1].share", "more than the seller has left");
    refuses("lender = \"bank\"", "lender = \"banc\"", "finance.debt.facility.senior.lender",
            "must be the name of a party");
    refuses("repaid_over = \"8 yr\"", "repaid_over = \"-8 yr\"", "finance.debt.facility.senior.repaid_over",
            "must be a whole number of periods");
    refuses("grace = \"3 yr\"", "grace = \"-1 yr\"", "finance.debt.facility.senior.grace", "not negative");
    refuses("grace = \"3 yr\"", "grace = \"30 months\"", "finance.debt.facility.senior.grace",
            "whole number");
    refuses("gearing = 0.6", "gearing = 1.6", "finance.debt.gearing", "must be in (0, 1]");
    refuses("inflation = \"2 %/yr\"", "inflation = \"200 %/yr\"", "finance.inflation", "must be in");
    refuses("carry_repaid = true\n", "", "finance.carry_repaid", "required");
    refuses("first_ore_year < 2031", "first_oar_year < 2031", "claim.soon.holds",
            "did you mean `first_ore_year`");
    refuses("first_ore_year < 2031", "first_ore_year = 2031", "claim.soon.holds", "must compare by");
    refuses("commitment = \"1000 MUSD\"", "commitment = \"1000 MUSD\"\nmarge = 3",
            "finance.debt.facility.senior.marge", "unknown key");
    refuses("\nrate = \"7 %/yr\"", "\nrate = \"7 %/yr\"\nmargin = \"3 %/yr\"",
            "finance.debt.facility.senior.rate", "must not stand beside a margin");
    refuses("\nrate = \"7 %/yr\"", "\nmargin = \"3 %/yr\"", "finance.debt.base_rate", "a facility floats");
    refuses("repayment = \"annuity\"", "repayment = \"sculpted\"", "finance.debt.sculpted_dscr",
            "must be positive");
    refuses("cure = \"6 months\"", "cure = \"6 months\"\nprice_memory = \"2 yr\"",
            "finance.debt.price_memory", "needs the lenders' case");
    refuses("cure = \"6 months\"", "cure = \"6 months\"\nequity_before = \"100 MUSD\"",
            "finance.debt.equity_before", "without a limit of the gearing");
    const std::string facility = "[finance.debt.facility.senior]";
    refuses(facility, "[finance.debt.covenant.llcr]\nlockup = 1.3\n" + facility, "finance.debt.covenant.llcr",
            "needs the lenders' case");
    refuses(facility, "[finance.debt.covenant.dscr]\n" + facility, "finance.debt.covenant.dscr",
            "must state a limit");
    refuses(facility, "[finance.debt.covenant.dsrc]\nbreach = 1.3\n" + facility, "finance.debt.covenant.dsrc",
            "must be one of dscr, forward_dscr");
    refuses(facility, "[finance.debt.sizing]\ndscr = 1.3\n" + facility, "finance.debt.sizing.dscr",
            "needs the lenders' case");
}

/// What looks ahead, with the prices that lenders look at.
TEST_F(ReadFinance, ReadsTheLendersCaseAndWhatNeedsIt) {
    const std::string facility = "[finance.debt.facility.senior]";
    const Model plain = load(text());
    std::string prices = "[finance.lenders_case]\nmoney = \"" + std::string{"2025-12"} + "\"\n";
    for (const Metal& metal : plain.study.project().metals) prices += metal.name + " = \"8000 USD/t\"\n";
    const Model model =
        load(with(with(with(with(text(), facility,
                                 prices +
                                     "[finance.debt.covenant.llcr]\nlockup = 1.3\nbreach = 1.1\n"
                                     "[finance.debt.covenant.cash]\nlockup = \"20 MUSD\"\n"
                                     "[finance.debt.sizing]\ndscr = 0.5\ngearing = 0.9\n"
                                     "[finance.debt.base_rate]\nnow = \"4 %/yr\"\nlong_run = \"3 %/yr\"\n"
                                     "half_life = \"3 yr\"\nvolatility = \"1 %/yr\"\n" +
                                     facility),
                            "\nrate = \"7 %/yr\"", "\nmargin = \"3 %/yr\"\nbase_floor = \"0 %/yr\""),
                       "repayment = \"annuity\"", "repayment = \"sculpted\""),
                  "cure = \"6 months\"",
                  "cure = \"6 months\"\nsculpted_dscr = 1.4\nprice_memory = \"2 yr\"\ngrowth_after_ore = "
                  "\"from cash\"\n"
                  "equity_before = \"300 MUSD\""));
    const finance::Debt& d = *model.study.spec().finance->debt;
    ASSERT_EQ(d.covenants.size(), 2u);
    EXPECT_EQ(d.covenants[0].ratio, finance::Ratio::llcr);
    EXPECT_EQ(d.covenants[0].breach, 1.1);
    EXPECT_EQ(d.covenants[1].lockup, 20e6);
    ASSERT_EQ(d.sizing.size(), 2u);
    EXPECT_TRUE(d.growth_from_cash);
    EXPECT_TRUE(d.facilities[0].floating);
    EXPECT_DOUBLE_EQ(d.base_rate->long_run.canonical(), 0.03);
    const finance::Forecast& f = model.study.finance()->debt()->forecast();
    ASSERT_EQ(f.of().periods.size(), static_cast<std::size_t>(model.study.grid().periods()));
    EXPECT_TRUE(model.study.base_rate());
}

}  // namespace
}  // namespace minerisk::io
