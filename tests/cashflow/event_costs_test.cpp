#include "minerisk/cashflow/event_costs.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using cashflow::MineEnd;
using testing_support::CashBench;
using testing_support::never;
using testing_support::plain_mine;

/// 100 MUSD sunk; a suspension costs 6 % a year. Closing costs 20 and, a year later, 15 MUSD.
Project with_terms() {
    Project p = plain_mine();
    p.sunk = {{"2024", 60 * MUSD, 2 * year}, {"2025", 40 * MUSD, 1 * year}};
    p.force_majeure.standing_cost = 0.06;
    p.closure = {.at_end = 20 * MUSD, .year_after = 15 * MUSD};
    return p;
}
/// Suspensions with what they halt, on all paths; one for good halts for ever.
testing_support::Lists suspended(std::vector<Suspension> list) {
    testing_support::Lists lists;
    for (const Suspension& s : list) lists.halts.push_back({s.begin, s.for_good ? 1000 : s.end, 1, 1});
    lists.suspensions = std::move(list);
    return lists;
}
void commit(CashBench& b, std::vector<Commitment> list) {
    b.build.commitments.clear();
    for (int p = 0; p < CashBench::width; ++p) {
        for (const Commitment& c : list) b.build.commitments.add(c);
        b.build.commitments.end_list();
    }
}

TEST(EventCosts, CommittedCapitalIsWhatHasBegun) {
    const std::vector<Commitment> list{{3, 30}, {0, 10}, {2, 20}};
    EXPECT_EQ(cashflow::committed_capital(5, list, -1), 5);
    EXPECT_EQ(cashflow::committed_capital(5, list, 0), 15);
    EXPECT_EQ(cashflow::committed_capital(5, list, 2.5), 35);
    EXPECT_EQ(cashflow::committed_capital(5, {}, 9), 5);
}

TEST(EventCosts, DamagesOfAPeriodAreThoseFromItsBeginning) {
    const std::vector<Damage> list{{0.5, 1, 0}, {1, 2, 0}, {1, 3, 0}, {1.5, 4, 0}, {2, 5, 0}};
    double sum = 0;
    std::size_t next = 0;
    for (const Damage& d : cashflow::damages_between(list, 1, 2, next)) sum += d.cost;
    EXPECT_EQ(sum, 2 + 3 + 4);
    EXPECT_EQ(cashflow::damages_between(list, 2, 3, next).size(), 1u);
    EXPECT_TRUE(cashflow::damages_between(list, 3, 4, next).empty());
    next = 0;
    EXPECT_TRUE(cashflow::damages_between(list, 3, 4, next).empty());
    EXPECT_TRUE(cashflow::damages_between({}, 0, 4, next = 0).empty());
}

TEST(Damages, AreBookedInThePeriodOfTheEventUntilTheMineHasEnded) {
    for (const int ppy : {1, 4}) {
        CashBench b{plain_mine(), {2.5}, 20, ppy};
        b.close({.damages = {{-0.5, 1e6, 0},
                             {0, 2e6, 0},
                             {3.0, 3e6, 0},
                             {3.99, 4e6, 0},
                             {12.4, 5e6, 0},
                             {12.6, 6e6, 0},  // after last ore at 12.5
                             {14, 7e6, 0}}});
        b.run();
        EXPECT_NEAR(b.in_year(Line::damage, 0), 2e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::damage, 3), 7e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::damage, 12), 5e6, 1e-6);
        EXPECT_NEAR(b.total(Line::damage), 14e6, 1e-6);
        EXPECT_NEAR(b.in_year(Line::net, 3), 43e6, 1e-6);
        EXPECT_EQ(b.in_year(Line::onsite, 3), 0);
        if (ppy == 4) {
            EXPECT_EQ(b.at(Line::damage, 12), 3e6);  // 3.0 is the first instant of its quarter
            EXPECT_EQ(b.at(Line::damage, 15), 4e6);
        }
    }
}

