#pragma once

#include <string>

#include "minerisk/analysis/condition.hpp"

namespace minerisk::inline v0::analysis {

/// What somebody says of the project, as a condition on the columns of a run.
struct Claim {
    std::string name{};    ///< as in the model file
    std::string text{};    ///< in words
    std::string source{};  ///< who said so, and when; may be empty
    Condition holds;
};

}  // namespace minerisk::inline v0::analysis
