#pragma once

#include <string_view>

namespace minerisk::inline v0::io {

/// A space or a tab: what may stand between the words of a line.
constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// The text without the blanks around it.
constexpr std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace minerisk::inline v0::io
