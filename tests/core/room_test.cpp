#include "minerisk/core/room.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace minerisk {
namespace {

TEST(Room, GrowsKeepsWhatIsThereAndNeverShrinks) {
    std::vector<int> array{7, 8};
    EXPECT_EQ(with_room(array, 2), array.data());
    EXPECT_EQ(array.size(), 2u);
    const int* const grown = with_room(array, 100);
    EXPECT_GE(array.size(), 100u);
    EXPECT_EQ(grown[0], 7);
    EXPECT_EQ(grown[1], 8);
    EXPECT_EQ(with_room(array, 10), grown);
    EXPECT_GE(array.size(), 100u);
}

TEST(Room, SeldomMovesAnArrayThatGrowsByOne) {
    std::vector<int> array;
    int moves = 0;
    for (std::size_t n = 1; n <= 10'000; ++n) {
        const int* const before = array.data();
        moves += with_room(array, n) != before ? 1 : 0;
    }
    EXPECT_LT(moves, 30);
}

}  // namespace
}  // namespace minerisk
