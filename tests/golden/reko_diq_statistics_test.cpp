// Reko Diq as it stands: what its rules fix, and stored results of the whole study.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "minerisk/statistics.hpp"
#include "support/reko_diq.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

Outcome run(const Study<>& study, std::uint64_t paths, Risks risks = Risks::all()) {
    minerisk::Run r;
    r.paths = paths;
    r.risks = risks;
    return simulate(study, r);
}

/// FNV-1a over the bits of a column.
std::uint64_t checksum(std::span<const double> values) {
    std::uint64_t hash = 14695981039346656037u;
    for (const double v : values)
        for (int shift = 0; shift < 64; shift += 8)
            hash = (hash ^ ((std::bit_cast<std::uint64_t>(v) >> shift) & 0xff)) * 1099511628211u;
    return hash;
}

/// The note of the model expects first ore at 2030.75 and about 23.5 bn and 30.6 % at base prices, and
/// about 20.7 bn with phase 1's slip and capital at their medians; "about" is taken as 2 % and one point.
TEST(RekoDiqStatistics, WithoutRiskAgreesWithTheSenseCheck) {
    const io::Model model = test::load("reko_diq_top_down.toml");
    const auto block = test::without_risk(model.study);
    EXPECT_EQ(model.study.grid().calendar_year(block.mine(0).first_ore), 2030.75);
    EXPECT_NEAR(block.values()(PathBlock<>::npv, 0) / 1e9, 23.5, 0.02 * 23.5);
    EXPECT_NEAR(100 * block.values()(PathBlock<>::irr, 0), 30.6, 1.0);
    StudySpec<> medians = model.study.spec();
    PlannedBuild& build = medians.project.phases[0].build;
    build.length *= 1.35;
    for (CapitalKnot& k : build.capital) k.spent *= 1.20;
    EXPECT_NEAR(test::worth(medians).npv_musd / 1e3, 20.7, 0.02 * 20.7);
}

/// The network at its data date: likely durations from a close six months after mid-2027 are those of the
/// restart that the schedule note gives, month 71; phase 2 follows 60 months later.
TEST(RekoDiqStatistics, TheNetworkWithoutRiskGivesTheRestartOfTheNote) {
    const io::Model model = test::load("reko_diq.toml");
    const auto block = test::without_risk(model.study);
    EXPECT_NEAR(model.study.grid().calendar_year(block.build().milestone(0, 0)), 2025 + 71.0 / 12, 1e-9);
    EXPECT_NEAR(model.study.grid().calendar_year(block.build().milestone(1, 0)), 2025 + 131.0 / 12, 1e-9);
    EXPECT_NEAR(12 * block.build().ramp_up(0, 0), 14, 1e-9);
    double capital = 0;
    for (int i = 0; i < model.study.grid().periods(); ++i) capital += block.build().capital(i, 0);
    EXPECT_NEAR(capital / 1e6, (4601 + 3260) * 324.054 / 315.605, 0.01);
}

/// Both forms ask for the same decision and the same events, so their paths can be compared one by one.
TEST(RekoDiqStatistics, NetworkAndTopDownShareTheDrawsOfEverythingElse) {
    const Outcome network = run(test::load("reko_diq.toml").study, 5'000);
    const Outcome outside = run(test::load("reko_diq_top_down.toml").study, 5'000);
    EXPECT_EQ(network.status("decision").values, outside.status("decision").values);
    std::vector<double> a, b;
    for (std::size_t i = 0; i < 5'000; ++i)
        if (network.status("decision").values[i] == 1) {
            a.push_back(network.npv()[i]);
            b.push_back(outside.npv()[i]);
        }
    EXPECT_GT(statistics::spearman(a, b).value, 0.9);  // prices rule both
    EXPECT_LT(statistics::spearman(a, b).value, 0.9999);
}

TEST(RekoDiqStatistics, DecisionsFollowTheirWeights) {
    for (const auto& [file, stop] :
         {std::pair{"reko_diq.toml", 0.10 / 0.75}, std::pair{"reko_diq_variant.toml", 0.15}}) {
        const Outcome o = run(test::load(file).study, 20'000, {false, true, false, false});
        const double share = static_cast<double>(Outcome::counts(o.status("decision"))[2]) / 20'000;
        EXPECT_NEAR(share, stop, 4 * std::sqrt(stop * (1 - stop) / 20'000)) << file;
    }
}

TEST(RekoDiqStatistics, MeanPricesFollowTheCurve) {
    const io::Model model = test::load("reko_diq.toml");
    PathBlock<> block{model.study, cashflow::Ledger::Keep::what_is_valued};
    constexpr int blocks = 400;
    for (const std::size_t metal : {0u, 1u}) {
        for (const int period : {0, 4, 19}) {
            std::vector<double> prices;
            for (int b = 0; b < blocks; ++b) {
                block.simulate(11, static_cast<std::uint64_t>(b) * wide_block, {true, false, false, false});
                const double* row = block.prices()[metal].row(period);
                prices.insert(prices.end(), row, row + wide_block);
            }
            const auto mean = statistics::mean(prices);
            EXPECT_NEAR(mean.value, model.study.prices().base(metal)[static_cast<std::size_t>(period)],
                        4 * *mean.se)
                << metal << " " << period;
        }
    }
}

/// Each risk alone widens what is certain; stopping a mine never adds ore.
TEST(RekoDiqStatistics, EachRiskAloneMovesTheValue) {
    const Study<> study = test::load("reko_diq.toml").study;
    for (const Risks risks : {Risks{true, false, false, false}, Risks{false, true, false, false},
                              Risks{false, false, true, false}, Risks{false, false, false, true}}) {
        const Outcome o = run(study, 2'000, risks);
        EXPECT_GT(*statistics::mean(o.npv()).sd, 1e8);
    }
    const Outcome security = run(study, 2'000, {false, false, true, false});
    const double deterministic = test::without_risk(study).values()(PathBlock<>::npv, 0);
    EXPECT_LT(statistics::mean(security.npv()).value, deterministic);
}

/// The same bits everywhere: on any threads, kernels, compiler and flags. A change that moves these numbers
/// belongs under "Results that move" in the change log.
TEST(RekoDiqStatistics, StoredResultsOfTheWholeStudy) {
    const auto expect = [](const char* file, std::uint64_t npv, std::uint64_t irr, std::uint64_t first_ore) {
        const Outcome o = run(test::load(file).study, 4'000);
        EXPECT_EQ(checksum(o.npv()), npv) << file << std::hex << " " << checksum(o.npv());
        EXPECT_EQ(checksum(o.irr()), irr) << file << std::hex << " " << checksum(o.irr());
        EXPECT_EQ(checksum(o["first_ore_year"]), first_ore)
            << file << std::hex << " " << checksum(o["first_ore_year"]);
    };
    expect("reko_diq_top_down.toml", 0x2f9d2962cb267995u, 0x1ff758f66aa1225cu, 0xb3c65d32003d2960u);
    expect("reko_diq.toml", 0x183d637476a0032du, 0x3b9abc95d5569e73u, 0x64412d8fd6d6c1bfu);
}

}  // namespace
