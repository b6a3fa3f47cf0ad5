#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::calibration {

/// Dated events as points of a window of whole days.
struct EventTimes {
    std::vector<double> at;  ///< days from the midnight that opens the window, ascending, in (0, days)
    int days = 0;            ///< length of the window

    std::size_t count() const { return at.size(); }
};

/// Events that are known by their day alone, 0 for the first of the window, ascending. Of m events of one
/// day the j-th stands (j - 1/2) / m into it: no two coincide, and nothing is drawn.
inline EventTimes spread_over_days(std::span<const int> day, int days) {
    EventTimes events{{}, days};
    events.at.reserve(day.size());
    for (std::size_t i = 0; i < day.size();) {
        std::size_t end = i;
        while (end < day.size() && day[end] == day[i]) ++end;
        MINERISK_EXPECTS(day[i] >= 0 && day[i] < days && (i == 0 || day[i] > day[i - 1]));
        const double m = static_cast<double>(end - i);
        for (std::size_t j = i; j < end; ++j)
            events.at.push_back(day[i] + (static_cast<double>(j - i) + 0.5) / m);
        i = end;
    }
    return events;
}

/// The days of the events.
inline std::vector<int> days_of(const EventTimes& events) {
    std::vector<int> days;
    days.reserve(events.count());
    for (const double t : events.at) days.push_back(std::min(static_cast<int>(t), events.days - 1));
    return days;
}

/// The events as somebody sees them who learns their days alone: spread anew.
inline EventTimes seen_by_day(const EventTimes& events) {
    return spread_over_days(days_of(events), events.days);
}

}  // namespace minerisk::inline v0::calibration
