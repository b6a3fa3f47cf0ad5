// What the parties of a deal have of the cash of a study: on random deals nothing is made or lost.
#include "minerisk/finance/finance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/study.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::finance;
using namespace minerisk::units;

/// Any deal that can be.
class RandomDeals {
public:
    explicit RandomDeals(const Project& project) : project_{project} {}

    Spec next() {
        Spec s;
        s.inflation = {uniform(0, 0.05) / year, -pick(3) * year};
        for (const char* name : {"north", "south", "crown", "treasury", "newcomer", "bank"})
            s.parties.push_back({name, 0.08 / year, pick(2) == 0});
        stakes(s);
        entries(s);
        for (const Royalty& r : project_.royalties) s.levies.push_back({r.name, "crown"});
        s.levies.push_back({"income tax", "treasury"});
        s.insurer = "bank";
        if (pick(2) == 0) s.shareholder_loans = ShareholderLoans{uniform(0.05, 1), uniform(0, 0.2) / year};
        if (pick(2) == 0) withhold(s);
        if (pick(4) > 0) s.debt = debt();
        if (s.debt && s.debt->completion_guarantee && pick(2) == 0) guarantees(s);
        s.interest_deducted = s.debt && pick(2) == 0;
        return s;
    }

    double uniform(double a, double b) { return std::uniform_real_distribution<>{a, b}(random_); }
    int pick(int n) { return std::uniform_int_distribution<>{0, n - 1}(random_); }

private:
    void stakes(Spec& s) {
        s.stakes = {{"north", uniform(0.2, 0.5), false, ""}, {"south", uniform(0.1, 0.3), false, ""}};
        const double left = 1 - s.stakes[0].share - s.stakes[1].share;
        const double carried = pick(2) * uniform(0.1, 0.9);
        s.stakes.push_back({"crown", left * (1 - carried), false, pick(2) == 0 ? "treasury" : ""});
        if (carried > 0) s.stakes.push_back({"crown", left * carried, true, ""});
        s.carry_repaid = pick(2) == 0;
    }
    void entries(Spec& s) {
        for (const Stake& seller : {s.stakes[0], s.stakes[1]})
            if (pick(2) == 0)
                s.entries.push_back({"newcomer", seller.holder, uniform(0.1, 1) * seller.share,
                                     uniform(0, 12) * year, uniform(0, 200) * MUSD});
    }
    Debt debt() {
        Debt d;
        d.drawing = static_cast<Drawing>(pick(3));
        d.gearing = uniform(0.1, 1);
        d.equity_first = uniform(1, 300) * MUSD;
        d.close_after = uniform(0, 1) * year;
        d.completion_guarantee = pick(3) > 0;
        d.completion = uniform(0, 6) * year;
        d.standby_equity = uniform(0, 50) * MUSD;
        d.reserve = pick(2) * 0.5 * year;
        if (pick(2) == 0) d.covenants = {{Ratio::dscr, 1.3, {}}};
        d.sweep = uniform(0, 1);
        d.cure = uniform(0, 2) * year;
        Facility f;
        f.name = "loan";
        f.lender = "bank";
        f.commitment = uniform(50, 600) * MUSD;
        f.available = (1 + pick(6)) * year;
        f.rate = uniform(0, 0.15) / year;
        f.interest = static_cast<BuildInterest>(pick(3));
        f.grace = pick(5) * year;
        f.repaid_over = (1 + pick(10)) * year;
        d.facilities = {f};
        return d;
    }
    void withhold(Spec& s) {
        s.withholding = Withholding{uniform(0, 0.3), {}};
        if (s.shareholder_loans) s.withholding->interest = uniform(0, 0.3);
        s.levies.push_back({"withholding", "treasury"});
        for (Party& p : s.parties) p.exempt = pick(3) == 0;
    }
    void guarantees(Spec& s) {
        double left = 1;
        for (Stake& k : s.stakes) left -= *(k.guarantees = pick(2) * left * uniform(0, 1));
        *s.stakes[0].guarantees += left;
    }

    const Project& project_;
    std::mt19937 random_{11};
};

Spec without_withholding(Spec s) {
    s.withholding = {};
    std::erase_if(s.levies, [](const LevyTo& l) { return l.levy == "withholding"; });
    for (Party& p : s.parties) p.exempt = false;
    return s;
}

/// The cash flow of a block of paths, with all risks on, that deals are laid over.
class Parties : public testing::Test {
protected:
    Parties() {
        block_.simulate(7, 0, Risks::all());
        study_.cash_flow().run({block_.prices(), block_.build(), block_.outages(), block_.alert(),
                                block_.technical(), block_.fiscal()},
                               cash_, ledger_);
    }
    Finance finance(const Spec& s) const {
        return {s, study_.project(), study_.grid(), study_.spec().valuation.convention, 0.08 / year};
    }
    Finance::Workspace run(const Finance& f) {
        Finance::Workspace w{f, block_.width(), true};
        f.run({.ledger = ledger_, .build = block_.build(), .mines = cash_.mines}, w);
        return w;
    }
    double line(cashflow::Line l, int i, int p) const { return ledger_.line(l)(i, p); }
    /// What all parties together have to have.
    double whole(const Finance& f, const Finance::Workspace& w, int i, int p) const {
        using cashflow::Line;
        const auto in_accounts = [&](int k) {
            if (!f.debt() || k < 0) return 0.0;
            return w.debt().line(DebtLine::reserve)(k, p) + w.debt().line(DebtLine::held)(k, p);
        };
        return line(Line::net, i, p) + line(Line::royalty, i, p) + line(Line::tax, i, p) +
               line(Line::premium, i, p) - line(Line::recovery, i, p) -
               (in_accounts(i) - in_accounts(i - 1)) / f.levels()[static_cast<std::size_t>(i)];
    }

