// Of the compiled library: link with the kernel objects and define MINERISK_COMPILED_KERNELS.
#include "minerisk/kernels/builds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/kernels/active.hpp"
#include "support/numbers.hpp"

namespace {

using minerisk::BlockArray;
using minerisk::KernelTable;

/// Successors of 45 rows of events by two laws: their numbers, checked one by one, and their dates.
void add_events(const KernelTable& kernel, int width, const BlockArray& u, std::vector<double>& all) {
    const std::vector<double> cumulative{0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 1};
    constexpr double none_if_some[] = {0.2, 0};
    const double ends[] = {0.3, 0.6};
    const int rows = u.rows();
    std::vector<std::int64_t> number[2], most[2];
    std::vector<signed char> kind(u.size());
    minerisk::SuccessorLaw laws[2];
    for (int l = 0; l < 2; ++l) {
        number[l].resize(u.size());
        most[l].resize(static_cast<std::size_t>(rows));
        laws[l] = {cumulative.data(), static_cast<int>(cumulative.size()) - 2 * l,
                   none_if_some[l],   u.data(),
                   number[l].data(),  most[l].data()};
    }
    kernel.successors({2, laws, 2, ends, u.row(1), kind.data()}, rows - 1, width);
    for (std::size_t at = 0; at < u.size() - static_cast<std::size_t>(width); ++at) {
        const double kind_u = u.data()[at + static_cast<std::size_t>(width)];
        ASSERT_EQ(kind[at], kind_u < ends[0] ? 0 : kind_u < ends[1] ? 1 : -1);
        bool needs_some = kind[at] < 0;
        for (int l = 0; l < 2; ++l) {
            double draw = u.data()[at];
            std::int64_t expected = 0;
            if (!needs_some || draw >= none_if_some[l]) {
                if (needs_some) draw = 0.5 + (draw - none_if_some[l]) / (1 - none_if_some[l]) * 0.5;
                needs_some = false;
                while (expected < laws[l].terms && !(draw < cumulative[static_cast<std::size_t>(expected)]))
                    ++expected;
            }
            ASSERT_EQ(number[l][at], expected);
            ASSERT_LE(expected, most[l][at / static_cast<std::size_t>(width)]);
            all.push_back(static_cast<double>(expected));
        }
    }

    std::vector<std::int64_t> count(static_cast<std::size_t>(width), 3),
        done(static_cast<std::size_t>(width), 0), made = done, other = done, other_made = done;
    BlockArray time{200, width}, other_time{40, width};
    for (int row = 0; row < 3; ++row)
        for (int p = 0; p < width; ++p) time(row, p) = row + 0.01 * p;
    minerisk::BranchLink links[] = {
        {0.4, number[0].data(), most[0].data(), u.data(), 45, time.data(), 200, count.data(), made.data()},
        {0.2, number[1].data(), most[1].data(), u.data(), 45, other_time.data(), 40, other.data(),
         other_made.data()}};
    const std::int64_t end =
        kernel.branch({2, links, 0, time.data(), count.data(), done.data(), 2.5}, 0, 44, width);
    ASSERT_GT(end, 2);
    all.push_back(static_cast<double>(end));
    for (std::size_t p = 0; p < count.size(); ++p) {
        std::int64_t expected[2] = {0, 0};
        for (std::int64_t row = 0; row < std::min(end, count[p]); ++row)
            for (int l = 0; l < 2; ++l)
                expected[l] += number[l][static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + p];
        ASSERT_EQ(made[p], expected[0]);
        ASSERT_EQ(other_made[p], expected[1]);
        for (int row = 3; row < count[p]; ++row) all.push_back(time(row, static_cast<int>(p)));
        for (int row = 0; row < other[p]; ++row) all.push_back(other_time(row, static_cast<int>(p)));
    }
}

/// What every entry answers to the same questions, number after number.
std::vector<double> answers(const KernelTable& kernel) {
    std::vector<double> all;
    const auto keep = [&](const BlockArray& a) { all.insert(all.end(), a.data(), a.data() + a.size()); };
    using testing_support::infinity;
    for (const int width : {64, 16}) {
        BlockArray a{45, width}, b{45, width}, c{45, width}, row{1, width};
        kernel.uniforms(7, 11, 1000, 3, 45, width, a.data());
        keep(a);
        kernel.exponentials(7, 12, ~std::uint64_t{0} - 20, 4, 45, width, b.data());
        keep(b);
        for (int i = 0; i < 200; ++i) {  // enough for the tail
            kernel.normals(7, 13, 1u << 31, 45u * i, 45, width, c.data());
            keep(c);
        }
        std::vector<std::uint64_t> path(static_cast<std::size_t>(width));
        for (std::size_t i = 0; i < path.size(); ++i) path[i] = ~(i * i << 28);
        kernel.normals_of(7, 13, path.data(), 3, 45, width, b.data());
        keep(b);
        add_events(kernel, width, a, all);
        kernel.inverse_normal(a.data(), b.data(), a.size());
        keep(b);
        for (std::size_t i = 0; i < a.size(); ++i) a.data()[i] = 800 * (2 * a.data()[i] - 1);
        a(0, 0) = infinity, a(0, 1) = -infinity, a(0, 2) = 0, a(0, 3) = 1e-310, a(0, 4) = 1e300;
        kernel.exp(a.data(), b.data(), a.size());
        keep(b);
        for (std::size_t i = 0; i < a.size(); ++i) a.data()[i] = std::abs(a.data()[i]);
        kernel.log(a.data(), b.data(), a.size());
        keep(b);

        const std::array decay{0.45, 1.0, 0.6, 1.0};
        const std::array weight{0.7, 1.0, 0.8, 1.0};
        const std::array lower{0.22, 0.03, 0.14, 0.03, 0.01, 0.10, 0.01, 0.04, 0.02, 0.13};
        BlockArray x{4, width}, drift{4, width};
        drift.fill(-0.0098);
        for (int t = 0; t < 10; ++t) {
            kernel.factor_step(4, width, decay.data(), weight.data(), lower.data(), drift.data(),
                               c.row(4 * t), x.data());
            keep(x);
        }
        const std::array<const double*, 2> rows{x.row(0), x.row(1)};
        kernel.exp_of_sum(2, width, rows.data(), 1.3, row.data());
        keep(row);

        const minerisk::DateTerm terms[] = {{0, 0.25}, {7, -1.5}, {3, 0}};
        row.fill(-1e300);
        kernel.latest(3, terms, width, c.data(), row.data());
        keep(row);
        for (int p = 0; p < width; ++p)
            EXPECT_EQ(row(0, p), std::max({c(0, p) + 0.25, c(7, p) - 1.5, c(3, p)}));
        row.fill(1e300);
        kernel.earliest(3, terms, width, c.data(), row.data());
        keep(row);
        for (int p = 0; p < width; ++p)
            EXPECT_EQ(row(0, p), std::min({c(0, p) - 0.25, c(7, p) + 1.5, c(3, p)}));

        std::vector<double> discount;
        for (int t = 0; t < 45; ++t) discount.push_back(1 / (1 + 0.08 * t));
        for (int t = 0; t < 45; ++t) {
            for (int p = 0; p < width; ++p) c(t, p) = t < 5 ? -1000 - 10 * p : 150 * (1 + c(t, p));
        }
        kernel.npv(45, width, c.data(), discount.data(), row.data());
        keep(row);
        std::vector<unsigned char> status(width);
        row.fill(0);
        kernel.irr(45, width, c.data(), row.data(), status.data());
        for (int p = 0; p < width; ++p) {
            if (status[p] != 0) row(0, p) = 0;  // a rate only where there is one
        }
        keep(row);
        all.insert(all.end(), status.begin(), status.end());
    }
    return all;
}

TEST(Builds, EveryInstructionSetGivesTheSameBits) {
    const std::vector<const KernelTable*> usable = minerisk::usable_kernels();
    ASSERT_FALSE(usable.empty());
    ASSERT_STREQ(usable.back()->name, "plain");
    const std::vector<double> expected = answers(*usable.back());
    for (const KernelTable* kernel : usable) {
        const std::vector<double> found = answers(*kernel);
        ASSERT_EQ(found.size(), expected.size());
        EXPECT_EQ(std::memcmp(found.data(), expected.data(), found.size() * sizeof(double)), 0)
            << kernel->name;
    }
}

TEST(Builds, TheOneInUseIsTheFastestOrTheOneAskedFor) {
    const char* const asked = std::getenv("MINERISK_ISA");
    EXPECT_STREQ(minerisk::kernels().name,
                 asked != nullptr ? asked : minerisk::usable_kernels().front()->name);
}

/// Runs `kernels()` in a process of its own, where nothing was chosen yet.
void choose_under(const char* isa) {
    setenv("MINERISK_ISA", isa, 1);
    try {
        std::fprintf(stderr, "chose %s\n", minerisk::kernels().name);
    } catch (const minerisk::InputError& e) {
        std::fprintf(stderr, "%s\n", e.what());
    }
    std::exit(0);
}

TEST(BuildsDeathTest, TheEnvironmentForcesABuildAndAnUnknownOneIsRefused) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(choose_under("plain"), testing::ExitedWithCode(0), "chose plain");
    EXPECT_EXIT(choose_under("avx2"), testing::ExitedWithCode(0),
                "MINERISK_ISA = avx2: must be v2, v3, v4 or plain");
    EXPECT_EXIT(choose_under(""), testing::ExitedWithCode(0), "MINERISK_ISA = \\(empty\\): must be");
    for (const char* name : {"v2", "v3", "v4"}) {
        bool is_usable = false;
        for (const KernelTable* kernel : minerisk::usable_kernels())
            is_usable |= std::string{kernel->name} == name;
        EXPECT_EXIT(
            choose_under(name), testing::ExitedWithCode(0),
            is_usable ? std::string{"chose "} + name : "must be an instruction set that this processor has");
    }
}

}  // namespace
