#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "io/events.hpp"

namespace minerisk::inline v0::program {

/// How the rate of spontaneous events may move.
enum class BaselineKind {
    constant,   ///< not at all
    annual,     ///< a level of its own for each calendar year
    quarterly,  ///< for each quarter
    reference,  ///< with the yearly counts of the other classes, times one level
};

/// What `minerisk calibrate events` was asked for.
struct CalibrationRequest {
    std::string file;
    io::EventQuery query;
    std::optional<BaselineKind> baseline;  ///< whose branching the fragment takes
    int least = 30;                        ///< events that a class needs for a fit of its own
    int samples = 200;                     ///< of the bootstrap
    std::uint64_t seed = 2026;
    int threads = 0;
    std::string fragment;  ///< file to write; empty: none
    bool quiet = false;
};

/// Does what was asked; the exit status of the program.
int calibrate_events(const CalibrationRequest& request);

}  // namespace minerisk::inline v0::program
