#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/kernels/builds.hpp"
#include "minerisk/kernels/plain.hpp"

// Which build of the kernels runs. v2.cpp, v3.cpp and v4.cpp hold the same code for one instruction set each:
// -O3 -fno-math-errno -fno-trapping-math -ffp-contract=off -march=x86-64-vN, and for v4
// -mprefer-vector-width=512. This file is compiled for every processor.

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define MINERISK_HAS_X86_BUILDS 1
namespace minerisk::inline v0::kernel_builds {
namespace v2 {
const KernelTable& build();
}
namespace v3 {
const KernelTable& build();
}
namespace v4 {
const KernelTable& build();
}
}  // namespace minerisk::inline v0::kernel_builds
#endif

namespace minerisk::inline v0 {

const KernelTable& kernels();

namespace {

struct Build {
    const KernelTable* table;
    bool is_usable;
};

/// All builds, the fastest first. The features are those of the x86-64 levels that both compilers can ask
/// for; no processor has them without the rest of its level.
std::vector<Build> builds() {
    std::vector<Build> all;
#ifdef MINERISK_HAS_X86_BUILDS
    __builtin_cpu_init();
    const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
    const bool v3 = v2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512vl");
    all.push_back({&kernel_builds::v4::build(), v4});
    all.push_back({&kernel_builds::v3::build(), v3});
    all.push_back({&kernel_builds::v2::build(), v2});
#endif
    all.push_back({&kernel_builds::plain::table, true});
    return all;
}

/// The build that MINERISK_ISA names, else the fastest usable one.
const KernelTable& choose() {
    const char* const stated = std::getenv("MINERISK_ISA");
    const std::string_view wanted = stated == nullptr ? "" : stated;
    const char* rule = "must be v2, v3, v4 or plain";
    for (const Build& build : builds()) {
        if (stated == nullptr) {
            if (build.is_usable) return *build.table;
        } else if (wanted == build.table->name) {
            if (build.is_usable) return *build.table;
            rule = "must be an instruction set that this processor has";
        }
    }
    Problems problems;
    problems.add("MINERISK_ISA", wanted.empty() ? "(empty)" : std::string{wanted}, rule);
    throw InputError{problems.list()};
}

}  // namespace

const KernelTable& kernels() {
    static const KernelTable& chosen = choose();
    return chosen;
}

std::vector<const KernelTable*> usable_kernels() {
    std::vector<const KernelTable*> usable;
    for (const Build& build : builds()) {
        if (build.is_usable) usable.push_back(build.table);
    }
    return usable;
}

}  // namespace minerisk::inline v0
