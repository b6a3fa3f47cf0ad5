#pragma once

#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/buffers.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::security {

/// Events that a measure keeps off the project, or turns into a milder kind: each that it reaches, with this
/// probability, by itself.
struct Avoidance {
    std::string event_class{};
    std::string kind{};   ///< empty: of any kind
    std::string place{};  ///< empty: anywhere
    double share = 0;     ///< in [0, 1]
    std::string into{};  ///< the kind that such an event becomes; empty: it does not touch the project at all
};

/// Outages of a class that a measure makes shorter or lighter: factors on what they would be without it.
struct Easing {
    std::string event_class{};         ///< empty: of every class
    std::optional<Channel> channel{};  ///< none: of every channel
    double length = 1;                 ///< > 0
    double build_loss = 1;             ///< in [0, 1]
    double operation_loss = 1;         ///< in [0, 1]
};

/// A measure of protection: escorts, convoys at set times, an air bridge, a second route, larger stores,
/// hardening, a force of its own. What it costs, and what it changes for events from `from` on. Stores are
/// there from the start.
struct Protection {
    std::string name{};
    Years from{};               ///< from the valuation date
    Money capital{};            ///< paid at `from`
    MoneyRate cost{};           ///< running, from `from` until the mine ends
    MoneyRate cost_on_alert{};  ///< beside it while the regime is on full alert
    std::vector<Avoidance> avoids{};
    std::vector<Easing> eases{};
    Buffers adds{};  ///< to the project's stores; its `catch_up` is not used
};

}  // namespace minerisk::inline v0::security
