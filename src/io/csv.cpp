#include "io/csv.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "io/blanks.hpp"
#include "io/csv_scan.hpp"
#include "io/text_escape.hpp"
#include "minerisk/core/nearest_name.hpp"

namespace minerisk::inline v0::io {

Csv::Csv(ProblemSink& sink) : sink_{&sink}, ok_{false}, broken_{true} {}

Csv::Csv(ProblemSink& sink, int file, std::string named_by)
    : sink_{&sink}, file_{file}, named_by_{std::move(named_by)} {
    CsvScanner scanner{sink.sources()[file].text};
    std::vector<CsvCell> cells;
    if (!scanner.next_row(cells)) {
        broken_ = true;
        const CsvCell at =
            scanner.fault().value_or(CsvCell{"must have a header row; the file is empty", 1, 1});
        add({file_, at.line, at.column}, "", "", at.text);
        return;
    }
    read_header(cells);
    if (broken_) {
        headers_.clear();
        return;
    }
    constexpr std::size_t most_cells = 4'000'000;
    int faults = 0;
    while (faults < 20 && scanner.next_row(cells)) {
        const bool blank = cells.size() == 1 && cells[0].text.empty();
        if (blank && scanner.only_blank_lines_left()) break;
        if (blank || cells.size() != headers_.size()) {
            ++faults;
            const std::string rule = blank ? "must be a row of the table; found a blank line"
                                           : "must have " + std::to_string(headers_.size()) +
                                                 " values; found " + std::to_string(cells.size());
            add({file_, cells[0].line, 1}, "row", "", rule);
            continue;
        }
        if ((rows_.size() + 1) * headers_.size() > most_cells) {
            ++faults;
            add({file_, cells[0].line, 1}, "row", "", "must be within the first 4000000 values of the table");
            break;
        }
        rows_.push_back(cells);
    }
    if (scanner.fault()) {
        ++faults;
        add({file_, scanner.fault()->line, scanner.fault()->column}, "", "", scanner.fault()->text);
    }
    if (faults == 0 && rows_.empty()) {
        ++faults;
        add({file_, 1, 1}, "", "", "must have rows below the header");
    }
    broken_ = faults > 0;
}

void Csv::read_header(const std::vector<CsvCell>& cells) {
    for (const CsvCell& cell : cells) {
        Header header{.name = {}, .unit = {}, .has_unit = false, .cell = cell, .used = false};
        std::string_view text = trimmed(cell.text);
        const std::size_t bracket = text.find('[');
        header.name = trimmed(text.substr(0, bracket));
        header.has_unit = bracket != std::string_view::npos;
        if (header.has_unit && text.ends_with(']')) {
            header.unit = trimmed(text.substr(bracket + 1, text.size() - bracket - 2));
        } else if (header.has_unit) {
            broken_ = true;
            report(cell, "header", "must be a name, or a name and a unit in brackets: `ore_to [Mt]`");
            continue;
        }
        if (header.name.empty()) {
            broken_ = true;
            report(cell, "header", "must be a name, or a name and a unit in brackets: `ore_to [Mt]`");
        } else if (std::ranges::find(headers_, header.name, &Header::name) != headers_.end()) {
            broken_ = true;
            report(cell, "header", "must be a name that no other column has");
        }
        headers_.push_back(std::move(header));
    }
}

void Csv::add(Place at, std::string field, std::string value, std::string rule) {
    ok_ = false;
    if (!named_by_.empty()) sink_->mark(named_by_);
    sink_->add(at, std::move(field), std::move(value), std::move(rule));
}

void Csv::report(const CsvCell& cell, std::string field, std::string rule) {
    add({file_, cell.line, cell.column}, std::move(field), shown(cell.text), std::move(rule));
}

int Csv::ask(std::string_view name) {
    if (std::ranges::find(asked_, name) == asked_.end()) asked_.emplace_back(name);
    const auto it = std::ranges::find(headers_, name, &Header::name);
    return it == headers_.end() ? -1 : static_cast<int>(it - headers_.begin());
}

bool Csv::has(std::string_view name) const {
    return std::ranges::find(headers_, name, &Header::name) != headers_.end();
}

std::vector<std::string> Csv::names() const {
    std::vector<std::string> names;
    for (const Header& header : headers_) names.push_back(header.name);
    return names;
}

int Csv::require_column(std::string_view name) {
    const int index = ask(name);
    if (index < 0) {
        if (!broken_) add({file_, 1, 1}, std::string{name}, "", std::string{missing_rule} + " as a column");
        return -1;
    }
    headers_[index].used = true;
    return broken_ ? -1 : index;
}

std::vector<double> Csv::numbers(std::string_view name, const UnitKind& kind) {
    const int index = require_column(name);
    if (index < 0) return {};
    const Header& header = headers_[index];
    double size = 1;
    const bool plain = kind.dimension == Dimension{};
    if (header.has_unit) size = unit_size(kind, header.unit);
    if ((!header.has_unit && !plain) || size == 0) {
        report(header.cell, "header",
               unit_rule(kind) + "; state it in the header: `" + std::string{name} + " [" +
                   std::string{kind.units[0].name} + "]`");
        return {};
    }
    std::vector<double> values;
    values.reserve(rows_.size());
    bool good = true;
    for (const auto& row : rows_) {
        Parsed<double> value = parse_number(row[index].text);
        if (value && !is_finite(value.value * size))
            value.rule = "must be between 1e-307 and 1e308 in size, or 0";
        if (!value) {
            if (sink_->full()) return {};
            report(row[index], std::string{name}, value.rule);
            good = false;
        }
        values.push_back(value.value * size);
    }
    return good ? values : std::vector<double>{};
}

std::vector<int> Csv::integer_column(std::string_view name) {
    const int index = require_column(name);
    std::vector<int> values;
    if (index < 0) return values;
    bool good = true;
    for (const auto& row : rows_) {
        const std::string_view text = row[index].text;
        int value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size()) {
            report(row[index], std::string{name}, "must be a whole number");
            good = false;
        }
        values.push_back(value);
    }
    return good ? values : std::vector<int>{};
}

