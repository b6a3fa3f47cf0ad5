#include "minerisk/random/draw_rows.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

#include "minerisk/random/stream.hpp"

namespace {

using namespace minerisk;
using random::DrawRows;

TEST(DrawRows, AreTheRowsOfTheStreamInWhateverOrderTheyAreAskedFor) {
    const std::uint32_t stream = random::stream_of("rows.test").value;
    DrawRows rows;
    for (const auto& [law, draw] : {std::pair{DrawRows::Law::uniform, kernels().uniforms},
                                    std::pair{DrawRows::Law::normal, kernels().normals},
                                    std::pair{DrawRows::Law::exponential, kernels().exponentials}})
        for (const int width : {wide_block, narrow_block}) {  // one object, its memory used anew
            BlockArray expected{60, width};
            draw(7, stream, 640, 0, 60, width, expected.data());
            rows.start(law, 7, stream, 640, width);
            for (const int row : {40, 3, 59, 0, 16, 15})
                for (int p = width - 1; p >= 0; --p)
                    ASSERT_EQ(rows(static_cast<std::uint32_t>(row), p), expected(row, p)) << row << " " << p;
        }
}

TEST(DrawRows, StartedAnewKeepNothingOfTheBlockBefore) {
    DrawRows rows, fresh;
    rows.start(DrawRows::Law::normal, 7, 1, 0, wide_block);
    rows(20, 0);
    rows.start(DrawRows::Law::normal, 7, 2, 64, wide_block);
    fresh.start(DrawRows::Law::normal, 7, 2, 64, wide_block);
    for (const std::uint32_t row : {0u, 20u})
        for (int p = 0; p < wide_block; ++p) EXPECT_EQ(rows(row, p), fresh(row, p));
}

}  // namespace
