#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/covenants.hpp"
#include "minerisk/finance/debt.hpp"
#include "minerisk/finance/loan.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::finance {

static_assert(sizeof(PathRow) == wide_block * sizeof(double));

MINERISK_BODY DebtModel::Workspace::Workspace(const DebtModel& model, int rows, int width)
    : width_{width}, rows_(1), loans_(model.loans_.size()), ahead_(model.loans_.size()) {
    MINERISK_EXPECTS(width == wide_block || width == narrow_block);
    if (rows == 0) return;
    for (std::size_t i = 0; i < debt_line_names.size(); ++i) lines_.emplace_back(rows, width);
    for (int r = 0; r < ratio_count; ++r)
        ratios_.emplace_back(model.tests(static_cast<Ratio>(r)) ? rows : 0, width);
}

MINERISK_BODY DebtOutcome DebtModel::Workspace::outcome(int path) const {
    const DebtRows& r = rows();
    const auto p = static_cast<std::size_t>(path);
    DebtOutcome out{r.close[p],    r.drawn[p],       r.peak[p],        r.loss[p],      r.interest_of_build[p],
                    r.all_fees[p], r.all_in_cost[p], r.all_support[p], r.completed[p], r.balloon[p],
                    r.lockup[p],   r.breach[p],      r.default_at[p]};
    for (std::size_t k = 0; k < out.worst.size(); ++k) {
        out.worst[k] = r.worst[k][p];
        out.broken[k] = r.broken[k][p];
    }
    return out;
}

MINERISK_BODY LoanOutcome DebtModel::Workspace::loan(int facility, int path) const {
    const LoanRows& r = loans_[static_cast<std::size_t>(facility)];
    return {r.drawn[path], r.first_draw[path], r.at_default[path], r.loss[path]};
}

MINERISK_BODY DebtModel::DebtModel(Debt spec, const TimeGrid& grid, Forecast forecast)
    : spec_{std::move(spec)}, grid_{grid}, forecast_{std::move(forecast)} {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    MINERISK_EXPECTS(spec_.facilities.size() <= most_facilities);
    double committed = 0;
    for (const Facility& f : spec_.facilities)
        if (!f.overrun_of) committed += f.commitment.canonical();
    const double gearing = spec_.drawing == Drawing::pro_rata ? spec_.gearing : 1;
    const auto periods = [&](Years time) { return std::round(time.canonical() * grid_.periods_per_year()); };
    for (const Facility& f : spec_.facilities) {
        loans_.push_back({.commitment = f.commitment.canonical(),
                          .share = f.overrun_of ? 0 : gearing * (f.commitment.canonical() / committed),
                          .available = f.available.canonical(),
                          .margin = f.rate.canonical(),
                          .base_floor = f.base_floor ? f.base_floor->canonical()
                                                     : -std::numeric_limits<double>::infinity(),
                          .upfront_fee = f.upfront_fee,
                          .commitment_fee = f.commitment_fee.canonical(),
                          .exposure_fee = f.exposure_fee,
                          .grace = periods(f.grace),
                          .repayments = periods(f.repaid_over),
                          .first_part = static_cast<int>(parts_.size()),
                          .cover = f.cover ? f.cover->share * f.cover->eligible : none,
                          .budget = f.overrun_of ? f.overrun_of->canonical() : none,
                          .rank = f.rank,
                          .interest = f.interest,
                          .repayment = f.repayment,
                          .floats = f.floating,
                          .is_overrun = f.overrun_of.has_value()});
        const std::vector<double> parts = parts_of_balance(f.table);
        parts_.insert(parts_.end(), parts.begin(), parts.end());
        ranks_ = std::max(ranks_, f.rank + 1);
        sculpts_ = sculpts_ || f.repayment == Repayment::sculpted;
    }
    const auto test = [&](Ratio r) { side_[static_cast<std::size_t>(r)] = side_of(r); };
    test(Ratio::dscr);
    for (const Covenant& c : spec_.covenants) {
        test(c.ratio);
        covenants_.push_back({c.ratio, c.lockup.value_or(none), c.breach.value_or(none)});
    }
    for (const SizingLimit& s : spec_.sizing) test(s.ratio);
}

MINERISK_BODY DebtTerms DebtModel::terms() const {
    DebtTerms t{.loans = facilities(),
                .ranks = ranks_,
                .covenants = static_cast<int>(covenants_.size()),
                .loan = loans_.data(),
                .covenant = covenants_.data(),
                .parts = parts_.data(),
                .forecast = forecast_.table(),
                .side = {},
                .sculpts = sculpts_,
                .has_guarantee = spec_.completion_guarantee,
                .growth_from_cash = spec_.growth_from_cash,
                .completion = spec_.completion.canonical(),
                .completion_test = spec_.completion_test,
                .sculpted_dscr = spec_.sculpted_dscr,
                .reserve = spec_.reserve.canonical() * grid_.periods_per_year(),
                .sweep = spec_.sweep,
                .cure = spec_.cure.canonical(),
                .per_year = grid_.periods_per_year(),
                .step = grid_.step()};
    std::ranges::copy(side_, t.side);
    return t;
}

