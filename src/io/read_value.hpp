#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include "io/node.hpp"
#include "io/units_text.hpp"

namespace minerisk::inline v0::io {

/// A month, as money's base is stated: "2024-12". Held as its first day.
struct Month {
    Date first;
};

/// A duration in elapsed time, in years: "15 months".
struct ElapsedTime {
    double value = 0;
};

/// A duration in working days of a calendar: "20 wd".
struct WorkingDays {
    double value = 0;
};

template <class T>
concept QuantityType = requires {
    { T::dimension } -> std::convertible_to<Dimension>;
    T::from_canonical(1.0);
};

/// How each type is written in a file. A rule is what the value breaks, with what was found.
Parsed<double> quantity_of(const Node& node, const UnitKind& kind);  ///< text with a unit: "5800 MUSD"
Parsed<double> real_of(const Node& node);               ///< a number, or a share as text: 0.08, "8 %"
Parsed<long long> integer_of(const Node& node);         ///< a whole number, plain
Parsed<bool> boolean_of(const Node& node);              ///< true or false
Parsed<std::string> text_of(const Node& node);          ///< text without control characters
Parsed<Date> date_of(const Node& node);                 ///< a TOML date, or text: 2027-01-01, "2027-01-01"
Parsed<Month> month_of(const Node& node);               ///< text: "2024-12"
Parsed<ElapsedTime> elapsed_time_of(const Node& node);  ///< text with a unit of time: "15 months"
Parsed<WorkingDays> working_days_of(const Node& node);  ///< text: "20 wd"

/// The value as type T: a quantity type, double, int, long long, bool, std::string, Date, Month,
/// ElapsedTime or WorkingDays.
template <class T>
Parsed<T> value_of(const Node& node) {
    if constexpr (QuantityType<T>) {
        const Parsed<double> p = quantity_of(node, unit_kind(T::dimension));
        return p ? Parsed<T>{T::from_canonical(p.value)} : Parsed<T>::refused(p.rule);
    } else if constexpr (std::same_as<T, double>) {
        return real_of(node);
    } else if constexpr (std::same_as<T, long long>) {
        return integer_of(node);
    } else if constexpr (std::same_as<T, int>) {
        const Parsed<long long> p = integer_of(node);
        if (!p) return Parsed<int>::refused(p.rule);
        if (p.value > 2'000'000'000 || p.value < -2'000'000'000) {
            return Parsed<int>::refused("must be at most 2000000000 in size");
        }
        return static_cast<int>(p.value);
    } else if constexpr (std::same_as<T, bool>) {
        return boolean_of(node);
    } else if constexpr (std::same_as<T, std::string>) {
        return text_of(node);
    } else if constexpr (std::same_as<T, Date>) {
        return date_of(node);
    } else if constexpr (std::same_as<T, ElapsedTime>) {
        return elapsed_time_of(node);
    } else if constexpr (std::same_as<T, WorkingDays>) {
        return working_days_of(node);
    } else {
        static_assert(std::same_as<T, Month>, "no way to write this type in a file");
        return month_of(node);
    }
}

}  // namespace minerisk::inline v0::io
