#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/debt.hpp"
#include "minerisk/finance/loan.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY DebtModel::Workspace::Workspace(int facilities, int rows, int width)
    : facilities_{facilities},
      outcomes_(static_cast<std::size_t>(width)),
      loans_(static_cast<std::size_t>(facilities * width)),
      states_(static_cast<std::size_t>(facilities * width)),
      paths_(static_cast<std::size_t>(width)) {
    for (std::size_t i = 0; i < debt_line_names.size(); ++i) lines_.emplace_back(rows, width);
}

MINERISK_BODY DebtModel::DebtModel(Debt spec, const TimeGrid& grid) : spec_{std::move(spec)}, grid_{grid} {
    double committed = 0;
    for (const Facility& f : spec_.facilities) committed += f.commitment.canonical();
    for (const Facility& f : spec_.facilities) {
        const double gearing = spec_.drawing == Drawing::pro_rata ? spec_.gearing : 1;
        const double rate = f.rate.canonical();
        prepared_.push_back(
            {gearing * (f.commitment.canonical() / committed), accrual(rate, grid_.step()),
             static_cast<int>(std::lround(f.grace.canonical() * grid_.periods_per_year())),
             static_cast<int>(std::lround(f.repaid_over.canonical() * grid_.periods_per_year()))});
        ranks_ = std::max(ranks_, f.rank + 1);
    }
}

MINERISK_BODY void DebtModel::open(double decided, double first_ore, int p, Workspace& w) const {
    DebtOutcome& out = w.outcome(p);
    out = {};
    const double close = std::max(decided, 0.0) + spec_.close_after.canonical();
    if (close <= spec_.closes_by.canonical() && close < grid_.length()) out.close = close;
    Path& path = w.paths_[static_cast<std::size_t>(p)];
    path = {};
    path.first_ore = first_ore;
    path.equity_left = spec_.drawing == Drawing::equity_first ? spec_.equity_first.canonical() : 0.0;
    path.standby_left = spec_.standby_equity.canonical();
    if (!(first_ore < grid_.length())) out.all_in_cost = std::numeric_limits<double>::infinity();
    for (int k = 0; k < facilities(); ++k) {
        w.states_[w.index(k, p)] = {};
        w.loan(k, p) = {};
    }
}

MINERISK_BODY bool DebtModel::repays(const Loan& loan, std::size_t k, int i) const {
    return loan.first >= 0 && i >= loan.first + prepared_[k].grace;
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
            const double at = equity_left + loans[k].room / prepared_[k].share;
            if ((bound >> k & 1u) != 0 || !(at < least)) continue;
            least = at;
            first = k;
        }
        if (first == loans.size() || round == loans.size()) return all;
        bound |= 1u << first;
        fixed += cost(first) * loans[first].room;
        slope -= cost(first) * prepared_[first].share;
    }
}

MINERISK_BODY void DebtModel::draw(const Period& in, int i, int p, Workspace& w, double open) const {
    DebtOutcome& out = w.outcome(p);
    Path& path = w.paths_[static_cast<std::size_t>(p)];
    const std::span<Loan> loans{&w.states_[w.index(0, p)], prepared_.size()};
    const double begin = grid_.begin(i), end = grid_.end(i);
    path.spent += in.growth * open;
    double fixed = in.growth * open;
    for (std::size_t k = 0; k < loans.size(); ++k) {
        const Facility& f = spec_.facilities[k];
        Loan& loan = loans[k];
        const double drawn = w.loan(static_cast<int>(k), p).drawn;
        const double undrawn = f.commitment.canonical() - drawn;
        const double until = std::min(end, out.close + f.available.canonical());
        const double years = std::max(0.0, until - std::max(begin, out.close));
        loan.fee = f.commitment_fee.canonical() * years * undrawn;
        if (out.close >= begin && out.close < end) loan.fee += f.upfront_fee * f.commitment.canonical();
        loan.room = years > 0 && open > 0 && !repays(loan, k, i) ? undrawn : 0.0;
        if (f.cover) loan.room = std::min(loan.room, f.cover->share * f.cover->eligible * path.spent - drawn);
        loan.room = std::max(loan.room, 0.0);
        fixed +=
            loan.fee + (f.interest == BuildInterest::financed && !repays(loan, k, i) ? loan.interest : 0);
    }
    const double all = uses(fixed, path.equity_left, loans);
    double drawn = 0;
    for (std::size_t k = 0; k < loans.size(); ++k) {
        Loan& loan = loans[k];
        const double part = prepared_[k].share * std::max(0.0, all - path.equity_left);
        loan.draw = std::min(loan.room, part);
        if (!(loan.draw > 0)) {
            loan.draw = 0;
            continue;
        }
        LoanOutcome& of = w.loan(static_cast<int>(k), p);
        if (loan.first < 0) {
            loan.first = i;
            of.first_draw = std::max(begin, out.close);
        }
        of.drawn += loan.draw;
        drawn += loan.draw;
        loan.fee += spec_.facilities[k].exposure_fee * loan.draw;
        loan.balance += loan.draw;
    }
    out.drawn += drawn;
    path.equity_left = std::max(0.0, path.equity_left - (all - drawn));
}

