#include <gtest/gtest.h>

#include "io/document.hpp"
#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

constexpr std::string_view discounts = R"(discount = 3
[price.copper]
spot = "4.6 USD/lb"
speed = "-1 /yr"
[[phase]]
build = "4 yr"
[[phase]]
build = "-2 yr"
slip.median = 0.5
)";

class Attach : public testing::Test {
protected:
    /// What is refused when the library's constructors find these problems in the table `at`.
    std::string refused(const std::string& at, std::vector<Problem> problems,
                        std::initializer_list<FieldAlias> aliases = {}) {
        const std::string path = folder.write("m.toml", discounts);
        return test::refusal_of(
            [&] {
                Sources sources;
                Document document = Document::load(path, sources);
                const Table root = document.root();
                const Table copper = root.table("price").table("copper");
                const auto phases = root.tables("phase");
                const bool bad = before == "speed";
                copper.required<Price>("spot");
                bad ? void(copper.required<Money>("speed")) : void(copper.required<Rate>("speed"));
                for (const Table& phase : phases) {
                    phase.required<Years>("build");
                    if (auto slip = phase.optional_table("slip")) slip->required<double>("median");
                }
                root.required<double>("discount");
                const Table& here = at.empty() ? root : at == "copper" ? copper : phases[1];
                const auto made = attach(
                    here, [&]() -> int { throw InputError{problems}; }, aliases);
                EXPECT_FALSE(made);
                document.finish();
            },
            folder.path());
    }
    static Problem problem(std::string field, std::string value, std::string rule) {
        return {.field = std::move(field), .value = std::move(value), .rule = std::move(rule), .file = {}};
    }
    test::TempFolder folder;
    std::string before;
};

TEST_F(Attach, AProblemOfAConstructorGetsThePlaceAndTextOfItsKey) {
    EXPECT_EQ(refused("copper", {problem("speed", "-1", "must be positive")}),
              "m.toml:4:9: price.copper.speed = \"-1 /yr\": must be positive");
    EXPECT_EQ(refused("", {problem("price.copper.speed", "-1", "must be positive")}),
              "m.toml:4:9: price.copper.speed = \"-1 /yr\": must be positive");
    EXPECT_EQ(refused("", {problem("phases[2].build", "-2", "must be positive")}),
              "m.toml:8:9: phase[2].build = \"-2 yr\": must be positive");
    EXPECT_EQ(refused("phase", {problem("top_down.build", "-2", "must be positive")}),
              "m.toml:8:9: phase[2].build = \"-2 yr\": must be positive");
}

TEST_F(Attach, WithoutAUniqueKeyItIsReportedAtTheTable) {
    EXPECT_EQ(refused("", {problem("build", "", "must be positive")}), "m.toml: build: must be positive");
    EXPECT_EQ(refused("copper", {problem("drift", "7", "must be small")}),
              "m.toml:2:1: price.copper.drift = 7: must be small");
    EXPECT_EQ(refused("copper", {problem("", "", "must be something else")}),
              "m.toml:2:1: price.copper: must be something else");
}

TEST_F(Attach, AnAliasNamesTheKeyThatIsMeant) {
    EXPECT_EQ(refused("phase", {problem("slip_median", "0.5", "must be at least 1")},
                      {{"slip_median", "slip.median"}}),
              "m.toml:9:15: phase[2].slip.median = 0.5: must be at least 1");
}

TEST_F(Attach, EchoesOfAnEarlierProblemAreDropped) {
    before = "speed";
    EXPECT_EQ(
        refused("copper", {problem("speed", "0", "must be positive"), problem("drift", "", "must be small"),
                           problem("spot", "10141", "must be dear")}),
        "m.toml:3:8: price.copper.spot = \"4.6 USD/lb\": must be dear\n"
        "m.toml:4:9: price.copper.speed = \"-1 /yr\": must have a unit of money: USD, kUSD, MUSD, BUSD");
}

TEST_F(Attach, WhatSucceedsIsHandedOn) {
    const std::string path = folder.write("m.toml", "");
    Sources sources;
    Document document = Document::load(path, sources);
    EXPECT_EQ(attach(document.root(), [] { return 7; }), 7);
    EXPECT_TRUE(document.ok());
}

}  // namespace
}  // namespace minerisk::io
