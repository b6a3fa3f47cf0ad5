#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../io/temp_folder.hpp"
#include "minerisk/report/schedule.hpp"
#include "report/schedule_text.hpp"
#include "support/numbers.hpp"

namespace minerisk {
namespace {

using Json = nlohmann::json;
using statistics::Estimate;

using testing_support::never;

/// Two activities one after the other and a milestone, from 1 January 2026: DIG 1 year, FIT half a year,
/// OPEN. YARD leads nowhere.
schedule::Plan small_plan() {
    schedule::Plan p;
    p.name = "small";
    p.start = {2026, 1, 1};
    p.target = "OPEN";
    const auto add = [&](const char* id, double years, double cost) {
        schedule::Activity a;
        a.id = id;
        a.name = std::string{id} + " work";
        a.duration = distribution::fixed(years);
        a.cost = Money::from_canonical(cost);
        p.activities.push_back(a);
    };
    add("DIG", 1, 60e6);
    add("FIT", 0.5, 40e6);
    add("OPEN", 0, 0);
    add("YARD", 0.25, 0);
    p.links = {{.from = "DIG", .to = "FIT"}, {.from = "FIT", .to = "OPEN"}, {.from = "DIG", .to = "YARD"}};
    p.activities[2].bounds.push_back({schedule::BoundKind::deadline, Years::from_canonical(2.0)});
    return p;
}

std::vector<statistics::Quantile> at_p10_p50_p90(const std::vector<double>& values) {
    return {{0.1, values[0], values[0], values[0]},
            {0.5, values[1], values[1], values[1]},
            {0.9, values[2], values[2], values[2]}};
}

/// Made-up numbers of 100 paths: finish of OPEN 1.51, 1.52, ... years, cost 101, 102, ... million.
ScheduleOutcome small_outcome() {
    ScheduleOutcome o;
    o.paths = o.paths_asked = o.kept_paths = o.finishing = 100;
    o.seed = 7;
    o.isa = "v3";
    o.milestones = {"OPEN"};
    o.finish.emplace_back();
    for (int i = 1; i <= 100; ++i) {
        o.finish[0].push_back(1.5 + i / 100.0);
        o.cost.push_back(1e6 * (100 + i));
    }
    o.likely_finish = {1.5};
    o.likely_cost = 100e6;
    o.finish_at_means = 1.9;
    o.merge_bias = {0.105, 0.029};
    const auto add = [&](const char* id, double start, double finish, std::vector<double> starts,
                         std::vector<double> finishes) {
        ActivityResult a;
        a.id = id;
        a.name = std::string{id} + " work";
        a.likely_start = start;
        a.likely_finish = finish;
        a.likely_duration = finish - start;
        a.start_quantiles = at_p10_p50_p90(starts);
        a.finish_quantiles = at_p10_p50_p90(finishes);
        a.free_float = 0;
        a.mean_duration = {finish - start, 0.01};
        a.reaches_target = true;
        a.criticality = a.start_criticality = a.finish_criticality = {0.25, 0.004};
        a.significance = {0.5, 0.004};
        a.ssi = {0.125, 0.0123};
        a.pearson = {-0.5, 0.0123};
        a.spearman = {0.75, 0.00012};
        o.activities.push_back(std::move(a));
    };
    add("DIG", 0, 1, {0, 0, 0}, {1, 1.25, 1.75});
    add("FIT", 1, 1.5, {1, 1.25, 1.75}, {1.5, 1.75, 2.25});
    add("OPEN", 1.5, 1.5, {1.5, 1.75, 2.25}, {1.5, 1.75, 2.25});
    add("YARD", 1, 1.25, {1, 1.25, 1.75}, {1.25, 1.5, 2});
    o.activities[1].criticality = {1, 0};
    ActivityResult& yard = o.activities[3];
    yard.reaches_target = false;
    yard.criticality = yard.start_criticality = yard.finish_criticality = yard.significance = yard.ssi = {};
    yard.pearson = yard.spearman = {};
    yard.free_float = never;
    o.drivers.push_back({"R1",
                         "rain",
                         0.5,
                         {0.375, 0.0123},
                         {0.25, 0.0123},
                         {{"DIG", {0.25, 0.01}, {0.2, 0.01}}, {"FIT", {-0.5, 0.01}, {-0.4, 0.01}}}});
    o.spend = {{2026, {75e6, 0.12e6}, at_p10_p50_p90({70e6, 75e6, 80e6})},
               {2027, {25e6, 0.12e6}, at_p10_p50_p90({20e6, 25e6, 30e6})}};
    return o;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}
/// The line that starts so, without what it starts with.
std::string after(const std::string& text, const std::string& start) {
    for (const std::string& line : lines_of(text))
        if (line.starts_with(start)) return line.substr(start.size());
    return "no line starts with " + start;
}

struct Report {
    const schedule::Plan plan = small_plan();
    const ScheduleOutcome outcome = small_outcome();
    report::ScheduleSummary summary = report::summarize(outcome, plan);
    const report::Provenance from{"small", "small.toml", nullptr, "1", {}};
    std::string table() const { return report::table(summary, from); }
};

TEST(ScheduleText, AnInstantBetweenTwoMonthsBelongsToTheOneThatEnds) {
    EXPECT_EQ(report::month_of(2029.0, true), "2028-12");
    EXPECT_EQ(report::month_of(2029.0, false), "2029-01");
    EXPECT_EQ(report::month_of(2030 + 5.83 / 12, true), "2030-06");
    EXPECT_EQ(report::month_of(never, true), "never");
    EXPECT_EQ(report::day_of(2029.0, true), "2028-12-31");
    EXPECT_EQ(report::day_of(2029.0, false), "2029-01-01");
    EXPECT_EQ(report::day_of(decimal_year({2028, 2, 29}), false), "2028-02-29");
    EXPECT_EQ(report::day_of(decimal_year({2028, 2, 29}), true), "2028-02-28");
}

TEST(ScheduleText, NumbersShowTheDigitsOfTheirErrors) {
    EXPECT_EQ(report::with_error(66.9123, 0.0312), "66.912 ± 0.031");
    EXPECT_EQ(report::with_error(Estimate{243e6, 16e6}, 1e6), "243 ± 16");
    EXPECT_EQ(report::with_error(Estimate{}), "-");
    EXPECT_EQ(report::with_error(12.5, 0), "12.5 (one value)");
    EXPECT_EQ(report::percent(statistics::proportion(15, 10'000)), "0.150 %  [0.091, 0.247]");
}

TEST(ScheduleTable, NoLineIsWiderThanThePage) {
    Report r;
    const Ranking ranking{0.8, {{"R1", std::string(90, 'x'), {0.5, 0.01}, {1e6, 2e4}}}, {}};
    r.summary.ranking = &ranking;
    for (const std::string& line : lines_of(r.table())) EXPECT_LE(report::width_of(line), 100) << line;
}

TEST(ScheduleTable, SaysInShortHowAFinishLies) {
    const Report r;
    EXPECT_EQ(
        after(r.table(), "OPEN"),
        "             2027-06-30     18.00        24.06 ± 0.35     3.48            0.00 %  [0.00, 3.70]");
    EXPECT_EQ(after(r.table(), "  months"),
              "                 18.71         19.31         24.06         27.62         28.81         29.41");
}

TEST(ScheduleTable, SaysHowOftenADeadlineIsMet) {
    const Report r;
    EXPECT_EQ(after(r.table(), "  OPEN"), "             2027-12-31  50.0 %  [40.4, 59.6]");
}

TEST(ScheduleTable, ContingencyIsWhatAQuantileAddsToTheLikelyValue) {
    const Report r;
    EXPECT_EQ(after(r.table(), "P80 - likely"),
              "          9.62      8.64 – 10.68          80.2       72.0 – 89.0");
}

TEST(ScheduleTable, CostAndFinishThatMoveTogetherAreWithinBothLimitsTogether) {
    const Report r;
    EXPECT_EQ(after(r.table(), "  both within their P80: "), "80.0 %  [71.1, 86.7]");
    EXPECT_DOUBLE_EQ(r.summary.joint->log_correlation.value,
                     report::summarize(r.outcome, r.plan).joint->log_correlation.value);
    EXPECT_NEAR(r.summary.joint->same_prob.value, 0.7, 0.01);
    for (const auto& p : r.summary.joint->frontier)
        EXPECT_NEAR(p.y, statistics::quantile(r.outcome.finish[0], 0.7), 0.02);
}

TEST(ScheduleTable, ActivitiesStandByCriticalityAndTheUndefinedIsADash) {
    const Report r;
    const std::string text = r.table();
    EXPECT_EQ(
        after(text, "DIG"),
        "               0.250±.004  0.250±.004  0.250±.004  0.500±.004    0.12±.02   -0.50±.02  0.750±.001");
    EXPECT_EQ(
        after(text, "YARD"),
        "                       -           -           -           -           -           -           -");
    EXPECT_LT(text.find("\nFIT "), text.find("\nDIG "));
    EXPECT_LT(text.find("\nDIG "), text.find("\nYARD "));
    EXPECT_NE(text.find("the activity is done or does not reach OPEN"), std::string::npos);
}

TEST(ScheduleTable, OfManyActivitiesTheMostCriticalAreShownAndItSaysSo) {
    Report r;
    ScheduleOutcome o = small_outcome();
    schedule::Plan plan = small_plan();
    for (int i = 0; i < 50; ++i) {
        o.activities.push_back(o.activities[0]);
        o.activities.back().id = std::to_string(i).insert(0, 1, 'X');
        o.activities.back().criticality = {0.01 * i, 0.001};
        plan.activities.push_back(plan.activities[0]);
        plan.activities.back().id = o.activities.back().id;
    }
    const auto summary = report::summarize(o, plan);
    const std::string text = report::table(summary, r.from);
    EXPECT_NE(text.find("activities, the most critical first: 40 of 54"), std::string::npos);
    EXPECT_NE(text.find("\nX49 "), std::string::npos);
    EXPECT_EQ(text.find("\nX3 "), std::string::npos);
}

TEST(ScheduleTable, DriversNameWhatTheyMoveMost) {
    const Report r;
    EXPECT_EQ(after(r.table(), "  R1, rain"),
              "                                          50.0 %     0.375 ± 0.012  FIT -0.50±.01");
}

TEST(ScheduleTable, RankingSaysItsPercentileAndItsPaths) {
    Report r;
    const Ranking ranking{0.8, {{"R1", "rain", {0.5, 0.01}, {12e6, 0.25e6}}}, {}};
    r.summary.ranking = &ranking;
    r.summary.ranking_paths = 20'000;
    const std::string text = r.table();
    EXPECT_NE(
        text.find("risks by removal: how much earlier the P80 of OPEN and lower the P80 of cost would be\n"
                  "  20,000 paths, the same draws for all that stays\n"),
        std::string::npos);
    EXPECT_EQ(after(text.substr(text.find("\neach alone")), "  R1, rain"),
              "                                               6.00 ± 0.12        12.00 ± 0.25");
}

TEST(ScheduleTable, YearsThatHardlySpendAreOneLine) {
    Report r;
    ScheduleOutcome o = small_outcome();
    for (int y = 2028; y < 2040; ++y) o.spend.push_back({y, {1e4, 1e3}, at_p10_p50_p90({0, 0, 0})});
    const auto summary = report::summarize(o, r.plan);
    const std::string text = report::table(summary, r.from);
    EXPECT_EQ(after(text, "  2026"), "                  75.00 ± 0.12       70.00       75.00       80.00");
    EXPECT_EQ(after(text, "  2028 on"), "              0.120 ± 0.012");
    EXPECT_EQ(text.find("  2029"), std::string::npos);
}

TEST(ScheduleTable, APlanWithoutCostSaysNothingOfMoney) {
    Report r;
    ScheduleOutcome o = small_outcome();
    o.likely_cost = 0;
    std::ranges::fill(o.cost, 0.0);
    const auto summary = report::summarize(o, r.plan);
    EXPECT_EQ(report::table(summary, r.from).find("USD"), std::string::npos);
    EXPECT_EQ(Json::parse(report::json(summary, r.from))["cost_why"], "the plan states no cost");
}

TEST(ScheduleTable, NamesCannotSteerTheTerminal) {
    Report r;
    ScheduleOutcome o = small_outcome();
    o.activities[0].id = "D\x1b[2J";
    o.drivers[0].name = "r\nain";
    const std::string text = report::table(report::summarize(o, r.plan), r.from) + report::gantt(o, r.plan);
    EXPECT_TRUE(
        std::ranges::all_of(text, [](char c) { return c == '\n' || static_cast<unsigned char>(c) >= 0x20; }));
}

TEST(ScheduleGantt, DrawsPlanMedianAndWhisker) {
    const ScheduleOutcome o = small_outcome();
    EXPECT_EQ(report::gantt(o, small_plan(), 56),
              "     ┊2026       ┊2027                likely         P50\n"
              "DIG  ▓▓▓▓▓▓▓▓▓▓▓├███─────┤   ┊    2026-12-31  2027-03-31\n"
              "FIT  ┊           ░░░▓▓├███─────┤  2027-06-30  2027-09-30\n"
              "YARD ┊           ░░├███─────┤┊    2027-03-31  2027-06-30\n"
              "OPEN ┊           ┊    ◇──◆─────┤  2027-06-30  2027-09-30\n"
              "░ likely  █ median (P50 of start to P50 of finish)  ▓ both  ├──┤ finish from P10 to P90\n"
              "◇ milestone, likely  ◆ its median; the dates are those of the finish\n");
}

TEST(ScheduleGantt, APlanOfYearsShowsMonths) {
    ScheduleOutcome o = small_outcome();
    o.likely_finish[0] = 3;
    EXPECT_EQ(lines_of(report::gantt(o, small_plan(), 50))[1],
              "DIG  ▓▓▓▓▓▓▓▓▓▓▓├███─────┤   ┊    2026-12  2027-03");
}

TEST(ScheduleGantt, WithoutPathsDrawsTheLikelyDates) {
    ScheduleOutcome o = small_outcome();
    for (ActivityResult& a : o.activities) {
        a.start_quantiles.clear();
        a.finish_quantiles.clear();
    }
    EXPECT_EQ(report::gantt(o, small_plan(), 44),
              "     ┊2026             ┊2027          finish\n"
              "DIG  ██████████████████┊          2026-12-31\n"
              "FIT  ┊                 █████████  2027-06-30\n"
              "YARD ┊                 █████      2027-03-31\n"
              "OPEN ┊                 ┊       ◆  2027-06-30\n"
              "█ likely dates  ◆ milestone; the date is that of the finish\n");
}

TEST(ScheduleLikely, PrintsTheCriticalPathAndUndefinedFloatAsSuch) {
    const schedule::Network network{small_plan()};
    const std::string text =
        report::likely_table(network, network.base(), {"small", "", nullptr, "", {}}, "real 2025-12 USD");
    EXPECT_EQ(after(text, "DIG"),
              "                    12.00  2026-01-01  2026-12-31          0.00          0.00          60.0");
    EXPECT_EQ(after(text, "YARD"),
              "                    3.00  2027-01-01  2027-03-31     undefined     undefined           0.0");
    EXPECT_EQ(after(text, "OPEN"),
              "                    0.00  2027-06-30  2027-06-30          0.00     undefined           0.0");
    EXPECT_EQ(after(text, "all"),
              "                                                                                      100.0");
    EXPECT_NE(text.find("does not reach OPEN"), std::string::npos);
    for (const std::string& line : lines_of(text)) EXPECT_LE(report::width_of(line), 100) << line;
}

/// Every null has its reason beside it, `low` that of `low_why`, and nothing else has one.
void expect_reasons(const Json& j, const std::string& at) {
    if (j.is_array())
        for (const Json& item : j) expect_reasons(item, at + "[]");
    if (!j.is_object()) return;
    const auto is_null = [](const Json& x) { return x.is_null(); };
    for (const auto& [key, value] : j.items()) {
        const bool none = value.is_null() || (value.is_array() && std::ranges::any_of(value, is_null));
        EXPECT_EQ(none, j.contains(key + "_why")) << at << "." << key;
        expect_reasons(value, at + "." + key);
    }
}

TEST(ScheduleJson, ParsesAndGivesAReasonForEachNull) {
    Report r;
    ScheduleOutcome o = small_outcome();
    o.finish[0][99] = never;
    const auto summary = report::summarize(o, r.plan);
    const std::string text = report::json(summary, r.from);
    const Json j = Json::parse(text);
    EXPECT_EQ(j["schema"], "minerisk.schedule/1");
    EXPECT_EQ(j["finishes"][0]["likely"]["year"], 2027.5);
    EXPECT_EQ(j["finishes"][0]["likely"]["years"], 1.5);
    EXPECT_EQ(j["finishes"][0]["ranked_above"]["count"], 1);
    EXPECT_EQ(j["finishes"][0]["s_curve"]["points"].size(), 101u);
    EXPECT_EQ(j["cost"]["s_curve"]["points"][0], 101e6);
    EXPECT_EQ(j["joint"]["grid"]["prob_met"].size(), 11u);
    EXPECT_EQ(j["joint"]["grid"]["prob_met"][10][10], 1.0);
    EXPECT_NEAR(j["joint"]["grid"]["prob_met"][5][8].get<double>(), 0.5, 0.011);
    EXPECT_EQ(j["activities"][3]["criticality"]["value_why"], "the activity does not reach the target");
    EXPECT_EQ(j["activities"][3]["likely"]["free_float_why"], "nothing follows");
    for (const char* word : {"nan", "inf", "NaN", "Inf"})
        EXPECT_EQ(text.find(word + std::string{","}), std::string::npos);
    expect_reasons(j, "");
}

TEST(ScheduleJson, TheJointGridHasARowALimitOfCost) {
    const Report r;
    ScheduleOutcome o = small_outcome();
    std::ranges::fill(o.cost, 120e6);  // no limit of cost stops a path
    const Json grid = Json::parse(report::json(report::summarize(o, r.plan), r.from))["joint"]["grid"];
    EXPECT_NEAR(grid["prob_met"][0][5].get<double>(), 0.5, 0.011);
    EXPECT_EQ(grid["prob_met"][5][0], 0.01);
}

TEST(ScheduleJson, OnePathHasNoErrorsAndSaysWhy) {
    const schedule::Network network{small_plan()};
    const ScheduleOutcome o = report::likely_outcome(network, network.base());
    auto summary = report::summarize(o, network.plan());
    summary.risks = false;
    const Json j = Json::parse(report::json(summary, {"small", "", nullptr, "", {}}));
    EXPECT_EQ(j["run"]["risks"], "none");
    EXPECT_EQ(j["finishes"][0]["mean"]["value"], 1.5);
    EXPECT_EQ(j["finishes"][0]["mean"]["se"], nullptr);
    EXPECT_EQ(j["joint_why"], "one path has no error");
    expect_reasons(j, "");
}

TEST(ScheduleCsv, HasARowAPathAndARowAnActivity) {
    const test::TempFolder folder;
    const ScheduleOutcome o = small_outcome();
    io::OutputFolder out{folder / "out"};
    report::write_paths_csv(out.file("paths.csv"), o, small_plan());
    report::write_activities_csv(out.file("activities.csv"), o, small_plan());
    out.commit();
    const auto paths = lines_of(folder.read("out/paths.csv"));
    ASSERT_EQ(paths.size(), 101u);
    EXPECT_EQ(paths[0], "path,OPEN_finish_year,cost_usd");
    EXPECT_EQ(paths[50], "49,2028,1.5e+08");
    const auto activities = lines_of(folder.read("out/activities.csv"));
    ASSERT_EQ(activities.size(), 5u);
    EXPECT_TRUE(activities[1].starts_with("DIG,DIG work,yes,years,1,2026,2027,0,0,1,0.01,0.25,0.004,"))
        << activities[1];
    EXPECT_EQ(activities[4],
              "YARD,YARD work,no,years,0.25,2027,2027.25,,,0.25,0.01,,,,,,,,,,,,,,,2027,2027.25,2027.75,"
              "2027.25,2027.5,2028");
}

}  // namespace
}  // namespace minerisk
