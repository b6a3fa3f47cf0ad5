#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/sample.hpp"
#include "support/security.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Event;
using security::StoppageClass;
using testing_support::expect_mean;
using testing_support::expect_moments;
using testing_support::SecurityBench;

constexpr double day_count = 365.25;

/// Section 3.5 of the note on security: mu 0.0140 and b 0.119 a day, n 0.456.
StoppageClass reference_class(double mu = 0.0140, double n = 0.456, double b = 0.119) {
    return {.name = "reference",
            .rate = mu / (1 - n) / day,
            .effects = {{Channel::road, 1e-6 * day, 1e-6 * day}},
            .excites = {{{}, n, b / day}}};
}

/// Events that touch the project in [from, to) days, by path.
std::vector<double> counts(const SecurityBench& bench, double from, double to, std::size_t c = 0) {
    std::vector<double> n;
    for (int p = 0; p < wide_block; ++p)
        n.push_back(
            static_cast<double>(std::ranges::count_if(bench.work.events.of(c, p), [&](const Event& e) {
                return e.kind == 0 && e.time * day_count >= from && e.time * day_count < to;
            })));
    return n;
}
void append(std::vector<double>& to, const std::vector<double>& more) {
    to.insert(to.end(), more.begin(), more.end());
}
std::vector<double> products(const std::vector<double>& x, double x_mean, const std::vector<double>& y,
                             double y_mean) {
    std::vector<double> xy;
    for (std::size_t i = 0; i < x.size(); ++i) xy.push_back((x[i] - x_mean) * (y[i] - y_mean));
    return xy;
}

TEST(ClusterStatistics, CountsHaveTheMomentsOfTheNoteFromAnEmptyStartAndInTheLongRun) {
    SecurityBench bench{{reference_class()}, {}, TimeGrid{{2027, 1, 1}, 5, 1}};
    std::vector<double> year, first, second, third;
    double none = 0;
    for (std::uint64_t b = 0; b < 2000; ++b) {
        bench.simulate(21, b * wide_block);
        append(year, counts(bench, 0, 365));
        append(first, counts(bench, 1500, 1530));
        append(second, counts(bench, 1530, 1560));
        append(third, counts(bench, 1590, 1620));
    }
    for (const double n : year) none += n == 0;
    expect_moments(year, 9.2121, 30.0432);
    const double size = static_cast<double>(year.size()), p0 = 0.006036;
    EXPECT_NEAR(none / size, p0, 4 * std::sqrt(p0 / size));
    expect_moments(first, 0.772059, 1.798707);
    expect_mean(products(first, 0.772059, second, 0.772059), 0.346991);
    // The gap of 30 days lies between the windows; from day 1530 to 1560 is the first of the pair.
    expect_mean(products(second, 0.772059, third, 0.772059), 0.049760);
}

