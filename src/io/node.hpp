#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "minerisk/core/calendar.hpp"

namespace minerisk::inline v0::io {

/// A place in one of the files that were read; `file` counts in the order of reading.
struct Place {
    int file = 0;
    int line = 0;
    int column = 0;
};

enum class Kind { boolean, integer, real, text, date, clock, array, table };

/// What messages call a kind: "a number", "text", "a table".
std::string_view kind_name(Kind kind);

/// A value of a model file with its place: our own copy of what the TOML parser read, joined over the
/// files that extend one another. Marks who was asked for, so that what nobody reads can be refused.
struct Node {
    Kind kind = Kind::table;
    Place at;          ///< of the value; of the header for a table; line 0 for the whole file
    Place key_at;      ///< of the key; of the value for an item of an array
    std::string name;  ///< the key; empty for an item of an array
    std::string raw;   ///< as written in the file, for messages and to read numbers from; one line
    std::string text;  ///< decoded, if kind is text
    bool boolean = false;
    Date date;
    std::vector<Node> children;  ///< entries of a table in file order, or items of an array

    mutable bool used = false;               ///< a reader took it
    mutable bool opened = false;             ///< a reader took it as a table, and so answers for its keys
    mutable std::vector<std::string> asked;  ///< names that a reader asked this table for

    const Node* find(std::string_view key) const {
        for (const Node& child : children) {
            if (child.name == key) return &child;
        }
        return nullptr;
    }
};

}  // namespace minerisk::inline v0::io
