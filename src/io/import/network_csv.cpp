#include <algorithm>
#include <array>
#include <cmath>

#include "io/csv_scan.hpp"
#include "io/import/draft.hpp"
#include "io/import/lines.hpp"
#include "io/link_text.hpp"
#include "io/text_escape.hpp"
#include "io/units_text.hpp"

namespace minerisk::inline v0::io {
namespace {

enum Column { id, name, duration, predecessors, calendar, cost, low, high, column_count };
constexpr std::array<std::string_view, column_count> column_names{
    "id", "name", "duration", "predecessors", "calendar", "cost", "low", "high"};
constexpr int required_columns = 4;

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// A table of activities: id,name,duration,predecessors[,calendar,cost,low,high].
class NetworkCsv {
public:
    explicit NetworkCsv(Draft& draft) : draft_{draft}, scanner_{draft.text()} {}

    Imported read() {
        read_header();
        read_rows();
        draft_.throw_if_any();
        for (const Row& row : rows_) add_activity(row);
        std::ranges::sort(ids_);
        for (const Row& row : rows_) add_links(row);
        for (std::size_t i = 0; i < unknown_.size(); ++i) {
            if (unknown_values_[i] == 0) continue;
            const std::string column = "in column \"" + shown(unknown_[i].text) + "\"";
            draft_.leave("value " + column, "values " + column, unknown_values_[i]);
        }
        draft_.remark("the file has no dates; the start is " + to_string(draft_.options().start));
        return draft_.finish();
    }

private:
    struct Row {
        int line = 0;
        std::array<CsvCell, column_count> cells{};
        const std::string& operator[](Column c) const { return cells[c].text; }
    };

    void fault(const Row& row, Column column, std::string rule) {
        const CsvCell& cell = row.cells[column];
        draft_.fault(row.line, std::string{column_names[column]}, cell.text, std::move(rule), cell.column);
    }

    void stop_at_fault() {
        if (const auto& fault = scanner_.fault())
            draft_.refuse(fault->line, "", "", fault->text, fault->column);
    }

    void read_header() {
        std::vector<CsvCell> cells;
        scanner_.next_row(cells);
        stop_at_fault();
        width_ = cells.size();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            CsvCell& cell = cells[i];
            cell.text = trimmed_blanks(cell.text);
            const auto* const known = std::ranges::find(column_names, lower_case(cell.text));
            if (known == column_names.end()) {
                unknown_.push_back(cell);
                places_.push_back(column_count + static_cast<int>(unknown_.size()) - 1);
                continue;
            }
            const int column = static_cast<int>(known - column_names.begin());
            if (std::ranges::find(places_, column) != places_.end())
                draft_.fault(cell.line, "header", cell.text, "must name a column once", cell.column);
            places_.push_back(column);
        }
        for (int c = 0; c < required_columns; ++c) {
            if (std::ranges::find(places_, c) == places_.end())
                draft_.fault(1, "header", "",
                             "must have the column \"" +
                                 std::string{column_names[static_cast<std::size_t>(c)]} +
                                 "\": id,name,duration,predecessors[,calendar,cost,low,high]");
        }
        unknown_values_.assign(unknown_.size(), 0);
        draft_.throw_if_any();
    }

    void read_rows() {
        std::vector<CsvCell> cells;
        while (scanner_.next_row(cells)) {
            const int line = cells.front().line;
            const bool blank = cells.size() == 1 && trimmed_blanks(cells.front().text).empty();
            if (blank && scanner_.only_blank_lines_left()) break;
            if (cells.size() != width_) {
                draft_.fault(line, "", "",
                             blank ? "must not be blank"
                                   : "must have " + std::to_string(width_) +
                                         " values, as the header; found " + std::to_string(cells.size()));
                continue;
            }
            Row row;
            row.line = line;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                cells[i].text = trimmed_blanks(cells[i].text);
                const auto place = static_cast<std::size_t>(places_[i]);
                if (place < column_count) {
                    row.cells[place] = cells[i];
                } else if (!cells[i].text.empty()) {
                    ++unknown_values_[place - column_count];
                }
            }
            rows_.push_back(std::move(row));
        }
        stop_at_fault();
    }

    /// A duration: years, or working days where the row names a calendar.
    double span(const Row& row, Column column) {
        const Parsed<Span> parsed = parse_span(row[column]);
        if (!parsed) return fault(row, column, parsed.rule), 0;
        const bool on_calendar = !row[calendar].empty();
        const double days = parsed.value.working ? parsed.value.value
                                                 : Years::from_canonical(parsed.value.value).in(units::day);
        if (parsed.value.working && !on_calendar) {
            fault(row, column, "must have a calendar in its row: it is in working days");
        } else if (!parsed.value.working && on_calendar && parsed.value.value != 0) {
            fault(row, column, "must be in working days (wd), as its row names a calendar");
        } else if (days < 0) {
            fault(row, column, "must not be negative");
        } else if (days > most_days * (1 + 1e-12)) {
            fault(row, column, "must be at most 1000000 days");
        } else {
            return parsed.value.value;
        }
        return 0;
    }

