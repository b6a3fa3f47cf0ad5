#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

#include "minerisk/factors/schedule/network/detail/finding.hpp"
#include "minerisk/factors/schedule/network/detail/plan_index.hpp"

namespace minerisk::inline v0::schedule::detail {

/// What the notation of links can name; bytes beyond ASCII are letters of other scripts.
inline bool is_id(std::string_view id) {
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.' || static_cast<unsigned char>(c) >= 0x80;
    });
}

/// Errors in the work itself: ids, calendars, activities, links and hammocks.
class WorkCheck {
public:
    WorkCheck(const Plan& plan, const PlanIndex& index, FindingList& found)
        : plan_{plan}, index_{index}, found_{found} {}

    void run() {
        if (plan_.activities.empty()) found_.error("activity", "", "at least one activity is needed");
        if (!is_valid(plan_.start))
            found_.error("start", to_string(plan_.start), "must be a date of the calendar");
        if (const double date = plan_.data_date.canonical(); !(date >= 0) || !std::isfinite(date))
            found_.error("data_date", text_of(date), "must not be before the start");
        calendars();
        ids();
        for (std::size_t i = 0; i < plan_.activities.size(); ++i) activity(plan_.activities[i], i);
        links();
        cycles();
        hammocks();
        known(plan_.target, [] { return std::string{"target"}; });
        for (std::size_t i = 0; i < plan_.milestones.size(); ++i)
            known(plan_.milestones[i], [&] { return entry("milestones", i); });
    }

private:
    template <class Field>
    void known(const std::string& id, const Field& field) {
        if (index_.of(id) < 0) found_.error(field(), id, std::string{unknown_activity});
    }
    /// Activities and hammocks share their names, and so do the causes of risk.
    void ids() {
        std::unordered_set<std::string_view> taken;
        const auto all = [&](const auto& list, std::string_view name, const char* rule) {
            for (std::size_t i = 0; i < list.size(); ++i) {
                const std::string& id = list[i].id;
                if (!is_id(id))
                    found_.error(entry(name, i, "id"), id, "must be of letters, digits, `_` and `.`");
                else if (!taken.insert(id).second)
                    found_.error(entry(name, i, "id"), id, rule);
            }
        };
        constexpr const char* work = "must be an id that no other activity or hammock has";
        all(plan_.activities, "activity", work);
        all(plan_.hammocks, "hammock", work);
        taken.clear();
        constexpr const char* risk = "must be an id that no other driver, event, choice or rework has";
        all(plan_.drivers, "driver", risk);
        all(plan_.events, "event", risk);
        all(plan_.choices, "choice", risk);
        all(plan_.reworks, "rework", risk);
    }

    void calendars() {
        for (std::size_t i = 0; i < plan_.calendars.size(); ++i) {
            const WorkCalendar& c = plan_.calendars[i];
            if (c.name.empty() || !calendars_.insert(c.name).second)
                found_.error(entry("calendar", i, "name"), c.name,
                             "must be a name that no other calendar has");
            if (std::ranges::none_of(c.works, [](bool works) { return works; }))
                found_.error(entry("calendar", i, "days"), "", "must have at least one working day");
            for (std::size_t k = 0; k < c.closures.size(); ++k) {
                const auto& [first, last] = c.closures[k];
                if (!is_valid(first) || !is_valid(last) || last < first)
                    found_.error(entry(entry("calendar", i, "closures"), k),
                                 to_string(first) + " to " + to_string(last),
                                 "must be a first day and a last day that is not before it");
            }
            seasons(c, i);
        }
    }
    void seasons(const WorkCalendar& c, std::size_t i) {
        std::array<bool, 372> closed{};  // 31 days a month
        bool sound = true;
        for (std::size_t k = 0; k < c.seasons.size(); ++k) {
            const auto& [first, last] = c.seasons[k];
            if (is_day(first) && is_day(last)) {
                for (int d = day_of(first); d != day_of(last); d = (d + 1) % 372)
                    closed[static_cast<std::size_t>(d)] = true;
                closed[static_cast<std::size_t>(day_of(last))] = true;
            } else {
                sound = false;
                found_.error(entry(entry("calendar", i, "seasons"), k), text(first) + " to " + text(last),
                             "must be two days of the year, month and day");
            }
        }
        const auto open = [&](int month) {
            for (int day = 1; day <= days_in_month(2025, month); ++day)
                if (!closed[static_cast<std::size_t>(day_of({month, day}))]) return true;
            return false;
        };
        bool any = false;
        for (int month = 1; month <= 12; ++month) any = any || open(month);
        if (sound && !any)
            found_.error(entry("calendar", i, "seasons"), "", "must leave a working day in every year");
    }
    static bool is_day(WorkCalendar::MonthDay d) {
        return d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= days_in_month(2024, d.month);
    }
    static int day_of(WorkCalendar::MonthDay d) { return (d.month - 1) * 31 + d.day - 1; }
    static std::string text(WorkCalendar::MonthDay d) {
        return std::to_string(d.month) + "-" + std::to_string(d.day);
    }
    template <class Field>
    void a_calendar(const std::string& name, const Field& field) {
        if (!name.empty() && !calendars_.contains(name))
            found_.error(field(), name, "must be the name of a calendar");
    }

