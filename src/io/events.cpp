#include "io/events.hpp"

#include <algorithm>

#include "io/csv.hpp"
#include "io/safe_file.hpp"
#include "io/text_escape.hpp"
#include "minerisk/core/nearest_name.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr std::string_view precision_column = "date_prec";

std::optional<Date> parse_day(std::string_view text) {
    const bool has_time = text.size() > 10 && (text[10] == ' ' || text[10] == 'T');
    return parse_date(has_time ? text.substr(0, 10) : text);
}

/// "Baloch", "IS", "LeJ": up to eight of the values of a column, those of most rows first.
std::string values_in(const std::vector<std::string>& column) {
    std::vector<std::pair<int, std::string>> counts;
    for (const std::string& value : column) {
        const auto known = std::ranges::find(counts, value, &std::pair<int, std::string>::second);
        if (known != counts.end())
            ++known->first;
        else if (counts.size() < 1000)
            counts.emplace_back(1, value);
    }
    std::ranges::stable_sort(counts, std::greater{}, &std::pair<int, std::string>::first);
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(8, counts.size()); ++i)
        text += (i > 0 ? ", \"" : "\"") + shown(counts[i].second, 30) + "\"";
    return counts.size() > 8 ? text + ", ..." : text;
}

class EventReader {
public:
    EventReader(const EventQuery& query, const Sources& sources, int file)
        : query_{query}, sink_{sources}, csv_{sink_, file}, file_{file} {}

    EventTable read() {
        sink_.throw_if_any();  // of the rows as such
        const auto dates = column(query_.date_column);
        const auto kinds =
            query_.class_column.empty() ? std::vector<std::string>{} : column(query_.class_column);
        std::vector<bool> kept(static_cast<std::size_t>(csv_.rows()), true);
        for (const auto& [name, value] : query_.where) filter(name, value, kept);
        sink_.throw_if_any();
        const bool says_precision = csv_.has(precision_column);
        const auto precision = says_precision ? column(std::string{precision_column}) : kinds;

        struct Row {
            long day;
            std::size_t at;
        };
        std::vector<Row> rows;
        const auto first_kept = static_cast<std::size_t>(std::ranges::find(kept, true) - kept.begin());
        if (first_kept == kept.size()) refuse("must have a row that every --where fits");
        if (std::ranges::none_of(dates, [](const std::string& d) {
                return parse_day(d).has_value();
            }))  // one problem, not one a row
            csv_.fail_column(query_.date_column, shown(query_.date_column), shown(dates[first_kept]),
                             "must be a column of days as 2021-12-31");
        sink_.throw_if_any();
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (!kept[i]) continue;
            const auto day = parse_day(dates[i]);
            if (day)
                rows.push_back({days_since_epoch(*day), i});
            else if (!sink_.full())
                csv_.fail(query_.date_column, static_cast<int>(i), "must be a day as 2021-12-31");
        }
        sink_.throw_if_any();
        EventTable table;
        table.rows = csv_.rows();
        table.unlike_where = csv_.rows() - static_cast<int>(rows.size());
        std::ranges::stable_sort(rows, {}, &Row::day);
        table.first = query_.from ? *query_.from : *parse_day(dates[rows.front().at]);
        table.last = query_.to ? *query_.to : *parse_day(dates[rows.back().at]);
        const long origin = days_since_epoch(table.first), end = days_since_epoch(table.last);
        for (const Row& row : rows) {
            if (row.day < origin || row.day > end) {
                ++table.out_of_window;
                continue;
            }
            table.events.push_back(
                {static_cast<int>(row.day - origin), kinds.empty() ? std::string{} : kinds[row.at]});
            table.uncertain_days += says_precision && precision[row.at] != "1" ? 1 : 0;
        }
        if (table.events.empty())
            refuse("must have events from " + to_string(table.first) + " to " + to_string(table.last) +
                   "; those that are wanted go from " + to_string(*parse_day(dates[rows.front().at])) +
                   " to " + to_string(*parse_day(dates[rows.back().at])));
        return table;
    }

private:
    std::vector<std::string> column(const std::string& name) {
        if (csv_.has(name)) return csv_.text_column(name);
        const auto names = csv_.names();
        sink_.add({file_, 1, 1}, shown(name), "", unknown_name_rule("column", name, names, names));
        return {};
    }

    void filter(const std::string& name, const std::string& value, std::vector<bool>& kept) {
        const auto cells = column(name);
        if (cells.empty()) return;
        if (std::ranges::find(cells, value) == cells.end())
            csv_.fail_column(name, "--where " + shown(name), shown(value),
                             "must be a value of the column: " + values_in(cells));
        for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = kept[i] && cells[i] == value;
    }

    [[noreturn]] void refuse(std::string rule) {
        sink_.add({file_, 0, 0}, "", "", std::move(rule));
        sink_.throw_if_any();
        throw std::logic_error{"minerisk: a problem was lost"};
    }

    const EventQuery& query_;
    ProblemSink sink_;
    Csv csv_;
    int file_;
};

}  // namespace

EventTable read_events(const std::string& path, const EventQuery& query, Sources& sources) {
    Parsed<SourceFile> file = read_file(path, csv_limit);
    if (!file) {
        Problem problem;
        problem.rule = file.rule;
        problem.file = path;
        throw InputError{{problem}};
    }
    return EventReader{query, sources, sources.add(std::move(file.value))}.read();
}

}  // namespace minerisk::inline v0::io
