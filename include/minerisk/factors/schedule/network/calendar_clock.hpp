#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/kernels/scalar.hpp"

namespace minerisk::inline v0::schedule {

/// A working calendar as a function of time: how many of its working days lie before an instant, and back.
/// Made once for a span of years; each question then costs a look at a table. Beyond its end: infinity.
///
/// Time is in years from `origin` on the scale of `decimal_year` (days are equal parts of their month).
class CalendarClock {
public:
    static constexpr int years = 120;

    /// Throws InputError for a calendar that never works.
    CalendarClock(const WorkCalendar& calendar, Date origin);

    /// Working days before time t, from the first day of the table on.
    double work_at(double t) const { return kernel_builds::plain::working_days_before(row(), t); }
    /// The first working instant at or after t.
    double settle(double t) const;
    /// The first instant by which `work` working days are done that begin at t.
    double advance(double t, double work) const;
    /// The last instant before which `work` working days lie, counted as by `work_at`.
    double latest(double work) const { return instant(work, false); }
    /// The last instant from which `work` working days can still be done by t.
    double retreat(double t, double work) const;
    /// Working days in a year, on average over the table.
    double days_a_year() const { return days_a_year_; }

    /// For kernels; good as long as the calendar stays where it is.
    CalendarRow row() const {
        return {begins_.data(), worked_.data(), static_cast<int>(begins_.size()) - 1, days_a_year_};
    }

private:
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    static bool works_on(const WorkCalendar& c, Date date, long day);
    /// Where the count of working days reaches `work`: at the end of a day (`early`) or the start of the
    /// next.
    double instant(double work, bool early) const;

    std::vector<double> begins_;     // of each day, and the end of the last
    std::vector<double> worked_;     // working days before each
    std::vector<std::size_t> days_;  // the days that work
    double days_a_year_ = 0;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/calendar_clock.inl"
#endif
