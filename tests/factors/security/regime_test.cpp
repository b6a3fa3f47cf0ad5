#include "minerisk/factors/security/regime.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Regime;
using security::RegimePaths;
using security::RegimeState;

Regime::TwoStates two_states() {
    return {.low = 0.5, .high = 3, .to_high = 0.5 / year, .to_low = 2.0 / (3 * year), .start_high = 0.4};
}
RegimePaths drawn(int width, std::uint64_t first_path = 0, double horizon = 40, std::uint64_t seed = 1) {
    RegimePaths paths;
    Regime{two_states()}.simulate_block(seed, first_path, width, horizon, paths);
    return paths;
}

TEST(Regime, StaysAlternateFromZeroToTheHorizonAndCarryTheIntegral) {
    const RegimePaths paths = drawn(wide_block);
    for (int p = 0; p < wide_block; ++p) {
        const auto& stays = paths.of(p);
        ASSERT_EQ(stays.front().begin, 0);
        ASSERT_EQ(stays.front().operational, 0);
        for (std::size_t i = 0; i < stays.size(); ++i) {
            ASSERT_EQ(stays[i].multiplier, stays[i].alert == 1 ? 3 : 0.5);
            ASSERT_LT(stays[i].begin, 40);
            if (i == 0) continue;
            ASSERT_EQ(stays[i].alert, 1 - stays[i - 1].alert);
            const double length = stays[i].begin - stays[i - 1].begin;
            ASSERT_GT(length, 0);
            ASSERT_NEAR(stays[i].operational - stays[i - 1].operational, length * stays[i - 1].multiplier,
                        1e-12);
        }
    }
}

TEST(Regime, TimeAtIsTheInverseOfTheIntegral) {
    const RegimePaths paths = drawn(wide_block);
    for (int p = 0; p < wide_block; ++p) {
        const auto& stays = paths.of(p);
        std::size_t at = 0, cursor = 0;
        for (double t = 0.01; t < 40; t += 0.37) {
            while (at + 1 < stays.size() && stays[at + 1].begin <= t) ++at;
            const double integral = stays[at].operational + (t - stays[at].begin) * stays[at].multiplier;
            ASSERT_NEAR(paths.time_at(p, integral, cursor), t, 1e-12);
        }
        std::size_t fresh = 0;
        EXPECT_EQ(paths.time_at(p, 0, fresh), 0);
    }
}

TEST(Regime, AlertOfTwoStatesIsTheShareOfTimeInTheHighOne) {
    const RegimePaths paths = drawn(wide_block, 0, 30);
    for (int ppy : {1, 4, 12}) {
        const TimeGrid grid{{2027, 1, 1}, 30, ppy};
        BlockArray share{grid.periods(), wide_block};
        share.fill(7);  // overwritten
        paths.alert(grid, share);
        for (int p = 0; p < wide_block; ++p) {
            const auto& stays = paths.of(p);
            for (int i = 0; i < grid.periods(); ++i) {
                double high = 0;
                for (std::size_t k = 0; k < stays.size(); ++k) {
                    const double end = k + 1 < stays.size() ? stays[k + 1].begin : 30;
                    if (stays[k].alert == 1)
                        high += std::max(
                            0.0, std::min(end, grid.end(i)) - std::max(stays[k].begin, grid.begin(i)));
                }
                ASSERT_NEAR(share(i, p), high / grid.step(), 1e-11);
            }
        }
    }
}

TEST(Regime, AlertStopsAtAGridShorterThanTheHorizon) {
    const RegimePaths paths = drawn(narrow_block, 0, 30);
    const TimeGrid shorter{{2027, 1, 1}, 10, 1}, longer{{2027, 1, 1}, 35, 1};
    BlockArray a{10, narrow_block}, b{35, narrow_block};
    paths.alert(shorter, a);
    paths.alert(longer, b);
    for (int p = 0; p < narrow_block; ++p) {
        for (int i = 0; i < 10; ++i) EXPECT_EQ(a(i, p), b(i, p));
        for (int i = 30; i < 35; ++i) EXPECT_EQ(b(i, p), 0);
    }
}

TEST(Regime, APathAloneHasTheBitsItHasInAnyBlock) {
    const RegimePaths wide = drawn(wide_block, 128), narrow = drawn(narrow_block, 160);
    for (int p = 0; p < narrow_block; ++p) {
        const auto &a = wide.of(32 + p), &b = narrow.of(p);
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].begin, b[i].begin);
            EXPECT_EQ(a[i].operational, b[i].operational);
            EXPECT_EQ(a[i].state, b[i].state);
        }
    }
}

TEST(Regime, ALongerHorizonOnlyAddsStays) {
    const RegimePaths shorter = drawn(narrow_block, 0, 10), longer = drawn(narrow_block, 0, 120);
    for (int p = 0; p < narrow_block; ++p) {
        ASSERT_LE(shorter.of(p).size(), longer.of(p).size());
        for (std::size_t i = 0; i < shorter.of(p).size(); ++i)
            EXPECT_EQ(shorter.of(p)[i].begin, longer.of(p)[i].begin);
    }
}

