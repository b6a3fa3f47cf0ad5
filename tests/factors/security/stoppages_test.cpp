#include "minerisk/factors/security/stoppages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/numbers.hpp"
#include "support/security.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Effect;
using security::Regime;
using security::StoppageClass;
using security::Stoppages;
using testing_support::SecurityBench;

constexpr Channel channels[] = {Channel::site, Channel::road, Channel::rail, Channel::port};

StoppageClass unrest() {
    return {.name = "unrest",
            .rate = 3.0 / year,
            .exposure = 0.5,
            .effects = {{Channel::site, 2 * day, 9 * day, 30 * day, 0.5, 1.0},
                        {Channel::road, 5 * day, 20 * day}}};
}
StoppageClass storms() {
    return {.name = "storms", .rate = 2.0 / year, .effects = {{Channel::port, 3 * day, 3 * day}}};
}
StoppageClass blockades() {
    return {.name = "blockades", .rate = 4.0 / year, .effects = {{Channel::rail, 10 * day, 30 * day}}};
}
Regime regime() {
    return Regime{{.low = 0.6, .high = 2, .to_high = 0.5 / year, .to_low = 0.7 / year, .start_high = 0.9}};
}
const TimeGrid years{{2027, 1, 1}, 20, 1};

void expect_same(std::span<const Outage> a, std::span<const Outage> b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].begin, b[i].begin);
        EXPECT_EQ(a[i].end, b[i].end);
        EXPECT_EQ(a[i].build_loss, b[i].build_loss);
        EXPECT_EQ(a[i].operation_loss, b[i].operation_loss);
    }
}

TEST(Stoppages, APathAloneHasTheBitsItHasInAnyBlock) {
    SecurityBench wide{{unrest(), storms(), blockades()}, regime(), years};
    SecurityBench narrow{{unrest(), storms(), blockades()}, regime(), years, narrow_block};
    wide.simulate(5, 640);
    narrow.simulate(5, 656);
    for (int p = 0; p < narrow_block; ++p) {
        for (const Channel c : channels) expect_same(wide.outages.of(16 + p, c), narrow.outages.of(p, c));
        for (int i = 0; i < years.periods(); ++i) EXPECT_EQ(wide.alert(i, 16 + p), narrow.alert(i, p));
    }
    narrow.simulate(5, 0);  // the workspace keeps nothing of the block before
    narrow.simulate(5, 656);
    for (int p = 0; p < narrow_block; ++p)
        for (const Channel c : channels) expect_same(wide.outages.of(16 + p, c), narrow.outages.of(p, c));
}

TEST(Stoppages, AClassMoreOrLessLeavesTheDrawsOfTheOthers) {
    SecurityBench all{{unrest(), storms(), blockades()}, regime(), years};
    SecurityBench one{{blockades()}, regime(), years};
    SecurityBench turned{{blockades(), unrest()}, regime(), years};
    all.simulate(9, 64);
    one.simulate(9, 64);
    turned.simulate(9, 64);
    for (int p = 0; p < wide_block; ++p) {
        expect_same(all.outages.of(p, Channel::rail), one.outages.of(p, Channel::rail));
        expect_same(all.outages.of(p, Channel::rail), turned.outages.of(p, Channel::rail));
        expect_same(all.outages.of(p, Channel::road), turned.outages.of(p, Channel::road));
    }
}

TEST(Stoppages, AClassClosesAllItsChannelsFromTheSameInstantEveryOneForItsOwnTime) {
    StoppageClass rare = unrest();
    rare.rate = 0.1 / year;
    SecurityBench bench{{rare}, {}, years};
    bench.simulate(2, 0);
    int events = 0;
    for (int p = 0; p < wide_block; ++p) {
        const auto site = bench.outages.of(p, Channel::site), road = bench.outages.of(p, Channel::road);
        ASSERT_EQ(site.size(), road.size());
        for (std::size_t i = 0; i < site.size(); ++i) {
            EXPECT_EQ(site[i].begin, road[i].begin);
            EXPECT_NE(site[i].end, road[i].end);
            EXPECT_EQ(site[i].build_loss, 0.5);
            EXPECT_EQ(site[i].operation_loss, 1.0);
            ++events;
        }
        EXPECT_TRUE(bench.outages.of(p, Channel::rail).empty());
    }
    EXPECT_GT(events, 20);
}

