#pragma once

#include <vector>

#include "minerisk/kernels/table.hpp"

namespace minerisk::inline v0 {

/// The kernel tables that this processor can run, the fastest first and `plain` last: for tests and benches.
/// Of the compiled library only.
std::vector<const KernelTable*> usable_kernels();

}  // namespace minerisk::inline v0
