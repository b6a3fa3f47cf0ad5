#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/spec.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::finance {

/// Facilities that one model may have.
inline constexpr std::size_t most_facilities = 16;

/// Every value of a finance that cannot be, by its field. None: it can be run.
MINERISK_BODY std::vector<Problem> finance_problems(const Spec& spec, const Project& project,
                                                    const TimeGrid& grid);

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/check.inl"
#endif
