#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::valuation {

/// Where in its period a flow counts as paid. Mining studies mostly use `end`, or `start` with the first year
/// undiscounted; a year's flow that comes evenly is nearest to `middle`.
enum class Convention : unsigned char { start, middle, end };

constexpr const char* name_of(Convention c) {
    return c == Convention::start    ? "start of period"
           : c == Convention::middle ? "middle of period"
                                     : "end of period";
}

/// Time of the flow of a period, in years from the valuation date.
constexpr double flow_time(int period, int periods_per_year, Convention convention) {
    const double part = convention == Convention::start ? 0 : (convention == Convention::middle ? 0.5 : 1);
    return (period + part) / periods_per_year;
}

/// (1 + r)^-t for each period, r the annual effective rate, t by the convention.
/// Throws InputError unless the rate is finite and above -100 % and both counts are at least 1.
inline std::vector<double> discount_factors(int periods, int periods_per_year, Rate annual_rate,
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

inline std::vector<double> discount_factors(const TimeGrid& grid, Rate annual_rate, Convention convention) {
    return discount_factors(grid.periods(), grid.periods_per_year(), annual_rate, convention);
}

/// sum factor_i cash_i in the order of the periods; the same bits as `npv_block` for the same numbers.
inline double npv(std::span<const double> cash, std::span<const double> factors) {
    MINERISK_EXPECTS(cash.size() == factors.size());
    double sum = 0;
    for (std::size_t i = 0; i < cash.size(); ++i) sum += factors[i] * cash[i];
    return sum;
}

/// Net present value of one flow a period (USD) at an annual effective rate.
///
///   NPV = sum cash_i (1 + r)^-t_i,   t_i = (i, i + 1/2 or i + 1) / periods_per_year
///
/// Throws InputError for a rate at or below -100 %. No flows: 0.
inline double npv(std::span<const double> cash, Rate annual_rate, Convention convention,
                  int periods_per_year = 1) {
    if (cash.empty()) return 0;
    return npv(cash,
               discount_factors(static_cast<int>(cash.size()), periods_per_year, annual_rate, convention));
}

/// The same for a plain rate, a fraction a year.
inline double npv(std::span<const double> cash, double annual_rate, Convention convention,
                  int periods_per_year = 1) {
    return npv(cash, Rate::from_canonical(annual_rate), convention, periods_per_year);
}

/// The same for amounts with their unit.
inline Money npv(std::span<const Money> cash, Rate annual_rate, Convention convention,
                 int periods_per_year = 1) {
    std::vector<double> usd;
    usd.reserve(cash.size());
    for (const Money amount : cash) usd.push_back(amount.canonical());
    return Money::from_canonical(npv(usd, annual_rate, convention, periods_per_year));
}

/// NPV of each path of a block [period][path], `width` numbers. Allocates nothing, throws nothing.
inline void npv_block(const BlockArray& cash, std::span<const double> factors, double* out) {
    MINERISK_EXPECTS(factors.size() == static_cast<std::size_t>(cash.rows()));
    kernels().npv(cash.rows(), cash.width(), cash.data(), factors.data(), out);
}

}  // namespace minerisk::inline v0::valuation
