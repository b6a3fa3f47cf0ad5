#pragma once

#include <optional>
#include <vector>

#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/force_majeure.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/factors/security/regime.hpp"

namespace minerisk::inline v0::security {

/// All that is stated of security.
struct Spec {
    std::vector<StoppageClass> classes{};
    std::optional<Regime> regime{};
    std::vector<Protection> protections{};
    std::optional<ForceMajeure> force_majeure{};
    double build_loss_on_alert = 0;  ///< of all exposed work while the regime is on full alert: convoy rules
};

}  // namespace minerisk::inline v0::security
