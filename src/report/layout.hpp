#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "minerisk/statistics/jackknife.hpp"
#include "minerisk/statistics/probability.hpp"
#include "report/number.hpp"

namespace minerisk::inline v0::report {

/// Characters as they show: "±" is one.
inline int width_of(const std::string& text) {
    return static_cast<int>(std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}
inline std::string spaces(int count) {
    return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}
inline std::string left(const std::string& text, int width) {
    return text + spaces(width - width_of(text));
}
/// At least one blank stands before the text.
inline std::string right(const std::string& text, int width) {
    return spaces(std::max(1, width - width_of(text))) + text;
}
/// A line without blanks at its end.
inline std::string line_of(const std::string& text) {
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
}

/// Words put into lines no longer than `page`, those after the first further in, below the end of `first`.
inline std::string wrapped(const std::string& first, const std::string& text, int page) {
    const std::string indent = spaces(width_of(first));
    std::string out, line = first;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        if (width_of(line) > width_of(indent) && width_of(line) + width_of(word) > page) {
            out += line_of(line);
            line = indent;
        }
        line += word + " ";
        at = end + 1;
    }
    return out + line_of(line);
}

inline std::string count_text(std::uint64_t count) {
    return number(static_cast<double>(count), 0);
}

/// A number beside its standard error, both to the digits that the error supports. Where all paths agree it
/// is called one value; a dash where there is no number.
inline std::string with_error(double value, double error) {
    if (!std::isfinite(value)) return "-";
    if (!std::isfinite(error)) return number(value, 2) + " (no error)";
    if (is_one_value(error, value)) return exact(value) + " (one value)";
    const int d = decimals_for(error);
    return number(value, d) + " ± " + number(error, d);
}
inline std::string with_error(const statistics::Estimate& e, double unit = 1) {
    return with_error(e.value / unit, e.se / unit);
}

/// A share in percent with its interval: "0.24 %  [0.22, 0.26]".
inline std::string percent(const statistics::Proportion& p) {
    if (!p.low || !p.high) return std::isfinite(p.value) ? number(100 * p.value, 2) + " %" : "-";
    const int d = std::max(0, decimals_for(100 * (*p.high - *p.low) / 3.92));
    return number(100 * p.value, d) + " %  [" + number(100 * *p.low, d) + ", " + number(100 * *p.high, d) +
           "]";
}

}  // namespace minerisk::inline v0::report
