#include "minerisk/engine/security_toll.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "minerisk/engine/simulate.hpp"
#include "support/study.hpp"

namespace security_toll_tests {
namespace {

using namespace minerisk;
using namespace minerisk::units;

constexpr std::uint64_t toll_paths = 200;

StudySpec<> with_costs() {
    StudySpec<> s = testing_support::risky_study();
    s.security.classes[1].cost = security::EventCost{2 * MUSD, 9 * MUSD};
    s.security.classes[2].evacuation = security::Evacuation{0.5, 14 * day, 45 * day, 0.6, 0.6};
    s.security.force_majeure = security::ForceMajeure{.chances = {{"wave", {}, 0.1}},
                                                      .median = 200 * day,
                                                      .p90 = 900 * day,
                                                      .never = 0.1,
                                                      .given_up = 3 * year,
                                                      .restart = 180 * day,
                                                      .restart_share = 0.8,
                                                      .build_share_after = 0.8};
    s.project.force_majeure.standing_cost = 0.06;
    return s;
}
Run toll_run(int threads = 1) {
    Run run;
    run.paths = toll_paths;
    run.seed = 11;
    run.threads = threads;
    run.executor = threads == 1 ? Executor::serial : Executor::threads;
    return run;
}
std::vector<double> npv_of(const StudySpec<>& spec) {
    const Outcome outcome = simulate(Study<>{spec}, toll_run());
    return {outcome.npv().begin(), outcome.npv().end()};
}
double sum(const std::vector<double>& x) {
    return std::accumulate(x.begin(), x.end(), 0.0,
                           [](double total, double v) { return std::isnan(v) ? total : total + v; });
}
std::vector<std::uint64_t> bits(const std::vector<double>& x) {
    std::vector<std::uint64_t> all;
    for (const double v : x) all.push_back(std::bit_cast<std::uint64_t>(v));
    return all;
}

TEST(SecurityToll, APartIsWorthWhatTheModelWithoutItGains) {
    const StudySpec<> spec = with_costs();
    const SecurityToll toll = security_toll(Study<>{spec}, toll_run(), toll_paths);
    ASSERT_EQ(toll.paths, toll_paths);
    ASSERT_EQ(toll.rows.size(), 5u);
    const std::vector<double> npv = npv_of(spec);
    const auto expect_gain = [&](std::size_t row, const StudySpec<>& without) {
        const std::vector<double> gained = npv_of(without);
        for (std::size_t i = 0; i < npv.size(); ++i)
            ASSERT_EQ(toll.rows[row].value_lost[i], gained[i] - npv[i]) << toll.rows[row].name << " " << i;
    };
    for (std::size_t c = 0; c < 3; ++c) {
        StudySpec<> without = spec;
        without.security.classes[c].exposure = 0;
        expect_gain(c, without);
        EXPECT_GT(sum(toll.rows[c].value_lost), 0) << c;
    }
    StudySpec<> without = spec;
    without.security.force_majeure.reset();
    expect_gain(3, without);
    for (security::StoppageClass& c : without.security.classes) c.exposure = 0;
    expect_gain(4, without);
    EXPECT_EQ(toll.rows[4].name, "all of these");
}

TEST(SecurityToll, DaysEventsAndDamageAreThoseOfTheParts) {
    const SecurityToll toll = security_toll(Study<>{with_costs()}, toll_run(), toll_paths);
    const SecurityTollRow &block = toll.rows[0], &rail = toll.rows[1], &wave = toll.rows[2],
                          &halt = toll.rows[3], &all = toll.rows[4];
    const auto road = static_cast<std::size_t>(Channel::road), line = static_cast<std::size_t>(Channel::rail);
    for (std::size_t i = 0; i < toll_paths; ++i) {
        EXPECT_NEAR(all.events[i], block.events[i] + rail.events[i] + wave.events[i], 1e-9);
        EXPECT_EQ(all.damage[i], rail.damage[i]);
        EXPECT_EQ(all.days[line][i], rail.days[line][i]);  // no other class closes it
        EXPECT_EQ(block.days[line][i], 0);
        // A union is no longer than its parts and no shorter than each.
        EXPECT_LE(all.days[road][i], block.days[road][i] + wave.days[road][i] + 1e-9);
        EXPECT_GE(all.days[road][i], block.days[road][i] - 1e-9);
        EXPECT_EQ(all.halted[i], halt.halted[i]);
        EXPECT_EQ(wave.halted[i], 0);
    }
    // 3 a year at multiplier 1, which the regime takes to 1.5 at first and below 1 in the long run.
    const double events = sum(block.events) / toll_paths;
    EXPECT_GT(events, 2);
    EXPECT_LT(events, 5);
    EXPECT_GT(sum(halt.halted), 0);
    EXPECT_GT(sum(all.mill_days), 0);
}

TEST(SecurityToll, IsTheSameOnAnyNumberOfThreads) {
    const Study<> study{with_costs()};
    const SecurityToll one = security_toll(study, toll_run(1), toll_paths);
    const SecurityToll three = security_toll(study, toll_run(3), toll_paths);
    for (std::size_t r = 0; r < one.rows.size(); ++r) {
        EXPECT_EQ(bits(one.rows[r].value_lost), bits(three.rows[r].value_lost));
        EXPECT_EQ(bits(one.rows[r].mill_days), bits(three.rows[r].mill_days));
        EXPECT_EQ(bits(one.rows[r].events), bits(three.rows[r].events));
    }
}

TEST(SecurityToll, IsEmptyWhereSecurityDoesNotMove) {
    const Study<> study{with_costs()};
    minerisk::Run run = toll_run();
    run.risks.security = false;
    EXPECT_EQ(security_toll(study, run, toll_paths).paths, 0u);
    StudySpec<> none = testing_support::risky_study();
    none.security.classes.clear();
    EXPECT_EQ(security_toll(Study<>{none}, toll_run(), toll_paths).paths, 0u);
}

TEST(SecurityToll, AProjectThatIsStoppedAtOnceHasNoRates) {
    StudySpec<> s = with_costs();
    auto branch = s.schedule.branch->parameters();
    branch.decided = Years{};
    s.schedule.branch = schedule::Branch{branch};
    const Outcome outcome = simulate(Study<>{s}, toll_run());
    const SecurityToll toll = security_toll(Study<>{s}, toll_run(), toll_paths);
    int stopped_at_once = 0;
    for (std::size_t i = 0; i < toll_paths; ++i) {
        const bool no_life = std::isnan(toll.rows[0].events[i]);
        stopped_at_once += no_life;
        for (const std::size_t r : {1u, 2u, 4u}) EXPECT_EQ(std::isnan(toll.rows[r].damage[i]), no_life);
        if (no_life) {
            EXPECT_EQ(toll.rows[4].value_lost[i], 0);
        }
    }
    EXPECT_GT(stopped_at_once, 5);
}

TEST(SecurityToll, LeavingOutNothingChangesNothing) {
    const Study<> study{with_costs()};
    PathBlock<> block = replay(study, 64, 11, Risks::all());
    const double npv = block.values()(PathBlock<>::npv, 3);
    block.leave_out({.event_class = 2});
    EXPECT_NE(block.values()(PathBlock<>::npv, 3), npv);
    block.leave_out({});
    EXPECT_EQ(block.values()(PathBlock<>::npv, 3), npv);
}

}  // namespace
}  // namespace security_toll_tests
