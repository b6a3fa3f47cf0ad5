#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>
#include <vector>

#include "minerisk/factors/security/regime.hpp"
#include "support/sample.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Regime;
using security::RegimePaths;

/// exp(a) by the Taylor series of a small part of it, squared.
Eigen::MatrixXd exponential(const Eigen::MatrixXd& a) {
    const Eigen::MatrixXd small = a / 1024;
    Eigen::MatrixXd term = Eigen::MatrixXd::Identity(a.rows(), a.cols()), sum = term;
    for (int k = 1; k < 20; ++k) sum += term = term * small / k;
    for (int k = 0; k < 10; ++k) sum = sum * sum;
    return sum;
}

/// Calm, tense, and fighting from which there is one way out only.
std::vector<security::RegimeState> chain() {
    return {{"calm", 0.4, 0.1, 0, {{"tense", 0.3 / year}, {"fighting", 0.05 / year}}},
            {"tense", 1.2, 0.6, 0.5, {{"calm", 0.4 / year}, {"fighting", 0.5 / year}}},
            {"fighting", 3, 0.3, 1, {{"tense", 0.9 / year}}}};
}
Eigen::Matrix3d generator() {
    return Eigen::Matrix3d{{-0.35, 0.3, 0.05}, {0.4, -0.9, 0.5}, {0, 0.9, -0.9}};
}

TEST(RegimeStatistics, TheIntegralOfTheMultiplierHasTheMomentsOfTheGenerator) {
    // From state i, with Q the generator, m the multipliers and M their diagonal: the mean f of the integral
    // over [0, t) has f' = Q f + m, the mean g of its square g' = Q g + 2 M f. One matrix exponential solves
    // both.
    const double horizon = 6;
    const Eigen::Vector3d m{0.4, 1.2, 3}, start{0.1, 0.6, 0.3};
    Eigen::MatrixXd all = Eigen::MatrixXd::Zero(7, 7);
    all.block(0, 0, 3, 3) = all.block(3, 3, 3, 3) = generator();
    all.block(0, 3, 3, 3) = 2 * m.asDiagonal().toDenseMatrix();
    all.block(3, 6, 3, 1) = m;
    const Eigen::VectorXd moments = exponential(all * horizon).col(6);
    const double mean = start.dot(moments.segment(3, 3)), square = start.dot(moments.segment(0, 3));

    const Regime regime{chain()};
    RegimePaths paths;
    std::vector<double> integral;
    for (std::uint64_t b = 0; b < 3000; ++b) {
        regime.simulate_block(41, b * wide_block, wide_block, horizon, paths);
        for (int p = 0; p < wide_block; ++p) {
            const RegimePaths::Stay& last = paths.of(p).back();
            integral.push_back(last.operational + (horizon - last.begin) * last.multiplier);
        }
    }
    testing_support::expect_moments(integral, mean, square - mean * mean);
}

TEST(RegimeStatistics, StatesHaveTheirSharesAtEveryTimeAndInTheLongRun) {
    const Regime regime{chain()};
    const std::vector<double> shares = *regime.stationary();
    const Eigen::Map<const Eigen::Vector3d> pi{shares.data()};
    EXPECT_LT((pi.transpose() * generator()).cwiseAbs().maxCoeff(), 1e-12);
    const std::vector<double> times{0, 0.5, 2, 60};
    std::vector<Eigen::Vector3d> counts(times.size(), Eigen::Vector3d::Zero());
    RegimePaths paths;
    const int blocks = 1500;
    for (std::uint64_t b = 0; b < blocks; ++b) {
        regime.simulate_block(42, b * wide_block, wide_block, 61, paths);
        for (int p = 0; p < wide_block; ++p) {
            const auto& stays = paths.of(p);
            for (std::size_t i = 0; i < times.size(); ++i) {
                std::size_t k = 0;
                while (k + 1 < stays.size() && stays[k + 1].begin <= times[i]) ++k;
                ++counts[i](stays[k].state);
            }
        }
    }
    const Eigen::RowVector3d start{0.1, 0.6, 0.3};
    const double n = blocks * wide_block;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const Eigen::RowVector3d expected = start * exponential(generator() * times[i]);
        for (int s = 0; s < 3; ++s)
            EXPECT_NEAR(counts[i](s) / n, expected(s), 4 * std::sqrt(expected(s) * (1 - expected(s)) / n));
    }
    for (int s = 0; s < 3; ++s)
        EXPECT_NEAR(counts.back()(s) / n, pi(s), 4 * std::sqrt(pi(s) * (1 - pi(s)) / n));
}

}  // namespace
