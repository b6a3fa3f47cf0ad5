#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <regex>
#include <sstream>

#include <nlohmann/json.hpp>

#include "child.hpp"
#include "output.hpp"

namespace minerisk {
namespace {

using test::Child;
using test::Ended;
using test::expect_only_finite;
using test::expect_reasons;
using test::is_clean;
using test::Json;
using test::rows_of;
using test::run_program;
using test::without_timing;

const std::string examples = MINERISK_EXAMPLES "/reko_diq/";

class ScheduleProgram : public testing::Test {
protected:
    const test::TempFolder folder;
    const std::string model = examples + "schedule/case_b.toml";
    const std::string study = examples + "reko_diq.toml";

    Ended schedule(const std::string& file, std::vector<std::string> more,
                   const Child::Environment& environment = {}) const {
        more.insert(more.begin(), {"schedule", file});
        return run_program(more, environment);
    }
    std::string csv(const std::string& file, const char* name, std::vector<std::string> more,
                    const Child::Environment& environment = {}) const {
        more.insert(more.end(), {"--quiet", "--rank", "0", "--out", folder / "out"});
        const Ended ended = schedule(file, more, environment);
        EXPECT_EQ(ended.status, 0) << ended.err;
        EXPECT_EQ(ended.out, "");
        return folder.read(std::string{"out/"} + name);
    }
};

/// Columns that a line of UTF-8 takes.
std::size_t columns(const std::string& line) {
    return static_cast<std::size_t>(
        std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

TEST_F(ScheduleProgram, PrintsEveryPartOnAPageAndTheSameTwice) {
    for (const std::string& file : {model, study}) {
        const Ended one = schedule(file, {"--paths", "2000", "--gantt"});
        ASSERT_EQ(one.status, 0) << one.err;
        EXPECT_EQ(one.err, "");
        EXPECT_TRUE(is_clean(one.out));
        for (const char* part :
             {"S-curve", "contingency", "merge bias: ", "joint confidence level", "pairs that hold",
              "activities, the most critical first", "Spearman", "drivers ", "risks by removal", "in turn",
              "spend, MUSD", "░ likely", "├──┤ finish from P10 to P90"})
            EXPECT_NE(one.out.find(part), std::string::npos) << part;
        std::istringstream lines{one.out};
        for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 100u) << line;
        EXPECT_EQ(without_timing(schedule(file, {"--paths", "2000", "--gantt"}).out),
                  without_timing(one.out));
    }
}

TEST_F(ScheduleProgram, PathsAreTheSameForAnyNumberOfThreadsAndAnyInstructionSet) {
    const std::string usable = run_program({"--version"}).out;
    for (const std::string& file : {model, study})
        for (const char* name : {"paths.csv", "activities.csv"}) {
            const std::string one = csv(file, name, {"--paths", "3000", "--threads", "1"});
            EXPECT_EQ(csv(file, name, {"--paths", "3000", "--threads", "3"}), one);
            EXPECT_NE(csv(file, name, {"--paths", "3000", "--seed", "8"}), one);
            for (const std::string isa : {"v2", "v3", "v4", "plain"})
                if (std::regex_search(usable, std::regex{"usable here:[^(]* " + isa + " "})) {
                    EXPECT_EQ(csv(file, name, {"--paths", "3000"}, {{"MINERISK_ISA", isa}}), one) << isa;
                }
        }
}

TEST_F(ScheduleProgram, EveryNullHasItsReasonAndNothingElse) {
    for (const std::string& file : {model, study})
        for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{
                 {"--paths", "1"}, {"--paths", "2"}, {"--paths", "500"}, {"--no-risk"}}) {
            std::vector<std::string> all{"--quiet", "--out", folder / "why"};
            all.insert(all.end(), more.begin(), more.end());
            ASSERT_EQ(schedule(file, all).status, 0);
            const Json j = Json::parse(folder.read("why/schedule.json"));
            EXPECT_EQ(j["schema"], "minerisk.schedule/1");
            expect_reasons(j, more.back());
            expect_only_finite(j, more.back());
        }
}

TEST_F(ScheduleProgram, SpendByYearIsThatOfThePaths) {
    for (const std::string& file : {model, study}) {
        ASSERT_EQ(
            schedule(file, {"--paths", "2000", "--rank", "0", "--quiet", "--out", folder / "spend"}).status,
            0);
        const Json j = Json::parse(folder.read("spend/schedule.json"));
        double sum = 0;
        for (const Json& year : j["spend"]) {
            const auto at = [&](const char* p) { return year["quantiles_usd"][p]["value"].get<double>(); };
            const double mean = year["mean_usd"]["value"].get<double>();
            sum += mean;
            EXPECT_LE(at("0.1"), at("0.5"));
            EXPECT_LE(at("0.5"), at("0.9"));
            if (mean > 1e9) {
                EXPECT_GT(at("0.5"), 0.5 * mean) << year["year"];
                EXPECT_LT(at("0.5"), 1.5 * mean) << year["year"];
            }
        }
        EXPECT_NEAR(sum / j["cost"]["mean"]["value"].get<double>(), 1, 1e-9);
    }
}

TEST_F(ScheduleProgram, SaysHowOftenABudgetAndADateAreKept) {
    const Ended ended = schedule(model, {"--paths", "2000", "--rank", "0", "--budget", "7000 MUSD", "--date",
                                         "2030-06-30", "--confidence", "60,85", "--out", folder / "limits"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_NE(ended.out.find("cost no more than 7,000.0 MUSD"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("finish no later than 2030-06-30"), std::string::npos);
    EXPECT_NE(ended.out.find("P85 - likely"), std::string::npos);
    const Json j = Json::parse(folder.read("limits/schedule.json"));
    const auto rows = rows_of(folder.read("limits/paths.csv"));
    const auto column = [&](const char* name) {
        return static_cast<std::size_t>(std::ranges::find(rows[0], name) - rows[0].begin());
    };
    int within = 0, by_date = 0, both = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const bool cheap = std::stod(rows[i][column("cost_usd")]) <= 7e9;
        const bool early = std::stod(rows[i][column("COMM_finish_year")]) <= 2030.5;
        within += cheap;
        by_date += early;
        both += cheap && early;
    }
    const auto share = [&](const char* name) { return 2000 * j["limits"][name]["value"].get<double>(); };
    EXPECT_DOUBLE_EQ(share("prob_within_budget"), within);
    EXPECT_DOUBLE_EQ(share("prob_by_date"), by_date);
    EXPECT_DOUBLE_EQ(share("prob_met"), both);
    for (const auto& [option, value] : std::initializer_list<std::pair<const char*, const char*>>{
             {"--budget", "7000"}, {"--date", "June"}, {"--confidence", "100"}, {"--seed", "-1"}})
        EXPECT_EQ(schedule(model, {"--paths", "10", option, value}).status, 2) << option;
}

/// A study's schedule has the paths of the study's own run; what a decision ends has a row and no dates.
TEST_F(ScheduleProgram, TheScheduleOfAStudyIsThatOfItsRun) {
    const auto rows = rows_of(csv(study, "paths.csv", {"--paths", "400"}));
    ASSERT_EQ(run_program({"run", study, "--paths", "400", "--quiet", "--out", folder / "run"}).status, 0);
    const auto valued = rows_of(folder.read("run/paths.csv"));
    ASSERT_EQ(rows.size(), 401u);
    const auto cell = [](const auto& table, std::size_t row, const char* name) {
        return table[row][static_cast<std::size_t>(std::ranges::find(table[0], name) - table[0].begin())];
    };
    int stopped = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        EXPECT_EQ(cell(rows, i, "decision"), cell(valued, i, "decision"));
        const std::string finish = cell(rows, i, "COMM_finish_year");
        const std::string first_ore = cell(valued, i, "first_ore_year");
        ASSERT_EQ(finish.empty(), first_ore.empty());
        stopped += cell(rows, i, "decision") != "go";
        if (finish.empty()) continue;
        EXPECT_NEAR(std::stod(finish), std::stod(first_ore), 1e-9);
    }
    EXPECT_GT(stopped, 20);
    const Json j = Json::parse(folder.read("out/schedule.json"));
    EXPECT_EQ(j["decision"]["paths_that_do_not"], stopped);
    EXPECT_EQ(j["run"]["rows"], 400 - stopped);
}

TEST_F(ScheduleProgram, NoRiskIsTheCriticalPathOfTheNote) {
    const Ended ended = schedule(model, {"--no-risk"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_NE(ended.out.find("48.00"), std::string::npos) << ended.out;
    EXPECT_EQ(ended.out.find("±"), std::string::npos);
}

TEST_F(ScheduleProgram, RefusesAMistakenCommandLine) {
    const auto refused = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "schedule");
        const Ended ended = run_program(arguments);
        EXPECT_EQ(ended.status, 2) << ended.err;
        EXPECT_EQ(ended.out, "");
        return ended.err;
    };
    EXPECT_EQ(refused({}), "minerisk: schedule: MODEL is required\n");
    EXPECT_EQ(refused({model, "--rank", "100"}),
              "minerisk: --rank 100: must be 0 or a percentile below 100\n");
    EXPECT_EQ(refused({model, "--paths", "0"}), "minerisk: --paths 0: must be from 1 to 2000000000\n");
    EXPECT_EQ(refused({model, "--no-risk", "--seed", "3"}),
              "minerisk: --no-risk draws nothing: --seed and --rank have no meaning with it\n");
    const std::string file = folder.write("file", "mine");
    EXPECT_EQ(refused({model, "--paths", "2000000000", "--out", file}),
              "minerisk: cannot write to " + file + ": it is there and is not a folder\n");
    EXPECT_NE(refused({examples + "reko_diq_top_down.toml"}).find("builds top-down"), std::string::npos);
    EXPECT_NE(refused({folder.write("empty.toml", "a = 1\n")}).find("network: is required"),
              std::string::npos);
    EXPECT_NE(refused({folder / "none.toml"}).find("does not exist"), std::string::npos);
    EXPECT_NE(refused({"import", folder / "none.xer", "-o", folder / "a.toml"}).find("does not exist"),
              std::string::npos);
}

TEST_F(ScheduleProgram, WhatIsImportedIsSoundAndRuns) {
    const std::string file = folder.write("plan.csv",
                                          "id,name,duration,predecessors\n"
                                          "DIG,digging,10 d,\n"
                                          "POUR,pouring,5 d,DIG\n"
                                          "OPEN,,0 d,POUR FS+2 d\n");
    const std::string made = folder / "plan.toml";
    const Ended imported = run_program({"schedule", "import", file, "-o", made});
    ASSERT_EQ(imported.status, 0) << imported.err;
    EXPECT_EQ(imported.out, made +
                                ": 3 activities, 2 links, 0 calendars; target OPEN\n"
                                "note: the file has no dates; the start is 2026-01-01\n"
                                "all of the schedule was understood\n");
    EXPECT_EQ(run_program({"check", made}).status, 0);
    const Ended ended = schedule(made, {"--no-risk"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_NE(ended.out.find("OPEN"), std::string::npos);

    const std::string before = folder.read("plan.toml");
    const Ended again = run_program({"schedule", "import", file, "-o", made});
    EXPECT_EQ(again.status, 2);
    EXPECT_NE(again.err.find("is there already"), std::string::npos);
    EXPECT_EQ(folder.read("plan.toml"), before);
    EXPECT_EQ(run_program({"schedule", "import", file, "-o", made, "--force"}).status, 0);
}

TEST_F(ScheduleProgram, AnImportWithCostsIsSoundWithTheMonthOfTheirMoneyAndWithoutIt) {
    const std::string file = folder.write("plan.csv",
                                          "id,name,duration,predecessors,calendar,cost\n"
                                          "DIG,digging,10 wd,,five days,2 MUSD\n");
    const std::string made = folder / "plan.toml";
    const Ended without = run_program({"schedule", "import", file, "-o", made});
    EXPECT_EQ(without.status, 0) << without.err;
    EXPECT_NE(without.out.find("1 activity, 0 links, 1 calendar; target DIG\n"), std::string::npos)
        << without.out;
    EXPECT_NE(
        without.out.find("not read: 1 activity has a cost: --money YYYY-MM states the month of its money\n"),
        std::string::npos);
    EXPECT_EQ(without.out.find("understood"), std::string::npos);
    EXPECT_EQ(run_program({"check", made}).status, 0);
    const Ended with = run_program({"schedule", "import", file, "-o", made, "--force", "--money", "2025-12"});
    EXPECT_EQ(with.status, 0) << with.err;
    EXPECT_NE(with.out.find("all of the schedule was understood"), std::string::npos);
    const Ended checked = run_program({"check", made});
    EXPECT_EQ(checked.status, 0) << checked.err;
    const Ended ended = schedule(made, {"--no-risk"});
    EXPECT_NE(ended.out.find("2025-12"), std::string::npos) << ended.out << ended.err;
}

TEST_F(ScheduleProgram, AnImportWritesModelFilesAndNeverOverWhatItReads) {
    const std::string file = folder.write("plan.csv", "id,name,duration,predecessors\nDIG,digging,10 d,\n");
    const auto refused = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"schedule", "import", file, "--force"});
        const Ended ended = run_program(more);
        EXPECT_EQ(ended.status, 2);
        EXPECT_EQ(ended.out, "");
        return ended.err;
    };
    const std::string before = folder.read("plan.csv");
    EXPECT_EQ(refused({"-o", file}), "minerisk: --output " + file + ": must end in .toml\n");
    const std::string link = folder / "plan.toml";
    std::filesystem::create_hard_link(file, link);
    EXPECT_EQ(refused({"-o", link}), "minerisk: --output " + link + ": must not be the file that is read\n");
    EXPECT_EQ(folder.read("plan.csv"), before);
    const std::string other = folder / "other.toml";
    EXPECT_EQ(refused({"-o", other, "--money", "2025"}),
              "minerisk: --money 2025: must be a month as 2025-12\n");
    EXPECT_NE(refused({"-o", other, "--project", "PIT"}).find("must end in .xer"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(other));
}

TEST_F(ScheduleProgram, AnInterruptKeepsAPrefixAndSaysSo) {
    for (const int wait : {300, 1000, 4000}) {
        Child child{{"schedule", model, "--paths", "5000000", "--out", folder / "cut"}};
        child.interrupt_after(std::chrono::milliseconds{wait});
        const Ended ended = child.wait();
        ASSERT_EQ(ended.status, 130) << ended.err;
        if (!std::filesystem::exists(folder / "cut/schedule.json")) continue;  // with more patience
        const Json run = Json::parse(folder.read("cut/schedule.json"))["run"];
        EXPECT_EQ(run["interrupted"], true);
        const auto kept = run["paths"].get<std::size_t>();
        EXPECT_LT(kept, 5'000'000u);
        EXPECT_NE(ended.out.find("interrupted: "), std::string::npos);
        const std::string cut = folder.read("cut/paths.csv");
        EXPECT_EQ(rows_of(cut).size(), kept + 1);
        EXPECT_EQ(csv(model, "paths.csv", {"--paths", std::to_string(kept)}), cut);
        return;
    }
    FAIL() << "no path was complete before any interrupt";
}

}  // namespace
}  // namespace minerisk
