#include <algorithm>
#include <cmath>
#include <ranges>

#include "io/import/lines.hpp"
#include "io/import/mspdi.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr int most_occurrences = 1000;

/// Adds the shifts of <WorkingTimes>; the hours they come to.
double add_shifts(pugi::xml_node node, HourCalendar& calendar, std::size_t weekday) {
    for (const pugi::xml_node time : node.child("WorkingTimes").children("WorkingTime")) {
        const auto from = parse_minutes(child_text(time, "FromTime"));
        const auto to = parse_minutes(child_text(time, "ToTime"));
        if (from && to) calendar.add_shift(weekday, *from, *to);
    }
    return calendar.hours[weekday];
}

}  // namespace

MspdiCalendars::MspdiCalendars(Draft& draft, const XmlText& xml, double usual_hours)
    : draft_{draft}, xml_{xml}, usual_hours_{usual_hours} {
    for (const pugi::xml_node node : xml.root().child("Calendars").children("Calendar")) {
        const std::string uid{child_text(node, "UID")};
        if (!nodes_.emplace(uid, node).second)
            draft.fault(xml.line(node), "calendar.UID", uid, "must be unique");
    }
}

std::string MspdiCalendars::base_of(const std::string& uid) const {
    const auto place = nodes_.find(uid);
    std::string base{place == nodes_.end() ? std::string_view{}
                                           : child_text(place->second, "BaseCalendarUID")};
    return base != uid && has(base) ? base : std::string{};
}

MspdiCalendars::Entry& MspdiCalendars::entry(const std::string& uid) {
    const auto known = entries_.find(uid);
    if (known != entries_.end()) return known->second;
    const auto chain = base_chain(
        uid, [&](const std::string& id) { return base_of(id); },
        [&](const std::string& id) { return entries_.contains(id); },
        [&](const std::string& id, const std::string& rule) {
            draft_.refuse(xml_.line(nodes_.at(id)), "calendar " + shown(id, 20) + ".BaseCalendarUID",
                          child_text(nodes_.at(id), "BaseCalendarUID"), rule);
        });
    for (const std::string& id : chain | std::views::reverse) entries_[id].calendar = read(id);
    return entries_.at(uid);
}

const HourCalendar& MspdiCalendars::get(const std::string& uid) {
    return entry(uid).calendar;
}