    void activity(const Activity& a, std::size_t i) {
        const auto field = [i](std::string_view key) {
            return [i, key] { return entry("activity", i, key); };
        };
        duration(a.duration, field("duration"));
        a_calendar(a.calendar, field("calendar"));
        progress(a, i);
        bounds(a, i);
        if (a.finish_on) {
            found_.finite(a.finish_on->first.canonical(), field("finish_on.date"));
            duration(a.finish_on->second, field("finish_on.wait"));
        }
        found_.not_negative(a.cost.canonical(), field("cost"));
        found_.within(a.time_dependent, 0, 1, field("time_dependent"));
        if (a.time_dependent > 0 && a.cost > Money{} && a.duration.base() == 0)
            found_.error(entry("activity", i, "time_dependent"), text_of(a.time_dependent),
                         "must be 0 where the likely duration is 0");
        exposure(a.exposure, i);
    }
    void exposure(const Exposure& e, std::size_t i) {
        for (std::size_t k = 0; k < e.channel.size(); ++k)
            found_.within(e.channel[k], 0, 1,
                          [&] { return entry("activity", i, "exposure.") + channel_names[k]; });
        for (std::size_t k = 0; k < e.class_loss.size(); ++k) {
            const auto field = [&] {
                return entry("activity", i, "exposure.build_loss.") + e.class_loss[k].first;
            };
            found_.within(e.class_loss[k].second, 0, 1, field);
            if (std::ranges::count(e.class_loss, e.class_loss[k].first,
                                   &std::pair<std::string, double>::first) > 1)
                found_.error(field(), "", "must be stated once");
        }
        if (!e.class_loss.empty() && !e.any())
            found_.error(entry("activity", i, "exposure.build_loss"), "",
                         "has no meaning without an exposure to a channel");
    }
    template <class Field>
    void duration(const Distribution& d, const Field& field) {
        const double likely = d.base();
        if (!std::isfinite(likely))
            found_.error(field(), text_of(likely), "must be finite");
        else if (likely < 0)
            found_.error(field(), text_of(likely), "must not be negative");
        else if (const double low = least(d); low < 0)
            found_.error(field(), rounded(low), "must not be negative, also at its least: truncate it at 0");
    }
    void progress(const Activity& a, std::size_t i) {
        if (a.progress == Progress::to_come || plan_.data_date < Years{}) return;
        const auto refuse = [&](const char* key, Years date, const char* rule) {
            found_.error(entry("activity", i, key), text_of(date.canonical()), rule);
        };
        if (!std::isfinite(a.started.canonical()) || a.started > plan_.data_date)
            refuse("started", a.started, "must not be after the data date");
        if (a.progress == Progress::under_way) return;
        if (!std::isfinite(a.finished.canonical()) || a.finished > plan_.data_date)
            refuse("finished", a.finished, "must not be after the data date");
        else if (a.finished < a.started)
            refuse("finished", a.finished, "must not be before the start");
    }
    void bounds(const Activity& a, std::size_t i) {
        constexpr double never = std::numeric_limits<double>::infinity();
        constexpr std::array keys{"start_not_earlier", "finish_not_earlier", "start_not_later",
                                  "finish_not_later", "deadline"};
        double start_from = -never, finish_from = -never, start_to = never, finish_to = never;
        for (const DateBound& b : a.bounds) {
            const double date = b.date.canonical();
            if (!std::isfinite(date)) {
                found_.error(entry("activity", i, "bounds.") + keys[static_cast<std::size_t>(b.kind)],
                             text_of(date), "must be finite");
                return;
            }
            if (b.kind == BoundKind::start_not_earlier) start_from = std::max(start_from, date);
            if (b.kind == BoundKind::finish_not_earlier) finish_from = std::max(finish_from, date);
            if (b.kind == BoundKind::start_not_later) start_to = std::min(start_to, date);
            if (b.kind == BoundKind::finish_not_later) finish_to = std::min(finish_to, date);
        }
        const auto contradiction = [&](double late, const char* key, const char* rule) {
            found_.error(entry("activity", i, "bounds.") + key, text_of(late), rule);
        };
        if (start_to < start_from)
            contradiction(start_to, "start_not_later", "must not be before start_not_earlier");
        if (finish_to < finish_from)
            contradiction(finish_to, "finish_not_later", "must not be before finish_not_earlier");
        else if (finish_to < start_from)
            contradiction(finish_to, "finish_not_later", "must not be before start_not_earlier");
    }

