#include "minerisk/calibration/fit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "minerisk/calibration/simulate.hpp"

using namespace minerisk;
using namespace minerisk::calibration;

namespace {

EventTimes contagious(std::uint64_t path = 0) {
    return simulate(Baseline::constant(1500), {{0.1}, {0.5, 0.3}}, {11, random::stream_of("test.fit"), path});
}

}  // namespace

TEST(FitHawkes, EndsWhereEverySlopeIsZero) {
    const EventTimes events = contagious();
    for (const Baseline& baseline : {Baseline::constant(1500), Baseline::stepped({0, 365, 730, 1500})}) {
        const EventFit fit = fit_hawkes(events, baseline);
        const auto d = HawkesLikelihood{events, baseline}.gradient(fit.model);
        EXPECT_NEAR(d.branching, 0, 1e-2);
        EXPECT_NEAR(d.decay, 0, 1e-2);
        for (const double slope : d.levels) EXPECT_NEAR(slope, 0, 1e-6);
        EXPECT_GT(fit.log_likelihood, fit_poisson(events, baseline).log_likelihood);
        // What the baseline and the successors explain is what happened.
        double successors = 0;
        for (const double t : events.at)
            successors += fit.model.excitation.branching *
                          (1 - std::exp(-fit.model.excitation.decay * (events.days - t)));
        EXPECT_NEAR(fit.spontaneous + successors, static_cast<double>(events.count()), 1e-2);
    }
}

TEST(FitHawkes, EvenlySpacedEventsHaveNoSuccessors) {
    EventTimes events{{}, 100};
    for (int i = 0; i < 50; ++i) events.at.push_back(2 * i + 1.0);
    const EventFit fit = fit_hawkes(events, Baseline::constant(100));
    EXPECT_TRUE(fit.at_bound);
    EXPECT_EQ(fit.model.excitation.branching, 0);
    EXPECT_NEAR(fit.model.levels[0], 0.5, 1e-12);
    EXPECT_TRUE(std::isnan(fit.errors.branching));
}

TEST(FitCounts, FindsTheSizeWhoseSlopeIsZero) {
    const std::vector<int> counts{0, 1, 7, 2, 0, 0, 12, 3, 3, 1};
    const CountFit fit = fit_counts(counts);
    double slope = 0;
    for (const int y : counts) slope += count_term(y, fit.model).by_size;
    EXPECT_DOUBLE_EQ(fit.model.mean, 2.9);
    EXPECT_NEAR(slope, 0, 1e-6);
    EXPECT_GT(fit.log_likelihood, fit.poisson_log_likelihood);
    EXPECT_FALSE(fit.at_bound);
}

TEST(FitCounts, SaysWhereCountsVaryNoMoreThanPoisson) {
    const CountFit fit = fit_counts(std::vector<int>{3, 3, 4, 3, 2, 3, 3});
    EXPECT_TRUE(fit.at_bound);
    EXPECT_TRUE(std::isnan(fit.size_error));
    EXPECT_NEAR(fit.log_likelihood, fit.poisson_log_likelihood, 1e-2);
}

TEST(FitDaily, EndsWhereEverySlopeIsZero) {
    const EventTimes events = seen_by_day(contagious());
    for (const Baseline& baseline : {Baseline::constant(1500), Baseline::stepped({0, 365, 730, 1500})}) {
        const DailyFit fit = fit_daily(events, baseline, true);
        for (const double slope : daily_likelihood(daily_counts(events), baseline, fit.model).by)
            EXPECT_NEAR(slope, 0, 0.02);
        EXPECT_GT(fit.log_likelihood, fit_daily(events, baseline, false).log_likelihood);
        EXPECT_GT(fit.branching_error, 0);
    }
}

TEST(FitDaily, WithoutSuccessorsAndSpreadItIsPoissonByDay) {
    // One event every other day: no more spread than Poisson, so that the size has no end.
    EventTimes events{{}, 100};
    for (int i = 0; i < 50; ++i) events.at.push_back(2 * i + 0.5);
    const DailyFit fit = fit_daily(events, Baseline::constant(100), false);
    EXPECT_NEAR(fit.model.levels[0], 0.5, 1e-4);
    EXPECT_NEAR(fit.log_likelihood, 50 * std::log(0.5) - 50, 1e-2);
    EXPECT_EQ(fit.model.branching, 0);
}

TEST(FitRegime, NeedsTwoYearsOfMonthsThatDiffer) {
    EXPECT_FALSE(fit_regime(std::vector<int>(23, 1)));
    EXPECT_FALSE(fit_regime(std::vector<int>(30, 1)));
}

TEST(FitRegime, FindsTwoLevelsThatFollowEachOther) {
    std::vector<int> counts;
    for (int i = 0; i < 120; ++i) counts.push_back(i / 30 % 2 == 0 ? i % 3 : 8 + i % 5);
    const auto fit = fit_regime(counts);
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->model.low.mean, 1, 0.1);
    EXPECT_NEAR(fit->model.high.mean, 10, 0.3);
    EXPECT_NEAR(fit->stay_low(), 30, 5);
    EXPECT_GT(fit->high_at_end, 0.99);
}

TEST(Fitness, IsTheSameForAnyNumberOfThreads) {
    const EventTimes events = seen_by_day(contagious());
    const Baseline baseline = Baseline::constant(1500);
    const EventFit fit = fit_hawkes(events, baseline);
    const Fitness one = fitness(events, baseline, fit, {.samples = 20, .seed = 3, .threads = 1});
    const Fitness two = fitness(events, baseline, fit, {.samples = 20, .seed = 3, .threads = 2});
    EXPECT_EQ(one.ks_p, two.ks_p);
    EXPECT_EQ(one.ljung_box_p, two.ljung_box_p);
    EXPECT_GT(one.ks_p, 0);
    EXPECT_LE(one.ks_p, 1);
}

TEST(Fitness, HasNoProbabilityWithoutABootstrapOrIfItWasStopped) {
    const EventTimes events = seen_by_day(contagious());
    const Baseline baseline = Baseline::constant(1500);
    const EventFit fit = fit_poisson(events, baseline);
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_TRUE(std::isnan(fitness(events, baseline, fit, {.samples = 0}).ks_p));
    EXPECT_TRUE(std::isnan(fitness(events, baseline, fit, {.samples = 9, .stop = stopped.get_token()}).ks_p));
}