MINERISK_BODY double DebtModel::next_service(std::span<const Loan> loans, int i) const {
    double sum = 0;
    for (std::size_t k = 0; k < loans.size(); ++k) {
        const Prepared& f = prepared_[k];
        const Loan& loan = loans[k];
        sum += loan.balance * f.step_rate;
        if (repays(loan, k, i + 1))
            sum += principal_due(spec_.facilities[k].repayment, spec_.facilities[k].table,
                                 i + 1 - loan.first - f.grace, f.count, loan.balance, f.step_rate);
    }
    return sum;
}

MINERISK_BODY auto DebtModel::period(const Period& in, int i, int row, int p, Workspace& w) const -> Flow {
    DebtOutcome& out = w.outcome(p);
    Path& path = w.paths_[static_cast<std::size_t>(p)];
    const std::span<Loan> loans{&w.states_[w.index(0, p)], prepared_.size()};
    const double begin = grid_.begin(i), end = grid_.end(i);
    const bool builds = begin <= path.first_ore;
    const double cash = in.net + in.growth;
    const bool last = i + 1 == grid_.periods();
    double interest = 0, fees = 0, principal = 0, draws = 0;

    for (std::size_t k = 0; k < loans.size(); ++k) {
        Loan& loan = loans[k];
        loan.interest = loan.balance * prepared_[k].step_rate;
        loan.overdue += loan.overdue * prepared_[k].step_rate;
        loan.draw = loan.fee = loan.flow = loan.due_interest = loan.due_principal = 0;
    }
    if (builds && out.close < end && !path.in_default) {
        const double after_close = std::clamp((end - out.close) / grid_.step(), 0.0, 1.0);
        draw(in, i, p, w, after_close * (1 - std::clamp(in.suspended, 0.0, 1.0)));
    }
    double due = 0;
    for (std::size_t k = 0; k < loans.size(); ++k) {
        Loan& loan = loans[k];
        const Facility& f = spec_.facilities[k];
        draws += loan.draw;
        fees += loan.fee;
        loan.flow = loan.fee - loan.draw;
        if (builds) {
            out.interest_of_build += loan.interest;
            out.all_in_cost += loan.interest;
        }
        if (builds && !repays(loan, k, i)) {
            if (f.interest == BuildInterest::capitalised) {
                loan.balance += loan.interest;
            } else {
                interest += loan.interest;
                loan.flow += loan.interest;
            }
            continue;
        }
        loan.due_interest = loan.interest;
        if (repays(loan, k, i))
            loan.due_principal = principal_due(f.repayment, f.table, i - loan.first - prepared_[k].grace,
                                               prepared_[k].count, loan.balance, prepared_[k].step_rate);
        due += loan.due_interest + loan.due_principal;
    }
    out.fees += fees;
    if (builds) out.all_in_cost += in.growth + fees;

    const auto ppy = static_cast<std::size_t>(grid_.periods_per_year()),
               now = static_cast<std::size_t>(i) % ppy;
    path.cash[now] = builds ? 0 : cash;
    path.due[now] = builds ? 0 : due;
    double dscr = std::numeric_limits<double>::quiet_NaN();
    if (!builds && due > 0) {
        double of_year = 0, due_of_year = 0;
        for (std::size_t q = 0; q < ppy; ++q) {
            of_year += path.cash[q];
            due_of_year += path.due[q];
        }
        dscr = of_year / due_of_year;
        out.least_dscr = std::min(out.least_dscr, dscr);
        if (dscr < spec_.lockup_dscr) out.lockup = std::min(out.lockup, begin);
        if (dscr < spec_.breach_dscr) out.breach = std::min(out.breach, begin);
    }

    // Service from the project's own money, then from others.
    const double before = path.reserve + path.held;
    double rest = before + (builds ? 0.0 : std::max(0.0, cash));
    double support = 0, under_guarantee = 0;
    if (due > rest) {
        const bool guaranteed =
            spec_.completion_guarantee && begin <= path.first_ore + spec_.completion.canonical();
        support = guaranteed ? due - rest : std::min(path.standby_left, due - rest);
        if (guaranteed) under_guarantee = support;
        if (!guaranteed) path.standby_left -= support;
        rest += support;
    }
    const auto pay = [&](int rank, double Loan::*owed, auto&& paid) {
        double sum = 0;
        for (std::size_t k = 0; k < loans.size(); ++k)
            if (spec_.facilities[k].rank == rank) sum += loans[k].*owed;
        if (!(sum > 0)) return;
        const double share = std::min(1.0, std::max(0.0, rest) / sum);
        for (std::size_t k = 0; k < loans.size(); ++k) {
            if (spec_.facilities[k].rank != rank) continue;
            const double amount = share < 1 ? share * (loans[k].*owed) : loans[k].*owed;
            loans[k].flow += amount;
            rest -= amount;
            paid(loans[k], amount);
        }
    };
    const auto repay = [&](Loan& loan, double amount) {
        loan.balance -= amount;
        principal += amount;
    };
    const auto settle_overdue = [&](Loan& loan, double amount) {
        loan.overdue -= amount;
        principal += amount;
    };
    for (int rank = 0; rank < ranks_; ++rank) {
        pay(rank, &Loan::due_interest, [&](Loan& loan, double amount) {
            interest += amount;
            loan.overdue += loan.due_interest - amount;
        });
        pay(rank, &Loan::due_principal, [&](Loan& loan, double amount) {
            repay(loan, amount);
            loan.balance -= loan.due_principal - amount;
            loan.overdue += loan.due_principal - amount;
        });
    }
    for (int rank = 0; rank < ranks_; ++rank) pay(rank, &Loan::overdue, settle_overdue);
    if (path.in_default || last)
        for (int rank = 0; rank < ranks_; ++rank) pay(rank, &Loan::balance, repay);
    rest = std::max(rest, 0.0);  // what rounding leaves below zero

    double balance = 0, overdue = 0;
    for (const Loan& loan : loans) {
        balance += loan.balance;
        overdue += loan.overdue;
    }
    const double nothing = 1e-9 * (out.drawn + 1);
    if (overdue > nothing) {
        if (path.overdue_since < 0) path.overdue_since = end;
        if (!path.in_default && end - path.overdue_since >= spec_.cure.canonical()) {
            path.in_default = true;
            out.default_at = end;
            for (std::size_t k = 0; k < loans.size(); ++k)
                w.loan(static_cast<int>(k), p).at_default = loans[k].balance + loans[k].overdue;
        }
    } else {
        path.overdue_since = -1;
    }

    path.reserve = path.held = 0;
    if (balance + overdue > nothing && !last) {
        if (overdue > nothing || path.in_default) {
            path.held = rest;
        } else {
            const double target =
                spec_.reserve.canonical() * grid_.periods_per_year() * next_service(loans, i);
            path.reserve = builds ? 0.0 : std::min(rest, target);
            const double left = rest - path.reserve;
            if (!builds && dscr < spec_.lockup_dscr) {
                path.held = left;
            } else if (spec_.sweep > 0 && left > 0) {
                rest = std::min(spec_.sweep * left, balance);
                balance -= rest;
                for (int rank = 0; rank < ranks_; ++rank) pay(rank, &Loan::balance, repay);
            }
        }
    }
    const double kept = path.reserve + path.held - before;

    out.support += support;
    out.peak = std::max(out.peak, balance + overdue);
    if (last)
        for (std::size_t k = 0; k < loans.size(); ++k) {
            const double left = loans[k].balance + loans[k].overdue;
            const double since = path.in_default ? end - out.default_at : 0;
            LoanOutcome& loan = w.loan(static_cast<int>(k), p);
            loan.loss =
                left > nothing ? left / (1 + accrual(spec_.facilities[k].rate.canonical(), since)) : 0.0;
            out.loss += loan.loss;
        }

    const auto keep = [&](DebtLine line, double value) { w.line(line)(row, p) = value; };
    keep(DebtLine::cash, cash);
    keep(DebtLine::draws, draws);
    keep(DebtLine::interest, interest);
    keep(DebtLine::fees, fees);
    keep(DebtLine::principal, principal);
    keep(DebtLine::balance, balance + overdue);
    keep(DebtLine::overdue, overdue);
    keep(DebtLine::service, due);
    keep(DebtLine::dscr, dscr);
    keep(DebtLine::reserve, path.reserve);
    keep(DebtLine::held, path.held);
    keep(DebtLine::support, support);
    return {draws - interest - fees - principal - kept, kept, under_guarantee};
}

}  // namespace minerisk::inline v0::finance
