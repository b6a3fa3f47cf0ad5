#include "minerisk/factors/price/exact_step.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace {

using namespace minerisk;
using price::ExactStep;
using price::GaussianFactor;

const std::vector<GaussianFactor> factors{{.name = "a", .reversion = 0.40, .volatility = 0.23},
                                          {.name = "b", .reversion = 0, .volatility = 0.16},
                                          {.name = "c", .reversion = 1.2, .volatility = 0.08},
                                          {.name = "d", .reversion = 0, .volatility = 0.17}};
const std::vector<std::string> names{"a", "b", "c", "d"};

Eigen::MatrixXd correlation() {
    Eigen::MatrixXd rho = Eigen::MatrixXd::Identity(4, 4);
    const auto set = [&](int i, int j, double value) { rho(i, j) = rho(j, i) = value; };
    set(0, 1, 0.2);
    set(0, 2, 0.3);
    set(0, 3, 0.15);
    set(1, 3, 0.4);
    set(2, 3, -0.1);
    return rho;
}

Eigen::MatrixXd lower(const ExactStep& step) {
    Eigen::MatrixXd l = Eigen::MatrixXd::Zero(4, 4);
    for (int i = 0, entry = 0; i < 4; ++i) {
        for (int j = 0; j <= i; ++j) l(i, j) = step.cholesky[static_cast<std::size_t>(entry++)];
    }
    return l;
}

TEST(ExactStep, ItsNoiseHasTheCovarianceOfTheClosedForm) {
    const Eigen::MatrixXd c = price::step_covariance(factors, correlation(), 0.25);
    EXPECT_NEAR(c(0, 0), 0.23 * 0.23 * (1 - std::exp(-0.2)) / 0.8, 1e-16);
    EXPECT_NEAR(c(0, 1), 0.2 * 0.23 * 0.16 * (1 - std::exp(-0.1)) / 0.4, 1e-16);
    EXPECT_NEAR(c(0, 2), 0.3 * 0.23 * 0.08 * (1 - std::exp(-0.4)) / 1.6, 1e-16);
    EXPECT_NEAR(c(1, 3), 0.4 * 0.16 * 0.17 * 0.25, 1e-17);
    const Eigen::MatrixXd l = lower(price::exact_step(factors, correlation(), names, 0.25));
    EXPECT_LT((l * l.transpose() - c).cwiseAbs().maxCoeff(), 1e-16);
}

TEST(ExactStep, TwelveMonthsComposeToAYear) {
    const ExactStep month = price::exact_step(factors, correlation(), names, 1.0 / 12);
    const ExactStep year = price::exact_step(factors, correlation(), names, 1.0);
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(4, 4);
    Eigen::ArrayXd decay = Eigen::ArrayXd::Ones(4);
    Eigen::ArrayXd weight = Eigen::ArrayXd::Zero(4);
    for (int i = 0; i < 12; ++i) {
        for (int f = 0; f < 4; ++f) {
            const std::size_t at = static_cast<std::size_t>(f);
            covariance.row(f) *= month.decay[at];
            covariance.col(f) *= month.decay[at];
            decay(f) *= month.decay[at];
            weight(f) = month.decay[at] * weight(f) + month.drift_weight[at];
        }
        covariance += lower(month) * lower(month).transpose();
    }
    EXPECT_LT((covariance - lower(year) * lower(year).transpose()).cwiseAbs().maxCoeff(), 1e-15);
    for (int f = 0; f < 4; ++f) {
        EXPECT_NEAR(decay(f), year.decay[static_cast<std::size_t>(f)], 1e-15);
        EXPECT_NEAR(weight(f), year.drift_weight[static_cast<std::size_t>(f)], 1e-15);
    }
}

TEST(ExactStep, ReversionZeroIsTheLimitOfSmallReversion) {
    std::vector<GaussianFactor> slow = factors;
    slow[1].reversion = 1e-13;
    slow[3].reversion = 1e-13;
    const ExactStep limit = price::exact_step(factors, correlation(), names, 0.25);
    const ExactStep near = price::exact_step(slow, correlation(), names, 0.25);
    for (std::size_t i = 0; i < limit.cholesky.size(); ++i)
        EXPECT_NEAR(near.cholesky[i], limit.cholesky[i], 1e-14);
    EXPECT_EQ(limit.drift_weight[1], 0.25);
    EXPECT_NEAR(near.drift_weight[1], 0.25, 1e-13);
}

TEST(ExactStep, AFactorWithoutVolatilityIsNoSpecialCase) {
    std::vector<GaussianFactor> still = factors;
    still[0].volatility = 0;
    const Eigen::MatrixXd l = lower(price::exact_step(still, correlation(), names, 0.25));
    EXPECT_EQ(l(0, 0), 0);
    EXPECT_LT((l * l.transpose() - price::step_covariance(still, correlation(), 0.25)).cwiseAbs().maxCoeff(),
              1e-16);
}

}  // namespace
