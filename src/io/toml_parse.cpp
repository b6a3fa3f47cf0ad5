// The only file that includes toml++. Version 3.3.0 asserts on some broken texts (its issue 190), so this
// file is compiled with NDEBUG; what reaches the parser went through `check_toml_text` before.
#ifndef NDEBUG
#define NDEBUG
#endif
// Header-only even if a package's build settings ask for its shared library, which was built with other
// options.
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#include "io/toml_parse.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <vector>

#include "io/text_escape.hpp"
#include "io/utf8.hpp"

namespace minerisk::inline v0::io {
namespace {

/// The lines of the text, to copy out what stands at a place.
class Lines {
public:
    explicit Lines(std::string_view text) {
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            std::string_view line = text.substr(begin, end - begin);
            if (line.ends_with('\r')) line.remove_suffix(1);
            lines_.emplace_back(line);
            begin = end + 1;
        }
    }
    /// From a place to another on the same line, or to the end of the first line. Columns count characters.
    std::string_view slice(const toml::source_region& region) const {
        if (region.begin.line == 0 || region.begin.line > lines_.size()) return {};
        const Line& line = lines_[region.begin.line - 1];
        const std::size_t begin = line.byte_of(region.begin.column);
        const bool one_line = region.end.line == region.begin.line;
        const std::size_t end = one_line ? line.byte_of(region.end.column) : line.text.size();
        return line.text.substr(begin, end > begin ? end - begin : 0);
    }

    /// The parser finds many faults behind a token: the column where that token begins, else the column
    /// itself.
    int token_begin(const toml::source_position& at) const {
        int column = static_cast<int>(at.column);
        if (at.line == 0 || at.line > lines_.size()) return column;
        const std::string_view line = lines_[at.line - 1].text;
        std::size_t byte = lines_[at.line - 1].byte_of(at.column);
        if (byte < line.size() && in_token(line[byte])) return column;
        for (; byte > 0 && column > 1 && in_token(line[byte - 1]); --byte) --column;
        if (byte > 0 && column > 1 && (line[byte - 1] == '"' || line[byte - 1] == '\'')) --column;
        return column;
    }

private:
    static bool in_token(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
               c == '+' || c == '-' || c == ':' || c == '_';
    }
    /// A line with marks, so that a column of a long line is found without walking all of it.
    struct Line {
        explicit Line(std::string_view t) : text{t} {
            unsigned column = 0;
            for (std::size_t at = 0; at < text.size();
                 at += static_cast<std::size_t>(decode_utf8(text, at).bytes))
                if (column++ % stride == 0) marks.push_back(at);
        }
        std::size_t byte_of(unsigned column) const {
            const std::size_t mark = (std::max(1U, column) - 1) / stride;
            if (mark >= marks.size()) return text.size();
            std::size_t at = marks[mark];
            for (std::size_t c = mark * stride + 1; c < column && at < text.size(); ++c)
                at += static_cast<std::size_t>(decode_utf8(text, at).bytes);
            return at;
        }
        static constexpr unsigned stride = 64;
        std::string_view text;
        std::vector<std::size_t> marks{};  // bytes of columns 1, 1 + stride, ...
    };
    std::vector<Line> lines_;
};

Place place_of(toml::source_position p, int file) {
    return {file, static_cast<int>(p.line), static_cast<int>(p.column)};
}

Node copy_of(const toml::node& from, const Lines& lines, int file) {
    Node node;
    node.at = node.key_at = place_of(from.source().begin, file);
    if (!from.is_table() && !from.is_array()) node.raw = lines.slice(from.source());
    if (const auto* boolean = from.as_boolean()) {
        node.kind = Kind::boolean;
        node.boolean = boolean->get();
    } else if (from.is_integer()) {
        node.kind = Kind::integer;
    } else if (from.is_floating_point()) {
        node.kind = Kind::real;
    } else if (const auto* text = from.as_string()) {
        node.kind = Kind::text;
        node.text = text->get();
    } else if (const auto* date = from.as_date()) {
        node.kind = Kind::date;
        node.date = {date->get().year, date->get().month, date->get().day};
    } else if (const auto* items = from.as_array()) {
        node.kind = Kind::array;
        for (const toml::node& item : *items) node.children.push_back(copy_of(item, lines, file));
    } else if (const auto* table = from.as_table()) {
        node.kind = Kind::table;
        for (const auto& [key, entry] : *table) {
            Node child = copy_of(entry, lines, file);
            child.name = key.str();
            child.key_at = place_of(key.source().begin, file);
            node.children.push_back(std::move(child));
        }
        std::ranges::stable_sort(node.children, [](const Node& a, const Node& b) {  // toml++ sorts by name
            return std::pair{a.key_at.line, a.key_at.column} < std::pair{b.key_at.line, b.key_at.column};
        });
    } else {
        node.kind = Kind::clock;
    }
    return node;
}

/// "expected value, saw '\n'" without the parser's own opening; in our words where its own mislead.
std::string rule_of(std::string_view description) {
    const auto says = [&](std::string_view words) {
        return description.find(words) != std::string_view::npos;
    };
    if (says("floating-point") && says("could not be interpreted")) {
        const std::size_t quote = description.find('\''), end = description.rfind('\'');
        return "must be between 1e-307 and 1e308 in size, or 0; found " +
               shown(description.substr(quote + 1, end - quote - 1));
    }
    if (says("not representable in 64 bits")) return "must be a whole number that fits in 64 bits";
    // Other control characters were refused before: what it met is the end of the line.
    if (says("parsing string") && says("unescaped control characters"))
        return "must have its closing quote on the same line";
    if (says("parsing string") && says("end-of-file")) return "must have a closing quote";
    const std::size_t colon = description.find(": ");
    if (description.starts_with("Error while parsing ") && colon != std::string_view::npos) {
        const std::string_view what = description.substr(20, colon - 20);
        return "not valid TOML (" + escape_text(what) + "): " + shown(description.substr(colon + 2), 200);
    }
    return "not valid TOML: " + shown(description, 200);
}

}  // namespace

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return "a boolean";
        case Kind::integer:
        case Kind::real:
            return "a number";
        case Kind::text:
            return "text";
        case Kind::date:
            return "a date";
        case Kind::clock:
            return "a time";
        case Kind::array:
            return "an array";
        case Kind::table:
            return "a table";
    }
    return "a value";
}

TomlResult parse_toml(std::string_view text, int file) {
    TomlResult result;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    result.fault = check_toml_text(text);
    if (result.fault) return result;
    try {
        const toml::table root = toml::parse(text, std::string_view{});
        result.root = copy_of(root, Lines{text}, file);
        result.root.at = result.root.key_at = {file, 0, 0};  // the whole file
    } catch (const toml::parse_error& error) {
        const toml::source_position at = error.source().begin;
        result.fault = {static_cast<int>(at.line), Lines{text}.token_begin(at), rule_of(error.description())};
    }
    return result;
}

}  // namespace minerisk::inline v0::io
