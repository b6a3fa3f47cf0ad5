#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/cashflow/income_tax.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::cashflow {

MINERISK_BODY std::vector<Problem> period_problems(const IncomeTax& terms, const TimeGrid& grid) {
    Problems problems{"tax"};
    const auto whole = [&](const char* field, Years time) {
        const double count = time.canonical() * grid.periods_per_year();
        problems.require(std::abs(count - std::round(count)) < 1e-9, field, time.canonical(),
                         "must be a whole number of periods");
    };
    whole("growth_capital.over", terms.growth_capital.over);
    whole("sustaining_capital.over", terms.sustaining_capital.over);
    if (terms.loss_expiry) whole("loss_expiry", *terms.loss_expiry);
    return problems.list();
}

MINERISK_BODY TaxModel::TaxModel(const IncomeTax& terms, const TimeGrid& grid, std::vector<double> levels)
    : terms_{terms},
      grid_{grid},
      levels_{std::move(levels)},
      growth_{class_of(terms.growth_capital)},
      sustaining_{class_of(terms.sustaining_capital)} {
    MINERISK_EXPECTS(static_cast<int>(levels_.size()) == grid.periods());
    if (!terms.loss_expiry) return;
    loss_periods_ = static_cast<int>(std::lround(terms.loss_expiry->canonical() * grid.periods_per_year()));
    loss_slots_ = std::min(loss_periods_, grid.periods());  // later ones would stay empty
}

MINERISK_BODY auto TaxModel::class_of(const Depreciation& terms) const -> Class {
    Class c{.terms = terms};
    if (terms.method == DepreciationMethod::straight_line) {
        c.periods = static_cast<int>(std::lround(terms.over.canonical() * grid_.periods_per_year()));
        c.slots = std::min(c.periods, grid_.periods());
        c.share = 1.0 / c.periods;
    } else if (terms.method == DepreciationMethod::declining) {
        c.share = -math::expm1(math::log1p(-terms.rate.canonical()) * grid_.step());
    }
    return c;
}

MINERISK_BODY TaxModel::Workspace::Workspace(const TaxModel& tax, int width)
    : rows{row_count, width},
      losses{std::max(1, tax.loss_slots_), width},
      first_ore(static_cast<std::size_t>(width)),
      change(static_cast<std::size_t>(width)) {
    const auto pool = [&](const Class& c) {
        if (c.terms.method == DepreciationMethod::expensed) return Pool{};
        return Pool{BlockArray{1, width}, BlockArray{std::max(1, c.slots), width}};
    };
    growth = pool(tax.growth_);
    sustaining = pool(tax.sustaining_);
}

MINERISK_BODY void TaxModel::open(std::span<const Mine> mines, Workspace& w) const {
    MINERISK_EXPECTS(mines.size() == w.first_ore.size());
    std::ranges::transform(mines, w.first_ore.begin(), &Mine::first_ore);
    std::ranges::transform(mines, w.change.begin(), &Mine::change);
    w.losses.fill(0);
    for (Workspace::Pool* pool : {&w.growth, &w.sustaining}) {
        pool->waiting.fill(0);
        pool->balance.fill(0);
    }
}

MINERISK_BODY void TaxModel::regimes(int i, Workspace& w) const {
    const double end = grid_.end(i);
    for (int p = 0; p < w.rows.width(); ++p) {
        const double first_ore = w.first_ore[static_cast<std::size_t>(p)];
        const double due_from = std::max(terms_.from.canonical(), first_ore + terms_.holiday.canonical());
        const double ordinary_from = due_from + terms_.final_for.canonical();
        const double share = grid_.share_after(ordinary_from, i);
        const double changed =
            terms_.rate_on_change
                ? grid_.share_after(std::max(ordinary_from, w.change[static_cast<std::size_t>(p)]), i)
                : 0.0;
        w.rows(Workspace::rate, p) =
            terms_.rate * (share - changed) + terms_.rate_on_change.value_or(0) * changed;
        w.rows(Workspace::share, p) = share;
        w.rows(Workspace::final_share, p) = grid_.share_after(due_from, i) - share;
        w.rows(Workspace::producing, p) = first_ore < end ? 1.0 : 0.0;
    }
}

MINERISK_BODY void TaxModel::depreciate(const Class& capital, const double* spent, int i,
                                        Workspace::Pool& pool, Workspace& w) const {
    if (capital.terms.method == DepreciationMethod::expensed) return;
    kernels().depreciate({.level = terms_.nominal ? levels_[static_cast<std::size_t>(i)] : 1.0,
                          .at_once = capital.terms.initial_allowance,
                          .share = capital.share,
                          .slots = capital.slots,
                          .slot = capital.slots > 0 ? i % capital.periods : 0,
                          .spent = spent,
                          .producing = w.rows.row(Workspace::producing),
                          .waiting = pool.waiting.row(0),
                          .balance = pool.balance.data(),
                          .adjustment = w.rows.row(Workspace::adjustment)},
                         w.rows.width());
}

MINERISK_BODY void TaxModel::run(const Period& in, int i, Workspace& w) const {
    const int width = w.rows.width();
    if (!terms_.due()) {
        std::fill_n(in.tax, width, 0.0);
        return;
    }
    const double level = levels_[static_cast<std::size_t>(i)];
    regimes(i, w);
    std::fill_n(w.rows.row(Workspace::adjustment), width, 0.0);
    depreciate(growth_, in.growth_capital, i, w.growth, w);
    depreciate(sustaining_, in.sustaining_capital, i, w.sustaining, w);
    kernels().income_tax({.level = terms_.nominal ? level : 1.0,
                          .interest_level = terms_.nominal ? 1.0 : 1.0 / level,
                          .minimum_rate = terms_.minimum_rate,
                          .final_rate = terms_.final_rate,
                          .slots = loss_slots_,
                          .slot = loss_slots_ > 0 ? i % loss_periods_ : 0,
                          .gross = in.gross,
                          .before_tax = in.before_tax,
                          .adjustment = w.rows.row(Workspace::adjustment),
                          .interest = in.interest ? in.interest : w.rows.row(Workspace::nothing),
                          .rate = w.rows.row(Workspace::rate),
                          .share = w.rows.row(Workspace::share),
                          .final_share = w.rows.row(Workspace::final_share),
                          .losses = w.losses.data(),
                          .tax = in.tax},
                         width);
}

}  // namespace minerisk::inline v0::cashflow
