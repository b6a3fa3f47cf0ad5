#pragma once

#include <string>

#include <fmt/format.h>

namespace minerisk::inline v0::report {

/// How people read a column.
struct Look {
    const char* name;
    const char* label;
    double unit;
    bool low_is_bad = false;

    std::string label_at(double discount_rate) const {
        return fmt::format(fmt::runtime(label), 100 * discount_rate);
    }
};

/// A column that is not here is kept in the files and left out of the tables.
inline constexpr Look looks[] = {
    {"npv_usd", "NPV at {:.3g} %, MUSD", 1e6, true},
    {"npv_including_sunk_usd", "NPV with sunk cost, MUSD", 1e6, true},
    {"irr", "IRR, forward, %", 0.01, true},
    {"payback_years", "payback, from start, yr", 1},
    {"profitability_index", "NPV / growth capital", 1, true},
    {"first_ore_year", "first ore, year", 1},
    {"last_ore_year", "last ore, year", 1},
    {"capital_usd", "growth capital, MUSD", 1e6},
    {"ore_unmined_t", "ore left unmined, Mt", 1e6},
    {"milling_lost", "milling lost, %", 0.01},
    {"force_majeure_year", "force majeure, year", 1},
};

}  // namespace minerisk::inline v0::report
