#include <algorithm>

#include "io/text_escape.hpp"
#include "io/utf8.hpp"
#include "minerisk/io/render.hpp"

namespace minerisk::inline v0::io {
namespace {

/// Line `number` (1-based) as pieces of one character each, all safe to show and one column wide.
std::vector<std::string> line_of(std::string_view text, int number) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    for (int line = 1; line < number; ++line) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r')) text.remove_suffix(1);
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t bytes = static_cast<std::size_t>(decode_utf8(text, at).bytes);
        const std::string_view piece = text.substr(at, bytes);
        const bool safe = escape_text(piece) == piece;
        pieces.emplace_back(piece == "\t" ? std::string_view{" "} : safe ? piece : std::string_view{"?"});
        at += bytes;
    }
    return pieces;
}

/// Where the token that begins at `begin` ends: a quoted text, a bracket's whole content, or a word.
std::size_t token_end(const std::vector<std::string>& line, std::size_t begin) {
    const std::string& first = line[begin];
    std::size_t end = begin + 1;
    if (first == "\"" || first == "'") {
        while (end < line.size() && line[end] != first) end += first == "\"" && line[end] == "\\" ? 2 : 1;
        return std::min(end + 1, line.size());
    }
    if (first == "[" || first == "{") {
        int depth = 1;
        for (; end < line.size() && depth > 0; ++end) {
            if (line[end] == "[" || line[end] == "{") ++depth;
            if (line[end] == "]" || line[end] == "}") --depth;
        }
        return end;
    }
    constexpr std::string_view ends = " ,;=]}#";
    if (ends.find(first) != std::string_view::npos) return end;
    while (end < line.size() && ends.find(line[end]) == std::string_view::npos) ++end;
    return end;
}

std::string quoted_line(const Problem& problem, std::string_view text) {
    constexpr std::size_t widest = 100;
    std::vector<std::string> line = line_of(text, problem.line);
    std::size_t begin = problem.column > 0 ? static_cast<std::size_t>(problem.column - 1) : 0;
    if (line.empty() || begin > line.size()) return {};
    std::size_t end = begin < line.size() ? token_end(line, begin) : begin + 1;
    if (line.size() > widest) {  // a window around the token
        const std::size_t from = begin > widest / 2 ? begin - widest / 2 : 0;
        const std::size_t to = std::min(from + widest, line.size());
        line = {line.begin() + static_cast<std::ptrdiff_t>(from),
                line.begin() + static_cast<std::ptrdiff_t>(to)};
        begin -= from;
        end = std::min(end - from, line.size() + 1);
    }
    std::string number = std::to_string(problem.line);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
    std::string out = number + " | ";
    for (const std::string& piece : line) out += piece;
    out += "\n" + std::string(number.size(), ' ') + " | " + std::string(begin, ' ') +
           std::string(end - begin, '^');
    return out + "\n";
}

}  // namespace

std::string render_error(const InputError& error, const Sources& sources) {
    std::string out;
    for (const Problem& problem : error.problems()) {
        std::string place = problem.file;
        if (!place.empty() && problem.line > 0) place += ":" + std::to_string(problem.line);
        if (!place.empty() && problem.line > 0 && problem.column > 0)
            place += ":" + std::to_string(problem.column);
        const Problem what{.field = problem.field, .value = problem.value, .rule = problem.rule, .file = {}};
        out += escape_text((place.empty() ? "" : place + ": ") + "error: " + to_string(what)) + "\n";
        const SourceFile* source = problem.line > 0 ? sources.find(problem.file) : nullptr;
        if (source) out += quoted_line(problem, source->text);
    }
    const std::size_t count = error.problems().size();
    return out + std::to_string(count) + (count == 1 ? " problem" : " problems") + "; nothing was run\n";
}

}  // namespace minerisk::inline v0::io
