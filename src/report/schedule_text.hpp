#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "io/text_escape.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/report/schedule.hpp"
#include "report/layout.hpp"

/// How the reports on a network show its times, money and names.
namespace minerisk::inline v0::report {

inline constexpr int schedule_width = 100;  ///< of every table, in columns
inline constexpr int name_width = 16;       ///< of their first column

/// Why a time is infinite.
inline constexpr const char* beyond_calendar =
    "beyond the end of its working calendar, or of the study's horizon";

/// Years that make no difference to a date: half a minute.
inline constexpr double instant = 1e-6;

/// The month of an instant, "2030-06". An instant between two months belongs to the one before where work
/// ends there, and to the one after where work starts.
inline std::string month_of(double calendar_year, bool is_finish) {
    if (!std::isfinite(calendar_year)) return std::isnan(calendar_year) ? "-" : "never";
    const double months = std::floor(12 * (calendar_year + (is_finish ? -instant : instant)));
    const double year = std::floor(months / 12);
    return fmt::format("{:04.0f}-{:02.0f}", year, months - 12 * year + 1);
}

/// The day of an instant, "2030-06-14", by the same rule.
inline std::string day_of(double calendar_year, bool is_finish) {
    if (!std::isfinite(calendar_year)) return month_of(calendar_year, is_finish);
    const double months = 12 * (calendar_year + (is_finish ? -instant : instant));
    const double year = std::floor(months / 12), part = months - std::floor(months);
    const int month = static_cast<int>(std::floor(months) - 12 * year) + 1;
    const int day = static_cast<int>(part * days_in_month(static_cast<int>(year), month)) + 1;
    return to_string(Date{static_cast<int>(year), month, day});
}

/// Times of one plan in the words of its calendar: months, or days where the plan is short.
struct Dates {
    explicit Dates(const schedule::Plan& plan, bool to_the_day = false)
        : start{decimal_year(plan.start)}, days{to_the_day} {}
    double year(double time) const { return start + time; }
    std::string starting(double time) const { return text(time, false); }
    std::string finishing(double time) const { return text(time, true); }
    double start;
    bool days;

private:
    std::string text(double time, bool is_finish) const {
        return days ? day_of(year(time), is_finish) : month_of(year(time), is_finish);
    }
};
/// As the tables show them: a plan of less than three years in days.
inline Dates table_dates(const ScheduleOutcome& outcome, const schedule::Plan& plan) {
    return Dates{plan, *std::ranges::max_element(outcome.likely_finish) < 3};
}

/// The unit of money in which the largest amount has a few digits.
struct MoneyUnit {
    double size;
    const char* name;
    static MoneyUnit of(double largest) {
        if (std::abs(largest) >= 1e7) return {1e6, "MUSD"};
        if (std::abs(largest) >= 1e4) return {1e3, "kUSD"};
        return {1, "USD"};
    }
};

inline std::string id_text(const std::string& id, int width = name_width - 1) {
    return io::shown(id, width);
}
inline std::string p_text(double prob) {
    return fmt::format("P{:g}", 100 * prob);
}
/// An id with the name that it stands for: "COMM, commissioning".
inline std::string id_and_name(const std::string& id, const std::string& name, int width) {
    return io::shown(name.empty() || name == id ? id : id + ", " + name, width);
}

/// What the plan states of an activity of the outcome, which keeps its order.
inline const schedule::Activity& stated(const ScheduleOutcome& outcome, const schedule::Plan& plan,
                                        const ActivityResult& activity) {
    MINERISK_EXPECTS(outcome.activities.size() == plan.activities.size());
    return plan.activities[static_cast<std::size_t>(&activity - outcome.activities.data())];
}

/// The tables of causes: activities, drivers, ranking by removal, spend by year.
std::string activity_table(const ScheduleSummary& summary);
std::string driver_table(const ScheduleSummary& summary);
std::string ranking_table(const ScheduleSummary& summary);
std::string spend_table(const ScheduleSummary& summary);

}  // namespace minerisk::inline v0::report
