#include "minerisk/random/philox.hpp"

#include <gtest/gtest.h>

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <random>
#include <vector>

namespace {

using namespace minerisk::random;

TEST(Philox, GivesThePublishedWords) {
    constexpr std::uint32_t ones = 0xffffffff;
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({ones, ones, ones, ones}, {ones, ones}),
              (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

static_assert(std::uniform_random_bit_generator<PathEngine>);
static_assert(PathEngine::min() == 0 && PathEngine::max() == 0xffffffff);

TEST(PathEngine, WalksTheIndicesOfItsStreamAndPath) {
    const std::uint64_t key = 0x0123456789abcdef;
    const std::uint64_t path = 0xfedcba9876543210;
    PathEngine engine{key, Stream{77}, path};
    for (std::uint32_t index = 0; index < 5; ++index) {
        const PhiloxCounter words = philox({0x76543210, 0xfedcba98, 77, index}, {0x89abcdef, 0x01234567});
        for (const std::uint32_t word : words) EXPECT_EQ(engine(), word);
    }
}

TEST(PathEngine, DiscardSkipsAsManyCallsWould) {
    for (const unsigned n : {0u, 1u, 3u, 4u, 5u, 1'000u}) {
        for (const int before : {0, 1, 4}) {
            PathEngine walked{1, Stream{2}, 3};
            for (int i = 0; i < before; ++i) walked();
            PathEngine skipped = walked;
            for (unsigned i = 0; i < n; ++i) walked();
            skipped.discard(n);
            EXPECT_EQ(skipped, walked);
            for (int i = 0; i < 6; ++i) EXPECT_EQ(skipped(), walked());
        }
    }
}

TEST(PathEngine, ComparesByWhatItWillGive) {
    EXPECT_EQ(PathEngine(5), PathEngine(5, Stream{}, 0));
    EXPECT_NE(PathEngine(5, Stream{1}, 9), PathEngine(5, Stream{1}, 8));
    EXPECT_NE(PathEngine(5, Stream{1}, 9), PathEngine(5, Stream{2}, 9));
    EXPECT_NE(PathEngine(5, Stream{1}, 9), PathEngine(6, Stream{1}, 9));
    PathEngine moved{5};
    moved();
    EXPECT_NE(moved, PathEngine(5));
    moved.discard((std::uint64_t{1} << 34) - 1);
    EXPECT_EQ(moved, PathEngine(5));
    EXPECT_EQ(moved(), PathEngine(5)());
}

TEST(PathEngine, FeedsBoostDistributions) {
    double sum = 0;
    double sum_of_squares = 0;
    double gamma_sum = 0;
    constexpr int paths = 20'000;
    for (int path = 0; path < paths; ++path) {
        PathEngine engine{2026, stream_of("user.model"), static_cast<std::uint64_t>(path)};
        const double z = boost::random::normal_distribution<double>{}(engine);
        sum += z;
        sum_of_squares += z * z;
        gamma_sum += boost::random::gamma_distribution<double>{2.5, 2.0}(engine);
    }
    EXPECT_NEAR(sum / paths, 0, 4 / std::sqrt(paths));
    EXPECT_NEAR(sum_of_squares / paths, 1, 4 * std::sqrt(2.0 / paths));
    EXPECT_NEAR(gamma_sum / paths, 5, 4 * std::sqrt(10.0 / paths));
}

}  // namespace
