#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <regex>
#include <thread>

#include <nlohmann/json.hpp>

#include "../io/sound_model.hpp"
#include "child.hpp"
#include "output.hpp"

namespace minerisk {
namespace {

using test::Child;
using test::Ended;
using test::expect_only_finite;
using test::expect_reasons;
using test::is_clean;
using test::rows_of;
using test::run_program;
using test::without_timing;
using Json = nlohmann::json;

class Program : public testing::Test {
protected:
    Program() { folder.write("ore.csv", test::sound_ore); }
    const test::TempFolder folder;
    const std::string model = folder.write("mine.toml", test::sound_model);
    const std::string example = MINERISK_EXAMPLES "/reko_diq/reko_diq.toml";

    Ended run(std::vector<std::string> more, const Child::Environment& environment = {}) const {
        std::vector<std::string> all{"run", model};
        all.insert(all.end(), more.begin(), more.end());
        return run_program(all, environment);
    }
    std::string paths_csv(std::vector<std::string> more, const Child::Environment& environment = {}) const {
        more.insert(more.end(), {"--quiet", "--out", folder / "out"});
        const Ended ended = run(more, environment);
        EXPECT_EQ(ended.status, 0) << ended.err;
        return folder.read("out/paths.csv");
    }
};

TEST_F(Program, ChecksASoundModel) {
    const Ended ended = run_program({"check", model});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.out,
              model +
                  ": small mine is sound\n"
                  "note: the model has no [buffers]: an outage of road, rail or port stops mill and "
                  "build at once\n"
                  "note: the model has no costs.security_low and security_high: security costs nothing "
                  "beside costs.fixed\n");
    EXPECT_EQ(ended.err, "");
}

TEST_F(Program, ChecksABrokenModelAndSaysAllThatIsWrong) {
    const std::string broken = folder.write(
        "broken.toml",
        test::with(test::with(test::sound_model, "years = 30", "years = 300"), "\"90 %\"", "\"190 %\""));
    for (const char* command : {"check", "run"}) {
        const Ended ended = run_program({command, broken});
        EXPECT_EQ(ended.status, 2);
        EXPECT_EQ(ended.out, "");
        EXPECT_EQ(ended.err, broken +
                                 ":9:9: error: valuation.years = 300: must be from 1 to 150\n"
                                 "    9 | years = 300\n"
                                 "      |         ^^^\n" +
                                 broken +
                                 ":43:12: error: metal[1].recovery = \"190 %\": must be in (0, 1]\n"
                                 "   43 | recovery = \"190 %\"\n"
                                 "      |            ^^^^^^^\n"
                                 "2 problems; nothing was run\n");
    }
    EXPECT_EQ(run_program({"explain", broken, "--path", "1"}).status, 2);
}

TEST_F(Program, EscapesWhatAFileNameWouldDoToATerminal) {
    const Ended ended = run_program({"check", "no\x1b[2Jne.toml"});
    EXPECT_EQ(ended.status, 2);
    EXPECT_EQ(ended.err, "no\\x1B[2Jne.toml: error: does not exist\n1 problem; nothing was run\n");
}

TEST_F(Program, RefusesAMistakenCommandLineWithoutRunning) {
    const auto refused = [&](std::vector<std::string> arguments) {
        const Ended ended = run_program(std::move(arguments));
        EXPECT_EQ(ended.status, 2) << ended.err;
        EXPECT_EQ(ended.out, "");
        EXPECT_TRUE(is_clean(ended.err));
        return ended.err;
    };
    EXPECT_EQ(refused({"run", model, "--no-risk", "--paths", "5"}),
              "minerisk: --no-risk is one path: --paths 5 has no meaning with it\n");
    for (const char* command : {"run", "explain"})
        for (const auto& [option, value] : {std::pair{"--seed", "3"}, {"--only", "price"}})
            EXPECT_EQ(refused({command, model, "--no-risk", option, value}),
                      "minerisk: --no-risk draws nothing: --only and --seed have no meaning with it\n");
    EXPECT_EQ(refused({"run", model, "--only", "price,weather"}),
              "minerisk: --only weather: must be some of price, schedule, security, technical, fiscal, "
              "separated by "
              "commas\n");
    EXPECT_EQ(refused({"run", model, "--paths", "0"}), "minerisk: --paths 0: must be from 1 to 2000000000\n");
    EXPECT_EQ(refused({"run", model, "--threads", "-1"}), "minerisk: --threads -1: must be from 1 to 1024\n");
    EXPECT_EQ(refused({"explain", model}), "minerisk: explain needs either --path or --no-risk\n");
    EXPECT_NE(refused({"run", model, "--path", "5"}).find("--path"), std::string::npos);
    EXPECT_NE(refused({"run", model, "--paths", "many"}).find("--paths"), std::string::npos);
    EXPECT_NE(refused({"run", model, "--paths", "-5"}).find("--paths"), std::string::npos);
    EXPECT_NE(refused({"walk", model}), "");
    EXPECT_NE(refused({"run"}).find("MODEL"), std::string::npos);
    EXPECT_NE(refused({}), "");
}

TEST_F(Program, RefusesAnOutputThatIsNoFolderBeforeItRuns) {
    const std::string file = folder.write("file", "mine");
    for (const std::vector<std::string>& line :
         {std::vector<std::string>{"run", model, "--paths", "2000000000", "--out", file},
          {"explain", model, "--no-risk", "--csv", file}}) {
        const Ended ended = run_program(line);
        EXPECT_EQ(ended.status, 2);
        EXPECT_EQ(ended.out, "");
        EXPECT_EQ(ended.err, "minerisk: cannot write to " + file + ": it is there and is not a folder\n");
        EXPECT_EQ(folder.read("file"), "mine");
    }
}

TEST_F(Program, PrintsTheSameTableTwiceAndNoEscapeCodes) {
    const Ended one = run({"--paths", "3000"});
    const Ended two = run({"--paths", "3000"});
    EXPECT_EQ(one.status, 0);
    EXPECT_EQ(one.err, "");
    EXPECT_TRUE(is_clean(one.out));
    EXPECT_NE(without_timing(one.out), one.out);
    EXPECT_EQ(without_timing(one.out), without_timing(two.out));
    for (const char* part : {"small mine\n", "real 2025-12 USD", "8 % a year, middle of period", "measure P",
                             "2027-01-01", "NPV at 8 %, MUSD", "P(IRR < 15 %)", "irr_status"})
        EXPECT_NE(one.out.find(part), std::string::npos) << part;
}

TEST_F(Program, KeepsTheTableWithinAPage) {
    const Ended ended = run_program({"run", example, "--paths", "5000"});
    EXPECT_EQ(ended.status, 0);
    for (std::size_t at = 0; at < ended.out.size();) {
        const std::size_t end = ended.out.find('\n', at);
        const std::string line = ended.out.substr(at, end - at);
        EXPECT_LE(std::ranges::count_if(line, [](char c) { return (c & 0xc0) != 0x80; }), 110) << line;
        at = end + 1;
    }
}

TEST_F(Program, SaysNothingWhenQuiet) {
    const Ended ended = run({"--paths", "500", "--quiet", "--out", folder / "out"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.out + ended.err, "");
    EXPECT_TRUE(std::filesystem::exists(folder / "out/summary.json"));
}

TEST_F(Program, NoRiskIsOnePathAndSaysWhatItUsed) {
    const Ended ended = run({"--no-risk", "--out", folder / "out"});
    EXPECT_EQ(ended.status, 0);
    for (const char* part :
         {"1 path ", "risks that move: none", "base of price: copper: the curve of the mean",
          "base of schedule: slip and capital ratios 1", "decision `go`", "base of security: no events",
          "base of technical: multipliers 1"})
        EXPECT_NE(ended.out.find(part), std::string::npos) << part;
    EXPECT_EQ(ended.out.find("±"), std::string::npos);
    const Json npv = Json::parse(folder.read("out/summary.json"))["metrics"]["npv_usd"];
    EXPECT_TRUE(npv["mean"].is_number());
    EXPECT_TRUE(npv["se"].is_null());
    EXPECT_TRUE(npv["quantiles"]["0.5"]["low"].is_null());
}

TEST_F(Program, EveryNullOfTheSummaryHasItsReasonAndNothingElse) {
    const std::vector<std::vector<std::string>> runs{
        {"--paths", "1"}, {"--paths", "2"}, {"--paths", "100"}, {"--paths", "3000"}, {"--no-risk"}};
    for (const auto& more : runs) {
        std::vector<std::string> all{"--quiet", "--out", folder / "why"};
        all.insert(all.end(), more.begin(), more.end());
        ASSERT_EQ(run(all).status, 0);
        expect_reasons(Json::parse(folder.read("why/summary.json")), more.back());
    }
    const Json npv = Json::parse(folder.read("why/summary.json"))["metrics"]["npv_usd"];
    EXPECT_EQ(npv["se_why"], "one path has no error");
    EXPECT_EQ(npv["quantiles"]["0.05"]["low_why"], "one path has no interval");
}

TEST_F(Program, ANumberOnWhichAllPathsAgreeIsOneValueAndEveryOtherHasItsError) {
    const std::string certain = folder.write("certain.toml", [] {
        const std::string_view all = test::sound_model;
        return std::string{all.substr(0, all.find("[[schedule.phase]]"))};
    }());
    const std::string out = run_program({"run", certain, "--paths", "200"}).out;
    const std::string rest = "(.*)\n";
    std::smatch found;
    ASSERT_TRUE(std::regex_search(out, found, std::regex{"\ngrowth capital, MUSD" + rest}));
    EXPECT_TRUE(std::regex_match(found[1].str(), std::regex{" +[0-9,]+(\\.[0-9]+)? \\[one value\\] +0"}))
        << found[1];
    const std::string few = run({"--paths", "20"}).out;
    for (const char* end : {"[below ", "[above "}) EXPECT_NE(few.find(end), std::string::npos) << few;
    EXPECT_NE(run({"--paths", "2"}).out.find("[unbounded]"), std::string::npos);
}

TEST_F(Program, WritesASummaryOfTheStatedSchema) {
    const Ended ended = run({"--paths", "3000", "--seed", "7", "--threads", "2", "--out", folder / "a/b"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_NE(ended.out.find("written: "), std::string::npos);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder / "a/b"})
        names.push_back(entry.path().filename());
    std::ranges::sort(names);
    EXPECT_EQ(names, (std::vector<std::string>{"paths.csv", "summary.json"}));

    const Json j = Json::parse(folder.read("a/b/summary.json"));
    EXPECT_EQ(j["schema"], "minerisk.summary/1");
    EXPECT_EQ(j["model"]["name"], "small mine");
    EXPECT_EQ(j["model"]["file"], model);
    EXPECT_EQ(j["model"]["sha256"].get<std::string>().size(), 64u);
    EXPECT_EQ(j["model"]["files"].size(), 2u);
    EXPECT_EQ(j["run"]["paths"], 3000);
    EXPECT_EQ(j["run"]["seed"], 7);
    EXPECT_EQ(j["run"]["threads"], 2);
    EXPECT_EQ(j["run"]["interrupted"], false);
    for (const char* key : {"isa", "version", "elapsed_s", "paths_per_s"})
        EXPECT_TRUE(j["run"].contains(key)) << key;
    EXPECT_EQ(j["basis"]["money"], "real 2025-12 USD");
    EXPECT_EQ(j["basis"]["measure"], "P");
    EXPECT_EQ(j["basis"]["discount_rate"], 0.08);
    EXPECT_EQ(j["basis"]["valuation_date"], "2027-01-01");
    EXPECT_TRUE(j["basis"].contains("convention"));
    for (const char* metric : {"npv_usd", "irr", "first_ore_year", "capital_usd"}) {
        const Json& m = j["metrics"][metric];
        for (const char* key : {"count", "missing", "mean", "se", "sd", "quantiles", "tail_mean_0.05"})
            EXPECT_TRUE(m.contains(key)) << metric << key;
        for (const char* prob : {"0.05", "0.1", "0.5", "0.9", "0.95"})
            for (const char* key : {"value", "low", "high"})
                EXPECT_TRUE(m["quantiles"][prob].contains(key)) << prob << key;
        EXPECT_EQ(m["count"].get<int>() + m["missing"].get<int>(), 3000);
    }
    for (const char* key : {"value", "low", "high"})
        EXPECT_TRUE(j["metrics"]["npv_usd"]["prob_below_0"].contains(key));
    int sum = 0;
    for (const auto& [name, count] : j["metrics"]["irr"]["status"].items()) sum += count.get<int>();
    EXPECT_EQ(sum, 3000);
    expect_only_finite(j, "");
}

TEST_F(Program, PathsAreTheSameForAnyNumberOfThreads) {
    const std::string one = paths_csv({"--paths", "5000", "--threads", "1"});
    EXPECT_EQ(rows_of(one).size(), 5001u);
    EXPECT_EQ(paths_csv({"--paths", "5000", "--threads", "2"}), one);
    EXPECT_EQ(paths_csv({"--paths", "5000", "--threads", "3"}), one);
    EXPECT_NE(paths_csv({"--paths", "5000", "--threads", "2", "--seed", "8"}), one);
}

TEST_F(Program, PathsAreTheSameForAnyInstructionSet) {
    const std::string usual = paths_csv({"--paths", "3000"});
    const std::string usable = run_program({"--version"}).out;
    for (const std::string isa : {"v2", "v3", "v4", "plain"}) {
        if (!std::regex_search(usable, std::regex{"usable here:[^(]* " + isa + " "})) {
            std::printf("skipped: this processor or build has no %s\n", isa.c_str());
            continue;
        }
        EXPECT_EQ(paths_csv({"--paths", "3000"}, {{"MINERISK_ISA", isa}}), usual) << isa;
        EXPECT_EQ(Json::parse(folder.read("out/summary.json"))["run"]["isa"], isa);
    }
}

TEST_F(Program, RefusesAnInstructionSetThatIsNotThere) {
    const Ended ended = run({"--paths", "10"}, {{"MINERISK_ISA", "v9"}});
    EXPECT_EQ(ended.status, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_NE(ended.err.find("MINERISK_ISA = v9"), std::string::npos) << ended.err;
}

TEST_F(Program, VersionListsLibrariesAndInstructionSets) {
    const Ended ended = run_program({"--version"});
    EXPECT_EQ(ended.status, 0);
    for (const char* part : {"minerisk ", "instruction set", "compiler", "Eigen", "Boost", "TBB", "toml++",
                             "nlohmann json", "CLI11", "fmt", "OpenSSL"})
        EXPECT_NE(ended.out.find(part), std::string::npos) << part;
    EXPECT_TRUE(is_clean(ended.out));
}

/// The number behind the label in the "Value" part of an explanation.
double explained(const std::string& text, const std::string& label) {
    std::smatch found;
    if (!std::regex_search(text, found, std::regex{"\n  " + label + " +(-?[0-9][0-9,.]*)"})) return NAN;
    std::string digits = found[1];
    std::erase(digits, ',');
    return std::stod(digits);
}

TEST_F(Program, ExplainTellsTheStoryOfTheSamePath) {
    const auto rows = rows_of(paths_csv({"--paths", "60", "--seed", "5"}));
    const auto cell = [&](std::size_t path, const char* name) {
        const auto column = std::ranges::find(rows[0], name) - rows[0].begin();
        const std::string& text = rows[path + 1][static_cast<std::size_t>(column)];
        return text.empty() ? NAN : std::stod(text);
    };
    int with_rate = 0;
    for (const std::size_t path : {0u, 17u, 59u}) {
        const Ended ended = run_program({"explain", model, "--path", std::to_string(path), "--seed", "5"});
        ASSERT_EQ(ended.status, 0) << ended.err;
        EXPECT_TRUE(is_clean(ended.out));
        EXPECT_NEAR(explained(ended.out, "NPV at 8 %"), cell(path, "npv_usd") / 1e6, 0.0051);
        EXPECT_NEAR(explained(ended.out, "NPV with sunk cost"), cell(path, "npv_including_sunk_usd") / 1e6,
                    0.0051);
        EXPECT_NEAR(explained(ended.out, "growth capital"), cell(path, "capital_usd") / 1e6, 0.0051);
        if (std::isnan(cell(path, "irr"))) continue;
        EXPECT_NEAR(explained(ended.out, "IRR"), 100 * cell(path, "irr"), 0.00051);
        ++with_rate;
    }
    EXPECT_GT(with_rate, 0);
}

TEST_F(Program, ExplainWithoutRiskIsTheRunWithoutRisk) {
    const auto rows = rows_of(paths_csv({"--no-risk"}));
    const auto column = static_cast<std::size_t>(std::ranges::find(rows[0], "npv_usd") - rows[0].begin());
    const Ended ended = run_program({"explain", model, "--no-risk", "--csv", folder / "story"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_NEAR(explained(ended.out, "NPV at 8 %"), std::stod(rows[1][column]) / 1e6, 0.0051);
    EXPECT_EQ(rows_of(folder.read("story/periods.csv")).size(), 31u);
}

/// The cells of a column, and whether there are any.
std::vector<std::string> column_of(const std::vector<std::vector<std::string>>& rows, const char* name) {
    std::vector<std::string> cells;
    const auto at = static_cast<std::size_t>(std::ranges::find(rows[0], name) - rows[0].begin());
    for (std::size_t i = 1; at < rows[0].size() && i < rows.size(); ++i) cells.push_back(rows[i][at]);
    return cells;
}

TEST_F(Program, KeepsTheMetricsThatAreAskedForAndSaysWhatItLacks) {
    const auto all = rows_of(paths_csv({"--paths", "3000"}));
    const Json whole = Json::parse(folder.read("out/summary.json"));
    const auto two = rows_of(paths_csv({"--paths", "3000", "--metrics", "npv_usd,irr"}));
    EXPECT_EQ(two[0], (std::vector<std::string>{"path", "irr_status", "npv_usd", "irr"}));
    for (const char* name : {"npv_usd", "irr", "irr_status"})
        EXPECT_EQ(column_of(two, name), column_of(all, name)) << name;
    Json j = Json::parse(folder.read("out/summary.json"));
    expect_reasons(j, "");
    EXPECT_EQ(j["metrics"].size(), 2u);
    EXPECT_EQ(j["metrics"]["npv_usd"], whole["metrics"]["npv_usd"]);
    EXPECT_TRUE(j["metrics"]["irr"]["prob_below_hurdle"].is_null());
    EXPECT_EQ(j["not_kept"].size(), 13u);
    const std::string out = run({"--paths", "3000", "--metrics", "npv_usd,irr"}).out;
    EXPECT_EQ(out.find("\nP(IRR < "), std::string::npos);
    EXPECT_NE(out.find("not kept: npv_including_sunk_usd, "), std::string::npos) << out;
    EXPECT_NE(out.find("P(IRR < 15 %) takes"), std::string::npos) << out;
    EXPECT_NE(out.find("\nP(NPV < 0)"), std::string::npos);

    paths_csv({"--paths", "3000", "--metrics", "irr,npv_at_hurdle_usd"});
    j = Json::parse(folder.read("out/summary.json"));
    EXPECT_EQ(j["metrics"]["irr"], whole["metrics"]["irr"]);
    EXPECT_FALSE(j["metrics"].contains("npv_usd"));
    // A metric that the table does not show is a run like any other, with risk or without.
    EXPECT_EQ(run({"--paths", "50", "--metrics", "force_majeure_year"}).status, 0);
    EXPECT_EQ(run({"--no-risk", "--metrics", "npv_at_hurdle_usd"}).status, 0);
}

TEST_F(Program, RefusesMetricsAndFormatsThatAreNotThere) {
    const auto refused = [&](std::vector<std::string> more) {
        const Ended ended = run(std::move(more));
        EXPECT_EQ(ended.status, 2);
        EXPECT_EQ(ended.out, "");
        return ended.err;
    };
    EXPECT_EQ(refused({"--metrics", "npv"}),
              "minerisk: --metrics npv: unknown metric; known here: `npv_usd`, `npv_including_sunk_usd`, "
              "`npv_at_hurdle_usd`, `irr`, `payback_years`, `profitability_index`, `first_ore_year`, "
              "`last_ore_year`, ...\n");
    EXPECT_EQ(refused({"--metrics", "npv_usd,ir"}),
              "minerisk: --metrics ir: unknown metric; did you mean `irr`?\n");
    EXPECT_EQ(refused({"--metrics", "decision"}),
              "minerisk: --metrics decision: must name a number a path, not only a status\n");
    EXPECT_EQ(refused({"--out", folder / "none", "--format", "xls"}),
              "minerisk: --format xls: must be csv, npy or both, separated by a comma\n");
    EXPECT_NE(refused({"--format", "npy"}).find("has no meaning without a folder"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder / "none"));
}

/// A NumPy file of ours: what its header says the rows are, and the bytes behind it.
std::pair<std::size_t, std::string> read_npy(const std::string& bytes) {
    EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\0", 8));
    const std::size_t shape = bytes.find("'shape': (");
    return {std::stoul(bytes.substr(shape + 10)), bytes.substr(128)};
}
double npy_number_at(const std::string& values, std::size_t row) {
    double x = 0;
    std::memcpy(&x, values.data() + 8 * row, 8);
    return x;
}

TEST_F(Program, WritesTheSamePathsAsNumPyFiles) {
    const auto rows =
        rows_of(paths_csv({"--paths", "3000", "--format", "csv,npy", "--metrics", "npv_usd,irr"}));
    const Json codes = Json::parse(folder.read("out/summary.json"))["status_codes"]["irr_status"];
    const auto [npv_rows, npv] = read_npy(folder.read("out/npv_usd.npy"));
    const auto [irr_rows, irr] = read_npy(folder.read("out/irr.npy"));
    const auto [status_rows, status] = read_npy(folder.read("out/irr_status.npy"));
    EXPECT_EQ(npv_rows, 3000u);
    EXPECT_EQ(irr_rows, 3000u);
    EXPECT_EQ(status_rows, 3000u);
    for (std::size_t i = 0; i < 3000; ++i) {
        EXPECT_EQ(codes[static_cast<std::size_t>(status[i])], rows[i + 1][1]);
        EXPECT_EQ(npy_number_at(npv, i), std::stod(rows[i + 1][2]));
        if (rows[i + 1][3].empty())
            EXPECT_FALSE(std::isfinite(npy_number_at(irr, i)));
        else
            EXPECT_EQ(npy_number_at(irr, i), std::stod(rows[i + 1][3]));
    }
    ASSERT_EQ(run({"--paths", "100", "--quiet", "--out", folder / "npy", "--format", "npy"}).status, 0);
    EXPECT_FALSE(std::filesystem::exists(folder / "npy/paths.csv"));
    EXPECT_TRUE(std::filesystem::exists(folder / "npy/mine_end.npy"));
}

TEST_F(Program, AnInterruptCutsNumPyFilesToThePrefix) {
    for (const int wait : {700, 2000, 6000, 18000}) {
        Child child{{"run", model, "--paths", "2000000", "--out", folder / "cut", "--format", "npy"}};
        child.interrupt_after(std::chrono::milliseconds{wait});
        const Ended ended = child.wait();
        ASSERT_EQ(ended.status, 130) << ended.err;
        if (std::filesystem::is_empty(folder / "cut")) continue;  // once more, with more patience
        const auto kept = Json::parse(folder.read("cut/summary.json"))["run"]["paths"].get<std::size_t>();
        for (const auto& entry : std::filesystem::directory_iterator{folder / "cut"}) {
            const std::string name = entry.path().filename();
            EXPECT_FALSE(name.starts_with(".")) << name;
            if (!name.ends_with(".npy")) continue;
            const auto [count, values] = read_npy(folder.read("cut/" + name));
            EXPECT_EQ(count, kept);
            EXPECT_EQ(values.size() % kept, 0u);
        }
        paths_csv({"--paths", std::to_string(kept), "--format", "csv,npy"});
        EXPECT_EQ(folder.read("cut/npv_usd.npy"), folder.read("out/npv_usd.npy"));
        return;
    }
    FAIL() << "no path was complete before any interrupt";
}

TEST_F(Program, AnInterruptKeepsAPrefixAndSaysSo) {
    for (const int wait : {700, 2000, 6000, 18000}) {
        Child child{{"run", model, "--paths", "2000000", "--out", folder / "cut"}};
        child.interrupt_after(std::chrono::milliseconds{wait});
        const Ended ended = child.wait();
        ASSERT_EQ(ended.status, 130) << ended.err;
        if (!std::filesystem::exists(folder / "cut/summary.json")) {
            EXPECT_EQ(ended.out, "");
            EXPECT_TRUE(std::filesystem::is_empty(folder / "cut"));
            EXPECT_NE(ended.err.find("nothing to report"), std::string::npos) << ended.err;
            continue;  // no path was complete: once more, with more patience
        }
        const Json run = Json::parse(folder.read("cut/summary.json"))["run"];
        const auto kept = run["paths"].get<std::size_t>();
        EXPECT_EQ(run["interrupted"], true);
        EXPECT_EQ(run["paths_asked"], 2'000'000);
        EXPECT_LT(kept, 2'000'000u);
        EXPECT_NE(ended.out.find("interrupted: "), std::string::npos);
        const std::string cut = folder.read("cut/paths.csv");
        EXPECT_EQ(rows_of(cut).size(), kept + 1);
        EXPECT_EQ(paths_csv({"--paths", std::to_string(kept)}), cut);
        return;
    }
    FAIL() << "no path was complete before any interrupt";
}

/// The size of the first file of the folder whose name holds the text; 0 without one.
std::uintmax_t size_of(const std::string& folder, const std::string& part) {
    std::error_code gone;  // files come and go meanwhile
    for (const auto& entry : std::filesystem::directory_iterator{folder, gone})
        if (entry.path().filename().string().find(part) != std::string::npos) {
            const std::uintmax_t size = entry.file_size(gone);
            return gone ? 0 : size;
        }
    return 0;
}

TEST_F(Program, AnInterruptWhileFilesAreWrittenLeavesThemWholeAndIsAnswered) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const std::string name = "late-" + std::to_string(signal), out = folder / name;
        Child child{{"run", model, "--paths", "100000", "--out", out}};
        while (size_of(out, ".paths.csv.") == 0 && !child.ended())
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        child.send(SIGSTOP);  // in the midst of its writing
        ASSERT_FALSE(std::filesystem::exists(out + "/paths.csv"));
        child.send(signal);
        child.send(SIGCONT);
        const Ended ended = child.wait();
        EXPECT_EQ(ended.status, 130) << ended.err;
        EXPECT_NE(ended.out.find("written: "), std::string::npos);
        const std::filesystem::directory_iterator files{out};
        EXPECT_EQ(std::distance(begin(files), end(files)), 2);
        EXPECT_EQ(rows_of(folder.read(name + "/paths.csv")).size(), 100'001u);
        EXPECT_EQ(Json::parse(folder.read(name + "/summary.json"))["run"]["interrupted"], false);
    }
}

}  // namespace
}  // namespace minerisk
