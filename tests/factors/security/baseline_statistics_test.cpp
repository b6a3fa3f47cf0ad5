#include <gtest/gtest.h>

#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/sample.hpp"
#include "support/security.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

TEST(BaselineStatistics, CountsByMonthFollowSeasonTrendAndRegime) {
    security::StoppageClass c{
        .name = "attacks", .rate = 15 / year, .effects = {{Channel::road, 1 * day, 2 * day}}};
    c.baseline =
        security::Baseline{.season = {0.2, 0, 0, 0.8, 1, 2, 2.5, 2.5, 1.5, 1, 0.5, 0}, .trend = 0.15 / year};
    // It starts in its stationary law, so that the mean of the multiplier is the same at all times.
    std::vector<security::RegimeState> states{{"calm", 0.4, 0, 0, {{"tense", 2 / year}}},
                                              {"tense", 1.2, 1, 0.5, {{"calm", 1 / year}, {"war", 1 / year}}},
                                              {"war", 3, 0, 1, {{"tense", 2 / year}, {"calm", 0.5 / year}}}};
    const std::vector<double> pi = *security::Regime{states}.stationary();
    double multiplier = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        states[i].start = pi[i];
        multiplier += states[i].start * states[i].multiplier;
    }
    for (const bool with : {false, true}) {
        const TimeGrid grid{{2027, 4, 1}, 4, 12};
        testing_support::SecurityBench bench{
            {c}, with ? std::optional{security::Regime{states}} : std::nullopt, grid};
        const security::BaselineIntegral b{*c.baseline, grid};
        std::vector<std::vector<double>> counts(48);
        for (std::uint64_t block = 0; block < 500; ++block) {
            bench.simulate(31, block * wide_block);
            for (int p = 0; p < wide_block; ++p) {
                std::vector<double> of(48);
                for (const security::Event& e : bench.work.events.of(0, p))
                    ++of[static_cast<std::size_t>(grid.period_at(e.time))];
                for (std::size_t i = 0; i < 48; ++i) counts[i].push_back(of[i]);
            }
        }
        for (int i = 0; i < 48; ++i) {
            const double expected = 15 * (with ? multiplier : 1) * (b.at(grid.end(i)) - b.at(grid.begin(i)));
            testing_support::expect_mean(counts[static_cast<std::size_t>(i)], expected);
        }
    }
}

TEST(BaselineStatistics, SuccessorsComeInMonthsWithoutImmigrants) {
    // All immigrants come in January; each brings about one event in the mean, after half a year in the mean.
    security::StoppageClass c{.name = "attacks",
                              .rate = 4 / year,
                              .effects = {{Channel::road, 1 * day, 2 * day}},
                              .excites = {{{}, 0.5, 2 / year}}};
    c.baseline = security::Baseline{.season = {12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
    testing_support::SecurityBench bench{{c}, {}, TimeGrid{{2027, 1, 1}, 1, 12}};
    std::vector<double> first, rest;
    for (std::uint64_t block = 0; block < 500; ++block) {
        bench.simulate(32, block * wide_block);
        for (int p = 0; p < wide_block; ++p) {
            first.push_back(0);
            rest.push_back(0);
            for (const security::Event& e : bench.work.events.of(0, p))
                ++(e.time < 1.0 / 12 ? first : rest).back();
        }
    }
    // The intensity of all descendants of an event is n b exp(-g t), g = b (1 - n) = 1; with n b = 1 those in
    // [0, u) are 1 - exp(-u) in the mean. Immigrants: 2 a year, all in the first twelfth.
    const double h = 1.0 / 12,
                 within = h - 1 + std::exp(-h);  // integral of 1 - exp(-(h - s)) over s in [0, h)
    const double by_the_end = h - std::exp(-1) * (std::exp(h) - 1);
    testing_support::expect_mean(first, 24 * (h + within));
    testing_support::expect_mean(rest, 24 * (by_the_end - within));
}

}  // namespace
