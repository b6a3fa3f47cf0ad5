#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace minerisk::inline v0::report {

/// Digits after the point that an error supports: its first two digits are shown. Negative: whole tens,
/// hundreds. None where there is no error to go by.
inline int decimals_for(double error) {
    if (!(error > 0) || !std::isfinite(error)) return 0;
    return std::clamp(1 - static_cast<int>(std::floor(std::log10(error))), -9, 15);
}

/// Whether a spread is that of one value: none, or what rounding leaves of none.
inline bool is_one_value(double spread, double value) {
    return spread <= 1e-12 * std::abs(value);
}

/// A number with thousands set apart by commas (not a calendar year), rounded to `decimals`.
inline std::string number(double x, int decimals, bool group = true) {
    if (decimals < 0) {
        const double scale = std::pow(10.0, -decimals);
        x = std::round(x / scale) * scale;
        decimals = 0;
    }
    std::string text = fmt::format("{:.{}f}", x, decimals);
    if (text.find_first_not_of("-0.") == std::string::npos && text[0] == '-') text.erase(0, 1);
    if (!group) return text;
    const std::size_t first = text[0] == '-' ? 1 : 0;
    std::size_t point = std::min(text.find('.'), text.size());
    while (point > first + 3) text.insert(point -= 3, ",");
    return text;
}

/// A number that needs no error because all agree on it: its own digits, six after the point at most.
inline std::string exact(double x, bool group = true) {
    std::string text = number(x, 6, group);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace minerisk::inline v0::report
