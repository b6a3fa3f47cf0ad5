#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "minerisk/engine/schedule_ranking.hpp"
#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/statistics/probability.hpp"
#include "support/network.hpp"

using namespace minerisk;
using namespace minerisk_test;
namespace D = minerisk::distribution;
using schedule::Network;
using schedule::Plan;

namespace {

ScheduleOutcome run(const Plan& plan, std::uint64_t paths) {
    ScheduleRun how;
    how.run.paths = paths;
    how.run.seed = 11;
    return simulate(Network{plan}, how);
}
struct Moments {
    double mean, sd;
};
Moments moments(const std::vector<double>& x) {
    const double n = static_cast<double>(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double squares = 0;
    for (const double v : x) squares += (v - mean) * (v - mean);
    return {mean, std::sqrt(squares / (n - 1))};
}
/// Activities side by side, all before the end.
Plan parallel(const std::vector<Distribution>& lengths) {
    std::vector<schedule::Activity> activities;
    std::vector<schedule::Link> links;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        activities.push_back(activity("P" + std::to_string(i), lengths[i]));
        links.push_back(joins(activities.back().id, "END"));
    }
    activities.push_back(activity("END", 0.0));
    return plan_of(std::move(activities), std::move(links));
}
/// Distribution on a grid of step h: probability that the value lies in cell k.
using Cells = std::vector<double>;
constexpr double step = 0.02;
Cells cells_of(const Distribution& d, std::size_t count) {
    Cells cells(count);
    double below = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const double upto = d.is_fixed() ? (d.base() <= (static_cast<double>(k) + 0.5) * step ? 1.0 : 0.0)
                                         : d.cdf((static_cast<double>(k) + 0.5) * step);
        cells[k] = upto - below;
        below = upto;
    }
    return cells;
}

}  // namespace

TEST(NetworkStatistics, TheLargerOfTwoNormalsFollowsClark) {
    const std::uint64_t n = 400'000;
    const auto out = run(parallel({D::normal({148, 5}), D::normal({145, 8})}), n);
    const auto m = moments(out.finish[0]);
    const double var = 26.2636204854;
    EXPECT_NEAR(m.mean, 150.4523214940, 4 * std::sqrt(var / static_cast<double>(n)));
    EXPECT_NEAR(m.sd * m.sd, var, 4 * var * std::sqrt(2.6 / static_cast<double>(n)));
    EXPECT_NEAR(out.activities[0].criticality.value, 0.6247572903,
                4 * std::sqrt(0.24 / static_cast<double>(n)));
}

TEST(NetworkStatistics, TheLargestOfManyIsTheProductOfTheirDistributions) {
    const std::uint64_t n = 200'000;
    const double root = std::sqrt(static_cast<double>(n));
    const auto normals = run(parallel(std::vector<Distribution>(5, D::normal({20, 1}))), n);
    EXPECT_NEAR(moments(normals.finish[0]).mean, 21.1629644736, 4 * std::sqrt(0.4475340690) / root);
    const auto uniforms = run(parallel(std::vector<Distribution>(7, D::uniform({0, 1}))), n);
    EXPECT_NEAR(moments(uniforms.finish[0]).mean, 7.0 / 8, 4 * 0.11 / root);
    for (const double t : {0.7, 0.9}) {  // F(t)^n
        const double p = std::pow(t, 7);
        EXPECT_NEAR(statistics::probability_below(uniforms.finish[0], t).value, p,
                    4 * std::sqrt(p * (1 - p)) / root);
    }
}

TEST(NetworkStatistics, AChainOfIndependentActivitiesHasKnownIndices) {
    const std::uint64_t n = 100'000;
    const auto out = run(plan_of({activity("a", D::normal({20, 1})), activity("b", D::normal({20, 2})),
                                  activity("c", D::normal({20, 2})), activity("END", 0.0)},
                                 {joins("a", "b"), joins("b", "c"), joins("c", "END")}),
                         n);
    const double expected[] = {1.0 / 3, 2.0 / 3, 2.0 / 3};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& a = out.activities[i];
        EXPECT_EQ(a.criticality.value, 1);
        EXPECT_EQ(a.criticality.se, 0);
        EXPECT_NEAR(a.significance.value, 1, 1e-12);
        EXPECT_NEAR(a.ssi.value, expected[i], 4 * a.ssi.se);
        EXPECT_NEAR(a.pearson.value, expected[i], 4 * a.pearson.se);
        EXPECT_NEAR(a.pearson.se, (1 - expected[i] * expected[i]) / std::sqrt(n), 0.4 * a.pearson.se);
        const double ranks = 6 / 3.14159265358979 * std::asin(expected[i] / 2);
        EXPECT_NEAR(a.spearman.value, ranks, 4 * a.spearman.se + 1e-3);
    }
}

