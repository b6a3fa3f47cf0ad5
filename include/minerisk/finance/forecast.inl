#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/finance/forecast.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY Forecast::Forecast(LenderCase of, const TimeGrid& grid, std::vector<double> levels,
                                 Years memory, bool growth_from_cash)
    : case_{std::move(of)},
      levels_{std::move(levels)},
      periods_per_year_{grid.periods_per_year()},
      growth_from_cash_{growth_from_cash} {
    const double half_life = memory.canonical();
    fade_ = half_life > 0 ? math::exp(-std::log(2.0) * grid.step() / half_life) : 0;
    double all = 0, milled = 0;
    for (const LenderCase::Period& p : case_.periods) all += p.ore;
    for (const LenderCase::Period& p : case_.periods) {
        milled += p.ore;
        ore_left_.push_back(all > 0 ? std::max(0.0, 1 - milled / all) : 0.0);
    }
}

MINERISK_BODY int Forecast::shift(double first_ore) const {
    if (!std::isfinite(first_ore) || !std::isfinite(case_.first_ore)) return 0;
    return static_cast<int>(std::lround((first_ore - case_.first_ore) * periods_per_year_));
}

MINERISK_BODY auto Forecast::find(int j, int shift) const -> const LenderCase::Period* {
    const int at = j - shift;
    const bool known =
        at >= 0 && at < static_cast<int>(case_.periods.size()) && j < static_cast<int>(levels_.size());
    return known ? &case_.periods[static_cast<std::size_t>(at)] : nullptr;
}

MINERISK_BODY double Forecast::at_deck(int j, int shift) const {
    const LenderCase::Period* const p = find(j, shift);
    return p ? own_cash(*p) * levels_[static_cast<std::size_t>(j)] : 0;
}

MINERISK_BODY double Forecast::present_value(int i, int last, int shift, double index, double rate) const {
    double sum = 0, discount = 1, log_index = index > 0 ? math::log(index) : 0;
    for (int j = i + 1; j <= last; ++j) {
        discount /= 1 + rate;
        log_index *= fade_;
        const LenderCase::Period* const p = find(j, shift);
        if (!p) continue;
        const double moved = log_index != 0 ? p->sales * p->kept * math::expm1(log_index) : 0;
        sum += (own_cash(*p) + moved) * levels_[static_cast<std::size_t>(j)] * discount;
    }
    return sum;
}

MINERISK_BODY double Forecast::ore_left(int i, int shift) const {
    const int at = i - shift;
    if (at < 0) return 1;
    return at < static_cast<int>(ore_left_.size()) ? ore_left_[static_cast<std::size_t>(at)] : 0;
}

}  // namespace minerisk::inline v0::finance
