#include "minerisk/statistics/paired.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "minerisk/random/draws.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::statistics;

struct Pair {
    std::vector<double> x, y;
};
/// Standard normals with the correlation rho, y moved by `shift`.
Pair normal_pair(double rho, double shift, std::size_t count, std::uint64_t seed) {
    Pair p;
    const int rows = static_cast<int>(count / wide_block);
    BlockArray a{rows, wide_block}, b{rows, wide_block};
    random::normal_rows({seed, random::stream_of("a")}, a);
    random::normal_rows({seed, random::stream_of("b")}, b);
    for (int r = 0; r < rows; ++r)
        for (int i = 0; i < wide_block; ++i) {
            p.x.push_back(a(r, i));
            p.y.push_back(shift + rho * a(r, i) + std::sqrt(1 - rho * rho) * b(r, i));
        }
    return p;
}

TEST(PairedStatistics, VarianceRatioAndErrorsOfANormalPairFollowTheirFormulas) {
    constexpr double n = 200'000, shift = 0.1;
    for (const double rho : {0.0, 0.5, 0.98}) {
        const Pair pair = normal_pair(rho, shift, static_cast<std::size_t>(n), 11);
        const Paired p = paired(pair.x, pair.y);
        const double sd = std::sqrt(2 * (1 - rho));
        EXPECT_NEAR(p.difference.value, shift, 4 * sd / std::sqrt(n)) << rho;
        EXPECT_NEAR(*p.difference.se, sd / std::sqrt(n), 0.01 * sd / std::sqrt(n)) << rho;
        EXPECT_NEAR(p.variance_ratio * (1 - rho), 1, 0.02) << rho;
        const double above = 0.5 * std::erfc(-shift / sd / std::sqrt(2.0));
        EXPECT_NEAR(p.above.value, above, 4 * std::sqrt(above * (1 - above) / n)) << rho;
        EXPECT_NEAR(p.quantiles[3].value, shift + 1.2815515655 * sd, 0.02 * sd) << rho;
        EXPECT_NEAR(p.shifts[1].difference.value, shift, 5 * p.shifts[1].difference.se) << rho;
    }
}

TEST(PairedStatistics, TheErrorOfAQuantileDifferenceIsThatOfRepeatedRuns) {
    constexpr int runs = 200;
    constexpr std::size_t n = 3200;
    for (const double rho : {0.0, 0.9}) {
        std::vector<double> found[3], squares[3];
        for (int k = 0; k < runs; ++k) {
            const Pair pair = normal_pair(rho, 0.2, n, 1000 + static_cast<std::uint64_t>(k));
            const Paired p = paired(pair.x, pair.y);
            for (std::size_t i = 0; i < 3; ++i) {
                found[i].push_back(p.shifts[i].difference.value);
                squares[i].push_back(p.shifts[i].difference.se * p.shifts[i].difference.se);
            }
        }
        for (std::size_t i = 0; i < 3; ++i) {
            const Mean values = mean(found[i]);
            EXPECT_NEAR(values.value, 0.2, 4 * *values.se) << rho << " " << i;
            // The variance of 200 runs is known to 10 %; batches of 100 add some of their own bias.
            EXPECT_NEAR(mean(squares[i]).value / (*values.sd * *values.sd), 1, 0.4) << rho << " " << i;
        }
    }
}

}  // namespace
