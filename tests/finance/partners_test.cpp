#include "minerisk/finance/partners.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace {

using namespace minerisk;
using namespace minerisk::finance;
using namespace minerisk::units;

constexpr double never = std::numeric_limits<double>::infinity();

enum Who { barrick, companies, province, federal, manara, parties };

Spec four() {
    Spec s;
    for (const char* name : {"barrick", "companies", "province", "federal", "manara"})
        s.parties.push_back({name, {}, false});
    s.stakes = {{"barrick", 0.5, false, ""},
                {"companies", 0.25, false, ""},
                {"province", 0.15, false, "federal"},
                {"province", 0.10, true, ""}};
    return s;
}

/// A deal on a block of paths that are all the same.
class Deal {
public:
    explicit Deal(const Spec& spec)
        : partners{spec, TimeGrid::yearly(10)}, rows_{6 + parties, narrow_block} {}
    /// What each party has of a real flow of the project in year i, part of it called under the guarantee.
    std::vector<double> year(int i, double flow, double level = 1, bool comes_in = true,
                             double guaranteed = 0, double taken = never, double to_equity = 0) {
        std::vector<double*> party;
        for (int k = 0; k < parties; ++k) party.push_back(rows_.row(6 + k));
        for (int p = 0; p < narrow_block; ++p) {
            rows_(0, p) = flow;
            rows_(1, p) = comes_in ? 1 : 0;
            rows_(2, p) = taken;
            rows_(3, p) = guaranteed;
            rows_(5, p) = to_equity;
            for (double* const row : party) row[p] = 0;
        }
        partners.spread({.i = i,
                         .level = level,
                         .net = rows_.row(0),
                         .to_equity = rows_.row(5),
                         .guaranteed = rows_.row(3),
                         .comes_in = rows_.row(1),
                         .taken = rows_.row(2),
                         .equity = rows_.row(4),
                         .party = party.data()},
                        account);
        std::vector<double> got;
        for (const double* const row : party) got.push_back(row[narrow_block - 1]);
        return got;
    }
    double equity() const { return rows_(4, narrow_block - 1); }
    Partners partners;
    Partners::Account account{narrow_block};

private:
    BlockArray rows_;
};

/// The sums over years.
std::vector<double> spread(const Spec& spec, const std::vector<double>& flows) {
    Deal deal{spec};
    std::vector<double> sum(parties, 0.0);
    for (std::size_t i = 0; i < flows.size(); ++i) {
        const std::vector<double> got = deal.year(static_cast<int>(i), flows[i]);
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += got[k];
    }
    return sum;
}

/// 7.723 less 3.5 of debt: 4.223 bn of equity, by who pays.
TEST(Partners, EquityArithmeticOfTheApprovedPackage) {
    const std::vector<double> paid = spread(four(), {-4223});
    EXPECT_NEAR(paid[barrick], -2346, 0.5);
    EXPECT_NEAR(paid[companies], -1173, 0.5);
    EXPECT_NEAR(paid[federal], -704, 0.5);
    EXPECT_EQ(paid[province], 0);
    const Partners partners{four(), TimeGrid::yearly(10)};
    EXPECT_NEAR(partners.funding_share(0), 0.5556, 5e-5);
    EXPECT_NEAR(partners.funding_share(1), 0.277778, 5e-7);
    EXPECT_NEAR(partners.funding_share(2), 0.1667, 5e-5);
    EXPECT_EQ(partners.funding_share(3), 0);
}

/// Three companies guarantee 27.78 % of the debt, the federal government pays for the province.
TEST(Partners, SupportIsPaidByTheSharesOfTheGuarantee) {
    Spec s = four();
    for (const auto& [stake, share] : {std::pair{0, 0.5}, {1, 0.2778}, {2, 0.2222}, {3, 0.0}})
        s.stakes[static_cast<std::size_t>(stake)].guarantees = share;
    const std::vector<double> paid = Deal{s}.year(0, -100, 1, true, 100);
    EXPECT_NEAR(paid[barrick], -50, 1e-12);
    EXPECT_NEAR(paid[companies], -27.78, 1e-12);
    EXPECT_NEAR(paid[federal], -22.22, 1e-12);
    EXPECT_EQ(paid[province], 0);
    // What else is called goes by the shares of the calls, and comes nominal.
    const std::vector<double> more = Deal{s}.year(0, -100 - 90, 2, true, 200);
    EXPECT_NEAR(more[barrick], -50 - 50, 1e-12);
    EXPECT_NEAR(more[federal], -22.22 - 15, 1e-12);
}

TEST(Partners, WithoutStakesNobodyPaysOrReceives) {
    Spec s = four();
    s.stakes.clear();
    Deal deal{s};
    EXPECT_EQ(deal.year(0, -90, 2), std::vector<double>(parties, 0.0));
    EXPECT_EQ(deal.equity(), -90);
}

