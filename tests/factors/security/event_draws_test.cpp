#include "minerisk/factors/security/event_draws.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/security.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Event;
using security::StoppageClass;
using testing_support::SecurityBench;

/// Attacks on a road that excite their own kind and those on the rail; some close it, some hit the cargo.
StoppageClass corridor() {
    return {
        .name = "corridor",
        .rate = 10 / year,
        .kinds = {{"closes", 0.46, {{Channel::road, 0.4 * day, 2.5 * day, 15 * day}}}, {"hits", 0.08, {}}},
        .excites = {{{}, 0.4, 0.14 / day}, {"rail", 0.2, 0.05 / day}}};
}
StoppageClass rail() {
    return {.name = "rail",
            .rate = 11 / year,
            .exposure = 0.7,
            .effects = {{Channel::rail, 1 * day, 5 * day}},
            .excites = {{{}, 0.3, 0.037 / day}, {"corridor", 0.1, 0.1 / day}}};
}
const TimeGrid twenty_years{{2027, 1, 1}, 20, 1};

void expect_same_events(const std::vector<Event>& a, const std::vector<Event>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].time, b[i].time);
        EXPECT_EQ(a[i].row, b[i].row);
        EXPECT_EQ(a[i].kind, b[i].kind);
    }
}

TEST(EventDraws, APathAloneHasTheEventsItHasInAnyBlock) {
    SecurityBench wide{{corridor(), rail()}, {}, twenty_years};
    SecurityBench narrow{{corridor(), rail()}, {}, twenty_years, narrow_block};
    wide.simulate(5, 640);
    narrow.simulate(5, 0);  // the workspace keeps nothing of the block before
    narrow.simulate(5, 656);
    std::size_t events = 0;
    for (int p = 0; p < narrow_block; ++p)
        for (std::size_t c = 0; c < 2; ++c) {
            expect_same_events(wide.work.events.of(c, 16 + p), narrow.work.events.of(c, p));
            events += narrow.work.events.of(c, p).size();
        }
    EXPECT_GT(events, 2000u);
}

TEST(EventDraws, ThoseThatTouchAreSortedByTimeWithinTheHorizonAndEachRowIsThereOnce) {
    SecurityBench bench{{corridor(), rail()}, {}, twenty_years};
    bench.simulate(6, 0);
    std::int64_t untouched = 0;
    for (int p = 0; p < wide_block; ++p)
        for (std::size_t c = 0; c < 2; ++c) {
            const std::vector<Event>& events = bench.work.events.of(c, p);
            const std::int64_t made = bench.work.events.counts(c)[static_cast<std::size_t>(p)];
            std::vector<bool> seen(static_cast<std::size_t>(made));
            for (std::size_t i = 0; i < events.size(); ++i) {
                EXPECT_TRUE(i == 0 || events[i - 1].time <= events[i].time);
                EXPECT_TRUE(events[i].time > 0 && events[i].time < 20);
                ASSERT_LT(events[i].row, made);
                EXPECT_FALSE(seen[events[i].row]);
                seen[events[i].row] = true;
            }
            untouched += made - static_cast<std::int64_t>(events.size());
        }
    EXPECT_GT(untouched, 100);
}

TEST(EventDraws, AClassThatNoOtherExcitesKeepsItsEventsWhateverStandsBesideIt) {
    StoppageClass alone = rail();
    alone.name = "lines";
    alone.excites.pop_back();
    SecurityBench one{{alone}, {}, twenty_years}, all{{corridor(), alone, rail()}, {}, twenty_years};
    one.simulate(7, 64);
    all.simulate(7, 64);
    for (int p = 0; p < wide_block; ++p)
        expect_same_events(one.work.events.of(0, p), all.work.events.of(1, p));
}

TEST(EventDraws, BranchingOfZeroIsThePoissonProcessBitForBit) {
    StoppageClass poisson = rail(), zero = rail();
    poisson.excites.clear();
    zero.excites = {{{}, 0, 0.1 / day}};
    SecurityBench a{{poisson}, {}, twenty_years}, b{{zero}, {}, twenty_years};
    a.simulate(8, 0);
    b.simulate(8, 0);
    for (int p = 0; p < wide_block; ++p) expect_same_events(a.work.events.of(0, p), b.work.events.of(0, p));
    EXPECT_EQ(a.model.stream_names(), b.model.stream_names());
}

TEST(EventDraws, WhatAMeasureAvoidsIsTakenOutAndNothingElseMoves) {
    security::Spec escorted{.classes = {corridor(), rail()}};
    escorted.protections = {
        {.name = "escorts",
         .avoids = {{.event_class = escorted.classes[0].name, .kind = "closes", .share = 0.4}}}};
    SecurityBench base{{corridor(), rail()}, {}, twenty_years}, with{escorted, twenty_years};
    base.simulate(9, 0);
    with.simulate(9, 0);
    int avoided = 0, closed = 0;
    for (int p = 0; p < wide_block; ++p) {
        for (std::size_t c = 0; c < 2; ++c)
            expect_same_events(base.work.events.of(c, p), with.work.events.of(c, p));
        for (const Event& event : with.work.events.of(0, p)) {
            const bool kept_off = event.kept_off_by == 0;
            avoided += kept_off;
            closed += event.kind == 0;
            EXPECT_FALSE(kept_off && event.kind != 0);
        }
        const auto few = with.outages.of(p, Channel::road);
        for (const Outage& o : base.outages.of(p, Channel::rail)) {
            const auto same = with.outages.of(p, Channel::rail);
            EXPECT_TRUE(std::ranges::any_of(same, [&](const Outage& x) { return x.begin == o.begin; }));
        }
        for (const Outage& o : few) {
            const auto all = base.outages.of(p, Channel::road);
            EXPECT_TRUE(std::ranges::any_of(
                all, [&](const Outage& x) { return x.begin <= o.begin && x.end >= o.end; }));
        }
    }
    EXPECT_NEAR(avoided / static_cast<double>(closed), 0.4, 4 * std::sqrt(0.24 / closed));
}

TEST(EventDraws, TheEndsOfShareAndExposure) {
    StoppageClass none = corridor(), all = corridor();
    none.kinds[0].share = none.kinds[1].share = 0;
    all.kinds[0].share = 0.92;
    none.excites.pop_back();
    all.excites.pop_back();
    SecurityBench nothing{{none}, {}, twenty_years}, everything{{all}, {}, twenty_years};
    EXPECT_EQ(nothing.simulate(3, 0), -1);
    everything.simulate(3, 0);
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_TRUE(nothing.work.events.of(0, p).empty());
        for (const Event& event : everything.work.events.of(0, p)) EXPECT_GE(event.kind, 0);
    }
}

TEST(EventDraws, StreamsAreNamedByWhatIsDrawn) {
    const security::Stoppages model{{corridor(), rail()}, {}, twenty_years};
    EXPECT_EQ(model.stream_names(),
              (std::vector<std::string>{
                  "security.corridor.arrival", "security.corridor.kind", "security.corridor.children",
                  "security.corridor.children.rail", "security.corridor.delay", "security.corridor.road",
                  "security.rail.arrival", "security.rail.kind", "security.rail.children",
                  "security.rail.children.corridor", "security.rail.delay", "security.rail.rail"}));
}

}  // namespace
