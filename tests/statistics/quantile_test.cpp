#include "minerisk/statistics/quantile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "../valuation/streams.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using minerisk::tests::Numbers;
using testing_support::infinity;
using testing_support::nan;

TEST(Quantile, Type7InterpolatesBetweenOrderStatistics) {
    const std::vector<double> values{40, 10, 30, 20};
    EXPECT_DOUBLE_EQ(quantile(values, 0), 10);
    EXPECT_DOUBLE_EQ(quantile(values, 0.5), 25);
    EXPECT_DOUBLE_EQ(quantile(values, 0.1), 13);  // as NumPy's and R's default
    EXPECT_DOUBLE_EQ(quantile(values, 1), 40);
}

TEST(Quantile, NestedSelectionAgreesWithSorting) {
    Numbers numbers{1};
    for (int n : {1, 2, 3, 10, 101, 2000}) {
        std::vector<double> values;
        for (int i = 0; i < n; ++i) values.push_back(numbers.below(n));  // with ties
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        const std::vector<double> probs{0.95, 0, 0.05, 0.333, 0.5, 0.5, 1};
        const auto found = quantiles(values, probs);
        for (std::size_t i = 0; i < probs.size(); ++i) {
            const double h = (n - 1) * probs[i];
            const auto low = static_cast<std::size_t>(h);
            const auto high = std::min(low + 1, sorted.size() - 1);
            EXPECT_NEAR(found[i].value,
                        sorted[low] + (h - static_cast<double>(low)) * (sorted[high] - sorted[low]), 1e-9);
            const RankInterval ranks = quantile_ranks(static_cast<std::size_t>(n), probs[i]);
            ASSERT_EQ(found[i].low.has_value(), ranks.low.has_value());
            ASSERT_EQ(found[i].high.has_value(), ranks.high.has_value());
            if (ranks.low) {
                EXPECT_EQ(*found[i].low, sorted[*ranks.low - 1]);
            }
            if (ranks.high) {
                EXPECT_EQ(*found[i].high, sorted[*ranks.high - 1]);
            }
        }
    }
}

TEST(Quantile, InfiniteValuesKeepTheirRanks) {
    const std::vector<double> values{3, -infinity, 1, infinity, 2, -infinity, nan};  // 6 with a rank
    EXPECT_EQ(quantile(values, 0.1), -infinity);
    EXPECT_EQ(quantile(values, 0.3), -infinity);  // between -inf and 1
    EXPECT_DOUBLE_EQ(quantile(values, 0.5), 1.5);
    EXPECT_DOUBLE_EQ(quantile(values, 0.8), 3);
    EXPECT_EQ(quantile(values, 0.9), infinity);  // between 3 and +inf
    EXPECT_EQ(quantile(std::vector<double>{-infinity, -infinity}, 0.5), -infinity);
    EXPECT_TRUE(std::isnan(quantile(std::vector<double>{nan}, 0.5)));
}

TEST(Quantile, OneValueHasNoInterval) {
    const Quantile q = quantile_with_interval(std::vector<double>{5}, 0.05);
    EXPECT_EQ(q.value, 5);
    EXPECT_FALSE(q.low);
    EXPECT_FALSE(q.high);
}

TEST(QuantileRanks, AreTheTightestThatTheBinomialAllows) {
    for (int n : {2, 5, 20, 59, 60, 300}) {
        for (double p : {0.05, 0.1, 0.5, 0.9, 0.95}) {
            std::vector<double> cdf;  // P(B <= k) by Pascal's recursion
            std::vector<double> pmf{1};
            for (int i = 0; i < n; ++i) {
                pmf.push_back(0);
                for (std::size_t k = pmf.size() - 1; k > 0; --k) pmf[k] = pmf[k] * (1 - p) + pmf[k - 1] * p;
                pmf[0] *= 1 - p;
            }
            double sum = 0;
            for (double x : pmf) cdf.push_back(sum += x);
            int low = 0;
            int high = n + 1;
            for (int l = 1; l <= n; ++l) {
                if (cdf[static_cast<std::size_t>(l - 1)] <= 0.025) low = l;
            }
            for (int u = n; u >= 1; --u) {
                if (cdf[static_cast<std::size_t>(u - 1)] >= 0.975) high = u;
            }
            const RankInterval ranks = quantile_ranks(static_cast<std::size_t>(n), p);
            EXPECT_EQ(ranks.low.value_or(0), static_cast<std::size_t>(low)) << n << " " << p;
            EXPECT_EQ(ranks.high.value_or(static_cast<std::size_t>(n) + 1), static_cast<std::size_t>(high))
                << n;
        }
    }
}

TEST(QuantileRanks, ApproachTheNormalOnesForManyValues) {
    for (double p : {0.05, 0.5, 0.95}) {
        const RankInterval ranks = quantile_ranks(1'000'000, p);
        const double half = normal_95 * std::sqrt(1e6 * p * (1 - p));
        EXPECT_NEAR(static_cast<double>(*ranks.low), 1e6 * p - half, 3);
        EXPECT_NEAR(static_cast<double>(*ranks.high), 1e6 * p + half, 3);
    }
}

}  // namespace