TEST(Damages, OfAStoppedProjectEndWithTheStop) {
    CashBench b{plain_mine(), {never}};
    b.close({.damages = {{0.4, 1e6, 0}, {0.6, 2e6, 0}, {3, 3e6, 0}}});
    b.build.decision[0] = Decision::stopped;
    b.build.pause_end(0, 0) = 0.5;
    b.run();
    EXPECT_EQ(b.total(Line::damage, 0), 1e6);
    EXPECT_EQ(b.total(Line::damage, 1), 6e6);  // not decided against, not yet built
}

TEST(Damages, DoNotDecideOnClosingEarlyAndAreDeductedBeforeTax) {
    Project p = plain_mine();
    p.early_closure_years = 1;
    p.tax.rate = 0.3;
    CashBench b{p, {2}};
    b.close({.damages = {{4.5, 60e6, 0}}});
    b.run();
    EXPECT_EQ(b.mine().end, MineEnd::exhausted);
    EXPECT_NEAR(b.at(Line::net, 4), -10e6, 1e-6);
    EXPECT_NEAR(b.at(Line::tax, 5), 0.3 * 40e6, 1e-6);  // 50 less the loss of the year before
}

TEST(ForceMajeure, AStandingCostOnTheCapitalCommittedByItsBeginning) {
    CashBench b{with_terms(), {2}};
    commit(b, {{0.5, 200e6}, {4.5, 50e6}, {4.75, 1000e6}});
    b.close(suspended({{4.5, 5.25, false}}));
    b.build.standing(4, 0) = 1e6;
    b.run();
    // 6 % of 100 + 200 + 50 MUSD: 21 a year, for half a year and for a quarter.
    EXPECT_NEAR(b.at(Line::standing, 4), 1e6 + 10.5e6, 1e-3);
    EXPECT_NEAR(b.at(Line::standing, 5), 5.25e6, 1e-3);
    EXPECT_NEAR(b.at(Line::ore, 4), 0.5e6, 1e-3);
    EXPECT_NEAR(b.at(Line::ore, 5), 0.75e6, 1e-3);
    EXPECT_NEAR(b.at(Line::net, 5), 37.5e6 - 5.25e6, 1e-3);
    EXPECT_NEAR(b.total(Line::standing), 16.75e6, 1e-3);
    EXPECT_EQ(b.mine().end, MineEnd::exhausted);
}

TEST(ForceMajeure, StandingCostEndsWithTheMineAndWithAStoppedProject) {
    CashBench b{with_terms(), {2}};  // last ore at 12
    testing_support::Lists lists = suspended({{13, 14, false}});
    b.close(lists);
    EXPECT_EQ(b.run().total(Line::standing), 0);

    CashBench stopped{with_terms(), {never}};
    stopped.close(suspended({{0.25, 3, false}}));
    stopped.build.decision[0] = Decision::stopped;
    stopped.build.pause_end(0, 0) = 0.75;
    stopped.run();
    EXPECT_EQ(stopped.total(Line::standing, 0), 0);  // the pause before the decision has a cost of its own
    EXPECT_NEAR(stopped.total(Line::standing, 1), 6e6 * 2.75, 1e-3);

    CashBench waits{with_terms(), {never}};
    waits.close(suspended({{0.25, 3, false}}));
    waits.build.decision[0] = Decision::go;
    waits.build.pause_end(0, 0) = 0.75;
    EXPECT_NEAR(waits.run().total(Line::standing), 6e6 * 2.25, 1e-3);
}

