// The scalar forms in the namespace of one instruction set. No pragma once; see all.inl.

namespace minerisk::inline v0::kernel_builds::MINERISK_KERNEL_NAMESPACE {
#include "minerisk/kernels/body/math.inl"
#include "minerisk/kernels/body/philox.inl"
// After the elementary functions:
#include "minerisk/kernels/body/calendar.inl"
#include "minerisk/kernels/body/largest.inl"
#include "minerisk/kernels/body/loan.inl"
}  // namespace minerisk::inline v0::kernel_builds::MINERISK_KERNEL_NAMESPACE
