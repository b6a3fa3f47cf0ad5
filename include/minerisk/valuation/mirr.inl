#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/valuation/mirr.hpp"

namespace minerisk::inline v0::valuation {

MINERISK_BODY double mirr(std::span<const double> cash, Rate finance_rate, Rate reinvestment_rate,
                          int periods_per_year) {
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
