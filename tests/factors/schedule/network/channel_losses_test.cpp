#include "minerisk/factors/schedule/network/channel_losses.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>
#include <vector>

#include "minerisk/kernels/active.hpp"

using namespace minerisk;
using schedule::ChannelLosses;
using schedule::Loss;
using schedule::Meeting;

namespace {

constexpr double far = 40;

/// Disjoint outages over `far` years, some of them end to end, some that cost work nothing.
std::vector<Outage> some_outages(std::mt19937& draw) {
    std::vector<Outage> made;
    for (double t = 0;;) {
        t += draw() % 3 ? 0.125 * static_cast<double>(draw() % 32) : 0;
        const double end = t + 0.03125 * static_cast<double>(1 + draw() % 8);
        if (end > far) return made;
        made.push_back({t, end, 0.25 * static_cast<double>(draw() % 5), 1});
        t = end;
    }
}
ChannelLosses looked(const std::vector<Outage>& outages, Channel channel, const Meeting& meeting,
                     const std::vector<double>& looks) {
    ChannelLosses made;
    made.start(outages, channel, meeting);
    for (const double until : looks) {
        ChannelLossPath* const path = made.prepare(outages, until);
        kernels().channel_losses({meeting.recovery, meeting.shift, 1, &path});
    }
    return made;
}
double share_at(std::span<const Loss> losses, double t) {
    for (const Loss& l : losses)
        if (l.begin <= t && t < l.end) return l.share;
    return 0;
}

}  // namespace

TEST(ChannelLosses, AtEachInstantTheLargestOfTheOutageAndWhatIsLeftOfThoseBeforeCounts) {
    std::mt19937 draw{20268};
    for (int trial = 0; trial < 60; ++trial) {
        const auto outages = some_outages(draw);
        const Meeting meeting{{}, trial % 4 == 0 ? 0 : 0.0625 * (trial % 7), trial % 3 - 1.0};
        const auto known = looked(outages, Channel::rail, meeting, {far});
        const auto losses = known.losses();
        for (std::size_t i = 0; i < losses.size(); ++i) {
            ASSERT_LT(losses[i].begin, losses[i].end);
            if (i > 0) {
                ASSERT_LE(losses[i - 1].end, losses[i].begin);
            }
        }
        for (double t = 1.0 / 512; t < far; t += 1.0 / 128) {
            double expected = 0;
            for (const Outage& o : outages) {
                const double begin = o.begin + meeting.shift, end = o.end + meeting.shift;
                if (end <= 0) continue;  // over before the plan starts: recovered
                const double since = (t - end) / meeting.recovery;
                if (begin <= t && t < end) expected = std::max(expected, o.build_loss);
                if (t >= end && since < 0.5) expected = std::max(expected, 0.75 * o.build_loss);
                if (t >= end && since >= 0.5 && since < 1) expected = std::max(expected, 0.25 * o.build_loss);
            }
            ASSERT_EQ(share_at(losses, t), expected) << "trial " << trial << ", " << t;
        }
    }
}

TEST(ChannelLosses, HowFarOneLooksAtATimeChangesNothing) {
    std::mt19937 draw{20269};
    for (int trial = 0; trial < 200; ++trial) {
        const auto outages = some_outages(draw);
        const Meeting meeting{{.supplies = 0.125, .catch_up = 1.25}, 0.125 * (trial % 3), trial % 2 - 1.0};
        const Channel channel = trial % 2 ? Channel::site : Channel::road;
        std::vector<double> looks;
        for (double t = 0; t < far;)
            looks.push_back(t = std::min(far, t + 0.0625 * static_cast<double>(1 + draw() % 64)));
        const auto whole = looked(outages, channel, meeting, {far});
        const auto parts = looked(outages, channel, meeting, looks);
        const auto at_once = whole.losses(), by_parts = parts.losses();
        ASSERT_EQ(at_once.size(), by_parts.size()) << trial;
        for (std::size_t i = 0; i < at_once.size(); ++i) {
            EXPECT_NEAR(at_once[i].begin, by_parts[i].begin, 1e-12);
            EXPECT_NEAR(at_once[i].end, by_parts[i].end, 1e-12);
            EXPECT_EQ(at_once[i].share, by_parts[i].share);
        }
    }
}
