#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
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
    for (int r = 0; r < ratio_count; ++r) ratios_.emplace_back(rows, width);
}

MINERISK_BODY DebtModel::DebtModel(Debt spec, const TimeGrid& grid, Forecast forecast)
    : spec_{std::move(spec)}, grid_{grid}, forecast_{std::move(forecast)} {
    double committed = 0;
    for (const Facility& f : spec_.facilities)
        if (!f.overrun_of) committed += f.commitment.canonical();
    for (const Facility& f : spec_.facilities) {
        const double gearing = spec_.drawing == Drawing::pro_rata ? spec_.gearing : 1;
        const auto periods = [&](Years time) {
            return static_cast<int>(std::lround(time.canonical() * grid_.periods_per_year()));
        };
        prepared_.push_back({f.overrun_of ? 0 : gearing * (f.commitment.canonical() / committed),
                             f.floating ? 0 : accrual(f.rate.canonical(), grid_.step()), periods(f.grace),
                             periods(f.repaid_over)});
        ranks_ = std::max(ranks_, f.rank + 1);
    }
    const auto test = [&](Ratio r) { tested_[static_cast<std::size_t>(r)] = true; };
    test(Ratio::dscr);
    for (const Covenant& c : spec_.covenants) test(c.ratio);
    for (const SizingLimit& s : spec_.sizing) test(s.ratio);
}

MINERISK_BODY void DebtModel::open(double decided, double first_ore, double taken, int p,
                                   Workspace& w) const {
    DebtOutcome& out = w.outcome(p);
    out = {};
    for (int r = 0; r < ratio_count; ++r) {
        out.worst[static_cast<std::size_t>(r)] = untested(static_cast<Ratio>(r));
        out.broken[static_cast<std::size_t>(r)] = std::numeric_limits<double>::infinity();
    }
    const double close = std::max(decided, 0.0) + spec_.close_after.canonical();
    if (close <= spec_.closes_by.canonical() && close < std::min(grid_.length(), taken)) out.close = close;
    Path& path = w.paths_[static_cast<std::size_t>(p)];
    path = {};
    path.first_ore = first_ore;
    path.taken = taken;
    path.shift = forecast_.shift(first_ore);
    path.equity = spec_.equity_before.canonical();
    path.equity_left = spec_.drawing == Drawing::equity_first ? spec_.equity_first.canonical() : 0.0;
    path.standby_left = spec_.standby_equity.canonical();
    if (!(first_ore < grid_.length())) out.all_in_cost = std::numeric_limits<double>::infinity();
    for (int k = 0; k < facilities(); ++k) {
        w.states_[w.index(k, p)] = {};
        w.loan(k, p) = {};
    }
}

MINERISK_BODY double DebtModel::step_rate(std::size_t k, double base_rate) const {
    const Facility& f = spec_.facilities[k];
    if (!f.floating) return prepared_[k].step_rate;
    const double base = f.base_floor ? std::max(base_rate, f.base_floor->canonical()) : base_rate;
    return accrual(base + f.rate.canonical(), grid_.step());
}

MINERISK_BODY double DebtModel::interest(int p, double base_rate, const Workspace& w) const {
    double sum = 0;
    for (int k = 0; k < facilities(); ++k) {
        const Loan& loan = w.states_[w.index(k, p)];
        sum += (loan.balance + loan.overdue) * step_rate(static_cast<std::size_t>(k), base_rate);
    }
    return sum;
}

MINERISK_BODY bool DebtModel::repays(const Loan& loan, std::size_t k, int i) const {
    return loan.first >= 0 && i >= loan.first + prepared_[k].grace;
}

MINERISK_BODY auto DebtModel::period(const Period& in, int i, int row, int p, Workspace& w) const -> Flow {
    Path& path = w.paths_[static_cast<std::size_t>(p)];
    Now now{.in = in,
            .i = i,
            .begin = grid_.begin(i),
            .end = grid_.end(i),
            .builds = grid_.begin(i) <= path.first_ore && grid_.end(i) < path.taken,
            .taken = grid_.end(i) >= path.taken,
            .last = i + 1 == grid_.periods(),
            .loans = {&w.states_[w.index(0, p)], prepared_.size()},
            .of_loans = {&w.loan(0, p), prepared_.size()},
            .path = path,
            .out = w.outcome(p)};
    now.ratio.fill(std::numeric_limits<double>::quiet_NaN());
    now.cash = spec_.growth_from_cash && !now.builds ? in.net : in.net + in.growth;
    const double before = path.reserve + path.held;
    accrue(now);
    if (now.builds && now.out.close < now.end && !path.in_default) draw(now);
    fall_due(now);
    collect(now);
    serve(now);
    look_for_default(now);
    look_for_completion(now);
    keep_or_sweep(now);
    const double kept = path.reserve + path.held - before;
    const double to_equity = now.draws - now.interest - now.fees - now.principal - kept;
    path.equity += std::max(0.0, -(in.net + to_equity));

    now.out.support += now.support;
    now.out.peak = std::max(now.out.peak, now.balance + now.overdue);
    if (now.last)
        for (std::size_t k = 0; k < now.loans.size(); ++k) {
            const double left = now.loans[k].balance + now.loans[k].overdue;
            now.of_loans[k].loss = left > now.nothing ? left / now.loans[k].grown : 0.0;
            now.out.loss += now.of_loans[k].loss;
        }

    const auto keep = [&](DebtLine line, double value) { w.line(line)(row, p) = value; };
    keep(DebtLine::cash, now.cash);
    keep(DebtLine::draws, now.draws);
    keep(DebtLine::interest, now.interest);
    keep(DebtLine::fees, now.fees);
    keep(DebtLine::principal, now.principal);
    keep(DebtLine::balance, now.balance + now.overdue);
    keep(DebtLine::overdue, now.overdue);
    keep(DebtLine::service, now.due);
    keep(DebtLine::dscr, now.ratio[static_cast<std::size_t>(Ratio::dscr)]);
    keep(DebtLine::reserve, path.reserve);
    keep(DebtLine::held, path.held);
    keep(DebtLine::support, now.support);
    for (int r = 0; r < ratio_count; ++r)
        if (tested_[static_cast<std::size_t>(r)])
            w.ratios_[static_cast<std::size_t>(r)](row, p) = now.ratio[static_cast<std::size_t>(r)];
    return {to_equity, kept, now.guaranteed};
}

}  // namespace minerisk::inline v0::finance
