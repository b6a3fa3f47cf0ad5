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
    const io::Model model = test::load("reko_diq.toml");
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
    const Outcome o = run(test::load("reko_diq.toml").study, 4'000);
    EXPECT_EQ(checksum(o.npv()), 0xe81eaf5479bc08a8u) << std::hex << checksum(o.npv());
    EXPECT_EQ(checksum(o.irr()), 0x7853b90497b009afu) << std::hex << checksum(o.irr());
    EXPECT_EQ(checksum(o["first_ore_year"]), 0x305a071e9af67a97u)
        << std::hex << checksum(o["first_ore_year"]);
}

}  // namespace
