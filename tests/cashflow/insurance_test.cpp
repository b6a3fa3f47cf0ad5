#include "minerisk/cashflow/insurance.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Claims;
using cashflow::Line;
using cashflow::Policy;
using cashflow::ProductionLoss;
using testing_support::CashBench;
using testing_support::Lists;
using testing_support::plain_mine;

/// 5 USD of each damage are not paid, at most 100 a year; a full stop is worth 300 a year, from 0.1 years
/// after its beginning on for one year.
Insurance terms() {
    return {.deductible = 5 * usd,
            .annual_limit = 100 * usd,
            .waiting = 0.1 * year,
            .indemnity = 1 * year,
            .daily_margin = 300 * usd / year,
            .premium_low = 0.006,
            .premium_high = 0.012,
            .loading = 1.75,
            .loading_years = 3 * year};
}

/// What is paid in each year of a path of ten, and the claims that are left.
struct Path {
    std::vector<Damage> damages{};
    std::vector<ProductionLoss> losses{};
    Claims claims{};

    std::vector<double> recoveries(const Insurance& i, int ppy = 1) {
        const Policy policy{i};
        claims = {};
        std::vector<double> years(10, 0.0);
        std::size_t next = 0;
        for (int k = 0; k < 10 * ppy; ++k) {
            const double from = static_cast<double>(k) / ppy, to = static_cast<double>(k + 1) / ppy;
            years[static_cast<std::size_t>(k / ppy)] += policy.recovery(
                claims, k / ppy, cashflow::damages_between(damages, from, to, next), losses, from, to);
        }
        return years;
    }
    double in_year(std::size_t year, const Insurance& i = terms()) { return recoveries(i)[year]; }
};
double for_damage(double cost) {
    return Path{.damages = {{2.5, cost, 0}}}.in_year(2);
}
double for_loss(std::vector<ProductionLoss> losses, const Insurance& i = terms()) {
    return Path{.losses = std::move(losses)}.in_year(2, i);
}

TEST(Insurance, OfADamageItPaysWhatExceedsTheDeductible) {
    EXPECT_EQ(for_damage(4), 0);
    EXPECT_EQ(for_damage(5), 0);
    EXPECT_EQ(for_damage(25), 20);
    EXPECT_EQ(for_damage(400), 100);  // the limit
}

