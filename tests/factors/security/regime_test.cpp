#include "minerisk/factors/security/regime.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Regime;
using security::RegimePaths;

Regime::Parameters two_states() {
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
            ASSERT_EQ(stays[i].multiplier, stays[i].high ? 3 : 0.5);
            ASSERT_LT(stays[i].begin, 40);
            if (i == 0) continue;
            ASSERT_NE(stays[i].high, stays[i - 1].high);
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

TEST(Regime, HighShareIsTheTimeInTheHighState) {
    const RegimePaths paths = drawn(wide_block, 0, 30);
    for (int ppy : {1, 4, 12}) {
        const TimeGrid grid{{2027, 1, 1}, 30, ppy};
        BlockArray share{grid.periods(), wide_block};
        share.fill(7);  // overwritten
        paths.high_share(grid, share);
        for (int p = 0; p < wide_block; ++p) {
            const auto& stays = paths.of(p);
            for (int i = 0; i < grid.periods(); ++i) {
                double high = 0;
                for (std::size_t k = 0; k < stays.size(); ++k) {
                    const double end = k + 1 < stays.size() ? stays[k + 1].begin : 30;
                    if (stays[k].high)
                        high += std::max(
                            0.0, std::min(end, grid.end(i)) - std::max(stays[k].begin, grid.begin(i)));
                }
                ASSERT_NEAR(share(i, p), high / grid.step(), 1e-11);
            }
        }
    }
}

TEST(Regime, HighShareStopsAtAGridShorterThanTheHorizon) {
    const RegimePaths paths = drawn(narrow_block, 0, 30);
    const TimeGrid shorter{{2027, 1, 1}, 10, 1}, longer{{2027, 1, 1}, 35, 1};
    BlockArray a{10, narrow_block}, b{35, narrow_block};
    paths.high_share(shorter, a);
    paths.high_share(longer, b);
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
            EXPECT_EQ(a[i].high, b[i].high);
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
        Regime::Parameters p = two_states();
        p.start_high = start;
        RegimePaths paths;
        Regime{p}.simulate_block(3, 0, wide_block, 5, paths);
        for (int k = 0; k < wide_block; ++k) EXPECT_EQ(paths.of(k).front().high, start == 1);
    }
}

TEST(Regime, WhatItCannotBeIsRefusedByName) {
    const auto refused = [](Regime::Parameters p) {
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
        Regime::Parameters p = two_states();
        p.low = bad;
        EXPECT_EQ(refused(p), "security.regime.low");
        p = two_states();
        p.high = bad;
        EXPECT_EQ(refused(p), "security.regime.high");
    }
    for (const double bad : {0.0, -1.0, nan, 5000.0}) {
        Regime::Parameters p = two_states();
        p.to_high = bad / year;
        EXPECT_EQ(refused(p), "security.regime.to_high");
        p = two_states();
        p.to_low = bad / year;
        EXPECT_EQ(refused(p), "security.regime.to_low");
    }
    Regime::Parameters p = two_states();
    p.start_high = 1.01;
    EXPECT_EQ(refused(p), "security.regime.start_high");
}

}  // namespace
