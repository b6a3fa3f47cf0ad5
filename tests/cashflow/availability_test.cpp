#include "minerisk/cashflow/availability.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <span>

#include "support/numbers.hpp"
#include "support/outages.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using testing_support::block_of;
using testing_support::Lists;

using testing_support::never;

BlockArray availability(const Lists& lists, double first_ore, double last = never, int ppy = 1,
                        const Stores& stores = {}) {
    const TimeGrid grid{{2027, 1, 1}, 10, ppy};
    BlockArray out{grid.periods(), 2};
    out.fill(7);
    const cashflow::Operation operation{first_ore, last};
    cashflow::MillingAvailability{}.run(block_of(lists, 2), 1, stores, std::span{&operation, 1}, grid, out);
    return out;
}

TEST(Availability, IsOneWithoutOutagesAndBeforeFirstOre) {
    const BlockArray calm = availability({}, 2);
    const BlockArray unborn = availability({.site = {{0, 9, 1, 1}}}, never);
    const BlockArray before = availability({.site = {{0, 2, 1, 1}}}, 2);
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(calm(i, 1), 1);
        EXPECT_EQ(unborn(i, 1), 1);
        EXPECT_EQ(before(i, 1), 1);
        EXPECT_EQ(calm(i, 0), 7);  // the path beside it is left alone
    }
}

TEST(Availability, AnOutageIsSplitOverThePeriodsThatItTouches) {
    const BlockArray a = availability({.site = {{3.75, 6.5, 0, 0.8}}}, 2);
    EXPECT_NEAR(a(3, 1), 1 - 0.8 * 0.25, 1e-14);
    EXPECT_NEAR(a(4, 1), 0.2, 1e-14);
    EXPECT_NEAR(a(5, 1), 0.2, 1e-14);
    EXPECT_NEAR(a(6, 1), 1 - 0.8 * 0.5, 1e-14);
    EXPECT_EQ(a(7, 1), 1);
}

TEST(Availability, IsTheShareOfTheOperatingTimeInTheFirstAndLastPeriod) {
    EXPECT_NEAR(availability({.site = {{2.75, 2.875, 1, 1}}}, 2.5)(2, 1), 0.75, 1e-14);
    EXPECT_NEAR(availability({.site = {{2.25, 2.75, 1, 1}}}, 2.5)(2, 1), 0.5, 1e-14);
    const BlockArray cut = availability({.site = {{7.25, 9, 1, 1}}}, 2, 7.5);
    EXPECT_NEAR(cut(7, 1), 0.5, 1e-14);
    EXPECT_EQ(cut(8, 1), 1);
}

TEST(Availability, AClosedPeriodIsZeroAndNeverBelow) {
    for (const int ppy : {1, 4, 12}) {
        const BlockArray a = availability({.site = {{3, 3.3, 1, 1}, {3.3, 5, 1, 1}}}, 2, never, ppy);
        for (int i = 3 * ppy; i < 5 * ppy; ++i) {
            EXPECT_GE(a(i, 1), 0);
            EXPECT_NEAR(a(i, 1), 0, 1e-14);
        }
        EXPECT_EQ(a(5 * ppy, 1), 1);
    }
}

TEST(Availability, StoresOfOperationAndConstructionComeFromTheBuffers) {
    const Buffers b{.site_concentrate = 20 * day,
                    .port_concentrate = 15 * day,
                    .supplies = 14 * day,
                    .construction = 30 * day,
                    .catch_up = 1.15};
    const Stores operation = cashflow::operation_stores(b), building = cashflow::construction_stores(b);
    EXPECT_EQ(operation.site_product, (20 * day).canonical());
    EXPECT_EQ(operation.port_product, (15 * day).canonical());
    EXPECT_EQ(operation.supplies, (14 * day).canonical());
    EXPECT_TRUE(operation.ships_product);
    EXPECT_EQ(building.supplies, (30 * day).canonical());
    EXPECT_FALSE(building.ships_product);
    EXPECT_EQ(building.catch_up, 1.15);
    // A rail outage of 30 days stops the mill for the ten that the store cannot take.
    const double d = day.canonical();
    const BlockArray a = availability({.rail = {{3, 3 + 30 * d, 1, 1}}}, 2, never, 1, operation);
    EXPECT_NEAR(a(3, 1), 1 - 10 * d, 1e-13);
}

}  // namespace
