#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "minerisk/engine/path_block.hpp"
#include "minerisk/engine/simulate.hpp"
#include "support/study.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::Line;

/// Owners, and a crown that takes every levy, some of it ahead.
StudySpec<> study_with_levies(double inflation) {
    StudySpec<> s = testing_support::risky_study();
    s.project.royalties[0].advance =
        AdvanceRoyalty{.from = -1 * year, .by_year = {1 * MUSD, 2 * MUSD}, .cap = 6 * MUSD};
    s.project.royalties[1].rate = 0;
    s.project.royalties[1].scale = RoyaltyScale{"copper", {{9000, 0.01}, {11'000, 0.02}}};
    s.project.royalties.push_back({.name = "fiscal change", .rate = 0.02, .on_change = true});
    s.fiscal.change = 0.1 / year;
    s.project.tax = {.rate = 0.3,
                     .growth_capital = {.method = DepreciationMethod::straight_line, .over = 10 * year},
                     .loss_expiry = 5 * year};
    s.finance = finance::Spec{.inflation = {.rate = inflation / year},
                              .parties = {{"owners", 0.08 / year, false}, {"crown", 0.08 / year, false}},
                              .stakes = {{.holder = "owners", .share = 1}},
                              .levies = {{"province", "crown"},
                                         {"surcharge", "crown"},
                                         {"fiscal change", "crown"},
                                         {"income tax", "crown"}}};
    return s;
}

TEST(Levies, APartyReceivesWhatTheLedgerSaysIsPaid) {
    const Study<> study{study_with_levies(0.02)};
    PathBlock<> b{study, cashflow::Ledger::Keep::what_is_valued};
    b.simulate(5, 0, Risks::all());
    double ahead = 0, changed = 0;
    for (int i = 0; i < study.grid().periods(); ++i)
        for (int p = 0; p < b.width(); ++p) {
            double paid = 0;
            for (int r = 0; r < 3; ++r) paid += b.ledger().royalty(r)(i, p);
            paid += b.ledger().line(Line::tax)(i, p);
            EXPECT_EQ(b.finance().flow(1)(i, p), paid);
            if (b.ledger().line(Line::nsr)(i, p) == 0) ahead += b.ledger().royalty(0)(i, p);
            changed += b.ledger().royalty(2)(i, p);
        }
    EXPECT_GT(ahead, 1e6);
    EXPECT_GT(changed, 1e6);
}

TEST(Levies, WhoPaysTheCompensationIsAParty) {
    StudySpec<> spec = study_with_levies(0.02);
    spec.fiscal.expropriation = 0.1 / year;
    spec.project.expropriation_compensation = 0.6;
    EXPECT_THROW(Study<>{spec}, InputError);  // nobody is said to pay it
    spec.finance->levies.push_back({"compensation", "crown"});
    const Study<> study{spec};
    PathBlock<> b{study, cashflow::Ledger::Keep::everything};
    b.simulate(5, 0, Risks::all());
    double compensation = 0;
    for (int i = 0; i < study.grid().periods(); ++i)
        for (int p = 0; p < b.width(); ++p) {
            const auto line = [&](Line l) { return b.ledger().line(l)(i, p); };
            const double before = line(Line::net) + line(Line::royalty) + line(Line::tax);
            EXPECT_NEAR(b.finance().flow(0)(i, p) + b.finance().flow(1)(i, p),
                        before - line(Line::compensation), 1e-3);
            compensation += line(Line::compensation);
        }
    EXPECT_GT(compensation, 1e6);
}

/// What the tax of 64 paths is worth.
double tax_worth(double inflation, bool nominal) {
    StudySpec<> spec = study_with_levies(inflation);
    spec.project.tax.nominal = nominal;
    const Study<> study{spec};
    PathBlock<> b{study, cashflow::Ledger::Keep::what_is_valued};
    b.simulate(5, 0, Risks::all());
    double sum = 0;
    for (int i = 0; i < study.grid().periods(); ++i)
        for (int p = 0; p < b.width(); ++p) sum += b.ledger().line(Line::tax)(i, p);
    return sum;
}

TEST(Levies, InflationTakesFromWhatIsDeductedOnANominalBasisAlone) {
    EXPECT_EQ(tax_worth(0, true), tax_worth(0, false));
    EXPECT_EQ(tax_worth(0.05, false), tax_worth(0, false));
    EXPECT_GT(tax_worth(0.05, true), 1.01 * tax_worth(0, true));
}

}  // namespace
