#include "minerisk/factors/security/event_effects.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "minerisk/factors/security.hpp"

namespace event_effects_test {
namespace {

using namespace minerisk;
using security::EventEffects;
using security::EventTypes;
using security::FlatEvents;
using security::StoppageClass;

StoppageClass of_kinds(std::size_t count) {
    return {.name = "c", .kinds = std::vector<security::EventKind>(count)};
}

TEST(EventTypes, NumberTheKindsOfAllClassesAndWhatIsKeptOff) {
    const EventTypes types{{of_kinds(2), of_kinds(0), of_kinds(3)}};  // the second does all the same
    EXPECT_EQ(types.count(), 3u + 2u + 4u);
    EXPECT_EQ(types.first(1), 3);
    EXPECT_EQ(types.none(1), 4);
    EXPECT_EQ(types.first(2), 5);
    EXPECT_EQ(types.none(2), 8);
    for (const int type : {5, 7, 8}) EXPECT_EQ(types.source(static_cast<std::uint16_t>(type)), 2u);
    EXPECT_EQ(types.kind(7), 2);
    EXPECT_EQ(types.source(4), 1u);
}

TEST(EventTypes, MoreThanSixteenBitsTellApartAreRefused) {
    const std::vector<StoppageClass> classes(512, of_kinds(127));  // with those kept off 65,536
    try {
        const EventTypes types{classes};
        FAIL();
    } catch (const InputError& e) {
        EXPECT_EQ(to_string(e.problems()[0]), "security = 65536 kinds of events: must be no more than 65535");
    }
    EXPECT_NO_THROW((EventTypes{{classes.begin() + 1, classes.end()}}));
}

TEST(EventEffects, EachEventHasItsEntriesInTheOrderOfTheEffects) {
    const EventTypes types{{of_kinds(3)}};
    EventEffects effects{types};
    effects.add(0, site_outages, 0);
    effects.add(0, event_damages, 9);
    effects.add(0, site_outages, 2);
    effects.add(0, site_outages, 4);
    effects.add(0, event_marks, 5);
    effects.add(1, event_damages, 8);
    effects.finish({3.0});
    FlatEvents events;
    events.start(2, 3);
    events.time = {1, 3, 2};
    events.address = {EventAddress::of(7, 0, 0), EventAddress::of(8, 0, 1), EventAddress::of(6, 1, 2)};
    events.offset = {0, 2, 3};  // the third does nothing
    EventEffects::Lists lists;
    effects.list(events, lists);
    const FlatEvents& site = lists[site_outages];
    ASSERT_EQ(site.offset, (std::vector<std::size_t>{0, 3, 3}));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(site.time[i], 1);
        EXPECT_EQ(site.address[i].bits, EventAddress::of(7, 0, 2 * i).bits);
    }
    ASSERT_EQ(lists[event_damages].offset, (std::vector<std::size_t>{0, 2, 2}));
    EXPECT_EQ(lists[event_damages].address[0].term(), 9);
    EXPECT_EQ(lists[event_damages].address[1].bits, EventAddress::of(8, 0, 8).bits);
    ASSERT_EQ(lists[event_marks].size(), 1u);
    EXPECT_EQ(lists[event_marks].address[0].term(), 5);
    EXPECT_EQ(lists[road_outages].size(), 0u);

    events.time = {3.5, 3.75, 4};  // after the date
    effects.list(events, lists);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(lists[site_outages].address[i].term(), 2 * i + 1);
    EXPECT_EQ(lists[event_damages].address[0].term(), 9);
    EXPECT_EQ(lists[event_marks].address[0].term(), 5);
}

}  // namespace
}  // namespace event_effects_test