TEST(Stoppages, NoOutageLastsLongerThanItsCapNorPastTheHorizon) {
    StoppageClass c{
        .name = "c", .rate = 0.01 / year, .effects = {{Channel::site, 30 * day, 400 * day, 50 * day}}};
    SecurityBench bench{{c}, {}, years};
    int capped = 0, shorter = 0;
    for (std::uint64_t first = 0; first < 640; first += 64) {
        bench.simulate(4, first);
        for (int p = 0; p < wide_block; ++p) {
            const auto list = bench.outages.of(p, Channel::site);
            for (std::size_t i = 0; i < list.size(); ++i) {
                ASSERT_LE(list[i].end, 20);
                const double length = list[i].end - list[i].begin;  // so rare that none overlaps another here
                ASSERT_LE(length, (50 * day).canonical() + 1e-12);
                (length > (49.999 * day).canonical() ? capped : shorter) += 1;
            }
        }
    }
    EXPECT_GT(capped, 20);
    EXPECT_GT(shorter, 20);
}

TEST(Stoppages, WithoutSpreadEveryOutageHasTheMedianLength) {
    StoppageClass rare = storms();
    rare.rate = 0.02 / year;
    SecurityBench bench{{rare}, {}, years};
    bench.simulate(4, 0);
    int events = 0;
    for (int p = 0; p < wide_block; ++p)
        for (const Outage& o : bench.outages.of(p, Channel::port)) {
            EXPECT_NEAR(o.end - o.begin, (3 * day).canonical(), 1e-12);
            ++events;
        }
    EXPECT_GT(events, 10);
}

TEST(Stoppages, TheDiaryTellsOfEachEventWhatItStoppedAndForHowLong) {
    StoppageClass mixed = blockades();
    mixed.kinds = {{"long", 0.3, {{Channel::rail, 10 * day, 30 * day}, {Channel::port, 1 * day, 2 * day}}},
                   {"short", 0.4, {{Channel::rail, 1 * day, 3 * day}}},
                   {"harmless", 0.1, {}}};
    mixed.effects.clear();
    mixed.excites = {{{}, 0.4, 20 / year}};
    security::Spec spec{.classes = {unrest(), mixed}, .regime = regime()};
    spec.protections = {
        {.name = "patrols", .avoids = {{.event_class = mixed.name, .kind = "short", .share = 0.5}}}};
    SecurityBench bench{spec, years};
    bench.outages.keep_events({true, true, true, true});
    bench.simulate(3, 0);
    int harmless = 0, avoided = 0;
    for (int p = 0; p < wide_block; ++p) {
        const std::vector<security::DiaryEntry> diary = bench.model.diary(p, bench.work);
        EXPECT_TRUE(std::ranges::is_sorted(diary, {}, &security::DiaryEntry::time));
        for (const Channel c : channels) {
            const auto events = bench.outages.events(p, c);
            auto next = events.begin();
            for (const security::DiaryEntry& e : diary) {
                const double length = e.years[static_cast<std::size_t>(c)];
                if (length == 0) continue;
                ASSERT_NE(next, events.end());
                EXPECT_EQ(next->outage.begin, e.time);
                EXPECT_EQ(next->outage.end - next->outage.begin, length);
                EXPECT_EQ(next->source, static_cast<int>(e.source));
                ++next;
            }
            EXPECT_EQ(next, events.end());
        }
        for (const security::DiaryEntry& e : diary) {
            harmless += e.source == 1 && e.kind == 2;
            avoided += e.kept_off_by == 0;
            const bool stops_nothing = e.kept_off_by == 0 || (e.source == 1 && e.kind == 2);
            EXPECT_EQ(stops_nothing, e.years == (std::array<double, channel_count>{}));
        }
    }
    EXPECT_GT(harmless, 100);
    EXPECT_GT(avoided, 100);
}

TEST(Stoppages, ZeroRateOrExposureMeansNoEvents) {
    StoppageClass a = unrest(), b = storms();
    a.rate = Rate{};
    b.exposure = 0;
    SecurityBench bench{{a, b}, regime(), years};
    EXPECT_EQ(bench.simulate(1, 0), -1);
    for (int p = 0; p < wide_block; ++p)
        for (const Channel c : channels) EXPECT_TRUE(bench.outages.of(p, c).empty());
}

TEST(Stoppages, TheBaseHasNoEventsAndTheLowRegime) {
    SecurityBench bench{{unrest()}, regime(), years};
    bench.simulate(1, 0);
    bench.model.base_block(bench.outages, bench.alert);
    for (int p = 0; p < wide_block; ++p) {
        for (const Channel c : channels) EXPECT_TRUE(bench.outages.of(p, c).empty());
        for (int i = 0; i < years.periods(); ++i) EXPECT_EQ(bench.alert(i, p), 0);
    }
}

