#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::valuation {

/// NPV per unit of discounted investment.
///
///   PI = NPV / sum factor_i investment_i
///
/// (Brealey, Myers and Allen, Principles of Corporate Finance; texts that divide the value of what the
/// investment earns by the investment give 1 more.) Without investment the ratio has a rank and no number:
/// +inf for a positive NPV, -inf for a negative one; NaN if both are zero or either is not a number.
inline double profitability_index(double npv, double discounted_investment) {
    if (discounted_investment > 0) return npv / discounted_investment;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (discounted_investment == 0 && npv > 0) return infinity;
    if (discounted_investment == 0 && npv < 0) return -infinity;
    return std::numeric_limits<double>::quiet_NaN();
}

/// The same from net cash and the investment in it (outlays >= 0) by period, with the `discount_factors` of
/// both.
inline double profitability_index(std::span<const double> net_cash, std::span<const double> investment,
                                  std::span<const double> factors) {
    MINERISK_EXPECTS(net_cash.size() == factors.size() && investment.size() == factors.size());
    double value = 0;
    double outlay = 0;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        value += factors[i] * net_cash[i];
        outlay += factors[i] * investment[i];
    }
    return profitability_index(value, outlay);
}

}  // namespace minerisk::inline v0::valuation
