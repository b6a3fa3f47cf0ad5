#include "minerisk/calibration/hidden_regime.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace minerisk;
using namespace minerisk::calibration;

namespace {

const std::vector<int> months{1, 0, 2, 7, 9, 5, 1, 0, 0, 3};
const HiddenRegime regime{{1.2, 3}, {6, 4}, 0.1, 0.2};

/// Sums over every sequence of regimes.
double by_all_sequences(const HiddenRegime& r) {
    double total = 0;
    for (unsigned path = 0; path < 1u << months.size(); ++path) {
        double p = 0.5;
        for (std::size_t t = 0; t < months.size(); ++t) {
            const bool high = (path >> t) & 1u;
            p *= std::exp(count_term(months[t], high ? r.high : r.low).value);
            if (t == 0) continue;
            const bool was_high = (path >> (t - 1)) & 1u;
            const double leaves = was_high ? r.to_low : r.to_high;
            p *= high != was_high ? leaves : 1 - leaves;
        }
        total += p;
    }
    return std::log(total);
}

}  // namespace

TEST(HiddenRegime, LikelihoodIsTheSumOverAllSequencesOfRegimes) {
    EXPECT_NEAR(regime_likelihood(months, regime).value, by_all_sequences(regime), 1e-12);
}

TEST(HiddenRegime, GradientIsTheSlope) {
    const auto by = regime_likelihood(months, regime).by;
    double HiddenRegime::*const chances[] = {&HiddenRegime::to_high, &HiddenRegime::to_low};
    const double step = 1e-6;
    const auto slope = [&](auto part) {
        HiddenRegime up = regime, down = regime;
        part(up) += step;
        part(down) -= step;
        return (by_all_sequences(up) - by_all_sequences(down)) / (2 * step);
    };
    EXPECT_NEAR(by[0], slope([](HiddenRegime& r) -> double& { return r.low.mean; }), 1e-7);
    EXPECT_NEAR(by[1], slope([](HiddenRegime& r) -> double& { return r.low.size; }), 1e-7);
    EXPECT_NEAR(by[2], slope([](HiddenRegime& r) -> double& { return r.high.mean; }), 1e-7);
    EXPECT_NEAR(by[3], slope([](HiddenRegime& r) -> double& { return r.high.size; }), 1e-7);
    for (std::size_t i = 0; i < 2; ++i)
        EXPECT_NEAR(by[4 + i], slope([&](HiddenRegime& r) -> double& { return r.*chances[i]; }), 1e-6);
}

TEST(HiddenRegime, BusyMonthsAreHighAndTheLastOneIsJudgedByWhatWentBefore) {
    const auto l = regime_likelihood(months, regime);
    EXPECT_GT(l.high[4], 0.99);
    EXPECT_LT(l.high[8], 0.2);
    EXPECT_NEAR(l.high.back(), l.high_at_end, 1e-12);
}
