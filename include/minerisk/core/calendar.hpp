#pragma once

#include <compare>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "minerisk/core/body.hpp"

namespace minerisk::inline v0 {

/// A day of the proleptic Gregorian calendar.
struct Date {
    int year = 1970;
    int month = 1;  ///< 1 to 12
    int day = 1;    ///< 1 to the length of the month
    friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

constexpr bool is_leap_year(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

constexpr int days_in_month(int year, int month) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

constexpr bool is_valid(Date d) {
    return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= days_in_month(d.year, d.month);
}

/// Days from 1970-01-01 to `d`.
constexpr long days_since_epoch(Date d) {
    const int y = d.year - (d.month <= 2 ? 1 : 0);
    const long era = (y >= 0 ? y : y - 399) / 400;
    const long of_era = y - era * 400;
    const long of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/// The decimal calendar year: months are twelfths and days are equal parts of their month, so that
/// 2028-10-01 is exactly 2028.75 and mid-June (the 16th) is exactly 5.5 twelfths of a year.
constexpr double decimal_year(Date d) {
    return d.year + (d.month - 1 + (d.day - 1.0) / days_in_month(d.year, d.month)) / 12.0;
}

/// Years from `from` to `to` on the scale of `decimal_year`.
constexpr double years_between(Date from, Date to) {
    return (to.year - from.year) +
           (to.month - from.month + (to.day - 1.0) / days_in_month(to.year, to.month) -
            (from.day - 1.0) / days_in_month(from.year, from.month)) /
               12.0;
}

/// Reads `YYYY-MM-DD`; nothing for any other text or for a day that does not exist.
MINERISK_BODY std::optional<Date> parse_date(std::string_view text);

constexpr Date next_day(Date d) {
    if (d.day < days_in_month(d.year, d.month)) return {d.year, d.month, d.day + 1};
    return d.month < 12 ? Date{d.year, d.month + 1, 1} : Date{d.year + 1, 1, 1};
}

MINERISK_BODY std::string to_string(Date d);

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/core/calendar.inl"
#endif
