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
              "insured.toml:" + std::to_string(line) + ":1: insurance.waiting: is required");
}

TEST_F(ModelFile, SecurityIsReadWithAllThatItCanSay) {
    const security::Spec s = spec(test::secured_model()).security;
    EXPECT_EQ(s.build_loss_on_alert, 0.1);
    ASSERT_EQ(s.classes.size(), 2u);
    const security::StoppageClass &attack = s.classes[0], &wave = s.classes[1];
    ASSERT_EQ(attack.places.size(), 2u);
    EXPECT_EQ(attack.places[0].name, "pass");
    EXPECT_EQ(attack.places[1].share, 0.3);
    EXPECT_EQ(attack.places[1].exposure, 0.2);
    ASSERT_EQ(attack.kinds.size(), 2u);
    const security::Effect& closed = attack.kinds[0].effects[0];
    ASSERT_TRUE(closed.length);
    EXPECT_DOUBLE_EQ(closed.length->mean() * 365.25, 0.9 * 0.4 + 0.1 * 20);
    EXPECT_DOUBLE_EQ(closed.cap->in(units::day), 15);
    EXPECT_EQ(closed.operation_loss, 0.9);
    EXPECT_FALSE(attack.kinds[0].cost);
    EXPECT_DOUBLE_EQ(attack.kinds[1].cost->median.in(MUSD), 0.3 * to_base);
    EXPECT_DOUBLE_EQ(attack.kinds[1].cost->p90.in(MUSD), 2);
    EXPECT_TRUE(wave.places.empty());
    EXPECT_EQ(wave.batch->mean, 14);
    EXPECT_EQ(wave.batch->shape, 3);
    EXPECT_FALSE(attack.batch);
    EXPECT_DOUBLE_EQ(wave.effects[0].median.in(units::day), 7);
    EXPECT_DOUBLE_EQ(wave.effects[0].build_recovery.in(units::day), 30);
    EXPECT_DOUBLE_EQ(wave.effects[0].operation_recovery.in(units::day), 10);
    EXPECT_EQ(closed.build_recovery, Years{});
    EXPECT_DOUBLE_EQ(wave.cost->p90.in(MUSD), 20 * to_base);
    ASSERT_TRUE(wave.evacuation);
    EXPECT_EQ(wave.evacuation->probability, 0.5);
    EXPECT_DOUBLE_EQ(wave.evacuation->median.in(units::day), 14);
    EXPECT_DOUBLE_EQ(wave.evacuation->p90.in(units::day), 45);
    EXPECT_EQ(wave.evacuation->build_loss, 0.6);
    EXPECT_EQ(wave.evacuation->operation_loss, 0.3);
}

TEST_F(ModelFile, MeasuresOfProtectionAreRead) {
    const security::Spec s = spec(test::secured_model()).security;
    ASSERT_EQ(s.protections.size(), 1u);
    const security::Protection& p = s.protections[0];
    EXPECT_EQ(p.name, "escorts");
    EXPECT_DOUBLE_EQ(p.from.canonical(), 2);
    EXPECT_DOUBLE_EQ(p.capital.in(MUSD), 10 * to_base);
    EXPECT_DOUBLE_EQ(p.cost.in(MUSD / year), 2 * to_base);
    EXPECT_DOUBLE_EQ(p.cost_on_alert.in(MUSD / year), 1 * to_base);
    ASSERT_EQ(p.avoids.size(), 2u);
    EXPECT_EQ(p.avoids[0].event_class, "road attack");
    EXPECT_EQ(p.avoids[0].kind, "closes");
    EXPECT_EQ(p.avoids[0].place, "pass");
    EXPECT_EQ(p.avoids[0].share, 0.4);
    EXPECT_EQ(p.avoids[0].into, "hits");
    EXPECT_EQ(p.avoids[1].kind + p.avoids[1].place + p.avoids[1].into, "");
    ASSERT_EQ(p.eases.size(), 2u);
    EXPECT_EQ(p.eases[0].event_class, "wave");
    EXPECT_EQ(p.eases[0].channel, Channel::site);
    EXPECT_EQ(p.eases[0].length, 0.5);
    EXPECT_EQ(p.eases[0].build_loss, 0.25);
    EXPECT_EQ(p.eases[0].operation_loss, 0.75);
    EXPECT_EQ(p.eases[1].event_class, "");
    EXPECT_FALSE(p.eases[1].channel);
    EXPECT_EQ(p.eases[1].build_loss, 1);
    EXPECT_DOUBLE_EQ(p.adds.site_concentrate.in(units::day), 1);
    EXPECT_DOUBLE_EQ(p.adds.port_concentrate.in(units::day), 2);
    EXPECT_DOUBLE_EQ(p.adds.supplies.in(units::day), 3);
    EXPECT_DOUBLE_EQ(p.adds.construction.in(units::day), 4);
}