TEST(NetworkStatistics, DodinAndPertBracketTheMeanOfFinishToStartNetworks) {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        RandomNetwork random{seed};
        const Plan plan = random.plan(18, false, true);
        const Network network{plan};
        const std::uint64_t n = 100'000;
        const auto out = run(plan, n);
        const auto m = moments(out.finish[0]);
        const double error = m.sd / std::sqrt(static_cast<double>(n));
        Plan means = plan;  // PERT: the longest path of the distributions' means
        for (auto& a : means.activities) a.duration = distribution::fixed(a.duration.mean());
        const Network of_means{means};
        EXPECT_GT(m.mean, of_means.base().dates(2 * of_means.logic().target() + 1, 0) - 4 * error);
        // Independence of what is joined gives an upper bound, since finishes that share arcs move together.
        std::vector<Cells> finish(plan.activities.size());
        const std::size_t count = 3000;
        for (int j = 0; j < network.activities(); ++j) {
            Cells start(count, 0.0);
            start[0] = 1;
            for (const auto& l : plan.links) {
                if (l.to != network.activity(j).id) continue;
                const Cells& before = finish[static_cast<std::size_t>(network.index(l.from))];
                double a = 0, b = 0, joint = 0;
                for (std::size_t k = 0; k < count; ++k) {
                    a += start[k];
                    b += before[k];
                    const double next = a * b;
                    start[k] = next - joint;
                    joint = next;
                }
            }
            const Cells length = cells_of(network.activity(j).duration, count);
            Cells& sum = finish[static_cast<std::size_t>(j)];
            sum.assign(count, 0.0);
            for (std::size_t x = 0; x < count; ++x)
                if (start[x] > 1e-12)
                    for (std::size_t y = 0; y + x < count; ++y) sum[x + y] += start[x] * length[y];
        }
        double upper = 0;
        const Cells& end = finish[static_cast<std::size_t>(network.logic().target())];
        for (std::size_t k = 0; k < count; ++k) upper += static_cast<double>(k) * step * end[k];
        EXPECT_LT(m.mean, upper + 4 * error + 0.01);  // 0.01: the grid
        EXPECT_LT(upper, 1.15 * m.mean);              // a bound that says something
    }
}

TEST(NetworkStatistics, RemovalRanksByWorthOnTheSameDraws) {
    Plan plan =
        plan_of({activity("a", D::pert({1, 2, 4})), activity("b", D::pert({1, 2, 4})), activity("END", 0.0)},
                {joins("a", "b"), joins("b", "END")});
    plan.drivers = {{.id = "small", .probability = 0.5, .factor = D::fixed(1.1), .hits = {{"a", 1}}},
                    {.id = "large", .probability = 0.5, .factor = D::fixed(2), .hits = {{"a", 1}, {"b", 1}}},
                    {.id = "none", .probability = 1, .factor = D::fixed(1), .hits = {{"b", 1}}}};
    minerisk::Run how;
    how.paths = 4000;
    const Ranking ranking = rank_by_removal(Network{plan}, how, 0.8);
    ASSERT_EQ(ranking.alone.size(), 3u);
    EXPECT_EQ(ranking.alone[0].id, "large");
    EXPECT_EQ(ranking.alone[1].id, "small");
    EXPECT_EQ(ranking.alone[2].finish.value, 0);  // the same draws: what does nothing is worth just nothing
    EXPECT_EQ(ranking.in_turn[0].finish.value, ranking.alone[0].finish.value);
    EXPECT_EQ(ranking.in_turn[1].id, "small");
    EXPECT_GT(ranking.alone[1].finish.value, 4 * ranking.alone[1].finish.se);
}

TEST(NetworkStatistics, TheSystemicFactorMovesCostAndDurationsTogether) {
    Plan plan = plan_of({activity("a", 10.0), activity("END", 0.0)}, {joins("a", "END")});
    plan.activities[0].cost = Money::from_canonical(100);
    plan.systemic = schedule::Systemic{0.25, 0.2, 0.5, {"a"}};
    const std::uint64_t n = 200'000;
    const auto out = run(plan, n);
    std::vector<double> finish, cost;
    for (std::size_t i = 0; i < n; ++i) {
        finish.push_back(std::log(out.finish[0][i] / 10));
        cost.push_back(std::log(out.cost[i] / 100));
    }
    const double root = std::sqrt(static_cast<double>(n));
    EXPECT_NEAR(moments(finish).mean, 0, 4 * 0.2 / root);
    EXPECT_NEAR(moments(finish).sd, 0.2, 4 * 0.2 / root);
    EXPECT_NEAR(moments(cost).sd, 0.25, 4 * 0.25 / root);
    EXPECT_NEAR(statistics::pearson(finish, cost).value, 0.5, 4 * 0.75 / root);
}
