#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "../io/sound_model.hpp"
#include "child.hpp"
#include "output.hpp"

namespace minerisk {
namespace {

using test::Child;
using test::Ended;
using Json = nlohmann::json;

class CompareCommand : public testing::Test {
protected:
    CompareCommand() { folder.write("ore.csv", test::sound_ore); }
    /// A file that extends the small mine.
    std::string variant(const std::string& name, const std::string& text) const {
        return folder.write(name, "extends = \"mine.toml\"\nname = \"" + name + "\"\n" + text);
    }
    Ended compare(std::vector<std::string> more) const {
        std::vector<std::string> all{"compare", model};
        all.insert(all.end(), more.begin(), more.end());
        return test::run_program(all);
    }
    /// The JSON file of a comparison, but for what depends on time and machine.
    Json compared(std::vector<std::string> more) const {
        more.insert(more.end(), {"--quiet", "--out", folder / "out"});
        const Ended ended = compare(more);
        EXPECT_EQ(ended.status, 0) << ended.err;
        EXPECT_EQ(ended.out, "");
        return Json::parse(folder.read("out/compare.json"));
    }
    std::string refused(const std::string& file) const {
        const Ended ended = compare({file, "--paths", "2000000000"});
        EXPECT_EQ(ended.status, 2);
        EXPECT_EQ(ended.out, "");
        return ended.err;
    }

