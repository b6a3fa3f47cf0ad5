#include "minerisk/analysis/condition.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace {

using namespace minerisk;
using analysis::Condition;

Outcome outcome() {
    constexpr double inf = std::numeric_limits<double>::infinity();
    Outcome o;
    o.paths = 4;
    o.columns.push_back({.name = "a.irr", .kind = Kind::rate});
    o.columns.back().values = {0.10, 0.20, -inf, std::numeric_limits<double>::quiet_NaN()};
    o.columns.push_back({.name = "year", .kind = Kind::calendar_year});
    o.columns.back().values = {2030, inf, 2040, 2029.5};
    o.columns.push_back({.name = "cost_usd", .kind = Kind::money});
    o.columns.back().values = {6e9, 7e9, 7.5e9, 8e9};
    return o;
}

std::vector<bool> holds(const std::string& text) {
    return Condition::parse(text).holds(outcome());
}

TEST(Condition, ComparesColumnsWithNumbersInTheirUnits) {
    EXPECT_EQ(holds("a.irr > 15 %"), (std::vector<bool>{false, true, false, false}));
    EXPECT_EQ(holds("a.irr<0.15"), (std::vector<bool>{true, false, true, false}));
    EXPECT_EQ(holds("cost_usd <= 7 bnUSD"), (std::vector<bool>{true, true, false, false}));
    EXPECT_EQ(holds("cost_usd < 7000 MUSD"), (std::vector<bool>{true, false, false, false}));
    EXPECT_EQ(holds("cost_usd >= 7.5e9"), (std::vector<bool>{false, false, true, true}));
}

TEST(Condition, NeverIsLaterThanEveryYear) {
    EXPECT_EQ(holds("year >= 2035"), (std::vector<bool>{false, true, true, false}));
    EXPECT_EQ(holds("year < 2087"), (std::vector<bool>{true, false, true, true}));
}

TEST(Condition, AndBindsTighterThanOr) {
    EXPECT_EQ(holds("year < 2030 or a.irr > 5 % and cost_usd < 7 bnUSD"),
              (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(holds("(year < 2030 or a.irr > 5 %) and cost_usd < 7.2 bnUSD"),
              (std::vector<bool>{true, true, false, false}));
    EXPECT_EQ(holds("not year < 2035"), (std::vector<bool>{false, true, true, false}));
    EXPECT_EQ(holds("not (year < 2035 or a.irr > 15 %)"), (std::vector<bool>{false, false, true, false}));
}

TEST(Condition, NamesItsColumnsOnceAndItsOneComparison) {
    const Condition two = Condition::parse("a.irr > 1 % and year < 2030 and a.irr < 5 %");
    EXPECT_EQ(two.columns(), (std::vector<std::string>{"a.irr", "year"}));
    EXPECT_EQ(two.single(), nullptr);
    const Condition one = Condition::parse("(cost_usd <= 7 bnUSD)");
    ASSERT_NE(one.single(), nullptr);
    EXPECT_EQ(one.single()->value, 7e9);
    EXPECT_EQ(one.single()->relation, Condition::Comparison::at_most);
}

TEST(Condition, ItsProbabilityHasAnInterval) {
    const auto p = Condition::parse("cost_usd < 7.2 bnUSD").probability(outcome());
    EXPECT_EQ(p.value, 0.5);
    EXPECT_EQ(p.count, 4u);
    EXPECT_LT(*p.low, 0.5);
    EXPECT_GT(*p.high, 0.5);
}

void refuses(const std::string& text, const std::string& rule) {
    try {
        Condition::parse(text);
        FAIL() << text;
    } catch (const InputError& e) {
        EXPECT_NE(e.problems().at(0).rule.find(rule), std::string::npos) << e.what();
    }
}

TEST(Condition, SaysWhatIsWrongWithItsText) {
    refuses("", "must name a column of the run at its end");
    refuses("12 < 3", "must name a column");
    refuses("a.irr = 3", "must compare by <, <=, > or >=");
    refuses("a.irr > much", "must compare with a number, at `much`");
    refuses("(a.irr > 1", "must close its bracket");
    refuses("a.irr > 1 b.irr < 2", "must end here");
    refuses("a.irr > 1 and", "must name a column of the run at its end");
    refuses(std::string(200, '('), "nested");
}

}  // namespace
