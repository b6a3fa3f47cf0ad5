#include <gtest/gtest.h>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using cashflow::MineEnd;
using testing_support::CashBench;
using testing_support::plain_mine;

void on_all_paths(CashBench& b, FiscalEvent event, double date) {
    for (int p = 0; p < CashBench::width; ++p) b.fiscal(static_cast<int>(event), p) = date;
}

/// 50 MUSD a year from year 2 on.
Project closed_mine() {
    Project p = plain_mine();
    p.closure = {.at_end = 20 * MUSD, .year_after = 10 * MUSD};
    return p;
}

TEST(FiscalChange, ARoyaltyIsDueFromItsDateOn) {
    Project p = plain_mine();
    p.royalties = {{.name = "province", .rate = 0.05},
                   {.name = "fiscal change", .rate = 0.02, .on_change = true}};
    CashBench b{p, {2}};
    for (int path = 1; path < CashBench::width; ++path) b.fiscal(0, path) = 4.25;
    b.run();
    EXPECT_EQ(b.ledger.royalty(1)(5, 0), 0);
    EXPECT_EQ(b.ledger.royalty(1)(3, 1), 0);
    EXPECT_NEAR(b.ledger.royalty(1)(4, 1), 0.75 * 1e6, 1e-6);
    EXPECT_NEAR(b.ledger.royalty(1)(5, 1), 1e6, 1e-6);
    EXPECT_NEAR(b.at(Line::royalty, 5, 1), 2.5e6 + 1e6, 1e-6);
}

TEST(FiscalChange, ATaxRateTakesThePlaceOfTheStatedOne) {
    Project p = plain_mine();
    p.tax = {.rate = 0.2, .rate_on_change = 0.4};
    CashBench b{p, {2}};
    on_all_paths(b, FiscalEvent::change, 4.25);
    b.fiscal(0, 0) = testing_support::never;
    b.run();
    EXPECT_NEAR(b.at(Line::tax, 3, 1), 10e6, 1e-6);
    EXPECT_NEAR(b.at(Line::tax, 4, 1), 0.25 * 10e6 + 0.75 * 20e6, 1e-6);
    EXPECT_NEAR(b.at(Line::tax, 5, 1), 20e6, 1e-6);
    EXPECT_NEAR(b.at(Line::tax, 5, 0), 10e6, 1e-6);
    p.tax = {.rate = 0, .holiday = 5 * year, .rate_on_change = 0.4};  // the holiday stands
    CashBench later{p, {2}};
    on_all_paths(later, FiscalEvent::change, 4.25);
    later.run();
    EXPECT_EQ(later.at(Line::tax, 6, 1), 0);
    EXPECT_NEAR(later.at(Line::tax, 7, 1), 20e6, 1e-6);
}

TEST(Expropriation, EndsTheMineForItsOwnersWithoutClosureCost) {
    Project p = closed_mine();
    p.costs.fixed = 8 * MUSD / year;
    p.sunk = {{"studies", 30 * MUSD, 1 * year}};
    p.expropriation_compensation = 0.6;
    CashBench b{p, {2}};
    for (int path = 0; path < CashBench::width; ++path) b.build.capital(0, path) = 70e6;
    on_all_paths(b, FiscalEvent::expropriation, 5.5);
    b.fiscal(1, 0) = testing_support::never;
    b.run();
    EXPECT_EQ(b.mine(1).end, MineEnd::expropriated);
    EXPECT_EQ(b.mine(1).last_ore, 5.5);
    EXPECT_NEAR(b.at(Line::gross, 5, 1), 25e6, 1e-6);
    EXPECT_NEAR(b.at(Line::fixed, 5, 1), 4e6, 1e-6);
    EXPECT_EQ(b.at(Line::fixed, 6, 1), 0);
    EXPECT_NEAR(b.at(Line::compensation, 5, 1), 0.6 * 100e6, 1e-6);
    EXPECT_NEAR(b.total(Line::compensation, 1), 0.6 * 100e6, 1e-6);
    EXPECT_NEAR(b.at(Line::net, 5, 1), 25e6 - 4e6 + 60e6, 1e-6);
    EXPECT_EQ(b.total(Line::closure, 1), 0);
    for (int i = 6; i < 20; ++i) EXPECT_EQ(b.at(Line::net, i, 1), 0) << i;
    // Another path goes on to its closure.
    EXPECT_EQ(b.mine(0).end, MineEnd::exhausted);
    EXPECT_NEAR(b.total(Line::closure, 0), 30e6, 1e-6);
    EXPECT_EQ(b.total(Line::compensation, 0), 0);
}

