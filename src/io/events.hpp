#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/calendar.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

/// Which rows of a table of events are wanted, and what of them.
struct EventQuery {
    std::string date_column = "date_start";
    std::string class_column{};  ///< empty: events are of one kind
    std::vector<std::pair<std::string, std::string>>
        where{};                       ///< column and the value it must have, all of them
    std::optional<Date> from{}, to{};  ///< the window, both included; else from the first, to the last event
};

/// Dated events of a CSV file, one a row, in the order of their days.
struct EventTable {
    Date first, last;  ///< the window, both included
    struct Event {
        int day;           ///< 0 for the first of the window
        std::string kind;  ///< what the class column says; empty without one
    };
    std::vector<Event> events;
    int rows = 0;            ///< of the file
    int unlike_where = 0;    ///< rows left out because a column has another value
    int out_of_window = 0;   ///< further rows left out because of their date
    int uncertain_days = 0;  ///< events kept whose column date_prec is not 1 (UCDP: the day is not exact)

    int days() const { return static_cast<int>(days_since_epoch(last) - days_since_epoch(first)) + 1; }
};

/// Reads a table of events. Columns that nobody asks for are left alone. A date is YYYY-MM-DD, a time of day
/// behind it does not count. `sources` receives the file, also when this throws.
/// Throws InputError: a column or a value that the file does not have, a date that is none, no event left.
EventTable read_events(const std::string& path, const EventQuery& query, Sources& sources);

}  // namespace minerisk::inline v0::io
