#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace testing_support {

struct SampleMoments {
    double mean = 0, variance = 0, mean_error = 0, variance_error = 0;
};
inline SampleMoments moments_of(const std::vector<double>& x) {
    const double n = static_cast<double>(x.size());
    SampleMoments m;
    for (const double v : x) m.mean += v / n;
    double second = 0, fourth = 0;
    for (const double v : x) {
        const double square = (v - m.mean) * (v - m.mean);
        second += square / n;
        fourth += square * square / n;
    }
    m.variance = second;
    m.mean_error = std::sqrt(second / n);
    m.variance_error = std::sqrt((fourth - second * second) / n);
    return m;
}

/// The mean of independent draws is as expected within four standard errors.
inline void expect_mean(const std::vector<double>& x, double mean) {
    const SampleMoments m = moments_of(x);
    EXPECT_NEAR(m.mean, mean, 4 * m.mean_error) << x.size() << " draws";
}
/// And so is their variance.
inline void expect_moments(const std::vector<double>& x, double mean, double variance) {
    const SampleMoments m = moments_of(x);
    EXPECT_NEAR(m.mean, mean, 4 * m.mean_error) << x.size() << " draws";
    EXPECT_NEAR(m.variance, variance, 4 * m.variance_error) << x.size() << " draws";
}
/// The share of draws below `value` is `level` within four standard errors: `value` is that quantile.
inline void expect_quantile(const std::vector<double>& x, double level, double value) {
    const double n = static_cast<double>(x.size());
    const auto below =
        static_cast<double>(std::count_if(x.begin(), x.end(), [&](double v) { return v < value; }));
    EXPECT_NEAR(below / n, level, 4 * std::sqrt(level * (1 - level) / n)) << "of value " << value;
}
/// The correlation of two samples is as expected within four standard errors (of normal draws).
inline void expect_correlation(const std::vector<double>& x, const std::vector<double>& y, double expected) {
    const SampleMoments a = moments_of(x), b = moments_of(y);
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - a.mean) * (y[i] - b.mean);
    const double n = static_cast<double>(x.size());
    EXPECT_NEAR(sum / n / std::sqrt(a.variance * b.variance), expected,
                4 * (1 - expected * expected) / std::sqrt(n));
}

}  // namespace testing_support
