#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <regex>
#include <sstream>

#include "child.hpp"
#include "io/toml_parse.hpp"
#include "minerisk/calibration.hpp"
#include "output.hpp"

namespace minerisk {

using test::Child;
using test::Ended;
using test::is_clean;
using test::run_program;

/// Events by day over eight years whose level changes from year to year, of two classes and a rare third.
class CalibrateProgram : public testing::Test {
protected:
    CalibrateProgram() {
        const auto baseline =
            calibration::Baseline::stepped(calibration::calendar_edges({2010, 1, 1}, {2017, 12, 31}, 12));
        const calibration::Hawkes process{{0.05, 0.08, 0.3, 0.4, 0.05, 0.06, 0.35, 0.3}, {0.15, 0.4}};
        const auto drawn =
            calibration::simulate(baseline, process, {1, random::stream_of("test.calibrate"), 0});
        std::string text = "day,kind,note\n";
        int row = 0;
        for (const int day : calibration::days_of(drawn)) {
            const char* kind = row % 40 == 7 ? "rare" : row % 3 == 0 ? "road" : "rail";
            text += date_of(day) + "," + kind + ",\"a, b\"\n";
            ++row;
        }
        file = folder.write("events.csv", text);
    }
    static std::string date_of(int day) {
        Date d{2010, 1, 1};
        for (; day > 0; --day) d = next_day(d);
        return to_string(d);
    }
    Ended calibrate(std::vector<std::string> more) const {
        const std::vector<std::string> first{"calibrate", "events",     file,   "--date-column", "day",
                                             "--from",    "2010-01-01", "--to", "2017-12-31"};
        more.insert(more.begin(), first.begin(), first.end());
        return run_program(more);
    }
    static std::string without_seconds(const std::string& text) {
        return std::regex_replace(text, std::regex{"[0-9]+ threads?, [^\n]* s\n"}, "");
    }
    /// The tables of a fragment, read as a model file is.
    io::Node fragment(const std::string& name) const {
        const io::TomlResult read = io::parse_toml(folder.read(name), 0);
        EXPECT_FALSE(read.fault);
        return read.root;
    }
    const test::TempFolder folder;
    std::string file;
};

#ifdef MINERISK_HAS_CALIBRATION

TEST_F(CalibrateProgram, PrintsEveryModelOnAPageAndTheSameOnAnyNumberOfThreads) {
    const Ended one = calibrate({"--bootstrap", "10", "--class-column", "kind", "--threads", "1"});
    ASSERT_EQ(one.status, 0) << one.err;
    EXPECT_EQ(one.err, "");
    EXPECT_TRUE(is_clean(one.out));
    for (const char* part :
         {"events from 2010-01-01 to 2017-12-31, 2,922 days", "Poisson, constant", "Poisson, annual",
          "Hawkes, constant", "Hawkes, annual", "Hawkes, quarterly", "Hawkes, reference", "negative binomial",
          "two regimes", "warning: all events: n is ", "note: rare: no fit of its own",
          "[[security.class]] rail", "[security.regime]: the two regimes"})
        EXPECT_NE(one.out.find(part), std::string::npos) << part << "\n" << one.out;
    std::istringstream lines{one.out};
    for (std::string line; std::getline(lines, line);)
        if (line.find(folder.path()) == std::string::npos) {
            EXPECT_LE(std::ranges::count_if(line, [](char c) { return (c & 0xc0) != 0x80; }), 100) << line;
        }
    const Ended two = calibrate({"--bootstrap", "10", "--class-column", "kind", "--threads", "2"});
    EXPECT_EQ(without_seconds(two.out), without_seconds(one.out));
    const Ended other = calibrate({"--bootstrap", "10", "--class-column", "kind", "--seed", "5"});
    EXPECT_NE(without_seconds(other.out), without_seconds(one.out));
}

TEST_F(CalibrateProgram, FragmentTakesTheBranchingOfAMovingLevelBesideTheRegime) {
    const std::string written = folder / "security.toml";
    const Ended ended = calibrate({"--bootstrap", "0", "--quiet", "--fragment", written});
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.out, "");
    const io::Node root = fragment("security.toml");
    const io::Node* security = root.find("security");
    ASSERT_TRUE(security && security->find("class") && security->find("regime"));
    const io::Node& events = security->find("class")->children.at(0);
    for (const char* key : {"name", "rate", "branching", "decay"}) EXPECT_TRUE(events.find(key)) << key;
    EXPECT_LT(std::stod(events.find("branching")->raw), 0.3);  // 0.15 drawn; a constant level sees far more
    const io::Node& regime = *security->find("regime");
    for (const char* key : {"low", "high", "to_high", "to_low", "start_high"})
        EXPECT_TRUE(regime.find(key)) << key;
    const double low = std::stod(regime.find("low")->raw), high = std::stod(regime.find("high")->raw);
    const double up = std::stod(regime.find("to_high")->text), down = std::stod(regime.find("to_low")->text);
    EXPECT_NEAR((low * down + high * up) / (up + down), 1, 1e-4);  // long-run mean
    const std::string text = folder.read("security.toml");
    for (const char* part : {"events.csv", "2010-01-01 to 2017-12-31", "±", "SHA-256", "not to be used here"})
        EXPECT_NE(text.find(part), std::string::npos) << part;
    EXPECT_EQ(text.find(folder.path()), std::string::npos);  // the name of the file, not where it was
}

