#include <algorithm>
#include <cmath>
#include <optional>
#include <ranges>

#include "io/import/lines.hpp"
#include "io/import/xer.hpp"
#include "io/text_escape.hpp"
#include "io/units_text.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr int deepest = 32;
constexpr long last_serial = 2'958'465;  // 31 December 9999
constexpr Date serial_zero{1899, 12, 30};

/// A bracket of the text "(0||2()((0||0(s|08:00|f|16:00)())))": what stands in it outside its inner brackets.
struct Bracket {
    std::string text;
    std::vector<Bracket> inner;
};

/// Reads one bracket, `at` its "("; false if the brackets do not match.
bool read_bracket(std::string_view data, std::size_t& at, int depth, Bracket& into) {
    if (depth > deepest) return false;
    for (++at; at < data.size();) {
        const char c = data[at];
        if (c == ')') {
            while (into.text.ends_with(' ')) into.text.pop_back();
            return ++at, true;
        }
        if (c == '(') {
            into.inner.emplace_back();
            if (!read_bracket(data, at, depth + 1, into.inner.back())) return false;
            continue;
        }
        // Line breaks are written as 0x7f.
        if (static_cast<unsigned char>(c) > ' ' && c != '\x7f') into.text += c;
        // The blank of "05:30 PM" is kept.
        if (c == ' ' && !into.text.empty()) into.text += c;
        ++at;
    }
    return false;
}

const Bracket* find_named(const Bracket& in, std::string_view name) {
    if (in.text.ends_with("||" + std::string{name})) return &in;
    for (const Bracket& inner : in.inner)
        if (const Bracket* const found = find_named(inner, name)) return found;
    return nullptr;
}

/// What follows "key|" in "s|08:00|f|16:00", up to the next bar.
std::optional<std::string_view> value_of_key(std::string_view text, char key) {
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        if (text[at] != key || text[at + 1] != '|' || (at > 0 && text[at - 1] != '|')) continue;
        const std::string_view rest = text.substr(at + 2);
        return trimmed_blanks(rest.substr(0, rest.find('|')));
    }
    return {};
}

/// Calls `shift(from, to)` for every "s|08:00|f|16:00" in or below the bracket; false if one cannot be read.
template <class Shift>
bool each_shift(const Bracket& in, Shift&& shift) {
    const auto from = value_of_key(in.text, 's');
    const auto to = value_of_key(in.text, 'f');
    if (from && to) {
        const auto begin = parse_minutes(*from), end = parse_minutes(*to);
        if (!begin || !end) return false;
        shift(*begin, *end);
    }
    return std::ranges::all_of(in.inner, [&](const Bracket& b) { return each_shift(b, shift); });
}

/// The weekday, Monday first, of "0||2" (1 is Sunday); nothing for other text.
std::optional<std::size_t> weekday_of(std::string_view text) {
    const std::size_t bars = text.rfind("||");
    if (bars == std::string_view::npos || text.size() != bars + 3) return {};
    const char c = text[bars + 2];
    if (c < '1' || c > '7') return {};
    return static_cast<std::size_t>((c - '1' + 6) % 7);
}

/// Calls `found` for the outermost brackets below `in` that `is` tells.
template <class Is, class Found>
void each_outermost(const Bracket& in, Is&& is, Found&& found) {
    for (const Bracket& inner : in.inner) {
        if (is(inner)) {
            found(inner);
        } else {
            each_outermost(inner, is, found);
        }
    }
}

/// The serial number of a day in "d|46192", in the bracket or right below it.
std::optional<std::string_view> serial_of(const Bracket& b) {
    if (const auto own = value_of_key(b.text, 'd')) return own;
    for (const Bracket& inner : b.inner)
        if (const auto below = value_of_key(inner.text, 'd')) return below;
    return {};
}

}  // namespace

XerCalendars::XerCalendars(Draft& draft, const XerTable& table) : draft_{draft}, table_{table} {
    for (const XerTable::Row& row : table.rows) {
        const std::string id{table.get(row, "clndr_id")};
        if (!rows_.emplace(id, &row).second) draft.fault(row.line, "CALENDAR.clndr_id", id, "must be unique");
    }
}

std::string XerCalendars::base_of(const std::string& id) const {
    const auto place = rows_.find(id);
    std::string base{place == rows_.end() ? std::string_view{} : table_.get(*place->second, "base_clndr_id")};
    return base != id && has(base) ? base : std::string{};
}

XerCalendars::Entry& XerCalendars::entry(const std::string& id) {
    const auto known = entries_.find(id);
    if (known != entries_.end()) return known->second;
    const auto chain = base_chain(
        id, [&](const std::string& one) { return base_of(one); },
        [&](const std::string& one) { return entries_.contains(one); },
        [&](const std::string& one, const std::string& rule) {
            const XerTable::Row& row = *rows_.at(one);
            draft_.refuse(row.line, "CALENDAR.base_clndr_id", table_.get(row, "base_clndr_id"), rule);
        });
    for (const std::string& one : chain | std::views::reverse) entries_[one].calendar = read(one);
    return entries_.at(id);
}

