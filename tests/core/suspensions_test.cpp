#include "minerisk/core/suspensions.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using testing_support::never;
using Stretches = std::vector<std::pair<double, double>>;

Stretches unsuspended(const std::vector<Suspension>& list, double from, double to) {
    Stretches out;
    for_unsuspended(list, from, to, [&](double a, double b) { out.emplace_back(a, b); });
    return out;
}

TEST(Suspensions, WhatIsLeftOfAStretchOfTime) {
    const std::vector<Suspension> list{{1, 2, false}, {4, 5, false}};
    EXPECT_EQ(unsuspended({}, 0, 3), (Stretches{{0, 3}}));
    EXPECT_EQ(unsuspended(list, 0, 6), (Stretches{{0, 1}, {2, 4}, {5, 6}}));
    EXPECT_EQ(unsuspended(list, 1.5, 4.5), (Stretches{{2, 4}}));
    EXPECT_EQ(unsuspended(list, 1.2, 1.8), Stretches{});
    EXPECT_EQ(unsuspended(list, 2, 4), (Stretches{{2, 4}}));
    EXPECT_EQ(unsuspended(list, 6, 7), (Stretches{{6, 7}}));
    EXPECT_EQ(unsuspended(list, 3, 3), Stretches{});
}

TEST(Suspensions, OneForGoodHasNoEnd) {
    const std::vector<Suspension> list{{1, 2, false}, {4, 5, true}};
    EXPECT_EQ(unsuspended(list, 0, 9), (Stretches{{0, 1}, {2, 4}}));
    EXPECT_EQ(unsuspended(list, 6, 9), Stretches{});
    EXPECT_EQ(halted_for_good(list), 4);
    EXPECT_EQ(given_up(list), 5);
    EXPECT_EQ(halted_for_good({}), never);
    EXPECT_EQ(given_up({list.data(), 1}), never);
}

TEST(Suspensions, TheFirstUnsuspendedInstantIsTheEndOfWhatHoldsIt) {
    const std::vector<Suspension> two{{1, 2}, {2, 3}, {5, 6}};
    EXPECT_EQ(first_unsuspended(two, 0.5), 0.5);
    EXPECT_EQ(first_unsuspended(two, 1), 3);  // one follows upon the other
    EXPECT_EQ(first_unsuspended(two, 3), 3);
    EXPECT_EQ(first_unsuspended(two, 5.5), 6);
    const std::vector<Suspension> for_good{{1, 2, true}};
    EXPECT_EQ(first_unsuspended(for_good, 0.5), 0.5);
    EXPECT_EQ(first_unsuspended(for_good, 7), never);
}

}  // namespace