TEST(Stoppages, WithoutARegimeNoPeriodIsHigh) {
    SecurityBench bench{{unrest()}, {}, years};
    bench.simulate(1, 0);
    for (int i = 0; i < years.periods(); ++i) EXPECT_EQ(bench.alert(i, 3), 0);
}

TEST(Stoppages, StreamsAreNamedByClassAndChannel) {
    const Stoppages model{{unrest()}, regime(), years};
    EXPECT_EQ(
        model.stream_names(),
        (std::vector<std::string>{"security.regime.start", "security.regime.stay", "security.unrest.arrival",
                                  "security.unrest.site", "security.unrest.road"}));
}

/// The fields that are refused, in order.
std::vector<std::string> refused(std::vector<StoppageClass> classes, std::optional<Regime> r = {}) {
    std::vector<std::string> fields;
    try {
        Stoppages{std::move(classes), std::move(r), years};
    } catch (const InputError& e) {
        for (const Problem& p : e.problems()) fields.push_back(p.field);
    }
    return fields;
}
using Fields = std::vector<std::string>;

TEST(Stoppages, AnExpectedCountThatIsTooHighIsRefused) {
    StoppageClass c = storms();
    c.rate = 499 / year;  // 9,980 events expected over the 20 years
    EXPECT_EQ(refused({c}), Fields{});
    c.rate = 501 / year;
    EXPECT_EQ(refused({c}), Fields{"security.class[1].rate"});
    c.rate = 251 / year;  // twice as many in the high state
    EXPECT_EQ(refused({c}, regime()), Fields{"security.class[1].rate"});
    c.rate = 1000 / year;
    c.exposure = 0.4;  // only those that touch the project are drawn
    EXPECT_EQ(refused({c}), Fields{});
}

TEST(Stoppages, WhatAClassCannotBeIsRefusedByName) {
    using testing_support::infinity;
    using testing_support::nan;
    const auto with = [](auto change) {
        StoppageClass c = unrest();
        change(c);
        return refused({storms(), c});
    };
    EXPECT_EQ(with([](auto&) {}), Fields{});
    EXPECT_EQ(with([](auto& c) { c.name.clear(); }), Fields{"security.class[2].name"});
    EXPECT_EQ(with([](auto& c) { c.name = "storms"; }), Fields{"security.class[2].name"});
    for (const double bad : {-1.0, nan}) {
        EXPECT_EQ(with([&](auto& c) { c.rate = bad / year; }), Fields{"security.class[2].rate"});
        EXPECT_EQ(with([&](auto& c) { c.exposure = bad; }), Fields{"security.class[2].exposure"});
        EXPECT_EQ(with([&](auto& c) { c.effects[0].build_loss = bad; }),
                  Fields{"security.class[2].site.build_loss"});
        EXPECT_EQ(with([&](auto& c) { c.effects[1].operation_loss = bad; }),
                  Fields{"security.class[2].road.operation_loss"});
        EXPECT_EQ(with([&](auto& c) { c.effects[0].cap = bad * day; }), Fields{"security.class[2].site.cap"});
        EXPECT_EQ(with([&](auto& c) { c.effects[1].p90 = bad * day; }), Fields{"security.class[2].road.p90"});
    }
    EXPECT_EQ(with([&](auto& c) { c.exposure = 1.1; }), Fields{"security.class[2].exposure"});
    EXPECT_EQ(with([&](auto& c) { c.effects[0].build_loss = 1.1; }),
              Fields{"security.class[2].site.build_loss"});
    EXPECT_EQ(with([&](auto& c) { c.effects[0].median = Years{}; }), Fields{"security.class[2].site.median"});
    EXPECT_EQ(with([&](auto& c) { c.effects[0].p90 = infinity * day; }),
              Fields{"security.class[2].site.p90"});
    EXPECT_EQ(with([&](auto& c) { c.effects[0].p90 = 1 * day; }), Fields{"security.class[2].site.p90"});
    EXPECT_EQ(with([&](auto& c) { c.effects.clear(); }), Fields{"security.class[2].effects"});
    EXPECT_EQ(with([&](auto& c) { c.effects[1].channel = Channel::site; }), Fields{"security.class[2].site"});
}

}  // namespace
