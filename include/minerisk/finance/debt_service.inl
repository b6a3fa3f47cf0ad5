#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/debt.hpp"
#include "minerisk/finance/loan.hpp"

// A loan in service: what falls due, who pays it, what the ratios say, what is kept.
namespace minerisk::inline v0::finance {

MINERISK_BODY double DebtModel::schedule(std::span<Loan> loans, int i, int shift) const {
    double other = 0, sculpted = 0;
    for (std::size_t k = 0; k < loans.size(); ++k) {
        Loan& loan = loans[k];
        other += loan.due_interest;
        if (!repays(loan, k, i)) continue;
        const Facility& f = spec_.facilities[k];
        if (f.repayment == Repayment::sculpted) {
            sculpted += loan.balance;
            continue;
        }
        loan.due_principal = principal_due(f.repayment, f.table, i - loan.first - prepared_[k].grace,
                                           prepared_[k].count, loan.balance, loan.step_rate);
        other += loan.due_principal;
    }
    if (!(sculpted > 0)) return 0;
    // Loans in their last period first, the others from what these leave.
    const auto is_last = [&](std::size_t k) {
        return i - loans[k].first - prepared_[k].grace + 1 >= prepared_[k].count;
    };
    double ending = 0;
    for (std::size_t k = 0; k < loans.size(); ++k)
        if (repays(loans[k], k, i) && spec_.facilities[k].repayment == Repayment::sculpted && is_last(k))
            ending += loans[k].balance;
    const double free = std::max(0.0, forecast_.at_deck(i, shift) / spec_.sculpted_dscr - other);
    const double living = sculpted - ending;
    const double share = living > 0 ? std::min(1.0, std::max(0.0, free - ending) / living) : 0;
    for (std::size_t k = 0; k < loans.size(); ++k)
        if (repays(loans[k], k, i) && spec_.facilities[k].repayment == Repayment::sculpted)
            loans[k].due_principal = is_last(k) ? loans[k].balance : share * loans[k].balance;
    return std::max(0.0, ending - free);
}

MINERISK_BODY double DebtModel::service_ahead(std::span<const Loan> loans, int i, double periods,
                                              int shift) const {
    std::array<Loan, most_facilities> ahead;
    const std::span<Loan> copy{ahead.data(), loans.size()};
    std::ranges::copy(loans, copy.begin());
    double sum = 0;
    for (int n = 1; n < periods + 1; ++n) {
        for (Loan& loan : copy) {
            loan.due_interest = loan.balance * loan.step_rate;
            loan.due_principal = 0;
        }
        schedule(copy, i + n, shift);
        double service = 0;
        for (Loan& loan : copy) {
            service += loan.due_interest + loan.due_principal;
            loan.balance -= loan.due_principal;
        }
        sum += std::min(1.0, periods - (n - 1)) * service;
    }
    return sum;
}

MINERISK_BODY void DebtModel::collect(Now& now) const {
    Path& path = now.path;
    now.rest = path.reserve + path.held + (now.builds ? 0.0 : std::max(0.0, now.cash));
    if (!(now.due > now.rest) || now.taken) return;
    const bool guaranteed = spec_.completion_guarantee && !path.complete;
    const double lacking = now.due - now.rest;
    now.support = guaranteed ? lacking : std::min(path.standby_left, lacking);
    if (guaranteed) {
        now.guaranteed = now.support;
    } else {
        path.standby_left -= now.support;
    }
    now.rest += now.support;
}

template <class Paid>
void DebtModel::pay(Now& now, int rank, double Loan::*owed, const Paid& paid) const {
    double sum = 0;
    for (std::size_t k = 0; k < now.loans.size(); ++k)
        if (spec_.facilities[k].rank == rank) sum += now.loans[k].*owed;
    if (!(sum > 0)) return;
    const double share = std::min(1.0, std::max(0.0, now.rest) / sum);
    for (std::size_t k = 0; k < now.loans.size(); ++k) {
        if (spec_.facilities[k].rank != rank) continue;
        Loan& loan = now.loans[k];
        const double amount = share < 1 ? share * (loan.*owed) : loan.*owed;
        loan.flow += amount;
        now.rest -= amount;
        paid(loan, amount);
    }
}

MINERISK_BODY void DebtModel::serve(Now& now) const {
    for (int rank = 0; rank < ranks_; ++rank) {
        pay(now, rank, &Loan::due_interest, [&](Loan& loan, double amount) {
            now.interest += amount;
            loan.overdue += loan.due_interest - amount;
        });
        pay(now, rank, &Loan::due_principal, [&](Loan& loan, double amount) {
            now.principal += amount;
            loan.balance -= loan.due_principal;
            loan.overdue += loan.due_principal - amount;
        });
    }
    for (int rank = 0; rank < ranks_; ++rank)
        pay(now, rank, &Loan::overdue, [&](Loan& loan, double amount) {
            loan.overdue -= amount;
            now.principal += amount;
        });
    if (now.path.in_default || now.last || now.in.compensation > 0)
        for (int rank = 0; rank < ranks_; ++rank)
            pay(now, rank, &Loan::balance, [&](Loan& loan, double amount) {
                loan.balance -= amount;
                now.principal += amount;
            });
    now.rest = std::max(now.rest, 0.0);  // what rounding leaves below zero
    for (const Loan& loan : now.loans) {
        now.balance += loan.balance;
        now.overdue += loan.overdue;
    }
    now.nothing = 1e-9 * (now.out.drawn + 1);
}

MINERISK_BODY void DebtModel::look_for_default(Now& now) const {
    Path& path = now.path;
    if (!(now.overdue > now.nothing)) {
        path.overdue_since = -1;
        return;
    }
    if (path.overdue_since < 0) path.overdue_since = now.end;
    if (path.in_default || !(now.end - path.overdue_since >= spec_.cure.canonical())) return;
    path.in_default = true;
    now.out.default_at = now.end;
    for (std::size_t k = 0; k < now.loans.size(); ++k)
        now.of_loans[k].at_default = now.loans[k].balance + now.loans[k].overdue;
}

MINERISK_BODY void DebtModel::look_for_completion(Now& now) const {
    Path& path = now.path;
    if (path.complete || !(path.first_ore < now.end)) return;
    const bool passes = !now.builds && !now.in.over && now.in.milled >= spec_.completion_test;
    path.tested = path.tested || passes || spec_.completion_test == 0;
    if (!path.tested || !(now.end > path.first_ore + spec_.completion.canonical())) return;
    path.complete = true;
    now.out.completed = now.end;
}

MINERISK_BODY bool DebtModel::test(Now& now) const {
    Path& path = now.path;
    DebtOutcome& out = now.out;
    const auto ppy = static_cast<std::size_t>(grid_.periods_per_year()),
               at_year = static_cast<std::size_t>(now.i) % ppy;
    path.cash[at_year] = now.builds ? 0 : now.cash;
    path.due[at_year] = now.builds ? 0 : now.due;
    if (now.builds || !std::isfinite(path.first_ore)) return false;
    TestPoint at{.period = now.i,
                 .maturity = now.i,
                 .shift = path.shift,
                 .price_index = now.in.price_index,
                 .balance = now.balance + now.overdue > now.nothing ? now.balance + now.overdue : 0,
                 .service_now = now.due,
                 .over = now.in.over,
                 .equity = path.equity,
                 .in_hand = now.rest};
    for (std::size_t q = 0; q < ppy; ++q) {
        at.cash_of_year += path.cash[q];
        at.of_year += path.due[q];
    }
    if (!forecast_.empty() && at.balance > 0) {
        for (std::size_t k = 0; k < now.loans.size(); ++k) {
            const Loan& loan = now.loans[k];
            if (!(loan.balance > 0)) continue;
            at.maturity = std::max(at.maturity, loan.first + prepared_[k].grace + prepared_[k].count - 1);
            at.rate += loan.balance * loan.step_rate;
        }
        at.rate /= now.balance > 0 ? now.balance : 1;
        if (tests(Ratio::forward_dscr))
            at.service_to_come = service_ahead(now.loans, now.i, grid_.periods_per_year(), path.shift);
    }
    for (int r = 0; r < ratio_count; ++r) {
        const auto ratio = static_cast<Ratio>(r);
        if (!tests(ratio)) continue;
        const auto k = static_cast<std::size_t>(r);
        now.ratio[k] = ratio_at(ratio, at, forecast_, grid_.periods_per_year());
        out.worst[k] = worse(ratio, out.worst[k], now.ratio[k]);
    }
    bool locked = false;
    for (const Covenant& c : spec_.covenants) {
        const auto k = static_cast<std::size_t>(c.ratio);
        if (c.lockup && misses(c.ratio, now.ratio[k], *c.lockup)) {
            locked = true;
            out.lockup = std::min(out.lockup, now.begin);
        }
        if (c.breach && misses(c.ratio, now.ratio[k], *c.breach)) {
            out.broken[k] = std::min(out.broken[k], now.begin);
            out.breach = std::min(out.breach, now.begin);
        }
    }
    return locked;
}

MINERISK_BODY void DebtModel::keep_or_sweep(Now& now) const {
    Path& path = now.path;
    const bool locked = test(now);
    path.reserve = path.held = 0;
    if (!(now.balance + now.overdue > now.nothing) || now.last) return;
    if (now.overdue > now.nothing || path.in_default) {
        path.held = now.rest;
        return;
    }
    if (!now.builds && spec_.reserve > Years{}) {
        const double periods = spec_.reserve.canonical() * grid_.periods_per_year();
        path.reserve = std::min(now.rest, service_ahead(now.loans, now.i, periods, path.shift));
    }
    const double left = now.rest - path.reserve;
    if (locked) {
        path.held = left;
    } else if (spec_.sweep > 0 && left > 0) {
        now.rest = std::min(spec_.sweep * left, now.balance);
        now.balance -= now.rest;
        for (int rank = 0; rank < ranks_; ++rank)
            pay(now, rank, &Loan::balance, [&](Loan& loan, double amount) {
                loan.balance -= amount;
                now.principal += amount;
            });
    }
}

}  // namespace minerisk::inline v0::finance
