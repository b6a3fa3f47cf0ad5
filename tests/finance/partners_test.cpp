#include "minerisk/finance/partners.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace minerisk;
using namespace minerisk::finance;
using namespace minerisk::units;

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

std::vector<double> spread(const Spec& spec, const std::vector<double>& flows, bool enters = true) {
    const Partners partners{spec, TimeGrid::yearly(10)};
    std::vector<double> sum(parties, 0.0);
    double owed = 0;
    for (std::size_t i = 0; i < flows.size(); ++i)
        partners.spread(flows[i], static_cast<int>(i), enters, owed, sum);
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
    EXPECT_FALSE((Partners{s, TimeGrid::yearly(10)}.has_guarantors()));
    for (const auto& [stake, share] : {std::pair{0, 0.5}, {1, 0.2778}, {2, 0.2222}, {3, 0.0}})
        s.stakes[static_cast<std::size_t>(stake)].guarantees = share;
    const Partners partners{s, TimeGrid::yearly(10)};
    ASSERT_TRUE(partners.has_guarantors());
    std::vector<double> paid(parties, 0.0);
    partners.call_guarantors(100, paid);
    EXPECT_NEAR(paid[barrick], -50, 1e-12);
    EXPECT_NEAR(paid[companies], -27.78, 1e-12);
    EXPECT_NEAR(paid[federal], -22.22, 1e-12);
    EXPECT_EQ(paid[province], 0);
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
    const Partners partners{s, TimeGrid::yearly(10)};
    std::vector<double> sum(parties, 0.0);
    double owed = 0;
    partners.spread(-90, 0, true, owed, sum);
    EXPECT_EQ(sum[manara], 0);
    partners.pay_entries(0, sum);
    EXPECT_EQ(sum[manara], 0);
    partners.pay_entries(1, sum);
    EXPECT_EQ(sum[manara], -540e6);
    EXPECT_NEAR(sum[companies], 540e6 - 25, 1e-6);
    std::vector<double> later(parties, 0.0);
    partners.spread(-90, 1, true, owed, later);
    EXPECT_NEAR(later[manara], -15, 1e-12);
    EXPECT_NEAR(later[companies], -10, 1e-12);
    std::vector<double> without(parties, 0.0);
    partners.spread(-90, 1, false, owed, without);
    EXPECT_EQ(without[manara], 0);
    EXPECT_NEAR(without[companies], -25, 1e-12);
}

}  // namespace
