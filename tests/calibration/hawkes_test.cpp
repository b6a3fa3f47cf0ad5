#include "minerisk/calibration/hawkes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "minerisk/calibration/simulate.hpp"

using namespace minerisk;
using namespace minerisk::calibration;

namespace {

const Baseline three_steps = Baseline::stepped({0, 100, 150, 400});
const Baseline shape = Baseline::shaped({0, 100, 150, 400}, {1, 0.2, 3});

EventTimes some_events() {
    return seen_by_day(
        simulate(three_steps, {{0.2, 0.6, 0.1}, {0.5, 0.3}}, {7, random::stream_of("test"), 0}));
}

/// The sum over all pairs, as the definition has it.
double pairwise_likelihood(const EventTimes& events, const Baseline& baseline, const Hawkes& h) {
    const auto [n, b] = h.excitation;
    double sum = 0;
    for (std::size_t i = 0; i < events.count(); ++i) {
        const std::size_t k = baseline.piece_at(events.at[i]);
        double rate = h.levels[baseline.level_of(k)] * baseline.weight(k);
        for (std::size_t j = 0; j < i; ++j) rate += n * b * std::exp(-b * (events.at[i] - events.at[j]));
        sum += std::log(rate) - n * (1 - std::exp(-b * (events.days - events.at[i])));
    }
    for (std::size_t k = 0; k < baseline.pieces(); ++k)
        sum -= h.levels[baseline.level_of(k)] * baseline.weight(k) * baseline.length(k);
    return sum;
}

}  // namespace

TEST(HawkesLikelihood, EqualsTheSumOverAllPairs) {
    const EventTimes events = some_events();
    ASSERT_GT(events.count(), 100u);
    for (const auto& [n, b] : {std::pair{0.4, 0.2}, std::pair{0.9, 0.004}, std::pair{0.1, 20.0}}) {
        const Hawkes own{{0.3, 0.5, 0.05}, {n, b}}, one{{0.2}, {n, b}};
        const double a = pairwise_likelihood(events, three_steps, own);
        EXPECT_NEAR((HawkesLikelihood{events, three_steps}.value(own)), a, 1e-11 * std::abs(a));
        const double c = pairwise_likelihood(events, shape, one);
        EXPECT_NEAR((HawkesLikelihood{events, shape}.value(one)), c, 1e-11 * std::abs(c));
    }
}

TEST(HawkesLikelihood, GradientIsTheSlope) {
    const HawkesLikelihood l{some_events(), three_steps};
    const Hawkes h{{0.3, 0.5, 0.05}, {0.4, 0.2}};
    const auto d = l.gradient(h);
    const auto slope = [&](auto move) {
        const double step = 1e-5;
        Hawkes up = h, down = h;
        move(up, step);
        move(down, -step);
        return (l.value(up) - l.value(down)) / (2 * step);
    };
    EXPECT_NEAR(d.branching, slope([](Hawkes& x, double s) { x.excitation.branching += s; }), 1e-4);
    EXPECT_NEAR(d.decay, slope([](Hawkes& x, double s) { x.excitation.decay += s; }), 1e-4);
    for (std::size_t g = 0; g < 3; ++g)
        EXPECT_NEAR(d.levels[g], slope([&](Hawkes& x, double s) { x.levels[g] += s; }), 1e-3) << g;
}

TEST(HawkesLikelihood, ProfileIsTheTopOverTheLevelsAndItsSlopesHoldThere) {
    for (const Baseline& baseline : {three_steps, shape}) {
        const HawkesLikelihood l{some_events(), baseline};
        const Excitation e{0.3, 0.4};
        const auto p = l.profile(e);
        const auto d = l.gradient({p.levels, e});
        EXPECT_NEAR(p.value, l.value({p.levels, e}), 1e-9);
        EXPECT_NEAR(p.by_branching, d.branching, 1e-8);
        EXPECT_NEAR(p.by_decay, d.decay, 1e-8);
        for (const double slope : d.levels) EXPECT_NEAR(slope, 0, 1e-8);
        const double step = 1e-5;
        EXPECT_NEAR((l.profile({0.3 + step, 0.4}).value - l.profile({0.3 - step, 0.4}).value) / (2 * step),
                    p.by_branching, 1e-4);
        EXPECT_NEAR((l.profile({0.3, 0.4 + step}).value - l.profile({0.3, 0.4 - step}).value) / (2 * step),
                    p.by_decay, 1e-4);
    }
}

TEST(HawkesLikelihood, APieceWhoseEventsAreAllExplainedByThoseBeforeHasLevelZero) {
    // One event shortly after the border, with a strong and short memory of the one before it.
    const HawkesLikelihood l{{{9.9, 10.05}, 40}, Baseline::stepped({0, 10, 20, 40})};
    const auto p = l.profile({0.9, 2});
    EXPECT_GT(p.levels[0], 0);
    EXPECT_EQ(p.levels[1], 0);
    EXPECT_EQ(p.levels[2], 0);  // no event at all
    EXPECT_LT(l.gradient({p.levels, {0.9, 2}}).levels[1], 0);
}

TEST(HawkesLikelihood, ErrorsAreThoseOfTheWholeInformationMatrix) {
    // Constant level: three numbers, whose information is taken by differences and inverted by hand.
    const EventTimes events = some_events();
    const HawkesLikelihood l{events, Baseline::constant(400)};
    const Hawkes h{l.profile({0.6, 0.1}).levels, {0.6, 0.1}};
    double m[3][3];
    const auto moved = [&](int i, double step) {
        Hawkes x = h;
        (i == 0 ? x.levels[0] : i == 1 ? x.excitation.branching : x.excitation.decay) += step;
        const auto d = l.gradient(x);
        return std::array{d.levels[0], d.branching, d.decay};
    };
    for (int i = 0; i < 3; ++i) {
        const auto up = moved(i, 1e-6), down = moved(i, -1e-6);
        for (int j = 0; j < 3; ++j)
            m[i][j] = (down[static_cast<std::size_t>(j)] - up[static_cast<std::size_t>(j)]) / 2e-6;
    }
    const auto minor = [&](int i) {
        const int a = (i + 1) % 3, b = (i + 2) % 3;
        return m[a][a] * m[b][b] - m[a][b] * m[b][a];
    };
    const double determinant = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                               m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                               m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    const HawkesErrors e = l.errors(h);
    ASSERT_TRUE(e.determined);
    EXPECT_NEAR(e.levels[0] / std::sqrt(minor(0) / determinant), 1, 1e-4);
    EXPECT_NEAR(e.branching / std::sqrt(minor(1) / determinant), 1, 1e-4);
    EXPECT_NEAR(e.decay / std::sqrt(minor(2) / determinant), 1, 1e-4);
}

TEST(HawkesLikelihood, WithoutSuccessorsItIsPoisson) {
    const EventTimes events = some_events();
    const HawkesLikelihood l{events, Baseline::constant(400)};
    const double mu = l.poisson_levels()[0], count = static_cast<double>(events.count());
    EXPECT_DOUBLE_EQ(mu, count / 400);
    EXPECT_NEAR(l.value({{mu}, {0, 1}}), count * std::log(mu) - count, 1e-9);
    EXPECT_NEAR(l.errors({{mu}, {0, 1}}).levels[0], mu / std::sqrt(count), 1e-12);
}