TEST(ProtectionMoney, RunsFromItsDateButNeitherInAPauseNorFromWithinASuspension) {
    using cashflow::protection_money;
    const std::vector<ProtectionCost> measure{{1 * year, 40 * MUSD, 10 * MUSD / year, 4 * MUSD / year}};
    const auto money = [&](double pause_end, std::vector<Suspension> suspensions, double from, double to) {
        const auto m = protection_money(measure, 0.5, pause_end, suspensions, from, to);
        return std::pair{m.running / 1e6, m.capital / 1e6};
    };
    using Pair = std::pair<double, double>;
    EXPECT_EQ(money(0, {}, 0, 1), (Pair{0, 0}));
    EXPECT_EQ(money(0, {}, 1, 2), (Pair{12, 40}));
    EXPECT_EQ(money(0, {}, 2, 2.5), (Pair{6, 0}));
    EXPECT_EQ(money(1.5, {}, 1, 2), (Pair{6, 40}));
    EXPECT_EQ(money(2, {}, 1, 2), (Pair{0, 0}));
    EXPECT_EQ(money(0, {{0.5, 1.25}}, 1, 2), (Pair{9, 40}));
    EXPECT_EQ(money(1.5, {{0.5, 1.25}, {1.4, 2.5}}, 2, 3), (Pair{6, 40}));
    EXPECT_EQ(money(0, {{1.5, 1.75}}, 1, 2), (Pair{12, 40}));  // once there it is kept through a suspension
    EXPECT_EQ(money(0, {{0.5, 3, true}}, 4, 5), (Pair{0, 0}));
}

TEST(ForceMajeure, AProjectThatIsGivenUpStopsAndPaysItsClosure) {
    for (const int ppy : {1, 4}) {
        CashBench b{with_terms(), {2}, 20, ppy};
        testing_support::Lists lists = suspended({{5, 6.25, true}});
        lists.damages = {{6, 1e6, 0}, {6.5, 2e6, 0}};
        b.close(lists);
        for (int i = 0; i < b.grid.periods(); ++i) b.build.capital(i, 0) = i >= 6 * ppy ? 4e6 / ppy : 0;
        b.run();
        EXPECT_EQ(b.mine().end, MineEnd::abandoned);
        EXPECT_EQ(b.mine().last_ore, 6.25);
        EXPECT_NEAR(b.total(Line::ore), 3e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::standing, 5), 6e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::standing, 6), 1.5e6, 1e-3);
        EXPECT_NEAR(b.total(Line::standing), 7.5e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::closure, 6), 20e6, 1e-3);
        EXPECT_NEAR(b.in_year(Line::closure, 7), 15e6, 1e-3);
        EXPECT_NEAR(b.total(Line::damage), 1e6, 1e-3);
        EXPECT_EQ(b.in_year(Line::growth_capital, 7), 0);
        EXPECT_EQ(b.in_year(Line::plan_ore, 7), 0);
    }
}

TEST(ForceMajeure, AMineThatNeverStartedPaysNoClosureWhenItIsGivenUp) {
    for (const double milestone : {never, 9.0, 6.5, 5.5}) {  // 5.5: ready while it stands still for good
        CashBench b{with_terms(), {milestone}};
        b.close(suspended({{5, 6.25, true}}));
        for (int i = 0; i < b.grid.periods(); ++i) b.build.capital(i, 0) = 4e6;
        b.run();
        EXPECT_EQ(b.mine().end, MineEnd::never_started);
        EXPECT_EQ(b.mine().first_ore, never);
        EXPECT_EQ(b.total(Line::closure), 0);
        EXPECT_EQ(b.total(Line::ore), 0);
        EXPECT_NEAR(b.total(Line::standing), 7.5e6, 1e-3);
        EXPECT_NEAR(b.total(Line::growth_capital), 7 * 4e6, 1e-3);  // what a schedule spends in year 6, too
    }
}

TEST(ForceMajeure, GivenUpBeyondTheEndIsAnEndByTheCut) {
    CashBench b{with_terms(), {2}};
    b.close(suspended({{5, 30, true}}));
    EXPECT_EQ(b.run().mine().end, MineEnd::cut);
    EXPECT_EQ(b.mine().last_ore, 18);
    EXPECT_NEAR(b.total(Line::standing), 13 * 6e6, 1e-3);
}

}  // namespace
