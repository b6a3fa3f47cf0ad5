#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>

#include <Eigen/Core>

#include "minerisk/factors/technical.hpp"

namespace {

using namespace minerisk;

TEST(MultipliersStatistics, HaveMedianOneTheStatedSpreadsAndCorrelations) {
    const technical::MultiplierSpec spec{
        .grade = 0.05,
        .recovery_odds = 0.12,
        .mining_cost = 0.12,
        .processing_cost = 0.15,
        .freight = 0.20,
        .treatment = 0.50,
        .sustaining = 0.14,
        .closure = 0.40,
        .correlations = {{"mining_cost", "processing_cost", 0.5}, {"sustaining", "grade", -0.3}}};
    const std::array<double, technical_count> sd{0.05, 0.12, 0.12, 0.15, 0.20, 0.50, 0.14, 0.40};
    const technical::Multipliers multipliers{spec};
    const int paths = 64 * 2'000;
    Eigen::ArrayXXd z(paths, technical_count);  // standardised logarithms
    BlockArray rows{technical_count, wide_block};
    for (int first = 0; first < paths; first += wide_block) {
        multipliers.simulate_block(2026, static_cast<std::uint64_t>(first), rows);
        for (int i = 0; i < technical_count; ++i) {
            for (int p = 0; p < wide_block; ++p) {
                z(first + p, i) = std::log(rows(i, p)) / sd[static_cast<std::size_t>(i)];
            }
        }
    }
    const double error = 1 / std::sqrt(static_cast<double>(paths));
    for (int i = 0; i < technical_count; ++i) {
        EXPECT_NEAR(z.col(i).mean(), 0, 4 * error) << technical_names[static_cast<std::size_t>(i)];
        const double below = static_cast<double>((z.col(i) < 0).count()) / paths;
        EXPECT_NEAR(below, 0.5, 4 * 0.5 * error) << technical_names[static_cast<std::size_t>(i)];
        for (int j = 0; j <= i; ++j) {
            double rho = i == j ? 1 : 0;
            if (i == 3 && j == 2) rho = 0.5;
            if (i == 6 && j == 0) rho = -0.3;
            EXPECT_NEAR((z.col(i) * z.col(j)).mean(), rho, 4 * std::sqrt(1 + rho * rho) * error)
                << i << ' ' << j;
        }
    }
}

}  // namespace
