#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/sample.hpp"
#include "support/security.hpp"

namespace event_marks_statistics {
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::DiaryEntry;
using security::Event;
using security::StoppageClass;
using testing_support::expect_mean;
using testing_support::expect_quantile;
using testing_support::SecurityBench;

const TimeGrid grid{{2027, 1, 1}, 20, 1};
constexpr int blocks = 200;

TEST(ClosingsStatistics, StaffLeaveAfterTheirShareOfTheEventsForTheirTime) {
    StoppageClass c{.name = "wave",
                    .rate = 0.8 / year,
                    .effects = {{Channel::site, 7 * day, 21 * day, {}, 0.5, 0.5}},
                    .evacuation = security::Evacuation{0.5, 14 * day, 45 * day, 0.6, 0.6}};
    SecurityBench bench{{c}, {}, grid};
    std::vector<double> leave, days, both;
    for (std::uint64_t b = 0; b < blocks; ++b) {
        bench.simulate(31, b * wide_block);
        for (int p = 0; p < wide_block; ++p)
            for (const DiaryEntry& e : bench.model.diary(p, bench.work)) {
                if (e.time > 18) continue;  // the horizon cuts none of these in practice
                leave.push_back(e.evacuated > 0);
                if (e.evacuated > 0) days.push_back(e.evacuated * 365.25);
                if (e.evacuated > 0) both.push_back(e.years[0] * 365.25 < 7);
            }
    }
    expect_mean(leave, 0.5);
    expect_quantile(days, 0.5, 14);
    expect_quantile(days, 0.9, 45);
    expect_mean(both, 0.5);  // the length of the outage knows nothing of it
}

/// Attacks on three segments of a road, one of them where the project has no business.
StoppageClass on_segments() {
    return {.name = "corridor",
            .rate = 6 / year,
            .kinds = {{"closes", 0.5, {{Channel::road, 0.4 * day, 2.5 * day}}}, {"hits", 0.1, {}}},
            .excites = {{{}, 0.4, 0.14 / day}},
            .places = {{"pass", 0.5, 0.8}, {"plain", 0.2, 0.25}, {"elsewhere", 0.3, 0}}};
}

TEST(ClosingsStatistics, EventsThatTouchTheProjectStandAtThePlacesByShareAndExposure) {
    SecurityBench bench{{on_segments()}, {}, grid};
    const double exposed = 0.5 * 0.8 + 0.2 * 0.25, touching = 0.6 * exposed;
    EXPECT_DOUBLE_EQ(on_segments().touching(), touching);
    std::vector<double> pass, closes_at_pass, counts;
    for (std::uint64_t b = 0; b < 3 * blocks; ++b) {
        bench.simulate(32, b * wide_block);
        random::DrawRows rows;
        const auto place_of = bench.model.places(0, bench.work, rows);
        for (int p = 0; p < wide_block; ++p) {
            double n = 0;
            for (const Event& e : bench.work.events.of(0, p)) {
                if (!e.touches()) continue;
                const int place = place_of(e, p);
                ASSERT_LT(place, 2);
                if (e.time > 10) ++n;
                pass.push_back(place == 0);
                if (place == 0) closes_at_pass.push_back(e.kind == 0);
            }
            counts.push_back(n);
        }
    }
    expect_mean(pass, 0.4 / exposed);
    expect_mean(closes_at_pass, 0.5 / 0.6);
    expect_mean(counts, 6 * touching * 10);  // after ten years the clusters are in the long run
}

TEST(ClosingsStatistics, TheShareOfLiveEventsIsThatOfWhatTouchesTheProject) {
    StoppageClass whole = on_segments(), flat = on_segments();
    flat.places.clear();
    for (auto& k : flat.kinds) k.share *= 0.45;
    SecurityBench places{{whole}, {}, grid}, shares{{flat}, {}, grid};
    EXPECT_NEAR(places.model.law().of(0).live, shares.model.law().of(0).live, 1e-14);
    const double live = places.model.law().of(0).live;
    EXPECT_LT(live, 0.4);
    std::vector<double> made;
    for (std::uint64_t b = 0; b < blocks; ++b) {
        places.simulate(33, b * wide_block);
        shares.simulate(33, b * wide_block);
        for (int p = 0; p < wide_block; ++p) {
            const std::int64_t count = places.work.events.counts(0)[static_cast<std::size_t>(p)];
            ASSERT_EQ(count, shares.work.events.counts(0)[static_cast<std::size_t>(p)]);
            made.push_back(0);
            for (int i = 0; i < count; ++i) made.back() += places.work.events.times(0)(i, p) > 10;
        }
    }
    expect_mean(made, 6 * live * 10);
}

TEST(DamagesStatistics, CostsHaveTheirMedianAndP90) {
    StoppageClass c{.name = "c",
                    .rate = 2 / year,
                    .effects = {{Channel::road, 1 * day, 1 * day}},
                    .cost = security::EventCost{0.3 * MUSD, 2 * MUSD}};
    SecurityBench bench{{c}, {}, grid};
    std::vector<double> cost;
    for (std::uint64_t b = 0; b < blocks; ++b) {
        bench.simulate(34, b * wide_block);
        for (int p = 0; p < wide_block; ++p)
            for (const Damage& d : bench.outages.damages(p)) cost.push_back(d.cost);
    }
    expect_quantile(cost, 0.5, 0.3e6);
    expect_quantile(cost, 0.9, 2e6);
    expect_mean(cost, 0.3e6 * std::exp(0.5 * std::pow(std::log(2 / 0.3) / 1.2815515655446004, 2)));
}

TEST(BatchStatistics, AttacksOfAWaveHaveTheMomentsOfTheNote) {
    StoppageClass c{.name = "wave",
                    .rate = 5 / year,
                    .effects = {{Channel::road, 1 * day, 1 * day}},
                    .batch = security::Batch{14, 3}};
    SecurityBench bench{{c}, {}, grid};
    std::vector<double> attacks;
    std::vector<double> classes(31, 0.0);
    for (std::uint64_t b = 0; b < blocks; ++b) {
        bench.simulate(35, b * wide_block);
        for (int p = 0; p < wide_block; ++p)
            for (const DiaryEntry& e : bench.model.diary(p, bench.work)) {
                attacks.push_back(e.attacks);
                ++classes[static_cast<std::size_t>(std::min(e.attacks, 31) - 1)];
            }
    }
    testing_support::expect_moments(attacks, 15, 14 + 14 * 14 / 3.0);
    const double n = static_cast<double>(attacks.size());
    double chi = 0, probability = std::pow(3.0 / 17, 3), rest = 1;
    for (int k = 0; k < 30; ++k) {
        chi += std::pow(classes[static_cast<std::size_t>(k)] - n * probability, 2) / (n * probability);
        rest -= probability;
        probability *= 14.0 / 17 * (k + 3) / (k + 1);
    }
    chi += std::pow(classes[30] - n * rest, 2) / (n * rest);
    EXPECT_LT(chi, 59.7);  // 99.9 % point of chi-square with 30 degrees of freedom
}

}  // namespace
}  // namespace event_marks_statistics
