#include "minerisk/core/supply_line.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "support/outages.hpp"

namespace {

using namespace minerisk;
using testing_support::block_of;
using testing_support::Lists;
using Use = SiteUse;

struct Piece {
    double from, to, pace;
};
std::vector<Piece> pieces(const Lists& lists, const Stores& stores, double t0, double t1,
                          Use use = Use::operation) {
    std::vector<Piece> out;
    walk_supply_line(block_of(lists), 0, use, stores, t0, t1, [&](double a, double b, double pace) {
        out.push_back({a, b, pace});
        return true;
    });
    return out;
}
/// Years of full work lost between t0 and t1.
double lost(const Lists& lists, const Stores& stores, double t0 = 0, double t1 = 10,
            Use use = Use::operation) {
    double sum = 0;
    for (const Piece& p : pieces(lists, stores, t0, t1, use)) sum += (1 - p.pace) * (p.to - p.from);
    return sum;
}
/// Stores of a quarter of a year each; channels catch up at 115 %.
Stores quarter_stores() {
    return {.supplies = 0.25, .site_product = 0.25, .port_product = 0.25, .catch_up = 1.15};
}
Outage closed(double begin, double length) {
    return {begin, begin + length, 1, 1};
}

TEST(SupplyLine, WithoutOutagesTheSiteWorksAtFullPace) {
    const auto all = pieces({}, quarter_stores(), 0.5, 7);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].from, 0.5);
    EXPECT_EQ(all[0].to, 7);
    EXPECT_EQ(all[0].pace, 1);
}

TEST(SupplyLine, AStoreBridgesAnOutageShorterThanItself) {
    EXPECT_EQ(lost({.road = {closed(1, 0.24)}}, quarter_stores()), 0);
    EXPECT_EQ(lost({.rail = {closed(1, 0.24)}}, quarter_stores()), 0);
    EXPECT_EQ(lost({.port = {closed(1, 0.24)}}, quarter_stores()), 0);
}

TEST(SupplyLine, ALongerOutageStopsTheMillByTheExcess) {
    EXPECT_NEAR(lost({.road = {closed(1, 0.4)}}, quarter_stores()), 0.15, 1e-14);
    EXPECT_NEAR(lost({.rail = {closed(1, 0.4)}}, quarter_stores()), 0.15, 1e-14);
    const auto all = pieces({.road = {closed(1, 0.4)}}, quarter_stores(), 0, 2);
    const auto stop = std::find_if(all.begin(), all.end(), [](const Piece& p) { return p.pace == 0; });
    ASSERT_NE(stop, all.end());
    EXPECT_NEAR(stop->from, 1.25, 1e-14);
    EXPECT_NEAR(stop->to, 1.4, 1e-14);
}

TEST(SupplyLine, AnOutageOfTheSiteStopsTheMillAtOnce) {
    EXPECT_NEAR(lost({.site = {closed(1, 0.1)}}, quarter_stores()), 0.1, 1e-14);
    EXPECT_NEAR(lost({.site = {{1, 2, 1, 0.3}}}, quarter_stores()), 0.3, 1e-14);
}

TEST(SupplyLine, APartialLossDrainsTheStoreAndThenHoldsTheMillToWhatArrives) {
    // 1.15 x 0.5 arrives: the store lasts 0.25 / 0.425 years, then the mill runs at 0.575.
    const double expected = (1 - 0.25 / 0.425) * 0.425;
    EXPECT_NEAR(lost({.road = {{1, 2, 1, 0.5}}}, quarter_stores()), expected, 1e-14);
    EXPECT_NEAR(lost({.rail = {{1, 2, 1, 0.5}}}, quarter_stores()), expected, 1e-14);
    EXPECT_EQ(lost({.road = {{1, 9, 1, 0.1}}}, quarter_stores()), 0);  // 1.15 x 0.9 > 1: no shortage
}

