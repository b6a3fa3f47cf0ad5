#include "io/csv_scan.hpp"

#include "io/text_escape.hpp"
#include "io/utf8.hpp"

namespace minerisk::inline v0::io {

CsvScanner::CsvScanner(std::string_view text) : text_{text} {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    bool quoted = false;
    bool bracketed = false;
    for (const char c : text_.substr(0, text_.find('\n'))) {
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '[' || c == ']')) bracketed = c == '[';
        if (c == ';' && !quoted && !bracketed) separator_ = ';';
    }
}

bool CsvScanner::stop(std::string rule, int line, int column) {
    fault_ = CsvCell{std::move(rule), line, column};
    return false;
}

bool CsvScanner::at_line_end() const {
    return at_ >= text_.size() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n";
}

bool CsvScanner::take_character(std::string& into) {
    const CodePoint c = decode_utf8(text_, at_);
    const std::string_view piece = text_.substr(at_, static_cast<std::size_t>(c.bytes));
    if (!c.valid) return stop("must be UTF-8 text; found the byte " + escape_text(piece), line_, column_);
    const bool line_end = c.value == '\n' || text_.substr(at_, 2) == "\r\n";
    if ((c.value < 0x20 && c.value != '\t' && !line_end) || c.value == 0x7f) {
        return stop("must not contain control characters; found " + escape_text(piece), line_, column_);
    }
    into += piece;
    at_ += piece.size();
    ++column_;
    if (c.value == '\n') {
        ++line_;
        column_ = 1;
    }
    return true;
}

/// A quoted field; `at_` is at its opening quote, and past its closing one afterwards.
bool CsvScanner::read_quoted(CsvCell& cell) {
    ++at_;
    ++column_;
    for (;;) {
        if (at_ >= text_.size()) return stop("must have a closing quote", cell.line, cell.column);
        if (text_[at_] != '"') {
            if (!take_character(cell.text)) return false;
            continue;
        }
        const bool doubled = text_.substr(at_, 2) == "\"\"";
        at_ += doubled ? 2 : 1;
        column_ += doubled ? 2 : 1;
        if (!doubled) break;
        cell.text += '"';
    }
    if (!at_line_end() && text_[at_] != separator_) {
        return stop("must have nothing between a closing quote and the separator", line_, column_);
    }
    return true;
}

bool CsvScanner::next_row(std::vector<CsvCell>& cells) {
    cells.clear();
    if (fault_ || at_ >= text_.size()) return false;
    for (;;) {
        CsvCell cell{"", line_, column_};
        if (at_ < text_.size() && text_[at_] == '"') {
            if (!read_quoted(cell)) return false;
        } else {
            while (!at_line_end() && text_[at_] != separator_) {
                if (text_[at_] == '"')
                    return stop("must have quotes around the whole value or not at all", line_, column_);
                if (!take_character(cell.text)) return false;
            }
        }
        cells.push_back(std::move(cell));
        constexpr std::size_t most_in_a_row = 1000;
        if (cells.size() > most_in_a_row)
            return stop("must have at most 1000 values in a row", line_, column_);
        if (at_line_end()) break;
        ++at_;  // the separator
        ++column_;
    }
    if (at_ < text_.size()) {
        at_ += text_[at_] == '\r' ? 2 : 1;
        ++line_;
        column_ = 1;
    }
    return true;
}

}  // namespace minerisk::inline v0::io
