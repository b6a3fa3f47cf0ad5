#pragma once

#include <cstddef>
#include <span>

#include "minerisk/core/math.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::finance {

/// Interest over `years` at an effective annual rate, per unit of balance.
inline double accrual(double annual_rate, double years) {
    return math::expm1(math::log1p(annual_rate) * years);
}

/// The principal due at the end of the n-th of `count` periods of repayment (n from 0), given the balance at
/// the beginning of that period and the interest rate of a period. What was prepaid shortens no period: it
/// makes the payments left smaller in proportion.
///
///   level      balance / periods left
///   annuity    balance r / ((1 + r)^left - 1): level payments of interest and principal
///   bullet     the balance in the last period
///   table      balance x share_n / (sum of the shares left)
inline double principal_due(Repayment repayment, std::span<const double> table, int n, int count,
                            double balance, double period_rate) {
    const int left = count - n;
    if (left <= 1) return balance;
    switch (repayment) {
        case Repayment::level_principal:
            return balance / left;
        case Repayment::annuity:
            if (!(period_rate > 0)) return balance / left;
            return balance * period_rate / math::expm1(math::log1p(period_rate) * left);
        case Repayment::bullet:
            return 0;
        case Repayment::table:
        case Repayment::sculpted:  // by the forecast: see DebtModel
            break;
    }
    double rest = 0;
    for (std::size_t k = static_cast<std::size_t>(n); k < table.size(); ++k) rest += table[k];
    return rest > 0 ? balance * (table[static_cast<std::size_t>(n)] / rest) : 0;
}

}  // namespace minerisk::inline v0::finance