TEST(Partners, WhatDebtLeavesIsRealAndNothingWhereOnlyRoundingIsLeft) {
    Deal deal{four()};
    EXPECT_NEAR(deal.year(0, 100, 2, true, 0, never, -60)[barrick], 35, 1e-12);
    EXPECT_NEAR(deal.equity(), 70, 1e-12);
    deal.year(1, 0.1 + 0.2, 1, true, 0, never, -0.3);
    EXPECT_EQ(deal.equity(), 0);
}

TEST(Partners, WhatIsNoNumberReachesThem) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(std::isnan(Deal{four()}.year(0, none)[barrick]));
}

TEST(Partners, DistributionsGoByShares) {
    const std::vector<double> got = spread(four(), {1000});
    EXPECT_EQ(got[barrick], 500);
    EXPECT_EQ(got[companies], 250);
    EXPECT_EQ(got[province], 250);
    EXPECT_EQ(got[federal], 0);
}

TEST(Partners, ARepaidCarryComesBackFromTheDividendsOfTheCarried) {
    Spec s = four();
    s.carry_repaid = true;
    // 90 of calls: 9 for the carried tenth. Its first dividends, of 5 and 10, repay 5 and 4.
    const std::vector<double> sum = spread(s, {-90, 50, 100, 100});
    EXPECT_NEAR(sum[province], 0.15 * 250 + 6 + 10, 1e-12);
    EXPECT_NEAR(sum[barrick], -50 + 125 + 9 * 0.5 / 0.9, 1e-12);
    EXPECT_NEAR(sum[companies], -25 + 62.5 + 9 * 0.25 / 0.9, 1e-12);
    EXPECT_NEAR(sum[federal], -15 + 9 * 0.15 / 0.9, 1e-12);  // to who paid
    EXPECT_NEAR(sum[barrick] + sum[companies] + sum[province] + sum[federal], 160, 1e-12);
}

TEST(Partners, ABuyerTakesPartOfAStakeFromItsDateOn) {
    Spec s = four();
    s.entries = {{"manara", "companies", 0.15, 1.5 * year, 540 * MUSD}};
    Deal deal{s};
    EXPECT_EQ(deal.year(0, -90)[manara], 0);
    const std::vector<double> entry = deal.year(1, 0, 2);
    EXPECT_EQ(entry[manara], -270e6);  // of nominal money
    EXPECT_EQ(entry[companies], 270e6);
    EXPECT_EQ(deal.year(1, 0, 1, true, 0, 1.2)[manara], 0);  // the mine is taken before
    const std::vector<double> later = deal.year(2, -90);
    EXPECT_NEAR(later[manara], -15, 1e-12);
    EXPECT_NEAR(later[companies], -10, 1e-12);
    const std::vector<double> without = deal.year(2, -90, 1, false);
    EXPECT_EQ(without[manara], 0);
    EXPECT_NEAR(without[companies], -25, 1e-12);
    EXPECT_EQ(deal.year(1, 0, 1, false)[manara], 0);
}

/// Three fifths of the calls lent at 10 %: 54 of 90, with 5.4 of interest after a year.
Spec lending() {
    Spec s = four();
    s.shareholder_loans = ShareholderLoans{0.6, 0.1 / year};
    return s;
}

TEST(ShareholderLoans, ArePaidBeforeDividendsWithInterestFirst) {
    Deal deal{lending()};
    EXPECT_NEAR(deal.year(0, -90)[barrick], -50, 1e-12);
    EXPECT_NEAR(deal.account.loan(0), 54, 1e-12);
    const std::vector<double> first = deal.year(1, 5);  // of 5.4; what is missing bears interest
    EXPECT_NEAR(deal.account.interest(0), 0.4, 1e-12);
    EXPECT_NEAR(first[barrick], 5 * 0.5 / 0.9, 1e-12);
    EXPECT_NEAR(first[federal], 5 * 0.15 / 0.9, 1e-12);  // who paid
    EXPECT_EQ(first[province], 0);
    const std::vector<double> second = deal.year(2, 25.84);
    EXPECT_NEAR(deal.account.interest(0), 0, 1e-12);
    EXPECT_NEAR(deal.account.loan(0), 34, 1e-12);
    EXPECT_EQ(second[province], 0);
    const std::vector<double> third = deal.year(3, 137.4);  // 3.4, 34 and a dividend of 100
    EXPECT_EQ(deal.account.loan(0), 0);
    EXPECT_NEAR(third[province], 25, 1e-12);
    EXPECT_NEAR(third[federal], 37.4 * 0.15 / 0.9, 1e-12);
    EXPECT_NEAR(third[companies], 37.4 * 0.25 / 0.9 + 25, 1e-12);
}

