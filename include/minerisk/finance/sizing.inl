#pragma once

#include <limits>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/finance/covenants.hpp"
#include "minerisk/finance/sizing.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY std::vector<double> expected_base_rates(const Debt& debt, const TimeGrid& grid) {
    std::vector<double> rates(static_cast<std::size_t>(grid.periods()), 0.0);
    if (!debt.base_rate) return rates;
    for (int i = 0; i < grid.periods(); ++i)
        rates[static_cast<std::size_t>(i)] = expected_base_rate(*debt.base_rate, grid.begin(i));
    return rates;
}

MINERISK_BODY Debt scaled(Debt debt, double share) {
    for (Facility& f : debt.facilities) f.commitment *= share;
    return debt;
}

MINERISK_BODY Sized size_debt(const Debt& debt, const TimeGrid& grid, const std::vector<double>& levels,
                              const Forecast& forecast) {
    Sized sized;
    if (debt.sizing.empty()) return sized;
    const LenderCase& of = forecast.of();
    const std::vector<double> base = expected_base_rates(debt, grid);
    const auto fail = [](Ratio ratio, const char* rule) {
        Problems problems{"finance.debt.sizing"};
        problems.add(ratio_names[static_cast<std::size_t>(ratio)], "", rule);
        problems.throw_if_any();
    };
    /// The first limit that the case misses with a share of the debt.
    const auto missed = [&](double share) -> std::optional<Ratio> {
        const DebtModel model{scaled(debt, share), grid, forecast};
        DebtModel::Workspace work{model, 0, narrow_block};
        for (int p = 0; p < narrow_block; ++p)
            model.open(of.decided, of.first_ore, std::numeric_limits<double>::infinity(), p, work);
        DebtRows& rows = work.rows();
        for (int i = 0; i < grid.periods(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            for (int p = 0; p < narrow_block; ++p) {
                rows.net[p] = of.periods[at].net * levels[at];
                rows.growth[p] = of.periods[at].growth * levels[at];
                rows.milled[p] = rows.price_index[p] = 1;
                rows.base_rate[p] = base[at];
            }
            model.accrue(work);
            model.period(i, work);
        }
        if (!is_finite(work.outcome(0).worst_of(Ratio::dscr)))
            fail(debt.sizing.front().ratio, "is not tested on the lenders' case: no debt of it is served");
        for (const SizingLimit& s : debt.sizing)
            if (misses(s.ratio, work.outcome(0).worst_of(s.ratio), s.limit)) return s.ratio;
        return {};
    };
    sized.held_by = missed(1);
    if (!sized.held_by) return sized;
    double low = 0, high = 1;
    for (int pass = 0; pass < sizing_passes; ++pass) {
        const double middle = 0.5 * (low + high);
        if (const auto limit = missed(middle)) {
            high = middle;
            sized.held_by = limit;
        } else {
            low = middle;
        }
    }
    if (!(low > 0)) fail(*sized.held_by, "no debt keeps this limit on the lenders' case");
    sized.share = low;
    return sized;
}

}  // namespace minerisk::inline v0::finance
