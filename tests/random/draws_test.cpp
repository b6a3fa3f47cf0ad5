#include "minerisk/random/draws.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "minerisk/core/math.hpp"
#include "minerisk/random/philox.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::random;

constexpr std::uint64_t seed = 0x9e3779b97f4a7c15;
constexpr Stream stream = stream_of("draws.test");
auto all_draws() {
    return std::array{kernels().uniforms, kernels().normals, kernels().exponentials};
}

TEST(Draws, RowsAreMadeOfTheWordsOfTheEngine) {
    const std::uint64_t first_path = (std::uint64_t{5} << 32) - 8;  // crosses the word of the path
    BlockArray u{6, narrow_block};
    uniform_rows({seed, stream, first_path, 0}, u);
    for (int p = 0; p < narrow_block; ++p) {
        PathEngine engine{seed, stream, first_path + p};
        for (int r = 0; r < 6; ++r) {
            const std::uint64_t low = engine();
            const std::uint64_t high = engine();
            const auto k = static_cast<double>((high << 32 | low) >> 12);
            ASSERT_EQ(u(r, p), (2 * k + 1) * 0x1p-53);
        }
    }
}

TEST(Draws, NormalsAndExponentialsAreQuantilesOfTheSameUniforms) {
    BlockArray u{64, wide_block}, z{64, wide_block}, e{64, wide_block};
    uniform_rows({seed, stream, 64, 7}, u);
    normal_rows({seed, stream, 64, 7}, z);
    exponential_rows({seed, stream, 64, 7}, e);
    for (std::size_t i = 0; i < u.size(); ++i) {
        ASSERT_NEAR(z.data()[i], math::inverse_normal(u.data()[i]), 1e-10);
        ASSERT_EQ(e.data()[i], -math::log(u.data()[i]));
    }
}

TEST(Draws, ARowIsTheSameHoweverManyAreAskedForFromWhereverTheyBegin) {
    for (const auto draw : all_draws()) {
        BlockArray all{9, wide_block};
        draw(seed, stream.value, 128, 0, 9, wide_block, all.data());
        for (std::uint32_t first = 0; first < 9; ++first) {
            for (int rows = 0; rows + static_cast<int>(first) <= 9; ++rows) {
                BlockArray part{rows + 1, wide_block};
                part.fill(-7);
                draw(seed, stream.value, 128, first, rows, wide_block, part.data());
                for (int r = 0; r < rows; ++r) {
                    ASSERT_EQ(0, std::memcmp(part.row(r), all.row(static_cast<int>(first) + r),
                                             wide_block * sizeof(double)));
                }
                for (int p = 0; p < wide_block; ++p) ASSERT_EQ(part(rows, p), -7);  // nothing past the end
            }
        }
    }
}

TEST(Draws, AnyPathsMayStandInTheLanes) {
    BlockArray all{21, wide_block};
    normal_rows({seed, stream, 83'400, 3}, all);
    for (const int width : {wide_block, narrow_block}) {
        std::vector<int> lane;
        for (int i = 0; i < width; ++i) lane.push_back(i * 37 % wide_block);
        lane[1] = lane[0];
        for (const int first : {0, 1})
            for (const int rows : {0, 1, 2, 7, 20}) {
                BlockArray some{21, width};
                some.fill(-7);
                normal_rows({seed, stream, 83'400, 3 + static_cast<std::uint32_t>(first)}, lane, rows,
                            some.data());
                for (int i = 0; i < width; ++i)
                    for (int r = 0; r < 21; ++r)
                        ASSERT_EQ(some(r, i),
                                  r < rows ? all(first + r, lane[static_cast<std::size_t>(i)]) : -7);
            }
    }
}

TEST(Draws, APathIsTheSameInABlockOfAnyWidthAtAnyPlace) {
    for (const auto draw : all_draws()) {
        BlockArray wide{5, wide_block};
        draw(seed, stream.value, 83'400, 3, 5, wide_block, wide.data());
        for (const int shift : {0, 1, 17, 48}) {
            BlockArray narrow{5, narrow_block};
            draw(seed, stream.value, 83'400 + shift, 3, 5, narrow_block, narrow.data());
            for (int r = 0; r < 5; ++r) {
                for (int p = 0; p < narrow_block; ++p) ASSERT_EQ(narrow(r, p), wide(r, p + shift));
            }
        }
    }
}

TEST(Draws, TheLastRowAndTheLastPathAreDrawsToo) {
    BlockArray u{3, narrow_block};
    uniform_rows({seed, stream, ~std::uint64_t{0} - 15, 0xfffffffe}, 2, narrow_block, u.data());
    const PhiloxCounter words =
        philox({0xffffffff, 0xffffffff, stream.value, 0x7fffffff},
               {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    const auto k = static_cast<double>((std::uint64_t{words[3]} << 32 | words[2]) >> 12);
    EXPECT_EQ(u(1, 15), (2 * k + 1) * 0x1p-53);
}

TEST(Draws, SeedStreamPathAndRowEachChangeEveryDraw) {
    BlockArray a{2, wide_block}, b{2, wide_block};
    const DrawAddress at{seed, stream, 640, 10};
    uniform_rows(at, a);
    const DrawAddress others[] = {{seed ^ 1, stream, 640, 10},
                                  {seed ^ (std::uint64_t{1} << 63), stream, 640, 10},
                                  {seed, Stream{stream.value ^ 1}, 640, 10},
                                  {seed, stream, 640 ^ (std::uint64_t{1} << 40), 10},
                                  {seed, stream, 640, 12}};
    for (const DrawAddress& other : others) {
        uniform_rows(other, b);
        for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NE(a.data()[i], b.data()[i]);
    }
}

/// 64-bit FNV-1a of the bits of an array.
std::uint64_t checksum(const BlockArray& a) {
    std::uint64_t hash = 14695981039346656037u;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto bits = std::bit_cast<std::uint64_t>(a.data()[i]);
        for (int shift = 0; shift < 64; shift += 8) hash = (hash ^ (bits >> shift & 0xff)) * 1099511628211u;
    }
    return hash;
}

TEST(Draws, TheBitsAreThoseOfEveryProcessorAndCompiler) {
    BlockArray a{200, wide_block};
    normal_rows({2026, stream_of("price.copper"), 64, 1}, a);
    EXPECT_EQ(checksum(a), 12033704988035020329u);
    exponential_rows({2026, stream_of("price.copper"), 64, 1}, a);
    EXPECT_EQ(checksum(a), 6815320680621207854u);
}

}  // namespace
