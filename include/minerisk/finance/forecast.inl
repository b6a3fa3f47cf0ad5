#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/finance/forecast.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY Forecast::Forecast(LenderCase of, const TimeGrid& grid, std::vector<double> levels,
                                 Years memory, bool growth_from_cash)
    : case_{std::move(of)}, levels_{std::move(levels)}, periods_per_year_{grid.periods_per_year()} {
    MINERISK_EXPECTS(case_.periods.size() <= levels_.size());
    if (!case_.periods.empty()) case_.periods.resize(levels_.size());  // nothing comes behind its end
    const double half_life = memory.canonical();
    fade_ = half_life > 0 ? math::exp(-std::log(2.0) * grid.step() / half_life) : 0;
    double all = 0, milled = 0;
    for (const LenderCase::Period& p : case_.periods) all += p.ore;
    for (const LenderCase::Period& p : case_.periods) {
        milled += p.ore;
        cash_.push_back(growth_from_cash ? p.net : p.net + p.growth);
        moving_.push_back(p.sales * p.kept);
        ore_left_.push_back(all > 0 ? std::max(0.0, 1 - milled / all) : 0.0);
    }
}

MINERISK_BODY int Forecast::shift(double first_ore) const {
    if (!std::isfinite(first_ore) || !std::isfinite(case_.first_ore)) return 0;
    return static_cast<int>(std::lround((first_ore - case_.first_ore) * periods_per_year_));
}

}  // namespace minerisk::inline v0::finance
