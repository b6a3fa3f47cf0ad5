#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/factors/schedule/network/checks.hpp"
#include "minerisk/factors/schedule/network/order.hpp"
#include "minerisk/io/model_file.hpp"
#include "minerisk/random/distribution/forms.hpp"
#include "sound_model.hpp"
#include "sound_network.hpp"
#include "support/numbers.hpp"
#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using namespace units;
using schedule::Plan;
using test::sound_network;

Plan plan_of(const std::string& path) {
    Sources sources;
    return load_schedule(path, sources).plan;
}

class ReadNetwork : public testing::Test {
protected:
    Plan read(std::string_view text) { return plan_of(folder.write("plan.toml", text)); }
    std::string refused(std::string_view text) {
        return test::refusal_of([&] { read(text); }, folder.path());
    }
    test::TempFolder folder;
};

const schedule::Activity& activity(const Plan& plan, std::string_view id) {
    return *std::ranges::find(plan.activities, id, &schedule::Activity::id);
}
std::string link_line(const schedule::Link& l) {
    return l.from + " " + l.to + " " + schedule::link_type_names[static_cast<std::size_t>(l.type)] + " " +
           minerisk::text_of(l.lag) + " " + l.calendar;
}
std::string hit_line(const std::vector<schedule::Hit>& hits) {
    std::string line;
    for (const schedule::Hit& h : hits) line += h.activity + " " + minerisk::text_of(h.weight) + "; ";
    return line;
}
/// The same law: the same base, support and quantiles.
void expect_same(const Distribution& a, const Distribution& b) {
    EXPECT_EQ(a.form().index(), b.form().index());
    EXPECT_EQ(a.base(), b.base());
    EXPECT_EQ(a.lower(), b.lower());
    EXPECT_EQ(a.upper(), b.upper());
    for (const double u : {0.01, 0.3, 0.5, 0.77, 0.999}) EXPECT_EQ(a.quantile(u), b.quantile(u)) << u;
}

TEST_F(ReadNetwork, MixturesAndTailsAreReadAsTheyAreStated) {
    namespace d = distribution;
    constexpr double a_day = 1 / 365.25;
    const auto ramp = [&](std::string_view duration) {
        const Plan p = read(test::with(
            sound_network, R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })",
            duration));
        return activity(p, "RAMP").duration;
    };
    const Distribution a = d::lognormal_of_quantiles({.p50 = 0.4 * a_day, .p90 = 2 * a_day});
    const Distribution b =
        d::lognormal_of_quantiles({.p50 = 10 * a_day, .p90 = 30 * a_day, .base = 10 * a_day});
    const d::Tail tail{.above = 20 * a_day, .shape = 0.3, .scale = 5 * a_day};
    expect_same(ramp(R"({ mixture = [{ weight = 0.9, lognormal = { p50 = "0.4 d", p90 = "2 d" } },
                                     { weight = 0.1, lognormal = { p50 = "10 d", p90 = "30 d" } }] })"),
                d::mixture({{0.9, a}, {0.1, b}}));
    expect_same(
        ramp(
            R"({ lognormal = { p50 = "10 d", p90 = "30 d" }, tail = { above = "20 d", shape = 0.3, scale = "5 d" } })"),
        d::pareto_tail(b, tail));
    expect_same(
        ramp(
            R"({ lognormal = { p50 = "10 d", p90 = "30 d" }, tail = { above = "20 d", shape = 0.3, scale = "5 d" }, within = ["5 d", "80 d"] })"),
        d::truncated(d::pareto_tail(b, tail), 5 * a_day, 80 * a_day));
    expect_same(
        ramp(R"({ mixture = [{ weight = "50 %", discrete = [["2 d", 1]] },
                                     { weight = 0.5, lognormal = { p50 = "10 d", p90 = "30 d" }, within = ["1 d", "90 d"] }], tail = { above = "20 d", shape = 0.3, scale = "5 d" }, base = "3 d" })"),
        d::pareto_tail(
            d::mixture({{0.5, d::fixed(2 * a_day)}, {0.5, d::truncated(b, a_day, 90 * a_day)}}, 3 * a_day),
            tail));
}

