#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <vector>

#include "minerisk/core/math.hpp"
#include "minerisk/random/draws.hpp"
#include "minerisk/random/philox.hpp"

// Seeds are fixed, so each test passes always or never. Bounds are 4 standard errors, or the 0.01 % point of
// the statistic's distribution.

namespace {

using namespace minerisk;
using namespace minerisk::random;

using Rows = void (*)(const DrawAddress&, int, int, double*);
constexpr std::uint64_t seed = 20260701;
constexpr Stream stream = stream_of("statistics");
constexpr int sixteen_rows = 16;

/// Row after row of many blocks: element (block, row, path) of the paths from `first_path` on.
std::vector<double> sample(Rows rows, int blocks, DrawAddress at = {seed, stream, 0, 0}) {
    BlockArray block{sixteen_rows, wide_block};
    std::vector<double> all;
    for (int b = 0; b < blocks; ++b) {
        rows(at, sixteen_rows, wide_block, block.data());
        all.insert(all.end(), block.data(), block.data() + block.size());
        at.first_path += wide_block;
    }
    return all;
}

/// How many standard errors the mean of x lies from `mean`.
double z_of_mean(const std::vector<double>& x, double mean, double sd,
                 const std::function<double(double)>& f) {
    double sum = 0;
    for (const double v : x) sum += f(v) - mean;
    return sum / (sd * std::sqrt(static_cast<double>(x.size())));
}

/// (chi^2 - cells + 1) / sd of equally likely cells.
double z_of_cells(const std::vector<int>& counts, double n) {
    const double cells = static_cast<double>(counts.size());
    double chi = 0;
    for (const int count : counts) chi += (count - n / cells) * (count - n / cells) / (n / cells);
    return (chi - (cells - 1)) / std::sqrt(2 * (cells - 1));
}

/// sqrt(n) times the largest gap between the empirical distribution and that of `cdf`.
double kolmogorov(std::vector<double> x, const std::function<double(double)>& cdf) {
    std::sort(x.begin(), x.end());
    const double n = static_cast<double>(x.size());
    double gap = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double f = cdf(x[i]);
        const double below = static_cast<double>(i);
        gap = std::max({gap, f - below / n, (below + 1) / n - f});
    }
    return std::sqrt(n) * gap;
}

/// The correlation of two samples of mean 0 and variance 1, in standard errors.
double z_of_correlation(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum / std::sqrt(static_cast<double>(a.size()));
}

TEST(DrawsStatistics, NormalsHaveTheMomentsOfANormal) {
    const std::vector<double> z = sample(normal_rows, 2048);
    EXPECT_LT(std::abs(z_of_mean(z, 0, 1, [](double x) { return x; })), 4);
    EXPECT_LT(std::abs(z_of_mean(z, 1, std::sqrt(2), [](double x) { return x * x; })), 4);
    EXPECT_LT(std::abs(z_of_mean(z, 0, std::sqrt(15), [](double x) { return x * x * x; })), 4);
    EXPECT_LT(std::abs(z_of_mean(z, 3, std::sqrt(96), [](double x) { return x * x * x * x; })), 4);
    const double p = 2 * math::normal_cdf(-3.5);
    EXPECT_LT(std::abs(z_of_mean(z, p, std::sqrt(p * (1 - p)), [](double x) { return std::abs(x) > 3.5; })),
              4);
}

TEST(DrawsStatistics, UniformsAndExponentialsHaveTheirMoments) {
    const std::vector<double> u = sample(uniform_rows, 2048);
    EXPECT_LT(std::abs(z_of_mean(u, 0.5, std::sqrt(1 / 12.0), [](double x) { return x; })), 4);
    EXPECT_LT(std::abs(z_of_mean(u, 1 / 3.0, std::sqrt(4 / 45.0), [](double x) { return x * x; })), 4);
    const std::vector<double> e = sample(exponential_rows, 2048);
    EXPECT_LT(std::abs(z_of_mean(e, 1, 1, [](double x) { return x; })), 4);
    EXPECT_LT(std::abs(z_of_mean(e, 2, std::sqrt(20), [](double x) { return x * x; })), 4);
}

