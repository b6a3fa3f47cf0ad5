#include "minerisk/factors/security/exp_batch.hpp"

#include <gtest/gtest.h>

#include "minerisk/core/math.hpp"

using minerisk::security::ExpBatch;

TEST(ExpBatch, GivesTheBitsOfEachNumberByItselfHoweverManyThereAre) {
    ExpBatch batch;
    for (const std::size_t count : {40u, 0u, 1u, 15u, 16u, 17u, 300u}) {  // less after more, and more again
        batch.start(count);
        for (std::size_t i = 0; i < count; ++i) batch.add(0.37 * static_cast<double>(i) - 30);
        EXPECT_EQ(batch.count(), count);
        const double* const made = batch.run();
        for (std::size_t i = 0; i < count; ++i)
            EXPECT_EQ(made[i], minerisk::math::exp(0.37 * static_cast<double>(i) - 30)) << count << ", " << i;
    }
}
