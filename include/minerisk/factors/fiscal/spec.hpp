#pragma once

#include <optional>

#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::fiscal {

/// How probable a change of the fiscal terms and an expropriation are in a year in which they have not come,
/// from a date on; what is not stated does not come.
struct Spec {
    std::optional<Rate> change{}, expropriation{};
    Years from{};  ///< at the valuation date or later
};

}  // namespace minerisk::inline v0::fiscal
