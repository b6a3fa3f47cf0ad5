#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"

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
MINERISK_BODY std::vector<double> discount_factors(int periods, int periods_per_year, Rate annual_rate,
                                                   Convention convention);

MINERISK_BODY std::vector<double> discount_factors(const TimeGrid& grid, Rate annual_rate,
                                                   Convention convention);

/// sum factor_i cash_i in the order of the periods; the same bits as `npv_block` for the same numbers.
MINERISK_BODY double npv(std::span<const double> cash, std::span<const double> factors);

/// Net present value of one flow a period (USD) at an annual effective rate.
///
///   NPV = sum cash_i (1 + r)^-t_i,   t_i = (i, i + 1/2 or i + 1) / periods_per_year
///
/// Throws InputError for a rate at or below -100 %. No flows: 0.
MINERISK_BODY double npv(std::span<const double> cash, Rate annual_rate, Convention convention,
                         int periods_per_year = 1);

/// The same for a plain rate, a fraction a year.
MINERISK_BODY double npv(std::span<const double> cash, double annual_rate, Convention convention,
                         int periods_per_year = 1);

/// The same for amounts with their unit.
MINERISK_BODY Money npv(std::span<const Money> cash, Rate annual_rate, Convention convention,
                        int periods_per_year = 1);

/// NPV of each path of a block [period][path], `width` numbers. Allocates nothing, throws nothing.
MINERISK_BODY void npv_block(const BlockArray& cash, std::span<const double> factors, double* out);

}  // namespace minerisk::inline v0::valuation

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/valuation/npv.inl"
#endif
