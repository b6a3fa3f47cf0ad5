#include "minerisk/factors/security/closings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "minerisk/random/distribution/factories.hpp"
#include "support/outages.hpp"
#include "support/security.hpp"

namespace closings_test {
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Effect;
using security::Event;
using security::StoppageClass;
using testing_support::area_of;
using testing_support::disjoint_and_sorted;
using testing_support::loss_at;
using testing_support::SecurityBench;

constexpr double a_day = 1 / 365.25;
constexpr double horizon = 20;
const TimeGrid grid{{2027, 1, 1}, 20, 1};

random::DrawRows rows(random::DrawRows::Law law, const std::string& stream, std::uint64_t seed,
                      std::uint64_t first_path, int width = wide_block) {
    random::DrawRows made;
    made.start(law, seed, random::stream_of(stream).value, first_path, width);
    return made;
}

TEST(Closings, ALengthByDistributionIsTheQuantileAtTheUniformOfItsRowUpToTheCap) {
    const Distribution law = distribution::triangular({.low = 0, .likely = 3 * a_day, .high = 40 * a_day});
    StoppageClass c{.name = "c",
                    .rate = 3 / year,
                    .kinds = {{"by law",
                               0.4,
                               {{.channel = Channel::rail, .cap = 20 * day, .length = law},
                                {.channel = Channel::port, .median = 1 * day, .p90 = 4 * day}}},
                              {"lognormal", 0.4, {{Channel::rail, 2 * day, 6 * day}}}}};
    SecurityBench bench{{c}, {}, grid};
    bench.simulate(3, 64);
    auto uniform = rows(random::DrawRows::Law::uniform, "security.c.rail", 3, 64);
    auto normal = rows(random::DrawRows::Law::normal, "security.c.rail", 3, 64);
    int capped = 0, free = 0, lognormal = 0;
    for (int p = 0; p < wide_block; ++p) {
        const auto diary = bench.model.diary(p, bench.work);
        for (const security::DiaryEntry& e : diary) {
            double length = 2 * a_day * std::exp(std::log(3.0) / 1.2815515655446004 * normal(e.row, p));
            if (e.kind == 0) length = std::min(20 * a_day, law.quantile(uniform(e.row, p)));
            ASSERT_NEAR(e.years[static_cast<int>(Channel::rail)], std::min(length, horizon - e.time), 1e-11);
            ASSERT_EQ(e.years[static_cast<int>(Channel::port)] > 0, e.kind == 0);
            lognormal += e.kind == 1;
            if (e.kind == 0) (length == 20 * a_day ? capped : free) += 1;
        }
    }
    EXPECT_GT(capped, 100);
    EXPECT_GT(free, 100);
    EXPECT_GT(lognormal, 100);
}

TEST(Closings, ALengthOfNothingClosesNothing) {
    StoppageClass c{.name = "c",
                    .rate = 3 / year,
                    .effects = {{.channel = Channel::road, .length = distribution::fixed(0)}}};
    SecurityBench bench{{c}, {}, grid};
    bench.simulate(3, 0);
    for (int p = 0; p < wide_block; ++p) EXPECT_TRUE(bench.outages.of(p, Channel::road).empty());
}

/// Ten days; then a build comes back over 30 days and operation over 60.
StoppageClass slow_to_recover(Rate rate) {
    return {.name = "slow",
            .rate = rate,
            .effects = {{.channel = Channel::site,
                         .median = 10 * day,
                         .p90 = 10 * day,
                         .build_loss = 0.6,
                         .operation_loss = 1.0,
                         .build_recovery = 30 * day,
                         .operation_recovery = 60 * day}}};
}
/// The loss, `after` days behind the begin of one such outage: a step is a sixth of the recovery.
double left(double after, double loss, double recovery) {
    if (after < 0 || after >= 10 + recovery) return 0;
    return after < 10 ? loss : loss * (1 - (std::floor((after - 10) / recovery * 6) + 0.5) / 6);
}

TEST(Closings, RecoveryCostsAsMuchWorkAsAStraightLineBuildAndOperationApart) {
    SecurityBench bench{{slow_to_recover(0.05 / year)}, {}, grid};
    int whole = 0;
    for (std::uint64_t first = 0; first < 640; first += wide_block) {
        bench.simulate(4, first);
        for (int p = 0; p < wide_block; ++p) {
            const auto list = bench.outages.of(p, Channel::site);
            ASSERT_TRUE(disjoint_and_sorted(list));
            const auto& events = bench.work.events.of(0, p);
            if (events.size() != 1) continue;
            const double begin = events[0].time, end = std::min(horizon, begin + 70 * a_day);
            EXPECT_EQ(list.front().begin, begin);
            EXPECT_NEAR(list.back().end, end, 1e-12);
            if (begin + 70 * a_day < horizon) {
                ++whole;
                EXPECT_NEAR(area_of(list, &Outage::build_loss) / a_day, 0.6 * (10 + 30 / 2.0), 1e-9);
                EXPECT_NEAR(area_of(list, &Outage::operation_loss) / a_day, 1.0 * (10 + 60 / 2.0), 1e-9);
            }
            for (double t = begin + a_day / 2; t < end; t += a_day) {
                EXPECT_NEAR(loss_at(list, &Outage::build_loss, t), left((t - begin) / a_day, 0.6, 30), 1e-12);
                EXPECT_NEAR(loss_at(list, &Outage::operation_loss, t), left((t - begin) / a_day, 1, 60),
                            1e-12);
            }
        }
    }
    EXPECT_GT(whole, 200);
}

TEST(Closings, RecoveriesThatOverlapCountTheLargestAndNothingPassesTheHorizon) {
    SecurityBench bench{{slow_to_recover(6 / year)}, {}, grid};
    bench.outages.keep_events({true, false, false, false});
    bench.simulate(5, 0);
    int last_days = 0, overlaps = 0;
    for (int p = 0; p < wide_block / 2; ++p) {
        const auto list = bench.outages.of(p, Channel::site);
        const auto& events = bench.work.events.of(0, p);
        ASSERT_TRUE(disjoint_and_sorted(list));
        ASSERT_LE(list.back().end, horizon);
        EXPECT_TRUE(std::ranges::is_sorted(bench.outages.events(p, Channel::site), {},
                                           [](const EventOutage& e) { return e.outage.begin; }));
        for (std::size_t i = 1; i < events.size(); ++i)
            overlaps += events[i].time < events[i - 1].time + 70 * a_day;
        last_days += events.back().time > horizon - 10 * a_day;
        for (double t = a_day / 3; t < horizon; t += 1.7 * a_day) {
            double build = 0, operation = 0;
            for (const Event& e : events) {
                build = std::max(build, left((t - e.time) / a_day, 0.6, 30));
                operation = std::max(operation, left((t - e.time) / a_day, 1, 60));
            }
            ASSERT_NEAR(loss_at(list, &Outage::build_loss, t), build, 1e-9);
            ASSERT_NEAR(loss_at(list, &Outage::operation_loss, t), operation, 1e-9);
        }
    }
    EXPECT_GT(overlaps, 1000);
    EXPECT_GT(last_days, 1);
}

TEST(Closings, WhatWorkStatesOfAClassFallsWithTheRecoveryOfABuild) {
    security::Spec spec{.classes = {slow_to_recover(0.05 / year)}};
    spec.protections = {{.name = "shelters", .eases = {{.event_class = "slow", .build_loss = 0.5}}}};
    SecurityBench bench{spec, grid};
    bench.outages.keep_events({true, false, false, false});
    int seen = 0;
    for (std::uint64_t first = 0; first < 128; first += wide_block) {
        bench.simulate(6, first);
        for (int p = 0; p < wide_block; ++p) {
            const auto events = bench.outages.events(p, Channel::site);
            if (bench.work.events.of(0, p).size() != 1 || events.front().outage.begin > horizon - 0.25)
                continue;
            ++seen;
            ASSERT_EQ(events.size(), 13u);  // the outage and six steps of each recovery
            double build = 0;
            for (const EventOutage& e : events) {
                EXPECT_NEAR(e.outage.build_loss, 0.6 * e.build_share, 1e-15);
                build += e.build_share * (e.outage.end - e.outage.begin);
            }
            EXPECT_NEAR(build / a_day, 0.5 * (10 + 30 / 2.0), 1e-9);
        }
    }
    EXPECT_GT(seen, 20);
}

/// A loss of 0.3 for 5 days, and staff away for 20: 0.6 of a build, 0.1 of operation.
StoppageClass evacuated(double probability) {
    return {.name = "wave",
            .rate = 0.05 / year,
            .effects = {{Channel::site, 5 * day, 5 * day, {}, 0.3, 0.3}},
            .evacuation = security::Evacuation{probability, 20 * day, 20 * day, 0.6, 0.1}};
}

TEST(Closings, StaffThatLeaveAddTheirLossWhereItIsTheLarger) {
    SecurityBench never{{evacuated(0)}, {}, grid}, always{{evacuated(1)}, {}, grid};
    int seen = 0;
    for (std::uint64_t first = 0; first < 256; first += wide_block) {
        never.simulate(7, first);
        always.simulate(7, first);
        for (int p = 0; p < wide_block; ++p) {
            const auto& events = always.work.events.of(0, p);
            if (events.size() != 1 || events[0].time > horizon - 21 * a_day) continue;
            ++seen;
            ASSERT_EQ(never.work.events.of(0, p)[0].time, events[0].time);
            const double t = events[0].time + a_day;
            const auto less = never.outages.of(p, Channel::site), more = always.outages.of(p, Channel::site);
            EXPECT_NEAR(area_of(less, &Outage::build_loss) / a_day, 1.5, 1e-9);
            EXPECT_EQ(loss_at(more, &Outage::build_loss, t), 0.6);
            EXPECT_EQ(loss_at(more, &Outage::operation_loss, t), 0.3);
            EXPECT_NEAR(area_of(more, &Outage::build_loss) / a_day, 0.6 * 20, 1e-9);
            EXPECT_NEAR(area_of(more, &Outage::operation_loss) / a_day, 0.3 * 5 + 0.1 * 15, 1e-9);
            EXPECT_NEAR(always.model.diary(p, always.work)[0].evacuated / a_day, 20, 1e-9);
            EXPECT_NEAR(always.model.diary(p, always.work)[0].years[0] / a_day, 5, 1e-9);
            EXPECT_EQ(never.model.diary(p, never.work)[0].evacuated, 0);
        }
    }
    EXPECT_GT(seen, 50);
}

TEST(Closings, StreamsOfStaffThatLeaveStandBesideThoseOfTheSite) {
    const security::Stoppages model{{evacuated(0.5)}, {}, grid};
    EXPECT_EQ(model.stream_names(),
              (std::vector<std::string>{"security.wave.arrival", "security.wave.site",
                                        "security.wave.evacuates", "security.wave.evacuation"}));
}

TEST(Closings, AMeasureEasesOnlyItsClassAndChannelAndOnlyFromItsDateOn) {
    const auto both = [](const char* name) {
        return StoppageClass{.name = name,
                             .rate = 2 / year,
                             .effects = {{Channel::road, 4 * day, 9 * day, 12 * day, 0.8, 1.0},
                                         {Channel::rail, 4 * day, 9 * day, {}, 0.8, 1.0}}};
    };
    security::Spec spec{.classes = {both("a"), both("b")}};
    SecurityBench plain{spec, grid};
    spec.protections = {{.name = "second road",
                         .from = 5 * year,
                         .eases = {{.event_class = "a",
                                    .channel = Channel::road,
                                    .length = 0.5,
                                    .build_loss = 0.25,
                                    .operation_loss = 0.75}}},
                        {.name = "everywhere", .from = 10 * year, .eases = {{.length = 0.5}}}};
    SecurityBench eased{spec, grid};
    plain.outages.keep_events({true, true, true, true});
    eased.outages.keep_events({true, true, true, true});
    plain.simulate(8, 0);
    eased.simulate(8, 0);
    int early = 0, later = 0, last = 0;
    for (int p = 0; p < wide_block; ++p)
        for (const Channel channel : {Channel::road, Channel::rail}) {
            const auto before = plain.outages.events(p, channel), after = eased.outages.events(p, channel);
            ASSERT_EQ(before.size(), after.size());
            for (std::size_t i = 0; i < before.size(); ++i) {
                const Outage &x = before[i].outage, &y = after[i].outage;
                ASSERT_EQ(x.begin, y.begin);
                const bool first = before[i].source == 0 && channel == Channel::road && x.begin >= 5;
                const double factor = (first ? 0.5 : 1) * (x.begin >= 10 ? 0.5 : 1);
                if (x.end < horizon) {
                    ASSERT_NEAR(y.end - y.begin, factor * (x.end - x.begin), 1e-12);
                }
                ASSERT_EQ(y.build_loss, first ? 0.8 * 0.25 : 0.8);
                ASSERT_EQ(y.operation_loss, first ? 0.75 : 1);
                ASSERT_EQ(after[i].build_share, first ? 0.25 : 1);
                (factor == 1 ? early : factor == 0.5 ? later : last) += 1;
            }
        }
    EXPECT_GT(early, 1000);
    EXPECT_GT(later, 1000);
    EXPECT_GT(last, 300);
}

}  // namespace
}  // namespace closings_test
