#pragma once

#include <compare>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY std::optional<Date> parse_date(std::string_view text) {
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

MINERISK_BODY std::string to_string(Date d) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", d.year, d.month, d.day);
    return buffer;
}

}  // namespace minerisk::inline v0