TEST(SupplyLine, TwoOutagesCloserThanTheRecoveryTimeAddUp) {
    for (const double gap : {0.5, 1.0, 4.0 / 3, 2.0}) {
        const double left_over = std::max(0.0, 0.2 - 0.15 * gap);
        const double expected = std::max(0.0, left_over + 0.2 - 0.25);
        EXPECT_NEAR(lost({.rail = {closed(1, 0.2), closed(1.2 + gap, 0.2)}}, quarter_stores()), expected,
                    1e-14);
        EXPECT_NEAR(lost({.road = {closed(1, 0.2), closed(1.2 + gap, 0.2)}}, quarter_stores()), expected,
                    1e-14);
    }
}

TEST(SupplyLine, WithoutCatchUpAStoreOnceUsedIsNeverRefilled) {
    Stores stores = quarter_stores();
    stores.catch_up = 1;
    EXPECT_NEAR(lost({.road = {closed(1, 0.2), closed(8, 0.2)}}, stores), 0.15, 1e-14);
}

TEST(SupplyLine, AClosedPortFillsItsStoreThenTheSitesThenStopsTheMill) {
    EXPECT_NEAR(lost({.port = {closed(1, 0.45)}}, quarter_stores()), 0, 1e-14);
    EXPECT_NEAR(lost({.port = {closed(1, 0.7)}}, quarter_stores()), 0.2, 1e-14);
    // The port's store is full when rail closes; the site's own room still takes a quarter of a year.
    EXPECT_NEAR(lost({.rail = {closed(1.3, 0.3)}, .port = {closed(1, 0.3)}}, quarter_stores()), 0.1, 1e-14);
}

TEST(SupplyLine, AnOutageOfTheSiteSavesSupplies) {
    // 0.2 of the 0.4 years without road pass while nothing is used: the store of 0.25 covers the rest.
    EXPECT_NEAR(lost({.site = {closed(1.1, 0.2)}, .road = {closed(1, 0.4)}}, quarter_stores()), 0.2, 1e-14);
    EXPECT_NEAR(lost({.site = {closed(1.1, 0.2)}, .road = {closed(1, 0.6)}}, quarter_stores()), 0.35, 1e-14);
}

TEST(SupplyLine, WithoutStoresTheWorkFollowsTheNarrowestChannel) {
    const Stores none{.catch_up = 1.15};
    EXPECT_NEAR(lost({.road = {closed(1, 0.4)}, .rail = {closed(1.2, 0.4)}, .port = {closed(3, 0.1)}}, none),
                0.7, 1e-14);
    EXPECT_NEAR(lost({.port = {{1, 2, 1, 0.5}}}, none), 0.425, 1e-14);
}

TEST(SupplyLine, ABuildNeedsTheRoadOnlyAndHasItsOwnLosses) {
    const Stores building{.supplies = 0.1, .catch_up = 1, .ships_product = false};
    const Lists lists{.site = {{0.5, 0.7, 0.5, 1}},
                      .road = {{1, 1.3, 1, 0}},
                      .rail = {closed(2, 1)},
                      .port = {closed(3, 1)}};
    EXPECT_NEAR(lost(lists, building, 0, 5, Use::build), 0.1 + 0.2, 1e-14);
}

TEST(SupplyLine, TheWalkStartsAtRestInsideAnOutage) {
    EXPECT_NEAR(lost({.road = {closed(1, 1)}}, quarter_stores(), 1.5, 5), 0.25, 1e-14);
    EXPECT_EQ(lost({.road = {closed(1, 1)}}, quarter_stores(), 2, 5), 0);
    EXPECT_NEAR(lost({.site = {closed(4.5, 1)}}, quarter_stores(), 2, 5), 0.5, 1e-14);  // ends with the walk
}

TEST(SupplyLine, TheSinkEndsTheWalk) {
    int calls = 0;
    walk_supply_line(block_of({.site = {closed(1, 1), closed(3, 1)}}), 0, Use::operation, quarter_stores(), 0,
                     10, [&](double, double, double) { return ++calls < 2; });
    EXPECT_EQ(calls, 2);
}

