#include "minerisk/factors/security/check_spec.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "minerisk/random/distribution/factories.hpp"
#include "support/numbers.hpp"

namespace check_spec_test {
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Spec;
using testing_support::infinity;
using testing_support::nan;

/// A spec that uses every part, sound as it stands.
Spec sound() {
    Spec s;
    s.classes = {{.name = "camp",
                  .rate = 0.5 / year,
                  .kinds = {{"breach",
                             0.3,
                             {{Channel::site, 14 * day, 100 * day}},
                             security::EventCost{8 * MUSD, 80 * MUSD},
                             security::Evacuation{0.5, 14 * day, 45 * day, 0.6, 0.6}},
                            {"repelled", 0.7, {}}},
                  .places = {{"mine", 0.75, 1}, {"well field", 0.25, 0.5}}},
                 {.name = "wave",
                  .rate = 0.8 / year,
                  .effects = {{.channel = Channel::road,
                               .length = distribution::uniform({.low = 0, .high = 0.1}),
                               .build_recovery = 30 * day,
                               .operation_recovery = 10 * day}},
                  .cost = security::EventCost{4 * MUSD, 20 * MUSD},
                  .batch = security::Batch{14, 3}}};
    s.regime = security::Regime{
        {.low = 0.5, .high = 1.5, .to_high = 0.25 / year, .to_low = 0.29 / year, .start_high = 0.9}};
    s.protections = {{.name = "walls",
                      .from = 1 * year,
                      .capital = 10 * MUSD,
                      .cost = 2 * MUSD / year,
                      .cost_on_alert = 1 * MUSD / year,
                      .avoids = {{"camp", "breach", "mine", 0.5, "repelled"}},
                      .eases = {{"camp", Channel::site, 0.5, 0.5, 0.5}, {.length = 0.9}},
                      .adds = {.supplies = 10 * day}},
                     {.name = "stores", .adds = {.construction = 10 * day}}};
    s.force_majeure = security::ForceMajeure{.chances = {{"camp", "breach", 0.25}, {"wave", {}, 0.1}},
                                             .counts = {{"wave", {}, 2, 90 * day}},
                                             .lost_time = {{Channel::road, 60 * day, 180 * day}},
                                             .median = 410 * day,
                                             .p90 = 1594 * day,
                                             .never = 0.05,
                                             .given_up = 3 * year,
                                             .restart = 180 * day,
                                             .restart_share = 0.8,
                                             .build_share_after = 0.8};
    s.build_loss_on_alert = 0.1;
    return s;
}

/// What is refused, "field: rule", in order.
template <class Change>
std::vector<std::string> refused(Change&& change) {
    Spec s = sound();
    change(s);
    std::vector<std::string> all;
    try {
        security::check_spec(s, TimeGrid{{2027, 1, 1}, 20, 1}, 40'000);
    } catch (const InputError& e) {
        for (const Problem& p : e.problems()) all.push_back(p.field + ": " + p.rule);
    }
    return all;
}
using Refused = std::vector<std::string>;

TEST(CheckSpec, ASoundOneIsTaken) {
    EXPECT_EQ(refused([](Spec&) {}), Refused{});
    EXPECT_EQ(refused([](Spec& s) { s.force_majeure.reset(); }), Refused{});
    EXPECT_EQ(refused([](Spec& s) { s.protections.clear(); }), Refused{});
}

TEST(CheckSpec, AClassHasNoMoreKindsThanAnEventCanName) {
    const auto with_kinds = [](std::size_t count) {
        return refused([&](Spec& s) {
            auto& kinds = s.classes[0].kinds;
            for (std::size_t k = kinds.size(); k < count; ++k)
                kinds.push_back({"kind " + std::to_string(k), 0, {}});
        });
    };
    EXPECT_EQ(with_kinds(127), Refused{});
    EXPECT_EQ(with_kinds(128), Refused{"security.class[1].kind: must be no more than 127"});
}

TEST(CheckSpec, WhatWouldHaveNoEffectIsRefused) {
    const std::string a = "security.protection[1].avoids[", e = "security.protection[1].eases[1].channel: ";
    EXPECT_EQ(refused([](Spec& s) { s.protections[0].avoids[0].into = "breach"; }),
              Refused{a + "1].into: must be another kind"});
    EXPECT_EQ(refused([](Spec& s) {
                  s.protections[0].avoids.push_back({"camp", "breach", "mine", 0.9});
              }),
              Refused{a + "2].class: has no meaning: avoids[1] comes first for all of these events"});
    EXPECT_EQ(refused([](Spec& s) {
                  s.protections[0].avoids.push_back({"camp", "breach", {}, 0.9});
              }),
              Refused{});  // elsewhere than at the mine it has
    EXPECT_EQ(refused([](Spec& s) { s.protections[0].eases[0].channel = Channel::rail; }),
              Refused{e + "must be a channel that the events close"});
    EXPECT_EQ(refused([](Spec& s) { s.force_majeure->never = 0; }),
              Refused{"security.force_majeure.given_up: has no meaning where never is 0"});
    EXPECT_EQ(refused([](Spec& s) { s.force_majeure->restart = Years{}; }),
              Refused{"security.force_majeure.restart_share: must be 1 where the restart takes no time"});
}

TEST(CheckSpec, Alert) {
    for (const double bad : {-0.1, 1.1, nan})
        EXPECT_EQ(refused([&](Spec& s) { s.build_loss_on_alert = bad; }),
                  Refused{"security.build_loss_on_alert: must be in [0, 1]"});
    EXPECT_EQ(refused([](Spec& s) { s.regime.reset(); }),
              (Refused{"security.build_loss_on_alert: has no meaning without a regime",
                       "security.protection[1].cost_on_alert: has no meaning without a regime"}));
}

TEST(CheckSpec, EachValueOfAMeasure) {
    const auto measure = [](auto change) { return refused([&](Spec& s) { change(s.protections[1]); }); };
    EXPECT_EQ(measure([](auto& p) { p.name.clear(); }),
              Refused{"security.protection[2].name: must not be empty"});
    EXPECT_EQ(measure([](auto& p) { p.name = "walls"; }),
              Refused{"security.protection[2].name: must differ from the other measures' names"});
    for (const double bad : {-1.0, infinity, nan}) {
        const std::string rule = ": must be finite and not negative";
        EXPECT_EQ(measure([&](auto& p) { p.from = bad * year; }),
                  Refused{"security.protection[2].from" + rule});
        EXPECT_EQ(measure([&](auto& p) { p.capital = bad * usd; }),
                  Refused{"security.protection[2].capital" + rule});
        EXPECT_EQ(measure([&](auto& p) { p.cost = bad * usd / year; }),
                  Refused{"security.protection[2].cost" + rule});
        EXPECT_EQ(measure([&](auto& p) { p.cost_on_alert = bad * usd / year; }),
                  Refused{"security.protection[2].cost_on_alert" + rule});
        const std::string buffers = "security.protection[2].buffers.";
        EXPECT_EQ(measure([&](auto& p) { p.adds.site_concentrate = bad * day; }),
                  Refused{buffers + "site_concentrate" + rule});
        EXPECT_EQ(measure([&](auto& p) { p.adds.port_concentrate = bad * day; }),
                  Refused{buffers + "port_concentrate" + rule});
        EXPECT_EQ(measure([&](auto& p) { p.adds.supplies = bad * day; }),
                  Refused{buffers + "supplies" + rule});
        EXPECT_EQ(measure([&](auto& p) { p.adds.construction = bad * day; }),
                  Refused{buffers + "construction" + rule});
    }
}

TEST(CheckSpec, EachValueOfWhatAMeasureAvoidsAndEases) {
    const auto avoids = [](auto change) {
        return refused([&](Spec& s) { change(s.protections[0].avoids[0]); });
    };
    const auto eases = [](auto change) {
        return refused([&](Spec& s) { change(s.protections[0].eases[0]); });
    };
    const std::string a = "security.protection[1].avoids[1].", e = "security.protection[1].eases[1].";
    for (const double bad : {-0.1, 1.1, nan}) {
        EXPECT_EQ(avoids([&](auto& x) { x.share = bad; }), Refused{a + "share: must be in [0, 1]"});
        EXPECT_EQ(eases([&](auto& x) { x.build_loss = bad; }), Refused{e + "build_loss: must be in [0, 1]"});
        EXPECT_EQ(eases([&](auto& x) { x.operation_loss = bad; }),
                  Refused{e + "operation_loss: must be in [0, 1]"});
    }
    for (const double bad : {0.0, -1.0, 10.1, nan})
        EXPECT_EQ(eases([&](auto& x) { x.length = bad; }), Refused{e + "length: must be in (0, 10]"});
    EXPECT_EQ(avoids([](auto& x) { x.event_class = "caamp"; }),
              Refused{a + "class: must be the name of a class of events"});
    EXPECT_EQ(eases([](auto& x) { x.event_class = "caamp"; }),
              Refused{e + "class: must be the name of a class of events"});
    EXPECT_EQ(avoids([](auto& x) { x.kind = "breech"; }),
              Refused{a + "kind: must be the name of a kind of that class"});
    EXPECT_EQ(avoids([](auto& x) { x.into = "breech"; }),
              Refused{a + "into: must be the name of a kind of that class"});
    EXPECT_EQ(avoids([](auto& x) { x.place = "mint"; }),
              Refused{a + "place: must be the name of a place of that class"});
    EXPECT_EQ(avoids([](auto& x) {
                  x = {"wave", "", "", 0.5, "repelled"};
              }),
              Refused{a + "into: must be the name of a kind of that class"});
}

TEST(CheckSpec, EachTriggerOfForceMajeure) {
    const auto with = [](auto change) { return refused([&](Spec& s) { change(*s.force_majeure); }); };
    const std::string at = "security.force_majeure.";
    for (const double bad : {-0.1, 1.1, nan})
        EXPECT_EQ(with([&](auto& f) { f.chances[1].probability = bad; }),
                  Refused{at + "chance[2].probability: must be in [0, 1]"});
    EXPECT_EQ(with([](auto& f) { f.chances[1].event_class = "waves"; }),
              Refused{at + "chance[2].class: must be the name of a class of events"});
    EXPECT_EQ(with([](auto& f) { f.chances[0].kind = "beach"; }),
              Refused{at + "chance[1].kind: must be the name of a kind of that class"});
    for (const char* kind : {"", "breach"})
        EXPECT_EQ(with([&](auto& f) {
                      f.chances[1] = {"camp", kind, 0.1};
                  }),
                  Refused{at + "chance[2].kind: must be another class or kind in each entry"});
    EXPECT_EQ(with([](auto& f) { f.chances[1] = {"camp", "repelled", 0.1}; }), Refused{});
    for (const int bad : {0, -1, 1001})
        EXPECT_EQ(with([&](auto& f) { f.counts[0].events = bad; }),
                  Refused{at + "count[1].events: must be from 1 to 1000"});
    for (const double bad : {0.0, -1.0, infinity, nan})
        EXPECT_EQ(with([&](auto& f) { f.counts[0].within = bad * day; }),
                  Refused{at + "count[1].within: must be finite and positive"});
    EXPECT_EQ(with([](auto& f) { f.counts[0].event_class = "waves"; }),
              Refused{at + "count[1].class: must be the name of a class of events"});
    EXPECT_EQ(with([](auto& f) { f.counts[0].kind = "any"; }),
              Refused{at + "count[1].kind: must be the name of a kind of that class"});
    for (const double bad : {0.0, -1.0, nan})
        EXPECT_EQ(with([&](auto& f) { f.lost_time[0].lost = bad * day; }).front(),
                  at + "lost_time[1].lost: must be finite and positive");
    for (const double bad : {59.0, infinity, nan})
        EXPECT_EQ(with([&](auto& f) { f.lost_time[0].within = bad * day; }),
                  Refused{at + "lost_time[1].within: must be finite and not below what is lost"});
    EXPECT_EQ(with([](auto& f) {
                  f.chances.clear();
                  f.counts.clear();
                  f.lost_time.clear();
              }),
              Refused{"security.force_majeure: must have at least one trigger"});
}

TEST(CheckSpec, EachTermOfForceMajeure) {
    const auto with = [](auto change) { return refused([&](Spec& s) { change(*s.force_majeure); }); };
    const std::string at = "security.force_majeure.";
    for (const double bad : {0.0, -1.0, 0.9, nan})
        EXPECT_EQ(with([&](auto& f) { f.median = bad * day; }).front(),
                  at + "median: must be finite and at least a day");
    EXPECT_EQ(with([](auto& f) { f.median = 1 * day; }), Refused{});
    for (const double bad : {409.0, infinity, nan})
        EXPECT_EQ(with([&](auto& f) { f.p90 = bad * day; }),
                  Refused{at + "p90: must not be below the median"});
    for (const double bad : {-0.1, 1.1, nan}) {
        EXPECT_EQ(with([&](auto& f) { f.never = bad; }), Refused{at + "never: must be in [0, 1]"});
        EXPECT_EQ(with([&](auto& f) { f.restart_share = bad; }),
                  Refused{at + "restart_share: must be in [0, 1]"});
    }
    for (const double bad : {0.0, -0.1, 1.1, nan})
        EXPECT_EQ(with([&](auto& f) { f.build_share_after = bad; }),
                  Refused{at + "build_share_after: must be in (0, 1]"});
    for (const double bad : {0.0, -1.0, infinity, nan})
        EXPECT_EQ(with([&](auto& f) { f.given_up = bad * year; }),
                  Refused{at + "given_up: must be finite and positive"});
    for (const double bad : {-1.0, infinity, nan})
        EXPECT_EQ(with([&](auto& f) { f.restart = bad * year; }),
                  Refused{at + "restart: must be finite and not negative"});
}

TEST(CheckSpec, EachNewValueOfAClass) {
    const auto camp = [](auto change) { return refused([&](Spec& s) { change(s.classes[0]); }); };
    const auto wave = [](auto change) { return refused([&](Spec& s) { change(s.classes[1]); }); };
    const std::string a = "security.class[1].", b = "security.class[2].";
    EXPECT_EQ(wave([](auto& c) { c.effects[0].length = distribution::uniform({.low = -0.1, .high = 0.1}); }),
              Refused{b + "road.length: must be a distribution of times that are not negative"});
    for (const double bad : {-1.0, infinity, nan}) {
        EXPECT_EQ(wave([&](auto& c) { c.effects[0].build_recovery = bad * day; }),
                  Refused{b + "road.build_recovery: must be finite and not negative"});
        EXPECT_EQ(wave([&](auto& c) { c.effects[0].operation_recovery = bad * day; }),
                  Refused{b + "road.operation_recovery: must be finite and not negative"});
    }
    for (const double bad : {0.0, -1.0, nan})
        EXPECT_EQ(wave([&](auto& c) { c.cost->median = bad * usd; }).front(),
                  b + "cost.median: must be positive");
    EXPECT_EQ(wave([](auto& c) { c.cost->p90 = 3 * MUSD; }),
              Refused{b + "cost.p90: must not be below the median"});
    for (const double bad : {-1.0, 500.1, nan})
        EXPECT_EQ(wave([&](auto& c) { c.batch->mean = bad; }),
                  Refused{b + "batch.mean: must be in [0, 500]"});
    for (const double bad : {0.0, -1.0, infinity, nan})
        EXPECT_EQ(wave([&](auto& c) { c.batch->shape = bad; }),
                  Refused{b + "batch.shape: must be finite and positive"});
    const std::string away = a + "kind[1].evacuation.";
    for (const double bad : {-0.1, 1.1, nan}) {
        EXPECT_EQ(camp([&](auto& c) { c.kinds[0].evacuation->probability = bad; }),
                  Refused{away + "probability: must be in [0, 1]"});
        EXPECT_EQ(camp([&](auto& c) { c.kinds[0].evacuation->build_loss = bad; }),
                  Refused{away + "build_loss: must be in [0, 1]"});
        EXPECT_EQ(camp([&](auto& c) { c.kinds[0].evacuation->operation_loss = bad; }),
                  Refused{away + "operation_loss: must be in [0, 1]"});
        EXPECT_EQ(camp([&](auto& c) { c.places[1].exposure = bad; }),
                  Refused{a + "place[2].exposure: must be in [0, 1]"});
    }
    EXPECT_EQ(camp([](auto& c) { c.kinds[0].evacuation->p90 = 1 * day; }),
              Refused{away + "p90: must not be below the median"});
    EXPECT_EQ(camp([](auto& c) { c.kinds[0].cost->p90 = 1 * MUSD; }),
              Refused{a + "kind[1].cost.p90: must not be below the median"});
    EXPECT_EQ(camp([](auto& c) { c.places[1].share = 0.3; }),
              Refused{a + "place: must have shares that add up to 1"});
    EXPECT_EQ(camp([](auto& c) { c.places[1].share = -0.25; }).front(),
              a + "place[2].share: must be in [0, 1]");
    EXPECT_EQ(camp([](auto& c) { c.places[1].name.clear(); }),
              Refused{a + "place[2].name: must not be empty"});
    EXPECT_EQ(camp([](auto& c) { c.places[1].name = "mine"; }).front(),
              a + "place[2].name: must differ from the other places' names");
    const std::string beside =
        a + "kind: must not stand beside exposure, effects, cost or evacuation of the class itself";
    EXPECT_EQ(camp([](auto& c) { c.cost = security::EventCost{1 * MUSD, 2 * MUSD}; }), Refused{beside});
    EXPECT_EQ(camp([](auto& c) { c.evacuation = c.kinds[0].evacuation; }), Refused{beside});
}

}  // namespace
}  // namespace check_spec_test
