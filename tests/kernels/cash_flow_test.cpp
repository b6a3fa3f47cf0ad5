#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/builds.hpp"
#include "support/numbers.hpp"

// Of the compiled library: link with the kernel objects and define MINERISK_COMPILED_KERNELS.
namespace {

using minerisk::BlockArray;
using minerisk::KernelTable;

/// Numbers that differ by row and path, some of them below zero.
BlockArray inputs(int rows, int width) {
    BlockArray a{rows, width};
    for (int r = 0; r < rows; ++r)
        for (int p = 0; p < width; ++p) a(r, p) = 1 + 0.37 * r - 0.11 * ((7 * p + 3 * r) % 23);
    return a;
}

TEST(AccountKernel, IsWhatTheFormulaSaysOnEveryPath) {
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
            SCOPED_TRACE(std::string{kernel->name} + ", " + std::to_string(width));
            const BlockArray in = inputs(13, width);
            BlockArray out{10, width};
            const minerisk::MetalRows metals[] = {{0.96, 11, in.row(0), in.row(1), out.row(8)},
                                                  {0.93, 0.5, in.row(2), in.row(3), out.row(9)}};
            kernel->account({.metals = 2,
                             .carrier = 0,
                             .metal = metals,
                             .dry_per_metal = 3.5,
                             .treatment_charge = 0.09,
                             .freight_per_dry = 0.25,
                             .mining = 2.05,
                             .processing = 5,
                             .general = 0.85,
                             .sustaining_per_mined = 0.87,
                             .sustaining_per_ore = 1.8,
                             .treatment = in.row(4),
                             .freight = in.row(5),
                             .mining_factor = in.row(6),
                             .processing_factor = in.row(7),
                             .sustaining_factor = in.row(8),
                             .ore = in.row(9),
                             .expensed = in.row(10),
                             .sustained_mined = in.row(11),
                             .sustained_ore = in.row(12),
                             .dry = out.row(0),
                             .gross = out.row(1),
                             .selling = out.row(2),
                             .nsr = out.row(3),
                             .mining_cost = out.row(4),
                             .processing_cost = out.row(5),
                             .general_cost = out.row(6),
                             .sustaining_capital = out.row(7)},
                            width);
            for (int p = 0; p < width; ++p) {
                const double dry = in(0, p) * 3.5;
                const double copper = in(0, p) * 0.96, gold = in(2, p) * 0.93;
                const double gross = copper * in(1, p) + gold * in(3, p);
                const double selling = dry * (0.09 * in(4, p) + 0.25 * in(5, p)) + copper * 11 * in(4, p) +
                                       gold * 0.5 * in(4, p);
                EXPECT_EQ(out(0, p), dry);
                EXPECT_EQ(out(1, p), gross);
                EXPECT_EQ(out(2, p), selling);
                EXPECT_EQ(out(3, p), gross - selling);
                EXPECT_EQ(out(4, p), in(10, p) * 2.05 * in(6, p));
                EXPECT_EQ(out(5, p), in(9, p) * 5 * in(7, p));
                EXPECT_EQ(out(6, p), in(9, p) * 0.85);
                EXPECT_EQ(out(7, p), (in(11, p) * 0.87 + in(12, p) * 1.8) * in(8, p));
                EXPECT_EQ(out(8, p), copper);
                EXPECT_EQ(out(9, p), gold);
            }
        }
}

TEST(OnsiteKernel, AddsWhatFollowsTheCalendar) {
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
            SCOPED_TRACE(std::string{kernel->name} + ", " + std::to_string(width));
            const BlockArray in = inputs(6, width);
            BlockArray out{4, width};
            kernel->onsite({.fixed = 0.52,
                            .security_low = 0.25,
                            .security_more = 0.2,
                            .years = in.row(0),
                            .alert = in.row(1),
                            .protecting = in.row(2),
                            .nsr = in.row(0),
                            .mining = in.row(3),
                            .processing = in.row(4),
                            .general = in.row(5),
                            .fixed_cost = out.row(0),
                            .security = out.row(1),
                            .onsite = out.row(2),
                            .operating_margin = out.row(3)},
                           width);
            bool earns = false, loses = false;
            for (int p = 0; p < width; ++p) {
                const double fixed = 0.52 * in(0, p);
                const double security = (0.25 + 0.2 * in(1, p)) * in(0, p) + in(2, p);
                const double onsite = in(3, p) + in(4, p) + in(5, p) + fixed + security;
                const double nsr = in(0, p);
                EXPECT_EQ(out(0, p), fixed);
                EXPECT_EQ(out(1, p), security);
                EXPECT_EQ(out(2, p), onsite);
                EXPECT_EQ(out(3, p), nsr > 0 ? (nsr - onsite) / nsr : -testing_support::infinity);
                earns = earns || nsr > 0;
                loses = loses || !(nsr > 0);
            }
            EXPECT_TRUE(earns && loses);
        }
}

