// The kernels for x86-64-v3; compiled with -march=x86-64-v3 and dispatch.cpp's other flags.
#define MINERISK_KERNEL_NAMESPACE v3
#include "minerisk/kernels/body/all.inl"

namespace minerisk::inline v0::kernel_builds::v3 {
const KernelTable& build() {
    return table;
}
}  // namespace minerisk::inline v0::kernel_builds::v3
