// The kernels for x86-64-v2; compiled with -march=x86-64-v2 and dispatch.cpp's other flags.
#define MINERISK_KERNEL_NAMESPACE v2
#include "minerisk/kernels/body/all.inl"

namespace minerisk::inline v0::kernel_builds::v2 {
const KernelTable& build() {
    return table;
}
}  // namespace minerisk::inline v0::kernel_builds::v2
