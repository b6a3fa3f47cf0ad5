#include "minerisk/factors/security/lognormal_batch.hpp"

#include <gtest/gtest.h>

#include "minerisk/core/math.hpp"
#include "minerisk/random/draw_rows.hpp"

using minerisk::security::LognormalBatch;

TEST(LognormalBatch, GivesTheBitsOfEachRowAndPathByItselfHoweverManyThereAre) {
    using minerisk::random::DrawRows;
    LognormalBatch batch;
    DrawRows normals;
    normals.start(DrawRows::Law::normal, 9, 77, 640, minerisk::wide_block);
    for (const std::size_t count : {40u, 0u, 1u, 15u, 16u, 17u, 300u}) {  // less after more, and more again
        const auto path = [](std::size_t i) { return static_cast<int>(i * 29 % 64); };
        const auto row = [](std::size_t i) { return static_cast<std::uint32_t>(i * 13 % 101); };
        const auto median = [](std::size_t i) { return 0.37 * static_cast<double>(i % 50) - 8; };
        batch.start(count);
        for (std::size_t i = 0; i < count; ++i)
            batch.add(path(i), row(i), median(i), 0.01 * static_cast<double>(i));
        EXPECT_EQ(batch.count(), count);
        const double* const made = batch.run(9, 77, 640);
        for (std::size_t i = 0; i < count; ++i)
            EXPECT_EQ(made[i], minerisk::math::exp(median(i) +
                                                   0.01 * static_cast<double>(i) * normals(row(i), path(i))))
                << count << ", " << i;
    }
}
