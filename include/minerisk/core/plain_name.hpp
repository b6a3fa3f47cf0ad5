#pragma once

#include <algorithm>
#include <string_view>

namespace minerisk::inline v0 {

/// Whether a name can stand in those of columns and draws.
inline bool is_plain_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}
inline constexpr const char* plain_name_rule = "must be a name of lower-case letters, digits and '_'";

}  // namespace minerisk::inline v0
