#include "minerisk/factors/security/baseline.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/numbers.hpp"
#include "support/security.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Baseline;
using security::BaselineIntegral;
using security::StoppageClass;
using testing_support::SecurityBench;

/// Attacks from May to October only, most of them in summer.
Baseline campaign() {
    return {.season = {0, 0, 0, 0, 1, 2, 3, 3, 2, 1, 0, 0}, .trend = 0.08 / year};
}
StoppageClass attacks(std::optional<Baseline> baseline, double rate = 6) {
    StoppageClass c{.name = "attacks", .rate = rate / year, .effects = {{Channel::road, 1 * day, 2 * day}}};
    c.baseline = baseline;
    return c;
}
security::Regime moods() {
    return security::Regime{{{"calm", 0.4, 0.2, 0, {{"tense", 2 / year}}},
                             {"tense", 1.2, 0.5, 0.5, {{"calm", 1 / year}, {"war", 1 / year}}},
                             {"war", 3, 0.3, 1, {{"tense", 2 / year}, {"calm", 0.5 / year}}}}};
}

TEST(Baseline, IsTheSeasonOfTheMonthTimesTheGrowthToItsMiddle) {
    const Baseline b = campaign();
    const BaselineIntegral first{b, TimeGrid{{2027, 1, 1}, 3, 1}};
    EXPECT_EQ(first.at(0), 0);
    EXPECT_EQ(first.at(4.0 / 12), 0);
    double sum = 0;
    for (int k = 0; k < 36; ++k) {
        sum += b.season[static_cast<std::size_t>(k % 12)] * std::pow(1.08, (k + 0.5) / 12) / 12;
        EXPECT_NEAR(first.at((k + 1) / 12.0), sum, 1e-13);
    }
    EXPECT_NEAR(first.total(), sum, 1e-13);
    EXPECT_NEAR(first.mean(), sum / 3, 1e-13);
    // A start within a month: the 11th of June is a third into it.
    const BaselineIntegral within{b, TimeGrid{{2027, 6, 11}, 1, 1}};
    EXPECT_NEAR(within.at(1.0 / 18), 2 * std::pow(1.08, 0.5 / 12 - 1.0 / 36) / 18, 1e-13);
    EXPECT_NEAR(within.at(1.0 / 18 + 0.01) - within.at(1.0 / 18),
                3 * std::pow(1.08, 1.5 / 12 - 1.0 / 36) * 0.01, 1e-13);
    EXPECT_NEAR(within.total() - within.at(1 - 1.0 / 36), 2 * std::pow(1.08, 12.5 / 12 - 1.0 / 36) / 36,
                1e-13);
}

TEST(Baseline, TheIntegralAndItsInverseAgree) {
    for (const Date start : {Date{2027, 1, 1}, Date{2028, 2, 29}, Date{2027, 11, 17}}) {
        const TimeGrid grid{start, 20, 1};
        const BaselineIntegral b{campaign(), grid};
        std::size_t month = 0;
        for (double x = 0; x < b.total(); x += 0.003) {
            const double t = b.time_of(x, month);
            std::size_t fresh = 0;
            ASSERT_EQ(b.time_of(x, fresh), t);
            ASSERT_NEAR(b.at(t), x, 1e-12);
            const double at = 12 * (grid.calendar_year(t) - std::floor(grid.calendar_year(t)));
            ASSERT_TRUE(at > 4 - 1e-9 && at < 10 + 1e-9) << at;  // May to October
        }
        EXPECT_EQ(b.time_of(b.total(), month), std::numeric_limits<double>::infinity());
    }
}

TEST(Baseline, OfOneChangesNothingButRounding) {
    for (const std::optional<security::Regime>& regime :
         {std::optional<security::Regime>{}, std::optional{moods()}}) {
        const TimeGrid grid{{2027, 3, 15}, 25, 1};
        SecurityBench flat{{attacks({})}, regime, grid}, one{{attacks(Baseline{})}, regime, grid};
        flat.simulate(3, 0);
        one.simulate(3, 0);
        for (int p = 0; p < wide_block; ++p) {
            const auto &a = flat.work.events.of(0, p), &b = one.work.events.of(0, p);
            ASSERT_EQ(a.size(), b.size());
            for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i].time, b[i].time, 1e-11);
        }
    }
}

