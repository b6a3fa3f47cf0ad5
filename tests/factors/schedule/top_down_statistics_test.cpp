#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/build.hpp"
#include "support/sample.hpp"

namespace {

using namespace minerisk;
using testing_support::expect_correlation;
using testing_support::expect_mean;
using testing_support::expect_quantile;
using testing_support::no_spread;
using testing_support::outside_view;
using testing_support::restart_slip_stop;
using testing_support::ScheduleBench;

constexpr int blocks_of_builds = 2000;  // 128,000 paths

double normal_below(double z) {
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

TEST(TopDownStatistics, SlipCapitalAndRampUpHaveTheStatedShapesAndCorrelations) {
    ScheduleBench bench{{.phases = {outside_view(), no_spread()}}};
    std::vector<double> slip, capital, ramp, ln_slip, ln_capital, z_ramp;
    // The ramp-up is cut to [4, 60] months; its normal score is what is correlated.
    const double low = normal_below(std::log(4.0 / 15) / 0.45),
                 high = normal_below(std::log(60.0 / 15) / 0.45);
    for (int b = 0; b < blocks_of_builds; ++b) {
        bench.simulate(21, static_cast<std::uint64_t>(b) * wide_block);
        for (int p = 0; p < wide_block; ++p) {
            slip.push_back(bench.out.slip(0, p));
            capital.push_back(bench.out.capital_ratio(0, p));
            ramp.push_back(12 * bench.out.ramp_up(0, p));
            ln_slip.push_back(std::log(slip.back()));
            ln_capital.push_back(std::log(capital.back()));
            const double level = (normal_below(std::log(ramp.back() / 15) / 0.45) - low) / (high - low);
            z_ramp.push_back(math::inverse_normal(level));
            ASSERT_GE(ramp.back(), 4 - 1e-12);
            ASSERT_LE(ramp.back(), 60 + 1e-12);
        }
    }
    expect_quantile(slip, 0.1, 1.35 * std::exp(-1.2815515655446004 * 0.3067));
    expect_quantile(slip, 0.5, 1.35);
    expect_quantile(slip, 0.9, 1.35 * std::exp(1.2815515655446004 * 0.3067));
    expect_mean(slip, 1.35 * std::exp(0.5 * 0.3067 * 0.3067));
    EXPECT_NEAR(1.35 * std::exp(1.2815515655446004 * 0.3067), 2.00,
                0.005);  // the published row: 0.91, 1.35, 2.00, 1.42
    expect_quantile(capital, 0.1, 1.20 * std::exp(-1.2815515655446004 * 0.3164));
    expect_quantile(capital, 0.5, 1.20);
    expect_quantile(capital, 0.9, 1.20 * std::exp(1.2815515655446004 * 0.3164));
    expect_mean(capital, 1.20 * std::exp(0.5 * 0.3164 * 0.3164));

    for (const double level : {0.1, 0.5, 0.8, 0.9})
        expect_quantile(ramp, level, 15 * std::exp(0.45 * math::inverse_normal(low + level * (high - low))));
    expect_mean(ramp, 16.566);  // of the truncated law; untruncated: 16.599

    testing_support::expect_moments(z_ramp, 0, 1);
    expect_correlation(ln_slip, ln_capital, 0.5);
    expect_correlation(ln_slip, z_ramp, 0.3);
    expect_correlation(ln_capital, z_ramp, 0.15);
}

TEST(TopDownStatistics, CapitalAndRampUpMayHangTogetherBeyondTheirShareInTheSlip) {
    schedule::PhaseRisk risk = outside_view();
    risk.capital_ramp = 0.6;
    risk.ramp_least = 0.001 * units::month;  // never cut: the logarithm is normal
    risk.ramp_most = 1e6 * units::month;
    ScheduleBench bench{{.phases = {risk, no_spread()}}};
    std::vector<double> slip, capital, ramp;
    for (int b = 0; b < blocks_of_builds / 2; ++b) {
        bench.simulate(24, static_cast<std::uint64_t>(b) * wide_block);
        for (int p = 0; p < wide_block; ++p) {
            slip.push_back(std::log(bench.out.slip(0, p)));
            capital.push_back(std::log(bench.out.capital_ratio(0, p)));
            ramp.push_back(std::log(bench.out.ramp_up(0, p)));
        }
    }
    expect_correlation(slip, capital, 0.5);
    expect_correlation(slip, ramp, 0.3);
    expect_correlation(capital, ramp, 0.6);
    testing_support::expect_moments(ramp, std::log(15.0 / 12), 0.45 * 0.45);
}

TEST(TopDownStatistics, PhasesAreIndependent) {
    ScheduleBench bench{{.phases = {outside_view(), outside_view()}}};
    std::vector<double> first, second, first_capital;
    for (int b = 0; b < blocks_of_builds / 2; ++b) {
        bench.simulate(22, static_cast<std::uint64_t>(b) * wide_block);
        for (int p = 0; p < wide_block; ++p) {
            first.push_back(std::log(bench.out.slip(0, p)));
            second.push_back(std::log(bench.out.slip(1, p)));
            first_capital.push_back(std::log(bench.out.capital_ratio(0, p)));
        }
    }
    expect_correlation(first, second, 0);
    expect_correlation(first_capital, second, 0);
}

TEST(TopDownStatistics, TheDecisionFollowsItsWeights) {
    ScheduleBench bench{
        {.phases = {no_spread(), no_spread()}, .branch = schedule::Branch{restart_slip_stop()}}};
    std::vector<double> went_at_once, stopped, draws;
    for (int b = 0; b < blocks_of_builds; ++b) {
        bench.simulate(23, static_cast<std::uint64_t>(b) * wide_block);
        for (std::size_t p = 0; p < wide_block; ++p) {
            went_at_once.push_back(bench.out.decision[p] == Decision::go && bench.out.draws[p] == 1);
            stopped.push_back(bench.out.decision[p] == Decision::stopped);
            draws.push_back(bench.out.draws[p]);
        }
    }
    expect_mean(went_at_once, 0.65);
    expect_mean(stopped, 0.10 / 0.75);  // slips are drawn again until something else comes
    testing_support::expect_moments(draws, 1 / 0.75, 0.25 / (0.75 * 0.75));  // geometric
}

}  // namespace