// A second way to the same answer: small steps, in each of which stock is moved as far as room and capacity
// allow. It knows every outage; the walk leaves out those that it proves harmless.
std::vector<double> work_by_small_steps(const Lists& lists, const Stores& s, int years, int steps_a_year) {
    const double h = 1.0 / steps_a_year;
    double supplies = s.supplies, site = 0, port = 0;
    const auto open = [](const std::vector<Outage>& list, double t) {
        double loss = 0;
        for (const Outage& o : list)
            if (o.begin <= t && t < o.end) loss = std::max(loss, o.operation_loss);
        return 1 - loss;
    };
    std::vector<double> work(static_cast<std::size_t>(years), 0.0);
    for (int step = 0; step < years * steps_a_year; ++step) {
        const double t = (step + 0.5) * h;
        const double road = s.catch_up * open(lists.road, t) * h, rail = s.catch_up * open(lists.rail, t) * h,
                     ship = s.catch_up * open(lists.port, t) * h;
        const double out_most = std::min(rail, s.port_product - port + ship);
        const double m = std::min({open(lists.site, t) * h, open(lists.halts, t) * h, supplies + road,
                                   s.site_product - site + out_most});
        const double railed = std::min(out_most, site + m);
        supplies = std::min(s.supplies, supplies + road - m);
        site += railed < site + m ? m - railed : -site;
        port = std::max(0.0, port + railed - ship);
        work[static_cast<std::size_t>(step / steps_a_year)] += m;
    }
    return work;
}

TEST(SupplyLine, AgreesWithSmallStepsOnRandomOutages) {
    std::mt19937 draw{77};
    constexpr int years = 3, steps = 1 << 12;
    const auto random_list = [&](int most, int longest) {
        std::vector<Outage> list, arriving(draw() % (most + 1));
        for (Outage& o : arriving) {
            o.begin = static_cast<double>(draw() % (years * steps)) / steps;
            o.end = o.begin + static_cast<double>(1 + draw() % longest) / steps;
            o.operation_loss = draw() % 3 ? 1.0 : 0.125 * static_cast<double>(draw() % 8);
        }
        std::sort(arriving.begin(), arriving.end(), [](auto& a, auto& b) { return a.begin < b.begin; });
        for (const Outage& o : arriving) add_largest(list, 0, o);
        return list;
    };
    int stopped = 0, untouched = 0;
    for (int trial = 0; trial < 60; ++trial) {
        const int longest = trial % 3 == 0 ? 200 : 600;
        const Lists lists{random_list(3, 200), random_list(12, longest), random_list(12, longest),
                          random_list(trial % 2 ? 6 : 0, longest), random_list(trial % 3, 900)};
        const auto store = [&](double unit) { return unit * static_cast<double>(draw() % 5); };
        const Stores stores{store(0.02), store(0.03), store(0.02), trial % 5 ? 1.15 : 1.0};
        const auto expected = work_by_small_steps(lists, stores, years, steps);
        std::vector<double> work(years, 0.0);
        double reached = 0;
        for (const Piece& p : pieces(lists, stores, 0, years)) {
            ASSERT_EQ(p.from, reached);  // pieces follow each other without gap
            reached = p.to;
            for (int y = 0; y < years; ++y)
                work[y] += p.pace * std::max(0.0, std::min(p.to, y + 1.0) - std::max(p.from, y + 0.0));
        }
        ASSERT_EQ(reached, years);
        double sum = 0;
        for (int y = 0; y < years; ++y) {
            ASSERT_NEAR(work[y], expected[y], 20.0 / steps) << "trial " << trial << ", year " << y;
            sum += work[y];
        }
        stopped += sum < years - 0.3;
        untouched += sum > years - 0.05;
    }
    EXPECT_GT(stopped, 10);  // the trials must try both
    EXPECT_GT(untouched, 3);
}

TEST(SupplyLine, AHarmlessOutageChangesNothing) {
    // Harmful ones around it keep it in the walk; alone it is dropped: the same pace elsewhere, bit for bit.
    const Lists with{.road = {closed(1, 0.4), closed(5, 0.1), closed(8, 0.4)}};
    const Lists without{.road = {closed(1, 0.4), closed(8, 0.4)}};
    EXPECT_EQ(pieces(with, quarter_stores(), 0, 10).size(), pieces(without, quarter_stores(), 0, 10).size());
    EXPECT_EQ(lost(with, quarter_stores()), lost(without, quarter_stores()));
}

}  // namespace
