#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <regex>
#include <string>

#include <nlohmann/json.hpp>

/// What all output of the program has in common.
namespace minerisk::test {

using Json = nlohmann::json;

/// ASCII and whole UTF-8 characters, lines, and nothing that steers a terminal.
inline bool is_clean(const std::string& text) {
    return std::ranges::all_of(text,
                               [](char c) { return c == '\n' || static_cast<unsigned char>(c) >= 0x20; }) &&
           !nlohmann::json(text).dump().empty();  // throws on what is not UTF-8
}

inline void expect_only_finite(const Json& j, const std::string& at) {
    EXPECT_TRUE(!j.is_number() || std::isfinite(j.get<double>())) << at;
    EXPECT_TRUE(j != "nan" && j != "inf" && j != "-inf") << at;
    if (!j.is_structured()) return;
    for (const auto& [key, value] : j.items()) expect_only_finite(value, at + "." + key);
}

/// Every null has its reason beside it, `low` that of `low_why`, a list with nulls one for all of them, and
/// nothing else has one.
inline void expect_reasons(const Json& j, const std::string& at) {
    if (!j.is_structured()) return;
    const auto is_none = [](const Json& value) {
        return value.is_null() || (value.is_array() && std::ranges::count(value, Json(nullptr)) > 0);
    };
    for (const auto& [key, value] : j.items()) {
        if (j.is_object()) {
            EXPECT_TRUE(!is_none(value) || j.contains(key + "_why")) << at << "." << key;
        }
        if (key.ends_with("_why")) {
            EXPECT_TRUE(is_none(j.at(key.substr(0, key.size() - 4)))) << at << "." << key;
            EXPECT_FALSE(value.get<std::string>().empty()) << at << "." << key;
        }
        expect_reasons(value, at + "." + key);
    }
}

/// What a run prints but for the seconds it took.
inline std::string without_timing(const std::string& text) {
    return std::regex_replace(
        text, std::regex{", [^,\n]* s, [^\n]* paths a second(; (ranking|comparing) [^\n]* s)?"}, "");
}

}  // namespace minerisk::test
