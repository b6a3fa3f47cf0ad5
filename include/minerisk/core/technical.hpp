#pragma once

#include <array>

namespace minerisk::inline v0 {

/// What a technical multiplier acts on, in the order of the rows of a block.
enum class Technical {
    grade,
    recovery_odds,
    mining_cost,
    processing_cost,
    freight,
    treatment,
    sustaining,
    closure
};

inline constexpr int technical_count = 8;
inline constexpr std::array<const char*, technical_count> technical_names{
    "grade",   "recovery_odds", "mining_cost", "processing_cost",
    "freight", "treatment",     "sustaining",  "closure"};

}  // namespace minerisk::inline v0