const std::string& MspdiCalendars::name(const std::string& uid) {
    Entry& found = entry(uid);
    if (!found.name.empty()) return found.name;
    found.name = draft_.calendar(found.calendar.days);
    if (!has(uid)) {
        draft_.remark("calendar \"" + found.name + "\" is not in the file: Monday to Friday, " +
                      number_text(usual_hours_) + " hours a day, was taken");
        return found.name;
    }
    if (std::ranges::none_of(found.calendar.days.works, [](bool works) { return works; })) {
        draft_.fault(xml_.line(nodes_.at(uid)), "calendar " + shown(uid, 20), found.name,
                     "must have at least one working day in its week");
    }
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

void MspdiCalendars::finish() {
    int unused = 0;
    for (const auto& [uid, node] : nodes_) {
        const auto known = entries_.find(uid);
        if (known == entries_.end() || known->second.name.empty()) ++unused;
    }
    if (unused > 0) draft_.leave("calendar that no task uses", "calendars that no task uses", unused);
}

HourCalendar MspdiCalendars::read(const std::string& uid) {
    HourCalendar calendar;
    const auto place = nodes_.find(uid);
    if (place == nodes_.end()) {
        for (std::size_t d = 0; d < 5; ++d) calendar.hours[d] = usual_hours_;
        calendar.settle(usual_hours_);
        calendar.days.name = "standard";
        return calendar;
    }
    const pugi::xml_node node = place->second;
    const std::string base = base_of(uid);
    const bool has_base = !base.empty();
    if (has_base) calendar = entries_.at(base).calendar;
    calendar.days.name = child_text(node, "Name");
    read_week(node, calendar, has_base);
    read_exceptions(node, calendar);
    calendar.settle(usual_hours_);
    calendar.join_closures();
    return calendar;
}

void MspdiCalendars::read_week(pugi::xml_node node, HourCalendar& calendar, bool has_base) {
    std::array<bool, 7> stated{};
    std::array<double, 7> inherited = calendar.hours;
    calendar.hours.fill(0);
    for (const pugi::xml_node day : node.child("WeekDays").children("WeekDay")) {
        const std::string_view type = child_text(day, "DayType");
        if (type == "0") continue;  // an exception in the way of older files
        if (type.size() != 1 || type[0] < '1' || type[0] > '7') {
            draft_.fault(xml_.line(day), "calendar.DayType", type, "must be from 0 to 7");
            continue;
        }
        const auto weekday = static_cast<std::size_t>((type[0] - '1' + 6) % 7);  // 1 is Sunday
        stated[weekday] = true;
        calendar.hours[weekday] = 0;
        if (child_text(day, "DayWorking") != "1") continue;
        if (add_shifts(day, calendar, weekday) == 0) calendar.hours[weekday] = usual_hours_;
    }
    int gaps = 0;
    for (std::size_t d = 0; d < stated.size(); ++d) {
        if (stated[d]) continue;
        if (has_base) {
            calendar.hours[d] = inherited[d];
        } else {
            ++gaps;
            calendar.hours[d] = d < 5 ? usual_hours_ : 0;
        }
    }
    if (gaps > 0)
        draft_.remark("calendar \"" + shown(calendar.days.name) + "\" does not state " +
                      std::to_string(gaps) +
                      " of its weekdays: the usual ones of Monday to Friday were taken");
    if (const auto weeks = node.child("WorkWeeks").children("WorkWeek"); weeks.begin() != weeks.end()) {
        const int count = static_cast<int>(std::distance(weeks.begin(), weeks.end()));
        draft_.leave("week of other hours in a calendar", "weeks of other hours in calendars", count);
    }
}

void MspdiCalendars::read_exceptions(pugi::xml_node node, HourCalendar& calendar) {
    const pugi::xml_node exceptions = node.child("Exceptions");
    for (const pugi::xml_node exception : exceptions.children("Exception"))
        read_exception(exception, calendar);
    if (exceptions) return;  // newer files state both; the older form then says less
    for (const pugi::xml_node day : node.child("WeekDays").children("WeekDay"))
        if (child_text(day, "DayType") == "0") read_exception(day, calendar);
}

void MspdiCalendars::read_exception(pugi::xml_node node, HourCalendar& calendar) {
    const std::string field = "calendar.TimePeriod";
    const pugi::xml_node period = node.child("TimePeriod");
    const auto from = child_instant(draft_, xml_, period, "FromDate", field);
    const auto to = child_instant(draft_, xml_, period, "ToDate", field);
    if (!from || !to) {
        draft_.leave("exception without dates in a calendar", "exceptions without dates in calendars");
        return;
    }
    if (to->day < from->day) {
        draft_.fault(xml_.line(node), field, to_string(to->day),
                     "must not end before it begins, on " + to_string(from->day));
        return;
    }
    if (child_text(node, "DayWorking") == "1") {
        draft_.leave("exception of a calendar makes days work or changes their hours",
                     "exceptions of calendars make days work or change their hours");
        return;
    }
    const std::string_view type = child_text(node, "Type");
    const double every = std::clamp(child_number(draft_, xml_, node, "Period", field, 1), 1.0, 1e4);
    if (type.empty() || (type == "1" && every == 1)) {
        calendar.days.closures.emplace_back(from->day, to->day);
    } else if (type == "2") {
        // Once a year on a day of a month (0 is January).
        const double month = child_number(draft_, xml_, node, "Month", field, -1) + 1;
        const double day = child_number(draft_, xml_, node, "MonthDay", field, 0);
        if (month < 1 || month > 12 || day < 1 || day > 31 ||
            to->day.year - from->day.year > most_occurrences) {
            draft_.fault(xml_.line(node), field, "", "must have a month from 0 to 11 and a day of it");
            return;
        }
        for (int year = from->day.year; year <= to->day.year; year += static_cast<int>(every)) {
            const Date once{year, static_cast<int>(month), static_cast<int>(day)};
            if (is_valid(once) && from->day <= once && once <= to->day)
                calendar.days.closures.emplace_back(once, once);
        }
    } else {
        draft_.leave("exception of a calendar comes back by a rule that is not understood",
                     "exceptions of calendars come back by a rule that is not understood");
    }
}

}  // namespace minerisk::inline v0::io
