// Do the intervals cover what they should? Fixed seeds; tolerances in standard errors of the coverage.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "../valuation/streams.hpp"
#include "minerisk/statistics/summary.hpp"

namespace {

using namespace minerisk::statistics;
using minerisk::tests::Numbers;

/// Exponential values: quantile -ln(1 - p), mean 1, skewed.
std::vector<double> exponentials(Numbers& numbers, int n) {
    std::vector<double> values;
    for (int i = 0; i < n; ++i) values.push_back(-std::log(numbers.uniform()));
    return values;
}

/// Mean of the lowest share of the exponential distribution.
double exponential_tail(double share) {
    const double q = -std::log(1 - share);
    return (1 - (1 + q) * (1 - share)) / share;
}

TEST(CoverageStatistics, IntervalsCoverTheTruthAtTheirLevel) {
    Numbers numbers{6};
    const int runs = 4000;
    const int n = 400;
    int low_quantile = 0, median = 0, mean_covered = 0, tail = 0, share = 0;
    for (int run = 0; run < runs; ++run) {
        const std::vector<double> values = exponentials(numbers, n);
        const Summary s = summarize(values, {.probs = {0.05, 0.5}, .tail_share = 0.2, .limits = {0.1}});
        const auto covers = [](const Quantile& q) {
            const double truth = -std::log(1 - q.prob);
            return *q.low <= truth && truth <= *q.high ? 1 : 0;
        };
        low_quantile += covers(s.quantiles[0]);
        median += covers(s.quantiles[1]);
        mean_covered += std::fabs(s.mean.value - 1) <= normal_95 * *s.mean.se ? 1 : 0;
        tail += std::fabs(s.tail->value - exponential_tail(0.2)) <= normal_95 * *s.tail->se ? 1 : 0;
        const double below = 1 - std::exp(-0.1);
        const Proportion& p = s.probabilities[0].probability;
        share += *p.low <= below && below <= *p.high ? 1 : 0;
    }
    const double error = std::sqrt(0.05 * 0.95 / runs);
    EXPECT_GE(low_quantile, runs * (0.95 - 4 * error));  // exact intervals cover at least 95 %
    EXPECT_LE(low_quantile, runs * (0.975 + 4 * error));
    EXPECT_GE(median, runs * (0.95 - 4 * error));
    EXPECT_LE(median, runs * (0.965 + 4 * error));
    EXPECT_NEAR(mean_covered, runs * 0.947, runs * 4 * error);  // skewness costs a little
    EXPECT_NEAR(tail, runs * 0.945, runs * 5 * error);
    EXPECT_NEAR(share, runs * 0.95, runs * 5 * error);
}

TEST(CoverageStatistics, TheErrorOfTheTailMeanIsItsSpread) {
    Numbers numbers{7};
    const int runs = 3000;
    double sum = 0, squares = 0, variance = 0;
    for (int run = 0; run < runs; ++run) {
        const TailMean t = expected_shortfall(exponentials(numbers, 2000), 0.05);
        sum += t.value;
        squares += t.value * t.value;
        variance += *t.se * *t.se;
    }
    const double spread = squares / runs - (sum / runs) * (sum / runs);
    EXPECT_NEAR(variance / runs / spread, 1, 5 * std::sqrt(2.0 / runs));
    EXPECT_NEAR(sum / runs, exponential_tail(0.05),
                5 * std::sqrt(spread / runs) + 1e-4);  // bias is of order 1 / n
}

}  // namespace
