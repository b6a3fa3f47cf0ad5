#pragma once

#include <optional>
#include <vector>

#include "minerisk/core/units.hpp"
#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/factors/schedule/pause.hpp"

namespace minerisk::inline v0::schedule {

/// Lognormal ratios of one phase's build to its plan, by median and sd of the logarithm, and the length of
/// its ramp-up (lognormal, truncated).
struct PhaseRisk {
    double slip_median = 1;
    double slip_sigma = 0;
    double capital_median = 1;
    double capital_sigma = 0;
    Years ramp_median{};  ///< 0: the phase has no ramp-up of random length
    double ramp_sigma = 0;
    Years ramp_least{}, ramp_most{};
    Years ramp_base{};        ///< what --no-risk uses
    double slip_capital = 0;  ///< correlations of the logarithms
    double slip_ramp = 0;
    double capital_ramp = 0;
    double later_capital_factor = 1;  ///< deterministic, on spend after `later_from`
    Years later_from{};
};

/// All that is stated of a schedule from the outside (TopDown).
struct TopDownSpec {
    std::vector<PhaseRisk> phases{};  ///< one for each build
    std::optional<Branch> branch{};
    std::vector<Pause> pauses{};
};

}  // namespace minerisk::inline v0::schedule