TEST_F(CalibrateProgram, FragmentOfAConstantLevelHasNoRegime) {
    const Ended ended =
        calibrate({"--bootstrap", "0", "--baseline", "constant", "--fragment", folder / "flat.toml"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_NE(ended.out.find("no [security.regime]"), std::string::npos) << ended.out;
    const io::Node root = fragment("flat.toml");
    EXPECT_FALSE(root.find("security")->find("regime"));
    EXPECT_GT(std::stod(root.find("security")->find("class")->children.at(0).find("branching")->raw), 0.5);
}

TEST_F(CalibrateProgram, OneClassAFragmentForEachThatHasEventsEnough) {
    ASSERT_EQ(
        calibrate({"--bootstrap", "0", "--class-column", "kind", "--fragment", folder / "kinds.toml"}).status,
        0);
    const io::Node root = fragment("kinds.toml");
    const auto& classes = root.find("security")->find("class")->children;
    ASSERT_EQ(classes.size(), 2u);
    EXPECT_EQ(classes[0].find("name")->text, "rail");
    EXPECT_EQ(classes[1].find("name")->text, "road");
}

TEST_F(CalibrateProgram, AFilterTakesOneValueAndLeavesTheFileBehindIt) {
    const Ended ended = run_program({"calibrate", "events", "--date-column", "day", "--bootstrap", "0",
                                     "--where", "kind=rail", "--where", "note=a, b", file});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_NE(ended.out.find("rows with kind=rail and note=a, b"), std::string::npos) << ended.out;
}

TEST_F(CalibrateProgram, RefusesWhatHasNoMeaning) {
    folder.write("there.toml", "x = 1\n");
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{"--baseline", "monthly"}, "must be constant, annual, quarterly or reference"},
        {{"--baseline", "reference"}, "needs --class-column"},
        {{"--where", "kind"}, "must be COLUMN=VALUE"},
        {{"--from", "2010"}, "must be a day as 2021-12-31"},
        {{"--from", "2018-01-01"}, "must not be after --to"},
        {{"--bootstrap", "-1"}, "must be from 0 to"},
        {{"--threads", "0"}, "must be from 1 to 1024"},
        {{"--fragment", folder / "x.txt"}, "must end in .toml"},
        {{"--fragment", folder / "there.toml"}, "is there already; --force"},
        {{"--quiet"}, "needs --fragment"},
        {{"--class-column", "note", "--where", "kind=rare", "--least", "500"}, "must be at least 500"},
        {{"--class-column", "kinds"}, "did you mean `kind`?"}};
    for (const auto& [options, rule] : cases) {
        std::vector<std::string> arguments = options;
        if (options[0] != "--from") arguments.insert(arguments.end(), {"--seed", "1"});
        // A second --from is a mistake of its own.
        const Ended ended = options[0] == "--from"
                                ? run_program({"calibrate", "events", file, "--date-column", "day", "--to",
                                               "2017-12-31", options[0], options[1]})
                                : calibrate(arguments);
        EXPECT_EQ(ended.status, 2) << rule;
        EXPECT_EQ(ended.out, "") << rule;
        EXPECT_NE(ended.err.find(rule), std::string::npos) << ended.err;
    }
    EXPECT_EQ(folder.read("there.toml"), "x = 1\n");
}

TEST_F(CalibrateProgram, AnInterruptShowsTheFitsButWritesNoFragment) {
    Child child{{"calibrate", "events", file, "--date-column", "day", "--bootstrap", "1000000", "--fragment",
                 folder / "late.toml"}};
    child.interrupt_after(std::chrono::milliseconds{1500});
    const Ended ended = child.wait();
    EXPECT_EQ(ended.status, 130);
    EXPECT_NE(ended.out.find("interrupted: the bootstrap"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("Hawkes, annual"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder / "late.toml"));
}

#else

TEST_F(CalibrateProgram, SaysWhatIsMissing) {
    const Ended ended = calibrate({});
    EXPECT_EQ(ended.status, 2);
    EXPECT_NE(ended.err.find("libnlopt-dev"), std::string::npos);
}

#endif

}  // namespace minerisk
