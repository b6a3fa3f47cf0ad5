#include "minerisk/io/model_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sound_model.hpp"
#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using namespace minerisk::units;
using test::sound_model;
using test::with;

class ModelFile : public testing::Test {
protected:
    ModelFile() { folder.write("ore.csv", test::sound_ore); }
    StudySpec<> spec(std::string_view text) {
        const std::string path = folder.write("mine.toml", text);
        sources = {};
        return load_model(path, sources).study.spec();
    }
    test::TempFolder folder;
    Sources sources;
    const double to_base = 324.054 / 315.605;  // 2024-12 to 2025-12
};

TEST_F(ModelFile, BringsMoneyIntoTheBaseMonth) {
    const auto s = spec(sound_model);
    EXPECT_EQ(s.money, "real 2025-12 USD");
    EXPECT_DOUBLE_EQ(s.project.costs.mining.canonical(), 2.05 * to_base);             // month of its table
    EXPECT_DOUBLE_EQ(s.project.metals[1].refining_charge.in(usd / oz), 5 * to_base);  // month of its own
    EXPECT_DOUBLE_EQ(s.project.sunk[0].amount.in(1e6 * usd), 300);                    // the base month
    EXPECT_DOUBLE_EQ(s.project.phases[1].build.capital.back().spent.in(1e6 * usd), 900 * to_base);
}

TEST_F(ModelFile, AMonthBehindAValueWinsOverThatOfItsTable) {
    const auto s = spec(with(sound_model, "mining = \"2.05 USD/t\"", "mining = \"2.05 USD/t @2025-12\""));
    EXPECT_DOUBLE_EQ(s.project.costs.mining.canonical(), 2.05);
    EXPECT_DOUBLE_EQ(s.project.costs.processing.canonical(), 5 * to_base);
}

TEST_F(ModelFile, DatesAreYearsFromTheValuationDate) {
    const auto s = spec(sound_model);
    EXPECT_DOUBLE_EQ(s.project.phases[0].build.start.canonical(), 0.5);
    EXPECT_EQ(s.project.phases[0].build.after, -1);
    EXPECT_DOUBLE_EQ(s.project.phases[1].build.start.canonical(), 2);  // after phase 0
    EXPECT_EQ(s.project.phases[1].build.after, 0);
    EXPECT_DOUBLE_EQ(s.project.sunk[0].age.canonical(), 0.5);
    EXPECT_DOUBLE_EQ(s.price_age.canonical(), 6.5 / 12);
    EXPECT_DOUBLE_EQ(s.schedule.branch->parameters().decided.canonical(), 0.5);
}

TEST_F(ModelFile, OreBinsAreDifferencesOfTheirEnds) {
    const auto s = spec(sound_model);
    ASSERT_EQ(s.project.ore.size(), 4u);
    EXPECT_DOUBLE_EQ(s.project.ore[2].ore.canonical(), 140e6);
    EXPECT_DOUBLE_EQ(s.project.ore[2].grade[0].canonical(), 0.0055);
    EXPECT_DOUBLE_EQ(s.project.ore[2].grade[1].canonical(), 0.28e-6);
    EXPECT_DOUBLE_EQ(s.project.ore[2].mined.canonical(), 2.2);
}

TEST_F(ModelFile, CapitalIsSpreadByShares) {
    const auto capital = spec(sound_model).project.phases[0].build.capital;
    ASSERT_EQ(capital.size(), 3u);
    EXPECT_DOUBLE_EQ(capital[0].spent.in(1e6 * usd), 600 * to_base);
    EXPECT_DOUBLE_EQ(capital[1].spent.in(1e6 * usd), 1800 * to_base);
    EXPECT_DOUBLE_EQ(capital[2].spent.in(1e6 * usd), 2400 * to_base);
}

TEST_F(ModelFile, RisksOfPhasesAreFoundByNameAndOneLeftOutHasNone) {
    const auto s = spec(sound_model);  // the file states the second phase first
    ASSERT_EQ(s.schedule.phases.size(), 2u);
    EXPECT_EQ(s.schedule.phases[0].slip_median, 1.35);
    EXPECT_EQ(s.schedule.phases[0].slip_capital, 0.5);
    EXPECT_EQ(s.schedule.phases[1].slip_median, 1.25);
    const auto less =
        spec(with(sound_model,
                  "[[schedule.phase]]\nname = \"second\"\nslip_median = 1.25\nslip_sigma = 0.30\n"
                  "capital_median = 1.15\ncapital_sigma = 0.25\n",
                  ""));
    EXPECT_EQ(less.schedule.phases[0].slip_median, 1.35);
    EXPECT_EQ(less.schedule.phases[1].slip_median, 1);
    EXPECT_EQ(less.schedule.phases[1].slip_sigma, 0);
}

TEST_F(ModelFile, PricesStandInTheOrderOfTheMetalsNotOfTheFile) {
    const auto s = spec(sound_model);
    ASSERT_EQ(s.prices.size(), 2u);
    EXPECT_EQ(s.prices[0].name, "copper");
    EXPECT_TRUE(std::holds_alternative<price::SchwartzSmith>(s.prices[0].model));
    EXPECT_TRUE(std::holds_alternative<price::GeometricBrownian>(s.prices[1].model));
    const auto& copper = std::get<price::SchwartzSmith>(s.prices[0].model).parameters();
    EXPECT_DOUBLE_EQ(copper.spot.in(usd / lb), 4.80);
    EXPECT_EQ(copper.centre, price::Centre::mean);
}

