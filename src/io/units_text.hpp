#pragma once

#include <span>
#include <string>
#include <string_view>

#include "io/parsed.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::io {

inline constexpr double a_month = units::month.canonical();  ///< in years
inline constexpr double a_day = units::day.canonical();

/// A unit as files spell it, and what it is in the canonical unit of its dimension.
struct UnitName {
    std::string_view name;
    double canonical;
};

/// What files may state: a dimension, what messages call it, a value as an example, and its units.
struct UnitKind {
    Dimension dimension;
    std::string_view name;
    std::string_view example;
    std::span<const UnitName> units;
};

/// Every kind that a file may state: the one table behind parsing and messages.
std::span<const UnitKind> unit_kinds();

/// The kind of a dimension; every quantity type that `core/units.hpp` names has one.
const UnitKind& unit_kind(Dimension dimension);

/// "must have a unit of price: USD/t, USD/lb, USD/oz, USD/kg".
std::string unit_rule(const UnitKind& kind);

/// The unit's size, or 0 if the kind does not know it. Blanks around "/" do not count.
double unit_size(const UnitKind& kind, std::string_view unit);

/// A plain decimal number, the whole text: no hexadecimal, no infinity, no NaN, a decimal point, and
/// neither too large nor too small for a double.
Parsed<double> parse_number(std::string_view text);

/// A number and a unit of the kind, "5800 MUSD", in canonical units.
Parsed<double> parse_quantity(std::string_view text, const UnitKind& kind);

namespace detail {
template <class Q>
inline constexpr Dimension dimension_of = Q::dimension;
template <>
inline constexpr Dimension dimension_of<double> = {};
}  // namespace detail

template <class Q>
constexpr Q from_canonical(double value) {
    if constexpr (std::is_same_v<Q, double>) {
        return value;
    } else {
        return Q::from_canonical(value);
    }
}

/// Q is a quantity type of `core/units.hpp`, or double for a share ("8 %").
template <class Q>
Parsed<Q> parse_quantity(std::string_view text) {
    const Parsed<double> parsed = parse_quantity(text, unit_kind(detail::dimension_of<Q>));
    if (!parsed) return Parsed<Q>::refused(parsed.rule);
    return from_canonical<Q>(parsed.value);
}

}  // namespace minerisk::inline v0::io
