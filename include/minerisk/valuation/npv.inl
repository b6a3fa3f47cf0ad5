#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/valuation/npv.hpp"

namespace minerisk::inline v0::valuation {

MINERISK_BODY std::vector<double> discount_factors(int periods, int periods_per_year, Rate annual_rate,
                                                   Convention convention) {
    const double r = annual_rate.canonical();
    Problems problems;
    problems.require(is_finite(r) && r > -1, "discount_rate", r, "must be above -1 (-100 %) and finite");
    problems.require(periods >= 1, "periods", periods, "must be at least 1");
    problems.require(periods_per_year >= 1, "periods_per_year", periods_per_year, "must be at least 1");
    problems.throw_if_any();
    const double force = math::log1p(r);
    std::vector<double> factors(static_cast<std::size_t>(periods));
    for (int i = 0; i < periods; ++i) {
        factors[static_cast<std::size_t>(i)] = math::exp(-force * flow_time(i, periods_per_year, convention));
    }
    return factors;
}

MINERISK_BODY std::vector<double> discount_factors(const TimeGrid& grid, Rate annual_rate,
                                                   Convention convention) {
    return discount_factors(grid.periods(), grid.periods_per_year(), annual_rate, convention);
}

MINERISK_BODY double npv(std::span<const double> cash, std::span<const double> factors) {
    MINERISK_EXPECTS(cash.size() == factors.size());
    double sum = 0;
    for (std::size_t i = 0; i < cash.size(); ++i) sum += factors[i] * cash[i];
    return sum;
}

MINERISK_BODY double npv(std::span<const double> cash, Rate annual_rate, Convention convention,
                         int periods_per_year) {
    if (cash.empty()) return 0;
    return npv(cash,
               discount_factors(static_cast<int>(cash.size()), periods_per_year, annual_rate, convention));
}

MINERISK_BODY double npv(std::span<const double> cash, double annual_rate, Convention convention,
                         int periods_per_year) {
    return npv(cash, Rate::from_canonical(annual_rate), convention, periods_per_year);
}

MINERISK_BODY Money npv(std::span<const Money> cash, Rate annual_rate, Convention convention,
                        int periods_per_year) {
    std::vector<double> usd;
    usd.reserve(cash.size());
    for (const Money amount : cash) usd.push_back(amount.canonical());
    return Money::from_canonical(npv(usd, annual_rate, convention, periods_per_year));
}

MINERISK_BODY void npv_block(const BlockArray& cash, std::span<const double> factors, double* out) {
    MINERISK_EXPECTS(factors.size() == static_cast<std::size_t>(cash.rows()));
    kernels().npv(cash.rows(), cash.width(), cash.data(), factors.data(), out);
}

}  // namespace minerisk::inline v0::valuation
