#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::finance {

/// Nominal per real money at time t (years from the valuation date): (1 + rate)^(t - base).
MINERISK_BODY double price_level(const Inflation& inflation, double t);

/// The price level of each period, at its middle: the one conversion between the real money of the cash flow
/// and the nominal money of finance. Exactly 1 without inflation.
MINERISK_BODY std::vector<double> price_levels(const Inflation& inflation, const TimeGrid& grid);

/// The annual nominal rate of a real one, and back: (1 + nominal) = (1 + real)(1 + inflation). Infinite rates
/// keep their rank.
constexpr double nominal_rate(double real, const Inflation& inflation) {
    return (1 + real) * (1 + inflation.rate.canonical()) - 1;
}
constexpr double real_rate(double nominal, const Inflation& inflation) {
    return (1 + nominal) / (1 + inflation.rate.canonical()) - 1;
}

/// The rate that a party discounts its real flows at.
constexpr Rate real_discount_rate(const Party& party, const Inflation& inflation) {
    const double rate = party.discount_rate.canonical();
    return Rate::from_canonical(party.nominal ? real_rate(rate, inflation) : rate);
}

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/inflation.inl"
#endif