TEST_F(ModelFile, AnExtensionKeepsWhatItDoesNotState) {
    folder.write("base.toml", sound_model);
    const auto s = spec(
        "extends = \"base.toml\"\nname = \"variant\"\n[technical]\ngrade = 0.1\n"
        "[price.gold]\nreplace = true\nmodel = \"deck\"\n"
        "points = [[2027-01-01, \"2000 USD/oz @2025-12\"], [2037-01-01, \"1500 USD/oz @2024-12\"]]\n"
        "[price]\ncorrelation = []\n");
    EXPECT_EQ(s.project.name, "variant");
    EXPECT_EQ(s.technical.grade, 0.1);
    EXPECT_EQ(s.technical.freight, 0.2);
    const auto points = std::get<price::Deck>(s.prices[1].model).points();
    ASSERT_EQ(points.size(), 2u);
    EXPECT_DOUBLE_EQ(points[1].time.canonical(), 10);
    EXPECT_DOUBLE_EQ(points[1].price.in(usd / oz), 1500 * to_base);
    EXPECT_EQ(sources.files().size(), 3u);  // both models and the table
}

constexpr std::string_view insurance = R"toml([insurance]
money = "2024-12"
deductible = "5 MUSD"
annual_limit = "300 MUSD @2025-12"
waiting = "30 d"
indemnity = "12 months"
daily_margin = "900 MUSD/yr"
denial_of_access = true
premium_low = "0.6 %"
premium_high = "1.2 %"
loading = 1.75
loading_time = "3 yr"
from = 2028-01-01
)toml";

TEST_F(ModelFile, ReadsInsurance) {
    EXPECT_FALSE(spec(sound_model).project.insurance);
    const auto i = spec(std::string{sound_model} + std::string{insurance}).project.insurance.value();
    EXPECT_DOUBLE_EQ(i.deductible.in(MUSD), 5 * to_base);
    EXPECT_DOUBLE_EQ(i.annual_limit.in(MUSD), 300);
    EXPECT_DOUBLE_EQ(i.waiting.in(day), 30);
    EXPECT_DOUBLE_EQ(i.indemnity.canonical(), 1);
    EXPECT_DOUBLE_EQ(i.daily_margin.in(MUSD / year), 900 * to_base);
    EXPECT_TRUE(i.denial_of_access);
    EXPECT_DOUBLE_EQ(i.premium_low, 0.006);
    EXPECT_DOUBLE_EQ(i.premium_high, 0.012);
    EXPECT_EQ(i.loading, 1.75);
    EXPECT_DOUBLE_EQ(i.loading_years.canonical(), 3);
    EXPECT_DOUBLE_EQ(i.from.canonical(), 1);
    const auto from_start =
        spec(std::string{sound_model} + with(insurance, "from = 2028-01-01\n", "")).project.insurance.value();
    EXPECT_EQ(from_start.from, Years{});
}

TEST_F(ModelFile, RefusesInsuranceAtItsPlace) {
    const int line = static_cast<int>(std::ranges::count(sound_model, '\n')) + 1;
    const auto refusal = [&](const std::string& text) {
        const std::string path = folder.write("insured.toml", std::string{sound_model} + text);
        return test::refusal_of(
            [&] {
                Sources all;
                load_model(path, all);
            },
            folder.path());
    };
    const auto at = [&](int below, int column) {
        return "insured.toml:" + std::to_string(line + below) + ":" + std::to_string(column) + ": insurance.";
    };
    EXPECT_EQ(refusal(with(insurance, "300 MUSD @2025-12", "0 MUSD @2025-12")),
              at(3, 16) + "annual_limit = \"0 MUSD @2025-12\": must be finite and positive");
    EXPECT_EQ(refusal(with(insurance, "loading = 1.75", "loading = 0.5")),
              at(10, 11) + "loading = 0.5: must be from 1 to 100");
    EXPECT_EQ(refusal(with(insurance, "\"3 yr\"", "\"-3 yr\"")),
              at(11, 16) + "loading_time = \"-3 yr\": must be finite and not negative");
    EXPECT_EQ(refusal(with(insurance, "waiting = \"30 d\"\n", "")),
              "insured.toml:" + std::to_string(line) + ":1: insurance.waiting: is missing");
}

TEST_F(ModelFile, ADeckOutOfOrderIsRefusedAtItsPoint) {
    const std::string path = folder.write(
        "deck.toml", with(sound_model,
                          "model = \"geometric_brownian\"\nspot = \"3500 USD/oz @2025-12\"\nvolatility = "
                          "\"17 %/sqrt(yr)\"\n"
                          "drift = \"1 %/yr\"\ndrift_sd = \"2.5 %/yr\"\ncentre = \"median\"\n",
                          "model = \"deck\"\npoints = [\n    [2028-01-01, \"2000 USD/oz @2025-12\"],\n"
                          "    [2027-01-01, \"0 USD/oz @2025-12\"],\n]\n"));
    EXPECT_EQ(test::refusal_of(
                  [&] {
                      Sources all;
                      load_model(path, all);
                  },
                  folder.path()),
              "deck.toml:37:5: price.gold.points[2].time = 0: must be later than the point before\n"
              "deck.toml:37:5: price.gold.points[2].price = 0: must be a positive price (USD/t)");
}

}  // namespace
}  // namespace minerisk::io