TEST_F(ModelFile, ForceMajeureIsRead) {
    const auto f = spec(test::secured_model()).security.force_majeure;
    ASSERT_TRUE(f);
    ASSERT_EQ(f->chances.size(), 2u);
    EXPECT_EQ(f->chances[0].event_class, "road attack");
    EXPECT_EQ(f->chances[0].kind, "closes");
    EXPECT_EQ(f->chances[0].probability, 0.01);
    EXPECT_EQ(f->chances[1].kind, "");
    ASSERT_EQ(f->counts.size(), 1u);
    EXPECT_EQ(f->counts[0].event_class, "wave");
    EXPECT_EQ(f->counts[0].events, 2);
    EXPECT_DOUBLE_EQ(f->counts[0].within.in(units::day), 90);
    ASSERT_EQ(f->lost_time.size(), 1u);
    EXPECT_EQ(f->lost_time[0].channel, Channel::road);
    EXPECT_DOUBLE_EQ(f->lost_time[0].lost.in(units::day), 60);
    EXPECT_DOUBLE_EQ(f->lost_time[0].within.in(units::day), 180);
    EXPECT_DOUBLE_EQ(f->median.in(units::day), 410);
    EXPECT_DOUBLE_EQ(f->p90.in(units::day), 1594);
    EXPECT_EQ(f->never, 0.05);
    EXPECT_EQ(*f->given_up, 3 * year);
    EXPECT_DOUBLE_EQ(f->restart.in(units::day), 180);
    EXPECT_EQ(f->restart_share, 0.8);
    EXPECT_EQ(f->build_share_after, 0.7);
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

TEST_F(ModelFile, ARegimeHasTwoStatesOrAnyThatAreListed) {
    const security::Regime two = *spec(sound_model).security.regime;
    ASSERT_EQ(two.states().size(), 2u);
    EXPECT_EQ(two.states()[1].multiplier, 1.5);
    EXPECT_EQ(two.states()[1].start, 0.9);
    EXPECT_EQ(two.states()[1].alert, 1);
    EXPECT_EQ(two.states()[1].leaves[0].rate, 0.29 / year);
    const security::Regime three =
        *spec(with(sound_model,
                   "low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n",
                   R"(state = [
    { name = "calm", multiplier = 0.4, start = 0.1, alert = 0, to = { "open war" = "0.1 /yr", tense = "0.3 /yr" } },
    { name = "tense", multiplier = 1.2, start = 0.9, alert = "40 %", to = { calm = "0.5 /yr" } },
    { name = "open war", multiplier = 3, start = 0, alert = 1 },
]
)"))
             .security.regime;
    ASSERT_EQ(three.states().size(), 3u);
    EXPECT_EQ(three.states()[1].name, "tense");
    EXPECT_EQ(three.states()[1].multiplier, 1.2);
    EXPECT_EQ(three.states()[1].start, 0.9);
    EXPECT_EQ(three.states()[1].alert, 0.4);
    ASSERT_EQ(three.states()[0].leaves.size(), 2u);
    EXPECT_EQ(three.states()[0].leaves[0].to, "open war");
    EXPECT_EQ(three.states()[0].leaves[0].rate, 0.1 / year);
    EXPECT_TRUE(three.states()[2].leaves.empty());
}

TEST_F(ModelFile, AClassMayHaveSeasonAndTrend) {
    EXPECT_FALSE(spec(sound_model).security.classes[0].baseline);
    const auto with_lines = [&](const std::string& lines) {
        return *spec(with(sound_model, "exposure = 0.5\n", "exposure = 0.5\n" + lines))
                    .security.classes[0]
                    .baseline;
    };
    const security::Baseline both =
        with_lines("season = [0, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1.5, 2]\ntrend = \"-2 %/yr\"\n");
    EXPECT_EQ(both.season[1], 0.5);
    EXPECT_EQ(both.season[11], 2);
    EXPECT_EQ(both.trend, -0.02 / year);
    EXPECT_EQ(with_lines("season = [0, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1.5, 2]\n").trend, Rate{});
    EXPECT_EQ(with_lines("trend = \"2 %/yr\"\n").season, security::Baseline{}.season);
}

}  // namespace
}  // namespace minerisk::io
