#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/body.hpp"
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
MINERISK_BODY double integral_of_decay(double rate, double years);
}  // namespace detail

/// Covariance of the noise that a step of `years` adds:
///
///   C_fg = rho_fg s_f s_g (1 - exp(-(k_f + k_g) h)) / (k_f + k_g),   rho_fg s_f s_g h where k_f + k_g = 0
///
/// `correlation` is that of the Brownian motions, [factor x factor].
MINERISK_BODY Eigen::MatrixXd step_covariance(std::span<const GaussianFactor> factors,
                                              const Eigen::MatrixXd& correlation, double years);

/// The exact step of `years` > 0. The Cholesky factor is taken of the step's correlation and scaled
/// afterwards, so that a factor without volatility is no special case. `names` serve the message of the
/// InputError that is thrown if the correlation of the step is not positive definite.
MINERISK_BODY ExactStep exact_step(std::span<const GaussianFactor> factors,
                                   const Eigen::MatrixXd& correlation, std::span<const std::string> names,
                                   double years);

}  // namespace minerisk::inline v0::price

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/price/exact_step.inl"
#endif
