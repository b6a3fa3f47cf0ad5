#include "io/units_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "io/blanks.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr double percent = units::percent;
constexpr double gram = 1e-6;
constexpr double kilogram = 1e-3;
constexpr double pound = units::tonnes_per_lb;
constexpr double ounce = units::tonnes_per_troy_oz;  // "oz" is the troy ounce of the metal trade
constexpr double a_week = 7 * a_day;

constexpr UnitName share[] = {{"%", percent}};
constexpr UnitName money[] = {{"USD", 1}, {"kUSD", 1e3}, {"MUSD", 1e6}, {"BUSD", 1e9}};
constexpr UnitName time_[] = {{"yr", 1},      {"months", a_month}, {"weeks", a_week},  {"d", a_day},
                              {"year", 1},    {"years", 1},        {"month", a_month}, {"week", a_week},
                              {"day", a_day}, {"days", a_day}};
constexpr UnitName rate[] = {{"/yr", 1},
                             {"%/yr", percent},
                             {"/month", 1 / a_month},
                             {"%/month", percent / a_month},
                             {"/d", 1 / a_day}};
constexpr UnitName volatility[] = {{"/sqrt(yr)", 1}, {"%/sqrt(yr)", percent}};
constexpr UnitName money_rate[] = {
    {"USD/yr", 1}, {"kUSD/yr", 1e3}, {"MUSD/yr", 1e6}, {"BUSD/yr", 1e9}, {"MUSD/month", 1e6 / a_month}};
constexpr UnitName bulk[] = {{"t", 1}, {"kt", 1e3}, {"Mt", 1e6}};
constexpr UnitName metal[] = {
    {"t", 1},      {"kt", 1e3},          {"Mt", 1e6},   {"kg", kilogram},     {"g", gram},
    {"lb", pound}, {"Mlb", 1e6 * pound}, {"oz", ounce}, {"koz", 1e3 * ounce}, {"Moz", 1e6 * ounce}};
constexpr UnitName bulk_rate[] = {
    {"t/yr", 1}, {"kt/yr", 1e3}, {"Mt/yr", 1e6}, {"t/d", 1 / a_day}, {"kt/d", 1e3 / a_day}};
constexpr UnitName metal_rate[] = {{"t/yr", 1}, {"kt/yr", 1e3}, {"oz/yr", ounce}, {"koz/yr", 1e3 * ounce}};
constexpr UnitName grade[] = {{"%", percent}, {"g/t", gram},   {"ppm", gram},   {"kg/t", kilogram},
                              {"t/t", 1},     {"kt/Mt", 1e-3}, {"oz/t", ounce}, {"koz/Mt", 1e-3 * ounce}};
constexpr UnitName tonnes_per_tonne[] = {{"t/t", 1}};
constexpr UnitName price[] = {
    {"USD/t", 1}, {"USD/lb", 1 / pound}, {"USD/oz", 1 / ounce}, {"USD/kg", 1 / kilogram}};
constexpr UnitName per_tonne[] = {{"USD/t", 1}};

constexpr UnitKind kinds[] = {
    {{}, "share", "8 %", share},
    {Money::dimension, "money", "5800 MUSD", money},
    {Years::dimension, "time", "15 months", time_},
    {Rate::dimension, "rate", "8 %/yr", rate},
    {Volatility::dimension, "volatility", "0.23 /sqrt(yr)", volatility},
    {MoneyRate::dimension, "money per time", "25 MUSD/yr", money_rate},
    {OreMass::dimension, "ore", "38 Mt", bulk},
    {MinedMass::dimension, "mined material", "35 Mt", bulk},
    {ConcentrateMass::dimension, "concentrate", "800 kt", bulk},
    {MetalMass::dimension, "metal", "297 koz", metal},
    {OreRate::dimension, "ore per time", "45 Mt/yr", bulk_rate},
    {{.half_time = -2, .mined = 1}, "mined material per time", "240 Mt/yr", bulk_rate},
    {{.half_time = -2, .concentrate = 1}, "concentrate per time", "800 kt/yr", bulk_rate},
    {{.half_time = -2, .metal = 1}, "metal per time", "240 kt/yr", metal_rate},
    {Grade::dimension, "grade", "0.53 %", grade},
    {ConcentrateGrade::dimension, "concentrate grade", "30 %", grade},
    {StripRatio::dimension, "strip ratio", "1.5 t/t", tonnes_per_tonne},
    {Price::dimension, "price", "4.60 USD/lb", price},
    {MoneyPerOre::dimension, "cost per tonne of ore", "5.85 USD/t", per_tonne},
    {MoneyPerMined::dimension, "cost per tonne mined", "2.05 USD/t", per_tonne},
    {MoneyPerConcentrate::dimension, "cost per tonne of concentrate", "230 USD/t", per_tonne},
};

