#pragma once

#include <algorithm>
#include <cstdint>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/debt.hpp"
#include "minerisk/finance/loan.hpp"

// The build of a loan: interest, draws, fees.
namespace minerisk::inline v0::finance {

MINERISK_BODY void DebtModel::accrue(Now& now) const {
    for (std::size_t k = 0; k < now.loans.size(); ++k) {
        Loan& loan = now.loans[k];
        loan.step_rate = step_rate(k, now.in.base_rate);
        loan.interest = loan.balance * loan.step_rate;
        loan.overdue += loan.overdue * loan.step_rate;
        if (now.path.in_default) loan.grown *= 1 + loan.step_rate;
        loan.room = loan.draw = loan.fee = loan.flow = loan.due_interest = loan.due_principal = 0;
    }
}

MINERISK_BODY double DebtModel::uses(double fixed, double equity_left, std::span<Loan> loans) const {
    if (fixed <= equity_left) return fixed;
    const auto cost = [&](std::size_t k) { return spec_.facilities[k].exposure_fee; };
    double slope = 0;
    for (std::size_t k = 0; k < loans.size(); ++k) slope += cost(k) * prepared_[k].share;
    std::uint32_t bound = 0;
    for (std::size_t round = 0;; ++round) {
        const double all = (fixed - slope * equity_left) / (1 - slope);
        std::size_t first = loans.size();
        double least = all;
        for (std::size_t k = 0; k < loans.size(); ++k) {
            if ((bound >> k & 1u) != 0 || !(prepared_[k].share > 0)) continue;
            const double at = equity_left + loans[k].room / prepared_[k].share;
            if (!(at < least)) continue;
            least = at;
            first = k;
        }
        if (first == loans.size() || round == loans.size()) return all;
        bound |= 1u << first;
        fixed += cost(first) * loans[first].room;
        slope -= cost(first) * prepared_[first].share;
    }
}

MINERISK_BODY void DebtModel::lend(Now& now, std::size_t k, double amount) const {
    if (!(amount > 0)) return;
    Loan& loan = now.loans[k];
    LoanOutcome& of = now.of_loans[k];
    if (loan.first < 0) {
        loan.first = now.i;
        of.first_draw = std::max(now.begin, now.out.close);
    }
    loan.draw = amount;
    loan.fee += spec_.facilities[k].exposure_fee * amount;
    loan.balance += amount;
    of.drawn += amount;
    now.out.drawn += amount;
}

MINERISK_BODY void DebtModel::draw(Now& now) const {
    Path& path = now.path;
    const double after_close = grid_.share_after(now.out.close, now.i);
    const double open = after_close * (1 - std::clamp(now.in.suspended, 0.0, 1.0));
    path.spent += now.in.growth * open;
    double fixed = now.in.growth * open;
    for (std::size_t k = 0; k < now.loans.size(); ++k) {
        const Facility& f = spec_.facilities[k];
        Loan& loan = now.loans[k];
        const double drawn = now.of_loans[k].drawn;
        const double undrawn = f.commitment.canonical() - drawn;
        const double until = std::min(now.end, now.out.close + f.available.canonical());
        const double years = std::max(0.0, until - std::max(now.begin, now.out.close));
        loan.fee = f.commitment_fee.canonical() * years * undrawn;
        if (now.out.close >= now.begin && now.out.close < now.end)
            loan.fee += f.upfront_fee * f.commitment.canonical();
        loan.room = years > 0 && open > 0 && !repays(loan, k, now.i) ? undrawn : 0.0;
        if (f.cover) loan.room = std::min(loan.room, f.cover->share * f.cover->eligible * path.spent - drawn);
        if (f.overrun_of) loan.room = std::min(loan.room, path.spent - f.overrun_of->canonical() - drawn);
        loan.room = std::max(loan.room, 0.0);
        fixed +=
            loan.fee + (f.interest == BuildInterest::financed && !repays(loan, k, now.i) ? loan.interest : 0);
    }
    const double all = uses(fixed, path.equity_left, now.loans);
    double drawn = 0;
    for (std::size_t k = 0; k < now.loans.size(); ++k) {
        const double part = prepared_[k].share * std::max(0.0, all - path.equity_left);
        lend(now, k, std::min(now.loans[k].room, part));
        drawn += now.loans[k].draw;
    }
    path.equity_left = std::max(0.0, path.equity_left - (all - drawn));
    double equity = std::max(0.0, all - drawn);
    for (std::size_t k = 0; k < now.loans.size(); ++k) {
        if (!spec_.facilities[k].overrun_of) continue;
        lend(now, k, std::min(now.loans[k].room, equity));
        equity -= now.loans[k].draw;
    }
}

MINERISK_BODY void DebtModel::fall_due(Now& now) const {
    for (std::size_t k = 0; k < now.loans.size(); ++k) {
        Loan& loan = now.loans[k];
        now.draws += loan.draw;
        now.fees += loan.fee;
        loan.flow = loan.fee - loan.draw;
        if (now.builds) {
            now.out.interest_of_build += loan.interest;
            now.out.all_in_cost += loan.interest;
        }
        if (!now.builds || repays(loan, k, now.i)) {
            loan.due_interest = loan.interest;
        } else if (spec_.facilities[k].interest == BuildInterest::capitalised) {
            loan.balance += loan.interest;
        } else {
            now.interest += loan.interest;
            loan.flow += loan.interest;
        }
    }
    now.out.fees += now.fees;
    if (now.builds) now.out.all_in_cost += now.in.growth + now.fees;
    now.out.balloon += schedule(now.loans, now.i, now.path.shift);
    for (const Loan& loan : now.loans) now.due += loan.due_interest + loan.due_principal;
}

}  // namespace minerisk::inline v0::finance
