#include "minerisk/core/block.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace {

using namespace minerisk;

static_assert(!std::is_copy_constructible_v<BlockArray> && std::is_nothrow_move_constructible_v<BlockArray>);
static_assert(block_width(150) == wide_block && block_width(151) == narrow_block);

TEST(BlockArray, RowsAreContiguousAlignedAndStartAtZero) {
    for (int width : {narrow_block, wide_block}) {
        BlockArray a{5, width};
        EXPECT_EQ(a.rows(), 5);
        EXPECT_EQ(a.width(), width);
        EXPECT_EQ(a.size(), static_cast<std::size_t>(5 * width));
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(a.row(i)) % 64, 0u);
            EXPECT_EQ(a.row(i), a.data() + i * width);
            for (int p = 0; p < width; ++p) EXPECT_EQ(a(i, p), 0);
        }
    }
}

TEST(BlockArray, WhatIsWrittenIsReadAtItsRowAndPath) {
    BlockArray a{3, narrow_block};
    for (int i = 0; i < 3; ++i)
        for (int p = 0; p < narrow_block; ++p) a(i, p) = 100 * i + p;
    const BlockArray& c = a;
    EXPECT_EQ(c(2, 7), 207);
    EXPECT_EQ(c.row(1)[3], 103);
    a.fill(-1);
    EXPECT_EQ(c(2, 7), -1);
}

TEST(BlockArray, MovingKeepsTheNumbersWhereTheyAre) {
    BlockArray a{2, narrow_block};
    a(1, 2) = 5;
    const double* place = a.data();
    const BlockArray b = std::move(a);
    EXPECT_EQ(b.data(), place);
    EXPECT_EQ(b(1, 2), 5);
}

TEST(BlockArray, HasNoRowsBeforeItIsGivenAny) {
    BlockArray none;
    EXPECT_EQ(none.size(), 0u);
    none.fill(1);
    BlockArray empty{0, narrow_block};
    empty.fill(1);
    EXPECT_EQ(empty.size(), 0u);
}

}  // namespace
