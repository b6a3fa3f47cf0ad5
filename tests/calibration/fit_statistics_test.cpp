#include <gtest/gtest.h>

#include <cmath>

#include "minerisk/calibration/fit.hpp"
#include "minerisk/calibration/simulate.hpp"

using namespace minerisk;
using namespace minerisk::calibration;

namespace {

/// Errors of an estimate over many samples: in its own standard errors, and as it is.
struct Errors {
    double inside = 0, sum = 0, squares = 0, count = 0;
    void add(double estimate, double truth, double error) {
        inside += std::abs(estimate - truth) < 1.96 * error ? 1 : 0;
        sum += estimate - truth;
        squares += (estimate - truth) * (estimate - truth);
        ++count;
    }
    double bias() const { return sum / count; }
    double rms() const { return std::sqrt(squares / count); }
};

struct Study {
    Errors branching, decay, level;
};

/// 100 samples over a number of years whose second half is livelier. As many levels for short and long
/// windows: with one for each year, the branching would stay too low however long the window.
Study recover(int years) {
    const Baseline baseline = Baseline::stepped({0, 182.0 * years, 365.0 * years});
    const std::vector<double> levels{0.05, 0.2};
    Study study;
    for (std::uint64_t i = 0; i < 100; ++i) {
        const EventTimes events =
            simulate(baseline, {levels, {0.45, 0.2}}, {2026, random::stream_of("test.recover"), i});
        const EventFit fit = fit_hawkes(events, baseline);
        study.branching.add(fit.model.excitation.branching, 0.45, fit.errors.branching);
        study.decay.add(fit.model.excitation.decay, 0.2, fit.errors.decay);
        study.level.add(fit.model.levels[1], 0.2, fit.errors.levels[1]);
    }
    return study;
}

}  // namespace

TEST(FitHawkes, RecoversWhatWasSimulatedAtTheRateOfTheSquareRoot) {
    const Study few = recover(10), many = recover(40);
    // 95 % intervals hold the truth as often as they say: 95 +- 4 x 2.2 of 100.
    for (const Errors* e : {&many.branching, &many.decay, &many.level, &few.branching, &few.level})
        EXPECT_GE(e->inside, 86);
    // Four times the data halve the errors; a ratio of two errors of 100 samples has a tenth of error itself.
    EXPECT_NEAR(few.branching.rms() / many.branching.rms(), 2, 0.6);
    EXPECT_NEAR(few.decay.rms() / many.decay.rms(), 2, 0.9);  // skewed in the small sample
    EXPECT_LT(std::abs(many.branching.bias()), 4 * many.branching.rms() / 10);
    EXPECT_LT(std::abs(many.decay.bias()), 4 * many.decay.rms() / 10);
}

TEST(FitHawkes, AFlatBaselineTakesDriftForContagion) {
    const Baseline steps = Baseline::stepped({0, 1000, 2000, 3000, 4000});
    Errors flat, stepped;
    for (std::uint64_t i = 0; i < 20; ++i) {
        const EventTimes events =
            simulate(steps, {{0.05, 0.3, 0.05, 0.2}, {0.1, 0.5}}, {9, random::stream_of("test.drift"), i});
        flat.add(fit_hawkes(events, Baseline::constant(4000)).model.excitation.branching, 0.1, 1);
        stepped.add(fit_hawkes(events, steps).model.excitation.branching, 0.1, 1);
    }
    EXPECT_GT(flat.bias(), 0.3);
    EXPECT_NEAR(stepped.bias(), 0, 0.05);
}

TEST(FitHawkes, LevelsOfTheirOwnForEveryYearTakeUpSomeContagion) {
    std::vector<double> edges;
    for (int y = 0; y <= 20; ++y) edges.push_back(365.0 * y);
    const Baseline years = Baseline::stepped(edges);
    Errors branching;
    for (std::uint64_t i = 0; i < 40; ++i) {
        const EventTimes events = simulate(years, {std::vector<double>(20, 0.1), {0.45, 0.2}},
                                           {3, random::stream_of("test.low"), i});
        branching.add(fit_hawkes(events, years).model.excitation.branching, 0.45, 1);
    }
    EXPECT_LT(branching.bias(), -0.02);
    EXPECT_GT(branching.bias(), -0.1);
}

TEST(Fitness, OfTheTrueModelIsPoorInAsManySamplesAsItsProbabilitySays) {
    const Baseline baseline = Baseline::constant(2000);
    int below_a_fifth = 0;
    for (std::uint64_t i = 0; i < 60; ++i) {
        const EventTimes events =
            seen_by_day(simulate(baseline, {{0.08}, {0.4, 0.1}}, {4, random::stream_of("test.fitness"), i}));
        const EventFit fit = fit_hawkes(events, baseline);
        below_a_fifth += fitness(events, baseline, fit, {.samples = 39, .seed = i}).ks_p <= 0.2 ? 1 : 0;
    }
    EXPECT_NEAR(below_a_fifth, 12, 4 * std::sqrt(60 * 0.2 * 0.8));
}

TEST(FitRegime, RecoversTwoLevelsAndTheirStays) {
    // Months whose regime follows the chain; counts by the quantiles of their law.
    const HiddenRegime truth{{2, 3}, {7, 4}, 1 / 40.0, 1 / 20.0};
    Errors low, high, up;
    for (std::uint64_t i = 0; i < 100; ++i) {
        random::PathEngine engine{2026, random::stream_of("test.regime"), i};
        const auto uniform = [&] { return (engine() + 0.5) * 0x1p-32; };
        std::vector<int> counts;
        bool in_high = uniform() < 0.5;
        for (int t = 0; t < 480; ++t) {
            if (t > 0 && uniform() < (in_high ? truth.to_low : truth.to_high)) in_high = !in_high;
            double u = uniform();
            int y = 0;
            while ((u -= std::exp(count_term(y, in_high ? truth.high : truth.low).value)) > 0 && y < 200) ++y;
            counts.push_back(y);
        }
        const auto fit = fit_regime(counts);
        ASSERT_TRUE(fit);
        low.add(fit->model.low.mean, 2, fit->errors.low.mean);
        high.add(fit->model.high.mean, 7, fit->errors.high.mean);
        up.add(fit->model.to_high, truth.to_high, fit->errors.to_high);
    }
    EXPECT_LT(std::abs(low.bias()), 0.1);
    EXPECT_LT(std::abs(high.bias()), 0.3);
    EXPECT_GE(low.inside, 85);
    EXPECT_GE(high.inside, 85);
    EXPECT_GE(up.inside, 80);  // few switches: the interval is that of a skewed law
}