/// A levy on what is below zero is none; one of a scale at the last step reached; one with an advance.
TEST(RoyaltyKernel, IsWhatTheFormulaSaysOnEveryPath) {
    const minerisk::RateStep steps[] = {{-0.5, 0.02}, {0.1, 0.04}, {0.9, 0.03}};
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
            SCOPED_TRACE(std::string{kernel->name} + ", " + std::to_string(width));
            const BlockArray in = inputs(3, width);
            BlockArray out{5, width};
            for (int p = 0; p < width; ++p) out(3, p) = 0.01 * (p % 3);  // credit
            const double* const base = in.row(0);
            kernel->royalty({.rate = 0.05,
                             .share = 0.75,
                             .steps = 0,
                             .step = nullptr,
                             .x = nullptr,
                             .base = base,
                             .advance = nullptr,
                             .credit = nullptr,
                             .paid = out.row(0),
                             .total = out.row(4)},
                            width);
            const auto sliding = [&](const double* advance, double* credit, double* paid) {
                kernel->royalty({.rate = 0,
                                 .share = 0.75,
                                 .steps = 3,
                                 .step = steps,
                                 .x = in.row(1),
                                 .base = base,
                                 .advance = advance,
                                 .credit = credit,
                                 .paid = paid,
                                 .total = out.row(4)},
                                width);
            };
            sliding(nullptr, nullptr, out.row(1));
            BlockArray ahead{1, width};
            for (int p = 0; p < width; ++p) ahead(0, p) = p % 2 ? 0.008 : 0.0;
            sliding(ahead.row(0), out.row(3), out.row(2));
            for (int p = 0; p < width; ++p) {
                const double on = std::max(base[p], 0.0), x = in(1, p);
                const double rate = x >= 0.9 ? 0.03 : x >= 0.1 ? 0.04 : x >= -0.5 ? 0.02 : 0.0;
                EXPECT_EQ(out(0, p), 0.05 * 0.75 * on);
                EXPECT_EQ(out(1, p), rate * 0.75 * on);
                const double due = rate * 0.75 * on, credit = 0.01 * (p % 3) + ahead(0, p);
                const double used = std::min(due, credit);
                EXPECT_EQ(out(2, p), ahead(0, p) + (due - used));
                EXPECT_EQ(out(3, p), credit - used);
                EXPECT_EQ(out(4, p), out(0, p) + out(1, p) + out(2, p));
            }
        }
}

TEST(SettleKernel, IsWhatTheFormulaSaysOnEveryPath) {
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
            SCOPED_TRACE(std::string{kernel->name} + ", " + std::to_string(width));
            const BlockArray in = inputs(10, width);
            BlockArray out{3, width}, tied{1, width};
            tied.fill(0.25);
            kernel->settle({.nsr = in.row(9),
                            .royalty = in.row(0),
                            .onsite = in.row(1),
                            .growth = in.row(2),
                            .sustaining = in.row(3),
                            .closure = in.row(4),
                            .standing = in.row(5),
                            .damage = in.row(6),
                            .premium = in.row(7),
                            .recovery = in.row(8),
                            .of_nsr = 0.1,
                            .of_onsite = -0.05,
                            .tied_up = tied.row(0),
                            .margin = out.row(0),
                            .before_tax = out.row(1),
                            .working_capital = out.row(2)},
                           width);
            for (int p = 0; p < width; ++p) {
                const double margin = in(9, p) - in(0, p) - in(1, p);
                EXPECT_EQ(out(0, p), margin);
                EXPECT_EQ(out(1, p), margin - in(2, p) - in(3, p) - in(4, p) - in(5, p) - in(6, p) -
                                         in(7, p) + in(8, p));
                const double working = 0.1 * in(9, p) + -0.05 * in(1, p);
                EXPECT_EQ(out(2, p), working - 0.25);
                EXPECT_EQ(tied(0, p), working);
            }
        }
}

}  // namespace