const HourCalendar& XerCalendars::get(std::string_view id) {
    return entry(std::string{id}).calendar;
}

const std::string& XerCalendars::name(std::string_view id) {
    Entry& found = entry(std::string{id});
    if (!found.name.empty()) return found.name;
    found.name = draft_.calendar(found.calendar.days);
    double least = 24, most = 0;
    for (const double h : found.calendar.hours) {
        if (h > 0) least = std::min(least, h);
        most = std::max(most, h);
    }
    if (most > least)
        draft_.remark("calendar \"" + shown(found.name) + "\" has days of " + number_text(least) + " to " +
                      number_text(most) + " hours: each counts as one of " +
                      number_text(std::round(found.calendar.hours_a_day * 1000) / 1000));
    return found.name;
}

void XerCalendars::finish() {
    int unused = 0;
    for (const auto& [id, row] : rows_) {
        const auto known = entries_.find(id);
        if (known == entries_.end() || known->second.name.empty()) ++unused;
    }
    if (unused > 0) draft_.leave("calendar that no activity uses", "calendars that no activity uses", unused);
}

HourCalendar XerCalendars::read(const std::string& id) {
    HourCalendar calendar;
    const auto place = rows_.find(id);
    const XerTable::Row* const row = place == rows_.end() ? nullptr : place->second;
    double usual = 8;
    if (row) {
        const std::string_view stated = table_.get(*row, "day_hr_cnt");
        if (!stated.empty()) usual = draft_.within(row->line, "CALENDAR.day_hr_cnt", stated, 24);
        if (usual <= 0) usual = 8;
        if (const std::string base = base_of(id); !base.empty()) calendar = entries_.at(base).calendar;
        calendar.days.name = table_.get(*row, "clndr_name");
        if (read_data(table_.get(*row, "clndr_data"), row->line, calendar)) {
            calendar.settle(usual);
            calendar.join_closures();
            return calendar;
        }
    } else {
        calendar.days.name = "standard";
    }
    draft_.leave("working days of calendar \"" + shown(calendar.days.name) +
                 "\" cannot be read: Monday to Friday, " + number_text(usual) + " hours a day, was taken");
    calendar.hours.fill(0);
    for (std::size_t d = 0; d < 5; ++d) calendar.hours[d] = usual;
    calendar.settle(usual);
    calendar.join_closures();
    return calendar;
}

bool XerCalendars::read_data(std::string_view data, int line, HourCalendar& calendar) {
    Bracket root;
    for (std::size_t at = 0; (at = data.find('(', at)) != std::string_view::npos;) {
        root.inner.emplace_back();
        if (!read_bracket(data, at, 0, root.inner.back())) return false;
    }

    bool good = true;
    if (const Bracket* const week = find_named(root, "DaysOfWeek")) {
        calendar.hours.fill(0);
        each_outermost(
            *week, [](const Bracket& b) { return weekday_of(b.text).has_value(); },
            [&](const Bracket& b) {
                const std::size_t weekday = *weekday_of(b.text);
                good =
                    each_shift(b, [&](int from, int to) { calendar.add_shift(weekday, from, to); }) && good;
            });
    }
    if (!good || std::ranges::all_of(calendar.hours, [](double h) { return h == 0; })) return false;

    const Bracket* const exceptions = find_named(root, "Exceptions");
    if (!exceptions) return true;
    each_outermost(
        *exceptions, [](const Bracket& b) { return serial_of(b).has_value(); },
        [&](const Bracket& b) {
            const Parsed<double> serial = parse_number(*serial_of(b));
            if (!serial || serial.value < 1 || serial.value > static_cast<double>(last_serial)) {
                draft_.fault(line, "CALENDAR.clndr_data", *serial_of(b),
                             "must be the number of a day from 1 to 2958465");
                return;
            }
            const Date day = date_of(days_since_epoch(serial_zero) + static_cast<long>(serial.value));
            double hours = 0;
            if (!each_shift(b, [&](int from, int to) { hours += ((to == 0 ? 1440 : to) - from) / 60.0; })) {
                draft_.leave("exception of a calendar cannot be read",
                             "exceptions of calendars cannot be read");
                return;
            }
            const long weekday = ((days_since_epoch(day) + 3) % 7 + 7) % 7;
            const double usual = calendar.hours[static_cast<std::size_t>(weekday)];
            if (hours == 0) {
                calendar.days.closures.emplace_back(day, day);
            } else if (std::abs(hours - usual) > 1e-9) {
                draft_.leave("exception of a calendar makes a day work or changes its hours",
                             "exceptions of calendars make days work or change their hours");
            }
        });
    return true;
}

}  // namespace minerisk::inline v0::io
