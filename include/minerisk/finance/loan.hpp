#pragma once

#include <cstddef>
#include <vector>

#include "minerisk/kernels/scalar.hpp"

namespace minerisk::inline v0::finance {

/// Interest over `years` at an effective annual rate, per unit of balance; NaN at -100 % and below.
inline double accrual(double annual_rate, double years) {
    return kernel_builds::plain::accrual1(annual_rate, years);
}

/// Of a repayment by stated shares of the principal, one a period: the share of the balance at the beginning
/// of each period that it repays, share_n / (sum of the shares left). What was prepaid shortens no period: it
/// makes the payments left smaller in proportion.
inline std::vector<double> parts_of_balance(const std::vector<double>& table) {
    std::vector<double> parts;
    for (std::size_t n = 0; n < table.size(); ++n) {
        double rest = 0;
        for (std::size_t k = n; k < table.size(); ++k) rest += table[k];
        parts.push_back(rest > 0 ? table[n] / rest : 0);
    }
    return parts;
}

}  // namespace minerisk::inline v0::finance
