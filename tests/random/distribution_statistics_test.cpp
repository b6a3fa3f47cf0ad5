#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "minerisk/random/distribution.hpp"
#include "minerisk/random/distribution/forms.hpp"
#include "support/numbers.hpp"

// Against Boost.Math as the independent reference, for many shapes and down to the far tails. Seeds are
// fixed.

namespace {

using namespace minerisk;

/// Probabilities v from 2^-53 to 1/2, evenly by their logarithm, and about as many evenly by themselves;
/// whole multiples of 2^-53, so that 1 - v is exact.
std::vector<double> tail_probabilities(int count) {
    std::vector<double> v{0x1p-53, 0.5};
    for (int i = 0; i < count; ++i) {
        const double share = (i + 0.5) / count;
        v.push_back(std::floor(std::exp2(52 - 52 * share)) * 0x1p-53);
        v.push_back(std::floor(share * 0x1p52) * 0x1p-53);
    }
    return v;
}

/// The largest errors of the quantile in both tails: of x, and of x relative to itself.
struct Errors {
    double absolute = 0;
    double relative = 0;
};
template <class Reference>
Errors errors(const Distribution& x, const Reference& reference, const std::vector<double>& tail) {
    Errors worst;
    const auto note = [&](double value, double expected) {
        const double error = std::abs(value - expected);
        worst.absolute = std::max(worst.absolute, error);
        if (std::abs(expected) > 1e-280)
            worst.relative = std::max(worst.relative, error / std::abs(expected));
    };
    for (const double v : tail) {
        note(x.quantile(v), quantile(reference, v));
        note(x.quantile(1 - v), quantile(complement(reference, v)));
    }
    return worst;
}

TEST(DistributionAccuracy, PertIsABillionthOfItsRangeOffAtMost) {
    std::mt19937_64 words{1};
    std::uniform_real_distribution<double> share{0, 1};
    const std::vector<double> tail = tail_probabilities(150);
    for (int i = 0; i < 120; ++i) {
        const double likely = i % 10 == 0 ? 0 : i % 10 == 1 ? 1 : share(words);
        const double lambda = std::exp(std::log(0.01) + share(words) * std::log(1e6));
        const boost::math::beta_distribution<double> beta{1 + lambda * likely, 1 + lambda * (1 - likely)};
        const Errors worst = errors(distribution::pert({0, likely, 1, lambda}), beta, tail);
        ASSERT_LT(worst.absolute, 1e-9) << likely << ' ' << lambda;
        ASSERT_LT(worst.relative, 3e-9) << likely << ' ' << lambda;
    }
}

TEST(DistributionAccuracy, GammaIsAHundredMillionthOfItsSpreadOffAtMost) {
    std::mt19937_64 words{2};
    std::uniform_real_distribution<double> share{0, 1};
    const std::vector<double> tail = tail_probabilities(150);
    for (int i = 0; i < 100; ++i) {
        const double shape = 0.1 * std::exp(share(words) * std::log(1e5));
        const Errors worst = errors(distribution::gamma({.shape = shape, .scale = 2}),
                                    boost::math::gamma_distribution<double>{shape, 2}, tail);
        ASSERT_LT(worst.absolute / (2 * std::sqrt(shape)), 1e-8) << shape;
        if (shape >= 0.5) {
            ASSERT_LT(worst.relative, 1e-8) << shape;
        }
    }
    const Errors smallest = errors(distribution::gamma({.shape = 0.05, .scale = 1}),
                                   boost::math::gamma_distribution<double>{0.05, 1}, tail);
    EXPECT_LT(smallest.absolute / std::sqrt(0.05), 2e-8);
}

TEST(DistributionAccuracy, TheClosedFormsAreExactButForTheNormalQuantile) {
    const std::vector<double> tail = tail_probabilities(2000);
    EXPECT_LT(errors(distribution::normal({.mean = 10, .sd = 4}), boost::math::normal{10, 4}, tail).absolute,
              4e-10);
    EXPECT_LT(
        errors(distribution::lognormal_of_log({.mu = 1, .sigma = 0.5}), boost::math::lognormal{1, 0.5}, tail)
            .relative,
        5e-11);
    for (const double shape : {0.3, 1.0, 1.5, 8.0}) {
        EXPECT_LT(errors(distribution::weibull({.shape = shape, .scale = 10}),
                         boost::math::weibull{shape, 10}, tail)
                      .relative,
                  2e-14);
    }
}

TEST(DistributionAccuracy, TheCdfsAgreeWithBoost) {
    std::mt19937_64 words{3};
    std::uniform_real_distribution<double> share{0, 1};
    for (int i = 0; i < 2000; ++i) {
        const double likely = share(words);
        const double lambda = std::exp(std::log(0.01) + share(words) * std::log(1e5));
        const double a = 1 + lambda * likely;
        const double b = 1 + lambda * (1 - likely);
        const double shape = 0.05 * std::exp(share(words) * std::log(1e5));
        const double v = std::exp2(-40 * share(words));
        namespace detail = distribution::detail;
        const double x = quantile(boost::math::beta_distribution<double>{a, b}, v);
        ASSERT_NEAR(detail::beta_cdf(a, b, detail::log_beta(a, b), x, 1 - x) /
                        cdf(boost::math::beta_distribution<double>{a, b}, x),
                    1, 1e-10)
            << a << ' ' << b << ' ' << x;
        const double y = quantile(boost::math::gamma_distribution<double>{shape, 1}, v);
        if (y < 1e-300) continue;
        ASSERT_NEAR(std::exp(detail::log_gamma_cdf(shape, detail::log_gamma(shape), y, std::log(y))) /
                        cdf(boost::math::gamma_distribution<double>{shape, 1}, y),
                    1, 1e-10)
            << shape << ' ' << y;
        ASSERT_NEAR(detail::log_gamma(shape), std::lgamma(shape), 1e-14 * std::max(1.0, std::lgamma(shape)));
    }
}

TEST(DistributionAccuracy, MeanAndVarianceAreTheIntegralsOfTheQuantile) {
    namespace d = distribution;
    using testing_support::infinity;
    for (const Distribution& x :
         {d::uniform({2, 5}),
          d::pert({10, 15, 30}),
          d::pert({-1, -1, 4, 0.5}),
          d::triangular({10, 15, 30}),
          d::trigen({8, 10, 18}),
          d::normal({10, 4}),
          d::lognormal_of_mean({1.2, 0.35}),
          d::weibull({1.5, 10}),
          d::weibull({5, 2}),
          d::gamma({2.5, 3}),
          d::gamma({0.2, 1}),
          d::empirical({3, 1, 4, 1, 5, 9, 2, 6}),
          d::truncated(d::normal({0, 1}), -1, 2),
          d::truncated(d::normal({10, 4}), 0, infinity),
          d::truncated(d::gamma({2.5, 3}), 5, infinity),
          d::truncated(d::pert({10, 15, 30}), -infinity, 14),
          d::truncated(d::triangular({10, 17, 30}), 12, 20),
          d::truncated(d::uniform({2, 5}), 3, infinity),
          d::truncated(d::weibull({1.5, 10}).scaled(3), 2, 50),
          d::truncated(d::empirical({1, 2, 2, 2, 3, 7}).scaled(2), 4, 10),
          d::mixture({{0.9, d::lognormal_of_mean({1.2, 0.35})}, {0.1, d::gamma({2.5, 3})}}),
          d::truncated(d::mixture({{0.6, d::normal({0, 1})}, {0.4, d::gamma({2.5, 3})}}), 0.5, 9),
          d::pareto_tail(d::gamma({2.5, 3}), {12, 0.1, 5}),
          d::pareto_tail(d::pert({10, 15, 30}), {18, -0.3, 5}),
          d::truncated(d::pareto_tail(d::gamma({2.5, 3}), {12, 0.7, 5}), 3, 90)}) {
        // The trapezium rule by the normal score: u = Phi(z).
        const double step = 1.0 / 2048;
        double mean = 0, square = 0;
        for (double z = -8.125; z <= 8.125; z += step) {
            const double q = x.quantile(std::min(math::normal_cdf(z), 1 - 0x1p-53)) - x.mean();
            mean += step * math::normal_pdf(z) * q;
            square += step * math::normal_pdf(z) * q * q;
        }
        const double sd = std::sqrt(x.variance());
        EXPECT_NEAR(mean / sd, 0, 1e-7);
        EXPECT_NEAR(square / x.variance(), 1, 2e-7);
    }
}

TEST(DistributionAccuracy, DrawsOfMixturesAndTailsHaveTheStatedMoments) {
    namespace d = distribution;
    const Distribution two = d::mixture({{0.9, d::lognormal_of_quantiles({.p50 = 0.4, .p90 = 1})},
                                         {0.1, d::lognormal_of_quantiles({.p50 = 10, .p90 = 20})}});
    std::mt19937_64 words{20261128};
    for (const Distribution& x :
         {two, d::mixture({{0.5, d::pert({10, 15, 30})}, {0.3, d::normal({4, 3})}, {0.2, d::fixed(7)}}),
          d::pareto_tail(d::gamma({2.5, 3}), {12, 0.1, 5}), d::pareto_tail(two, {5, -0.4, 9}),
          d::truncated(d::pareto_tail(d::gamma({2.5, 3}), {12, 0.8, 5}), 3, 90)}) {
        constexpr int n = 200'000;
        double first = 0, second = 0, fourth = 0;
        for (int i = 0; i < n; ++i) {
            const double u = (2 * static_cast<double>(words() >> 12) + 1) * 0x1p-53;
            const double away = x.quantile(u) - x.mean();
            first += away / n;
            second += away * away / n;
            fourth += away * away * away * away / n;
        }
        EXPECT_NEAR(first, 0, 4 * std::sqrt(x.variance() / n));
        EXPECT_NEAR(second, x.variance(), 4 * std::sqrt((fourth - second * second) / n));
    }
}

}  // namespace
