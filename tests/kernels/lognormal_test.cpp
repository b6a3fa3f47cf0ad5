#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/builds.hpp"

// Of the compiled library: link with the kernel objects and define MINERISK_COMPILED_KERNELS.
namespace lognormal_kernel_test {
namespace {

using minerisk::BlockArray;
using minerisk::KernelTable;

constexpr std::uint64_t seed = 0x123456789abcdefu,
                        first_path = ~std::uint64_t{0} - 1000;  // past 32 bits, and round
constexpr std::uint32_t stream = 4071;

/// What every build draws at the same n addresses, of rows up to 2 n and of 64 paths.
BlockArray drawn(const KernelTable& table, int n, std::vector<std::uint32_t>& path,
                 std::vector<std::uint32_t>& row) {
    path.clear();
    row.clear();
    BlockArray a{3, n};
    for (int i = 0; i < n; ++i) {
        path.push_back(static_cast<std::uint32_t>(i * 37 % 64));
        row.push_back(static_cast<std::uint32_t>(i * 7919 % (2 * n)));
        a(0, i) = 0.1 * (i % 40) - 2;
        a(1, i) = i % 3 == 0 ? 300 : 0.02 * (i % 50);  // some beyond the range of exp
    }
    table.lognormals_at({seed, stream, first_path, path.data(), row.data(), a.row(0), a.row(1), a.row(2)},
                        static_cast<std::size_t>(n));
    return a;
}

TEST(LognormalKernel, DrawsTheNormalsOfTheRowsAtEveryAddress) {
    for (const KernelTable* table : minerisk::usable_kernels())
        for (const int n : {16, 48, 4096}) {
            std::vector<std::uint32_t> path, row;
            const BlockArray a = drawn(*table, n, path, row);
            BlockArray normals{2 * n, 64}, x{1, n};
            table->normals(seed, stream, first_path, 0, 2 * n, 64, normals.data());
            for (int i = 0; i < n; ++i)
                x(0, i) = a(0, i) + a(1, i) * normals(static_cast<int>(row[static_cast<std::size_t>(i)]),
                                                      static_cast<int>(path[static_cast<std::size_t>(i)]));
            table->exp(x.data(), x.data(), static_cast<std::size_t>(n));
            for (int i = 0; i < n; ++i) ASSERT_EQ(a(2, i), x(0, i)) << table->name << ", " << n << ", " << i;
        }
}

TEST(LognormalKernel, EveryInstructionSetGivesTheSameBits) {
    std::vector<std::uint32_t> path, row;
    const BlockArray expected = drawn(*minerisk::usable_kernels().back(), 4096, path, row);
    for (const KernelTable* table : minerisk::usable_kernels()) {
        const BlockArray found = drawn(*table, 4096, path, row);
        EXPECT_EQ(std::memcmp(found.data(), expected.data(), expected.size() * sizeof(double)), 0)
            << table->name;
    }
}

}  // namespace
}  // namespace lognormal_kernel_test
