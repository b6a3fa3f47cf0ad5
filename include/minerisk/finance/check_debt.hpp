#pragma once

#include <set>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/debt_spec.hpp"

namespace minerisk::inline v0::finance::detail {

inline void require_share(Problems& found, const std::string& field, double v) {
    found.require(v > 0 && v <= 1, field, v, "must be in (0, 1]");
}
inline void require_up_to_one(Problems& found, const std::string& field, double v) {
    found.require(v >= 0 && v <= 1, field, v, "must be in [0, 1]");
}
inline void require_not_negative(Problems& found, const std::string& field, double v) {
    found.require(v >= 0 && is_finite(v), field, v, "must not be negative");
}

/// Adds every value of a debt that cannot be. `lenders`: names that may lend; `taken`: names that no facility
/// may have; `has_case`: whether there is a lenders' case.
MINERISK_BODY void add_debt_problems(const Debt& debt, const std::vector<std::string>& lenders,
                                     std::set<std::string> taken, const TimeGrid& grid, bool has_case,
                                     Problems& found);

}  // namespace minerisk::inline v0::finance::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/check_debt.inl"
#endif
