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
#include "minerisk/random/correlation.hpp"

namespace minerisk::inline v0::random {

namespace detail {

MINERISK_BODY Factored factor(const Eigen::MatrixXd& matrix, std::span<const int> chosen) {
    constexpr double smallest_pivot = 1e-12;  // of the entry's own variance
    constexpr double smallest_rest = 1e-9;    // of the standard deviations' product
    Factored out;
    std::vector<double>& lower = out.lower;
    std::vector<bool> is_zero;
    const int n = static_cast<int>(chosen.size());
    const auto at = [&](int i, int j) { return lower[static_cast<std::size_t>(i * (i + 1) / 2 + j)]; };
    for (int i = 0; i < n; ++i) {
        const double variance = matrix(chosen[i], chosen[i]);
        for (int j = 0; j <= i; ++j) {
            double rest = matrix(chosen[i], chosen[j]);
            for (int k = 0; k < j; ++k) rest -= at(i, k) * at(j, k);
            if (j == i) {
                is_zero.push_back(rest <= smallest_pivot * variance);
                if (!(rest >= -smallest_pivot * variance)) return {{}, i, rest};
                lower.push_back(is_zero[i] ? 0.0 : std::sqrt(rest));
            } else if (is_zero[j]) {
                const double scale = std::sqrt(variance * matrix(chosen[j], chosen[j]));
                if (!(std::abs(rest) <= smallest_rest * scale)) return {{}, i, -std::abs(rest)};
                lower.push_back(0.0);
            } else {
                lower.push_back(rest / at(j, j));
            }
        }
    }
    return out;
}

}  // namespace detail

MINERISK_BODY std::vector<double> cholesky(const Eigen::MatrixXd& covariance,
                                           std::span<const std::string> names, std::string_view field) {
    MINERISK_EXPECTS(covariance.rows() == covariance.cols());
    MINERISK_EXPECTS(static_cast<std::size_t>(covariance.rows()) == names.size());
    const int n = static_cast<int>(names.size());
    Problems problems;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j <= i; ++j) {
            const std::string pair = names[i] + ", " + names[j];
            const double value = covariance(i, j);
            if (!is_finite(value)) {
                problems.add(field, pair + ": " + text_of(value), "must be a finite number");
            } else if (value != covariance(j, i)) {
                problems.add(field, pair + ": " + text_of(value), "must be symmetric");
            }
        }
    }
    problems.throw_if_any();

    std::vector<int> chosen;
    for (int i = 0; i < n; ++i) chosen.push_back(i);
    detail::Factored all = detail::factor(covariance, chosen);
    if (!all.failed_row) return all.lower;

    // Leave out every row without which it still fails: what is left explains the failure.
    chosen.resize(static_cast<std::size_t>(*all.failed_row) + 1);
    for (int i = *all.failed_row - 1; i >= 0; --i) {
        std::vector<int> fewer = chosen;
        fewer.erase(fewer.begin() + i);
        if (detail::factor(covariance, fewer).failed_row) chosen = std::move(fewer);
    }
    const double pivot = detail::factor(covariance, chosen).pivot;
    std::string entries;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const double scale =
                std::sqrt(covariance(chosen[i], chosen[i]) * covariance(chosen[j], chosen[j]));
            const double rho = scale > 0 ? covariance(chosen[i], chosen[j]) / scale : 0.0;
            entries += (entries.empty() ? "" : "; ") + names[chosen[j]] + ", " + names[chosen[i]] + ": " +
                       text_of(rho);
        }
    }
    if (entries.empty())
        entries = names[chosen[0]] + ": variance " + text_of(covariance(chosen[0], chosen[0]));
    problems.add(field, entries,
                 "these cannot hold together: the matrix must be positive definite (pivot of " +
                     names[chosen.back()] + " is " + text_of(pivot) + ")");
    throw InputError{problems.list()};
}

MINERISK_BODY Correlation::Correlation(std::vector<std::string> names, const std::vector<Entry>& entries,
                                       std::string_view field)
    : names_{std::move(names)} {
    Problems problems{std::string{field}};
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (index_of(names_[i]) != static_cast<int>(i))
            problems.add("", names_[i], "must not be named twice");
    }
    matrix_ = Eigen::MatrixXd::Identity(size(), size());
    std::vector<bool> stated(names_.size() * names_.size());
    for (const Entry& e : entries) {
        const int i = index_of(e.a);
        const int j = index_of(e.b);
        const std::string pair = e.a + ", " + e.b;
        if (i < 0) problems.add("", e.a, "is not a name that can be correlated here");
        if (j < 0) problems.add("", e.b, "is not a name that can be correlated here");
        if (!(std::abs(e.rho) <= 1)) problems.add("", pair + ": " + text_of(e.rho), "must be in [-1, 1]");
        if (i < 0 || j < 0) continue;
        if (i == j) {
            problems.add("", pair, "must name two different things");
            continue;
        }
        const std::size_t place = static_cast<std::size_t>(std::max(i, j)) * names_.size() +
                                  static_cast<std::size_t>(std::min(i, j));
        if (stated[place]) problems.add("", pair, "must be stated once");
        stated[place] = true;
        matrix_(i, j) = matrix_(j, i) = e.rho;
    }
    problems.throw_if_any();
    cholesky_ = random::cholesky(matrix_, names_, field);
}

MINERISK_BODY int Correlation::index_of(std::string_view name) const {
    const auto place = std::find(names_.begin(), names_.end(), name);
    return place == names_.end() ? -1 : static_cast<int>(place - names_.begin());
}

MINERISK_BODY void Correlation::apply(int width, double* z) const {
    for (int i = size() - 1; i >= 0; --i) {
        double* row = z + static_cast<std::size_t>(i) * width;
        const double* lower = cholesky_.data() + i * (i + 1) / 2;
        for (int p = 0; p < width; ++p) row[p] *= lower[i];
        for (int j = 0; j < i; ++j) {
            const double* other = z + static_cast<std::size_t>(j) * width;
            for (int p = 0; p < width; ++p) row[p] += lower[j] * other[p];
        }
    }
}

}  // namespace minerisk::inline v0::random
