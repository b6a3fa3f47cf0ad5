#pragma once

#include <cstddef>
#include <limits>
#include <span>

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
inline double mirr(std::span<const double> cash, Rate finance_rate, Rate reinvestment_rate,
                   int periods_per_year = 1) {
    const auto acceptable = [](Rate r) { return is_finite(r.canonical()) && r.canonical() > -1; };
    Problems problems;
    problems.require(acceptable(finance_rate), "finance_rate", finance_rate.canonical(),
                     "must be above -1 (-100 %) and finite");
    problems.require(acceptable(reinvestment_rate), "reinvestment_rate", reinvestment_rate.canonical(),
                     "must be above -1 (-100 %) and finite");
    problems.throw_if_any();

    const double finance = math::log1p(finance_rate.canonical()) / periods_per_year;
    const double reinvest = math::log1p(reinvestment_rate.canonical()) / periods_per_year;
    const double last = static_cast<double>(cash.size()) - 1;
    double receipts = 0;
    double payments = 0;
    for (std::size_t i = 0; i < cash.size(); ++i) {
        const double period = static_cast<double>(i);
        if (!is_finite(cash[i])) return std::numeric_limits<double>::quiet_NaN();
        if (cash[i] > 0) receipts += cash[i] * math::exp(reinvest * (last - period));
        if (cash[i] < 0) payments -= cash[i] * math::exp(-finance * period);
    }
    if (last < 1 || (receipts == 0 && payments == 0)) return std::numeric_limits<double>::quiet_NaN();
    if (payments == 0) return std::numeric_limits<double>::infinity();
    if (receipts == 0) return -1;
    return math::expm1(math::log(receipts / payments) * periods_per_year / last);
}

}  // namespace minerisk::inline v0::valuation