TEST(ShareholderLoans, AreNominal) {
    Deal deal{lending()};
    deal.year(0, -90, 2);
    EXPECT_NEAR(deal.account.loan(0), 108, 1e-12);
    const std::vector<double> got = deal.year(1, 30, 4);  // of 118.8 in all: 29.7 real
    EXPECT_EQ(deal.account.loan(0), 0);
    EXPECT_NEAR(got[barrick], 29.7 * 0.5 / 0.9 + 0.15, 1e-12);
}

TEST(ShareholderLoans, ABuyerTakesOverItsPart) {
    Spec s = lending();
    s.entries = {{"manara", "companies", 0.15, 1.5 * year, Money{}}};
    Deal deal{s};
    deal.year(0, -90);
    const std::vector<double> got = deal.year(1, 9);
    EXPECT_NEAR(got[manara], 1.5, 1e-12);
    EXPECT_NEAR(got[companies], 1, 1e-12);
}

/// What was lent comes back as a loan, so that a carried stake owes its part of the equity alone.
TEST(ShareholderLoans, LeaveACarryWhatWasNotLent) {
    Spec s = lending();
    s.carry_repaid = true;
    const std::vector<double> sum = spread(s, {-90, 59.4 + 100});  // 90 x 0.4 x 0.1 = 3.6 of carry
    EXPECT_NEAR(sum[province], 25 - 3.6, 1e-12);
    EXPECT_NEAR(sum[federal], -15 + (59.4 + 3.6) * 0.15 / 0.9, 1e-12);
}

TEST(Withholding, TakesOfInterestAndDividendsAndNotOfPrincipal) {
    Spec s = lending();
    s.withholding = Withholding{0.075, 0.1};
    s.levies = {{"withholding", "federal"}};
    s.parties[province].exempt = true;
    const std::vector<double> sum = spread(s, {-90, 5.4 + 54 + 100});
    EXPECT_NEAR(sum[barrick], -50 + (5.4 * 0.9 + 54) * 0.5 / 0.9 + 50 * 0.925, 1e-12);
    EXPECT_NEAR(sum[companies], -25 + (5.4 * 0.9 + 54) * 0.25 / 0.9 + 25 * 0.925, 1e-12);
    EXPECT_NEAR(sum[province], 25, 1e-12);
    EXPECT_NEAR(sum[federal], -15 + 59.4 * 0.15 / 0.9 + 5.4 * 0.1 * 0.75 / 0.9 + 75 * 0.075, 1e-12);
}

/// Lent by those who receive the dividends, in the same shares, a loan moves nothing between them.
TEST(ShareholderLoans, MoveNothingWhereNoneIsCarriedOnRandomFlows) {
    std::mt19937 random{3};
    const auto uniform = [&](double a, double b) { return std::uniform_real_distribution<>{a, b}(random); };
    for (int deal = 0; deal < 2000; ++deal) {
        Spec s = four();
        s.stakes = {{"barrick", 0.5, false, ""}, {"companies", 0.3, false, ""}, {"province", 0.2, false, ""}};
        s.entries = {{"manara", "companies", uniform(0.01, 0.3), uniform(0, 9) * year, Money{}}};
        Spec lent = s;
        lent.shareholder_loans = ShareholderLoans{uniform(0.01, 1), uniform(0, 0.3) / year};
        std::vector<double> flows;
        for (int i = 0; i < 10; ++i) flows.push_back(uniform(-100, 100));
        const std::vector<double> a = spread(s, flows), b = spread(lent, flows);
        for (std::size_t k = 0; k < parties; ++k) ASSERT_NEAR(a[k], b[k], 1e-9) << deal;
    }
}

TEST(ShareholderLoans, LeaveACarriedStakeNothingBeforeTheyArePaidOnRandomFlows) {
    std::mt19937 random{4};
    const auto uniform = [&](double a, double b) { return std::uniform_real_distribution<>{a, b}(random); };
    int waits = 0;
    for (int deal = 0; deal < 2000; ++deal) {
        Spec s = four();
        s.stakes[2].holder = "federal";  // the province holds the carried stake alone
        s.shareholder_loans = ShareholderLoans{uniform(0.01, 1), uniform(0, 0.3) / year};
        Deal lender{s};
        double level = 1;
        for (int i = 0; i < 10; ++i) {
            const double flow = uniform(-1e9, 1e9);
            const std::vector<double> got = lender.year(i, flow, level *= uniform(1, 1.1));
            const double loan = lender.account.loan(0);
            double sum = 0;
            for (const double x : got) sum += x;
            ASSERT_NEAR(sum, flow, 1e-5);
            ASSERT_GE(loan, 0);
            ASSERT_GE(lender.account.interest(0), 0);
            if (loan > 1 || flow < 0) {
                ASSERT_EQ(got[province], 0) << deal << ", year " << i;
                ++waits;
            } else {
                ASSERT_GT(got[province], 0);
            }
        }
    }
    EXPECT_GT(waits, 1000);
}

}  // namespace
