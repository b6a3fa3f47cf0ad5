#include "minerisk/kernels/plain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "../core/math_reference.hpp"
#include "minerisk/core/block.hpp"
#include "support/numbers.hpp"

namespace {

using minerisk::BlockArray;
constexpr const minerisk::KernelTable& kernel = minerisk::kernel_builds::plain::table;
using testing_support::infinity;
using testing_support::nan;

/// Runs a flat kernel over any number of values.
std::vector<double> run(void (*f)(const double*, double*, std::size_t), std::vector<double> x) {
    const std::size_t n = x.size();
    x.resize((n + 15) / 16 * 16, 0.5);
    BlockArray in{static_cast<int>(x.size()), 1};
    std::copy(x.begin(), x.end(), in.data());
    f(in.data(), in.data(), x.size());
    return {in.data(), in.data() + n};
}

template <std::size_t N>
std::vector<double> arguments(const reference::Reference (&points)[N]) {
    std::vector<double> x;
    for (const auto& p : points) x.push_back(p.x);
    return x;
}

template <std::size_t N>
double worst_ulps(void (*f)(const double*, double*, std::size_t), const reference::Reference (&points)[N]) {
    const std::vector<double> y = run(f, arguments(points));
    double worst = 0;
    for (std::size_t i = 0; i < N; ++i) {
        const double size = std::abs(points[i].high);
        const double error = std::abs((y[i] - points[i].high) - points[i].low);
        worst = std::max(worst, error / (std::nextafter(size, infinity) - size));
    }
    return worst;
}

TEST(Kernels, ExpAndLogAreWithinTheirBounds) {
    EXPECT_LE(worst_ulps(kernel.exp, reference::exp_points), 1.1);
    EXPECT_LE(worst_ulps(kernel.log, reference::log_points), 1);
}

TEST(Kernels, ExpTreatsExtremesAsTheScalarFormDoes) {
    const std::vector<double> y =
        run(kernel.exp, {nan, infinity, -infinity, 709.79, 709.5, -720, -745, -746, 0});
    EXPECT_TRUE(std::isnan(y[0]));
    EXPECT_EQ(y[1], infinity);
    EXPECT_EQ(y[2], 0);
    EXPECT_EQ(y[3], infinity);
    EXPECT_EQ(y[4], minerisk::kernel_builds::plain::exp1(709.5));
    EXPECT_EQ(y[5], minerisk::kernel_builds::plain::exp1(-720));
    EXPECT_EQ(y[6], 0x1p-1074);
    EXPECT_EQ(y[7], 0);
    EXPECT_EQ(y[8], 1);
}

TEST(Kernels, TheFastExpGivesTheBitsOfTheOneForAnyArgument) {
    for (double x = -708; x < 708; x += 0.37) {
        ASSERT_EQ(minerisk::kernel_builds::plain::exp_in_range(x), minerisk::kernel_builds::plain::exp1(x))
            << x;
    }
}

TEST(Kernels, LogTreatsExtremesAsTheScalarFormDoes) {
    const std::vector<double> y = run(kernel.log, {nan, infinity, 0, -0.0, -1, -infinity, 0x1p-1074, 1});
    EXPECT_TRUE(std::isnan(y[0]));
    EXPECT_EQ(y[1], infinity);
    EXPECT_EQ(y[2], -infinity);
    EXPECT_EQ(y[3], -infinity);
    EXPECT_TRUE(std::isnan(y[4]));
    EXPECT_TRUE(std::isnan(y[5]));
    EXPECT_NEAR(y[6], -744.4400719213812, 1e-12);
    EXPECT_EQ(y[7], 0);
}

TEST(Kernels, InverseNormalIsWithin1em10OnTheBodyAnd1em9InTheTail) {
    const std::vector<double> z = run(kernel.inverse_normal, arguments(reference::normal_quantile_points));
    std::size_t i = 0;
    for (const auto& p : reference::normal_quantile_points) {
        const double allowed = std::abs(p.high) < 3.3 ? 1e-10 : 1e-9;
        EXPECT_LE(std::abs((z[i++] - p.high) - p.low), allowed) << p.x;
    }
}

TEST(Kernels, InverseNormalFollowsTheExactOneAllOverTheBody) {
    std::vector<double> u;
    for (int i = 1; i < 20'000; ++i) u.push_back((2 * std::floor(i / 20'000.0 * 0x1p52) + 1) * 0x1p-53);
    const std::vector<double> z = run(kernel.inverse_normal, u);
    double worst = 0;
    for (std::size_t i = 0; i < u.size(); ++i) {
        worst = std::max(worst, std::abs(z[i] - minerisk::kernel_builds::plain::inverse_normal1(u[i])));
    }
    EXPECT_LE(worst, 3e-11);
}

