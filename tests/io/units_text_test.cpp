#include "io/units_text.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace minerisk::io {
namespace {

using namespace minerisk::units;
using MinedRate = Quantity<Dimension{.half_time = -2, .mined = 1}>;

template <class Q>
double read(std::string_view text) {
    const Parsed<Q> p = parse_quantity<Q>(text);
    EXPECT_EQ(p.rule, "") << text;
    if constexpr (std::is_same_v<Q, double>) {
        return p.value;
    } else {
        return p.value.canonical();
    }
}

template <class Q>
std::string rule(std::string_view text) {
    return parse_quantity<Q>(text).rule;
}

TEST(UnitsText, ReadsEveryKindOfTheModelFile) {
    EXPECT_DOUBLE_EQ(read<Money>("5800 MUSD"), 5.8e9);
    EXPECT_DOUBLE_EQ(read<Rate>("8 %/yr"), 0.08);
    EXPECT_DOUBLE_EQ(read<Rate>("0.40 /yr"), 0.40);
    EXPECT_DOUBLE_EQ(read<Price>("4.60 USD/lb"), (4.60 * usd / lb).canonical());
    EXPECT_DOUBLE_EQ(read<Price>("4228 USD/oz"), (4228.0 * usd / oz).canonical());
    EXPECT_DOUBLE_EQ(read<OreRate>("45 Mt/yr"), 45e6);
    EXPECT_DOUBLE_EQ(read<MinedRate>("240 Mt/yr"), 240e6);
    EXPECT_DOUBLE_EQ(read<MoneyPerConcentrate>("230 USD/t"), 230);
    EXPECT_DOUBLE_EQ(read<MoneyPerOre>("5.85 USD/t"), 5.85);
    EXPECT_DOUBLE_EQ(read<Grade>("0.2992 g/t"), 0.2992e-6);
    EXPECT_DOUBLE_EQ(read<Grade>("0.53 %"), 0.0053);
    EXPECT_DOUBLE_EQ(read<ConcentrateGrade>("30 %"), 0.30);
    EXPECT_DOUBLE_EQ(read<Years>("15 months"), 1.25);
    EXPECT_DOUBLE_EQ(read<Years>("0.25 yr"), 0.25);
    EXPECT_DOUBLE_EQ(read<Years>("20 d"), 20 / 365.25);
    EXPECT_DOUBLE_EQ(read<MetalMass>("297 koz"), (297.0 * koz).canonical());
    EXPECT_DOUBLE_EQ(read<MoneyRate>("25 MUSD/yr"), 25e6);
    EXPECT_DOUBLE_EQ(read<Volatility>("0.23 /sqrt(yr)"), 0.23);
    EXPECT_DOUBLE_EQ(read<StripRatio>("1.5 t/t"), 1.5);
    EXPECT_DOUBLE_EQ(read<double>("12 %"), 0.12);
}

TEST(UnitsText, BlanksAroundTheUnitDoNotMatter) {
    EXPECT_DOUBLE_EQ(read<Rate>("8%/yr"), 0.08);
    EXPECT_DOUBLE_EQ(read<Rate>("  8   %  /  yr "), 0.08);
    EXPECT_DOUBLE_EQ(read<Money>("-5e2 MUSD"), -5e8);
    EXPECT_NE(rule<Money>("5 M USD"), "");
}

TEST(UnitsText, EveryKindReadsItsOwnExampleAndAllItsUnits) {
    for (const UnitKind& kind : unit_kinds()) {
        EXPECT_EQ(parse_quantity(kind.example, kind).rule, "") << kind.name;
        for (const UnitName& unit : kind.units) {
            const Parsed<double> p = parse_quantity("2 " + std::string{unit.name}, kind);
            EXPECT_DOUBLE_EQ(p.value, 2 * unit.canonical) << kind.name << " " << unit.name;
        }
    }
}

TEST(UnitsText, WrongOrMissingUnitsListTheRightOnes) {
    EXPECT_EQ(rule<Price>("4.60 USD"), "must have a unit of price: USD/t, USD/lb, USD/oz, USD/kg");
    EXPECT_EQ(rule<Price>("4.60"), "must have a unit of price: USD/t, USD/lb, USD/oz, USD/kg");
    EXPECT_EQ(rule<Money>("5800 MEUR"), "must have a unit of money: USD, kUSD, MUSD, BUSD");
    EXPECT_EQ(rule<MoneyPerOre>("5.85 USD/lb"), "must have a unit of cost per tonne of ore: USD/t");
    EXPECT_EQ(rule<OreMass>("3 koz"), "must have a unit of ore: t, kt, Mt");
    EXPECT_EQ(rule<double>("8 %/yr"), "must have a unit of share: %");
}

TEST(UnitsText, RefusesWhatIsNotAPlainFiniteDecimalNumber) {
    EXPECT_EQ(rule<Money>(""), "must be a number with a unit, such as \"5800 MUSD\"");
    EXPECT_EQ(rule<Money>("MUSD"), "must be a number with a unit, such as \"5800 MUSD\"");
    EXPECT_EQ(rule<Money>("+5 MUSD"), "must be a number with a unit, such as \"5800 MUSD\"");
    EXPECT_EQ(rule<Money>("."), "must be a number with a unit, such as \"5800 MUSD\"");
    EXPECT_EQ(rule<Money>("0x1F MUSD"), "must be a decimal number; found a hexadecimal one");
    EXPECT_EQ(rule<Money>("inf MUSD"), "must be a finite number");
    EXPECT_EQ(rule<Money>("-Infinity MUSD"), "must be a finite number");
    EXPECT_EQ(rule<Money>("NaN MUSD"), "must be a finite number");
    EXPECT_EQ(rule<Money>("1e400 MUSD"), "must be between 1e-307 and 1e308 in size, or 0");
    EXPECT_EQ(rule<Money>("1e305 MUSD"), "must be between 1e-307 and 1e308 in size, or 0");
    EXPECT_EQ(rule<Money>("1e-400 MUSD"), "must be between 1e-307 and 1e308 in size, or 0");
    EXPECT_EQ(rule<Grade>("1e-320 g/t"), "must be between 1e-307 and 1e308 in size, or 0");
    EXPECT_EQ(rule<Money>("5,8 MUSD"),
              "must have a point for decimals and no thousands separators; found a comma");
    EXPECT_EQ(rule<Money>("5 800 MUSD"), "must have a unit of money: USD, kUSD, MUSD, BUSD");
    EXPECT_EQ(rule<Money>(std::string_view{"5 MUSD\0", 7}),
              "must have a unit of money: USD, kUSD, MUSD, BUSD");
}

TEST(UnitsText, PlainNumbersHaveNothingElseInThem) {
    EXPECT_DOUBLE_EQ(parse_number(" -1.5e3 ").value, -1500);
    EXPECT_EQ(parse_number("1.5 t").rule, "must be a number and nothing else");
    EXPECT_EQ(parse_number("1.5.2").rule, "must be a number and nothing else");
    EXPECT_EQ(parse_number("1_000").rule, "must be a number and nothing else");
    EXPECT_EQ(parse_number("").rule, "must be a number");
    EXPECT_EQ(parse_number("-").rule, "must be a number");
    EXPECT_EQ(parse_number("nan").rule, "must be a finite number");
}

}  // namespace
}  // namespace minerisk::io
