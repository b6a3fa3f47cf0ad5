#pragma once

#include <limits>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/covenants.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY double ratio_at(Ratio ratio, const TestPoint& at, const Forecast& forecast,
                              int periods_per_year) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const auto ahead = [&](int last, double rate) {
        return at.over ? 0 : forecast.present_value(at.period, last, at.shift, at.price_index, rate);
    };
    const bool loan_lives = at.balance > 0 && at.maturity > at.period;
    const int end = static_cast<int>(forecast.of().periods.size()) - 1;  // of the grid
    switch (ratio) {
        case Ratio::dscr:
            return at.service_now > 0 ? at.cash_of_year / at.of_year : none;
        case Ratio::forward_dscr:
            if (!(at.service_to_come > 0)) return none;
            return ahead(at.period + periods_per_year, 0) / at.service_to_come;
        case Ratio::llcr:
            return loan_lives ? ahead(at.maturity, at.rate) / at.balance : none;
        case Ratio::plcr:
            return loan_lives ? ahead(end, at.rate) / at.balance : none;
        case Ratio::reserve_tail:
            if (!loan_lives) return none;
            return at.over ? 0 : forecast.ore_left(at.maturity, at.shift);
        case Ratio::gearing:
            return at.balance > 0 ? at.balance / (at.balance + at.equity) : none;
        case Ratio::cash:
            return at.balance > 0 ? at.in_hand : none;
    }
    return none;
}

}  // namespace minerisk::inline v0::finance
