#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/random/correlation_entry.hpp"

namespace minerisk::inline v0::random {

namespace detail {

/// What `factor` found: the packed lower triangle, or the row at which the matrix stopped being one.
struct Factored {
    std::vector<double> lower;
    std::optional<int> failed_row;
    double pivot = 0;  ///< of the failed row
};

/// Cholesky's lower triangle of the rows and columns in `chosen`, row by row, in a fixed order of operations.
MINERISK_BODY Factored factor(const Eigen::MatrixXd& matrix, std::span<const int> chosen);

}  // namespace detail

/// The lower triangle L with L L' = covariance, packed row by row (n (n + 1) / 2 numbers), by a loop of fixed
/// order: the same bits everywhere. `names` are those of the rows, `field` the place in the model.
///
/// A covariance of less than full rank is taken (correlations of exactly 1 and -1, variances of 0): a pivot
/// within 1e-12 of zero, relative to its variance, becomes 0 with the column below it.
/// Throws InputError if an entry is not finite, the matrix is not symmetric, or it has a negative direction;
/// then it names a smallest set of rows that cannot be as stated, with their correlations.
MINERISK_BODY std::vector<double> cholesky(const Eigen::MatrixXd& covariance,
                                           std::span<const std::string> names,
                                           std::string_view field = "correlation");

/// Correlations of named standard normals: a symmetric matrix with unit diagonal, checked once and then
/// constant. Pairs that are not stated are uncorrelated.
class Correlation {
public:
    using Entry = CorrelationEntry;

    /// Throws InputError, with every problem below `field`: a name given twice, an unknown name, a pair with
    /// itself, a pair stated twice (in either order), a rho outside [-1, 1], or a set of them that cannot
    /// hold together (see `cholesky`).
    explicit Correlation(std::vector<std::string> names, const std::vector<Entry>& entries = {},
                         std::string_view field = "correlation");

    int size() const { return static_cast<int>(names_.size()); }
    const std::vector<std::string>& names() const { return names_; }
    /// The place of a name, -1 if it is none.
    int index_of(std::string_view name) const;
    double operator()(int i, int j) const { return matrix_(i, j); }
    const Eigen::MatrixXd& matrix() const { return matrix_; }
    /// The packed lower triangle, as `KernelTable::factor_step` takes it.
    const std::vector<double>& cholesky() const { return cholesky_; }

    /// Turns rows [name][width] of independent standard normals into correlated ones, in place.
    /// Allocates nothing, throws nothing.
    void apply(int width, double* z) const;

private:
    std::vector<std::string> names_;
    Eigen::MatrixXd matrix_;
    std::vector<double> cholesky_;
};

}  // namespace minerisk::inline v0::random

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/random/correlation.inl"
#endif
