#pragma once

#include <string>
#include <vector>

#include "minerisk/core/units.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule {

/// Which activities of a network bring a phase of the mine.
struct PhaseActivities {
    std::string milestone{};  ///< its finish is first ore
    std::string ramp{};       ///< full capacity at its finish; empty: the ramp of the project's phase
};

/// All that is stated of the build of a study by a network of activities (NetworkBuild).
struct NetworkSpec {
    Plan plan{};
    std::vector<PhaseActivities> phases{};  ///< one for each phase of the project
    std::string restart{};                  ///< the activity that the branch moves; empty without a branch
    Years recovery{};                       ///< after an outage half of its loss remains so long
};

}  // namespace minerisk::inline v0::schedule