MINERISK_BODY void DebtModel::open(double decided, double first_ore, double taken, int p,
                                   Workspace& w) const {
    constexpr double never = std::numeric_limits<double>::infinity();
    DebtRows& r = w.rows();
    const double close = std::max(decided, 0.0) + spec_.close_after.canonical();
    const bool closes = close <= spec_.closes_by.canonical() && close < std::min(grid_.length(), taken);
    r.close[p] = closes ? close : never;
    r.first_ore[p] = first_ore;
    r.taken[p] = taken;
    r.shift[p] = forecast_.shift(first_ore);
    r.equity[p] = spec_.equity_before.canonical();
    r.equity_left[p] = spec_.drawing == Drawing::equity_first ? spec_.equity_first.canonical() : 0.0;
    r.standby_left[p] = spec_.standby_equity.canonical();
    r.overdue_since[p] = -1;
    for (double* const row :
         {r.passed, r.complete, r.spent, r.reserve, r.held, r.in_default, r.drawn, r.peak, r.loss,
          r.interest_of_build, r.all_fees, r.all_in_cost, r.all_support, r.balloon})
        row[p] = 0;
    for (double* const row : {r.completed, r.lockup, r.breach, r.default_at}) row[p] = never;
    if (!(first_ore < grid_.length())) r.all_in_cost[p] = never;
    for (auto& row : r.cash_of_year) row[p] = 0;
    for (auto& row : r.due_of_year) row[p] = 0;
    for (int k = 0; k < ratio_count; ++k) {
        r.worst[k][p] = untested(static_cast<Ratio>(k));
        r.broken[k][p] = never;
        r.ratio[k][p] = std::numeric_limits<double>::quiet_NaN();
    }
    for (std::size_t k = 0; k < loans_.size(); ++k) {
        LoanRows& loan = w.loans_[k];
        for (double* const row :
             {loan.balance, loan.overdue, loan.flow, loan.drawn, loan.at_default, loan.loss})
            row[p] = 0;
        loan.first[p] = -1;
        loan.grown[p] = 1;
        loan.first_draw[p] = never;
        loan.rate[p] = loans_[k].floats ? 0 : accrual(loans_[k].margin, grid_.step());
    }
}

MINERISK_BODY void DebtModel::accrue(Workspace& w) const {
    kernels().debt_interest(terms(), w.rows(), w.loans_.data(), w.width_);
}

MINERISK_BODY void DebtModel::period(int i, Workspace& w) const {
    DebtRows& r = w.rows();
    for (int p = 0; p < w.width_; ++p) r.after_close[p] = grid_.share_after(r.close[p], i);
    kernels().debt_period(terms(), {i, grid_.begin(i), grid_.end(i), i + 1 == grid_.periods()}, r,
                          w.loans_.data(), w.ahead_.data(), w.width_);
    if (!w.lines_.empty()) keep_lines(i, w);
}

MINERISK_BODY void DebtModel::keep_lines(int i, Workspace& w) const {
    const DebtRows& r = w.rows();
    const auto keep = [&](BlockArray& to, const PathRow& row) { std::copy_n(row, w.width_, to.row(i)); };
    const auto keep_line = [&](DebtLine line, const PathRow& row) {
        keep(w.lines_[static_cast<std::size_t>(line)], row);
    };
    keep_line(DebtLine::cash, r.cash);
    keep_line(DebtLine::draws, r.draws);
    keep_line(DebtLine::interest, r.interest);
    keep_line(DebtLine::fees, r.fees);
    keep_line(DebtLine::principal, r.principal);
    keep_line(DebtLine::balance, r.balance);
    keep_line(DebtLine::overdue, r.overdue);
    keep_line(DebtLine::service, r.service);
    keep_line(DebtLine::dscr, r.ratio[static_cast<int>(Ratio::dscr)]);
    keep_line(DebtLine::reserve, r.reserve);
    keep_line(DebtLine::held, r.held);
    keep_line(DebtLine::support, r.support);
    double* const balance = w.lines_[static_cast<std::size_t>(DebtLine::balance)].row(i);
    for (int p = 0; p < w.width_; ++p) balance[p] += r.overdue[p];
    for (std::size_t k = 0; k < w.ratios_.size(); ++k)
        if (side_[k] != 0) keep(w.ratios_[k], r.ratio[k]);
}

}  // namespace minerisk::inline v0::finance