TEST_F(ReadNetwork, TheSoundFileGivesExactlyWhatItStates) {
    using testing_support::a_month;
    const Plan p = read(sound_network);

    EXPECT_EQ(p.name, "small build");
    EXPECT_EQ(p.start, (Date{2026, 1, 1}));
    EXPECT_EQ(p.data_date, 0.5 * year);
    EXPECT_EQ(p.target, "START");
    EXPECT_EQ(p.milestones, (std::vector<std::string>{"ROAD", "RAMP"}));

    ASSERT_EQ(p.calendars.size(), 1u);
    const schedule::WorkCalendar& c = p.calendars[0];
    EXPECT_EQ(c.name, "five days");
    EXPECT_EQ(c.works, (std::array{true, true, true, true, true, false, false}));
    ASSERT_EQ(c.closures.size(), 2u);
    EXPECT_EQ(c.closures[0], (std::pair{Date{2026, 12, 24}, Date{2027, 1, 2}}));
    ASSERT_EQ(c.seasons.size(), 1u);
    EXPECT_EQ(c.seasons[0].first.month, 12);
    EXPECT_EQ(c.seasons[0].first.day, 1);
    EXPECT_EQ(c.seasons[0].second.month, 2);
    EXPECT_EQ(c.seasons[0].second.day, 28);

    ASSERT_EQ(p.activities.size(), 9u);
    const schedule::Activity& study = activity(p, "STUDY");
    EXPECT_EQ(study.name, "study");
    expect_same(study.duration, distribution::fixed(3 * a_month));
    EXPECT_EQ(study.progress, schedule::Progress::done);
    EXPECT_EQ(study.started, Years{});
    EXPECT_EQ(study.finished, 0.25 * year);

    const schedule::Activity& road = activity(p, "ROAD");
    expect_same(
        road.duration,
        distribution::pert({.low = 2 * a_month, .likely = 4 * a_month, .high = 9 * a_month, .lambda = 5}));
    EXPECT_EQ(road.progress, schedule::Progress::under_way);
    EXPECT_EQ(road.started, Years::from_canonical(4.0 / 12));
    EXPECT_DOUBLE_EQ(road.cost.canonical(), 11e6);  // 10 % of 110 MUSD of 2025-12
    EXPECT_EQ(road.time_dependent, 0.4);
    EXPECT_EQ(road.exposure.channel, (std::array{0.5, 1.0, 0.0, 0.0}));

    const schedule::Activity& civil = activity(p, "CIVIL");
    expect_same(civil.duration, distribution::triangular({.low = 100, .likely = 120, .high = 200}));
    EXPECT_EQ(civil.calendar, "five days");
    EXPECT_TRUE(civil.interruptible);
    EXPECT_EQ(civil.progress, schedule::Progress::to_come);
    ASSERT_EQ(civil.bounds.size(), 2u);
    EXPECT_EQ(civil.bounds[0].kind, schedule::BoundKind::start_not_earlier);
    EXPECT_EQ(civil.bounds[0].date, Years::from_canonical(8.0 / 12));
    EXPECT_EQ(civil.bounds[1].kind, schedule::BoundKind::deadline);
    EXPECT_EQ(civil.bounds[1].date, Years::from_canonical(1 + 11.0 / 12));
    EXPECT_EQ(civil.cost, 44 * MUSD);
    EXPECT_EQ(civil.time_dependent, 0.25);

    const schedule::Activity& order = activity(p, "ORDER");
    expect_same(order.duration,
                distribution::truncated(
                    distribution::lognormal_of_quantiles({.p50 = 0.5, .p90 = 9 * a_month}), 3 * a_month, 2));
    ASSERT_TRUE(order.finish_on.has_value());
    EXPECT_EQ(order.finish_on->first, 1.5 * year);
    EXPECT_EQ(order.finish_on->second.upper(), 6 * (7 * (1 / 365.25)));

    expect_same(activity(p, "TRUCK").duration, distribution::weibull({.shape = 2, .scale = 0.5}));
    expect_same(
        activity(p, "ERECT").duration,
        distribution::trigen(
            {.low = 8 * a_month, .likely = 10 * a_month, .high = 18 * a_month, .p_low = 0.1, .p_high = 0.9}));
    expect_same(activity(p, "START").duration, Distribution{});
    expect_same(activity(p, "RAMP").duration,
                distribution::empirical({9 * a_month, 12 * a_month, 20 * a_month}, 12 * a_month));

    std::vector<std::string> links;
    for (const schedule::Link& l : p.links) links.push_back(link_line(l));
    EXPECT_EQ(links, (std::vector<std::string>{
                         "STUDY ROAD FS 0 ", "STUDY CIVIL FS 0 ", "ROAD CIVIL SS 0.25 ",
                         "ORDER CIVIL SS 4 five days", "STUDY ORDER FS " + minerisk::text_of(-a_month) + " ",
                         "ORDER BARGE FS 0 ", "CIVIL BARGE FS 0 ", "ORDER TRUCK FS 0 ", "CIVIL TRUCK FS 0 ",
                         "BARGE ERECT FS 0 ", "TRUCK ERECT FS 0 ", "ERECT START FS 0 ",
                         "CIVIL START FF " + minerisk::text_of(a_month) + " ", "START RAMP FS 0 "}));

    ASSERT_EQ(p.hammocks.size(), 1u);
    EXPECT_EQ(p.hammocks[0].id, "TEAM");
    EXPECT_EQ(p.hammocks[0].from, "STUDY");
    EXPECT_EQ(p.hammocks[0].to, "START");
    EXPECT_DOUBLE_EQ(p.hammocks[0].cost.canonical(), 8.8e6);
    EXPECT_EQ(p.hammocks[0].likely, 2.5 * year);

    ASSERT_EQ(p.drivers.size(), 3u);
    EXPECT_EQ(p.drivers[0].id, "SECURITY");
    EXPECT_EQ(p.drivers[0].name, "security campaign");
    EXPECT_EQ(p.drivers[0].probability, 0.55);
    expect_same(p.drivers[0].factor, distribution::triangular({.low = 1.05, .likely = 1.15, .high = 1.5}));
    EXPECT_EQ(hit_line(p.drivers[0].hits), "ROAD 1; CIVIL 0.8; ");
    EXPECT_EQ(p.drivers[0].group, "outside");
    EXPECT_TRUE(p.drivers[0].security);
    EXPECT_FALSE(p.drivers[1].security);
    expect_same(p.drivers[1].factor,
                distribution::discrete({.values = {1.2, 1.9}, .probabilities = {0.7, 0.3}}));
    EXPECT_EQ(hit_line(p.drivers[1].hits), "ORDER 1; ");
    expect_same(p.drivers[2].factor,
                distribution::truncated(distribution::normal({.mean = 1.05, .sd = 0.1}), 0.8, 1.5));
    EXPECT_EQ(p.drivers[2].group, "");

    ASSERT_EQ(p.events.size(), 2u);
    EXPECT_EQ(p.events[0].probability, 0.04);
    expect_same(p.events[0].delay, distribution::gamma({.shape = 2, .scale = 10}));
    EXPECT_EQ(p.events[0].cost, 2 * MUSD);
    expect_same(p.events[1].delay, distribution::fixed(1));

    ASSERT_EQ(p.choices.size(), 2u);
    EXPECT_EQ(p.choices[0].base, "truck");
    ASSERT_EQ(p.choices[0].options.size(), 2u);
    EXPECT_EQ(p.choices[0].options[0].name, "barge");
    EXPECT_EQ(p.choices[0].options[0].probability, 0.3);
    EXPECT_EQ(p.choices[0].options[0].activities, std::vector<std::string>{"BARGE"});
    EXPECT_FALSE(p.choices[0].late_if.has_value());
    ASSERT_TRUE(p.choices[1].late_if.has_value());
    EXPECT_EQ(p.choices[1].late_if->activity, "ERECT");
    EXPECT_EQ(p.choices[1].late_if->date, Years::from_canonical(3 + 5.0 / 12));

    ASSERT_EQ(p.reworks.size(), 1u);
    EXPECT_EQ(p.reworks[0].activity, "ERECT");
    EXPECT_EQ(p.reworks[0].probability, 0.2);
    EXPECT_EQ(p.reworks[0].share.upper(), 0.3);
    EXPECT_EQ(p.reworks[0].repeats, (std::vector<std::string>{"ROAD", "ERECT"}));
    EXPECT_EQ(p.reworks[0].rounds, 3);

    ASSERT_TRUE(p.stoppages.has_value());
    EXPECT_EQ(p.stoppages->rate, 0.35 / year);
    EXPECT_EQ(p.stoppages->length.base(), 0.8 * a_month);
    EXPECT_EQ(hit_line(p.stoppages->hits), "CIVIL 0.8; ERECT 0.6; ");
    EXPECT_DOUBLE_EQ(p.stoppages->cost.canonical(), 0.44e6);

    ASSERT_TRUE(p.systemic.has_value());
    EXPECT_EQ(p.systemic->cost_sigma, 0.25);
    EXPECT_EQ(p.systemic->duration_sigma, 0.2);
    EXPECT_EQ(p.systemic->correlation, 0.5);
    EXPECT_EQ(p.systemic->activities, (std::vector<std::string>{"CIVIL", "ERECT"}));
    ASSERT_TRUE(p.feedback.has_value());
    EXPECT_EQ(p.feedback->strength, 0.05 / year);
    EXPECT_EQ(p.feedback->most, 1.3);
    EXPECT_EQ(p.feedback->activities, std::vector<std::string>{"ERECT"});
    EXPECT_EQ(p.cost.market_mu, 0.03);
    EXPECT_EQ(p.cost.market_sigma, 0.10);
    EXPECT_EQ(p.cost.item_mu, 0.02);
    EXPECT_EQ(p.cost.item_sigma, 0.12);
}

