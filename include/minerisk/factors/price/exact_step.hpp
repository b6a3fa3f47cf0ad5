#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/random/correlation.hpp"

namespace minerisk::inline v0::price {

/// The exact transition of jointly Gaussian factors over a step of any length (no time-step bias):
///
///   x_f <- decay_f x_f + drift_weight_f m_f + sum over g <= f of L_fg z_g
///
///   decay = exp(-k h),   drift_weight = (1 - exp(-k h)) / k,   L L' = covariance of the step
struct ExactStep {
    std::vector<double> decay;         ///< [factor]
    std::vector<double> drift_weight;  ///< [factor], in years
    std::vector<double> cholesky;      ///< lower triangle, row by row
};

namespace detail {
/// (1 - exp(-rate years)) / rate, and its limit `years` at rate 0.
inline double integral_of_decay(double rate, double years) {
    return rate == 0 ? years : -math::expm1(-rate * years) / rate;
}
}  // namespace detail

/// Covariance of the noise that a step of `years` adds:
///
///   C_fg = rho_fg s_f s_g (1 - exp(-(k_f + k_g) h)) / (k_f + k_g),   rho_fg s_f s_g h where k_f + k_g = 0
///
/// `correlation` is that of the Brownian motions, [factor x factor].
inline Eigen::MatrixXd step_covariance(std::span<const GaussianFactor> factors,
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

/// The exact step of `years` > 0. The Cholesky factor is taken of the step's correlation and scaled
/// afterwards, so that a factor without volatility is no special case. `names` serve the message of the
/// InputError that is thrown if the correlation of the step is not positive definite.
inline ExactStep exact_step(std::span<const GaussianFactor> factors, const Eigen::MatrixXd& correlation,
                            std::span<const std::string> names, double years) {
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