/// The number that `text` begins with; `rest` is what follows it.
Parsed<double> leading_number(std::string_view text, std::string_view& rest, const std::string& otherwise) {
    const auto refused = [](std::string rule) { return Parsed<double>::refused(std::move(rule)); };
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || !((digits[0] >= '0' && digits[0] <= '9') || digits[0] == '.')) {
        const std::string_view word = digits.substr(0, 3);
        std::string lower{word};
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        if (lower == "inf" || lower == "nan") return refused("must be a finite number");
        return refused(otherwise);
    }
    if (digits.size() > 1 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) {
        return refused("must be a decimal number; found a hexadecimal one");
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument) return refused(otherwise);
    if (error == std::errc::result_out_of_range)
        return refused("must be between 1e-307 and 1e308 in size, or 0");
    rest = text.substr(static_cast<std::size_t>(end - text.data()));
    if (rest.starts_with(',')) {
        return refused("must have a point for decimals and no thousands separators; found a comma");
    }
    return value;
}

}  // namespace

std::span<const UnitKind> unit_kinds() {
    return kinds;
}

const UnitKind& unit_kind(Dimension dimension) {
    for (const UnitKind& kind : kinds) {
        if (kind.dimension == dimension) return kind;
    }
    throw std::logic_error{"minerisk: a quantity without units in the table of io/units_text.cpp"};
}

std::string unit_rule(const UnitKind& kind) {
    std::string rule = "must have a unit of " + std::string{kind.name} + ":";
    for (const UnitName& unit : kind.units) {
        rule += (&unit == kind.units.data() ? " " : ", ");
        rule += unit.name;
    }
    return rule;
}

double unit_size(const UnitKind& kind, std::string_view unit) {
    std::string plain;
    unit = trimmed(unit);
    for (std::size_t i = 0; i < unit.size(); ++i) {
        if (is_blank(unit[i])) {
            const std::size_t next = unit.find_first_not_of(" \t", i);
            if (unit[next] == '/' || unit[i - 1] == '/' || (i >= 1 && plain.ends_with('/'))) continue;
        }
        plain += unit[i];
    }
    for (const UnitName& known : kind.units) {
        if (known.name == plain) return known.canonical;
    }
    return 0;
}

Parsed<double> parse_number(std::string_view text) {
    std::string_view rest;
    Parsed<double> number = leading_number(trimmed(text), rest, "must be a number");
    if (number && !rest.empty()) return Parsed<double>::refused("must be a number and nothing else");
    return number;
}

Parsed<double> parse_quantity(std::string_view text, const UnitKind& kind) {
    std::string_view rest;
    const std::string otherwise =
        "must be a number with a unit, such as \"" + std::string{kind.example} + "\"";
    const Parsed<double> number = leading_number(trimmed(text), rest, otherwise);
    if (!number) return number;
    const double size = unit_size(kind, rest);
    if (size == 0) return Parsed<double>::refused(unit_rule(kind));
    const double value = number.value * size;
    if (!std::isfinite(value) || (value == 0) != (number.value == 0)) {
        return Parsed<double>::refused("must be between 1e-307 and 1e308 in size, or 0");
    }
    return value;
}

}  // namespace minerisk::inline v0::io