TEST(Expropriation, DuringTheBuildEndsTheSpend) {
    Project p = closed_mine();
    p.expropriation_compensation = 0.5;
    CashBench b{p, {2}};
    for (int path = 0; path < CashBench::width; ++path)
        for (int i = 0; i < 2; ++i) b.build.capital(i, path) = 40e6;
    on_all_paths(b, FiscalEvent::expropriation, 1);
    b.run();
    EXPECT_EQ(b.mine(1).end, MineEnd::expropriated);
    EXPECT_EQ(b.mine(1).last_ore, testing_support::never);
    EXPECT_NEAR(b.total(Line::growth_capital, 1), 40e6, 1e-6);
    EXPECT_EQ(b.total(Line::ore, 1), 0);
    EXPECT_NEAR(b.at(Line::compensation, 0, 1) + b.at(Line::compensation, 1, 1), 20e6, 1e-6);
    EXPECT_EQ(b.total(Line::closure, 1), 0);
}

TEST(Expropriation, WithinAPeriodOfTheBuildLeavesTheSpendUntilThen) {
    Project p = closed_mine();
    p.expropriation_compensation = 0.5;
    CashBench b{p, {3}};
    for (int path = 0; path < CashBench::width; ++path)
        for (int i = 0; i < 2; ++i) {
            b.build.capital(i, path) = 40e6;
            b.build.standing(i, path) = 8e6;
        }
    on_all_paths(b, FiscalEvent::expropriation, 1.25);
    b.run();
    EXPECT_NEAR(b.total(Line::growth_capital, 1), 50e6, 1e-6);
    EXPECT_NEAR(b.total(Line::standing, 1), 10e6, 1e-6);
    EXPECT_NEAR(b.at(Line::compensation, 1, 1), 25e6, 1e-6);
}

TEST(Expropriation, TakesWhatIsTiedUp) {
    Project p = closed_mine();
    p.working_capital.receivable = 0.5 * year;
    CashBench b{p, {2}}, closes{p, {2}};
    on_all_paths(b, FiscalEvent::expropriation, 5.5);
    on_all_paths(closes, FiscalEvent::expropriation, 12.5);  // the ore is out at 12
    b.run();
    closes.run();
    EXPECT_GT(b.total(Line::working_capital, 1), 1e6);
    for (int i = 6; i < 20; ++i) EXPECT_EQ(b.at(Line::net, i, 1), 0) << i;
    EXPECT_NEAR(closes.total(Line::working_capital, 1), 0, 1e-6);
}

TEST(Expropriation, OfWhatIsOverTakesNothing) {
    Project p = closed_mine();
    p.costs.fixed = 8 * MUSD / year;
    p.expropriation_compensation = 0.5;
    CashBench b{p, {2}}, stopped{p, {testing_support::infinity}};
    on_all_paths(b, FiscalEvent::expropriation, 12.5);  // the ore is out at 12
    b.fiscal(1, 0) = testing_support::never;
    b.run();
    for (int i = 0; i < b.grid.periods(); ++i) EXPECT_EQ(b.at(Line::net, i, 1), b.at(Line::net, i, 0)) << i;
    EXPECT_EQ(b.mine(1).end, MineEnd::exhausted);
    EXPECT_NEAR(b.total(Line::closure, 1), 30e6, 1e-6);
    EXPECT_EQ(b.total(Line::compensation, 1), 0);
    on_all_paths(stopped, FiscalEvent::expropriation, 3);
    for (int path = 0; path < CashBench::width; ++path) {
        stopped.build.capital(0, path) = 40e6;
        stopped.build.decision[static_cast<std::size_t>(path)] = Decision::stopped;
        stopped.build.pause_end(0, path) = 2;
    }
    stopped.run();
    EXPECT_EQ(stopped.mine(1).end, MineEnd::never_started);
    EXPECT_EQ(stopped.total(Line::compensation, 1), 0);
}

}  // namespace