TEST(Baseline, ArrivalsComeWhereTheIntegralOverTheStaysReachesTheSameSum) {
    // The sums of a class without baseline or regime, carried over by hand.
    const TimeGrid grid{{2027, 3, 15}, 25, 1};
    const BaselineIntegral b{campaign(), grid};
    SecurityBench plain{{attacks({}, 20)}, {}, grid}, both{{attacks(campaign(), 20)}, moods(), grid};
    plain.simulate(4, 0);
    both.simulate(4, 0);
    for (int p = 0; p < wide_block; ++p) {
        const auto& stays = both.work.regime.of(p);
        const auto &a = plain.work.events.of(0, p), &events = both.work.events.of(0, p);
        for (std::size_t i = 0; i < std::min(a.size(), events.size()); ++i) {
            double sum = 0;
            for (std::size_t k = 0; k < stays.size() && stays[k].begin < events[i].time; ++k) {
                const double end =
                    k + 1 < stays.size() ? std::min(stays[k + 1].begin, events[i].time) : events[i].time;
                sum += stays[k].multiplier * (b.at(end) - b.at(stays[k].begin));
            }
            ASSERT_NEAR(sum, a[i].time, 1e-11);
        }
    }
}

TEST(Baseline, MonthsAtZeroHaveNoImmigrants) {
    const TimeGrid grid{{2027, 1, 1}, 10, 1};
    SecurityBench bench{{attacks(campaign(), 100)}, moods(), grid};
    bench.simulate(5, 0);
    for (int p = 0; p < wide_block; ++p) {
        ASSERT_GT(bench.work.events.of(0, p).size(), 50u);
        for (const security::Event& e : bench.work.events.of(0, p)) {
            const double month = 12 * (e.time - std::floor(e.time));
            ASSERT_TRUE(month > 4 - 1e-9 && month < 10 + 1e-9) << month;
        }
    }
}

TEST(Baseline, APathAloneHasTheBitsItHasInAnyBlockAndOtherClassesKeepTheirs) {
    const TimeGrid grid{{2027, 1, 1}, 10, 1};
    StoppageClass other = attacks({});
    other.name = "others";
    SecurityBench wide{{attacks(campaign()), other}, moods(), grid};
    SecurityBench narrow{{attacks(campaign()), other}, moods(), grid, narrow_block};
    SecurityBench without{{attacks({}), other}, moods(), grid};
    wide.simulate(6, 128);
    narrow.simulate(6, 160);
    without.simulate(6, 128);
    const auto expect_same = [](const std::vector<security::Event>& a,
                                const std::vector<security::Event>& b) {
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].time, b[i].time);
    };
    for (std::size_t c = 0; c < 2; ++c)
        for (int p = 0; p < narrow_block; ++p)
            expect_same(wide.work.events.of(c, 32 + p), narrow.work.events.of(c, p));
    for (int p = 0; p < wide_block; ++p) expect_same(wide.work.events.of(1, p), without.work.events.of(1, p));
}

/// The field that is refused over 20 years from 2027.
std::string refused_baseline(std::vector<StoppageClass> classes) {
    try {
        security::Stoppages{std::move(classes), {}, TimeGrid{{2027, 1, 1}, 20, 1}};
    } catch (const InputError& e) {
        return e.problems().size() == 1 ? e.problems()[0].field : std::string{"several"};
    }
    return {};
}

TEST(Baseline, WhatItCannotBeIsRefusedByName) {
    using testing_support::nan;
    const auto refused = [](auto change) {
        Baseline b = campaign();
        change(b);
        return refused_baseline({attacks(b)});
    };
    EXPECT_EQ(refused([](auto&) {}), "");
    for (const double bad : {-1.0, nan, std::numeric_limits<double>::infinity()})
        EXPECT_EQ(refused([&](auto& b) { b.season[3] = bad; }), "security.class[1].season");
    EXPECT_EQ(refused([](auto& b) { b.season[3] = 1e-4; }), "security.class[1].season");
    EXPECT_EQ(refused([](auto& b) { b.season[3] = 1e-6; }), "");  // a mean of 1 but for rounding
    for (const double bad : {-0.5, 0.5, nan})
        EXPECT_EQ(refused([&](auto& b) { b.trend = bad / year; }), "security.class[1].trend");
}

TEST(Baseline, GrowthCountsWhereTheExpectedEventsAreTooMany) {
    // 10 % a year is a mean of (1.1^20 - 1) / (20 ln 1.1) = 3.005 over 20 years; 10,000 events are too many.
    const Baseline growing{.trend = 0.1 / year};
    EXPECT_EQ(refused_baseline({attacks(growing, 166)}), "");
    EXPECT_EQ(refused_baseline({attacks(growing, 167)}), "security.class[1].rate");
    // What it brings about in another class grows with it: half of the 100 a year there.
    StoppageClass cause = attacks(growing, 100), result = attacks({}, 249);
    cause.excites = {{"result", 0.5, 1 / year}};
    result.name = "result";
    EXPECT_EQ(refused_baseline({cause, result}), "");  // 199 + 50 x 3.005 = 349 a year
    result.rate = 401 / year;
    EXPECT_EQ(refused_baseline({cause, result}), "security.class[2].rate");
    result.rate = 399 / year;
    EXPECT_EQ(refused_baseline({cause, result}), "");
}

}  // namespace