TEST(Kernels, InverseNormalIsOddToTheBit) {
    std::vector<double> u;
    std::vector<double> mirrored;
    for (int i = 0; i < 4096; ++i) {
        u.push_back((2 * std::floor(std::pow(0.999, 9 * i) * 0x1p51) + 1) * 0x1p-53);
        mirrored.push_back(1 - u.back());
    }
    const std::vector<double> z = run(kernel.inverse_normal, u);
    const std::vector<double> w = run(kernel.inverse_normal, mirrored);
    for (std::size_t i = 0; i < u.size(); ++i) ASSERT_EQ(z[i], -w[i]) << u[i];
}

TEST(Kernels, InverseNormalOutsideTheUnitInterval) {
    const std::vector<double> z = run(kernel.inverse_normal, {0, 1, -1, 2, nan, 1e-300});
    EXPECT_EQ(z[0], -infinity);
    EXPECT_EQ(z[1], infinity);
    EXPECT_TRUE(std::isnan(z[2]));
    EXPECT_TRUE(std::isnan(z[3]));
    EXPECT_TRUE(std::isnan(z[4]));
    EXPECT_NEAR(z[5], -37.0471, 1e-4);
}

TEST(Kernels, FactorStepIsItsFormulaInTheStatedOrder) {
    for (const int width : {minerisk::wide_block, minerisk::narrow_block}) {
        BlockArray x{3, width}, drift{3, width}, z{3, width};
        for (int f = 0; f < 3; ++f) {
            for (int p = 0; p < width; ++p) {
                x(f, p) = 0.1 * f + 0.01 * p;
                drift(f, p) = 0.02 * f - 0.001 * p;
                z(f, p) = 0.3 * f - 0.07 * p;
            }
        }
        const BlockArray& start = x;
        std::vector<double> expected;
        constexpr std::array decay{0.5, 1.0, 0.7};
        constexpr std::array weight{0.8, 1.0, 0.9};
        constexpr std::array lower{0.3, 0.1, 0.4, -0.2, 0.05, 0.6};
        for (int f = 0, at = 0; f < 3; at += ++f) {
            for (int p = 0; p < width; ++p) {
                double y = decay[f] * start(f, p) + weight[f] * drift(f, p);
                for (int g = 0; g <= f; ++g) y += lower[at + g] * z(g, p);
                expected.push_back(y);
            }
        }
        kernel.factor_step(3, width, decay.data(), weight.data(), lower.data(), drift.data(), z.data(),
                           x.data());
        for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(x.data()[i], expected[i]);
    }
}

TEST(Kernels, ExpOfSumAddsTheRowsInOrder) {
    BlockArray rows{3, 64}, out{1, 64};
    for (int p = 0; p < 64; ++p) {
        for (int r = 0; r < 3; ++r) rows(r, p) = 0.1 * r - 0.013 * p;
    }
    const std::array<const double*, 3> row{rows.row(0), rows.row(1), rows.row(2)};
    for (const int width : {64, 16}) {
        out.fill(-1);
        kernel.exp_of_sum(3, width, row.data(), 1.5, out.data());
        for (int p = 0; p < width; ++p) {
            EXPECT_EQ(out(0, p),
                      minerisk::kernel_builds::plain::exp1(((1.5 + rows(0, p)) + rows(1, p)) + rows(2, p)));
        }
        if (width < 64) {
            EXPECT_EQ(out(0, width), -1);
        }
    }
    kernel.exp_of_sum(0, 64, nullptr, 0.0, out.data());
    EXPECT_EQ(out(0, 63), 1);
}

TEST(Kernels, NpvIsTheDiscountedSumOfEachPath) {
    for (const int width : {64, 16}) {
        BlockArray cash{5, width}, out{1, width};
        const std::array discount{1.0, 0.9, 0.8, 0.7, 0.6};
        for (int t = 0; t < 5; ++t) {
            for (int p = 0; p < width; ++p) cash(t, p) = t == 0 ? -100 - p : 30 + 0.1 * p;
        }
        kernel.npv(5, width, cash.data(), discount.data(), out.data());
        for (int p = 0; p < width; ++p) {
            double sum = 0;
            for (int t = 0; t < 5; ++t) sum += discount[t] * cash(t, p);
            ASSERT_EQ(out(0, p), sum);
        }
    }
}

}  // namespace
