#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace minerisk::inline v0::io {

/// A field of a CSV file, unquoted, and where it begins (1-based; columns count characters).
struct CsvCell {
    std::string text;
    int line = 0;
    int column = 0;
};

/// Cuts a CSV text into rows of fields: RFC 4180 quotes, LF or CRLF, a byte-order mark, and ";" for the
/// separator if the first line has one outside quotes and brackets, else ",". Control characters other than
/// tab, bytes that are not UTF-8, and stray quotes end the scan with a fault.
class CsvScanner {
public:
    explicit CsvScanner(std::string_view text);
    /// Reads the next row into `cells`; false at the end or at a fault. A row has at least one cell.
    bool next_row(std::vector<CsvCell>& cells);
    bool only_blank_lines_left() const {
        return text_.find_first_not_of("\r\n", at_) == std::string_view::npos;
    }
    /// What ended the scan before the end of the text: its rule as the text of a cell, with its place.
    const std::optional<CsvCell>& fault() const { return fault_; }
    char separator() const { return separator_; }

private:
    bool at_line_end() const;
    bool take_character(std::string& into);
    bool read_quoted(CsvCell& cell);
    bool stop(std::string rule, int line, int column);

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    int column_ = 1;
    char separator_ = ',';
    std::optional<CsvCell> fault_;
};

}  // namespace minerisk::inline v0::io
