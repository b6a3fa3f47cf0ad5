#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0 {

struct CapitalKnot {
    Years build_time{};  ///< on the clock of the plan, as if nothing slipped
    Money spent{};       ///< cumulative, up to here
    friend bool operator==(const CapitalKnot&, const CapitalKnot&) = default;
};

/// The build of one phase as planned.
struct PlannedBuild {
    int after = -1;  ///< index of the phase whose milestone starts this build; -1: `start` is a time
    Years start{};   ///< from the valuation date, or after that milestone
    Years length{};  ///< from the start to the milestone (first ore)
    std::vector<CapitalKnot>
        capital{};              ///< linear between knots, from (0, 0); may go on beyond the milestone
    Years capital_milestone{};  ///< where on the clock of the knots the milestone stands
    friend bool operator==(const PlannedBuild&, const PlannedBuild&) = default;
};

/// How a build decision ended on a path.
enum class Decision : unsigned char { none, go, stopped, undecided };
inline constexpr std::array<const char*, 4> decision_names{"none", "go", "stopped", "undecided"};

/// Capital that the project is bound to from a time on.
struct Commitment {
    double begin = 0;   ///< years from the valuation date, >= 0
    double amount = 0;  ///< real USD
};

/// What a schedule model gives to the cash flow for a block of paths: times in years from the valuation date
/// (infinite: never), money in real USD. Rows are phases or periods.
struct BuildPaths {
    BuildPaths() = default;
    BuildPaths(int phases, int periods, int width)
        : start{phases, width},
          milestone{phases, width},
          ramp_up{phases, width},
          slip{phases, width},
          capital_ratio{phases, width},
          capital{periods, width},
          standing{periods, width},
          pause_end{1, width},
          decision(static_cast<std::size_t>(width), Decision::none),
          draws(static_cast<std::size_t>(width), 0) {
        commitments.reset_empty(static_cast<std::size_t>(width));
    }

    /// When it is decided to go on, at once where there is nothing to decide; infinite: it never is.
    double goes_on(int path) const {
        const Decision d = decision[static_cast<std::size_t>(path)];
        const bool on = d == Decision::none || d == Decision::go;
        return on ? pause_end(0, path) : std::numeric_limits<double>::infinity();
    }

    BlockArray start;          ///< of the build [phase]
    BlockArray milestone;      ///< first ore of the phase [phase]
    BlockArray ramp_up;        ///< duration of the ramp-up [phase]
    BlockArray slip;           ///< ratio of the productive build time to the plan's [phase]
    BlockArray capital_ratio;  ///< [phase]
    BlockArray capital;        ///< growth capital [period]
    BlockArray standing;       ///< standing cost of a pause, and exit cost [period]
    BlockArray pause_end;      ///< when the pause ends: by a restart or a stop [0]
    std::vector<Decision> decision;
    std::vector<std::uint32_t> draws;  ///< times the decision was drawn
    /// Of each path, in no order: what begins inside the grid and before a suspension for good. None where
    /// the project is stopped or undecided.
    RaggedLists<Commitment> commitments;
};

}  // namespace minerisk::inline v0
