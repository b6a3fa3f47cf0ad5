#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/parsed.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::io {

/// A stretch of time as files state it: "15 months", "20 d", "2 weeks", "1.5 yr", or working days, "15 wd".
struct Span {
    double value = 0;      ///< years, or working days
    bool working = false;  ///< stated in working days, which need a calendar
};

/// Reads a stretch of time; a leading minus is taken.
Parsed<Span> parse_span(std::string_view text);

/// The text of years or working days that reads back to exactly the same value.
std::string span_text(Span span);

/// What comes after which predecessor, as text: an id, then the type (FS if none is stated), a signed lag
/// with its unit, and the calendar of a lag in working days:
///
///   CAMP    CAMP SS+6 months    EARLYW-2 months    CIVIL FF + 4 wd @five days
struct LinkText {
    std::string from{};
    schedule::LinkType type = schedule::LinkType::finish_start;
    Span lag{};
    std::string calendar{};  ///< empty: of the activity that waits, where the lag is in working days
};

/// One link, or several with ";" between them. An id ends at a blank or one of + - @ ; , and so holds none of
/// these; a calendar's name goes on to the end or the next ";".
Parsed<std::vector<LinkText>> parse_links(std::string_view text);

/// The text of a link, without the activity that waits.
std::string link_text(const schedule::Link& link);

}  // namespace minerisk::inline v0::io
