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
using minerisk::EventAddress;
using minerisk::KernelTable;
using minerisk::LognormalLaw;

constexpr std::uint64_t seed = 0x123456789abcdefu,
                        first_path = ~std::uint64_t{0} - 20;  // past 32 bits, and round

/// Laws of which some lie beyond the range of exp, and some come by chance.
std::vector<LognormalLaw> laws() {
    std::vector<LognormalLaw> all;
    for (int t = 0; t < 40; ++t)
        all.push_back({.log_median = 0.1 * t - 2,
                       .sigma = t % 3 == 0 ? 300 : 0.02 * t,
                       .chance = t % 8 == 7 ? 0.1 * (t / 8) : 1,
                       .stream = 4071u + static_cast<std::uint32_t>(t % 5),
                       .chance_stream = 99u + static_cast<std::uint32_t>(t % 3)});
    return all;
}
/// n addresses, of rows up to 2 n and of 64 paths; the first half of laws without chance.
std::vector<EventAddress> addresses(int n) {
    std::vector<EventAddress> all;
    for (int i = 0; i < n; ++i)
        all.push_back(EventAddress::of(static_cast<std::uint64_t>(i * 7919 % (2 * n)),
                                       static_cast<std::uint64_t>(i * 37 % 64),
                                       static_cast<std::uint64_t>(2 * i < n ? i % 7 : i * 11 % 40)));
    return all;
}
BlockArray drawn(const KernelTable& table, int n) {
    BlockArray out{1, n};
    table.lognormals_at({seed, first_path, laws().data(), addresses(n).data(), out.data()},
                        static_cast<std::size_t>(n));
    return out;
}

TEST(LognormalKernel, DrawsTheNormalsOfTheRowsOfItsStreamAtEveryAddress) {
    const std::vector<LognormalLaw> law = laws();
    for (const KernelTable* table : minerisk::usable_kernels())
        for (const int n : {16, 48, 512}) {
            const BlockArray out = drawn(*table, n);
            int none = 0, all = 0;
            for (std::uint32_t t = 0; t < law.size(); ++t) {
                BlockArray normals{2 * n, 64}, chances{2 * n, 64}, x{1, n};
                table->normals(seed, law[t].stream, first_path, 0, 2 * n, 64, normals.data());
                table->uniforms(seed, law[t].chance_stream, first_path, 0, 2 * n, 64, chances.data());
                const auto at = addresses(n);
                for (std::size_t i = 0; i < at.size(); ++i)
                    x.data()[i] = law[t].log_median +
                                  law[t].sigma * normals(static_cast<int>(at[i].row()), at[i].path());
                table->exp(x.data(), x.data(), at.size());
                for (std::size_t i = 0; i < at.size(); ++i) {
                    if (at[i].term() != t) continue;
                    const bool happens = chances(static_cast<int>(at[i].row()), at[i].path()) < law[t].chance;
                    ASSERT_EQ(out.data()[i], happens ? x.data()[i] : 0)
                        << table->name << ", " << n << ", " << i;
                    none += !happens;
                    ++all;
                }
            }
            EXPECT_EQ(all, n);
            EXPECT_TRUE(n < 512 || none > 10);
        }
}

TEST(LognormalKernel, EveryInstructionSetGivesTheSameBits) {
    const BlockArray expected = drawn(*minerisk::usable_kernels().back(), 4096);
    for (const KernelTable* table : minerisk::usable_kernels()) {
        const BlockArray found = drawn(*table, 4096);
        EXPECT_EQ(std::memcmp(found.data(), expected.data(), expected.size() * sizeof(double)), 0)
            << table->name;
    }
}

}  // namespace
}  // namespace lognormal_kernel_test
