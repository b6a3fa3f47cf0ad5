#pragma once

#include <cstddef>
#include <cstdint>

#include "minerisk/core/outage.hpp"
#include "minerisk/kernels/outage_rows.hpp"

/// The scalar forms of the kernels at the user's own flags: what `minerisk::math` and the engine of one path
/// are made of. The same bits as the block functions give.
#define MINERISK_KERNEL_NAMESPACE plain
#include "minerisk/kernels/body/scalar.inl"
#undef MINERISK_KERNEL_NAMESPACE
