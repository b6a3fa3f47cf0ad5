#include <gtest/gtest.h>

#include "minerisk/factors/schedule/network/network.hpp"
#include "minerisk/io/model_file.hpp"
#include "support/reko_diq.hpp"
#include "support/schedule_cases.hpp"

using namespace minerisk;
using namespace minerisk_test;
using schedule::Network;
using schedule::NetworkWorkspace;
using schedule::Plan;

namespace {

struct Dates {
    double first_production, ramp_up, phase_2, capital;
};
/// The dates in months and the capital as a ratio, on path `p`.
Dates dates(const Network& n, const NetworkWorkspace& w, int p = 0) {
    const auto finish = [&](const char* id) { return 12 * w.dates(2 * n.index(id) + 1, p); };
    return {finish("COMM"), finish("RAMP1"), finish("P2COMM"), w.cost(0, p) / 5.8e9};
}
void expect_dates(const Dates& d, const Dates& expected, double tolerance = 5e-5) {
    EXPECT_NEAR(d.first_production, expected.first_production, tolerance);
    EXPECT_NEAR(d.ramp_up, expected.ramp_up, tolerance);
    EXPECT_NEAR(d.phase_2, expected.phase_2, tolerance);
    EXPECT_NEAR(d.capital, expected.capital, 5e-7);
}
/// The plan with every duration at its likely value and no spread of cost.
Plan without_spread(Plan plan) {
    for (auto& a : plan.activities) a.duration = distribution::fixed(a.duration.base());
    plan.cost = {};
    return plan;
}

}  // namespace

TEST(ScheduleCases, LikelyDurationsGiveThePublishedMilestones) {
    const Network network{case_plan("case_a")};
    expect_dates(dates(network, network.base()), {48, 62, 108, 1});
    for (const auto& [id, room] : std::initializer_list<std::pair<const char*, double>>{{"FS_APPR", 0},
                                                                                        {"ENG", 0},
                                                                                        {"MILLPROC", 0},
                                                                                        {"MILLDELIV", 0},
                                                                                        {"MILLEREC", 0},
                                                                                        {"SMP", 0},
                                                                                        {"COMM", 0},
                                                                                        {"EARLYW", 1},
                                                                                        {"CAMP", 1},
                                                                                        {"CIVIL", 1},
                                                                                        {"FINCLOSE", 2},
                                                                                        {"ROAD", 3},
                                                                                        {"POWER", 3},
                                                                                        {"OPSREADY", 3},
                                                                                        {"PRESTRIP", 4},
                                                                                        {"TSF", 5},
                                                                                        {"WATER", 10},
                                                                                        {"PERMIT", 16}}) {
        const int j = network.index(id);
        const auto& w = network.base();
        EXPECT_NEAR(12 * std::min(w.start_slack(j, 0), w.finish_slack(j, 0)), room, 1e-9) << id;
    }
    EXPECT_FALSE(network.logic().reaches_target(network.index("RAIL")));
}

TEST(ScheduleCases, MeansAndExtremesOfDurations) {
    Plan plan = case_plan("case_a"), worst = plan;
    for (auto& a : plan.activities) a.duration = distribution::fixed(a.duration.mean());
    for (auto& a : worst.activities) a.duration = distribution::fixed(a.duration.upper());
    EXPECT_NEAR(dates(Network{plan}, Network{plan}.base()).first_production, 51.0, 0.05);
    EXPECT_NEAR(dates(Network{worst}, Network{worst}.base()).first_production, 76.0, 1e-9);
}

TEST(ScheduleCases, ALateCloseMovesAllMilestones) {
    Plan plan = without_spread(case_plan("case_a"));
    const Network as_planned{plan};
    for (auto& a : plan.activities)
        if (a.id == "FINCLOSE") a.duration = distribution::fixed(20.0 / 12);
    // Cost goes by the likely duration of the plan, so the longer close is drawn instead of stated.
    Plan drawn = without_spread(case_plan("case_a"));
    drawn.events = {
        {.id = "late", .probability = 1, .delay = distribution::fixed(1), .hits = {{"FINCLOSE", 1}}}};
    const Network network{drawn};
    NetworkWorkspace w = network.workspace(narrow_block);
    network.simulate_block(1, 0, {}, w);
    expect_dates(dates(network, w), {58, 72, 118, 1.025278});
}

