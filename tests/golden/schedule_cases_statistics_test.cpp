#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "minerisk/engine/schedule_ranking.hpp"
#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/statistics/joint_confidence.hpp"
#include "support/schedule_cases.hpp"

using namespace minerisk;
using namespace minerisk_test;
using schedule::Network;

namespace {

/// Section 5.4 of the schedule note: two runs of 200,000 trials of another program, averaged.
struct Row {
    const char* file;
    double p10, p50, p80, p90, mean, p2_50, p2_80, capital, c50, c80, c90, correlation;
    double within_48, ln_finish, ln_capital, jcl;  ///< P(<= 48), sd of logarithms, joint at the two P80
};
constexpr Row rows[] = {{"case_a", 50.11, 53.02, 55.22, 56.45, 53.18, 116.8, 120.9, 1.096, 1.090, 1.192,
                         1.250, .10, .0080, .046, .107, .65},
                        {"case_b", 57.51, 65.83, 73.21, 77.68, 66.91, 136.3, 148.5, 1.217, 1.208, 1.331,
                         1.401, .34, .00004, .118, .115, .67},
                        {"case_c", 58.42, 68.46, 77.81, 83.52, 69.93, 139.4, 152.8, 1.225, 1.216, 1.341,
                         1.411, .34, .00004, .138, .115, .67},
                        {"case_d", 77.83, 84.99, 90.80, 94.31, 85.71, 155.4, 166.6, 1.249, 1.240, 1.365,
                         1.436, .32, 0, .077, .113, .67},
                        {"case_c2", 57.97, 67.10, 76.29, 83.34, 70.36, 138.1, 152.3, 1.226, 1.215, 1.342,
                         1.415, .39, .00004, .177, .118, .67},
                        {"case_b_s", 55.31, 66.94, 78.94, 86.74, 69.45, 137.4, 159.5, 1.284, 1.214, 1.592,
                         1.839, .55, .0027, .177, .317, .695},
                        {"case_c2_s", 55.87, 68.72, 82.72, 92.75, 72.83, 139.9, 164.1, 1.293, 1.223, 1.604,
                         1.853, .48, .0023, .217, .317, .695},
                        {"case_d_s", 75.96, 85.49, 95.41, 101.86, 87.60, 156.1, 177.1, 1.315, 1.246, 1.629,
                         1.877, .55, 0, .118, .317, .695}};

/// The note's largest standard error of one run for each figure; that of the average of its two runs is
/// smaller. The printed figure adds half a unit of its last digit.
struct Errors {
    double p10, p50, mean, p80, p90, phase_2, capital;
};
Errors errors_of(const Row& row) {
    const std::string file = row.file;
    if (file == "case_a") return {.01, .01, .01, .01, .01, .02, .0007};
    if (file == "case_b" || file == "case_c" || file == "case_d")
        return {.03, .03, .03, .04, .05, .06, .0007};
    return {.05, .05, .05, .07, .11, .13, .003};
}

class ScheduleCase : public testing::TestWithParam<Row> {};

double half_width(const statistics::Quantile& q) {
    return (*q.high - *q.low) / 2 / statistics::normal_95;
}
void expect_near(double ours, double our_error, double note, double note_error, double digit) {
    EXPECT_NEAR(ours, note, 3 * std::hypot(our_error, note_error) + digit / 2);
}

TEST_P(ScheduleCase, PercentilesAndCapitalAreThoseOfTheNote) {
    const Row& row = GetParam();
    const Errors note = errors_of(row);
    ScheduleRun how{.details = false};
    how.run.paths = 200'000;
    const auto out = simulate(Network{case_plan(row.file)}, how);
    const double probs[] = {0.1, 0.5, 0.8, 0.9};
    const double month = 12, base = 5.8e9;
    const auto finish = statistics::quantiles(out.finish[0], probs);
    const double expected[] = {row.p10, row.p50, row.p80, row.p90};
    const double error[] = {note.p10, note.p50, note.p80, note.p90};
    for (std::size_t i = 0; i < 4; ++i)
        expect_near(month * finish[i].value, month * half_width(finish[i]), expected[i], error[i], 0.01);
    const auto mean = statistics::mean(out.finish[0]);
    expect_near(month * mean.value, month * *mean.se, row.mean, note.mean, 0.01);
    ASSERT_EQ(out.milestones[2], "P2COMM");
    const auto phase_2 = statistics::quantiles(out.finish[2], probs);
    expect_near(month * phase_2[1].value, month * half_width(phase_2[1]), row.p2_50, note.phase_2, 0.1);
    expect_near(month * phase_2[2].value, month * half_width(phase_2[2]), row.p2_80, note.phase_2, 0.1);
    const auto capital = statistics::mean(out.cost);
    expect_near(capital.value / base, *capital.se / base, row.capital, note.capital, 0.001);
    const auto cost = statistics::quantiles(out.cost, probs);
    const double cost_expected[] = {0, row.c50, row.c80, row.c90};
    for (std::size_t i = 1; i < 4; ++i)
        expect_near(cost[i].value / base, half_width(cost[i]) / base, cost_expected[i], note.capital, 0.001);
    std::vector<double> x, y;
    for (std::size_t i = 0; i < out.cost.size(); ++i) {
        x.push_back(std::log(out.finish[0][i]));
        y.push_back(std::log(out.cost[i]));
    }
    const auto r = statistics::pearson(x, y);
    expect_near(r.value, r.se, row.correlation, 0.002, 0.01);
    // The error of an sd, from the spread of the squares.
    const auto sd_of = [](const std::vector<double>& values) {
        const auto m = statistics::mean(values);
        std::vector<double> squares;
        for (const double v : values) squares.push_back((v - m.value) * (v - m.value));
        return std::pair{*m.sd, *statistics::mean(squares).se / (2 * *m.sd)};
    };
    const auto [finish_sd, finish_se] = sd_of(x);
    const auto [capital_sd, capital_se] = sd_of(y);
    const bool s_row = std::string{row.file}.ends_with("_s");
    expect_near(finish_sd, finish_se, row.ln_finish, finish_se / std::sqrt(2), 0.001);
    expect_near(capital_sd, capital_se, row.ln_capital, capital_se / std::sqrt(2), s_row ? 0.005 : 0.001);
    const double n = static_cast<double>(out.finish[0].size());
    const auto early = std::ranges::count_if(out.finish[0], [](double t) { return t <= 4 + 1e-12; });
    const double share_se = std::sqrt(std::max(row.within_48, 1 / n) / n);
    expect_near(static_cast<double>(early) / n, share_se, row.within_48, share_se / std::sqrt(2),
                row.within_48 > .001 ? 1e-4 : 1e-5);
    const double jcl =
        statistics::joint_confidence(out.cost, cost[2].value, out.finish[0], finish[2].value).value;
    const double jcl_se = std::sqrt(jcl * (1 - jcl) / n);
    expect_near(jcl, jcl_se, row.jcl, jcl_se / std::sqrt(2), s_row ? 0.02 : 0.01);
}
INSTANTIATE_TEST_SUITE_P(All, ScheduleCase, testing::ValuesIn(rows),
                         [](const auto& of) { return std::string{of.param.file}; });

TEST(ScheduleCases, CriticalityOfAandB) {
    struct Activity {
        double a, b, pearson_a, pearson_b, ssi_b;
    };
    const std::map<std::string, Activity> note{
        {"FS_APPR", {1, 1, .06, .02, .017}},         {"PERMIT", {0, .0004, .00, .00, .000}},
        {"FINCLOSE", {.296, .536, .38, .59, .433}},  {"EARLYW", {.360, .385, .15, .46, .129}},
        {"ROAD", {.098, .096, .09, .31, .032}},      {"CAMP", {.051, .004, .00, .34, .002}},
        {"ENG", {.343, .078, .00, .00, .017}},       {"MILLPROC", {.380, .108, .31, .04, .037}},
        {"MILLDELIV", {.380, .108, .17, .19, .024}}, {"CIVIL", {.474, .591, .11, .47, .255}},
        {"MILLEREC", {.493, .312, .26, .42, .074}},  {"SMP", {.830, .668, .42, .54, .356}},
        {"POWER", {.101, .140, .13, .43, .081}},     {"WATER", {.001, .145, .00, .54, .146}},
        {"TSF", {.024, .031, .02, .40, .016}},       {"PRESTRIP", {.020, .014, .01, .25, .005}},
        {"OPSREADY", {.024, .002, .01, .12, .000}},  {"COMM", {1, 1, .35, .30, .206}}};
    for (const bool b : {false, true}) {
        ScheduleRun how;
        how.run.paths = 200'000;
        const auto out = simulate(Network{case_plan(b ? "case_b" : "case_a")}, how);
        int seen = 0;
        for (const auto& x : out.activities) {
            EXPECT_EQ(x.reaches_target, note.contains(x.id)) << x.id;
            if (!note.contains(x.id)) {
                EXPECT_TRUE(std::isnan(x.criticality.value));
                continue;
            }
            const Activity& n = note.at(x.id);
            expect_near(x.criticality.value, x.criticality.se, b ? n.b : n.a, 0.001, 0.001);
            expect_near(x.pearson.value, x.pearson.se, b ? n.pearson_b : n.pearson_a, 0.002, 0.01);
            if (b) expect_near(x.ssi.value, x.ssi.se, n.ssi_b, 0.001, 0.001);
            ++seen;
        }
        EXPECT_EQ(seen, 18);
        const auto of = [&](const char* id) {
            for (const auto& x : out.activities)
                if (x.id == std::string{id}) return x;
            return ActivityResult{};
        };
        expect_near(of("EARLYW").start_criticality.value, .001, b ? .10 : .15, .001, .01);
        expect_near(of("EARLYW").finish_criticality.value, .001, b ? .28 : .21, .001, .01);
        expect_near(of("CIVIL").start_criticality.value, .001, b ? .39 : .36, .001, .01);
        expect_near(of("CIVIL").finish_criticality.value, .001, b ? .20 : .11, .001, .01);
        if (!b) {
            expect_near(12 * out.merge_bias.value, 12 * out.merge_bias.se, 2.2, 0.01, 0.05);
        }
        expect_near(of("ENG").start_criticality.value, .001, b ? .08 : .34, .001, .01);
        expect_near(of("CAMP").start_criticality.value, .001, b ? .002 : .05, .001, b ? .001 : .01);
        expect_near(of("CAMP").finish_criticality.value, .001, b ? .002 : 0, .001, .001);
    }
}

TEST(ScheduleCases, CriticalityOfCAndD) {
    const std::map<std::string, std::pair<double, double>> note{
        {"FS_APPR", {1, 1}},        {"PERMIT", {.0003, 0}},     {"FINCLOSE", {.650, 1}},
        {"EARLYW", {.291, 0}},      {"ROAD", {.073, 0}},        {"CAMP", {.003, 0}},
        {"ENG", {.059, 0}},         {"MILLPROC", {.095, .057}}, {"MILLDELIV", {.095, .057}},
        {"CIVIL", {.607, .656}},    {"MILLEREC", {.305, .284}}, {"SMP", {.671, .679}},
        {"POWER", {.128, .093}},    {"WATER", {.151, .169}},    {"TSF", {.032, .035}},
        {"PRESTRIP", {.015, .020}}, {"OPSREADY", {.003, .004}}, {"COMM", {1, 1}}};
    for (const bool d : {false, true}) {
        ScheduleRun how;
        how.run.paths = 200'000;
        const auto out = simulate(Network{case_plan(d ? "case_d" : "case_c")}, how);
        for (const auto& x : out.activities)
            if (const auto n = note.find(x.id); n != note.end())
                expect_near(x.criticality.value, x.criticality.se, d ? n->second.second : n->second.first,
                            0.001, 0.001);
    }
}

TEST(ScheduleCases, WhatRemovingARiskIsWorthInC) {
    minerisk::Run how;
    how.paths = 40'000;
    const Ranking p50 = rank_by_removal(Network{case_plan("case_c")}, how, 0.5, 0);
    const Ranking p80 = rank_by_removal(Network{case_plan("case_c")}, how, 0.8, 0);
    const auto of = [](const Ranking& r, const char* id) {
        for (const Removal& x : r.alone)
            if (x.id == id) return x;
        return Removal{};
    };
    struct Worth {
        const char* id;
        double finish_50, finish_80, cost_50, cost_80;  ///< months, and billion USD
    };
    for (const Worth& w :
         {Worth{"R1", 3.62, 3.87, .20, .25}, Worth{"R2", 3.56, 5.10, .06, .07},
          Worth{"R3", 3.43, 3.69, .20, .24}, Worth{"stoppages", 1.09, 1.15, .11, .13},
          Worth{"R10", 0.89, 0.95, .02, .02}, Worth{"R6", 0.75, 1.26, .02, .03},
          Worth{"R4", 0.49, 0.37, .04, .04}, Worth{"R7", 0.03, 0, 0, 0}, Worth{"R5", 0, 0, .02, .02},
          Worth{"R8", 0, 0, .02, .02}, Worth{"R9", 0, 0, .02, .02}}) {
        SCOPED_TRACE(w.id);
        const Removal a = of(p50, w.id), b = of(p80, w.id);
        const bool in_words = w.finish_50 == 0;  // "0 in time, .01 to .03 each in cost"
        expect_near(12 * a.finish.value, 12 * a.finish.se, w.finish_50, 0.02, 0.01);
        expect_near(12 * b.finish.value, 12 * b.finish.se, w.finish_80, 0.03, 0.01);
        expect_near(a.cost.value / 1e9, a.cost.se / 1e9, w.cost_50, 0.003, in_words ? 0.03 : 0.01);
        expect_near(b.cost.value / 1e9, b.cost.se / 1e9, w.cost_80, 0.003, in_words ? 0.03 : 0.01);
    }
    EXPECT_EQ(p80.alone[0].id, "R2");
}

}  // namespace
