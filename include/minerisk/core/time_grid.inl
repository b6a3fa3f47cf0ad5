#pragma once

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY TimeGrid::TimeGrid(Date start, int years, int periods_per_year)
    : start_{start}, years_{years}, periods_per_year_{periods_per_year} {
    Problems problems{"grid"};
    if (!is_valid(start)) problems.add("start", to_string(start), "must be a date of the calendar");
    problems.require(years >= 1 && years <= 150, "years", years, "must be from 1 to 150");
    problems.require(
        periods_per_year == 1 || periods_per_year == 2 || periods_per_year == 4 || periods_per_year == 12,
        "periods_per_year", periods_per_year, "must be 1, 2, 4 or 12");
    problems.throw_if_any();
}

}  // namespace minerisk::inline v0