    std::string calendar_of(const Row& row) {
        if (row[calendar].empty()) return {};
        const auto known = calendars_.find(row[calendar]);
        if (known != calendars_.end()) return known->second;
        schedule::WorkCalendar days;
        days.name = row[calendar];
        std::string given = draft_.calendar(days);
        draft_.remark("calendar \"" + shown(given) +
                      "\" is named without its days: Monday to Friday were taken, without closures");
        calendars_.emplace(row[calendar], given);
        return given;
    }

    void add_activity(const Row& row) {
        schedule::Activity activity;
        activity.id = row[id];
        activity.name = draft_.clean(row[name]);
        activity.calendar = calendar_of(row);
        if (row[id].empty()) fault(row, id, "is required");
        const double likely = span(row, duration);
        activity.duration = distribution::fixed(likely);
        if (!row[low].empty() || !row[high].empty()) {
            if (row[low].empty() || row[high].empty()) {
                fault(row, row[low].empty() ? low : high, "is required where the other end is stated");
            } else {
                const double least = span(row, low), most = span(row, high);
                if (!(least <= likely && likely <= most)) {
                    fault(row, low, "must be low <= duration <= high");
                } else if (least < most) {
                    activity.duration = distribution::pert({.low = least, .likely = likely, .high = most});
                }
            }
        }
        if (!row[cost].empty()) {
            const Parsed<Money> money = parse_quantity<Money>(row[cost]);
            if (!money) {
                fault(row, cost, money.rule);
            } else if (money.value < Money{}) {
                fault(row, cost, "must not be negative");
            } else {
                activity.cost = money.value;
            }
        }
        ids_.push_back(row[id]);
        draft_.add(row[id], std::move(activity), row.line, "id");
    }

    /// Takes the id that a link begins with: the longest of the file that fits, as ids here may hold
    /// characters that the text of links gives a meaning to.
    const std::string* id_at_start(std::string_view text) const {
        const std::string* found = nullptr;
        for (std::size_t end = text.size(); end > 0 && !found; --end) {
            const bool ends =
                end == text.size() || std::string_view{" \t+-@"}.find(text[end]) != std::string_view::npos;
            if (!ends) continue;
            const auto known = std::ranges::lower_bound(ids_, text.substr(0, end));
            if (known != ids_.end() && *known == text.substr(0, end)) found = &*known;
        }
        return found;
    }

    void add_links(const Row& row) {
        std::string_view rest = row[predecessors];
        while (!rest.empty()) {
            const std::size_t end = rest.find(';');
            const std::string_view stated = trimmed_blanks(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            add_link(row, stated);
        }
    }

    void add_link(const Row& row, std::string_view stated) {
        const std::string* const known = id_at_start(stated);
        const std::string text =
            known ? "X" + std::string{stated.substr(known->size())} : std::string{stated};
        const Parsed<std::vector<LinkText>> parsed = parse_links(text);
        if (!parsed) return fault_at(row, stated, parsed.rule);
        if (parsed.value.size() != 1) return fault_at(row, stated, "must begin with the id of an activity");
        const LinkText& found = parsed.value.front();
        schedule::Link link;
        link.from = known ? *known : found.from;
        link.to = row[id];
        link.type = found.type;
        link.lag = found.lag.value;
        if (found.lag.working && found.lag.value != 0) {
            const std::string& named = found.calendar.empty() ? row[calendar] : found.calendar;
            const auto place = calendars_.find(named);
            if (named.empty())
                return fault_at(row, stated, "must have a calendar for its lag in working days");
            if (place == calendars_.end())
                return fault_at(row, stated, "must name a calendar that a row of the file has");
            link.calendar = place->second;
        }
        const double days = found.lag.working ? link.lag : Years::from_canonical(link.lag).in(units::day);
        if (!(std::abs(days) <= most_days * (1 + 1e-12)))
            return fault_at(row, stated, "must have a lag of at most 1000000 days");
        draft_.link(std::move(link), row.line, "predecessors", stated);
    }

    void fault_at(const Row& row, std::string_view value, std::string rule) {
        draft_.fault(row.line, "predecessors", value, std::move(rule), row.cells[predecessors].column);
    }

    Draft& draft_;
    CsvScanner scanner_;
    std::size_t width_ = 0;
    std::vector<int> places_;  ///< of each column of the file: a Column, or column_count and more
    std::vector<CsvCell> unknown_;
    std::vector<int> unknown_values_;
    std::vector<Row> rows_;
    std::vector<std::string> ids_;
    std::unordered_map<std::string, std::string> calendars_;  ///< as named, and as the plan calls it
};

}  // namespace

Imported import_csv(Draft& draft) {
    return NetworkCsv{draft}.read();
}

}  // namespace minerisk::inline v0::io
