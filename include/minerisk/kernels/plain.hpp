#pragma once

#include <cstddef>
#include <cstdint>

#include "minerisk/kernels/scalar.hpp"
#include "minerisk/kernels/table.hpp"

/// `kernel_builds::plain::table`: the kernels at the user's own flags.
#define MINERISK_KERNEL_NAMESPACE plain
#include "minerisk/kernels/body/blocks.inl"
#undef MINERISK_KERNEL_NAMESPACE
