#pragma once

#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/baseline.hpp"

namespace minerisk::inline v0::security {

/// What one event does to one channel: a lognormal outage by median and P90, min(draw, cap), and the share of
/// the channel's flow that it takes while the project is built and while it operates.
struct Effect {
    Channel channel = Channel::site;
    Years median{};
    Years p90{};
    std::optional<Years> cap{};
    double build_loss = 1;
    double operation_loss = 1;
};

/// One way in which the events of a class touch the project: an attack that closes the road, one that hits
/// the cargo, a breach of the fence. A kind without effects closes nothing and is told of all the same.
struct EventKind {
    std::string name{};
    double share = 1;    ///< of all events of the class
    double avoided = 0;  ///< share of these that a measure keeps off the project
    std::vector<Effect> effects{};
};

/// Events that an event brings about: a Poisson number of mean `branching` in the class `excited`, each after
/// an exponential delay of rate `decay` (a Hawkes process with kernel branching x decay x exp(-decay t)).
struct Excitation {
    std::string excited{};  ///< empty: the class itself
    double branching = 0;
    Rate decay{};
};

/// A class of events: immigrants, a Poisson process under the regime's multiplier, and what they and their
/// successors bring about. Those that touch the project do so in one of several kinds; where all do the same,
/// `exposure`, `avoided` and `effects` of the class say it and `kinds` is empty.
struct StoppageClass {
    std::string name{};
    /// Of all events, immigrants and successors, in the long run at regime multiplier 1 and baseline 1: with
    /// a baseline, the mean over a whole year at the level of the start, before any growth.
    Rate rate{};
    double exposure = 1;  ///< share of them that touches the project
    std::vector<Effect> effects{};
    double avoided = 0;  ///< share of the events that touch the project which a measure keeps off it
    std::vector<EventKind> kinds{};
    std::vector<Excitation> excites{};
    std::vector<Years> recent{};         ///< how long before the start its latest events were
    std::optional<Baseline> baseline{};  ///< of its immigrants; what other classes bring about follows those

    /// Kinds as stated, or the one that the class itself states.
    std::vector<EventKind> all_kinds() const {
        if (!kinds.empty()) return kinds;
        return {{{}, exposure, avoided, effects}};
    }
    /// Share of the events that touches the project in any way.
    double touching() const {
        if (kinds.empty()) return exposure;
        double sum = 0;
        for (const EventKind& k : kinds) sum += k.share;
        return sum;
    }
};

}  // namespace minerisk::inline v0::security