    const Study<> study_{testing_support::risky_study()};
    PathBlock<> block_{study_, cashflow::Ledger::Keep::everything};
    cashflow::CashFlow::Workspace cash_{study_.cash_flow(), block_.width()};
    cashflow::Ledger ledger_{static_cast<int>(study_.project().metals.size()),
                             static_cast<int>(study_.project().royalties.size()), study_.grid().periods(),
                             block_.width(), cashflow::Ledger::Keep::everything};
    RandomDeals deals_{study_.project()};
};

TEST_F(Parties, TogetherHaveTheProjectsCashOnRandomDeals) {
    int guaranteed = 0;
    for (int deal = 0; deal < 2000; ++deal) {
        const Spec s = deals_.next();
        const Finance f = finance(s);
        const Finance::Workspace w = run(f);
        for (int i = 0; i < study_.grid().periods(); ++i)
            for (int p = 0; p < block_.width(); ++p) {
                double sum = 0;
                for (std::size_t k = 0; k < s.parties.size(); ++k) sum += w.flow(k)(i, p);
                ASSERT_NEAR(sum, whole(f, w, i, p), 1e-2) << deal << ", period " << i << ", path " << p;
                guaranteed += s.stakes[0].guarantees && w.debt().line(DebtLine::support)(i, p) > 0 ? 1 : 0;
            }
    }
    EXPECT_GT(guaranteed, 1000);
}

TEST_F(Parties, WithholdingGoesFromShareholdersThatAreNotExemptToItsParty) {
    double withheld = 0;
    for (int deal = 0; deal < 300; ++deal) {
        Spec s = deals_.next();
        if (!s.withholding) continue;
        const Finance taxed = finance(s);
        s = without_withholding(std::move(s));
        const Finance free = finance(s);
        const Finance::Workspace a = run(free), b = run(taxed);
        for (int i = 0; i < study_.grid().periods(); ++i)
            for (int p = 0; p < block_.width(); ++p) {
                ASSERT_EQ(a.shareholders()(i, p), b.shareholders()(i, p));
                double sum = 0;
                for (std::size_t k = 0; k < s.parties.size(); ++k) {
                    const double more = b.flow(k)(i, p) - a.flow(k)(i, p);
                    sum += more;
                    if (s.parties[k].name == "treasury") {
                        ASSERT_GE(more, -1e-5);
                        withheld += more;
                    } else {
                        ASSERT_LE(more, 1e-5);
                        if (taxed.spec().parties[k].exempt) {
                            ASSERT_EQ(more, 0);
                        }
                    }
                }
                ASSERT_NEAR(sum, 0, 1e-3);
            }
    }
    EXPECT_GT(withheld, 1e9);
}

/// Who guarantees by the shares in which all else is paid and received pays no more and no less; who
/// guarantees all of it pays the parts of the others too.
TEST_F(Parties, GuaranteesMoveTheSupportAlone) {
    for (int deal = 0; deal < 300; ++deal) {
        Spec s = without_withholding(deals_.next());
        if (!s.debt || !s.debt->completion_guarantee) continue;
        s.entries.clear();
        s.shareholder_loans = {};
        s.debt->standby_equity = {};  // so that all support is that under the guarantee
        if (s.stakes.back().carried) {
            s.stakes[2].share += s.stakes[3].share;
            s.stakes.pop_back();
        }
        s.stakes[2].funded_by = "";
        for (Stake& k : s.stakes) k.guarantees = {};
        const Finance called = finance(s);
        for (Stake& k : s.stakes) k.guarantees = k.share;
        const Finance shared = finance(s);
        for (Stake& k : s.stakes) k.guarantees = k.holder == "north" ? 1 : 0;
        const Finance alone = finance(s);
        const Finance::Workspace a = run(called), b = run(shared), c = run(alone);
        for (int i = 0; i < study_.grid().periods(); ++i)
            for (int p = 0; p < block_.width(); ++p) {
                const double support =
                    a.debt().line(DebtLine::support)(i, p) / called.levels()[static_cast<std::size_t>(i)];
                for (std::size_t k = 0; k < s.parties.size(); ++k) {
                    ASSERT_NEAR(a.flow(k)(i, p), b.flow(k)(i, p), 1e-3) << deal << ", period " << i;
                    if (k >= s.stakes.size()) continue;  // the parties that hold stakes come first
                    const double more = s.stakes[k].share - *s.stakes[k].guarantees;
                    ASSERT_NEAR(c.flow(k)(i, p) - a.flow(k)(i, p), more * support, 1e-3) << deal;
                }
            }
    }
}

}  // namespace
