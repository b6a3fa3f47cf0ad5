#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <vector>

#include "minerisk/factors/price.hpp"
#include "minerisk/factors/technical.hpp"

namespace {
long allocations = 0;

void* counted(std::size_t size, std::size_t alignment) {
    ++allocations;
    const std::size_t whole = (size + alignment - 1) / alignment * alignment;
    if (void* p = std::aligned_alloc(alignment, whole == 0 ? alignment : whole)) return p;
    throw std::bad_alloc{};
}
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
    return counted(size, alignof(std::max_align_t));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t a) {
    return counted(size, static_cast<std::size_t>(a));
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
    std::free(p);
}

namespace {

using namespace minerisk;

TEST(NoAllocation, ABlockOfPricesAndMultipliersAllocatesNothing) {
    const TimeGrid grid = TimeGrid::yearly(20);
    const price::PriceSet<> set{{{"copper", price::defaults::copper()},
                                 {"gold", price::defaults::gold()},
                                 {"tin", price::Deck{Price::from_canonical(30'000)}}},
                                price::defaults::correlations(),
                                grid};
    const technical::Multipliers multipliers{{.grade = 0.05, .mining_cost = 0.12}};
    price::Workspace work = set.workspace();
    std::vector<BlockArray> prices;
    for (int m = 0; m < 3; ++m) prices.emplace_back(grid.periods(), work.width());
    BlockArray rows{technical_count, work.width()};
    kernels();  // the first call chooses the table
    const long before = allocations;
    ASSERT_GT(before, 0);
    set.simulate_block(1, 0, work, prices);
    set.base_block(prices);
    multipliers.simulate_block(1, 0, rows);
    EXPECT_EQ(allocations, before);
}

}  // namespace