TEST(ScheduleCases, AllDriversAtTheirModes) {
    Plan plan = without_spread(case_plan("case_b"));
    for (auto& d : plan.drivers) {
        d.probability = 1;
        d.factor = distribution::fixed(d.factor.base());
    }
    plan.stoppages.reset();
    const Network network{plan};
    NetworkWorkspace w = network.workspace(narrow_block);
    network.simulate_block(1, 0, {}, w);
    expect_dates(dates(network, w), {55.9505, 76.5722, 120.0365, 1.074829});
    for (const auto& [id, factor] : std::initializer_list<std::pair<const char*, double>>{
             {"SMP", 1.16025}, {"CAMP", 1.176}, {"POWER", 1.1445}, {"RAIL", 1.82574}}) {
        const int j = network.index(id);
        EXPECT_NEAR(w.duration(j, 0) / network.base().duration(j, 0), factor, 1e-5) << id;
    }
}

TEST(ScheduleCases, OneStoppageHitsWhatIsUnderWay) {
    Plan plan = without_spread(case_plan("case_b"));
    plan.drivers.clear();
    const Network network{plan};
    NetworkWorkspace w = network.workspace(narrow_block);
    const auto stop = [&](double begin, double length) {
        network.simulate_block(1, 0, {.stoppages = true}, w);
        w.stoppages.rows = 1;
        w.stoppages.begin.assign(narrow_block, begin / 12);
        w.stoppages.length.assign(narrow_block, length / 12);
        network.stop(w);
        network.count_stoppages(w);
        network.logic().backward(w);
        network.costs().base_block(network.logic(), w);
    };
    stop(20, 2);
    expect_dates(dates(network, w), {48, 62, 108, 1.012264});
    for (const auto& a : plan.activities) {
        const bool hit =
            std::set<std::string>{"CIVIL", "POWER", "WATER", "TSF", "RAIL", "PORT"}.contains(a.id);
        const int j = network.index(a.id);
        EXPECT_EQ(w.duration(j, 0) > network.base().duration(j, 0) + 1e-9, hit) << a.id;
    }
    const int power = network.index("POWER");
    EXPECT_NEAR(12 * w.finish_slack(power, 0), 1.8, 1e-9);

    stop(30, 3);
    for (const auto& a : plan.activities) {
        const bool hit =
            std::set<std::string>{"MILLEREC", "SMP", "POWER", "WATER", "TSF", "PRESTRIP", "RAIL", "PORT"}
                .contains(a.id);  // MILLEREC begins at 30, just when the stoppage does
        EXPECT_EQ(w.added(network.index(a.id), 0) > 0, hit) << a.id;
    }
    EXPECT_NEAR(dates(network, w).first_production, 49.8, 1e-9);
    EXPECT_NEAR(dates(network, w).capital, 1.027315, 5e-7);
    const int smp = network.index("SMP");
    EXPECT_NEAR(12 * w.dates(2 * smp, 0), 20.7, 1e-9);
    EXPECT_NEAR(12 * w.dates(2 * smp + 1, 0), 44.8, 1e-9);
}

TEST(ScheduleCases, AStudyRefusesWhatStandsInForItsSecurityEvents) {
    for (const char* file : {"case_b", "case_c", "case_c2"}) {
        auto spec = test::load("reko_diq.toml").study.spec();
        const Plan plan = case_plan(file);
        spec.network->plan.events = plan.events;
        spec.network->plan.drivers.push_back(plan.drivers.front());
        try {
            Study<>{spec};
            ADD_FAILURE() << file;
        } catch (const InputError& error) {
            const std::string text = error.what();
            EXPECT_NE(text.find("network.driver.R1: counts security twice"), std::string::npos) << text;
            if (!plan.events.empty()) {
                EXPECT_NE(text.find("network.event.HOLD: counts security twice"), std::string::npos) << text;
            }
        }
    }
}

TEST(ScheduleCases, RestartAfterTheReviewGivesNovember2030) {
    const Network network{case_plan("case_d")};
    EXPECT_NEAR(dates(network, network.base()).first_production, 71.0, 1e-9);
}
