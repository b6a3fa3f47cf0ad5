#include "minerisk/analysis/solve.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "minerisk/analysis/target.hpp"

namespace {

using namespace minerisk;
using analysis::Solution;
using analysis::solve;
using analysis::Target;
using statistics::Estimate;

TEST(Solve, FindsWhereAStatisticReachesItsGoal) {
    const Solution s = solve([](double x) { return Estimate{x * x * x, 0}; }, 0, 3, 8);
    EXPECT_TRUE(s.found);
    EXPECT_NEAR(s.x, 2, 3e-4);
    EXPECT_EQ(s.trials[0].x, 0);
    EXPECT_EQ(s.trials[1].x, 3);
    EXPECT_LE(s.trials.size(), 24u);
}

TEST(Solve, ItsErrorIsThatOfTheStatisticOverItsSlope) {
    const Solution s = solve([](double x) { return Estimate{100 - 20 * x, 4}; }, 0, 10, 37);
    EXPECT_NEAR(s.x, 3.15, 0.01);
    EXPECT_NEAR(s.se, 4 / 20.0, 1e-9);
}

TEST(Solve, FallingAndTurnedEndsAndStepsAreNoMatter) {
    const auto steps = [](double x) { return Estimate{std::floor(10 * x) / 10, 0}; };
    EXPECT_NEAR(solve(steps, 1, 0, 0.55).x, 0.6, 1e-3);
    const auto falling = [](double x) {
        return Estimate{x < 0.3 ? std::numeric_limits<double>::infinity() : 1 / x, 0};
    };
    EXPECT_NEAR(solve(falling, 0, 1, 2).x, 0.5, 1e-3);
}

TEST(Solve, SaysWhereThereIsNothingToFind) {
    EXPECT_FALSE(solve([](double x) { return Estimate{x, 1}; }, 0, 1, 2).found);
    EXPECT_FALSE(solve([](double) { return Estimate{}; }, 0, 1, 2).found);
    const Solution end = solve([](double x) { return Estimate{x, 0}; }, 0, 1, 1);
    EXPECT_TRUE(end.found);
    EXPECT_EQ(end.x, 1);
}

Outcome hundred() {
    Outcome o;
    o.paths = 100;
    o.columns.push_back({.name = "npv_usd", .kind = Kind::money});
    for (int i = 0; i < 100; ++i) o.columns.back().values.push_back(1e6 * (i - 29.5));
    return o;
}

TEST(Target, MayNameAClaim) {
    const std::vector<analysis::Claim> claims{
        {"soon", "", "", analysis::Condition::parse("first_ore_year < 2031")}};
    const Target t = Target::parse("P( claim soon ) = 50 %", claims);
    EXPECT_EQ(t.columns(), std::vector<std::string>{"first_ore_year"});
    EXPECT_EQ(t.goal(), 0.5);
    EXPECT_THROW(Target::parse("P(claim late) = 50 %", claims), InputError);
    EXPECT_THROW(Target::parse("P(claim soon) = 50 %"), InputError);
}

TEST(Target, ReadsItsStatistics) {
    const Target p = Target::parse("P(npv_usd < 0) = 10 %");
    EXPECT_DOUBLE_EQ(p.goal(), 0.1);
    EXPECT_DOUBLE_EQ(p.statistic(hundred()).value, 0.3);
    EXPECT_NEAR(p.statistic(hundred()).se, std::sqrt(0.3 * 0.7 / 100), 1e-12);
    const Target m = Target::parse("mean(npv_usd) = 5 MUSD");
    EXPECT_DOUBLE_EQ(m.goal(), 5e6);
    EXPECT_DOUBLE_EQ(m.statistic(hundred()).value, 20e6);
    EXPECT_GT(m.statistic(hundred()).se, 1e6);
    EXPECT_DOUBLE_EQ(Target::parse("median(npv_usd) = 0").statistic(hundred()).value, 20e6);
    EXPECT_NEAR(Target::parse("quantile(npv_usd, 0.1) = 0").statistic(hundred()).value, -19.6e6, 1);
    EXPECT_EQ(Target::parse("P(a > 1 and b < 2) = 0.5").columns().size(), 2u);
}

TEST(Target, SaysWhatIsWrongWithItsText) {
    const auto refuses = [](const std::string& text, const std::string& rule) {
        try {
            Target::parse(text);
            FAIL() << text;
        } catch (const InputError& e) {
            EXPECT_NE(std::string{e.what()}.find(rule), std::string::npos) << e.what();
        }
    };
    refuses("npv_usd = 0", "must be a statistic and its value");
    refuses("mode(npv_usd) = 0", "must begin with P, mean, median or quantile");
    refuses("mean(npv_usd)", "must have =");
    refuses("P(npv_usd < 0) = 3", "between 0 and 1");
    refuses("quantile(npv_usd) = 3", "must name a probability");
    refuses("P(npv_usd) = 0.1", "must compare by");
    refuses("mean(npv_usd) = much", "must compare with a number");
}

}  // namespace
