#pragma once

#include <string>

namespace minerisk::inline v0::schedule {

/// One thing to say of a plan. `field` is the path that a model file gives the value, below its [network]:
/// `driver[2].hits[3]`, counted from 1; the links of an activity are its `after`, in their order in the plan.
struct Finding {
    bool error = true;  ///< cannot be run; else advice
    std::string field{};
    std::string value{};
    std::string rule{};
};

}  // namespace minerisk::inline v0::schedule
