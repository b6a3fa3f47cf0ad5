#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "minerisk/cashflow/insurance.hpp"

namespace minerisk::inline v0::cashflow {

/// How a path's mine ended.
enum class MineEnd : unsigned char {
    never_started,
    exhausted,
    closed_early,
    cut,          // lease end or horizon
    abandoned,    // given up after a suspension for good
    expropriated  // taken from its owners
};
inline constexpr std::array<const char*, 6> mine_end_names{"never_started", "exhausted", "closed_early",
                                                           "cut",           "abandoned", "expropriated"};

/// What a path is left with beside its ledger.
struct Mine {
    double first_ore = 0;  ///< years from the valuation date; infinite: never
    double last_ore = 0;   ///< when milling ended; infinite: it never started
    MineEnd end = MineEnd::never_started;
    double milled = 0;       ///< t of ore
    bool exhausted = false;  ///< whether the ore is out
    double planned = 0;      ///< t that the capacity could have milled until the end
    double lost = 0;         ///< t of it that outages cost
    double capital = 0;      ///< growth capital spent
    double change = 0;       ///< when the fiscal terms change; infinite: never
    double taken = 0;  ///< when the project is taken from its owners; infinite: never, or it is over before
    // while the periods run
    double stop = 0;  ///< milling ends then at the latest
    double over = 0;  ///< the project is over then, whatever it mills
    /// When the project ended, as far as that has come about: with its last ore, or when it was over.
    double ended() const { return std::min(last_ore, over); }
    bool eventful = false;   ///< whether there are events that cost money, or insurance
    std::size_t damage = 0;  ///< the first that was not met so far
    Claims claims;
    int end_period = -1;      ///< of last ore; -1: still open
    int last_fixed_year = 0;  ///< fixed costs run to the end of this year of the grid once it has ended
    int bad_years = 0;
    double year_margin = 0, year_planned = 0, year_lost = 0, year_ore = 0;
    double progressive_left = 0;
};

}  // namespace minerisk::inline v0::cashflow
