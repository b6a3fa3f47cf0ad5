#include "minerisk/core/merge_sorted.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

namespace {

using namespace minerisk;

using Item = std::pair<int, int>;  // key, number

TEST(MergeSorted, IsAStableSortOfTheListsOneAfterTheOther) {
    std::mt19937 draw{20266};
    std::vector<MergeHead<Item>> heads;
    for (int trial = 0; trial < 500; ++trial) {
        std::vector<std::vector<Item>> lists(1 + draw() % 6);
        std::vector<Item> all, merged;
        for (auto& list : lists) {
            list.resize(draw() % (trial % 3 ? 12 : 100));
            for (Item& item : list) item.first = static_cast<int>(draw() % 30);
            std::ranges::stable_sort(list, {}, &Item::first);
            for (Item& item : list) {
                item.second = static_cast<int>(all.size());
                all.push_back(item);
            }
        }
        for (std::size_t i = 0; i < lists.size(); ++i)
            if (!lists[i].empty())
                heads.push_back({lists[i].data(), lists[i].data() + lists[i].size(), static_cast<int>(i)});
        merge_sorted(
            heads, [](const Item& item) { return item.first; },
            [&](const Item& item, int list) {
                const auto& from = lists[static_cast<std::size_t>(list)];
                EXPECT_TRUE(from.data() <= &item && &item < from.data() + from.size());
                merged.push_back(item);
            });
        std::ranges::stable_sort(all, {}, &Item::first);
        EXPECT_EQ(merged, all) << trial;
        EXPECT_TRUE(heads.empty());
    }
}

TEST(MergeSorted, NearlySortedItemsAreSortedStably) {
    std::mt19937 draw{20267};
    for (int trial = 0; trial < 500; ++trial) {
        std::vector<Item> items(draw() % 40);
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i] = {static_cast<int>(i / 3 + draw() % 4), static_cast<int>(i)};
        std::vector<Item> sorted = items;
        std::ranges::stable_sort(sorted, {}, &Item::first);
        sort_nearly_sorted(items, [](const Item& item) { return item.first; });
        EXPECT_EQ(items, sorted) << trial;
    }
}

}  // namespace