    const test::TempFolder folder;
    const std::string model = folder.write("mine.toml", test::sound_model);
    const std::string cheaper = variant("cheaper.toml", "[costs]\nfixed = \"20 MUSD/yr\"\n");
    const std::string quieter = variant("quieter.toml", "[security.regime]\nhigh = 1.0\n");
    const std::string examples = MINERISK_EXAMPLES "/reko_diq/";
};

TEST_F(CompareCommand, AFileBesideItselfIsTheSameEverywhere) {
    const Json with = compared({model, "--paths", "2000"})["with"][0];
    for (const auto& [name, m] : with["metrics"].items()) {
        EXPECT_EQ(m["difference"]["value"], 0) << name;
        EXPECT_EQ(m["difference"]["se"], 0) << name;
        EXPECT_EQ(m["same"]["value"], 1) << name;
        EXPECT_EQ(m["pairs"]["only_with"], 0) << name;
        for (const auto& [prob, q] : m["quantiles_of_difference"].items())
            EXPECT_EQ(q["value"], 0) << name << prob;
    }
    EXPECT_EQ(with["break_even"]["present_value_usd"]["value"], 0);
    EXPECT_EQ(with["pays"]["value"], 0);
    EXPECT_TRUE(with["status_changes"].empty());
    const Ended ended = compare({model, "--paths", "2000"});
    for (const char* part : {"\nthe same on every path: NPV at 8 %, IRR, payback,",
                             "reached: the mean NPV is the same", "the same on 100"})
        EXPECT_NE(ended.out.find(part), std::string::npos) << part << "\n" << ended.out;
}

TEST_F(CompareCommand, TheOrderOfTheModelsAndTheThreadsDoNotMatter) {
    const Json one = compared({cheaper, quieter, "--paths", "3000", "--threads", "1"});
    const std::string rows = folder.read("out/compare.csv");
    const Json two = compared({quieter, cheaper, "--paths", "3000", "--threads", "2"});
    EXPECT_EQ(one["with"][0], two["with"][1]);
    EXPECT_EQ(one["with"][1], two["with"][0]);
    EXPECT_NE(one["with"][0]["metrics"], one["with"][1]["metrics"]);
    compared({cheaper, quieter, "--paths", "3000", "--threads", "2"});
    EXPECT_EQ(folder.read("out/compare.csv"), rows);
    EXPECT_NE(compared({cheaper, "--paths", "3000", "--seed", "8"})["with"][0]["metrics"],
              one["with"][0]["metrics"]);
}

TEST_F(CompareCommand, TheDifferenceIsThatOfTheTwoRuns) {
    const auto run = [&](const std::string& file) {
        EXPECT_EQ(
            test::run_program({"run", file, "--paths", "2000", "--quiet", "--out", folder / "run"}).status,
            0);
        return Json::parse(folder.read("run/summary.json"))["metrics"]["npv_usd"];
    };
    const Json base = run(model), with = run(cheaper);
    const Json pair = compared({cheaper, "--paths", "2000"})["with"][0];
    const Json& npv = pair["metrics"]["npv_usd"];
    EXPECT_EQ(npv["base_mean"], base["mean"]);
    EXPECT_EQ(npv["with_mean"], with["mean"]);
    const double gain = with["mean"].get<double>() - base["mean"].get<double>();
    EXPECT_GT(gain, 0);
    EXPECT_NEAR(npv["difference"]["value"].get<double>(), gain, 1e-9 * gain + 1e-3);
    EXPECT_LT(npv["difference"]["se"].get<double>(), base["se"].get<double>() / 4);
    EXPECT_EQ(pair["prob_npv_below_0"]["base"], base["prob_below_0"]);
    EXPECT_EQ(pair["prob_npv_below_0"]["with"], with["prob_below_0"]);
    const Json& quantile = npv["difference_of_quantiles"]["0.1"];
    EXPECT_EQ(quantile["base"], base["quantiles"]["0.1"]["value"]);
    EXPECT_EQ(quantile["with"], with["quantiles"]["0.1"]["value"]);
    // The fixed cost falls by 10 MUSD a year of December 2024, paid from first to about last ore.
    EXPECT_NEAR(pair["break_even"]["yearly_usd"]["value"].get<double>(), 10e6 * 324.054 / 315.605, 0.3e6);
}

TEST_F(CompareCommand, WritesWhatIsKnownAndAReasonForWhatIsNot) {
    for (const char* paths : {"1", "2", "100", "3000"}) {
        const Json j = compared({cheaper, quieter, "--paths", paths});
        test::expect_reasons(j, paths);
        test::expect_only_finite(j, paths);
        EXPECT_EQ(j["schema"], "minerisk.comparison/1");
        EXPECT_EQ(j["with"][0]["model"]["files"].size(), 3u);
        EXPECT_EQ(j["basis"]["discount_rate"], 0.08);
    }
    const auto rows = test::rows_of(folder.read("out/compare.csv"));
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
    EXPECT_EQ(rows[0][0], "with");
    const std::filesystem::directory_iterator files{folder / "out"};
    EXPECT_EQ(std::distance(begin(files), end(files)), 2);
}

TEST_F(CompareCommand, RefusesModelsOnOtherTermsAndNamesBothFiles) {
    const std::string end = " as in " + model + ": values on different terms cannot be compared\n";
    const std::string other = variant("other.toml", "[valuation]\ndiscount_rate = \"10 %/yr\"\nyears = 40\n");
    EXPECT_EQ(refused(other), other + ": error: valuation.years = 40: must be 30" + end + other +
                                  ": error: valuation.discount_rate = 10 %/yr: must be 8 %/yr" + end +
                                  "2 problems; nothing was run\n");
    const std::string later = variant("later.toml", "[valuation]\ndate = 2027-04-01\n");
    EXPECT_EQ(refused(later), later + ": error: valuation.date = 2027-04-01: must be 2027-01-01" + end +
                                  "1 problem; nothing was run\n");
    EXPECT_EQ(refused(folder / "none.toml"),
              (folder / "none.toml") + ": error: does not exist\n1 problem; nothing was run\n");
    const Ended alone = compare({});
    EXPECT_EQ(alone.status, 2);
    EXPECT_NE(alone.err.find("WITH"), std::string::npos) << alone.err;
    EXPECT_EQ(compare({cheaper, "--paths", "0"}).err, "minerisk: --paths 0: must be from 1 to 2000000000\n");
    EXPECT_EQ(compare({cheaper, "--only", "weather"}).status, 2);
    folder.write("taken", "mine");
    EXPECT_EQ(compare({cheaper, "--paths", "2000000000", "--out", folder / "taken"}).status, 2);
}

TEST_F(CompareCommand, WarnsOfDrawsThatOneModelAloneMakes) {
    const std::string strike = variant("strike.toml", R"(
[[security.class]]
name = "strike"
rate = "1 /yr"
exposure = 1.0
site = { median = "2 d", p90 = "9 d", build_loss = 1.0, operation_loss = 1.0 }
)");
    const std::string out = compare({strike, "--paths", "1000"}).out;
    EXPECT_NE(out.find("warning: these draws are made by one of the models alone"), std::string::npos) << out;
    EXPECT_NE(out.find("security.strike.arrival"), std::string::npos) << out;
    EXPECT_NE(out.find("security.road attack.arrival"), std::string::npos) << out;
    EXPECT_EQ(compare({cheaper, "--paths", "1000"}).out.find("warning"), std::string::npos);
}

TEST_F(CompareCommand, SharpensTheShippedMeasuresByMoreThanTwentyTimes) {
    const std::string buffers = examples + "larger_buffers.toml", escorts = examples + "escorts.toml";
    const Ended ended = test::run_program({"compare", examples + "reko_diq.toml", buffers, escorts, "--paths",
                                           "4000", "--out", folder / "measures"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_TRUE(test::is_clean(ended.out));
    EXPECT_EQ(ended.out.find("warning"), std::string::npos);
    for (std::size_t at = 0; at < ended.out.size();) {
        const std::size_t end = ended.out.find('\n', at);
        const std::string line = ended.out.substr(at, end - at);
        EXPECT_TRUE(std::ranges::count_if(line, [](char c) { return (c & 0xc0) != 0x80; }) <= 100 ||
                    line.starts_with("written") || line.find(examples) != std::string::npos)
            << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
        at = end + 1;
    }
    const Json j = Json::parse(folder.read("measures/compare.json"));
    test::expect_reasons(j, "");
    for (const Json& with : j["with"]) {
        EXPECT_GT(with["metrics"]["npv_usd"]["variance_ratio"].get<double>(), 1000) << with["model"]["name"];
        for (const auto& [name, m] : with["metrics"].items()) {
            const bool of_few = name.find('.') != std::string::npos && !name.ends_with(".npv_usd");
            EXPECT_TRUE(m["variance_ratio"].is_null() || of_few || m["variance_ratio"].get<double>() > 20)
                << name;
        }
    }
    EXPECT_GT(j["with"][0]["break_even"]["present_value_usd"]["low"].get<double>(), 0);
    EXPECT_LT(j["with"][1]["break_even"]["present_value_usd"]["high"].get<double>(), 0);
}

TEST_F(CompareCommand, SaysWhatAChangeIsWorthToEachParty) {
    std::filesystem::copy(examples, folder / "case", std::filesystem::copy_options::recursive);
    const std::string base = folder / "case/reko_diq.toml";
    const std::string dearer = folder.write("case/dearer.toml", R"(extends = "reko_diq.toml"
name = "dearer"
[finance.party.barrick]
discount_rate = "9 %/yr"
[finance.party.federal_companies]
basis = "nominal"
)");
    const Ended ended = test::run_program(
        {"compare", base, examples + "manara.toml", dearer, "--paths", "500", "--out", folder / "parties"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const Json j = Json::parse(folder.read("parties/compare.json"));
    const Json manara = j["with"][0]["parties"], rates = j["with"][1]["parties"];
    EXPECT_EQ(manara["only_with"], Json({"manara"}));
    EXPECT_EQ(manara["in_both"][0], "shareholders");
    EXPECT_EQ(manara["in_both"].size(), 8u);
    EXPECT_EQ(rates["at_another_rate"], Json({"barrick", "federal_companies"}));
    EXPECT_EQ(rates["in_both"].size(), 6u);
    for (const char* part :
         {"\nparties, NPV at the rate of each, MUSD", "\nfederal_companies ",
          "\nparties of this model alone: manara\n",
          "\nparties that have the same on every path: shareholders, barrick, balochistan,",
          "\nparties not compared, as their rates differ: barrick, federal_companies\n"})
        EXPECT_NE(ended.out.find(part), std::string::npos) << part << "\n" << ended.out;
    // What the sellers gain is what the buyer loses: both count at 8 % in real money.
    EXPECT_EQ(test::run_program(
                  {"run", examples + "manara.toml", "--paths", "500", "--quiet", "--out", folder / "buyer"})
                  .status,
              0);
    const Json buyer = Json::parse(folder.read("buyer/summary.json"));
    const Json& seller = j["with"][0]["metrics"]["federal_companies.npv_usd"]["difference"]["value"];
    EXPECT_NEAR(seller.get<double>() + buyer["metrics"]["manara.npv_usd"]["mean"].get<double>(), 0, 1);
}

TEST_F(CompareCommand, AnInterruptKeepsThePathsThatBothModelsHave) {
    for (const int wait : {1500, 4000, 9000, 20000}) {
        Child child{{"compare", model, cheaper, quieter, "--paths", "300000", "--out", folder / "cut"}};
        child.interrupt_after(std::chrono::milliseconds{wait});
        const Ended ended = child.wait();
        if (ended.status == 0) break;  // all was done before
        ASSERT_EQ(ended.status, 130) << ended.err;
        if (!std::filesystem::exists(folder / "cut/compare.json")) {
            EXPECT_NE(ended.err.find("nothing to compare"), std::string::npos) << ended.err;
            continue;  // too early: once more, with more patience
        }
        const Json j = Json::parse(folder.read("cut/compare.json"));
        EXPECT_EQ(j["run"]["interrupted"], true);
        EXPECT_EQ(j["with"].size() + j["not_run"].size(), 2u);
        const Json& first = j["with"][0];
        const auto kept = std::to_string(first["paths"].get<std::size_t>());
        EXPECT_EQ(first["metrics"], compared({cheaper, "--paths", kept})["with"][0]["metrics"]);
        EXPECT_NE(ended.out.find("interrupted: "), std::string::npos);
        return;
    }
    GTEST_SKIP() << "no interrupt fell into the second run";
}

}  // namespace
}  // namespace minerisk
