// The kernels for x86-64-v4; compiled with -march=x86-64-v4 and dispatch.cpp's other flags.
#define MINERISK_KERNEL_NAMESPACE v4
#include "minerisk/kernels/body/all.inl"

namespace minerisk::inline v0::kernel_builds::v4 {
const KernelTable& build() {
    return table;
}
}  // namespace minerisk::inline v0::kernel_builds::v4
