#pragma once

#include <string_view>

#include "io/table.hpp"
#include "minerisk/core/time_grid.hpp"

namespace minerisk::inline v0::io {

/// Dates of a model file as years from its valuation date. While that date could not be read, every date is
/// at 0 and no rule about before and after is checked: it would blame dates that may be right.
class Dates {
public:
    Dates(const TimeGrid& grid, bool known) : grid_{grid}, known_{known} {}

    bool known() const { return known_; }
    Years years(Date date) const { return known_ ? Years::from_canonical(grid_.time_of(date)) : Years{}; }
    Years required(const Table& table, std::string_view key) const {
        const auto date = table.optional<Date>(key);
        if (!date && !table.has(key)) table.required<Date>(key);  // reports the gap
        return date ? years(*date) : Years{};
    }
    /// The end of the day that the key names.
    Years end_of(const Table& table, std::string_view key) const {
        const auto date = table.optional<Date>(key);
        if (!date && !table.has(key)) table.required<Date>(key);  // reports the gap
        return date && is_valid(*date) ? years(next_day(*date)) : Years{};
    }
    /// A date on or before the valuation date, as its age.
    Years age(const Table& table, std::string_view key) const {
        const Years time = required(table, key);
        table.require(time <= Years{}, key, "must not be after the valuation date");
        return time <= Years{} ? -time : Years{};
    }
    /// A date on or after the valuation date.
    Years to_come(const Table& table, std::string_view key) const {
        const Years time = required(table, key);
        table.require(time >= Years{}, key, "must not be before the valuation date");
        return time >= Years{} ? time : Years{};
    }

private:
    TimeGrid grid_;
    bool known_;
};

}  // namespace minerisk::inline v0::io