/// Forward pass at likely durations (FF and SF move the start of work that is not interruptible), in months.
std::map<std::string, double> likely_finishes(const Plan& plan) {
    std::map<std::string, int> number;
    for (const schedule::Activity& a : plan.activities) number.emplace(a.id, static_cast<int>(number.size()));
    std::vector<schedule::Arrow> arrows;
    for (const schedule::Link& l : plan.links) arrows.emplace_back(number.at(l.from), number.at(l.to));
    std::vector<double> start(number.size()), finish(number.size());
    for (const int i : schedule::topological_order(static_cast<int>(number.size()), arrows)) {
        const auto k = static_cast<std::size_t>(i);
        const double length = plan.activities[k].duration.base();
        for (std::size_t n = 0; n < arrows.size(); ++n) {
            if (arrows[n].second != i) continue;
            const auto from = static_cast<std::size_t>(arrows[n].first);
            const schedule::LinkType type = plan.links[n].type;
            const bool by_finish =
                type == schedule::LinkType::finish_start || type == schedule::LinkType::finish_finish;
            const bool of_start =
                type == schedule::LinkType::finish_start || type == schedule::LinkType::start_start;
            const double bound = (by_finish ? finish[from] : start[from]) + plan.links[n].lag;
            start[k] = std::max(start[k], of_start ? bound : bound - length);
        }
        finish[k] = start[k] + length;
    }
    std::map<std::string, double> finishes;
    for (const auto& [id, i] : number) finishes[id] = 12 * finish[static_cast<std::size_t>(i)];
    return finishes;
}

class RekoDiqSchedule : public testing::Test {
protected:
    static Plan read(const std::string& name) {
        return plan_of(std::string{MINERISK_EXAMPLES} + "/reko_diq/schedule/" + name + ".toml");
    }
};

TEST_F(RekoDiqSchedule, EveryCaseLoads) {
    for (const char* name : {"network", "case_a", "case_b", "case_c", "case_c2", "case_d", "case_b_s",
                             "case_c2_s", "case_d_s"}) {
        SCOPED_TRACE(name);
        const Plan plan = read(name);
        EXPECT_EQ(plan.activities.size(), 25u);
        EXPECT_EQ(plan.links.size(), 44u);
        for (const schedule::Finding& f : schedule::examine(plan)) EXPECT_FALSE(f.error) << f.field << f.rule;
        Money cost = plan.hammocks.at(0).cost;
        for (const schedule::Activity& a : plan.activities) cost += a.cost;
        EXPECT_NEAR(cost.in(MUSD), 5800, 1e-9);
    }
}

TEST_F(RekoDiqSchedule, LikelyDurationsGiveThePublishedDates) {
    Plan plan = read("network");
    auto finish = likely_finishes(plan);
    EXPECT_NEAR(finish["COMM"], 48, 1e-9);
    EXPECT_NEAR(finish["RAMP1"], 62, 1e-9);
    EXPECT_NEAR(finish["P2COMM"], 108, 1e-9);
    std::ranges::find(plan.activities, "FINCLOSE", &schedule::Activity::id)->duration =
        distribution::fixed(20.0 / 12);
    finish = likely_finishes(plan);
    EXPECT_NEAR(finish["COMM"], 58, 1e-9);
    EXPECT_NEAR(finish["RAMP1"], 72, 1e-9);
    EXPECT_NEAR(finish["P2COMM"], 118, 1e-9);
}

TEST_F(RekoDiqSchedule, EachCaseAddsItsCauses) {
    EXPECT_TRUE(read("case_a").drivers.empty());
    EXPECT_FALSE(read("case_a").stoppages.has_value());

    const Plan b = read("case_b");
    ASSERT_EQ(b.drivers.size(), 10u);
    EXPECT_EQ(b.drivers[0].group, b.drivers[3].group);
    EXPECT_EQ(b.drivers[0].hits.size(), 19u);
    EXPECT_TRUE(b.drivers[0].security);
    EXPECT_EQ(hit_line(b.drivers[3].hits), "MILLDELIV 1; POWER 0.4; PRESTRIP 0.4; CAMP 0.4; SMP 0.15; ");
    ASSERT_TRUE(b.stoppages.has_value());
    EXPECT_EQ(b.stoppages->hits.size(), 14u);
    EXPECT_NEAR(b.stoppages->cost.in(MUSD), 23.2, 1e-9);
    EXPECT_TRUE(b.events.empty());

    const Plan c = read("case_c");
    EXPECT_EQ(c.drivers.size(), 10u);
    ASSERT_EQ(c.events.size(), 1u);
    EXPECT_EQ(c.events[0].probability, 0.25);
    expect_same(c.events[0].delay, distribution::triangular({.low = 0.5, .likely = 1, .high = 2}));

    const Plan c2 = read("case_c2_s");
    ASSERT_EQ(c2.events.size(), 1u);
    EXPECT_EQ(c2.events[0].probability, 0.158);
    EXPECT_NEAR(12 * c2.events[0].delay.quantile(0.9), 13.47 * 1594 / 410, 0.3);
    ASSERT_TRUE(c2.systemic.has_value());
    EXPECT_EQ(c2.systemic->activities.size(), 10u);

    const Plan d = read("case_d");
    EXPECT_TRUE(d.events.empty());
    const auto& close = activity(d, "FINCLOSE");
    ASSERT_TRUE(close.finish_on.has_value());
    EXPECT_EQ(close.finish_on->first, 2.5 * year);
    EXPECT_EQ(close.duration.base(), 8 * (1.0 / 12));
    expect_same(close.finish_on->second, distribution::triangular({.low = 0.25, .likely = 0.5, .high = 1.5}));
}

constexpr std::string_view by_name = R"toml([network]
start = 2026-01-01
target = "B"
[network.activity.A]
duration = "1 yr"
[network.activity.B]
duration = "2 yr"
after = ["A"]
[network.driver.WEATHER]
probability = 0.5
factor = 1.2
hits = { A = 0.5, B = 1 }
)toml";

