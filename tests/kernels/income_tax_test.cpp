#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/builds.hpp"

// Of the compiled library, as cash_flow_test.cpp.
namespace {

using minerisk::BlockArray;
using minerisk::KernelTable;

/// Numbers that differ by row and path, some of them below zero.
BlockArray tax_inputs(int rows, int width) {
    BlockArray a{rows, width};
    for (int r = 0; r < rows; ++r)
        for (int p = 0; p < width; ++p) a(r, p) = 1.1 + 0.13 * r - 0.11 * ((7 * p + 3 * r) % 23);
    return a;
}

/// On every build and at both widths.
template <class Check>
void on_every_build(Check check) {
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
            SCOPED_TRACE(std::string{kernel->name} + ", " + std::to_string(width));
            check(*kernel, width);
        }
}

/// Three periods of `slots` parts (0: declining), paths in production from period p % 3 on, against the
/// formula.
void expect_depreciation(const KernelTable& kernel, int width, int slots) {
    const double level[] = {1, 1.1, 1.3}, at_once = 0.25, share = slots > 0 ? 1.0 / slots : 0.2;
    const BlockArray spent = tax_inputs(3, width);
    BlockArray waiting{1, width}, balance{std::max(1, slots), width}, adjustment{3, width};
    for (int i = 0; i < 3; ++i) {
        BlockArray producing{1, width};
        for (int p = 0; p < width; ++p) producing(0, p) = p % 3 <= i ? 1.0 : 0.0;
        std::fill_n(adjustment.row(i), width, 0.5);
        kernel.depreciate({.level = level[i],
                           .at_once = at_once,
                           .share = share,
                           .slots = slots,
                           .slot = slots > 0 ? i % slots : 0,
                           .spent = spent.row(i),
                           .producing = producing.row(0),
                           .waiting = waiting.row(0),
                           .balance = balance.data(),
                           .adjustment = adjustment.row(i)},
                          width);
    }
    for (int p = 0; p < width; ++p) {
        double waits = 0, left = 0, parts[2] = {0, 0};
        for (int i = 0; i < 3; ++i) {
            const double money = spent(i, p) * level[i];
            const double ready = waits + money;
            const double begun = p % 3 <= i ? ready : 0;
            waits = ready - begun;
            double deducted = at_once * begun;
            const double rest = begun - deducted;
            if (slots > 0) {
                parts[i % slots] = rest * share;
                for (int k = 0; k < slots; ++k) deducted += parts[k];
            } else {
                const double part = share * (left + rest);
                left = left + rest - part;
                deducted += part;
            }
            EXPECT_EQ(adjustment(i, p), 0.5 + money - deducted);
        }
        EXPECT_EQ(waiting(0, p), waits);
        EXPECT_EQ(balance(0, p), slots > 0 ? parts[0] : left);
        for (int k = 1; k < slots; ++k) EXPECT_EQ(balance(k, p), parts[k]);
    }
}

TEST(DepreciateKernel, IsWhatTheFormulaSaysOnEveryPath) {
    on_every_build([](const KernelTable& kernel, int width) {
        expect_depreciation(kernel, width, 0);
        expect_depreciation(kernel, width, 1);
        expect_depreciation(kernel, width, 2);
    });
}

/// Losses of `slots` periods (0: without end) of which `slot` is the oldest.
void expect_income_tax(const KernelTable& kernel, int width, int slots, int slot) {
    const int rows = std::max(1, slots);
    const BlockArray in = tax_inputs(7, width);
    BlockArray losses{rows, width}, tax{1, width};
    const auto lost_before = [](int k, int p) { return 0.05 * (k + 1) + 0.01 * (p % 5); };
    for (int k = 0; k < rows; ++k)
        for (int p = 0; p < width; ++p) losses(k, p) = lost_before(k, p);
    kernel.income_tax({.level = 1.2,
                       .interest_level = 0.8,
                       .minimum_rate = 0.02,
                       .final_rate = 0.03,
                       .slots = slots,
                       .slot = slot,
                       .gross = in.row(0),
                       .before_tax = in.row(1),
                       .adjustment = in.row(2),
                       .interest = in.row(3),
                       .rate = in.row(4),
                       .share = in.row(5),
                       .final_share = in.row(6),
                       .losses = losses.data(),
                       .tax = tax.row(0)},
                      width);
    for (int p = 0; p < width; ++p) {
        const double income = in(1, p) * 1.2 + in(2, p) - in(3, p) * 0.8;
        double left = std::max(income, 0.0);
        const double lost = left - income;
        for (int k = 0; k < rows; ++k) {
            const int at = (slot + k) % rows;
            const double used = std::min(lost_before(at, p), left);
            left -= used;
            const double remains = lost_before(at, p) - used;
            EXPECT_EQ(losses(at, p), slots == 0 ? remains + lost : at == slot ? lost : remains);
        }
        const double gross = std::max(in(0, p), 0.0) * 1.2;
        const double due = std::max(in(4, p) * left, 0.02 * in(5, p) * gross) + 0.03 * in(6, p) * gross;
        EXPECT_EQ(tax(0, p), due / 1.2);
    }
}

TEST(IncomeTaxKernel, IsWhatTheFormulaSaysOnEveryPath) {
    on_every_build([](const KernelTable& kernel, int width) {
        expect_income_tax(kernel, width, 0, 0);
        expect_income_tax(kernel, width, 1, 0);
        expect_income_tax(kernel, width, 3, 2);
    });
}

}  // namespace