TEST(DrawsStatistics, UniformsFillTheirCellsEvenly) {
    const std::vector<double> u = sample(uniform_rows, 2048);
    std::vector<int> upper(1024), middle(1024), lower(1024), pairs(1024);
    for (std::size_t i = 0; i < u.size(); ++i) {
        const auto k = static_cast<std::uint64_t>(u[i] * 0x1p53) >> 1;
        ++upper[k >> 42];
        ++middle[(k >> 15) & 1023];  // across the two words of a draw
        ++lower[k & 1023];
    }
    for (std::size_t i = 0; i + 1 < u.size(); i += 2) {
        ++pairs[static_cast<std::size_t>(u[i] * 32) * 32 + static_cast<std::size_t>(u[i + 1] * 32)];
    }
    const double n = static_cast<double>(u.size());
    EXPECT_LT(std::abs(z_of_cells(upper, n)), 4);
    EXPECT_LT(std::abs(z_of_cells(middle, n)), 4);
    EXPECT_LT(std::abs(z_of_cells(lower, n)), 4);
    EXPECT_LT(std::abs(z_of_cells(pairs, n / 2)), 4);
}

TEST(DrawsStatistics, TheDistributionsPassKolmogorovSmirnov) {
    constexpr double limit = 2.23;  // exceeded once in 10,000
    EXPECT_LT(kolmogorov(sample(uniform_rows, 1024), [](double u) { return u; }), limit);
    EXPECT_LT(kolmogorov(sample(normal_rows, 1024), math::normal_cdf), limit);
    EXPECT_LT(kolmogorov(sample(exponential_rows, 1024), [](double e) { return -math::expm1(-e); }), limit);
}

TEST(DrawsStatistics, NeighbouringPathsStreamsSeedsAndRowsAreUncorrelated) {
    const std::vector<double> z = sample(normal_rows, 1024);
    const DrawAddress others[] = {{seed, stream, 1, 0},
                                  {seed, stream, 64, 0},
                                  {seed, stream, std::uint64_t{1} << 32, 0},
                                  {seed, Stream{stream.value + 1}, 0, 0},
                                  {seed, Stream{stream.value ^ 0x80000000}, 0, 0},
                                  {seed, stream_of("statistics2"), 0, 0},
                                  {seed + 1, stream, 0, 0},
                                  {seed + (std::uint64_t{1} << 32), stream, 0, 0},
                                  {seed, stream, 0, 1},
                                  {seed, stream, 0, 2},
                                  {seed, stream, 0, 16}};
    for (const DrawAddress& other : others) {
        std::vector<double> w = sample(normal_rows, 1024, other);
        EXPECT_LT(std::abs(z_of_correlation(z, w)), 4);
        std::vector<double> squares = z;
        for (double& x : squares) x = (x * x - 1) / std::sqrt(2);
        for (double& x : w) x = (x * x - 1) / std::sqrt(2);
        EXPECT_LT(std::abs(z_of_correlation(squares, w)), 4);
    }
}

TEST(PhiloxStatistics, OneBitOfSeedPathStreamOrIndexFlipsHalfOfTheWords) {
    constexpr int trials = 4096;
    PathEngine inputs{7, stream_of("avalanche"), 0};
    for (int bit = 0; bit < 192; ++bit) {
        int flipped = 0;
        for (int trial = 0; trial < trials; ++trial) {
            PhiloxCounter counter{inputs(), inputs(), inputs(), inputs()};
            PhiloxKey key{inputs(), inputs()};
            const PhiloxCounter before = philox(counter, key);
            std::uint32_t& word = bit < 128 ? counter[bit / 32] : key[bit / 32 - 4];
            word ^= 1u << bit % 32;
            const PhiloxCounter after = philox(counter, key);
            for (int i = 0; i < 4; ++i) flipped += std::popcount(before[i] ^ after[i]);
        }
        const double tossed = 128.0 * trials;
        EXPECT_LT(std::abs(flipped - tossed / 2), 4 * std::sqrt(tossed / 4)) << "bit " << bit;
    }
}

TEST(PhiloxStatistics, SmallSeedsAndPathsFlipHalfOfTheWordsToo) {
    for (int bit = 0; bit < 20; ++bit) {
        int flipped = 0;
        for (std::uint32_t path = 0; path < 4096; ++path) {
            const PhiloxCounter plain = philox({path, 0, 0, 0}, {1, 0});
            const PhiloxCounter other_path = philox({path ^ (1u << bit), 0, 0, 0}, {1, 0});
            const PhiloxCounter other_seed = philox({path, 0, 0, 0}, {1u ^ (1u << bit), 0});
            for (int i = 0; i < 4; ++i) {
                flipped += std::popcount(plain[i] ^ other_path[i]) + std::popcount(plain[i] ^ other_seed[i]);
            }
        }
        // Each pair of paths is counted twice, which at most doubles the variance.
        const double tossed = 2 * 128.0 * 4096;
        EXPECT_LT(std::abs(flipped - tossed / 2), 4 * std::sqrt(2 * tossed / 4)) << "bit " << bit;
    }
}

}  // namespace