TEST_F(ReadNetwork, TablesByIdJoinWithThoseOfTheFileThatIsExtended) {
    folder.write("base.toml", by_name);
    const Plan base = plan_of(folder / "base.toml");
    ASSERT_EQ(base.activities.size(), 2u);
    EXPECT_EQ(base.activities[1].id, "B");
    EXPECT_EQ(base.name, "");

    const Plan plan = read(R"(extends = "base.toml"
[network.activity.A]
duration = "3 yr"
[network.activity.C]
duration = "4 yr"
after = ["B"]
[network.driver.WEATHER]
hits = { replace = true, C = 2 }
)");
    ASSERT_EQ(plan.activities.size(), 3u);
    EXPECT_EQ(plan.activities[0].duration.base(), 3);
    EXPECT_EQ(plan.activities[1].duration.base(), 2);
    EXPECT_EQ(plan.activities[2].id, "C");
    EXPECT_EQ(plan.drivers.at(0).probability, 0.5);
    EXPECT_EQ(hit_line(plan.drivers.at(0).hits), "C 2; ");
}

TEST_F(ReadNetwork, AnErrorIsPlacedInTheFileThatStatesIt) {
    folder.write("base.toml", by_name);
    EXPECT_EQ(
        refused(R"(extends = "base.toml"
[network.activity.A]
after = ["B"]
duration = "-1 yr"
[network.activity."A B"]
duration = "1 yr"
[network.driver.WEATHER]
hits = { B = 20, D = 1 }
)"),
        "plan.toml:3:9: network.activity.A.after = A -> B -> A: must not lead back to the same activity\n"
        "plan.toml:4:12: network.activity.A.duration = \"-1 yr\": must not be negative\n"
        "plan.toml:5:1: network.activity.\"A B\".id = A B: must be of letters, digits, `_` and `.`\n"
        "plan.toml:8:14: network.driver.WEATHER.hits.B = 20: must be in [0, 10]\n"
        "plan.toml:8:22: network.driver.WEATHER.hits.D = 1: must be the id of an activity");
}

TEST_F(ReadNetwork, AFileWithoutMoneyNeedsNoTableOfIt) {
    EXPECT_EQ(read(by_name).activities.at(1).cost, Money{});
}

TEST_F(ReadNetwork, AFileWithoutANetworkIsRefused) {
    EXPECT_EQ(refused("[money]\nbase = \"2025-12\"\n"), "plan.toml: network: is required");
    EXPECT_EQ(refused("[network]\nstart = 2026-01-01\ntarget = \"A\"\n"),
              "plan.toml:1:1: network.activity: is required");
    EXPECT_EQ(refused("[network]\nstart = 2026-01-01\ntarget = \"A\"\nactivity = []\n"),
              "plan.toml:4:12: network.activity: at least one activity is needed");
}

TEST_F(ReadNetwork, AnIdThatIsMissingIsNotHeldAgainstWhoNamesIt) {
    const std::string text = test::with(sound_network, "id = \"CIVIL\"\n", "");
    EXPECT_EQ(refused(text), "plan.toml:33:1: network.activity[3].id: is required");
}

/// Whatever the text, it is a plan without errors or it is refused with a rule.
TEST_F(ReadNetwork, AMangledFileLoadsOrIsRefused) {
    int loaded = 0, refusals = 0;
    const auto expect_an_answer = [&](const std::string& text) {
        try {
            for (const schedule::Finding& f : schedule::examine(read(text))) ASSERT_FALSE(f.error) << f.rule;
            ++loaded;
        } catch (const InputError& error) {
            ++refusals;
            ASSERT_FALSE(error.problems().empty());
            for (const Problem& p : error.problems()) ASSERT_FALSE(p.rule.empty());
        }
    };
    std::mt19937 draw{2026};
    for (std::size_t at = 0; at < sound_network.size(); at += 40)
        expect_an_answer(std::string{sound_network.substr(0, at)});
    for (int i = 0; i < 150; ++i) {
        std::string flipped{sound_network}, moved{sound_network};
        flipped[draw() % flipped.size()] = static_cast<char>(draw());
        expect_an_answer(flipped);
        const std::size_t from = draw() % moved.size(), length = draw() % 40, to = draw() % moved.size();
        const std::string piece = moved.substr(from, length);
        expect_an_answer(i % 2 == 0 ? moved.insert(to, piece) : moved.erase(from, length));
    }
    EXPECT_GT(loaded, 0);
    EXPECT_GT(refusals, 100);
}

/// One thing broken in the sound text, and all that is said of it: file, line, column, field, value, rule.
struct Case {
    std::string_view name;
    std::vector<std::pair<std::string_view, std::string_view>> edits;
    std::string_view message;
};
void PrintTo(const Case& broken, std::ostream* out) {
    *out << broken.name;
}

class BrokenNetwork : public ReadNetwork, public testing::WithParamInterface<Case> {};

TEST_P(BrokenNetwork, IsRefusedWithPlaceFieldValueAndRule) {
    std::string text{sound_network};
    for (const auto& [from, to] : GetParam().edits) text = test::with(text, from, to);
    EXPECT_EQ(refused(text), GetParam().message);
}

