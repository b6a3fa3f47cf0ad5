#pragma once

#include <limits>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/debt_spec.hpp"
#include "minerisk/finance/forecast.hpp"

namespace minerisk::inline v0::finance {

/// What is known of a path at the end of a period, when ratios are tested; nominal USD.
struct TestPoint {
    int period = 0;
    int maturity = 0;                             ///< last period in which principal is due
    int shift = 0;                                ///< of the forecast
    double price_index = 1;                       ///< of the period
    double rate = 0;                              ///< of a period, of all loans together
    double balance = 0;                           ///< overdue included
    double cash_of_year = 0, of_year = 0;         ///< cash and scheduled service of the year up to now
    double service_now = 0, service_to_come = 0;  ///< of the period, and of the year to come
    bool over = false;                            ///< the mine has ended: nothing lies ahead
    double equity = 0;                            ///< paid in
    double in_hand = 0;                           ///< cash after service
};

/// A ratio at a test; NaN where it is not defined.
MINERISK_BODY double ratio_at(Ratio ratio, const TestPoint& at, const Forecast& forecast,
                              int periods_per_year);

/// Whether a value is on the wrong side of its limit; never where it is not defined.
constexpr bool misses(Ratio ratio, double value, double limit) {
    return ratio == Ratio::gearing ? value > limit : value < limit;
}

/// The worse of two values.
constexpr double worse(Ratio ratio, double a, double b) {
    return misses(ratio, b, a) ? b : a;
}

/// What a path's ratio is before any test.
constexpr double untested(Ratio ratio) {
    return (ratio == Ratio::gearing ? -1 : 1) * std::numeric_limits<double>::infinity();
}

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/covenants.inl"
#endif
