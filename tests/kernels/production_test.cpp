#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/builds.hpp"
#include "support/numbers.hpp"

// Of the compiled library: link with the kernel objects and define MINERISK_COMPILED_KERNELS.
namespace production_kernel_test {
namespace {

using minerisk::BlockArray;
using minerisk::KernelTable;
using testing_support::infinity;

double ramped(double age, double duration) {
    if (!(age > 0)) return 0;
    return age >= duration ? age - 0.5 * duration : 0.5 * age * (age / duration);
}

TEST(PlannedOreKernel, AddsWhatTheFormulaSaysOnEveryPath) {
    const minerisk::RampRow steps[] = {{0.1, 0.9, 0.4}, {0.9, infinity, 1}};
    for (const KernelTable* table : minerisk::usable_kernels())
        for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
            SCOPED_TRACE(std::string{table->name} + ", " + std::to_string(width));
            BlockArray rows{4, width};
            double *const milestone = rows.row(0), *const ramp = rows.row(1), *const until = rows.row(2),
                          *const planned = rows.row(3);
            for (int p = 0; p < width; ++p) {
                milestone[p] = p % 5 == 4 ? infinity : 1 + 0.3 * (p % 11);
                ramp[p] = 0.7 * (p % 4);
                until[p] = p % 7 == 6 ? -infinity : 3 - 0.01 * p;
                planned[p] = 10;
            }
            minerisk::PlanRows plan{90, 0, nullptr, milestone, ramp, 2, until, planned};
            table->planned_ore(plan, width);
            plan.steps = 2;
            plan.step = steps;
            table->planned_ore(plan, width);
            for (int p = 0; p < width; ++p) {
                const double before = 2 - milestone[p], after = until[p] - milestone[p];
                const auto held = [](double age) {
                    return 0.4 * std::clamp(age - 0.1, 0.0, 0.8) + std::max(0.0, age - 0.9);
                };
                double expected = 10;
                if (after > 0) {
                    expected += 90 * (ramped(after, ramp[p]) - ramped(before, ramp[p]));
                    expected += 90 * (held(after) - held(before));
                }
                EXPECT_NEAR(planned[p], expected, 1e-12);
                if (!(after > 0)) {
                    EXPECT_EQ(planned[p], 10);
                }
            }
        }
}

/// Four bins and two metals, milled over eight periods by paths of their own pace.
struct Milled {
    BlockArray rows;  // [period x (ore, mined, expensed, two sustained, contained and recovered of each)]
    BlockArray ends;  // left, milled
    std::vector<std::int64_t> at;
};
constexpr minerisk::OreRow bins[] = {{4, 3, 0, 0}, {1, 2.5, 0.5, 1}, {0.5, 2, 1, 1}, {6, 1.5, 1, 0.25}, {}};
constexpr minerisk::GradeRow metals[] = {{0.01, 0.7}, {0.008, 0.9}, {0.006, 0.9}, {0.005, 1}, {},
                                         {0.5, 0},    {0.4, 0.6},   {0.3, 0.65},  {0.2, 0.7}, {}};
double pace(int period, int p) {
    return p % 6 == 5 ? 0 : 0.3 * ((p + 3 * period) % 13);
}

Milled mill(const KernelTable& table, int width) {
    constexpr int lines = 9, periods = 8;
    Milled m{
        {periods * lines, width}, {2, width}, std::vector<std::int64_t>(static_cast<std::size_t>(width))};
    BlockArray in{3, width};
    for (int p = 0; p < width; ++p) {
        m.ends(0, p) = bins[0].ore;
        in(1, p) = 0.9 + 0.01 * (p % 9);
        in(2, p) = 0.5 + 0.1 * (p % 8);
    }
    for (int i = 0; i < periods; ++i) {
        for (int p = 0; p < width; ++p) in(0, p) = pace(i, p);
        const auto row = [&](int line) { return m.rows.row(lines * i + line); };
        double* const contained[] = {row(5), row(6)};
        double* const recovered[] = {row(7), row(8)};
        table.mill({.bins = 4,
                    .metals = 2,
                    .bin = bins,
                    .metal = metals,
                    .tonnes = in.row(0),
                    .grade = in.row(1),
                    .odds = in.row(2),
                    .at = m.at.data(),
                    .left = m.ends.row(0),
                    .milled = m.ends.row(1),
                    .ore = row(0),
                    .mined = row(1),
                    .expensed = row(2),
                    .sustained_mined = row(3),
                    .sustained_ore = row(4),
                    .contained = contained,
                    .recovered = recovered},
                   width);
    }
    return m;
}

TEST(MillKernel, TakesTheBinsInTheirOrderOnEveryPath) {
    for (const KernelTable* table : minerisk::usable_kernels())
        for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
            SCOPED_TRACE(std::string{table->name} + ", " + std::to_string(width));
            const Milled m = mill(*table, width);
            int out = 0;
            for (int p = 0; p < width; ++p) {
                double begin = 0, end = 0;  // in the ore
                const double grade = 0.9 + 0.01 * (p % 9), odds = 0.5 + 0.1 * (p % 8);
                for (int i = 0; i < 8; ++i) {
                    begin = end;
                    end = std::min(11.5, end + pace(i, p));
                    double expected[9]{};
                    double top = 0;
                    for (int b = 0; b < 4; ++b) {
                        const double take =
                            std::max(0.0, std::min(end, top + bins[b].ore) - std::max(begin, top));
                        top += bins[b].ore;
                        const double moved = take * bins[b].mined;
                        const double line[] = {take, moved, moved * bins[b].expensed,
                                               moved * bins[b].sustaining, take * bins[b].sustaining};
                        for (int k = 0; k < 5; ++k) expected[k] += line[k];
                        for (int k = 0; k < 2; ++k) {
                            const auto [of, r] = metals[5 * k + b];
                            expected[5 + k] += take * of * grade;
                            expected[7 + k] += take * of * grade * (r * odds / (1 - r + r * odds));
                        }
                    }
                    for (int k = 0; k < 9; ++k) EXPECT_NEAR(m.rows(9 * i + k, p), expected[k], 1e-12);
                }
                EXPECT_NEAR(m.ends(1, p), end, 1e-12);
                const bool is_out = end == 11.5;
                out += is_out;
                EXPECT_EQ(m.at[static_cast<std::size_t>(p)] == 4, is_out);
                if (is_out) {
                    EXPECT_EQ(m.ends(0, p), 0);
                }
            }
            EXPECT_GT(out, 3);
            EXPECT_LT(out, width - 1);
        }
}

TEST(MillKernel, EveryInstructionSetGivesTheSameBits) {
    for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
        const Milled expected = mill(*minerisk::usable_kernels().back(), width);
        for (const KernelTable* table : minerisk::usable_kernels()) {
            const Milled found = mill(*table, width);
            EXPECT_EQ(
                std::memcmp(found.rows.data(), expected.rows.data(), expected.rows.size() * sizeof(double)),
                0)
                << table->name;
            EXPECT_EQ(
                std::memcmp(found.ends.data(), expected.ends.data(), expected.ends.size() * sizeof(double)),
                0)
                << table->name;
            EXPECT_EQ(found.at, expected.at);
        }
    }
}

}  // namespace
}  // namespace production_kernel_test
