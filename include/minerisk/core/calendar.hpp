#pragma once

#include <compare>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

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
inline std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; ++i) {
            if (text[i] < '0' || text[i] > '9') return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    const Date d{number(0, 4), number(5, 2), number(8, 2)};
    return is_valid(d) ? std::optional{d} : std::nullopt;
}

constexpr Date next_day(Date d) {
    if (d.day < days_in_month(d.year, d.month)) return {d.year, d.month, d.day + 1};
    return d.month < 12 ? Date{d.year, d.month + 1, 1} : Date{d.year + 1, 1, 1};
}

inline std::string to_string(Date d) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", d.year, d.month, d.day);
    return buffer;
}

}  // namespace minerisk::inline v0
