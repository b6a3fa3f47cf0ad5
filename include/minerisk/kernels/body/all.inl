// Every kernel, for the file that defines MINERISK_KERNEL_NAMESPACE (plain, v2, v3, v4) and is compiled for
// that instruction set. All of it lives in the namespace of that name and uses no function template of the
// standard library: the linker keeps one copy of a weak symbol, and it must not be one for another processor.
// The loops run over paths with a trip count known to the compiler, so that it makes them vectors; the sums
// go over rows in their order, so that every build gives the same bits.
//
// A path's numbers are the same in a block of 64 and in one of 16. No pragma once: each build includes it.

#include <cstddef>
#include <cstdint>

#include "minerisk/kernels/table.hpp"

#include "minerisk/kernels/body/scalar.inl"
// After the scalar forms:
#include "minerisk/kernels/body/blocks.inl"
