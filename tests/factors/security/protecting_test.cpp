#include "minerisk/factors/security/protecting.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/security.hpp"

namespace protecting_test {
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Event;
using security::Protection;
using security::StoppageClass;
using testing_support::SecurityBench;

const TimeGrid grid{{2027, 1, 1}, 20, 1};

/// Assaults on a camp, in two kinds and at two places, that excite their like.
StoppageClass assaults() {
    return {.name = "assaults",
            .rate = 5 / year,
            .kinds = {{"breach", 0.4, {{Channel::site, 14 * day, 100 * day}}},
                      {"repelled", 0.5, {{Channel::site, 2 * day, 7 * day, {}, 0.5, 0.5}}}},
            .excites = {{{}, 0.3, 10 / year}},
            .places = {{"camp", 0.6, 1.0}, {"gate", 0.4, 0.5}}};
}
/// Excited by the assaults, whatever keeps these off the project.
StoppageClass strikes() {
    return {.name = "strikes", .rate = 4 / year, .effects = {{Channel::road, 3 * day, 9 * day}}};
}
security::Spec spec_with(std::vector<Protection> protections) {
    security::Spec spec{.classes = {assaults(), strikes()}};
    spec.classes[0].excites.push_back({"strikes", 0.2, 20 / year});
    spec.protections = std::move(protections);
    return spec;
}

/// The events of the assaults with and without measures, pair by pair.
struct Pair {
    Event without, with;
    int place;
};
std::vector<Pair> pairs(const std::vector<Protection>& protections, std::uint64_t seed = 3, int blocks = 1) {
    SecurityBench plain{spec_with({}), grid}, guarded{spec_with(protections), grid};
    std::vector<Pair> all;
    for (int b = 0; b < blocks; ++b) {
        const auto first = static_cast<std::uint64_t>(b) * wide_block;
        plain.simulate(seed, first);
        guarded.simulate(seed, first);
        random::DrawRows rows;
        const auto place_of = plain.model.places(0, plain.work, rows);
        for (int p = 0; p < wide_block; ++p)
            for (std::size_t c = 0; c < 2; ++c) {
                const auto &a = plain.work.events.of(c, p), &g = guarded.work.events.of(c, p);
                EXPECT_EQ(a.size(), g.size());
                for (std::size_t i = 0; i < std::min(a.size(), g.size()); ++i) {
                    EXPECT_EQ(a[i].time, g[i].time);  // where events are is no matter of measures
                    EXPECT_EQ(a[i].row, g[i].row);
                    if (c == 0) all.push_back({a[i], g[i], place_of(a[i], p)});
                    EXPECT_TRUE(c == 0 || (a[i].kind == g[i].kind && g[i].kept_off_by < 0));
                }
            }
    }
    EXPECT_GT(all.size(), 3000u);
    return all;
}
void expect_share(double count, double of, double share) {
    EXPECT_NEAR(count / of, share, 4 * std::sqrt(share * (1 - share) / of) + 1e-15);
}

TEST(Protecting, AShareOfNothingKeepsOffNoneAndOfAllEach) {
    for (const double share : {0.0, 1.0})
        for (const Pair& x :
             pairs({{.name = "guards", .avoids = {{.event_class = "assaults", .share = share}}}})) {
            EXPECT_EQ(x.with.kept_off_by, share > 0 ? 0 : -1);
            EXPECT_EQ(x.with.touches(), share == 0);
            EXPECT_EQ(x.with.kind, x.without.kind);
        }
}

TEST(Protecting, EventsBeforeItsDateAreUntouched) {
    const auto all =
        pairs({{.name = "guards", .from = 8 * year, .avoids = {{.event_class = "assaults", .share = 1}}}});
    for (const Pair& x : all) EXPECT_EQ(x.with.kept_off_by, x.with.time < 8 ? -1 : 0);
}

TEST(Protecting, OnlyEventsOfTheKindAndPlaceThatAreNamedAreReached) {
    const auto all =
        pairs({{.name = "fence",
                .avoids = {{.event_class = "assaults", .kind = "breach", .place = "gate", .share = 0.7}}}},
              3, 4);
    double there = 0, kept_off = 0;
    for (const Pair& x : all) {
        const bool fits = x.without.kind == 0 && x.place == 1;
        there += fits;
        kept_off += x.with.kept_off_by == 0;
        EXPECT_TRUE(fits || x.with.touches());
    }
    EXPECT_GT(there, 500);
    expect_share(kept_off, there, 0.7);
}

TEST(Protecting, AnEventTurnedIntoAMilderKindIsTheSameEventWithTheEffectsOfThatKind) {
    const std::vector<Protection> hardening = {
        {.name = "hardening",
         .avoids = {{.event_class = "assaults", .kind = "breach", .share = 0.6, .into = "repelled"}}}};
    const auto all = pairs(hardening, 3, 2);
    double breaches = 0, turned = 0;
    for (const Pair& x : all) {
        breaches += x.without.kind == 0;
        turned += x.without.kind == 0 && x.with.kind == 1;
        EXPECT_LT(x.with.kept_off_by, 0);
        EXPECT_TRUE(x.without.kind == 0 || x.with.kind == 1);
    }
    expect_share(turned, breaches, 0.6);

    SecurityBench plain{spec_with({}), grid}, hard{spec_with(hardening), grid};
    plain.outages.keep_events({true, true, true, true});
    hard.outages.keep_events({true, true, true, true});
    plain.simulate(3, 0);
    hard.simulate(3, 0);
    int milder = 0;
    for (int p = 0; p < wide_block; ++p) {
        const auto before = plain.outages.events(p, Channel::site),
                   after = hard.outages.events(p, Channel::site);
        ASSERT_EQ(before.size(), after.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            const Outage &a = before[i].outage, &b = after[i].outage;
            ASSERT_EQ(a.begin, b.begin);
            if (a.build_loss == b.build_loss) {
                ASSERT_EQ(a.end, b.end);
            } else if (a.end < 20) {  // the length has the same normal: median and sigma of the other kind
                ++milder;
                const double day = 1 / 365.25;
                const double z = std::log((a.end - a.begin) / (14 * day)) / std::log(100 / 14.0);
                EXPECT_NEAR((b.end - b.begin) / day, 2 * std::exp(z * std::log(7 / 2.0)), 1e-6);
                EXPECT_EQ(b.build_loss, 0.5);
            }
        }
    }
    EXPECT_GT(milder, 500);
}

TEST(Protecting, TheFirstAvoidanceThatFitsCounts) {
    const auto all = pairs({{.name = "guards",
                             .avoids = {{.event_class = "assaults", .place = "camp", .share = 0.2},
                                        {.event_class = "assaults", .kind = "breach", .share = 0.9},
                                        {.event_class = "assaults", .share = 0.5}}}},
                           3, 4);
    double n[3]{}, off[3]{};
    for (const Pair& x : all) {
        const int fits = x.place == 0 ? 0 : x.without.kind == 0 ? 1 : 2;
        ++n[fits];
        off[fits] += x.with.kept_off_by == 0;
    }
    expect_share(off[0], n[0], 0.2);
    expect_share(off[1], n[1], 0.9);
    expect_share(off[2], n[2], 0.5);
}

TEST(Protecting, TwoMeasuresLetThroughTheProductOfWhatEachLets) {
    const Protection a{.name = "escorts", .avoids = {{.event_class = "assaults", .share = 0.3}}};
    const Protection b{.name = "drones", .avoids = {{.event_class = "assaults", .share = 0.6}}};
    const auto both = pairs({a, b}, 3, 4), turned = pairs({b, a}, 3, 4);
    double first = 0, second = 0;
    for (std::size_t i = 0; i < both.size(); ++i) {
        first += both[i].with.kept_off_by == 0;
        second += both[i].with.kept_off_by == 1;
        EXPECT_EQ(both[i].with.touches(), turned[i].with.touches());  // their order is no matter
    }
    const double all = static_cast<double>(both.size());
    expect_share(first, all, 0.3);
    expect_share(second, all, 0.7 * 0.6);
}

TEST(Protecting, AMeasureMeetsTheKindThatTheOneBeforeItLeft) {
    const auto all =
        pairs({{.name = "walls",
                .avoids = {{.event_class = "assaults", .kind = "breach", .share = 1, .into = "repelled"}}},
               {.name = "watch", .avoids = {{.event_class = "assaults", .kind = "repelled", .share = 1}}}});
    for (const Pair& x : all) EXPECT_EQ(x.with.kept_off_by, 1);
}

TEST(Protecting, StreamsAreNamedByMeasureAndClass) {
    const security::Stoppages model{
        spec_with({{.name = "guards",
                    .avoids = {{.event_class = "strikes", .share = 0.1},
                               {.event_class = "assaults", .kind = "breach", .share = 0.1},
                               {.event_class = "assaults", .share = 0.1}}}}),
        grid};
    const auto names = model.stream_names();
    EXPECT_EQ(std::vector<std::string>(names.end() - 2, names.end()),
              (std::vector<std::string>{"security.protection.guards.assaults",
                                        "security.protection.guards.strikes"}));
}

}  // namespace
}  // namespace protecting_test
