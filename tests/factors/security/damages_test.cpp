#include "minerisk/factors/security/damages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/security.hpp"

namespace damages_test {
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::DiaryEntry;
using security::StoppageClass;
using testing_support::SecurityBench;

const TimeGrid grid{{2027, 1, 1}, 20, 1};

/// Attacks that cost something where they hit cargo and nothing where they close the road.
StoppageClass attacks() {
    return {.name = "attacks",
            .rate = 4 / year,
            .kinds = {{"closes", 0.5, {{Channel::road, 1 * day, 3 * day}}},
                      {"hits", 0.3, {}, security::EventCost{0.3 * MUSD, 2 * MUSD}}},
            .excites = {{{}, 0.3, 10 / year}}};
}
StoppageClass breaches() {
    return {.name = "breaches",
            .rate = 1 / year,
            .effects = {{Channel::site, 10 * day, 90 * day}},
            .cost = security::EventCost{8 * MUSD, 80 * MUSD}};
}

TEST(Damages, AreThoseOfTheEventsThatCostSomethingByTime) {
    SecurityBench bench{{attacks(), breaches()}, {}, grid};
    bench.simulate(3, 0);
    random::DrawRows normal;
    normal.start(random::DrawRows::Law::normal, 3, random::stream_of("security.attacks.cost").value, 0,
                 wide_block);
    int seen[2]{};
    for (int p = 0; p < wide_block; ++p) {
        const auto damages = bench.outages.damages(p);
        EXPECT_TRUE(std::ranges::is_sorted(damages, {}, &Damage::time));
        auto next = damages.begin();
        for (const DiaryEntry& e : bench.model.diary(p, bench.work)) {
            EXPECT_EQ(e.cost > 0, e.source == 1 || e.kind == 1);
            if (e.cost == 0) continue;
            ASSERT_NE(next, damages.end());
            EXPECT_EQ(next->time, e.time);
            EXPECT_EQ(next->source, static_cast<int>(e.source));
            EXPECT_EQ(next->cost, e.cost);
            const double sigma = std::log(2 / 0.3) / 1.2815515655446004;
            if (e.source == 0) {
                EXPECT_NEAR(e.cost / (0.3e6 * std::exp(sigma * normal(e.row, p))), 1, 1e-12);
            }
            ++seen[e.source];
            ++next;
        }
        EXPECT_EQ(next, damages.end());
    }
    EXPECT_GT(seen[0], 500);
    EXPECT_GT(seen[1], 500);
}

TEST(Damages, AnEventCostsTheSameWhateverStandsBesideIt) {
    SecurityBench one{{breaches()}, {}, grid}, both{{attacks(), breaches()}, {}, grid};
    one.simulate(4, 64);
    both.simulate(4, 64);
    int seen = 0;
    for (int p = 0; p < wide_block; ++p) {
        auto next = one.outages.damages(p).begin();
        for (const Damage& d : both.outages.damages(p)) {
            if (d.source == 0) continue;
            EXPECT_EQ(d.time, next->time);
            EXPECT_EQ(d.cost, next->cost);
            ++next;
            ++seen;
        }
        EXPECT_EQ(next, one.outages.damages(p).end());
    }
    EXPECT_GT(seen, 500);
}

TEST(Damages, AnEventThatIsKeptOffCostsNothingAndTheOthersWhatTheyDid) {
    security::Spec spec{.classes = {attacks(), breaches()}};
    SecurityBench plain{spec, grid};
    spec.protections = {
        {.name = "escorts", .avoids = {{.event_class = "attacks", .kind = "hits", .share = 0.6}}}};
    SecurityBench guarded{spec, grid};
    plain.simulate(5, 0);
    guarded.simulate(5, 0);
    int gone = 0, kept = 0;
    for (int p = 0; p < wide_block; ++p) {
        const auto all = plain.outages.damages(p), some = guarded.outages.damages(p);
        auto next = some.begin();
        for (const Damage& d : all) {
            const bool same = next != some.end() && next->time == d.time;
            if (same) {
                EXPECT_EQ(next->cost, d.cost);
                ++next;
            }
            (same ? kept : gone) += 1;
            EXPECT_TRUE(same || d.source == 0);
        }
        EXPECT_EQ(next, some.end());
        for (const DiaryEntry& e : guarded.model.diary(p, guarded.work))
            EXPECT_FALSE(e.kept_off_by == 0 && e.cost > 0);
    }
    EXPECT_GT(gone, 300);
    EXPECT_GT(kept, 300);
}

TEST(Damages, WithoutCostsThereIsNoneAndNoStream) {
    StoppageClass c = breaches();
    c.cost = {};
    SecurityBench bench{{c}, {}, grid};
    bench.simulate(6, 0);
    for (int p = 0; p < wide_block; ++p) EXPECT_TRUE(bench.outages.damages(p).empty());
    EXPECT_EQ(std::ranges::count(bench.model.stream_names(), "security.breaches.cost"), 0);
}

}  // namespace
}  // namespace damages_test
