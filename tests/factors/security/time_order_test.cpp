#include "minerisk/factors/security/time_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <tuple>
#include <vector>

using minerisk::security::TimeOrder;

TEST(TimeOrder, SortsByDateAndEqualDatesByRow) {
    std::mt19937 draw{20270};
    struct Entry {
        double time;
        std::uint32_t row;
    };
    TimeOrder order;
    std::vector<Entry> sorted;
    for (int trial = 0; trial < 300; ++trial) {
        const double horizon = 1 + trial % 50;
        const bool crowded = trial % 3 == 0;  // all at one end, some at one instant
        std::vector<Entry> entries(trial % 7 ? draw() % 200 : trial % 2);
        for (std::uint32_t i = 0; i < entries.size(); ++i) {
            const double share = 0x1p-32 * static_cast<double>(draw());
            entries[i] = {
                crowded ? horizon * (1 - 0x1p-20 * static_cast<double>(1 + draw() % 9)) : horizon * share, i};
        }
        auto expected = entries;
        std::ranges::sort(expected, {}, [](const auto& e) { return std::tuple{e.time, e.row}; });
        order.sort(std::span<const Entry>{entries}, horizon, sorted);
        ASSERT_EQ(sorted.size(), expected.size());
        for (std::size_t i = 0; i < entries.size(); ++i) {
            EXPECT_EQ(sorted[i].time, expected[i].time) << trial << ", " << i;
            EXPECT_EQ(sorted[i].row, expected[i].row) << trial << ", " << i;
        }
    }
}