// clang-format off
const std::vector<Case> broken = {
    {"UnknownKey",
     {{"duration = \"5 months\"\n", "durations = \"5 months\"\n"}},
     "plan.toml:50:1: network.activity[5].durations: unknown key; did you mean `duration`?"},
    {"UnknownShape",
     {{R"({ pert = ["2 months")", R"({ prt = ["2 months")"}},
     "plan.toml:27:12: network.activity[2].duration: must have one shape: pert, triangular, trigen, uniform, lognormal, weibull, gamma, discrete, empirical, normal, mixture"},
    {"TwoShapes",
     {{"{ uniform = [0.1, 0.3] }", "{ uniform = [0.1, 0.3], pert = [0.1, 0.2, 0.3] }"}},
     "plan.toml:128:9: network.rework[1].share: must have one shape; found pert, uniform"},
    {"KeyOfAnotherShape",
     {{R"(["100 wd", "120 wd", "200 wd"] })", R"(["100 wd", "120 wd", "200 wd"], lambda = 4 })"}},
     "plan.toml:36:59: network.activity[3].duration.lambda: unknown key; known here: `pert`, `triangular`, `trigen`, `uniform`, `lognormal`, `weibull`, `gamma`, `discrete`, ..."},
    {"TooFewPoints",
     {{R"(["2 months", "4 months", "9 months"])", R"(["2 months", "9 months"])"}},
     "plan.toml:27:21: network.activity[2].duration.pert: must have 3 items: low, likely, high"},
    {"PointsThatFall",
     {{R"(["2 months", "4 months", "9 months"])", R"(["4 months", "2 months", "1 months"])"}},
     R"(plan.toml:27:34: network.activity[2].duration.pert[2] = "2 months": must not be below low)" "\n"
     R"(plan.toml:27:46: network.activity[2].duration.pert[3] = "1 months": must not be below likely)"},
    {"ShapeWithoutABaseOfItsOwn",
     {{R"(["2 months", "4 months", "9 months"], lambda = 5)", R"(["2 months", "4 months", "9 months"], base = "3 months")"}},
     "plan.toml:27:59: network.activity[2].duration.base: unknown key; known here: `pert`, `triangular`, `trigen`, `uniform`, `lognormal`, `weibull`, `gamma`, `discrete`, ..."},
    {"BaseOutsideTheSupport",
     {{R"(base = "12 months" })", R"(base = "36 months" })"}},
     R"(plan.toml:66:73: network.activity[9].duration.base = "36 months": must be a value that the distribution can have)"},
    {"LambdaOutOfRange",
     {{"lambda = 5", "lambda = -5"}},
     "plan.toml:27:68: network.activity[2].duration.lambda = -5: must be positive, 10000 at most"},
    {"TrigenWithoutItsShares",
     {{", at = [\"10 %\", \"90 %\"] }\nafter = [\"BARGE\"", " }\nafter = [\"BARGE\""}},
     "plan.toml:58:12: network.activity[7].duration.at: is required"},
    {"TrigenSharesThatCross",
     {{R"(at = ["10 %", "90 %"])", R"(at = ["90 %", "10 %"])"}},
     R"(plan.toml:58:77: network.activity[7].duration.at[2] = "10 %": must be above p_low by 0.001 at least, and not above 1)"},
    {"LognormalByHalf",
     {{R"({ p50 = "6 months", p90 = "9 months" })", "{ sigma = 0.4 }"}},
     "plan.toml:45:26: network.activity[4].duration.lognormal: must be stated by median and sigma, mean and sd, or p50 and p90"},
    {"LognormalOfALogarithmWithAUnit",
     {{R"({ p50 = "6 months", p90 = "9 months" })", "{ mu = 0.4, sigma = 0.4 }"}},
     "plan.toml:45:33: network.activity[4].duration.lognormal.mu = 0.4: has no unit: state the median"},
    {"WithinNothing",
     {{R"(within = ["3 months", "2 yr"])", R"(within = ["30 yr", "40 yr"])"}},
     "plan.toml:45:75: network.activity[4].duration.within = 30 to 40: must hold a millionth of the probability at least"},
    {"MixtureThatDoesNotAddUp",
     {{R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })", R"({ mixture = [{ weight = 0.9, pert = ["1 d", "2 d", "3 d"] }, { weight = 0.2, normal = { mean = "2 d", sd = "1 d" } }] })"}},
     "plan.toml:66:24: network.activity[9].duration.mixture = 1.1: must have weights that add up to 1"},
    {"MixtureOfOne",
     {{R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })", R"({ mixture = [{ weight = 1, pert = ["1 d", "2 d", "3 d"] }] })"}},
     "plan.toml:66:24: network.activity[9].duration.mixture = 1 component: must have from 2 to 16"},
    {"MixtureWithBadParts",
     {{R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })", R"({ mixture = [{ weight = 0.5, pert = ["1 d", "4 d", "3 d"] }, { weight = 0.3, weibull = { shape = 0, scale = "1 d" } }, { normal = { mean = "2 d", sd = "1 d" }, base = "2 d" }, { weight = 0.2, prt = "2 d" }] })"}},
     R"(plan.toml:66:63: network.activity[9].duration.mixture[1].pert[3] = "3 d": must not be below likely)" "\n"
     R"(plan.toml:66:109: network.activity[9].duration.mixture[2].weibull.shape = 0: must be from 0.05 to 10000)" "\n"
     R"(plan.toml:66:131: network.activity[9].duration.mixture[3].weight: is required)" "\n"
     R"(plan.toml:66:179: network.activity[9].duration.mixture[3].base = "2 d": has no meaning here: state it beside the mixture)" "\n"
     R"(plan.toml:66:188: network.activity[9].duration.mixture[4]: must have one shape: pert, triangular, trigen, uniform, lognormal, weibull, gamma, discrete, empirical, normal, mixture)"},
    {"MixtureWithANegativeWeight",
     {{R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })", R"({ mixture = [{ weight = 1.5, pert = ["1 d", "2 d", "3 d"] }, { weight = -0.5, normal = { mean = "2 d", sd = "1 d" } }] })"}},
     R"(plan.toml:66:84: network.activity[9].duration.mixture[2].weight = -0.5: must be finite and positive)"},
    {"TailWithBadNumbers",
     {{R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })", R"({ empirical = ["9 months", "12 months", "20 months"], tail = { above = "10 months", shape = 1.5, scale = "-5 d" } })"}},
     R"(plan.toml:66:104: network.activity[9].duration.tail.shape = 1.5: must be above -1 and below 1)" "\n"
     R"(plan.toml:66:117: network.activity[9].duration.tail.scale = "-5 d": must be finite and positive)"},
    {"TailBeyondTheBody",
     {{R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })", R"({ empirical = ["9 months", "12 months", "20 months"], tail = { above = "20 months", shape = 0.5, scale = "5 d" } })"}},
     R"(plan.toml:66:83: network.activity[9].duration.tail.above = "20 months": must leave some of the probability on either side)"},
    {"TailWithoutItsScale",
     {{R"({ empirical = ["9 months", "12 months", "20 months"], base = "12 months" })", R"({ empirical = ["9 months", "12 months", "20 months"], tail = { above = "12 months", shape = 0.5, scales = "5 d" } })"}},
     R"(plan.toml:66:109: network.activity[9].duration.tail.scales: unknown key; did you mean `scale`?)"},
    {"DiscreteThatDoesNotAddUp",
     {{R"([1.9, "30 %"])", R"([1.9, "20 %"])"}},
     "plan.toml:88:23: network.driver[2].factor.discrete = 0.90000000000000013: must add up to 1"},
    {"DurationWithoutAUnit",
     {{R"(duration = "5 months")", "duration = 5"}},
     R"(plan.toml:50:12: network.activity[5].duration = 5: must be text with a unit, such as "15 months"; found a number)"},
    {"WorkingDaysWithoutACalendar",
     {{R"(duration = "5 months")", R"(duration = "100 wd")"}},
     R"(plan.toml:50:12: network.activity[5].duration = "100 wd": must be elapsed time, such as "15 months": working days (wd) need a calendar)"},
    {"ElapsedTimeOnACalendar",
     {{R"("120 wd")", R"("6 months")"}},
     R"(plan.toml:36:38: network.activity[3].duration.triangular[2] = "6 months": must be working days, such as "20 wd": it is on a calendar)"},
    {"ElapsedDelayOnACalendar",
     {{R"(scale = "10 wd")", R"(scale = "2 weeks")"}},
     R"(plan.toml:100:40: network.event[1].delay.gamma.scale = "2 weeks": must be working days, such as "20 wd": it is on a calendar)"},
    {"WorkingDaysOfWait",
     {{R"(["0 d", "6 weeks"])", R"(["0 d", "30 wd"])"}},
     R"(plan.toml:47:61: network.activity[4].finish_on.wait.uniform[2] = "30 wd": must be elapsed time, such as "15 months": working days (wd) need a calendar)"},
    {"NegativeDuration",
     {{R"(duration = "5 months")", R"(duration = "-5 months")"}},
     R"(plan.toml:50:12: network.activity[5].duration = "-5 months": must not be negative)"},
    {"DurationOfAMilestone",
     {{"milestone = true", "milestone = true\nduration = \"0 d\""}},
     R"(plan.toml:63:12: network.activity[8].duration = "0 d": has no meaning for a milestone)"},
    {"MissingDuration",
     {{"duration = \"5 months\"\n", ""}},
     "plan.toml:48:1: network.activity[5].duration: is required"},
    {"DoubleId",
     {{R"(id = "TRUCK")", R"(id = "BARGE")"}},
     R"(plan.toml:53:6: network.activity[6].id = "BARGE": must be an id that no other activity or hammock has)" "\n"
     R"(plan.toml:59:19: network.activity[7].after[2] = "TRUCK": must be the id of an activity)" "\n"
     R"(plan.toml:114:56: network.choice[1].option[2].activities[1] = "TRUCK": must be the id of an activity)"},
    {"IdWithABlank",
     {{R"(id = "BARGE")", R"(id = "BIG BARGE")"}},
     R"(plan.toml:49:6: network.activity[5].id = "BIG BARGE": must be of letters, digits, `_` and `.`)" "\n"
     R"(plan.toml:59:10: network.activity[7].after[1] = "BARGE": must be the id of an activity)" "\n"
     R"(plan.toml:113:56: network.choice[1].option[1].activities[1] = "BARGE": must be the id of an activity)"},
    {"IdOfAHammockIsTaken",
     {{R"(id = "TEAM")", R"(id = "ROAD")"}},
     R"(plan.toml:70:6: network.hammock[1].id = "ROAD": must be an id that no other activity or hammock has)"},
    {"UnknownPredecessors",
     {{"[\"ORDER\", \"CIVIL\"]\n[[network.activity]]\nid = \"TRUCK\"", "[\"ORDR\", \"CIVL SS+2 weeks\"]\n[[network.activity]]\nid = \"TRUCK\""}},
     R"(plan.toml:51:10: network.activity[5].after[1] = "ORDR": must be the id of an activity; did you mean `ORDER`?)" "\n"
     R"(plan.toml:51:18: network.activity[5].after[2] = "CIVL SS+2 weeks": must be the id of an activity; did you mean `CIVIL`?)"},
    {"LinkThatCannotBeRead",
     {{R"("STUDY-1 months")", R"("STUDY SX-1 months")"}},
     R"(plan.toml:46:10: network.activity[4].after[1] = "STUDY SX-1 months": must be an id, a type (FS, SS, FF, SF) and a lag, such as "CAMP SS+6 months")"},
    {"LinkWithoutAUnit",
     {{R"("STUDY-1 months")", R"("STUDY-1")"}},
     R"(plan.toml:46:10: network.activity[4].after[1] = "STUDY-1": its lag must have a unit: d, weeks, months, yr, or wd for working days)"},
    {"TwoLinksInOne",
     {{R"("STUDY-1 months")", R"("STUDY; ROAD")"}},
     R"(plan.toml:46:10: network.activity[4].after[1] = "STUDY; ROAD": must be one link)"},
    {"LagInWorkingDaysOfNoCalendar",
     {{R"("STUDY-1 months")", R"("STUDY-1 wd")"}},
     R"(plan.toml:46:10: network.activity[4].after[1] = "STUDY-1 wd": must name the calendar of its working days, as in "A+4 wd@five days")"},
    {"LagOnAnUnknownCalendar",
     {{R"("ORDER SS+4 wd@five days")", R"("ORDER SS+4 wd@six days")"}},
     R"(plan.toml:38:39: network.activity[3].after[3] = "ORDER SS+4 wd@six days": must be the name of a calendar)"},
    {"Circle",
     {{R"(duration = "3 months")", "duration = \"3 months\"\nafter = [\"RAMP\"]"}},
     "plan.toml:23:9: network.activity[1].after = STUDY -> CIVIL -> START -> RAMP -> STUDY: must not lead back to the same activity"},
    {"UnknownCalendar",
     {{R"(calendar = "five days")", R"(calendar = "six days")"}},
     R"(plan.toml:37:12: network.activity[3].calendar = "six days": must be the name of a calendar)"},
    {"UnknownWeekday",
     {{R"("Thu", "Fri"])", R"("Thu", "Friday"])"}},
     R"(plan.toml:15:37: network.calendar[1].days[5] = "Friday": must be one of: Mon, Tue, Wed, Thu, Fri, Sat, Sun)"},
    {"ClosureThatEndsBeforeItBegins",
     {{"[2026-12-24, 2027-01-02]", "[2027-01-02, 2026-12-24]"}},
     "plan.toml:16:13: network.calendar[1].closures[1] = 2027-01-02 to 2026-12-24: must be a first day and a last day that is not before it"},
    {"ClosureOfThreeDays",
     {{"[2026-12-24, 2027-01-02]", "[2026-12-24, 2027-01-02, 2027-01-03]"}},
     "plan.toml:16:13: network.calendar[1].closures[1]: must have 2 items; found 3"},
    {"SeasonThatIsNoDay",
     {{R"(["12-01", "02-28"])", R"(["12-01", "02-30"])"}},
     R"(plan.toml:17:12: network.calendar[1].seasons[1]: must be a first and a last day, as ["12-01", "02-28"])"},
    {"SeasonOfAllYear",
     {{R"(["12-01", "02-28"])", R"(["12-01", "11-30"])"}},
     "plan.toml:17:11: network.calendar[1].seasons: must leave a working day in every year"},
    {"UnknownTarget",
     {{R"(target = "START")", R"(target = "STRAT")"}},
     R"(plan.toml:9:10: network.target = "STRAT": must be the id of an activity; did you mean `START`?)"},
    {"UnknownMilestone",
     {{R"(["ROAD", "RAMP"])", R"(["ROAD", "RUMP"])"}},
     R"(plan.toml:10:23: network.milestones[2] = "RUMP": must be the id of an activity; did you mean `RAMP`?)"},
    {"MissingStart",
     {{"start = 2026-01-01\n", ""}},
     "plan.toml:5:1: network.start: is required"},
    {"DataDateBeforeTheStart",
     {{"data_date = 2026-07-01", "data_date = 2025-07-01"}},
     "plan.toml:8:13: network.data_date = 2025-07-01: must not be before the start"},
    {"DataDateThatIsNone",
     {{"data_date = 2026-07-01", R"(data_date = "July")"}},
     R"(plan.toml:8:13: network.data_date = "July": must be a date, such as 2027-01-01)"},
    {"FinishedWithoutAStart",
     {{"started = 2026-01-01\n", ""}},
     "plan.toml:23:12: network.activity[1].finished = 2026-03-31: needs the date of the start: started"},
    {"FinishedBeforeItStarted",
     {{"finished = 2026-03-31", "finished = 2025-04-01"}},
     "plan.toml:24:12: network.activity[1].finished = 2025-04-01: must not be before the start"},
    {"StartedAfterTheDataDate",
     {{"started = 2026-05-01", "started = 2026-08-01"}},
     "plan.toml:29:11: network.activity[2].started = 2026-08-01: must not be after the data date"},
    {"BoundsThatContradict",
     {{"deadline = 2027-11-30", "start_not_later = 2026-08-01, finish_not_later = 2026-07-15"}},
     "plan.toml:39:62: network.activity[3].bounds.start_not_later = 2026-08-01: must not be before start_not_earlier" "\n"
     "plan.toml:39:93: network.activity[3].bounds.finish_not_later = 2026-07-15: must not be before start_not_earlier"},
    {"UnknownBound",
     {{"deadline = 2027-11-30", "dead_line = 2027-12-01"}},
     "plan.toml:39:44: network.activity[3].bounds.dead_line: unknown key; did you mean `deadline`?"},
    {"CostWithoutItsTimePart",
     {{"cost = \"44 MUSD @2025-12\"\ntime_dependent = 0.25", R"(cost = "44 MUSD @2025-12")"}},
     "plan.toml:33:1: network.activity[3].time_dependent: is required"},
    {"TimePartWithoutACost",
     {{"share = \"10 %\"\ntime_dependent", "time_dependent"}},
     R"(plan.toml:30:18: network.activity[2].time_dependent = "40 %": has no meaning without a cost or a share)"},
    {"TimePartAboveOne",
     {{R"(time_dependent = "40 %")", R"(time_dependent = "140 %")"}},
     R"(plan.toml:31:18: network.activity[2].time_dependent = "140 %": must be in [0, 1])"},
    {"CostAndShare",
     {{R"(share = "10 %")", "share = \"10 %\"\ncost = \"1 MUSD @2024-12\""}},
     R"(plan.toml:31:8: network.activity[2].cost = "1 MUSD @2024-12": must not stand beside a share)"},
    {"NegativeShare",
     {{R"(share = "10 %")", R"(share = "-10 %")"}},
     R"(plan.toml:30:9: network.activity[2].share = "-10 %": must be finite and not negative)"},
    {"ShareWithoutACapital",
     {{"capital = \"100 MUSD @2024-12\"\n", ""}},
     R"(plan.toml:29:9: network.activity[2].share = "10 %": needs network.capital, of which it is a share)" "\n"
     R"(plan.toml:73:9: network.hammock[1].share = "8 %": needs network.capital, of which it is a share)" "\n"
     R"(plan.toml:135:9: network.stoppages.share = "0.4 %": needs network.capital, of which it is a share)"},
    {"MoneyOfAnUnknownMonth",
     {{R"(cost = "44 MUSD @2025-12")", R"(cost = "44 MUSD @2023-12")"}},
     R"(plan.toml:41:8: network.activity[3].cost = "44 MUSD @2023-12": must be money of a month that money.index holds: 2024-12, 2025-12)"},
    {"MissingMoney",
     {{"[money]\nbase = \"2025-12\"\nindex = { \"2024-12\" = 300, \"2025-12\" = 330 }\n", ""}},
     "plan.toml: money: is required"},
    {"ExposureAboveOne",
     {{"road = 1, site = 0.5", "road = 1.5, site = 0.5"}},
     "plan.toml:32:21: network.activity[2].exposure.road = 1.5: must be in [0, 1]"},
    {"UnknownChannel",
     {{"road = 1, site = 0.5", "road = 1, air = 0.5"}},
     "plan.toml:32:24: network.activity[2].exposure.air: unknown key; known here: `site`, `road`, `rail`, `port`, `build_loss`"},
    {"HammockFromNowhere",
     {{R"(from = "STUDY")", R"(from = "STUDIES")"}},
     R"(plan.toml:72:8: network.hammock[1].from = "STUDIES": must be the id of an activity)"},
    {"DriverThatHitsNothing",
     {{"[\"ORDER\"]\ngroup", "[]\ngroup"}},
     "plan.toml:89:8: network.driver[2].hits: must hit at least one activity"},
    {"DriverThatHitsWhatIsNotThere",
     {{"{ ROAD = 1, CIVIL = 0.8 }", "{ ROADS = 1, CIVIL = 0.8 }"}},
     "plan.toml:82:18: network.driver[1].hits.ROADS = 1: must be the id of an activity; did you mean `ROAD`?"},
    {"DriverThatHitsTwice",
     {{R"(hits = ["CIVIL", "ERECT"])", R"(hits = ["CIVIL", "CIVIL"])"}},
     R"(plan.toml:95:18: network.driver[3].hits[2] = "CIVIL": must be an activity that is not hit already)"},
    {"WeightTooLarge",
     {{"CIVIL = 0.8 }\ngroup", "CIVIL = 11 }\ngroup"}},
     "plan.toml:82:28: network.driver[1].hits.CIVIL = 11: must be in [0, 10]"},
    {"WeightOfText",
     {{"CIVIL = 0.8 }\ngroup", "CIVIL = \"much\" }\ngroup"}},
     R"(plan.toml:82:28: network.driver[1].hits.CIVIL = "much": must be a number with a unit, such as "8 %")"},
    {"ProbabilityAboveOne",
     {{R"(probability = "55 %")", R"(probability = "155 %")"}},
     R"(plan.toml:80:15: network.driver[1].probability = "155 %": must be in [0, 1])"},
    {"FactorThatCanBeNegative",
     {{"mean = 1.05, sd = 0.1 }, within = [0.8, 1.5]", "mean = 1.05, sd = 0.5 }, within = [-0.8, 1.5]"}},
     "plan.toml:94:10: network.driver[3].factor = -0.8: must be positive, also at its least"},
    {"FactorThatAWeightMakesNegative",
     {{"factor = { triangular = [1.05, 1.15, 1.50] }\nhits = { ROAD = 1,", "factor = { triangular = [0.45, 1.15, 1.50] }\nhits = { ROAD = 2,"}},
     "plan.toml:82:17: network.driver[1].hits.ROAD = 2: must leave some of the duration: 1 + weight x (factor - 1) must be positive"},
    {"EventOnMixedTime",
     {{"hits = [\"CIVIL\"]\ncost", "hits = [\"CIVIL\", \"ERECT\"]\ncost"}},
     "plan.toml:101:8: network.event[1].hits: must all have a calendar or none: a delay counts in working days where there is one"},
    {"NegativeDelay",
     {{R"(delay = "1 yr")", R"(delay = "-1 yr")"}},
     R"(plan.toml:106:9: network.event[2].delay = "-1 yr": must not be negative)"},
    {"RiskWithATakenId",
     {{R"(id = "HOLD")", R"(id = "FLOOD")"}},
     R"(plan.toml:104:6: network.event[2].id = "FLOOD": must be an id that no other driver, event, choice or rework has)"},
    {"ChoiceThatDoesNotAddUp",
     {{"probability = 0.7", "probability = 0.6"}},
     "plan.toml:112:10: network.choice[1].option: must have probabilities that add up to 1; they add up to 0.9"},
    {"UnknownBaseOption",
     {{R"(base = "truck")", R"(base = "lorry")"}},
     R"(plan.toml:111:8: network.choice[1].base = "lorry": must be the name of an option)"},
    {"ActivityOfTwoOptions",
     {{R"(activities = ["TRUCK"])", R"(activities = ["BARGE"])"}},
     R"(plan.toml:114:56: network.choice[1].option[2].activities[1] = "BARGE": must be in one option only, of one choice)"},
    {"OptionWithoutAProbability",
     {{R"(name = "truck", probability = 0.7,)", R"(name = "truck",)"}},
     "plan.toml:114:5: network.choice[1].option[2].probability: is required"},
    {"ProbabilityWhereADateDecides",
     {{R"(name = "wet",)", R"(name = "wet", probability = 0.5,)"}},
     "plan.toml:121:35: network.choice[2].option[2].probability = 0.5: has no meaning where a condition decides"},
    {"LateIfWhatComesAfter",
     {{R"(activity = "ERECT", date)", R"(activity = "RAMP", date)"}},
     R"(plan.toml:118:24: network.choice[2].late_if.activity = "RAMP": must come before every activity of the options; it does not come before RAMP)"},
    {"LateIfWhatIsBeside",
     {{"late_if = { activity = \"ERECT\", date = 2029-06-01 }\noption = [\n    { name = \"dry\", activities = [] },", "late_if = { activity = \"BARGE\", date = 2029-06-01 }\noption = [\n    { name = \"dry\", activities = [\"CIVIL\"] },"}},
     R"(plan.toml:118:24: network.choice[2].late_if.activity = "BARGE": must come before every activity of the options; it does not come before CIVIL)"},
    {"ReworkTooOften",
     {{"rounds = 3", "rounds = 101"}},
     "plan.toml:130:10: network.rework[1].rounds = 101: must be in [1, 100]"},
    {"ReworkOfWhatComesLater",
     {{R"(repeats = ["ROAD", "ERECT"])", R"(repeats = ["ROAD", "RAMP"])"}},
     R"(plan.toml:129:20: network.rework[1].repeats[2] = "RAMP": must be ERECT or come before it)"},
    {"StoppageOfWhatIsNotThere",
     {{"{ CIVIL = 0.8, ERECT = 0.6 }", "{ CIVIL = 0.8, ERECTS = 0.6 }"}},
     "plan.toml:135:32: network.stoppages.hits.ERECTS = 0.6: must be the id of an activity; did you mean `ERECT`?"},
    {"NegativeRate",
     {{R"(rate = "0.35 /yr")", R"(rate = "-0.35 /yr")"}},
     R"(plan.toml:133:8: network.stoppages.rate = "-0.35 /yr": must be finite and not negative)"},
    {"NegativeShareOfAStoppage",
     {{R"(share = "0.4 %")", R"(share = "-0.4 %")"}},
     R"(plan.toml:136:9: network.stoppages.share = "-0.4 %": must be finite and not negative)"},
    {"CorrelationAboveOne",
     {{"correlation = 0.5", "correlation = 1.5"}},
     "plan.toml:141:15: network.systemic.correlation = 1.5: must be in [-1, 1]"},
    {"NegativeSigma",
     {{"market_sigma = 0.10", "market_sigma = -0.10"}},
     "plan.toml:151:16: network.cost.market_sigma = -0.10: must be finite and not negative"},
    {"SystemicWithoutWork",
     {{"activities = [\"CIVIL\", \"ERECT\"]\n\n[network.feedback]", "activities = []\n\n[network.feedback]"}},
     "plan.toml:142:14: network.systemic.activities: must name at least one activity"},
    {"FeedbackBelowOne",
     {{"most = 1.3", "most = 0.9"}},
     "plan.toml:146:8: network.feedback.most = 0.9: must be a factor of at least 1"},
    {"UnknownTable",
     {{"[network.feedback]", "[network.feed_back]"}},
     "plan.toml:144:10: network.feed_back: unknown table; did you mean `feedback`?"},
    {"SeveralAtOnce",
     {{R"(["STUDY", "ROAD SS+3 months",)", R"(["STUDYY", "ROAD SS+3 moons",)"}, {"rounds = 3", "rounds = 0"}, {"correlation = 0.5", "correlation = -2"}, {R"(id = "CREWS")", R"(id = "IMPORTS")"}},
     R"(plan.toml:38:10: network.activity[3].after[1] = "STUDYY": must be the id of an activity; did you mean `STUDY`?)" "\n"
     R"(plan.toml:38:20: network.activity[3].after[2] = "ROAD SS+3 moons": its lag must have a unit: d, weeks, months, yr, or wd for working days)" "\n"
     R"(plan.toml:92:6: network.driver[3].id = "IMPORTS": must be an id that no other driver, event, choice or rework has)" "\n"
     R"(plan.toml:129:12: network.rework[1].repeats[1] = "ROAD": must be ERECT or come before it)" "\n"
     "plan.toml:130:10: network.rework[1].rounds = 0: must be in [1, 100]" "\n"
     "plan.toml:141:15: network.systemic.correlation = -2: must be in [-1, 1]"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Cases, BrokenNetwork, testing::ValuesIn(broken),
                         [](const auto& one) { return std::string{one.param.name}; });

}  // namespace
}  // namespace minerisk::io
