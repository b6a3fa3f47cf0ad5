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

/// A recovery whose odds r / (1 - r) are multiplied by m > 0: it stays inside (0, 1) however large m is, and
/// 0 and 1 stay where they are.
constexpr double recovery_with_odds(double r, double m) {
    return r * m / (1 - r + r * m);
}

}  // namespace minerisk::inline v0
