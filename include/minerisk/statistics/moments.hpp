#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::statistics {

/// 97.5 % quantile of the standard normal: half the width of a 95 % interval in standard errors.
inline constexpr double normal_95 = 1.959963984540054;

/// How many of one number a path can be ordered, and how: -inf ranks below and +inf above every number, NaN
/// is set aside.
struct Counts {
    std::size_t finite = 0;
    std::size_t below = 0;    ///< -inf, e.g. no return at any rate
    std::size_t above = 0;    ///< +inf, e.g. never, or a return without investment
    std::size_t missing = 0;  ///< NaN: no rank

    std::size_t ranked() const { return below + finite + above; }
};

MINERISK_BODY Counts counts(std::span<const double> values);

/// An average with its standard error, which one value alone does not have.
struct Mean {
    double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN without a value
    std::optional<double> se;                                 ///< sd / sqrt(count), from 2 values on
    std::optional<double> sd;                                 ///< of the values, with n - 1, from 2 values on
    std::size_t count = 0;                                    ///< the finite values that it is the mean of
};

namespace detail {

/// The sum of f(x): 8 interleaved sums in each block of 64 values, the blocks one after the other. The order
/// is a matter of this code alone, not of threads or vector widths.
template <class F>
double ordered_sum(std::span<const double> values, F f) {
    constexpr std::size_t lanes = 8;
    constexpr std::size_t block = 64;
    double total = 0;
    std::size_t at = 0;
    for (; at + block <= values.size(); at += block) {
        double sum[lanes] = {};
        for (std::size_t i = 0; i < block; i += lanes) {
            for (std::size_t j = 0; j < lanes; ++j) sum[j] += f(values[at + i + j]);
        }
        total += ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
    }
    double rest = 0;
    for (; at < values.size(); ++at) rest += f(values[at]);
    return total + rest;
}

/// The finite ones of some values, in their order: the values themselves where all are, else a copy.
class FiniteValues {
public:
    FiniteValues(std::span<const double> values, const Counts& counts);
    FiniteValues(const FiniteValues&) = delete;
    FiniteValues& operator=(const FiniteValues&) = delete;
    operator std::span<const double>() const { return values_; }

private:
    std::vector<double> copy_;
    std::span<const double> values_;
};

/// For values that are all finite.
MINERISK_BODY Mean mean_of_finite(std::span<const double> values);

}  // namespace detail

/// Mean of the finite values with standard error and standard deviation, for independent paths. Values
/// without a finite number take no part; `count` says how many did.
MINERISK_BODY Mean mean(std::span<const double> values);

/// Standard deviation of the finite values (n - 1); nothing for fewer than two.
MINERISK_BODY std::optional<double> standard_deviation(std::span<const double> values);

}  // namespace minerisk::inline v0::statistics

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/moments.inl"
#endif