TEST(Regime, StartsHighAlwaysOrNeverWhereTheProbabilityIsOneOrZero) {
    for (const double start : {0.0, 1.0}) {
        Regime::TwoStates p = two_states();
        p.start_high = start;
        RegimePaths paths;
        Regime{p}.simulate_block(3, 0, wide_block, 5, paths);
        for (int k = 0; k < wide_block; ++k) EXPECT_EQ(paths.of(k).front().alert, start);
    }
}

TEST(Regime, WhatItCannotBeIsRefusedByName) {
    const auto refused = [](Regime::TwoStates p) {
        try {
            Regime{p};
        } catch (const InputError& e) {
            return e.problems().size() == 1 ? e.problems()[0].field : std::string{"several"};
        }
        return std::string{};
    };
    EXPECT_EQ(refused(two_states()), "");
    using testing_support::nan;
    for (const double bad : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()}) {
        Regime::TwoStates p = two_states();
        p.low = bad;
        EXPECT_EQ(refused(p), "security.regime.low");
        p = two_states();
        p.high = bad;
        EXPECT_EQ(refused(p), "security.regime.high");
    }
    for (const double bad : {0.0, -1.0, nan, 5000.0}) {
        Regime::TwoStates p = two_states();
        p.to_high = bad / year;
        EXPECT_EQ(refused(p), "security.regime.to_high");
        p = two_states();
        p.to_low = bad / year;
        EXPECT_EQ(refused(p), "security.regime.to_low");
    }
    Regime::TwoStates p = two_states();
    p.start_high = 1.01;
    EXPECT_EQ(refused(p), "security.regime.start_high");
}

/// Calm, tense and open fighting; every state can be left in two ways.
std::vector<RegimeState> three_states() {
    return {{"calm", 0.4, 0.1, 0, {{"tense", 0.3 / year}, {"fighting", 0.05 / year}}},
            {"tense", 1.2, 0.6, 0.5, {{"calm", 0.4 / year}, {"fighting", 0.5 / year}}},
            {"fighting", 3, 0.3, 1, {{"tense", 0.9 / year}, {"calm", 0.2 / year}}}};
}
RegimePaths drawn(const Regime& regime, int width, std::uint64_t first_path = 0, double horizon = 40) {
    RegimePaths paths;
    regime.simulate_block(7, first_path, width, horizon, paths);
    return paths;
}
void expect_same(const std::vector<RegimePaths::Stay>& a, const std::vector<RegimePaths::Stay>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].begin, b[i].begin);
        EXPECT_EQ(a[i].operational, b[i].operational);
        EXPECT_EQ(a[i].multiplier, b[i].multiplier);
        EXPECT_EQ(a[i].alert, b[i].alert);
        EXPECT_EQ(a[i].state, b[i].state);
    }
}

TEST(Regime, TwoStatesInTheGeneralFormHaveTheSameBits) {
    const Regime::TwoStates p = two_states();
    const Regime stated{{{"quiet", p.low, 1 - p.start_high, 0, {{"loud", p.to_high}}},
                         {"loud", p.high, p.start_high, 1, {{"quiet", p.to_low}}}}};
    EXPECT_EQ(stated.stream_names(), Regime{p}.stream_names());
    const RegimePaths a = drawn(Regime{p}, wide_block), b = drawn(stated, wide_block);
    for (int k = 0; k < wide_block; ++k) expect_same(a.of(k), b.of(k));
}

TEST(Regime, AUniformDecidesTheStartFromTheLastStateOn) {
    double u[wide_block];
    kernels().uniforms(7, random::stream_of("security.regime.start").value, 0, 0, 1, wide_block, u);
    const RegimePaths two = drawn(Regime{two_states()}, wide_block),
                      three = drawn(Regime{three_states()}, wide_block);
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_EQ(two.of(p)[0].alert, u[p] < 0.4 ? 1 : 0);
        EXPECT_EQ(three.of(p)[0].state, u[p] < 0.3 ? 2 : u[p] < 0.9 ? 1 : 0);
    }
}

TEST(Regime, OfManyStatesAPathAloneHasTheBitsItHasInAnyBlock) {
    const Regime regime{three_states()};
    const RegimePaths wide = drawn(regime, wide_block, 128), narrow = drawn(regime, narrow_block, 160);
    for (int p = 0; p < narrow_block; ++p) expect_same(wide.of(32 + p), narrow.of(p));
    EXPECT_EQ(
        regime.stream_names(),
        (std::vector<std::string>{"security.regime.start", "security.regime.stay", "security.regime.next"}));
}

