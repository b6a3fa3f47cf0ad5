#include "minerisk/finance/check.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/study.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::finance;
using namespace minerisk::units;

const Project& taxed_mine() {
    static const Project mine = testing_support::risky_study().project;
    return mine;
}

/// Two partners, one of them carried, who lend, guarantee a loan and have dividends withheld.
Spec all_stated() {
    Spec s;
    s.parties = {{"owner", 0.08 / year}, {"crown", 0.08 / year, false, true}, {"bank", 0.08 / year}};
    s.stakes = {{"owner", 0.9, false, "", 0.7}, {"crown", 0.1, true, "", 0.3}};
    s.shareholder_loans = ShareholderLoans{0.6, 0.09 / year};
    s.withholding = Withholding{0.075, 0.1};
    for (const Royalty& r : taxed_mine().royalties) s.levies.push_back({r.name, "crown"});
    s.levies.push_back({"income tax", "crown"});
    s.levies.push_back({"withholding", "crown"});
    s.insurer = "bank";
    Facility f;
    f.name = "loan";
    f.lender = "bank";
    f.commitment = 100 * MUSD;
    f.available = 2 * year;
    f.grace = 2 * year;
    f.repaid_over = 4 * year;
    s.debt = Debt{.facilities = {f}, .drawing = Drawing::debt_first};
    return s;
}

/// What is wrong, as "field: rule" by line.
template <class Change>
std::string wrong(Change&& change, Project project = taxed_mine()) {
    Spec s = all_stated();
    change(s, project);
    std::string text;
    for (const Problem& p : finance_problems(s, project, TimeGrid::yearly(30), false))
        text += p.field + ": " + p.rule + "\n";
    return text;
}
constexpr auto nothing = [](Spec&, Project&) {};

TEST(FinanceCheck, TakesAllThatCanBeStated) {
    EXPECT_EQ(wrong(nothing), "");
}

TEST(FinanceCheck, GuaranteesAreStatedForAllStakesAndAddUp) {
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.stakes[0].guarantees = 0.5; }),
              "stake: shares of the guarantee must add up to 1\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.stakes[1].guarantees = {}; }),
              "stake[2].guarantees: must be stated for all stakes or for none\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.stakes[1].guarantees = -0.3; }),
              "stake[2].guarantees: must be in [0, 1]\n");
    const std::string no_guarantee =
        "stake: has nothing to guarantee without debt and completion guarantee\n";
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.debt->completion_guarantee = false; }), no_guarantee);
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.debt = {}; }), no_guarantee);
}

TEST(FinanceCheck, RatesOfShareholderLoansAndWithholdingAreShares) {
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.shareholder_loans->rate = -0.01 / year; }),
              "shareholder_loans.rate: must be in [0, 1]\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.shareholder_loans->share = 1.1; }),
              "shareholder_loans.share: must be in (0, 1]\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.withholding->dividends = -0.1; }),
              "withholding.dividends: must be in [0, 1]\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.withholding->interest = 1.1; }),
              "withholding.interest: must be in [0, 1]\n");
}

TEST(FinanceCheck, InterestIsWithheldWhereShareholdersLend) {
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.withholding->interest = {}; }),
              "withholding.interest: must be stated where there are shareholder loans\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.shareholder_loans = {}; }),
              "withholding.interest: has no meaning without shareholder loans: that of lenders bears none\n");
}

TEST(FinanceCheck, WhatIsWithheldGoesToThePartyOfItsLevy) {
    EXPECT_EQ(
        wrong([](Spec& s, Project&) { s.levies.pop_back(); }),
        "levies.withholding: must name the party that receives it, or pays it if it is a compensation\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) {
                  s.withholding = {};
                  s.parties[1].exempt = false;
              }),
              "levies.withholding: must be of a royalty, or of \"income tax\", \"withholding\" or "
              "\"compensation\" where one is due\n");
    EXPECT_EQ(wrong([](Spec& s, Project&) {
                  s.withholding = {};
                  s.levies.pop_back();
              }),
              "party.crown.exempt: has no meaning without withholding\n");
    EXPECT_EQ(wrong([](Spec& s, Project& p) {
                  p.royalties[0].name = "withholding";
                  std::erase_if(s.levies,
                                [](const LevyTo& l) { return l.levy == taxed_mine().royalties[0].name; });
              }),
              "levies.withholding: must be the name of one levy alone\n");
}

TEST(FinanceCheck, ShareholdersAreThoseWhoHoldStakes) {
    EXPECT_EQ(wrong([](Spec& s, Project&) { s.stakes.clear(); }),
              "shareholder_loans: have no meaning without stakes\n"
              "withholding: has no meaning without stakes\n");
}

}  // namespace