    void links() {
        std::vector<std::size_t> count(plan_.activities.size());  // so far, of those into an activity
        for (std::size_t k = 0; k < plan_.links.size(); ++k) {
            const Link& link = plan_.links[k];
            const int to = index_.of(link.to);
            if (to < 0) {
                found_.error(entry("link", k, "to"), link.to, std::string{unknown_activity});
                known(link.from, [&] { return entry("link", k, "from"); });
                continue;
            }
            const std::size_t nth = count[static_cast<std::size_t>(to)]++;
            const auto field = [&] {
                return entry(entry("activity", static_cast<std::size_t>(to), "after"), nth);
            };
            known(link.from, field);
            a_calendar(link.calendar, field);
            found_.finite(link.lag, field);
        }
    }
    void cycles() {
        for (const std::vector<int>& cycle : cycles_of(index_.activities(), index_.arrows())) {
            std::string path;
            constexpr std::size_t most = 12;
            for (std::size_t k = 0; k < cycle.size() && k < most; ++k) path += id_of(cycle[k]) + " -> ";
            if (cycle.size() > most) path += "(" + std::to_string(cycle.size() - most) + " more) -> ";
            found_.error(entry("activity", static_cast<std::size_t>(cycle[0]), "after"),
                         path + id_of(cycle[0]), "must not lead back to the same activity");
        }
    }
    const std::string& id_of(int i) const { return plan_.activities[static_cast<std::size_t>(i)].id; }

    void hammocks() {
        for (std::size_t i = 0; i < plan_.hammocks.size(); ++i) {
            const Hammock& h = plan_.hammocks[i];
            known(h.from, [&] { return entry("hammock", i, "from"); });
            known(h.to, [&] { return entry("hammock", i, "to"); });
            found_.not_negative(h.cost.canonical(), [&] { return entry("hammock", i, "cost"); });
            found_.not_negative(h.likely.canonical(), [&] { return entry("hammock", i, "likely"); });
            const int from = index_.of(h.from), to = index_.of(h.to);
            if (from >= 0 && to >= 0 && !(from == to && h.from_start) &&
                (from == to || !reached(index_.after(), {&from, 1})[static_cast<std::size_t>(to)]))
                found_.error(entry("hammock", i, "to"), h.to,
                             "must come after " + h.from + ", where the hammock begins");
        }
    }

    const Plan& plan_;
    const PlanIndex& index_;
    FindingList& found_;
    std::set<std::string_view> calendars_;
};

}  // namespace minerisk::inline v0::schedule::detail
