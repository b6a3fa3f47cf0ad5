#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/valuation/payback.hpp"

namespace minerisk::inline v0::valuation {

MINERISK_BODY Payback payback(std::span<const double> cash, int periods_per_year,
                              std::span<const double> factors) {
    MINERISK_EXPECTS(factors.empty() || factors.size() == cash.size());
    detail::PaybackClock clock;
    for (std::size_t i = 0; i < cash.size(); ++i)
        clock.take(factors.empty() ? cash[i] : factors[i] * cash[i]);
    return clock.answer(periods_per_year);
}

MINERISK_BODY void payback_block(const BlockArray& cash, int periods_per_year,
                                 std::span<const double> factors, double* years, PaybackStatus* status) {
    MINERISK_EXPECTS(factors.empty() || factors.size() == static_cast<std::size_t>(cash.rows()));
    detail::PaybackClock clock[wide_block];
    for (int i = 0; i < cash.rows(); ++i) {
        const double* row = cash.row(i);
        const double factor = factors.empty() ? 1 : factors[static_cast<std::size_t>(i)];
        for (int path = 0; path < cash.width(); ++path) clock[path].take(factor * row[path]);
    }
    for (int path = 0; path < cash.width(); ++path) {
        const Payback answer = clock[path].answer(periods_per_year);
        years[path] = answer.years;
        if (status != nullptr) status[path] = answer.status;
    }
}

}  // namespace minerisk::inline v0::valuation
