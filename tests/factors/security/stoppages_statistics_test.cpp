#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/sample.hpp"
#include "support/security.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Regime;
using security::StoppageClass;
using testing_support::expect_moments;
using testing_support::SecurityBench;

constexpr int blocks = 4000;  // 256,000 paths

/// The regime of the reference vectors: 5.1135 and 14.61 events a year, started from its stationary law.
Regime reference_regime() {
    return Regime{{.low = 5.1135,
                   .high = 14.61,
                   .to_high = 0.5 / year,
                   .to_low = 2.0 / (3 * year),
                   .start_high = 3.0 / 7}};
}
/// So short that two of them do not overlap: an outage is an event.
StoppageClass instants(Rate rate) {
    return {.name = "instants", .rate = rate, .effects = {{Channel::site, 1e-6 * day, 1e-6 * day}}};
}

TEST(RegimeStatistics, TheIntegralOfTheMultiplierHasTheMomentsOfTheStationaryChain) {
    const Regime regime = reference_regime();
    security::RegimePaths paths;
    std::vector<double> one, five;
    for (int b = 0; b < blocks; ++b) {
        regime.simulate_block(11, static_cast<std::uint64_t>(b) * wide_block, wide_block, 5, paths);
        for (int p = 0; p < wide_block; ++p) {
            const auto integral = [&](double t) {
                const auto& stays = paths.of(p);
                std::size_t i = stays.size() - 1;
                while (stays[i].begin > t) --i;
                return stays[i].operational + (t - stays[i].begin) * stays[i].multiplier;
            };
            one.push_back(integral(1));
            five.push_back(integral(5));
        }
    }
    // A count is Poisson given the integral: its variance is the mean and the variance of the integral.
    expect_moments(one, 9.183429, 24.698012 - 9.183429);
    expect_moments(five, 45.917143, 202.866129 - 45.917143);
}

TEST(RegimeStatistics, CountsUnderTheRegimeHaveTheReferenceMoments) {
    SecurityBench bench{{instants(1 / year)}, reference_regime(), TimeGrid{{2027, 1, 1}, 5, 1}};
    std::vector<double> one, five;
    for (int b = 0; b < blocks; ++b) {
        ASSERT_EQ(bench.simulate(12, static_cast<std::uint64_t>(b) * wide_block), -1);
        for (int p = 0; p < wide_block; ++p) {
            const auto list = bench.outages.of(p, Channel::site);
            one.push_back(static_cast<double>(
                std::count_if(list.begin(), list.end(), [](const Outage& o) { return o.begin < 1; })));
            five.push_back(static_cast<double>(list.size()));
        }
    }
    expect_moments(one, 9.183429, 24.698012);
    expect_moments(five, 45.917143, 202.866129);
}

TEST(RegimeStatistics, TheShareOfTheHighStateDecaysToItsStationaryValue) {
    // From the low state: P(high at t) = p (1 - e^(-s t)), p = 3/7, s = 7/6.
    const Regime regime{
        {.low = 1, .high = 2, .to_high = 0.5 / year, .to_low = 2.0 / (3 * year), .start_high = 0}};
    SecurityBench bench{{instants(1 / year)}, regime, TimeGrid{{2027, 1, 1}, 8, 1}};
    std::vector<std::vector<double>> share(8);
    for (int b = 0; b < blocks / 4; ++b) {
        bench.simulate(13, static_cast<std::uint64_t>(b) * wide_block);
        for (int i = 0; i < 8; ++i)
            for (int p = 0; p < wide_block; ++p) share[i].push_back(bench.alert(i, p));
    }
    for (int i = 0; i < 8; ++i) {
        const double s = 7.0 / 6, expected = 3.0 / 7 * (1 - (std::exp(-s * i) - std::exp(-s * (i + 1))) / s);
        testing_support::expect_mean(share[i], expected);
    }
}

