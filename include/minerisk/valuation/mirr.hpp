#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::valuation {

/// Modified internal rate of return, annual effective: receipts are carried to the last period at the
/// reinvestment rate, payments are brought to the first at the finance rate.
///
///   MIRR = (FV(receipts) / PV(payments))^(periods_per_year / (n - 1)) - 1
///
/// Source: Lin (1976), The Modified Internal Rate of Return and Investment Criterion; Excel's MIRR for one
/// period a year. No payment: +inf. No receipt: -1. Neither, fewer than two periods, or a flow that is not
/// finite: NaN. Throws InputError if a rate is not finite or not above -100 %; never on flows.
MINERISK_BODY double mirr(std::span<const double> cash, Rate finance_rate, Rate reinvestment_rate,
                          int periods_per_year = 1);

}  // namespace minerisk::inline v0::valuation

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/valuation/mirr.inl"
#endif
