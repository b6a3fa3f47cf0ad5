#include <gtest/gtest.h>

#include "support/mine.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;
using testing_support::CashBench;

TEST(WorkingCapital, IsTiedUpWhileTheMineRunsAndComesBack) {
    Project p = testing_support::full_mine();
    CashBench plain{p, {2.5, 4}};
    plain.run();
    p.working_capital = {.receivable = 0.1 * year, .payable = 0.2 * year, .stock = 0.05 * year};
    CashBench b{p, {2.5, 4}};
    b.run();
    double held = 0;
    for (int i = 0; i < b.grid.periods(); ++i) {
        const double owed = 0.1 * b.at(Line::nsr, i) + (0.05 - 0.2) * b.at(Line::onsite, i);
        EXPECT_NEAR(b.at(Line::working_capital, i), owed - held, 1e-6) << i;
        EXPECT_NEAR(b.at(Line::net, i), plain.at(Line::net, i) - (owed - held), 1e-6) << i;
        EXPECT_EQ(b.at(Line::tax, i), plain.at(Line::tax, i)) << i;
        held = owed;
    }
    EXPECT_NEAR(b.total(Line::working_capital), 0, 1e-6);
    EXPECT_NEAR(b.total(Line::net), plain.total(Line::net), 1e-3);
}

TEST(WorkingCapital, IsOfThePaceOfThePeriodWhateverItsLength) {
    Project p = testing_support::plain_mine();
    p.working_capital = {.receivable = 0.1 * year};
    CashBench yearly{p, {2}}, quarterly{p, {2}, 20, 4};
    yearly.run();
    quarterly.run();
    EXPECT_NEAR(quarterly.at(Line::working_capital, 8), yearly.at(Line::working_capital, 2), 1e-3);
    EXPECT_NEAR(quarterly.at(Line::working_capital, 9), 0, 1e-3);
}

}  // namespace