TEST(StoppagesStatistics, OutageDaysAreCompoundPoisson) {
    // Days of outage a path: mean rate T E[L], variance rate T E[L^2]; so rare that overlaps are below the
    // error.
    const double median = 2, p90 = 4, rate = 0.03, years = 4;
    const double sigma = std::log(p90 / median) / 1.2815515655446004;
    StoppageClass c{.name = "c",
                    .rate = 2 * rate / year,
                    .exposure = 0.5,
                    .effects = {{Channel::site, median * day, p90 * day}, {Channel::road, 1 * day, 1 * day}}};
    SecurityBench bench{{c}, {}, TimeGrid{{2027, 1, 1}, 4, 1}};
    std::vector<double> days, counts;
    int none = 0;
    for (int b = 0; b < blocks; ++b) {
        bench.simulate(14, static_cast<std::uint64_t>(b) * wide_block);
        for (int p = 0; p < wide_block; ++p) {
            double sum = 0;
            for (const Outage& o : bench.outages.of(p, Channel::site)) sum += (o.end - o.begin) * 365.25;
            days.push_back(sum);
            counts.push_back(static_cast<double>(bench.outages.of(p, Channel::road).size()));
            none += bench.outages.of(p, Channel::site).empty();
        }
    }
    const double mean_length = median * std::exp(0.5 * sigma * sigma);
    const double square = median * median * std::exp(2 * sigma * sigma);
    expect_moments(days, rate * years * mean_length, rate * years * square);
    expect_moments(counts, rate * years, rate * years);
    const double n = static_cast<double>(days.size()), p0 = std::exp(-rate * years);
    EXPECT_NEAR(none / n, p0, 4 * std::sqrt(p0 * (1 - p0) / n));
}

TEST(StoppagesStatistics, ACappedOutageHasTheMeanOfTheSmallerOfDrawAndCap) {
    const double median = 10, p90 = 60, cap = 30, sigma = std::log(p90 / median) / 1.2815515655446004;
    StoppageClass c{
        .name = "c", .rate = 0.02 / year, .effects = {{Channel::rail, median * day, p90 * day, cap * day}}};
    SecurityBench bench{{c}, {}, TimeGrid{{2027, 1, 1}, 10, 1}};
    std::vector<double> length;
    for (int b = 0; b < blocks; ++b) {
        bench.simulate(15, static_cast<std::uint64_t>(b) * wide_block);
        for (int p = 0; p < wide_block; ++p)
            if (const auto list = bench.outages.of(p, Channel::rail); list.size() == 1 && list[0].begin < 9.9)
                length.push_back((list[0].end - list[0].begin) * 365.25);
    }
    const auto below = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
    const double d = std::log(cap / median) / sigma;
    const double expected = median * std::exp(0.5 * sigma * sigma) * below(d - sigma) + cap * (1 - below(d));
    testing_support::expect_mean(length, expected);
    const double n = static_cast<double>(length.size()), capped = 1 - below(d);
    const auto at_cap = std::count_if(length.begin(), length.end(), [&](double x) { return x > cap - 1e-6; });
    EXPECT_NEAR(static_cast<double>(at_cap) / n, capped, 4 * std::sqrt(capped * (1 - capped) / n));
}

TEST(StoppagesStatistics, ArrivalsAreUniformInTimeWithoutARegime) {
    SecurityBench bench{{instants(2 / year)}, {}, TimeGrid{{2027, 1, 1}, 10, 1}};
    std::vector<double> by_year(10, 0.0);
    double all = 0;
    for (int b = 0; b < blocks / 8; ++b) {
        bench.simulate(16, static_cast<std::uint64_t>(b) * wide_block);
        for (int p = 0; p < wide_block; ++p)
            for (const Outage& o : bench.outages.of(p, Channel::site)) {
                ++by_year[static_cast<std::size_t>(o.begin)];
                ++all;
            }
    }
    double chi = 0;
    for (const double n : by_year) chi += (n - all / 10) * (n - all / 10) / (all / 10);
    EXPECT_LT(chi, 27.9);  // 99.9 % point of chi-square with 9 degrees of freedom
}

}  // namespace
