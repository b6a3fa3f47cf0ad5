#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/spec.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::finance {

/// Every value of a finance that cannot be, by its field. None: it can be run. `has_case`: whether there is a
/// lenders' case to look ahead with.
MINERISK_BODY std::vector<Problem> finance_problems(const Spec& spec, const Project& project,
                                                    const TimeGrid& grid, bool has_case);

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/check.inl"
#endif