TEST(Insurance, TheSecondLossReachesTheAnnualLimitAndTheNextYearHasANewOne) {
    // 65 - 5 = 60 of 100; then 60, of which 40 are left; then nothing; in the next year 60 again.
    Path path{.damages = {{2.1, 65, 0}, {2.2, 65, 0}, {2.3, 65, 0}, {3.0, 65, 0}}};
    EXPECT_EQ(path.recoveries(terms()), (std::vector<double>{0, 0, 100, 60, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(path.recoveries(terms(), 4), (std::vector<double>{0, 0, 100, 60, 0, 0, 0, 0, 0, 0}));
}

TEST(Insurance, InterruptionIsPaidFromTheEndOfTheWaitingOn) {
    EXPECT_EQ(for_loss({{2, 2.05, 1}}), 0);
    EXPECT_EQ(for_loss({{2, 2.1, 1}}), 0);
    EXPECT_NEAR(for_loss({{2, 2.3, 1}}), 300 * 0.2, 1e-9);
    EXPECT_NEAR(for_loss({{2, 2.3, 0.5}}), 300 * 0.2 * 0.5, 1e-9);
}

TEST(Insurance, AnUnbrokenStretchIsOneOccurrence) {
    // Waiting until 2.1, then half a loss until 2.3: 300 x 0.5 x 0.2.
    EXPECT_NEAR(for_loss({{2, 2.08, 1}, {2.08, 2.3, 0.5}}), 30, 1e-9);
    // Back at full pace for a week, the waiting begins anew: until 2.2.
    EXPECT_EQ(for_loss({{2, 2.08, 1}, {2.1, 2.18, 1}}), 0);
    EXPECT_NEAR(for_loss({{2, 2.08, 1}, {2.1, 2.3, 1}}), 300 * 0.1, 1e-9);
}

TEST(Insurance, TheIndemnityPeriodCutsALongStop) {
    Insurance i = terms();
    i.indemnity = 0.25 * year;
    EXPECT_NEAR(for_loss({{2, 2.9, 1}}, i), 300 * 0.25, 1e-9);  // from 2.1 to 2.35
    EXPECT_NEAR(for_loss({{2, 2.2, 1}, {2.2, 2.9, 0.5}}, i), 300 * (0.1 + 0.15 * 0.5), 1e-9);
}

TEST(Insurance, AStopAcrossTheTurnOfTheYearUsesTheLimitsOfBoth) {
    // From 2.9: 0.1 years of the third year, 0.5 of the fourth, 30 and 150, of which the limit leaves 100.
    Path path{.losses = {{2.8, 3.5, 1}}};
    for (const int ppy : {1, 4, 12}) {
        const auto paid = path.recoveries(terms(), ppy);
        EXPECT_NEAR(paid[2], 30, 1e-9);
        EXPECT_NEAR(paid[3], 100, 1e-9);
        EXPECT_NEAR(path.claims.last_paid, 3 + 100 / 300.0, 1e-9);  // when the limit was used up
    }
}

TEST(Insurance, ClaimsUseTheLimitUpInTheOrderOfTime) {
    Insurance no_deductible = terms();
    no_deductible.deductible = {};
    // By 2.3 interruption has taken 300 x 0.2 = 60: 40 are left for the damage, nothing after it.
    Path damage_later{.damages = {{2.3, 50, 0}}, .losses = {{2, 2.9, 1}}};
    EXPECT_NEAR(damage_later.in_year(2, no_deductible), 100, 1e-9);
    EXPECT_NEAR(damage_later.claims.last_paid, 2.3, 1e-12);
    // The damage first: 50 are left for interruption from 2.1 on, for 50 / 300 years.
    Path damage_first{.damages = {{2.05, 50, 0}}, .losses = {{2, 2.9, 1}}};
    EXPECT_NEAR(damage_first.in_year(2, no_deductible), 100, 1e-9);
    EXPECT_NEAR(damage_first.claims.last_paid, 2.1 + 50 / 300.0, 1e-12);
    // Neither: 300 x 0.1 until 2.2 and a damage of 30 on the way.
    Path both{.damages = {{2.15, 30, 0}}, .losses = {{2, 2.2, 1}}};
    EXPECT_NEAR(both.in_year(2, no_deductible), 60, 1e-9);
}

TEST(Insurance, ThePremiumFollowsTheRegimeAndTheTimeInsured) {
    const Claims none;
    const Policy policy{terms()};
    EXPECT_NEAR(policy.premium(none, 1000, 0, 4, 5), 6, 1e-12);
    EXPECT_NEAR(policy.premium(none, 1000, 1, 4, 5), 12, 1e-12);
    EXPECT_NEAR(policy.premium(none, 1000, 0.25, 4, 4.5), 0.0075 * 1000 * 0.5, 1e-12);
    Insurance later = terms();
    later.from = 4.25 * year;
    EXPECT_NEAR(Policy{later}.premium(none, 1000, 0, 4, 5), 4.5, 1e-12);
    EXPECT_EQ(Policy{later}.premium(none, 1000, 0, 3, 4), 0);
}

TEST(Insurance, AClaimLoadsThePremiumForThreeYears) {
    Path path{.damages = {{2.5, 25, 0}}};
    path.recoveries(terms());
    const Policy policy{terms()};
    for (const double from : {3.0, 4.0, 5.0})
        EXPECT_NEAR(policy.premium(path.claims, 1000, 0, from, from + 1), 6 * 1.75, 1e-12);
    EXPECT_NEAR(policy.premium(path.claims, 1000, 0, 6, 7), 6, 1e-12);
    Path below{.damages = {{2.5, 4, 0}}};  // nothing was paid
    below.recoveries(terms());
    EXPECT_NEAR(policy.premium(below.claims, 1000, 0, 3, 4), 6, 1e-12);
}

TEST(Insurance, WhatBeganBeforeTheInceptionIsNotCovered) {
    Insurance i = terms();
    i.from = 2.5 * year;
    EXPECT_NEAR((Path{.damages = {{2.4, 25, 0}, {2.5, 25, 0}}}.in_year(2, i)), 20, 1e-12);
    EXPECT_EQ(for_loss({{2.4, 2.9, 1}}, i), 0);
    EXPECT_NEAR(for_loss({{2.5, 2.9, 1}}, i), 300 * 0.3, 1e-9);
}

/// A mine that runs from year 2 to 12 on 40 MUSD sunk; the policy above in MUSD.
Project insured_mine(bool denial_of_access = false) {
    Project p = plain_mine();
    p.sunk = {{"before", 40 * MUSD, 1 * year}};
    p.insurance = terms();
    p.insurance->deductible = 5 * MUSD;
    p.insurance->annual_limit = 100 * MUSD;
    p.insurance->daily_margin = 300 * MUSD / year;
    p.insurance->denial_of_access = denial_of_access;
    return p;
}

TEST(InsuredMine, PaysPremiumOnTheCapitalSpentUntilItsLastOre) {
    for (const int ppy : {1, 4}) {
        CashBench b{insured_mine(), {2.5}, 20, ppy};
        for (int i = 0; i < ppy; ++i) b.build.capital(i, 0) = 60e6 / ppy;
        for (int i = 0; i < b.grid.periods(); ++i) b.alert(i, 0) = b.grid.year_of(i) == 3 ? 0.5 : 0;
        b.run();
        // Periods pay on what was spent before them: 40, in quarters 40 + 0, 15, 30 and 45.
        EXPECT_NEAR(b.in_year(Line::premium, 0), 0.006 * (ppy == 1 ? 40e6 : 62.5e6), 1e-3);
        EXPECT_NEAR(b.in_year(Line::premium, 1), 0.006 * 100e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::premium, 3), 0.009 * 100e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::premium, 12), 0.006 * 100e6 * 0.5, 1e-3);  // last ore at 12.5
        EXPECT_EQ(b.in_year(Line::premium, 13), 0);
        EXPECT_NEAR(b.in_year(Line::net, 3), 50e6 - 0.9e6, 1e-3);
    }
}

TEST(InsuredMine, RecoversDamageAndInterruptionOfItsSite) {
    CashBench b{insured_mine(), {2}};
    b.close({.site = {{4, 4.3, 1, 1}}, .damages = {{1.5, 25e6, 0}, {4, 25e6, 0}}});
    b.run();
    EXPECT_NEAR(b.at(Line::recovery, 1), 20e6, 1e-3);  // insured before first ore too
    EXPECT_NEAR(b.at(Line::recovery, 4), 20e6 + 300e6 * 0.2, 1e-3);
    EXPECT_NEAR(b.at(Line::damage, 4), 25e6, 1e-3);
    EXPECT_NEAR(b.at(Line::premium, 1), 0.006 * 40e6, 1e-3);
    EXPECT_NEAR(b.at(Line::premium, 2), 0.006 * 40e6 * 1.75, 1e-3);
    EXPECT_NEAR(b.at(Line::net, 4), 50e6 * 0.7 - 25e6 - 0.42e6 + 80e6, 1e-3);
    EXPECT_NEAR(b.at(Line::premium, 7), 0.006 * 40e6 * 1.75, 1e-3);  // the last claim was paid at 4.3
    EXPECT_NEAR(b.at(Line::premium, 8), 0.006 * 40e6, 1e-3);
}

TEST(InsuredMine, OnlyDenialOfAccessCoversWhatHappensOnTheRoads) {
    const Lists roads{.road = {{4, 4.3, 1, 1}}, .rail = {{6.5, 6.9, 1, 0.5}}};
    CashBench without{insured_mine(false), {2}}, with{insured_mine(true), {2}};
    for (CashBench* b : {&without, &with}) {
        b->close(roads);
        b->run();
    }
    EXPECT_EQ(without.total(Line::recovery), 0);
    EXPECT_NEAR(with.at(Line::recovery, 4), 300e6 * 0.2, 1e-3);
    EXPECT_NEAR(with.at(Line::recovery, 6), 300e6 * 0.3 * 0.5, 1e-3);
    // A store of supplies of 0.1 years: the mill stands from 4.1, what is paid begins at 4.2.
    Project stored = insured_mine(true);
    stored.buffers.supplies = 0.1 * year;
    CashBench buffered{stored, {2}};
    buffered.close(roads);
    EXPECT_NEAR(buffered.run().at(Line::recovery, 4), 300e6 * 0.1, 1e-3);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(with.at(Line::ore, i), without.at(Line::ore, i));
}

TEST(InsuredMine, InterruptionCountsFromFirstOreToLastOre) {
    // The site is closed until 2.2: the mine, ready at 2, loses 0.2 years. The 0.2 Mt that are left at 12
    // take until 12.4 at half pace: paid from 12.1 until then, not for the rest of the stop.
    CashBench b{insured_mine(), {2}};
    b.close({.site = {{0, 2.2, 1, 1}, {12, 13, 1, 0.5}}});
    b.run();
    EXPECT_NEAR(b.at(Line::recovery, 2), 300e6 * 0.1, 1e-3);
    EXPECT_NEAR(b.mine().last_ore, 12.4, 1e-9);
    EXPECT_NEAR(b.at(Line::recovery, 12), 300e6 * 0.3 * 0.5, 1e-3);
    EXPECT_NEAR(b.total(Line::recovery), 75e6, 1e-3);
}

TEST(InsuredMine, AHaltOfTheWholeIsAnInterruptionOfTheSite) {
    CashBench b{insured_mine(), {2}};
    b.close({.site = {{4, 4.1, 1, 0.5}}, .halts = {{4.05, 4.3, 1, 1}}});
    EXPECT_NEAR(b.run().at(Line::recovery, 4), 300e6 * 0.2, 1e-3);  // one occurrence from 4.0 on
}

TEST(InsuredMine, InsuranceThatCostsAndPaysNothingChangesNoBit) {
    Project idle = insured_mine(true), plain = idle;
    idle.insurance->premium_low = idle.insurance->premium_high = 0;
    idle.insurance->daily_margin = {};
    plain.insurance.reset();
    const Lists lists{.site = {{4, 4.3, 1, 0.7}}, .road = {{4.2, 6, 1, 0.3}}};
    for (const int ppy : {1, 12}) {
        CashBench a{idle, {2.5}, 20, ppy}, b{plain, {2.5}, 20, ppy};
        a.close(lists);
        b.close(lists);
        a.run();
        b.run();
        for (int i = 0; i < a.grid.periods(); ++i) EXPECT_EQ(a.at(Line::net, i), b.at(Line::net, i)) << i;
    }
}

}  // namespace
