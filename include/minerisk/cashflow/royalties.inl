#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "minerisk/cashflow/royalties.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::cashflow {

MINERISK_BODY double paid_ahead(const AdvanceRoyalty& advance, double t) {
    const double years = t - advance.from.canonical();
    if (!(years > 0)) return 0;
    const auto& listed = advance.by_year;
    double paid = 0;
    for (std::size_t y = 0; y < listed.size(); ++y)
        paid += listed[y].canonical() * std::clamp(years - static_cast<double>(y), 0.0, 1.0);
    paid += listed.back().canonical() * std::max(0.0, years - static_cast<double>(listed.size()));
    return std::min(paid, advance.cap.canonical());
}

MINERISK_BODY Royalties::Royalties(const Project& project, const TimeGrid& grid) : grid_{grid} {
    for (const Royalty& r : project.royalties) {
        Term& term = all_.emplace_back();
        term.stated = r;
        if (r.scale) {
            for (const RoyaltyScale::Step& s : r.scale->steps) term.steps.push_back({s.from, s.rate});
            for (std::size_t m = 0; m < project.metals.size(); ++m)
                if (project.metals[m].name == r.scale->metal) term.metal = static_cast<int>(m);
        }
        if (r.active && r.advance)
            for (int i = 0; i <= grid.periods(); ++i)
                term.paid_ahead.push_back(cashflow::paid_ahead(*r.advance, grid.begin(i)));
    }
}

MINERISK_BODY void Royalties::open(int path, double until, double change, Workspace& w) const {
    w.until(0, path) = until;
    w.change(0, path) = change;
    for (int r = 0; r < count(); ++r) {
        const auto& ahead = all_[static_cast<std::size_t>(r)].paid_ahead;
        w.credit(r, path) = ahead.empty() ? 0.0 : ahead.front();
    }
}

MINERISK_BODY void Royalties::pay_ahead(const Term& term, int i, Workspace& w) const {
    const auto at = static_cast<std::size_t>(i);
    const double before = term.paid_ahead[at], after = term.paid_ahead[at + 1];
    const double begin = grid_.begin(i), end = grid_.end(i);
    for (int p = 0; p < w.until.width(); ++p) {
        const double until = w.until(0, p);
        const double reached = until >= end                      ? after
                               : after > before && until > begin ? paid_ahead(*term.stated.advance, until)
                                                                 : before;
        w.ahead(0, p) = reached - before;
    }
}

MINERISK_BODY const double* Royalties::base_of(const Royalty& r, int i, Workspace& w, Ledger& ledger) const {
    const double* const all = ledger.row(r.base == RoyaltyBase::gross ? Line::gross : Line::nsr, i);
    if (!r.on_change) return all;
    for (int p = 0; p < w.base.width(); ++p) w.base(0, p) = grid_.share_after(w.change(0, p), i) * all[p];
    return w.base.row(0);
}

MINERISK_BODY void Royalties::run(std::span<const BlockArray> prices, const double* operating_margin, int i,
                                  Workspace& w, Ledger& ledger) const {
    const int width = w.until.width();
    double* const total = ledger.row(Line::royalty, i);
    std::fill_n(total, width, 0.0);
    for (int r = 0; r < count(); ++r) {
        const Term& term = all_[static_cast<std::size_t>(r)];
        const bool ahead = !term.paid_ahead.empty();
        if (ahead) pay_ahead(term, i, w);
        kernels().royalty(
            {.rate = term.stated.rate,
             .share = term.stated.active ? grid_.share_after(term.stated.from.canonical(), i) : 0.0,
             .steps = static_cast<int>(term.steps.size()),
             .step = term.steps.data(),
             .x = term.metal < 0 ? operating_margin : prices[static_cast<std::size_t>(term.metal)].row(i),
             .base = base_of(term.stated, i, w, ledger),
             .advance = ahead ? w.ahead.row(0) : nullptr,
             .credit = ahead ? w.credit.row(r) : nullptr,
             .paid = ledger.royalty_row(r, i),
             .total = total},
            width);
    }
}

}  // namespace minerisk::inline v0::cashflow
