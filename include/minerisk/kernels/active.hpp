#pragma once

#include "minerisk/kernels/table.hpp"

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/kernels/plain.hpp"
#endif

namespace minerisk::inline v0 {

#ifdef MINERISK_COMPILED_KERNELS
/// The table in use: the best that the processor runs, or the one that MINERISK_ISA names. Chosen at the
/// first call; throws InputError then if MINERISK_ISA is unknown or above the processor. Later calls do not
/// throw.
const KernelTable& kernels();
#else
/// The table in use: the kernels at the user's own flags.
inline const KernelTable& kernels() {
    return kernel_builds::plain::table;
}
#endif

}  // namespace minerisk::inline v0
