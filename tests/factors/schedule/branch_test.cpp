#include "minerisk/factors/schedule/branch.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "minerisk/random/draws.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using schedule::Branch;
using schedule::BranchOption;
using Then = BranchOption::Then;

Branch::Parameters restart_or_wait() {
    return {.decided = 0.5 * year,
            .options = {{"restart", 0.65, Then::go},
                        {"slip", 0.25, Then::decide_again, 1 * year},
                        {"stop", 0.10, Then::stop}},
            .base = "restart",
            .standing_cost = 0.06,
            .exit_cost = 0.10};
}
std::vector<Branch::Result> decided(const Branch& branch, double horizon, std::uint64_t first = 0,
                                    int width = wide_block) {
    std::vector<Branch::Result> results(static_cast<std::size_t>(width));
    branch.simulate_block(8, first, horizon, width, results.data());
    return results;
}

TEST(Branch, EachPathFollowsItsUniformsDownTheOptions) {
    const Branch branch{restart_or_wait()};
    const auto results = decided(branch, 60);
    BlockArray u{20, wide_block};
    random::uniform_rows({.seed = 8, .stream = random::stream_of("schedule.branch")}, u);
    int waited = 0;
    for (int p = 0; p < wide_block; ++p) {
        int k = 0;
        while (u(k, p) >= 0.65 && u(k, p) < 0.90) ++k;
        const Branch::Result& r = results[static_cast<std::size_t>(p)];
        EXPECT_EQ(r.draws, static_cast<std::uint32_t>(k + 1));
        EXPECT_EQ(r.pause_end, 0.5 + k);
        EXPECT_EQ(r.decision, u(k, p) < 0.65 ? Decision::go : Decision::stopped);
        waited += k > 0;
    }
    EXPECT_GT(waited, 5);
}

TEST(Branch, APathAloneDecidesAsInAnyBlock) {
    const Branch branch{restart_or_wait()};
    const auto wide = decided(branch, 60, 64), narrow = decided(branch, 60, 96, narrow_block);
    for (std::size_t p = 0; p < narrow_block; ++p) {
        EXPECT_EQ(narrow[p].decision, wide[32 + p].decision);
        EXPECT_EQ(narrow[p].pause_end, wide[32 + p].pause_end);
        EXPECT_EQ(narrow[p].draws, wide[32 + p].draws);
    }
}

TEST(Branch, ADelayOfAnOptionThatGoesOnLengthensThePause) {
    Branch::Parameters p = restart_or_wait();
    p.options = {{"later", 1, Then::go, 2 * year}};
    p.base = "later";
    for (const auto& r : decided(Branch{p}, 60)) {
        EXPECT_EQ(r.decision, Decision::go);
        EXPECT_EQ(r.pause_end, 2.5);
        EXPECT_EQ(r.draws, 1u);
    }
}

TEST(Branch, APathThatIsNeverDecidedStaysUndecidedPastTheHorizon) {
    Branch::Parameters p = restart_or_wait();
    p.options = {{"slip", 1 - 1e-10, Then::decide_again, 1 * year}, {"restart", 1e-10, Then::go}};
    for (const auto& r : decided(Branch{p}, 10)) {
        EXPECT_EQ(r.decision, Decision::undecided);
        EXPECT_GE(r.pause_end, 10);
        EXPECT_EQ(r.draws, 10u);  // at 0.5, 1.5, ... 9.5
    }
    for (const auto& r : decided(Branch{p}, 0.25)) {  // the horizon comes before the first decision
        EXPECT_EQ(r.decision, Decision::undecided);
        EXPECT_EQ(r.draws, 0u);
    }
}

TEST(Branch, TheBaseTakesTheNamedOptionWithoutADraw) {
    Branch::Parameters p = restart_or_wait();
    const Branch::Result go = Branch{p}.base();
    EXPECT_EQ(go.decision, Decision::go);
    EXPECT_EQ(go.pause_end, 0.5);
    p.base = "stop";
    EXPECT_EQ(Branch{p}.base().decision, Decision::stopped);
}

TEST(Branch, AnOptionOfNoWeightIsNeverTaken) {
    Branch::Parameters p = restart_or_wait();
    p.options = {{"never", 0, Then::stop}, {"restart", 1, Then::go}, {"nor", 0, Then::stop}};
    for (std::uint64_t first = 0; first < 6400; first += 64)
        for (const auto& r : decided(Branch{p}, 60, first)) ASSERT_EQ(r.decision, Decision::go);
}

TEST(Branch, WhatItCannotBeIsRefusedByName) {
    using testing_support::nan;
    using Fields = std::vector<std::string>;
    const auto refused = [](auto change) {
        Branch::Parameters p = restart_or_wait();
        change(p);
        Fields fields;
        try {
            Branch{p};
        } catch (const InputError& e) {
            for (const Problem& problem : e.problems()) fields.push_back(problem.field.substr(16));
        }
        return fields;
    };
    EXPECT_EQ(refused([](auto&) {}), Fields{});
    EXPECT_EQ(refused([](auto& p) { p.options[0].weight = 0.6; }), Fields{"option"});
    EXPECT_EQ(refused([&](auto& p) { p.options[1].weight = nan; }), (Fields{"option[2].weight", "option"}));
    EXPECT_EQ(refused([](auto& p) { p.options[1].delay = Years{}; }), Fields{"option[2].delay"});
    EXPECT_EQ(refused([](auto& p) { p.options[2].delay = -1.0 * year; }), Fields{"option[3].delay"});
    EXPECT_EQ(refused([](auto& p) { p.options[2].name = "slip"; }), Fields{"option[3].name"});
    EXPECT_EQ(refused([](auto& p) { p.base = "slip"; }), Fields{"base"});
    EXPECT_EQ(refused([](auto& p) { p.base = "unknown"; }), Fields{"base"});
    EXPECT_EQ(refused([](auto& p) { p.decided = -0.1 * year; }), Fields{"decided"});
    EXPECT_EQ(refused([&](auto& p) { p.standing_cost = nan; }), Fields{"standing_cost"});
    EXPECT_EQ(refused([](auto& p) { p.exit_cost = -0.1; }), Fields{"exit_cost"});
    EXPECT_EQ(refused([](auto& p) {
                  p.options = {{"restart", 0, Then::go}, {"slip", 1, Then::decide_again, 1 * year}};
              }),
              Fields{"option"});
}

}  // namespace