TEST(Regime, AlertIsTheMeanOverEachPeriod) {
    const RegimePaths paths = drawn(Regime{three_states()}, wide_block, 0, 30);
    const TimeGrid grid{{2027, 1, 1}, 30, 4};
    BlockArray alert{grid.periods(), wide_block};
    paths.alert(grid, alert);
    for (int p = 0; p < wide_block; ++p) {
        const auto& stays = paths.of(p);
        for (int i = 0; i < grid.periods(); ++i) {
            double sum = 0;
            for (std::size_t k = 0; k < stays.size(); ++k) {
                const double end = k + 1 < stays.size() ? stays[k + 1].begin : 30;
                sum += 0.5 * stays[k].state *
                       std::max(0.0, std::min(end, grid.end(i)) - std::max(stays[k].begin, grid.begin(i)));
            }
            ASSERT_NEAR(alert(i, p), sum / grid.step(), 1e-11);
        }
    }
}

TEST(Regime, AStateThatIsNeverLeftLastsToTheHorizon) {
    std::vector<RegimeState> states = three_states();
    states[2].leaves.clear();
    const Regime regime{states};
    const RegimePaths paths = drawn(regime, wide_block, 0, 100);
    int ended = 0;
    for (int p = 0; p < wide_block; ++p) {
        const auto& stays = paths.of(p);
        for (std::size_t i = 0; i + 1 < stays.size(); ++i) ASSERT_NE(stays[i].state, 2);
        ended += stays.back().state == 2;
    }
    EXPECT_GT(ended, wide_block / 2);
    const std::vector<double> shares = *regime.stationary();
    ASSERT_EQ(shares.size(), 3u);
    EXPECT_NEAR(shares[0], 0, 1e-12);
    EXPECT_NEAR(shares[1], 0, 1e-12);
    EXPECT_NEAR(shares[2], 1, 1e-12);
    const RegimePaths alone = drawn(Regime{{{"always", 2, 1, 0.3, {}}}}, narrow_block);
    for (int p = 0; p < narrow_block; ++p) {
        ASSERT_EQ(alone.of(p).size(), 1u);
        EXPECT_EQ(alone.of(p)[0].multiplier, 2);
    }
}

TEST(Regime, TheStationaryShareBalancesTheFlows) {
    // low to high at a, back at b: b / (a + b) of the time is low.
    const std::vector<double> two = *Regime{two_states()}.stationary();
    EXPECT_NEAR(two[0], 4.0 / 7, 1e-12);
    EXPECT_NEAR(two[1], 3.0 / 7, 1e-12);
    const std::vector<double> pi = *Regime{three_states()}.stationary();
    EXPECT_NEAR(pi[0] + pi[1] + pi[2], 1, 1e-12);
    EXPECT_NEAR(pi[0] * (0.3 + 0.05), pi[1] * 0.4 + pi[2] * 0.2, 1e-12);
    EXPECT_NEAR(pi[1] * (0.4 + 0.5), pi[0] * 0.3 + pi[2] * 0.9, 1e-12);
    std::vector<RegimeState> states = three_states();
    states[0].leaves.clear();
    states[2].leaves.clear();  // now it depends on the start which of the two stays for ever
    EXPECT_FALSE(Regime{states}.stationary());
}

TEST(Regime, WhatStatesCannotBeIsRefusedByName) {
    const auto refused = [](auto change) {
        std::vector<RegimeState> states = three_states();
        change(states);
        try {
            Regime{std::move(states)};
        } catch (const InputError& e) {
            return e.problems().size() == 1 ? e.problems()[0].field : std::string{"several"};
        }
        return std::string{};
    };
    using testing_support::nan;
    EXPECT_EQ(refused([](auto&) {}), "");
    EXPECT_EQ(refused([](auto& s) { s.clear(); }), "security.regime.state");
    EXPECT_EQ(refused([](auto& s) { s.push_back({"", 1, 0, 0, {}}); }), "security.regime.state[4].name");
    EXPECT_EQ(refused([](auto& s) { s.push_back({"calm", 1, 0, 0, {}}); }), "security.regime.state[4].name");
    for (const double bad : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()})
        EXPECT_EQ(refused([&](auto& s) { s[1].multiplier = bad; }), "security.regime.state[2].multiplier");
    for (const double bad : {-0.1, 1.1, nan}) {
        EXPECT_EQ(refused([&](auto& s) { s[1].start = bad; }), "security.regime.state[2].start");
        EXPECT_EQ(refused([&](auto& s) { s[1].alert = bad; }), "security.regime.state[2].alert");
    }
    EXPECT_EQ(refused([](auto& s) { s[1].start = 0.61; }), "security.regime.state");
    for (const double bad : {0.0, -1.0, nan, 1001.0})
        EXPECT_EQ(refused([&](auto& s) { s[2].leaves[1].rate = bad / year; }),
                  "security.regime.state[3].to.calm");
    for (const char* bad : {"peace", "fighting"})  // unknown, and the state itself
        EXPECT_EQ(refused([&](auto& s) { s[2].leaves[1].to = bad; }),
                  "security.regime.state[3].to." + std::string{bad});
    EXPECT_EQ(refused([](auto& s) { s[2].leaves[1].to = "tense"; }), "security.regime.state[3].to.tense");
}

}  // namespace
