#pragma once

#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::security {

/// When the project is suspended as a whole, for how long, and how it comes back.
///
/// A suspension begins at the first of its triggers. While it lasts no trigger counts; afterwards they count
/// anew, from nothing. Its length is lognormal by median and P90, or it never ends. Work then comes back from
/// nothing to `restart_share` in a straight line over `restart`; after that operation is whole and a build
/// goes on at `build_share_after` for good.
struct ForceMajeure {
    /// An event that touches the project sets it off with this probability.
    struct Chance {
        std::string event_class{};
        std::string kind{};  ///< empty: any
        double probability = 0;
    };
    /// So many events that touch the project within so long a time set it off.
    struct Count {
        std::string event_class{};
        std::string kind{};  ///< empty: any
        int events = 2;
        Years within{};
    };
    /// A channel that loses so much time (days of full closure, by the larger of its losses) within so long a
    /// time sets it off.
    struct LostTime {
        Channel channel = Channel::road;
        Years lost{};
        Years within{};
    };

    std::vector<Chance> chances{};
    std::vector<Count> counts{};
    std::vector<LostTime> lost_time{};
    Years median{};
    Years p90{};
    double never = 0;                 ///< probability that the project never restarts
    std::optional<Years> given_up{};  ///< when such a project is given up, after its begin; none: at the end
    Years restart{};
    double restart_share = 1;
    double build_share_after = 1;
};

}  // namespace minerisk::inline v0::security
