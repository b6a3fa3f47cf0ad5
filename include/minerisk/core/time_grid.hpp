#pragma once

#include <algorithm>

#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0 {

/// Equal periods from the valuation date on: 1, 2, 4 or 12 a year. Time is in years from that date.
class TimeGrid {
public:
    /// Throws InputError if the date is not one, or a count is outside its range (1 to 150 years).
    TimeGrid(Date start, int years, int periods_per_year = 1);
    static TimeGrid yearly(int years, Date start = {2026, 1, 1}) { return {start, years, 1}; }

    Date start() const { return start_; }
    int years() const { return years_; }
    int periods() const { return years_ * periods_per_year_; }
    int periods_per_year() const { return periods_per_year_; }
    /// Length of a period in years.
    double step() const { return 1.0 / periods_per_year_; }
    /// Where period i begins, in years from the start; `begin(periods())` is the end of the grid.
    double begin(int period) const { return static_cast<double>(period) / periods_per_year_; }
    double end(int period) const { return begin(period + 1); }
    double length() const { return years_; }
    /// The year of the grid (0 for the first) that a period belongs to.
    int year_of(int period) const { return period / periods_per_year_; }
    bool ends_year(int period) const { return (period + 1) % periods_per_year_ == 0; }
    /// Share of a period that lies after time t.
    double share_after(double t, int period) const {
        return std::clamp((end(period) - t) / step(), 0.0, 1.0);
    }
    /// Share of a period that lies before time t.
    double share_before(double t, int period) const {
        return std::clamp((t - begin(period)) / step(), 0.0, 1.0);
    }
    /// The period that holds time t, the last one for t at or past the end.
    int period_at(double t) const {
        int k = std::clamp(static_cast<int>(t * periods_per_year_), 0, periods() - 1);
        if (k + 1 < periods() && begin(k + 1) <= t)
            ++k;  // t * periods_per_year may round below a whole number
        if (k > 0 && begin(k) > t) --k;
        return k;
    }
    /// Time of a date, in years from the start (negative before it).
    double time_of(Date d) const { return years_between(start_, d); }
    /// Decimal calendar year of a time.
    double calendar_year(double t) const { return decimal_year(start_) + t; }

    friend bool operator==(const TimeGrid&, const TimeGrid&) = default;

private:
    Date start_;
    int years_;
    int periods_per_year_;
};

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/core/time_grid.inl"
#endif