TEST(ClusterStatistics, ClusterSizesAreBorel) {
    // So rare that a path with events has one cluster, of which the horizon cuts little.
    SecurityBench bench{{reference_class(1e-6, 0.456, 5)}, {}, TimeGrid{{2027, 1, 1}, 20, 1}};
    std::vector<double> sizes;
    for (std::uint64_t b = 0; b < 40'000; ++b) {
        bench.simulate(22, b * wide_block);
        for (int p = 0; p < wide_block; ++p)
            if (const auto n = bench.work.events.of(0, p).size(); n > 0)
                sizes.push_back(static_cast<double>(n));
    }
    ASSERT_GT(sizes.size(), 15'000u);
    // Two clusters on a path, 0.37 % of the paths with events, add to the mean: by 0.5 mu T of a cluster.
    const double pairs = 0.5 * 1e-6 * 20 * day_count;
    const auto m = testing_support::moments_of(sizes);
    EXPECT_NEAR(m.mean, 1.838235 * (1 + pairs), 4 * m.mean_error);
    EXPECT_NEAR(m.variance, 2.832488 * (1 + pairs) + 1.838235 * 1.838235 * pairs, 4 * m.variance_error);
    double expected = std::exp(-0.456);  // P(S = 1)
    for (int k = 1; k < 6; ++k) {
        const double share =
            static_cast<double>(std::ranges::count(sizes, k)) / static_cast<double>(sizes.size());
        EXPECT_NEAR(share, expected, 4 * std::sqrt(expected / static_cast<double>(sizes.size())) + pairs)
            << k;
        expected *= std::exp(-0.456) * 0.456 * std::pow((k + 1.0) / k, k - 1);
    }
}

/// Exact in law: what touches the project is the same process whether the rest is simulated or not.
void expect_pruning_exact(double rate, double n, double b, double touching) {
    StoppageClass pruned{.name = "pruned",
                         .rate = rate / year,
                         .exposure = touching,
                         .effects = {{Channel::road, 1e-6 * day, 1e-6 * day}},
                         .excites = {{{}, n, b / day}}};
    StoppageClass whole = pruned;
    whole.exposure = 1;
    whole.kinds = {{"touches", touching, pruned.effects}, {"does not", 1 - touching, {}}};
    whole.effects.clear();
    const security::Regime regime{
        {.low = 0.53, .high = 1.54, .to_high = 0.25 / year, .to_low = 0.29 / year, .start_high = 0.95}};
    const TimeGrid grid{{2027, 1, 1}, 5, 1};
    SecurityBench some{{pruned}, regime, grid}, all{{whole}, regime, grid};
    std::vector<double> x[3], y[3];
    double x_made = 0, y_made = 0;
    for (std::uint64_t block = 0; block < 1500; ++block) {
        some.simulate(23, block * wide_block);
        all.simulate(24, block * wide_block);
        for (int k = 0; k < 2; ++k) {
            append(x[k], counts(some, 1000 + 10 * k, 1010 + 10 * k));
            append(y[k], counts(all, 1000 + 10 * k, 1010 + 10 * k));
        }
        append(x[2], counts(some, 0, 1e9));
        append(y[2], counts(all, 0, 1e9));
        for (int p = 0; p < wide_block; ++p) {
            const auto at = static_cast<std::size_t>(p);
            x_made += static_cast<double>(some.work.events.counts(0)[at]);
            y_made += static_cast<double>(all.work.events.counts(0)[at]);
        }
    }
    EXPECT_NEAR(x_made / y_made, some.model.law().of(0).live, 0.02 * some.model.law().of(0).live + 0.002);
    const auto expect_equal = [&](const std::vector<double>& a, const std::vector<double>& c) {
        const auto p = testing_support::moments_of(a), q = testing_support::moments_of(c);
        EXPECT_NEAR(p.mean, q.mean, 4 * std::hypot(p.mean_error, q.mean_error));
        EXPECT_NEAR(p.variance, q.variance, 4 * std::hypot(p.variance_error, q.variance_error));
        const double size = static_cast<double>(a.size());
        const double none = static_cast<double>(std::ranges::count(c, 0.0)) / size;
        EXPECT_NEAR(static_cast<double>(std::ranges::count(a, 0.0)) / size, none,
                    4 * std::sqrt(2 * none * (1 - none) / size));
    };
    for (int k = 0; k < 3; ++k) expect_equal(x[k], y[k]);
    const double mean = testing_support::moments_of(y[0]).mean;
    expect_equal(products(x[0], mean, x[1], mean), products(y[0], mean, y[1], mean));
}

TEST(ClusterStatistics, PruningKeepsTheLawOfWhatTouchesTheProject) {
    expect_pruning_exact(10, 0.40, 0.14, 0.54);
    expect_pruning_exact(37, 0.48, 0.33, 0.015);
    expect_pruning_exact(40, 0.9, 0.1, 0.05);
}

/// Two classes that excite one another, by Ogata's thinning: another algorithm, another generator.
struct Thinning {
    double mu[2], n[2][2], b[2][2];  // per day; [from][to]
    void simulate(std::mt19937_64& engine, double horizon, std::vector<double> (&events)[2]) const {
        std::exponential_distribution<double> gap{1};
        std::uniform_real_distribution<double> uniform{0, 1};
        double excited[2][2]{};  // intensity that events of `from` add to `to`
        events[0].clear();
        events[1].clear();
        for (double t = 0;;) {
            double bound = mu[0] + mu[1];
            for (int from = 0; from < 2; ++from)
                for (int to = 0; to < 2; ++to) bound += excited[from][to];
            const double step = gap(engine) / bound;
            t += step;
            if (t >= horizon) return;
            double lambda[2] = {mu[0], mu[1]};
            for (int from = 0; from < 2; ++from)
                for (int to = 0; to < 2; ++to)
                    lambda[to] += excited[from][to] *= std::exp(-b[from][to] * step);
            const double u = uniform(engine) * bound;
            if (u >= lambda[0] + lambda[1]) continue;
            const int c = u < lambda[0] ? 0 : 1;
            events[c].push_back(t);
            for (int to = 0; to < 2; ++to) excited[c][to] += n[c][to] * b[c][to];
        }
    }
};

TEST(ClusterStatistics, ClassesThatExciteOneAnotherAgreeWithThinning) {
    const Thinning thinning{{0.02, 0.01}, {{0.4, 0.3}, {0.1, 0.2}}, {{0.14, 0.05}, {0.1, 0.03}}};
    // Long-run rates r with r_k - sum_c n_ck r_c = mu_k.
    const double det = (1 - 0.4) * (1 - 0.2) - 0.1 * 0.3;
    const double rate_0 = (0.02 * (1 - 0.2) + 0.01 * 0.1) / det,
                 rate_1 = (0.01 * (1 - 0.4) + 0.02 * 0.3) / det;
    StoppageClass first{.name = "first",
                        .rate = rate_0 / day,
                        .effects = {{Channel::road, 1e-6 * day, 1e-6 * day}},
                        .excites = {{{}, 0.4, 0.14 / day}, {"second", 0.3, 0.05 / day}}};
    StoppageClass second{.name = "second",
                         .rate = rate_1 / day,
                         .effects = {{Channel::rail, 1e-6 * day, 1e-6 * day}},
                         .excites = {{"first", 0.1, 0.1 / day}, {{}, 0.2, 0.03 / day}}};
    SecurityBench bench{{first, second}, {}, TimeGrid{{2027, 1, 1}, 1, 1}};
    std::vector<double> ours[4], theirs[4];  // of each class: from the start, and 30 days at the end
    for (std::uint64_t b = 0; b < 1500; ++b) {
        bench.simulate(25, b * wide_block);
        for (std::size_t c = 0; c < 2; ++c) {
            append(ours[c], counts(bench, 0, day_count, c));
            append(ours[2 + c], counts(bench, 330, 360, c));
        }
    }
    std::mt19937_64 engine{26};
    std::vector<double> events[2];
    for (std::size_t i = 0; i < ours[0].size(); ++i) {
        thinning.simulate(engine, day_count, events);
        for (std::size_t c = 0; c < 2; ++c) {
            theirs[c].push_back(static_cast<double>(events[c].size()));
            theirs[2 + c].push_back(static_cast<double>(
                std::ranges::count_if(events[c], [](double t) { return t >= 330 && t < 360; })));
        }
    }
    const auto expect_equal = [](const std::vector<double>& a, const std::vector<double>& c) {
        const auto p = testing_support::moments_of(a), q = testing_support::moments_of(c);
        EXPECT_NEAR(p.mean, q.mean, 4 * std::hypot(p.mean_error, q.mean_error));
        EXPECT_NEAR(p.variance, q.variance, 4 * std::hypot(p.variance_error, q.variance_error));
    };
    for (int k = 0; k < 4; ++k) expect_equal(ours[k], theirs[k]);
    for (const auto& [j, k] : {std::pair{0, 1}, std::pair{2, 3}, std::pair{0, 3}}) {
        const double mj = testing_support::moments_of(theirs[j]).mean,
                     mk = testing_support::moments_of(theirs[k]).mean;
        expect_equal(products(ours[j], mj, ours[k], mk), products(theirs[j], mj, theirs[k], mk));
    }
}

TEST(ClusterStatistics, EventsBeforeTheStartExciteWhatComesAfterIt) {
    StoppageClass c = reference_class();
    c.recent = {2 * day, 10 * day, 400 * day};
    SecurityBench with{{c}, {}, TimeGrid{{2027, 1, 1}, 3, 1}};
    std::vector<double> all;
    for (std::uint64_t b = 0; b < 2000; ++b) {
        with.simulate(27, b * wide_block);
        append(all, counts(with, 0, 365));
    }
    // Each direct successor starts a cluster: all that comes from the k-th has mean n e^{-b age} / (1 - n),
    // less what falls after the year.
    const double n = 0.456, b = 0.119, g = b * (1 - n),
                 excited = n * b * (std::exp(-2 * b) + std::exp(-10 * b));
    expect_mean(all, 9.2121 + excited * (1 - std::exp(-g * 365)) / g);
}

}  // namespace
