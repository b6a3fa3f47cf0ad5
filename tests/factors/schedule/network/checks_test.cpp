#include "minerisk/factors/schedule/network/checks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "minerisk/factors/schedule/network/order.hpp"

namespace minerisk::schedule {
namespace {

using namespace units;
using Order = std::vector<int>;
using Arrows = std::vector<Arrow>;

TEST(TopologicalOrder, TakesTheSmallestIndexThatIsReady) {
    EXPECT_EQ(topological_order(4, Arrows{}), (Order{0, 1, 2, 3}));
    EXPECT_EQ(topological_order(5, Arrows{{4, 0}, {3, 1}, {0, 2}}), (Order{3, 1, 4, 0, 2}));
    EXPECT_EQ(topological_order(5, Arrows{{0, 2}, {4, 0}, {3, 1}}), (Order{3, 1, 4, 0, 2}))
        << "the order of the links does not count";
    EXPECT_EQ(topological_order(2, Arrows{{1, 0}, {1, 0}}), (Order{1, 0})) << "two links between a pair";
    EXPECT_TRUE(topological_order(0, Arrows{}).empty());
}

TEST(TopologicalOrder, LeavesOutWhatIsOnACycleOrBehindOne) {
    EXPECT_EQ(topological_order(5, Arrows{{0, 1}, {1, 2}, {2, 1}, {2, 3}}), (Order{0, 4}));
}

TEST(CyclesOf, NamesAShortestOneOfEachKnotFromItsSmallestIndex) {
    EXPECT_TRUE(cycle_of(3, Arrows{{0, 1}, {1, 2}, {0, 2}}).empty());
    EXPECT_EQ(cycle_of(1, Arrows{{0, 0}}), Order{0});
    EXPECT_EQ(cycle_of(4, Arrows{{2, 1}, {1, 3}, {3, 2}}), (Order{1, 3, 2}));
    EXPECT_EQ(cycle_of(5, Arrows{{0, 1}, {1, 2}, {2, 3}, {3, 0}, {1, 0}}), (Order{0, 1}));
    const auto all = cycles_of(6, Arrows{{5, 4}, {4, 5}, {0, 2}, {2, 0}, {2, 4}, {3, 3}});
    EXPECT_EQ(all, (std::vector<Order>{{0, 2}, {3}, {4, 5}}));
}

TEST(CyclesOf, AreThereExactlyWhereTheOrderIsNotWhole) {
    std::mt19937 draw{11};
    int with = 0;
    for (int trial = 0; trial < 500; ++trial) {
        const int n = 2 + static_cast<int>(draw() % 8);
        Arrows arrows;
        const auto pick = [&](int below) { return static_cast<int>(draw() % static_cast<unsigned>(below)); };
        for (int k = pick(12); k > 0; --k) arrows.emplace_back(pick(n), pick(n));
        const Order order = topological_order(n, arrows);
        const Order cycle = cycle_of(n, arrows);
        ASSERT_EQ(cycle.empty(), order.size() == static_cast<std::size_t>(n));
        for (std::size_t k = 0; k < cycle.size(); ++k)
            ASSERT_NE(std::ranges::find(arrows, Arrow{cycle[k], cycle[(k + 1) % cycle.size()]}),
                      arrows.end());
        std::vector<std::ptrdiff_t> place(static_cast<std::size_t>(n), -1);
        for (std::size_t k = 0; k < order.size(); ++k)
            place[static_cast<std::size_t>(order[k])] = static_cast<std::ptrdiff_t>(k);
        for (const auto& [from, to] : arrows) {
            if (place[static_cast<std::size_t>(to)] < 0) continue;
            ASSERT_GE(place[static_cast<std::size_t>(from)], 0);
            ASSERT_LT(place[static_cast<std::size_t>(from)], place[static_cast<std::size_t>(to)]);
        }
        with += !cycle.empty();
    }
    EXPECT_GT(with, 100);
    EXPECT_LT(with, 400);
}

/// Six activities, nine links: nothing to say of it.
Plan sound_plan() {
    Plan p;
    p.start = {2026, 1, 1};
    p.data_date = 0.5 * year;
    p.target = "F";
    for (const char* id : {"A", "B", "C", "D", "E", "F"}) {
        Activity a;
        a.id = id;
        a.duration = distribution::pert({.low = 0.5, .likely = 1, .high = 2});
        a.cost = 10 * MUSD;
        a.time_dependent = 0.5;
        p.activities.push_back(a);
    }
    for (const auto& [from, to] : {std::pair{"A", "B"},
                                   {"A", "C"},
                                   {"B", "D"},
                                   {"C", "D"},
                                   {"B", "E"},
                                   {"C", "E"},
                                   {"D", "F"},
                                   {"E", "F"},
                                   {"A", "F"}})
        p.links.push_back({.from = from, .to = to});
    p.hammocks.push_back({.id = "TEAM", .name = "team", .from = "A", .to = "F", .cost = 5 * MUSD});
    p.calendars.push_back({.name = "five days"});
    const auto factor = distribution::triangular({.low = 0.9, .likely = 1.1, .high = 1.5});
    p.drivers.push_back({.id = "R1", .factor = factor, .hits = {{"B", 1}, {"C", 0.5}}, .group = "g"});
    p.drivers.push_back({.id = "R2", .probability = 0.5, .factor = factor, .hits = {{"B", 1}}, .group = "g"});
    p.events.push_back(
        {.id = "HOLD", .probability = 0.2, .delay = distribution::fixed(1), .hits = {{"D", 1}}});
    p.choices.push_back(
        {.id = "WAY", .options = {{"one", 0.25, {"D"}}, {"other", 0.75, {"E"}}}, .base = "one"});
    p.reworks.push_back({.id = "REDO",
                         .activity = "D",
                         .probability = 0.1,
                         .share = distribution::uniform({.low = 0.1, .high = 0.2}),
                         .repeats = {"B", "D"},
                         .rounds = 2});
    p.stoppages = Stoppages{.rate = 0.3 / year, .length = distribution::fixed(0.1), .hits = {{"B", 0.7}}};
    p.systemic = Systemic{.cost_sigma = 0.2, .duration_sigma = 0.2, .correlation = 0.5, .activities = {"B"}};
    p.feedback = DelayFeedback{.strength = 0.05 / year, .most = 1.2, .activities = {"F"}};
    p.cost = {.market_mu = 0.01, .market_sigma = 0.1, .item_mu = 0, .item_sigma = 0.1};
    return p;
}

std::vector<std::string> lines(const Plan& plan) {
    std::vector<std::string> all;
    for (const Finding& f : examine(plan))
        all.push_back((f.error ? "error " : "advice ") + f.field + (f.value.empty() ? "" : " = " + f.value) +
                      ": " + f.rule);
    return all;
}

TEST(Examine, HasNothingToSayOfASoundPlan) {
    EXPECT_EQ(lines(sound_plan()), std::vector<std::string>{});
    EXPECT_NO_THROW(check(sound_plan()));
}

TEST(Examine, SaysThatAPlanIsEmpty) {
    EXPECT_EQ(lines({}), (std::vector<std::string>{"error activity: at least one activity is needed",
                                                   "error target: must be the id of an activity"}));
}

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// What is done to the sound plan, and all that is said of it then.
struct Case {
    std::string name;
    std::function<void(Plan&)> change;
    std::vector<std::string> findings;
};
void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}
class ExamineCase : public testing::TestWithParam<Case> {};
TEST_P(ExamineCase, IsFoundOnce) {
    Plan plan = sound_plan();
    GetParam().change(plan);
    EXPECT_EQ(lines(plan), GetParam().findings);
}

// clang-format off
const std::vector<Case> errors = {
    {"Start", [](Plan& p) { p.start = {2026, 2, 30}; },
     {"error start = 2026-02-30: must be a date of the calendar"}},
    {"DataDate", [](Plan& p) { p.data_date = -1.0 * year; },
     {"error data_date = -1: must not be before the start"}},
    {"EmptyId", [](Plan& p) { p.drivers[0].id = ""; },
     {"error driver[1].id: must be of letters, digits, `_` and `.`"}},
    {"DoubleIdOfWork", [](Plan& p) { p.hammocks[0].id = "B"; },
     {"error hammock[1].id = B: must be an id that no other activity or hammock has"}},
    {"DoubleIdOfRisk", [](Plan& p) { p.reworks[0].id = "R1"; },
     {"error rework[1].id = R1: must be an id that no other driver, event, choice or rework has"}},
    {"IdOfAnotherScript", [](Plan& p) { p.events[0].id = "\xc3\x85R"; }, {}},
    {"IdThatALinkCouldNotName", [](Plan& p) { p.events[0].id = "A+1"; },
     {"error event[1].id = A+1: must be of letters, digits, `_` and `.`"}},
    {"UnknownIds", [](Plan& p) { p.target = "X"; p.milestones = {"F", "Y"}; p.hammocks[0].from = "Z"; },
     {"error hammock[1].from = Z: must be the id of an activity",
      "error target = X: must be the id of an activity",
      "error milestones[2] = Y: must be the id of an activity"}},
    {"LinkFromNowhere", [](Plan& p) { p.links.push_back({.from = "X", .to = "F"}); },
     {"error activity[6].after[4] = X: must be the id of an activity"}},
    {"LinkToNowhere", [](Plan& p) { p.links.push_back({.from = "F", .to = "X"}); },
     {"error link[10].to = X: must be the id of an activity"}},
    {"LinkOfInfiniteLag", [](Plan& p) { p.links[0].lag = -infinity; },
     {"error activity[2].after[1] = -inf: must be finite",
      "advice activity[2].after[1] = A to B: lead, a negative lag: can the work be split where the next really waits?"}},
    {"LinkOnAnUnknownCalendar", [](Plan& p) { p.links[1].calendar = "six days"; },
     {"error activity[3].after[1] = six days: must be the name of a calendar"}},
    {"Cycle", [](Plan& p) { p.links.push_back({.from = "E", .to = "A"}); },
     {"error activity[1].after = A -> B -> E -> A: must not lead back to the same activity"}},
    {"NegativeDuration", [](Plan& p) { p.activities[1].duration = distribution::fixed(-1); },
     {"error activity[2].duration = -1: must not be negative"}},
    {"UnknownCalendar", [](Plan& p) { p.activities[1].calendar = "six days"; },
     {"error activity[2].calendar = six days: must be the name of a calendar",
      "error rework[1].repeats[1] = B: must have the calendar of D: its time is added to that of D"}},
    {"CalendarWithoutAName", [](Plan& p) { p.calendars.push_back({}); },
     {"error calendar[2].name: must be a name that no other calendar has"}},
    {"CalendarWithoutADay", [](Plan& p) { p.calendars[0].works.fill(false); },
     {"error calendar[1].days: must have at least one working day"}},
    {"Closure", [](Plan& p) { p.calendars[0].closures = {{{2026, 1, 2}, {2026, 1, 1}}}; },
     {"error calendar[1].closures[1] = 2026-01-02 to 2026-01-01: must be a first day and a last day that is not before it"}},
    {"Season", [](Plan& p) { p.calendars[0].seasons = {{{13, 1}, {2, 1}}}; },
     {"error calendar[1].seasons[1] = 13-1 to 2-1: must be two days of the year, month and day"}},
    {"SeasonsOfAllYear", [](Plan& p) { p.calendars[0].seasons = {{{10, 1}, {3, 31}}, {{4, 1}, {9, 30}}}; },
     {"error calendar[1].seasons: must leave a working day in every year"}},
    {"SeasonsOfAllButADay", [](Plan& p) { p.calendars[0].seasons = {{{10, 1}, {3, 31}}, {{4, 2}, {9, 30}}}; }, {}},
    {"StartedLate", [](Plan& p) { p.activities[0].progress = Progress::under_way; p.activities[0].started = 1.0 * year; },
     {"error activity[1].started = 1: must not be after the data date"}},
    {"FinishedLate", [](Plan& p) { p.activities[0].progress = Progress::done; p.activities[0].finished = 1.0 * year; },
     {"error activity[1].finished = 1: must not be after the data date"}},
    {"FinishedFirst", [](Plan& p) { p.activities[0].progress = Progress::done; p.activities[0].finished = -1.0 * year; },
     {"error activity[1].finished = -1: must not be before the start"}},
    {"StartBounds", [](Plan& p) { p.activities[0].bounds = {{BoundKind::start_not_earlier, 2.0 * year}, {BoundKind::start_not_later, 1.0 * year}}; },
     {"error activity[1].bounds.start_not_later = 1: must not be before start_not_earlier",
      "advice activity[1].bounds.start_not_later = A: hard constraint: it hides delay; a deadline reports it"}},
    {"FinishBounds", [](Plan& p) { p.activities[0].bounds = {{BoundKind::finish_not_earlier, 2.0 * year}, {BoundKind::finish_not_later, 1.0 * year}}; },
     {"error activity[1].bounds.finish_not_later = 1: must not be before finish_not_earlier",
      "advice activity[1].bounds.finish_not_later = A: hard constraint: it hides delay; a deadline reports it"}},
    {"BoundsOnBothEnds", [](Plan& p) { p.activities[0].bounds = {{BoundKind::start_not_earlier, 2.0 * year}, {BoundKind::finish_not_later, 1.0 * year}}; },
     {"error activity[1].bounds.finish_not_later = 1: must not be before start_not_earlier",
      "advice activity[1].bounds.finish_not_later = A: hard constraint: it hides delay; a deadline reports it"}},
    {"DeadlineThatCannotBeMetIsNoError", [](Plan& p) { p.activities[0].bounds = {{BoundKind::start_not_earlier, 2.0 * year}, {BoundKind::deadline, 1.0 * year}}; }, {}},
    {"FinishOn", [](Plan& p) { p.activities[0].finish_on = {Years::from_canonical(nan), distribution::fixed(-1)}; },
     {"error activity[1].finish_on.date = nan: must be finite",
      "error activity[1].finish_on.wait = -1: must not be negative"}},
    {"LengthOfAHammock", [](Plan& p) { p.hammocks[0].likely = -1.0 * year; },
     {"error hammock[1].likely = -1: must be finite and not negative"}},
    {"Cost", [](Plan& p) { p.activities[0].cost = -1 * MUSD; p.hammocks[0].cost = -1 * MUSD; },
     {"error activity[1].cost = -1e+06: must be finite and not negative",
      "error hammock[1].cost = -1e+06: must be finite and not negative"}},
    {"TimeDependent", [](Plan& p) { p.activities[0].time_dependent = nan; },
     {"error activity[1].time_dependent = nan: must be in [0, 1]"}},
    {"TimeDependentOfAMilestone", [](Plan& p) { p.activities[0].duration = {}; },
     {"error activity[1].time_dependent = 0.5: must be 0 where the likely duration is 0"}},
    {"Exposure", [](Plan& p) { p.activities[0].exposure = {0, 0, 2, 0}; },
     {"error activity[1].exposure.rail = 2: must be in [0, 1]"}},
    {"ExposureOnACalendar",
     [](Plan& p) {
         p.calendars.push_back({.name = "week"});
         p.activities[0].calendar = "week";
         p.activities[0].exposure = {{0.5, 0, 0, 0}, {}};
     },
     {}},
    {"LossOfAClass", [](Plan& p) { p.activities[0].exposure = {{0.5, 0, 0, 0}, {{"raid", 1.5}}}; p.activities[1].exposure.class_loss = {{"raid", 1}}; },
     {"error activity[1].exposure.build_loss.raid = 1.5: must be in [0, 1]",
      "error activity[2].exposure.build_loss: has no meaning without an exposure to a channel"}},
    {"Probabilities", [](Plan& p) { p.drivers[0].probability = 1.5; p.events[0].probability = -1; p.reworks[0].probability = nan; },
     {"error driver[1].probability = 1.5: must be in [0, 1]",
      "error event[1].probability = -1: must be in [0, 1]",
      "error rework[1].probability = nan: must be in [0, 1]"}},
    {"HitsNothing", [](Plan& p) { p.drivers[0].hits.clear(); p.events[0].hits.clear(); p.stoppages->hits.clear(); },
     {"error driver[1].hits: must hit at least one activity",
      "error event[1].hits: must hit at least one activity",
      "error stoppages.hits: must hit at least one activity"}},
    {"Hits", [](Plan& p) { p.drivers[0].hits = {{"B", 1}, {"B", 1}, {"X", 1}, {"C", 11}, {"D", -1}}; },
     {"error driver[1].hits[2] = B: must be an activity that is not hit already",
      "error driver[1].hits[3] = X: must be the id of an activity",
      "error driver[1].hits[4] = 11: must be in [0, 10]",
      "error driver[1].hits[5] = -1: must be in [0, 10]"}},
    {"FactorOfZero", [](Plan& p) { p.drivers[0].factor = distribution::discrete({.values = {0, 2}, .probabilities = {0.5, 0.5}}); },
     {"error driver[1].factor = 0: must be positive, also at its least"}},
    {"FactorBelowZero", [](Plan& p) { p.drivers[0].factor = distribution::uniform({.low = -0.5, .high = 2}); },
     {"error driver[1].factor = -0.5: must be positive, also at its least"}},
    {"FactorThatNeverReachesZero", [](Plan& p) { p.drivers[0].factor = distribution::lognormal_of_log({.mu = 0, .sigma = 0.5}); }, {}},
    {"FactorByItsWeight", [](Plan& p) { p.drivers[0].factor = distribution::fixed(0.5); p.drivers[0].hits[1].weight = 2; },
     {"error driver[1].hits[2] = 2: must leave some of the duration: 1 + weight x (factor - 1) must be positive"}},
    {"Delay", [](Plan& p) { p.events[0].delay = distribution::uniform({.low = -1, .high = 2}); p.events[0].cost = -1 * usd; },
     {"error event[1].delay = -1: must not be negative",
      "error event[1].cost = -1: must be finite and not negative"}},
    {"DelayOnMixedTime", [](Plan& p) { p.events[0].hits.push_back({"E", 1}); p.activities[4].calendar = "five days"; },
     {"error event[1].hits: must all have a calendar or none: a delay counts in working days where there is one"}},
    {"Choice", [](Plan& p) { p.choices[0].options[1] = {"one", 0.5, {"D", "X"}}; p.choices[0].base = "two"; },
     {"error choice[1].option[2].name = one: must be a name that no other option has",
      "error choice[1].option[2].activities[1] = D: must be in one option only, of one choice",
      "error choice[1].option[2].activities[2] = X: must be the id of an activity",
      "error choice[1].base = two: must be the name of an option",
      "error choice[1].option: must have probabilities that add up to 1; they add up to 0.75"}},
    {"ChoiceOfOne", [](Plan& p) { p.choices[0].options.pop_back(); p.choices[0].options[0].probability = 1; },
     {"error choice[1].option: at least two options are needed"}},
    {"ChoiceOfNothing", [](Plan& p) { for (auto& o : p.choices[0].options) o.activities.clear(); },
     {"error choice[1].option: must name at least one activity"}},
    {"LateIf", [](Plan& p) { p.choices[0].late_if = {.activity = "B", .date = 2.0 * year}; p.choices[0].base = ""; }, {}},
    {"LateIfUnknown", [](Plan& p) { p.choices[0].late_if = {.activity = "X", .date = Years::from_canonical(nan)}; },
     {"error choice[1].late_if.date = nan: must be finite",
      "error choice[1].late_if.activity = X: must be the id of an activity"}},
    {"LateIfNotBefore", [](Plan& p) { p.choices[0].late_if = {.activity = "D", .date = 2.0 * year}; },
     {"error choice[1].late_if.activity = D: must come before every activity of the options; it does not come before D, E"}},
    {"LateIfOfThree", [](Plan& p) { p.choices[0].late_if = {.activity = "A", .date = 2.0 * year}; p.choices[0].options.push_back({"third", 0, {}}); },
     {"error choice[1].option: must be two where a condition decides: what is done without it, and what with it"}},
    {"IfRisk", [](Plan& p) { p.choices[0].if_risk = "HOLD"; p.choices[0].base = ""; }, {}},
    {"IfRiskUnknown", [](Plan& p) { p.choices[0].if_risk = "X"; },
     {"error choice[1].if_risk = X: must be the id of a driver or an event"}},
    {"TwoConditions", [](Plan& p) { p.choices[0].if_risk = "HOLD"; p.choices[0].late_if = {.activity = "A", .date = 2.0 * year}; },
     {"error choice[1] = WAY: must have one condition: late_if, if_risk or if_taken"}},
    {"IfTaken", [](Plan& p) { p.choices.push_back({.id = "next", .options = {{"no", 0, {}}, {"yes", 0, {"C"}}}, .if_taken = schedule::Choice::IfTaken{"X", "one"}}); },
     {"error choice[2].if_taken.choice = X: must be the id of a choice"}},
    {"IfTakenOfNoOption", [](Plan& p) { p.choices.push_back({.id = "next", .options = {{"no", 0, {}}, {"yes", 0, {"C"}}}, .if_taken = schedule::Choice::IfTaken{p.choices[0].id, "X"}}); },
     {"error choice[2].if_taken.option = X: must be the name of an option of WAY"}},
    {"IfTakenInACircle", [](Plan& p) { p.choices[0].if_taken = schedule::Choice::IfTaken{p.choices[0].id, "one"}; },
     {"error choice[1].if_taken.choice = WAY: must not depend on this choice itself"}},
    {"ReworkOfAnOption", [](Plan& p) { p.reworks[0].activity = "F"; },
     {"error rework[1].repeats[2] = D: must not hang on a choice: it may never be done"}},
    {"ReworkOfOtherTime", [](Plan& p) { p.activities[1].calendar = "five days"; p.reworks[0].repeats = {"B"}; },
     {"error rework[1].repeats[1] = B: must have the calendar of D: its time is added to that of D"}},
    {"HammockBackwards", [](Plan& p) { p.hammocks[0].from = "F"; p.hammocks[0].to = "A"; },
     {"error hammock[1].to = A: must come after F, where the hammock begins"}},
    {"DurationBelowZero", [](Plan& p) { p.activities[1].duration = distribution::normal({.mean = 1, .sd = 0.3}); },
     {"error activity[2].duration = -1.487708323: must not be negative, also at its least: truncate it at 0"}},
    {"RisksOfADateAndAWait", [](Plan& p) { p.activities[1].finish_on = {1.0 * year, distribution::fixed(0)}; },
     {"advice driver[1].hits[1] = B: ends on a date and a wait: no other cause moves it",
      "advice driver[2].hits[1] = B: ends on a date and a wait: no other cause moves it"}},
    {"Rework", [](Plan& p) { p.reworks[0].rounds = 0; p.reworks[0].share = distribution::fixed(-1); p.reworks[0].repeats = {"B", "E", "X"}; },
     {"error rework[1].rounds = 0: must be in [1, 100]",
      "error rework[1].share = -1: must not be negative",
      "error rework[1].repeats[3] = X: must be the id of an activity",
      "error rework[1].repeats[2] = E: must be D or come before it"}},
    {"ReworkOfNothing", [](Plan& p) { p.reworks[0].repeats.clear(); p.reworks[0].activity = "X"; },
     {"error rework[1].repeats: must name at least one activity",
      "error rework[1].activity = X: must be the id of an activity"}},
    {"Stoppages", [](Plan& p) { p.stoppages->rate = -1.0 / year; p.stoppages->length = distribution::fixed(-1); p.stoppages->cost = -1 * usd; },
     {"error stoppages.rate = -1: must be finite and not negative",
      "error stoppages.length = -1: must not be negative",
      "error stoppages.cost = -1: must be finite and not negative"}},
    {"Systemic", [](Plan& p) { *p.systemic = {.cost_sigma = -1, .duration_sigma = infinity, .correlation = -1.1, .activities = {"X", "B", "B"}}; },
     {"error systemic.cost_sigma = -1: must be finite and not negative",
      "error systemic.duration_sigma = inf: must be finite and not negative",
      "error systemic.correlation = -1.1: must be in [-1, 1]",
      "error systemic.activities[1] = X: must be the id of an activity",
      "error systemic.activities[3] = B: must be an activity that is not named already"}},
    {"SystemicOfCostAlone", [](Plan& p) { *p.systemic = {.cost_sigma = 0.2}; }, {}},
    {"Feedback", [](Plan& p) { *p.feedback = {.strength = -1.0 / year, .most = 0.5, .activities = {}}; },
     {"error feedback.strength = -1: must be finite and not negative",
      "error feedback.most = 0.5: must be a factor of at least 1",
      "error feedback.activities: must name at least one activity"}},
    {"CostUncertainty", [](Plan& p) { p.cost = {nan, -1, infinity, -2}; },
     {"error cost.market_mu = nan: must be finite",
      "error cost.market_sigma = -1: must be finite and not negative",
      "error cost.item_mu = inf: must be finite",
      "error cost.item_sigma = -2: must be finite and not negative"}},
};
const std::vector<Case> advice = {
    {"OpenStart", [](Plan& p) { std::erase_if(p.links, [](const Link& l) { return l.to == "C"; }); p.links.push_back({.from = "A", .to = "D"}); },
     {"advice activity[3] = C: open start: no activity comes before it"}},
    {"OpenFinish", [](Plan& p) { p.target = "D"; },
     {"advice activity[5] = E: leads neither to the target nor to a milestone",
      "advice activity[6] = F: open finish: no activity comes after it"}},
    {"MilestonesAreEnds", [](Plan& p) { p.target = "D"; p.milestones = {"F"}; }, {}},
    {"DanglingStart", [](Plan& p) { p.links[0].type = LinkType::finish_finish; },
     {"advice activity[2] = B: dangling start: only its finish is tied to what comes before it"}},
    {"DanglingFinish", [](Plan& p) { for (Link& l : p.links) if (l.from == "E") l.type = LinkType::start_start; },
     {"advice activity[5] = E: dangling finish: only its start is tied to what comes after it"}},
    {"StartToFinish", [](Plan& p) { p.links[6].type = LinkType::start_finish; },
     {"advice activity[4] = D: dangling finish: only its start is tied to what comes after it"}},
    {"LongLag", [](Plan& p) { p.links[0].lag = 1.5; },
     {"advice activity[2].after[1] = A to B: lag longer than both activities: is there work that is not in the network?"}},
    {"LagAsLongAsTheWork", [](Plan& p) { p.links[0].lag = 1; }, {}},
    {"LongLagInWorkingDays", [](Plan& p) { p.links[0].lag = 300; p.links[0].calendar = "five days"; },
     {"advice activity[2].after[1] = A to B: lag longer than both activities: is there work that is not in the network?"}},
    {"LagInWorkingDays", [](Plan& p) { p.links[0].lag = 250; p.links[0].calendar = "five days"; }, {}},
    {"Lead", [](Plan& p) { p.links[8].lag = -0.1; },
     {"advice activity[6].after[3] = A to F: lead, a negative lag: can the work be split where the next really waits?"}},
    {"HardConstraint", [](Plan& p) { p.activities[2].bounds = {{BoundKind::finish_not_later, 9.0 * year}}; },
     {"advice activity[3].bounds.finish_not_later = C: hard constraint: it hides delay; a deadline reports it"}},
    {"FewLinks", [](Plan& p) { p.links.pop_back(); },
     {"advice activity = 1.33: links per activity: 1.5 to 4 are usual"}},
    {"LikelyIsLeast", [](Plan& p) { p.activities[0].duration = distribution::pert({.low = 1, .likely = 1, .high = 2}); },
     {"advice activity[1].duration = A: the likely duration is also the least"}},
    {"LikelyIsLargest", [](Plan& p) { p.activities[0].duration = distribution::triangular({.low = 1, .likely = 2, .high = 2}); },
     {"advice activity[1].duration = A: the likely duration is also the largest"}},
    {"DiscreteOrFixedHasNoLikelyValueToJudge", [](Plan& p) {
         p.activities[0].duration = distribution::discrete({.values = {1, 2}, .probabilities = {0.8, 0.2}});
         p.activities[1].duration = distribution::fixed(1);
     }, {}},
    {"DoneWorkThatIsHit", [](Plan& p) { p.activities[1].progress = Progress::done; },
     {"advice driver[1].hits[1] = B: is done: nothing can happen to it",
      "advice driver[2].hits[1] = B: is done: nothing can happen to it"}},
    {"GroupOfOne", [](Plan& p) { p.drivers[1].group = "h"; },
     {"advice driver[1].group = g: no other driver is of this group",
      "advice driver[2].group = h: no other driver is of this group"}},
};
// clang-format on

std::string name_of(const testing::TestParamInfo<Case>& one) {
    return one.param.name;
}
INSTANTIATE_TEST_SUITE_P(Errors, ExamineCase, testing::ValuesIn(errors), name_of);
INSTANTIATE_TEST_SUITE_P(Advice, ExamineCase, testing::ValuesIn(advice), name_of);

TEST(Check, ThrowsEveryErrorAndNoAdvice) {
    Plan p = sound_plan();
    p.target = "X";
    p.links[8].lag = -0.1;
    p.stoppages->rate = -1.0 / year;
    try {
        check(p);
        FAIL() << "not refused";
    } catch (const InputError& error) {
        ASSERT_EQ(error.problems().size(), 2u);
        EXPECT_EQ(error.problems()[0].field, "target");
        EXPECT_EQ(error.problems()[1].field, "stoppages.rate");
    }
}

TEST(Examine, OfALargeNetworkFindsJustWhatIsWrong) {
    Plan p;
    const int n = 10'000;
    for (int i = 0; i < n; ++i) {
        Activity a;
        a.id = "A" + std::to_string(i);
        a.duration = distribution::triangular({.low = 1, .likely = 2, .high = 3});
        p.activities.push_back(a);
        if (i == 0) continue;
        p.links.push_back({.from = "A" + std::to_string(i - 1), .to = a.id});
        p.links.push_back({.from = "A" + std::to_string(i / 2), .to = a.id});
    }
    p.target = p.activities.back().id;
    EXPECT_TRUE(examine(p).empty());
    p.links.push_back({.from = p.target, .to = "A0"});
    ASSERT_EQ(examine(p).size(), 1u);
}

}  // namespace
}  // namespace minerisk::schedule
