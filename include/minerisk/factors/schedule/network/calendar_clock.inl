#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY CalendarClock::CalendarClock(const WorkCalendar& calendar, Date origin) {
    const long first = days_since_epoch({origin.year, origin.month, 1});
    double worked = 0;
    Date month{origin.year, origin.month, 1};
    long day = first;
    while (month.year < origin.year + years) {
        const int days = days_in_month(month.year, month.month);
        for (int d = 1; d <= days; ++d, ++day) {
            const bool works = works_on(calendar, {month.year, month.month, d}, day);
            begins_.push_back(years_between(origin, {month.year, month.month, d}));
            worked_.push_back(worked);
            if (works) {
                days_.push_back(begins_.size() - 1);
                worked += 1;
            }
        }
        month = month.month == 12 ? Date{month.year + 1, 1, 1} : Date{month.year, month.month + 1, 1};
    }
    begins_.push_back(years_between(origin, month));
    worked_.push_back(worked);
    days_a_year_ = worked_.back() / (begins_.back() - begins_.front());
    if (days_.empty()) {
        Problems problems{"network.calendar"};
        problems.add("days", calendar.name, "must leave at least one working day");
        problems.throw_if_any();
    }
}

MINERISK_BODY double CalendarClock::settle(double t) const {
    if (!(t < begins_.back())) return infinity;
    const auto d = static_cast<std::size_t>(kernel_builds::plain::day_of(row(), t));
    if (worked_[d + 1] > worked_[d]) return t;
    const auto next = static_cast<std::size_t>(worked_[d]);
    return next < days_.size() ? begins_[days_[next]] : infinity;
}

MINERISK_BODY double CalendarClock::advance(double t, double work) const {
    return work > 0 ? std::max(t, instant(work_at(t) + work, true)) : t;
}

MINERISK_BODY double CalendarClock::retreat(double t, double work) const {
    return work > 0 ? std::min(t, instant(work_at(t) - work, false)) : t;
}

MINERISK_BODY bool CalendarClock::works_on(const WorkCalendar& c, Date date, long day) {
    const long weekday = ((day + 3) % 7 + 7) % 7;  // 1 January 1970 was a Thursday
    if (!c.works[static_cast<std::size_t>(weekday)]) return false;
    for (const auto& [from, to] : c.closures)
        if (days_since_epoch(from) <= day && day <= days_since_epoch(to)) return false;
    const int now = date.month * 100 + date.day;
    for (const auto& [from, to] : c.seasons) {
        const int a = from.month * 100 + from.day, b = to.month * 100 + to.day;
        if (a <= b ? a <= now && now <= b : now >= a || now <= b) return false;
    }
    return true;
}

MINERISK_BODY double CalendarClock::instant(double work, bool early) const {
    if (!(work <= worked_.back())) return infinity;
    if (work < 0) return begins_.front() + work / days_a_year();  // before the table, only floats look
    // What rounding takes must not move an instant across a weekend.
    if (std::abs(work - std::round(work)) < 1e-9) work = std::round(work);
    double whole = std::floor(work);
    double part = work - whole;
    if (part == 0 && early && whole > 0) {
        whole -= 1;
        part = 1;
    }
    const auto n = static_cast<std::size_t>(whole);
    if (n >= days_.size()) return begins_[days_.back() + 1];
    const std::size_t d = days_[n];
    return begins_[d] + part * (begins_[d + 1] - begins_[d]);
}

}  // namespace minerisk::inline v0::schedule
