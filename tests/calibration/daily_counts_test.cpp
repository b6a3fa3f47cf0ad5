#include "minerisk/calibration/daily_counts.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace minerisk;
using namespace minerisk::calibration;

namespace {

const std::vector<int> some_days{0, 2, 0, 0, 1, 3, 0, 1, 0, 0, 5, 1};
const DailyCounts daily{{0.3, 0.8}, 0.4, 0.6, 1.5};
const Baseline two_weights = Baseline::stepped({0, 5, 12});

}  // namespace

TEST(DailyCounts, LikelihoodIsThatOfTheSumOverAllEarlierDays) {
    double sum = 0;
    for (std::size_t d = 0; d < some_days.size(); ++d) {
        double mean = daily.levels[d < 5 ? 0 : 1];
        for (std::size_t k = 1; k <= d; ++k)
            mean += daily.branching * (1 - daily.ratio) * std::pow(daily.ratio, static_cast<double>(k) - 1) *
                    some_days[d - k];
        sum += count_term(some_days[d], {mean, daily.size}).value;
    }
    EXPECT_NEAR(daily_likelihood(some_days, two_weights, daily).value, sum, 1e-12);
}

TEST(DailyCounts, GradientIsTheSlope) {
    const auto by = daily_likelihood(some_days, two_weights, daily).by;
    ASSERT_EQ(by.size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) {
        const auto moved = [&](double step) {
            DailyCounts m = daily;
            (i < 2 ? m.levels[i] : i == 2 ? m.branching : i == 3 ? m.ratio : m.size) += step;
            return daily_likelihood(some_days, two_weights, m).value;
        };
        EXPECT_NEAR(by[i], (moved(1e-6) - moved(-1e-6)) / 2e-6, 1e-7) << i;
    }
}

TEST(DailyCounts, CountTheEventsOfEachDay) {
    EXPECT_EQ(daily_counts(spread_over_days(std::vector<int>{1, 1, 3}, 5)),
              (std::vector<int>{0, 2, 0, 1, 0}));
}
