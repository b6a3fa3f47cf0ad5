#include "io/blanks.hpp"
#include "io/text_escape.hpp"
#include "io/toml_parse.hpp"
#include "io/utf8.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr int deepest_brackets = 16;
constexpr int longest_dotted_name = 16;

/// Walks a text, counting lines and characters.
class Walker {
public:
    explicit Walker(std::string_view text) : text_{text} {}
    bool done() const { return at_ >= text_.size(); }
    bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    char now() const { return text_[at_]; }
    CodePoint code() const { return decode_utf8(text_, at_); }
    std::string piece() const {
        return escape_text(text_.substr(at_, static_cast<std::size_t>(code().bytes)));
    }
    void step() {
        if (text_[at_] == '\n') {
            ++line_;
            column_ = 0;
        }
        ++column_;
        at_ += static_cast<std::size_t>(code().bytes);
    }
    void step(int count) {
        for (; count > 0 && !done(); --count) step();
    }
    TextFault fault(std::string rule) const { return {line_, column_, std::move(rule)}; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    int column_ = 1;
};

std::optional<TextFault> check_characters(std::string_view text) {
    for (Walker walk{text}; !walk.done(); walk.step()) {
        const CodePoint c = walk.code();
        if (!c.valid) return walk.fault("must be UTF-8 text; found the byte " + walk.piece());
        const bool line_end = c.value == '\n' || walk.starts("\r\n");
        if ((c.value < 0x20 && c.value != '\t' && !line_end) || c.value == 0x7f) {
            return walk.fault("must not contain control characters; found " + walk.piece());
        }
    }
    return {};
}

bool is_white(char c) {
    return is_blank(c) || c == '\r' || c == '\n';
}
bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool in_dotted_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || is_blank(c);
}

/// What lies outside strings and comments, and where strings begin. toml++ 3.3.0 asks of characters in places
/// where it looks for blanks whether they are blanks of Unicode, and has no answer for some of them. Those
/// places are: anywhere outside strings; after a backslash in a string; and a string that touches a bare word
/// in front of it, since the parser then looks for the word's end inside the string. None of them may hold a
/// character outside ASCII. A text that is cut short in a string passes: the parser says so.
class StructureCheck {
public:
    explicit StructureCheck(std::string_view text) : walk_{text} {}

    std::optional<TextFault> run() {
        while (!walk_.done() && !fault_ && !open_string_) {
            const char c = walk_.now();
            if (c == '"' || c == '\'') {
                string();
            } else if (c == '#') {
                while (!walk_.done() && walk_.now() != '\n') walk_.step();
            } else {
                character(c);
            }
        }
        return fault_;
    }

private:
    void refuse(std::string rule) { fault_ = walk_.fault(std::move(rule)); }

    void character(char c) {
        if (!is_ascii(c)) return refuse("must be in quotes or in a comment; found " + walk_.piece());
        if (c == '.' && ++dots_ > longest_dotted_name) {
            return refuse("must have at most " + std::to_string(longest_dotted_name) + " dots in a name");
        }
        if (c != '.' && !in_dotted_name(c)) dots_ = 0;
        if ((c == '[' || c == '{') && ++depth_ > deepest_brackets) {
            return refuse("must have at most " + std::to_string(deepest_brackets) +
                          " brackets in one another");
        }
        if ((c == ']' || c == '}') && depth_ > 0) --depth_;
        if (is_white(c) || c == ',') {
            apart_ = true;
        } else if (c != '[' && c != '{') {
            apart_ = false;
        }
        if (!is_blank(c) && c != '\r') before_ = c;
        walk_.step();
    }

    void string() {
        if (std::string_view{"\n=[{,."}.find(before_) == std::string_view::npos) {
            return refuse("must not have a quote after another value");
        }
        const TextFault touching =
            walk_.fault("must have a blank before a text with characters outside ASCII");
        const char quote = walk_.now();
        const std::string triple(3, quote);
        const bool multi = walk_.starts(triple);
        walk_.step(multi ? 3 : 1);
        open_string_ = true;
        while (!walk_.done() && !fault_) {
            const char c = walk_.now();
            if (multi ? walk_.starts(triple) : c == quote) {
                walk_.step(multi ? 3 : 1);
                // Up to two more quotes belong to the content of a string of several lines.
                for (int more = 0; multi && more < 2 && !walk_.done() && walk_.now() == quote; ++more) {
                    walk_.step();
                }
                open_string_ = false;
                break;
            }
            if (!multi && c == '\n') break;
            if (!is_ascii(c) && !apart_) fault_ = touching;
            walk_.step();
            if (c == '\\' && quote == '"') escape();
        }
        before_ = quote;
        apart_ = false;
    }

    void escape() {
        if (walk_.done()) return;
        const bool line_end = is_white(walk_.now());
        while (line_end && !walk_.done() && is_white(walk_.now())) walk_.step();
        if (walk_.done()) return;
        if (!is_ascii(walk_.now())) return refuse("must not follow a backslash; found " + walk_.piece());
        if (!line_end) walk_.step();
    }

    Walker walk_;
    std::optional<TextFault> fault_;
    int depth_ = 0;
    int dots_ = 0;
    char before_ = '\n';  ///< the last character that is not a blank
    bool apart_ = true;   ///< no bare word touches what comes next
    bool open_string_ = false;
};

}  // namespace

std::optional<TextFault> check_toml_text(std::string_view text) {
    if (auto fault = check_characters(text)) return fault;
    return StructureCheck{text}.run();
}

}  // namespace minerisk::inline v0::io
