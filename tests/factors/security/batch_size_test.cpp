#include "minerisk/factors/security/batch_size.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace batch_size_test {
namespace {

using minerisk::security::Batch;
using minerisk::security::batch_size;

TEST(BatchSize, IsTheInverseOfItsDistribution) {
    const Batch batch{14, 3};
    double probability = std::pow(3.0 / 17, 3), reached = 0, mean = 0, square = 0;
    for (int k = 1; k < 300; ++k) {
        if (probability > 1e-9) {
            ASSERT_EQ(batch_size(batch, reached + 1e-3 * probability), k);
            ASSERT_EQ(batch_size(batch, reached + 0.999 * probability), k);
        }
        reached += probability;
        mean += k * probability;
        square += k * k * probability;
        probability *= 14.0 / 17 * (k - 1 + 3) / k;
    }
    EXPECT_NEAR(reached, 1, 1e-12);
    EXPECT_NEAR(mean, 15, 1e-9);
    EXPECT_NEAR(square - mean * mean, 79.3333, 1e-4);
}

TEST(BatchSize, AMeanOfNothingIsOneAttack) {
    for (const double u : {1e-9, 0.5, 1 - 1e-15}) EXPECT_EQ(batch_size({0, 3}, u), 1);
}

TEST(BatchSize, LargeBatchesOfLittleSpreadAreNearTheirMean) {
    // Near Poisson of mean 500: P(K = 1) is 1e-217.
    EXPECT_NEAR(batch_size({500, 1e9}, 0.5), 501, 1);
    EXPECT_NEAR(batch_size({500, 1e9}, 0.975), 501 + 1.96 * std::sqrt(500), 2);
}

TEST(BatchSize, ComesToAnEndAtTheLastPlace) {
    EXPECT_LT(batch_size({14, 3}, 1 - 1e-16), 300);
    EXPECT_GT(batch_size({14, 3}, 1 - 1e-16), 150);
    EXPECT_EQ(batch_size({14, 3}, 0), 1);
}

}  // namespace
}  // namespace batch_size_test
