#pragma once

namespace minerisk::inline v0 {

/// A stretch of time [begin, end) in years during which a channel loses a share of its flow:
/// one share while the project is built, one while it operates. 0 is no loss, 1 a closed channel.
struct Outage {
    double begin = 0;
    double end = 0;
    double build_loss = 0;
    double operation_loss = 0;
};

/// One outage as its event made it, before those of a channel are joined.
struct EventOutage {
    Outage outage{};
    int source = 0;          ///< which class of events: its place in the security model
    double build_share = 1;  ///< of what the class takes from work under construction: less where a measure
                             ///< eases it, and while work recovers
};

/// What an event costs beside the time it takes: repairs, lost cargo.
struct Damage {
    double time = 0;  ///< years
    double cost = 0;  ///< real USD
    int source = 0;   ///< which class of events
};

}  // namespace minerisk::inline v0
