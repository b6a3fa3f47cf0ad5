#include "minerisk/factors/technical/multipliers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "minerisk/factors/technical.hpp"

namespace {

using namespace minerisk;
using technical::Multipliers;
using technical::MultiplierSpec;

MultiplierSpec study() {
    return {.grade = 0.05,
            .recovery_odds = 0.12,
            .mining_cost = 0.12,
            .processing_cost = 0.12,
            .freight = 0.20,
            .treatment = 0.50,
            .sustaining = 0.14,
            .closure = 0.40,
            .correlations = {{"mining_cost", "processing_cost", 0.5}}};
}
int row(Technical item) {
    return static_cast<int>(item);
}

BlockArray block(const MultiplierSpec& spec, std::uint64_t seed = 1, std::uint64_t first = 0,
                 int width = wide_block) {
    BlockArray rows{technical_count, width};
    Multipliers{spec}.simulate_block(seed, first, rows);
    return rows;
}

TEST(Multipliers, ArePositiveAndDifferByPathItemAndSeed) {
    const BlockArray a = block(study());
    const BlockArray b = block(study(), 2);
    for (int i = 0; i < technical_count; ++i) {
        for (int p = 0; p < wide_block; ++p) {
            EXPECT_GT(a(i, p), 0);
            EXPECT_NE(a(i, p), b(i, p));
            EXPECT_NE(a(i, p), a((i + 1) % technical_count, p));
        }
    }
}

TEST(Multipliers, APathAloneHasTheBitsItHasInAnyBlock) {
    const BlockArray wide = block(study(), 5, 1000);
    for (const int path : {0, 1, 40, 63}) {
        const BlockArray narrow = block(study(), 5, 1000 + static_cast<std::uint64_t>(path), narrow_block);
        for (int i = 0; i < technical_count; ++i) EXPECT_EQ(narrow(i, 0), wide(i, path));
    }
}

TEST(Multipliers, AnItemWithoutUncertaintyIsExactlyOneAndLeavesTheOthersAlone) {
    MultiplierSpec spec = study();
    spec.mining_cost = 0;
    const BlockArray with = block(study());
    const BlockArray without = block(spec);
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_EQ(without(row(Technical::mining_cost), p), 1.0);
        for (int i = 0; i < technical_count; ++i) {
            if (i == row(Technical::mining_cost)) continue;
            EXPECT_EQ(without(i, p), with(i, p));
        }
    }
}

TEST(Multipliers, WithoutRiskAreAllOne) {
    BlockArray rows{technical_count, wide_block};
    Multipliers::base_block(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows.data()[i], 1.0);
}

TEST(Multipliers, NameTheirStreamsByItem) {
    const auto names = Multipliers{study()}.stream_names();
    ASSERT_EQ(names.size(), 8u);
    EXPECT_EQ(names.front(), "technical.grade");
    EXPECT_EQ(names.back(), "technical.closure");
}

TEST(Multipliers, RefuseASpecWithAllThatIsWrongByName) {
    MultiplierSpec spec = study();
    spec.grade = -0.1;
    spec.closure = NAN;
    spec.correlations = {{"mining_cost", "haulage", 0.5}};
    try {
        const Multipliers multipliers{spec};
        FAIL() << "nothing was refused";
    } catch (const InputError& error) {
        ASSERT_EQ(error.problems().size(), 3u);
        EXPECT_EQ(to_string(error.problems()[0]),
                  "technical.grade = -0.1: must be a standard deviation of the logarithm, at least 0");
        EXPECT_EQ(error.problems()[1].field, "technical.closure");
        EXPECT_EQ(error.problems()[2].field, "technical.correlation");
        EXPECT_EQ(error.problems()[2].value, "haulage");
    }
}

}  // namespace
