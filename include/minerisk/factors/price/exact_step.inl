#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/factors/price/exact_step.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/random/correlation.hpp"

namespace minerisk::inline v0::price {

namespace detail {

MINERISK_BODY double integral_of_decay(double rate, double years) {
    return rate == 0 ? years : -math::expm1(-rate * years) / rate;
}

}  // namespace detail

MINERISK_BODY Eigen::MatrixXd step_covariance(std::span<const GaussianFactor> factors,
                                              const Eigen::MatrixXd& correlation, double years) {
    const auto n = static_cast<Eigen::Index>(factors.size());
    MINERISK_EXPECTS(correlation.rows() == n && correlation.cols() == n);
    Eigen::MatrixXd covariance(n, n);
    for (Eigen::Index f = 0; f < n; ++f) {
        for (Eigen::Index g = 0; g < n; ++g) {
            const GaussianFactor& a = factors[static_cast<std::size_t>(f)];
            const GaussianFactor& b = factors[static_cast<std::size_t>(g)];
            covariance(f, g) = correlation(f, g) * a.volatility * b.volatility *
                               detail::integral_of_decay(a.reversion + b.reversion, years);
        }
    }
    return covariance;
}

MINERISK_BODY ExactStep exact_step(std::span<const GaussianFactor> factors,
                                   const Eigen::MatrixXd& correlation, std::span<const std::string> names,
                                   double years) {
    MINERISK_EXPECTS(years > 0);
    std::vector<GaussianFactor> unit(factors.begin(), factors.end());
    for (GaussianFactor& f : unit) f.volatility = 1;
    Eigen::MatrixXd noise = step_covariance(unit, correlation, years);
    std::vector<double> sd;
    for (Eigen::Index f = 0; f < noise.rows(); ++f) sd.push_back(std::sqrt(noise(f, f)));
    for (Eigen::Index f = 0; f < noise.rows(); ++f) {
        for (Eigen::Index g = 0; g < noise.cols(); ++g) {
            const double scale = sd[static_cast<std::size_t>(f)] * sd[static_cast<std::size_t>(g)];
            noise(f, g) = f == g ? 1 : noise(f, g) / scale;
        }
    }
    ExactStep step{
        .decay = {}, .drift_weight = {}, .cholesky = random::cholesky(noise, names, "price.correlation")};
    for (std::size_t f = 0, entry = 0; f < factors.size(); ++f) {
        const double k = factors[f].reversion;
        step.decay.push_back(k == 0 ? 1 : math::exp(-k * years));
        step.drift_weight.push_back(detail::integral_of_decay(k, years));
        for (std::size_t g = 0; g <= f; ++g) step.cholesky[entry++] *= factors[f].volatility * sd[f];
    }
    return step;
}

}  // namespace minerisk::inline v0::price
