#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/node.hpp"

namespace minerisk::inline v0::io {

/// What is wrong with a text, and where (1-based line and column, in characters).
struct TextFault {
    int line = 0;
    int column = 0;
    std::string rule;
};

/// What must hold before a text reaches the TOML parser: UTF-8, no control characters (tab and line ends
/// are fine), nothing outside ASCII save in texts and comments, and bounded nesting of brackets and
/// dotted names (the parser calls itself once a level and would run out of stack).
std::optional<TextFault> check_toml_text(std::string_view text);

struct TomlResult {
    Node root;
    std::optional<TextFault> fault;
};

/// Checks and parses one file. `file` is its number, for the places. Takes a byte-order mark.
TomlResult parse_toml(std::string_view text, int file);

}  // namespace minerisk::inline v0::io
