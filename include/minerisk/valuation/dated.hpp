#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/valuation/irr.hpp"

namespace minerisk::inline v0::valuation {

/// An amount (USD, receipts positive) on a day.
struct DatedFlow {
    Date date;
    double amount = 0;
};

namespace detail {

/// Years from the first flow by Actual/365. Throws InputError naming each date that does not exist.
MINERISK_BODY std::vector<double> times_of(std::span<const DatedFlow> flows);

}  // namespace detail

/// NPV of dated flows at an annual effective rate, on the date of the first flow in the list, as XNPV of
/// spreadsheets.
///
///   XNPV = sum amount_i (1 + r)^(-days_i / 365)
///
/// Dates may come in any order, also before the first. Throws InputError for a date that does not exist and
/// for a rate at or below -100 %. No flows: 0.
MINERISK_BODY double xnpv(std::span<const DatedFlow> flows, Rate annual_rate);

/// IRR of dated flows, annual effective by Actual/365, with the statuses and the certificate of `irr`:
/// spreadsheets' XIRR where that is right. Flows of one day are netted. Dates may come in any order.
///
/// Throws InputError for a date that does not exist; never on amounts. Allocates.
MINERISK_BODY Irr xirr(std::span<const DatedFlow> flows);

}  // namespace minerisk::inline v0::valuation

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/valuation/dated.inl"
#endif
