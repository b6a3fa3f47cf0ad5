#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "minerisk/core/supply_line.hpp"
#include "minerisk/factors/security.hpp"
#include "support/outages.hpp"
#include "support/security.hpp"

namespace whole_path {
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::DiaryEntry;
using security::EventCost;
using security::LeftOut;
using security::Spec;
using testing_support::disjoint_and_sorted;
using testing_support::loss_at;
using testing_support::SecurityBench;

constexpr int whole_years = 8;
const TimeGrid grid{{2027, 1, 1}, whole_years, 1};

/// Every part of security at once, on all channels.
Spec everything() {
    Spec s;
    s.classes = {
        {.name = "corridor",
         .rate = 12 / year,
         .kinds = {{"closes", 0.5, {{Channel::road, 1 * day, 6 * day, 30 * day}}},
                   {"hits", 0.1, {}, EventCost{0.3 * MUSD, 2 * MUSD}}},
         .excites = {{{}, 0.4, 0.14 / day}, {"camp", 0.01, 0.1 / day}},
         .places = {{"pass", 0.7, 1}, {"plain", 0.3, 0.5}}},
        {.name = "line",
         .rate = 10 / year,
         .exposure = 0.7,
         .effects =
             {{.channel = Channel::rail, .median = 2 * day, .p90 = 20 * day, .operation_recovery = 6 * day}},
         .excites = {{{}, 0.3, 0.04 / day}}},
        {.name = "camp",
         .rate = 1.5 / year,
         .kinds = {{"breach",
                    0.3,
                    {{Channel::site, 14 * day, 100 * day, 365 * day}},
                    EventCost{8 * MUSD, 80 * MUSD}},
                   {"repelled", 0.6, {{Channel::site, 2 * day, 7 * day, {}, 0.5, 0.4}}}}},
        {.name = "staff",
         .rate = 1 / year,
         .effects = {{.channel = Channel::site,
                      .median = 10 * day,
                      .p90 = 45 * day,
                      .build_loss = 0.4,
                      .operation_loss = 0.15,
                      .build_recovery = 30 * day}}},
        {.name = "wave",
         .rate = 1.5 / year,
         .effects = {{.channel = Channel::site,
                      .median = 7 * day,
                      .p90 = 21 * day,
                      .build_loss = 0.5,
                      .operation_loss = 0.5,
                      .build_recovery = 30 * day,
                      .operation_recovery = 12 * day},
                     {Channel::road, 5 * day, 14 * day, 45 * day},
                     {Channel::rail, 10 * day, 45 * day, 120 * day},
                     {Channel::port, 4 * day, 9 * day, {}, 0, 0.7}},
         .excites = {{{}, 0.25, 0.008 / day}},
         .cost = EventCost{4 * MUSD, 20 * MUSD},
         .evacuation = security::Evacuation{0.5, 14 * day, 45 * day, 0.6, 0.6},
         .batch = security::Batch{14, 3}}};
    s.regime = security::Regime{
        {.low = 0.53, .high = 1.54, .to_high = 0.5 / year, .to_low = 0.5 / year, .start_high = 0.9}};
    s.protections = {
        {.name = "escorts",
         .from = 3 * year,
         .avoids = {{.event_class = "corridor", .kind = "closes", .place = "pass", .share = 0.4}}},
        {.name = "walls",
         .avoids = {{.event_class = "camp", .kind = "breach", .share = 0.5, .into = "repelled"}}},
        {.name = "shelters",
         .from = 4 * year,
         .eases = {{.event_class = "staff", .length = 0.5, .build_loss = 0.5},
                   {.channel = Channel::rail, .length = 0.8, .operation_loss = 0.9}}}};
    s.force_majeure =
        security::ForceMajeure{.chances = {{"wave", {}, 0.1}, {"camp", "breach", 0.25}, {"staff", {}, 0.05}},
                               .counts = {{"wave", {}, 3, 90 * day}},
                               .lost_time = {{Channel::rail, 90 * day, 180 * day}},
                               .median = 200 * day,
                               .p90 = 700 * day,
                               .never = 0.1,
                               .given_up = 2 * year,
                               .restart = 180 * day,
                               .restart_share = 0.8,
                               .build_share_after = 0.8};
    s.build_loss_on_alert = 0.1;
    return s;
}

constexpr int hours = 8766 * whole_years;
double middle(int hour) {
    return (hour + 0.5) / 8766;
}

/// The losses of one path at the middle of each hour: the largest of all that an event does.
struct Hours {
    std::vector<double> build = std::vector<double>(hours, 0.0), operation = build;
    void paint(double begin, double end, double build_loss, double operation_loss) {
        for (int h = std::max(0, static_cast<int>(begin * 8766) - 1); h < hours && middle(h) < end; ++h) {
            if (middle(h) < begin) continue;
            auto &b = build[static_cast<std::size_t>(h)], &o = operation[static_cast<std::size_t>(h)];
            b = std::max(b, build_loss);
            o = std::max(o, operation_loss);
        }
    }
    void paint_recovery(double begin, double length, double build_loss, double operation_loss) {
        for (int s = 0; s < 6; ++s) {
            const double share = 1 - (s + 0.5) / 6;
            paint(begin + length * s / 6, begin + length * (s + 1) / 6, share * build_loss,
                  share * operation_loss);
        }
    }
};
using PathHours = std::array<Hours, channel_count>;

/// What the entries of a diary do, by the words of the spec.
PathHours by_hours(const Spec& spec, const std::vector<DiaryEntry>& diary,
                   const std::function<bool(const DiaryEntry&)>& counts) {
    PathHours made;
    for (const DiaryEntry& e : diary) {
        if (e.kept_off_by >= 0 || !counts(e)) continue;
        const security::StoppageClass& c = spec.classes[e.source];
        const security::EventKind kind = c.all_kinds()[static_cast<std::size_t>(e.kind)];
        const auto eased = [&](Channel channel, double loss, double security::Easing::*by) {
            for (const security::Protection& p : spec.protections)
                for (const security::Easing& x : p.eases)
                    if (e.time >= p.from.canonical() && (x.event_class.empty() || x.event_class == c.name) &&
                        (!x.channel || *x.channel == channel))
                        loss *= x.*by;
            return loss;
        };
        for (const security::Effect& x : kind.effects) {
            Hours& h = made[static_cast<std::size_t>(x.channel)];
            const double end = e.time + e.years[static_cast<std::size_t>(x.channel)];
            const double build = eased(x.channel, x.build_loss, &security::Easing::build_loss);
            const double operation = eased(x.channel, x.operation_loss, &security::Easing::operation_loss);
            h.paint(e.time, end, build, operation);
            h.paint_recovery(end, x.build_recovery.canonical(), build, 0);
            h.paint_recovery(end, x.operation_recovery.canonical(), 0, operation);
        }
        if (e.evacuated > 0)
            made[0].paint(e.time, e.time + e.evacuated, kind.evacuation->build_loss,
                          kind.evacuation->operation_loss);
    }
    return made;
}

/// Stretches against hours: how many hours differ.
int differing(std::span<const Outage> list, const Hours& h) {
    int wrong = 0;
    auto at = list.begin();
    for (int i = 0; i < hours; ++i) {
        const double t = middle(i);
        while (at != list.end() && at->end <= t) ++at;
        const bool on = at != list.end() && at->begin <= t;
        wrong += std::abs((on ? at->build_loss : 0) - h.build[static_cast<std::size_t>(i)]) > 1e-12 ||
                 std::abs((on ? at->operation_loss : 0) - h.operation[static_cast<std::size_t>(i)]) > 1e-12;
    }
    return wrong;
}

/// Force majeure and alert by hours, from the suspensions of the path and its regime.
Hours halts_by_hours(const Spec& spec, std::span<const Suspension> suspensions,
                     const std::vector<security::RegimePaths::Stay>& stays) {
    Hours h;
    const security::ForceMajeure& f = *spec.force_majeure;
    for (std::size_t i = 0; i < stays.size(); ++i)
        if (stays[i].alert > 0)
            h.paint(stays[i].begin, i + 1 < stays.size() ? stays[i + 1].begin : whole_years,
                    spec.build_loss_on_alert, 0);
    for (const Suspension& s : suspensions) {
        h.paint(s.begin, s.for_good ? whole_years : s.end, 1, 1);
        if (s.for_good) continue;
        const double ramp = f.restart.canonical();
        for (int k = 0; k < 6; ++k) {
            const double loss = 1 - f.restart_share * (k + 0.5) / 6;
            h.paint(s.end + ramp * k / 6, s.end + ramp * (k + 1) / 6, loss, loss);
        }
        h.paint(s.end + ramp, whole_years, 1 - f.build_share_after, 0);
    }
    return h;
}

/// Years of operation by steps of an hour, in which stock is moved as far as room and flow allow.
std::vector<double> worked_by_hours(const PathHours& p, const Hours& halts, const Stores& s) {
    const double h = 1.0 / 8766;
    double supplies = s.supplies, site = 0, port = 0;
    std::vector<double> work(whole_years, 0.0);
    for (std::size_t i = 0; i < hours; ++i) {
        const auto open = [&](Channel c) { return 1 - p[static_cast<std::size_t>(c)].operation[i]; };
        const double road = s.catch_up * open(Channel::road) * h, rail = s.catch_up * open(Channel::rail) * h,
                     ship = s.catch_up * open(Channel::port) * h;
        const double out_most = std::min(rail, s.port_product - port + ship);
        const double m = std::min({open(Channel::site) * h, (1 - halts.operation[i]) * h, supplies + road,
                                   s.site_product - site + out_most});
        const double railed = std::min(out_most, site + m);
        supplies = std::min(s.supplies, supplies + road - m);
        site = std::max(0.0, site + m - railed);
        port = std::max(0.0, port + railed - ship);
        work[i / 8766] += m;
    }
    return work;
}

const auto all_of_them = [](const DiaryEntry&) { return true; };

TEST(WholePath, HourByHourTheLargestLossOfEachChannelCounts) {
    SecurityBench bench{everything(), grid};
    const Stores stores{
        .supplies = 15 / 365.25, .site_product = 20 / 365.25, .port_product = 15 / 365.25, .catch_up = 1.15};
    double lost = 0;
    int suspended = 0;
    for (std::uint64_t first = 0; first < 2 * wide_block; first += wide_block) {
        bench.simulate(11, first);
        for (int p = 0; p < 6; ++p) {
            const auto diary = bench.model.diary(p, bench.work);
            EXPECT_GT(diary.size(), 50u);
            const PathHours expected = by_hours(bench.model.spec(), diary, all_of_them);
            for (int c = 0; c < channel_count; ++c) {
                const auto list = bench.outages.of(p, static_cast<Channel>(c));
                EXPECT_TRUE(disjoint_and_sorted(list));
                EXPECT_EQ(differing(list, expected[static_cast<std::size_t>(c)]), 0)
                    << "path " << first + p << " " << channel_names[static_cast<std::size_t>(c)];
            }
            const Hours halts =
                halts_by_hours(bench.model.spec(), bench.outages.suspensions(p), bench.work.regime.of(p));
            EXPECT_TRUE(disjoint_and_sorted(bench.outages.halts(p)));
            EXPECT_EQ(differing(bench.outages.halts(p), halts), 0) << "path " << first + p;
            suspended += !bench.outages.suspensions(p).empty();

            const std::vector<double> worked = worked_by_hours(expected, halts, stores);
            std::vector<double> walked(whole_years, 0.0);
            walk_supply_line(bench.outages, p, SiteUse::operation, stores, 0, whole_years,
                             [&](double from, double to, double pace) {
                                 for (int y = 0; y < whole_years; ++y)
                                     walked[static_cast<std::size_t>(y)] +=
                                         pace *
                                         std::max(0.0, std::min(to, y + 1.0) - std::max(from, y + 0.0));
                                 return true;
                             });
            for (std::size_t y = 0; y < whole_years; ++y) {
                EXPECT_NEAR(walked[y], worked[y], 0.003) << "path " << first + p << ", year " << y;
                lost += 1 - walked[y];
            }
        }
    }
    EXPECT_GT(lost, 5);
    EXPECT_GT(suspended, 5);
    EXPECT_LT(suspended, 12);
}

void expect_same_lists(std::span<const Outage> a, std::span<const Outage> b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        EXPECT_TRUE(a[i].begin == b[i].begin && a[i].end == b[i].end && a[i].build_loss == b[i].build_loss &&
                    a[i].operation_loss == b[i].operation_loss);
}

TEST(WholePath, APathAloneHasTheBitsItHasInAnyBlockWithEverythingOn) {
    SecurityBench wide{everything(), grid}, narrow{everything(), grid, narrow_block};
    wide.simulate(12, 640);
    narrow.simulate(12, 0);  // the workspace keeps nothing of the block before
    narrow.simulate(12, 656);
    std::size_t suspensions = 0, damages = 0;
    for (int p = 0; p < narrow_block; ++p) {
        const int q = 16 + p;
        for (int c = 0; c < channel_count; ++c)
            expect_same_lists(wide.outages.of(q, static_cast<Channel>(c)),
                              narrow.outages.of(p, static_cast<Channel>(c)));
        expect_same_lists(wide.outages.halts(q), narrow.outages.halts(p));
        const auto a = wide.outages.suspensions(q), b = narrow.outages.suspensions(p);
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            EXPECT_TRUE(a[i].begin == b[i].begin && a[i].end == b[i].end && a[i].for_good == b[i].for_good &&
                        a[i].source == b[i].source);
        const auto x = wide.outages.damages(q), y = narrow.outages.damages(p);
        ASSERT_EQ(x.size(), y.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            EXPECT_TRUE(x[i].time == y[i].time && x[i].cost == y[i].cost && x[i].source == y[i].source);
        const auto d = wide.model.diary(q, wide.work), e = narrow.model.diary(p, narrow.work);
        ASSERT_EQ(d.size(), e.size());
        for (std::size_t i = 0; i < d.size(); ++i)
            EXPECT_TRUE(d[i].time == e[i].time && d[i].row == e[i].row && d[i].kind == e[i].kind &&
                        d[i].place == e[i].place && d[i].kept_off_by == e[i].kept_off_by &&
                        d[i].years == e[i].years && d[i].evacuated == e[i].evacuated &&
                        d[i].cost == e[i].cost && d[i].attacks == e[i].attacks);
        suspensions += a.size();
        damages += x.size();
    }
    EXPECT_GT(suspensions, 5u);
    EXPECT_GT(damages, 100u);
}

/// The same losses at every instant, however the stretches are cut.
void expect_same_losses(std::span<const Outage> a, std::span<const Outage> b) {
    std::vector<double> edges{0, whole_years};
    for (const auto list : {a, b})
        for (const Outage& o : list) edges.insert(edges.end(), {o.begin, o.end});
    std::ranges::sort(edges);
    for (std::size_t i = 1; i < edges.size(); ++i) {
        if (edges[i] - edges[i - 1] < 1e-9) continue;
        const double t = 0.5 * (edges[i - 1] + edges[i]);
        EXPECT_EQ(loss_at(a, &Outage::build_loss, t), loss_at(b, &Outage::build_loss, t)) << t;
        EXPECT_EQ(loss_at(a, &Outage::operation_loss, t), loss_at(b, &Outage::operation_loss, t)) << t;
    }
}

TEST(WholePath, LeavingOutAClassIsTheModelInWhichItDoesNothing) {
    for (std::size_t c = 0; c < 5; ++c) {
        Spec without = everything();
        security::StoppageClass& off = without.classes[c];
        const auto harmless = [](std::vector<security::Effect>& effects, std::optional<EventCost>& cost,
                                 std::optional<security::Evacuation>& evacuation) {
            for (security::Effect& e : effects) e.build_loss = e.operation_loss = 0;
            cost = {};
            if (evacuation) evacuation->build_loss = evacuation->operation_loss = 0;
        };
        harmless(off.effects, off.cost, off.evacuation);
        for (security::EventKind& k : off.kinds) harmless(k.effects, k.cost, k.evacuation);
        security::ForceMajeure& f = *without.force_majeure;
        std::erase_if(f.chances, [&](const auto& x) { return x.event_class == off.name; });
        std::erase_if(f.counts, [&](const auto& x) { return x.event_class == off.name; });

        SecurityBench left{everything(), grid}, made{without, grid};
        left.simulate(13, 0);
        const std::size_t all = [&] {
            std::size_t n = 0;
            for (int p = 0; p < wide_block; ++p) n += left.outages.suspensions(p).size();
            return n;
        }();
        left.model.apply({.event_class = static_cast<int>(c)}, wide_block, left.work, left.outages);
        made.simulate(13, 0);
        std::size_t suspensions = 0;
        for (int p = 0; p < wide_block; ++p) {
            for (int k = 0; k < channel_count; ++k)
                expect_same_losses(left.outages.of(p, static_cast<Channel>(k)),
                                   made.outages.of(p, static_cast<Channel>(k)));
            const auto a = left.outages.suspensions(p), b = made.outages.suspensions(p);
            ASSERT_EQ(a.size(), b.size());
            for (std::size_t i = 0; i < a.size(); ++i) {
                EXPECT_NEAR(a[i].begin, b[i].begin, 1e-12);
                EXPECT_NEAR(a[i].end, b[i].end, 1e-12);
                EXPECT_EQ(a[i].source, b[i].source);
            }
            expect_same_losses(left.outages.halts(p), made.outages.halts(p));
            const auto x = left.outages.damages(p), y = made.outages.damages(p);
            ASSERT_EQ(x.size(), y.size());
            for (std::size_t i = 0; i < x.size(); ++i)
                EXPECT_TRUE(x[i].time == y[i].time && x[i].cost == y[i].cost);
            suspensions += a.size();
        }
        EXPECT_TRUE(c != 4 || suspensions < all);
    }
}

TEST(WholePath, AnEventLeftOutTakesAllThatItDidWithIt) {
    SecurityBench bench{everything(), grid};
    bench.simulate(14, 0);
    std::vector<std::vector<Suspension>> before;
    std::vector<std::vector<Damage>> damages;
    for (int p = 0; p < wide_block; ++p) {
        const auto s = bench.outages.suspensions(p);
        before.emplace_back(s.begin(), s.end());
        const auto d = bench.outages.damages(p);
        damages.emplace_back(d.begin(), d.end());
    }
    int ended = 0;
    for (int p = 0; p < 24; ++p) {
        // What set off the first suspension; else the first wave.
        const auto diary = bench.model.diary(p, bench.work);
        const Suspension* const first = before[p].empty() ? nullptr : &before[p][0];
        const bool by_event = first && first->source >= 0;
        const auto gone = std::ranges::find_if(diary, [&](const DiaryEntry& e) {
            return by_event ? e.time == first->begin && static_cast<int>(e.source) == first->source
                            : e.source == 4;
        });
        ASSERT_NE(gone, diary.end());
        const LeftOut without{.event_class = static_cast<int>(gone->source), .row = gone->row};
        bench.model.apply(without, wide_block, bench.work, bench.outages);
        const PathHours expected =
            by_hours(bench.model.spec(), diary, [&](const DiaryEntry& e) { return &e != &*gone; });
        for (int c = 0; c < channel_count; ++c)
            EXPECT_EQ(differing(bench.outages.of(p, static_cast<Channel>(c)),
                                expected[static_cast<std::size_t>(c)]),
                      0);
        std::erase_if(damages[p], [&](const Damage& d) { return d.time == gone->time; });
        EXPECT_EQ(bench.outages.damages(p).size(), damages[p].size());
        for (const Damage& d : bench.outages.damages(p)) EXPECT_NE(d.time, gone->time);
        for (const Suspension& s : bench.outages.suspensions(p)) EXPECT_NE(s.begin, gone->time);
        ended += by_event;
    }
    EXPECT_GT(ended, 8);
}

TEST(WholePath, ARowThatAPathDoesNotHaveLeavesOutNothing) {
    SecurityBench bench{everything(), grid};
    bench.simulate(15, 0);
    OutageBlock less;
    bench.model.apply({.event_class = 4, .row = 100'000}, wide_block, bench.work, less);
    for (int p = 0; p < wide_block; ++p) {
        for (int c = 0; c < channel_count; ++c)
            expect_same_lists(bench.outages.of(p, static_cast<Channel>(c)),
                              less.of(p, static_cast<Channel>(c)));
        expect_same_lists(bench.outages.halts(p), less.halts(p));
        EXPECT_EQ(bench.outages.damages(p).size(), less.damages(p).size());
    }
}

TEST(WholePath, WithoutForceMajeureThereIsAlertOnlyAndTheChannelsStay) {
    SecurityBench bench{everything(), grid};
    bench.simulate(16, 0);
    OutageBlock less;
    bench.model.apply({.force_majeure = true}, wide_block, bench.work, less);
    for (int p = 0; p < wide_block; ++p) {
        for (int c = 0; c < channel_count; ++c)
            expect_same_lists(bench.outages.of(p, static_cast<Channel>(c)),
                              less.of(p, static_cast<Channel>(c)));
        EXPECT_TRUE(less.suspensions(p).empty());
        EXPECT_EQ(bench.outages.damages(p).size(), less.damages(p).size());
        for (const Outage& o : less.halts(p)) EXPECT_TRUE(o.build_loss == 0.1 && o.operation_loss == 0);
        double alert = 0, high = 0;
        for (const Outage& o : less.halts(p)) alert += o.end - o.begin;
        for (int i = 0; i < whole_years; ++i) high += bench.alert(i, p);
        EXPECT_NEAR(alert, high, 1e-12);
    }
}

TEST(WholePath, WithoutEventsOnlyAlertIsLeft) {
    Spec s = everything();
    for (security::StoppageClass& c : s.classes) {
        c.rate = Rate{};
        c.excites.clear();
    }
    SecurityBench bench{s, grid};
    EXPECT_EQ(bench.simulate(17, 0), -1);
    for (int p = 0; p < wide_block; ++p) {
        for (int c = 0; c < channel_count; ++c)
            EXPECT_TRUE(bench.outages.of(p, static_cast<Channel>(c)).empty());
        EXPECT_TRUE(bench.outages.suspensions(p).empty());
        EXPECT_TRUE(bench.outages.damages(p).empty());
        EXPECT_TRUE(bench.model.diary(p, bench.work).empty());
        for (const Outage& o : bench.outages.halts(p)) EXPECT_EQ(o.operation_loss, 0);
    }
}

TEST(WholePath, PlacesWithoutExposureAreClassesWithoutEvents) {
    Spec s = everything();
    s.classes[0].places = {{"pass", 0.7, 0}, {"plain", 0.3, 0}};
    s.classes[0].excites.pop_back();
    SecurityBench bench{s, grid};
    bench.simulate(18, 0);
    for (int p = 0; p < wide_block; ++p) EXPECT_TRUE(bench.work.events.of(0, p).empty());
    s.classes[0].places = {{"pass", 0.7, 1}, {"plain", 0.3, 0}};
    SecurityBench half{s, grid};
    half.simulate(18, 0);
    random::DrawRows rows;
    const auto place_of = half.model.places(0, half.work, rows);
    int seen = 0;
    for (int p = 0; p < wide_block; ++p)
        for (const security::Event& e : half.work.events.of(0, p)) {
            EXPECT_EQ(place_of(e, p), 0);
            ++seen;
        }
    EXPECT_GT(seen, 1000);
}

}  // namespace
}  // namespace whole_path