std::vector<std::string> Csv::text_column(std::string_view name) {
    const int index = require_column(name);
    std::vector<std::string> values;
    if (index < 0) return values;
    for (const auto& row : rows_) values.push_back(row[index].text);
    return values;
}

void Csv::require_increasing(std::string_view name) {
    const int index = ask(name);
    if (index < 0 || broken_) return;
    double last = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Parsed<double> value = parse_number(rows_[i][index].text);
        if (!value) return;  // reported when the column was read
        if (i > 0 && !(value.value > last)) {
            report(rows_[i][index], std::string{name},
                   "must be above the value of the row before, " + shown(rows_[i - 1][index].text));
            return;
        }
        last = value.value;
    }
}

void Csv::fail(std::string_view name, int row, std::string rule) {
    const int index = ask(name);
    if (index < 0 || broken_ || row < 0 || row >= rows()) return;
    report(rows_[row][index], std::string{name}, std::move(rule));
}

void Csv::fail_column(std::string_view name, std::string field, std::string value, std::string rule) {
    const int index = ask(name);
    if (index < 0) return;
    const CsvCell& cell = headers_[index].cell;
    add({file_, cell.line, cell.column}, std::move(field), std::move(value), std::move(rule));
}

void Csv::finish() {
    if (headers_.empty()) return;
    std::vector<std::string> missing;
    for (const std::string& name : asked_) {
        if (!has(name)) missing.push_back(name);
    }
    for (const Header& header : headers_) {
        if (header.used) continue;
        sink_->take_back_missing(nearest_name(header.name, missing), file_);
        add({file_, header.cell.line, header.cell.column}, shown(header.name), "",
            unknown_name_rule("column", header.name, missing, asked_));
    }
}

}  // namespace minerisk::inline v0::io
