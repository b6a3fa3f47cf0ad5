#include "minerisk/statistics/order_statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "../valuation/streams.hpp"
#include "minerisk/statistics/moments.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using minerisk::tests::Numbers;
using testing_support::infinity;
using testing_support::nan;

/// Every rank that is asked for is that of the sorted column.
void expect_sorted_ranks(const std::vector<double>& values, const char* what,
                         const std::vector<double>& probs = {0.5, 0.0, 0.05, 0.051, 0.1, 0.9, 0.95, 1.0,
                                                             0.3}) {
    std::vector<double> sorted;
    for (const double x : values)
        if (!std::isnan(x)) sorted.push_back(x);
    std::ranges::sort(sorted);
    const std::size_t n = sorted.size();
    std::vector<std::size_t> ranks;
    for (const double p : probs) ranks.push_back(static_cast<std::size_t>(p * static_cast<double>(n - 1)));
    ranks.push_back(ranks.front());  // and one of them twice
    const detail::OrderStatistics ordered{values, n, ranks};
    for (const std::size_t r : ranks) EXPECT_EQ(ordered[r], sorted[r]) << what << ", rank " << r;
}

TEST(OrderStatistics, AreThoseOfTheSortedColumnShortOrLong) {
    Numbers numbers{3};
    for (const int n : {1, 2, 100, 32'767, 32'768, 100'000, 300'001}) {
        std::vector<double> spread, ties, ranked, rising, equal(static_cast<std::size_t>(n), 4.0);
        for (int i = 0; i < n; ++i) {
            spread.push_back(numbers.below(1 << 30) + 0.5);
            ties.push_back(numbers.below(3));
            const int kind = numbers.below(10);
            ranked.push_back(kind == 0 ? -infinity : kind == 1 ? infinity : kind == 2 ? nan : spread.back());
            rising.push_back(i);
        }
        ranked[0] = 1;  // at least one number
        expect_sorted_ranks(spread, "spread");
        expect_sorted_ranks(ties, "ties");
        expect_sorted_ranks(ranked, "ranked");
        expect_sorted_ranks(rising, "rising");
        expect_sorted_ranks(equal, "equal");
    }
}

/// The sample takes the largest values only, so that no rank is where it says.
TEST(OrderStatistics, AreExactWhateverTheSampleSays) {
    std::vector<double> values(1 << 17);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<double>((i * 7919) % values.size());
    std::uint64_t state = 1;  // as the code draws them
    for (std::size_t i = 0; i < values.size(); i += 64) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        values[i + (state >> 33) % 64] = 1e9 + static_cast<double>(i);
    }
    expect_sorted_ranks(values, "misleading", {0.05, 0.5, 0.9});
}

}  // namespace
