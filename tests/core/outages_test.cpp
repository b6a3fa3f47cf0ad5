#include "minerisk/core/outages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace {

using namespace minerisk;

std::vector<Outage> joined(const std::vector<Outage>& arriving) {
    std::vector<Outage> list;
    for (const Outage& o : arriving) add_largest(list, 0, o);
    return list;
}
/// The largest losses among the outages that hold time t.
std::pair<double, double> losses_at(const std::vector<Outage>& outages, double t) {
    double build = 0, operation = 0;
    for (const Outage& o : outages) {
        if (!(o.begin <= t && t < o.end)) continue;
        build = std::max(build, o.build_loss);
        operation = std::max(operation, o.operation_loss);
    }
    return {build, operation};
}

TEST(Outages, AtEachInstantTheLargestLossCounts) {
    std::mt19937 draw{20261};
    constexpr int cells = 400;  // outages begin and end on cell edges, so that cell middles tell everything
    for (int trial = 0; trial < 400; ++trial) {
        std::vector<Outage> arriving(1 + draw() % 25);
        for (Outage& o : arriving) {
            o.begin = static_cast<double>(draw() % cells);
            o.end = o.begin + static_cast<double>(draw() % (trial % 2 ? 20 : 150));
            o.build_loss = 0.25 * static_cast<double>(draw() % 5);
            o.operation_loss = 0.25 * static_cast<double>(draw() % 5);
        }
        std::sort(arriving.begin(), arriving.end(), [](auto& a, auto& b) { return a.begin < b.begin; });
        const auto list = joined(arriving);
        for (std::size_t i = 0; i < list.size(); ++i) {
            ASSERT_LT(list[i].begin, list[i].end);
            if (i > 0) {
                ASSERT_LE(list[i - 1].end, list[i].begin);
            }
        }
        for (int cell = 0; cell < cells + 150; ++cell)
            ASSERT_EQ(losses_at(list, cell + 0.5), losses_at(arriving, cell + 0.5))
                << "trial " << trial << ", " << cell;
    }
}

TEST(Outages, TheUnionNeverLastsLongerThanItsPartsNorLosesMore) {
    const auto list = joined({{0, 4, 0.5, 0.5}, {1, 3, 0.6, 0.6}, {2, 6, 0.5, 0.5}});
    double time = 0, lost = 0;
    for (const Outage& o : list) {
        time += o.end - o.begin;
        lost += (o.end - o.begin) * o.operation_loss;
        EXPECT_LE(o.operation_loss, 0.6);
    }
    EXPECT_EQ(time, 6);
    EXPECT_DOUBLE_EQ(lost, 4 * 0.5 + 2 * 0.6);
}

TEST(Outages, BuildAndOperationTakeTheirLargestApart) {
    const auto list = joined({{0, 2, 1.0, 0.2}, {1, 3, 0.3, 0.9}});
    ASSERT_EQ(list.size(), 3u);
    EXPECT_EQ(list[1].build_loss, 1.0);
    EXPECT_EQ(list[1].operation_loss, 0.9);
    EXPECT_EQ(list[2].build_loss, 0.3);
}

TEST(Outages, EdgesThatTouchDoNotOverlapAndEmptyOnesVanish) {
    EXPECT_EQ(joined({{0, 1, 1, 1}, {1, 2, 0.5, 0.5}}).size(), 2u);
    EXPECT_TRUE(joined({{1, 1, 1, 1}}).empty());
    EXPECT_TRUE(joined({{1, 0.5, 1, 1}}).empty());
    const auto same = joined({{1, 2, 0.5, 0.5}, {1, 2, 1, 0.25}});
    ASSERT_EQ(same.size(), 1u);
    EXPECT_EQ(same[0].build_loss, 1);
    EXPECT_EQ(same[0].operation_loss, 0.5);
}

TEST(Outages, WhatTheLastOneHidesOrOutlastsSplitsNothing) {
    const auto hidden = joined({{0, 4, 1, 1}, {1, 3, 0.5, 1}});
    ASSERT_EQ(hidden.size(), 1u);
    EXPECT_EQ(hidden[0].end, 4);
    const auto longer = joined({{0, 4, 1, 1}, {2, 6, 1, 1}});
    ASSERT_EQ(longer.size(), 1u);
    EXPECT_EQ(longer[0].end, 6);
    const auto less = joined({{0, 4, 1, 1}, {2, 6, 0.5, 1}});
    ASSERT_EQ(less.size(), 2u);
    EXPECT_EQ(less[0].end, 4);
    EXPECT_EQ(less[1].begin, 4);
    EXPECT_EQ(less[1].end, 6);
    EXPECT_EQ(less[1].build_loss, 0.5);
}

TEST(Outages, EachPathAndChannelHasItsOwnList) {
    OutageBlock block;
    block.clear();
    for (int path = 0; path < 3; ++path)
        for (int channel = 0; channel < channel_count; ++channel) {
            for (int k = 0; k < path; ++k) block.add({10.0 * k, 10.0 * k + 1 + channel, 1, 1});
            block.end_list();
        }
    EXPECT_TRUE(block.of(0, Channel::road).empty());
    ASSERT_EQ(block.of(2, Channel::rail).size(), 2u);
    EXPECT_EQ(block.of(2, Channel::rail)[1].end, 13);
    EXPECT_EQ(block.of(1, Channel::site)[0].end, 1);
    block.reset_empty(2);
    EXPECT_TRUE(block.of(1, Channel::port).empty());
}

TEST(Outages, ListsOfAllPathsAtOnceStandBesideThoseThatAreWrittenOneByOne) {
    OutageBlock block;
    for (const std::size_t paths : {3u, 2u}) {  // less after more
        block.clear();
        for (int c = 0; c < channel_count; ++c) {
            const auto out = block.lists(static_cast<Channel>(c)).write(paths, 2 * paths);
            for (std::size_t p = 0; p < paths; ++p) {
                for (std::size_t k = 0; k < p; ++k)
                    out.items[out.offsets[p] + k] = {10.0 * c, 10.0 * c + 1, 1, 1};
                out.offsets[p + 1] = out.offsets[p] + p;
            }
        }
        for (std::size_t p = 0; p < paths; ++p) block.end_halts();
        const auto damages = block.damage_lists().write(paths, 1);
        damages.items[0] = {3, 5, 1};
        damages.offsets[paths] = 1;
        for (std::size_t p = 0; p < paths; ++p) {
            const int path = static_cast<int>(p);
            EXPECT_EQ(block.of(path, Channel::rail).size(), p);
            EXPECT_EQ(block.damages(path).size(), p + 1 == paths ? 1u : 0u);
            EXPECT_TRUE(block.halts(path).empty());
        }
        EXPECT_EQ(block.of(1, Channel::port)[0].begin, 30);
    }
}

TEST(Outages, AListNeverJoinsWithTheOneBeforeIt) {
    OutageBlock block;
    block.clear();
    block.add({0, 5, 1, 1});
    block.end_list();
    block.add({1, 2, 1, 1});
    block.end_list();
    block.end_list();
    block.end_list();
    ASSERT_EQ(block.of(0, Channel::site).size(), 1u);
    ASSERT_EQ(block.of(0, Channel::road).size(), 1u);
    EXPECT_EQ(block.of(0, Channel::road)[0].begin, 1);
}

}  // namespace
