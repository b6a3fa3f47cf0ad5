#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/random/distribution.hpp"

namespace minerisk::inline v0::security {

/// What one event does to one channel: an outage of random length, min(draw, cap), and the share of the
/// channel's flow that it takes while the project is built and while it operates. The length is lognormal by
/// median and P90, or any distribution (in years) in their place.
struct Effect {
    Channel channel = Channel::site;
    Years median{};
    Years p90{};
    std::optional<Years> cap{};
    double build_loss = 1;
    double operation_loss = 1;
    std::optional<Distribution> length{};
    Years build_recovery{};  ///< over this time after the outage its loss falls to nothing, in a straight
                             ///< line; a network with a recovery of its own adds that after each step of it
    Years operation_recovery{};
};

/// Staff that leave after an event, with this probability: a loss of the site's work for a lognormal time.
struct Evacuation {
    double probability = 0;
    Years median{};
    Years p90{};
    double build_loss = 0;
    double operation_loss = 0;
};

/// What an event costs in money, repairs and cargo: lognormal, real USD.
struct EventCost {
    Money median{};
    Money p90{};
};

/// One way in which the events of a class touch the project: an attack that closes the road, one that hits
/// the cargo, a breach of the fence. A kind without effects closes nothing and is told of all the same.
struct EventKind {
    std::string name{};
    double share = 1;  ///< of all events of the class
    std::vector<Effect> effects{};
    std::optional<EventCost> cost{};
    std::optional<Evacuation> evacuation{};
};

/// Where events of a class happen: a segment of the road or of the line, a camp.
struct Place {
    std::string name{};
    double share = 0;     ///< of all events of the class
    double exposure = 1;  ///< share of the events here that can touch the project
};

/// Attacks that make up one event: 1 + a negative binomial number of this mean and shape. They size the event
/// and change nothing else.
struct Batch {
    double mean = 0;
    double shape = 1;
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
/// `exposure`, `effects`, `cost` and `evacuation` of the class say it and `kinds` is empty.
struct StoppageClass {
    static constexpr std::size_t most_kinds = 127;

    std::string name{};
    /// Of all events, immigrants and successors, in the long run at regime multiplier 1 and baseline 1: with
    /// a baseline, the mean over a whole year at the level of the start, before any growth.
    Rate rate{};
    double exposure = 1;  ///< share of them that touches the project; with places: of those exposed there
    std::vector<Effect> effects{};
    std::vector<EventKind> kinds{};
    std::vector<Excitation> excites{};
    std::vector<Years> recent{};  ///< how long before the start its latest events were
    std::optional<EventCost> cost{};
    std::optional<Evacuation> evacuation{};
    std::vector<Place> places{};  ///< empty: one place without a name, fully exposed
    std::optional<Batch> batch{};
    std::optional<Baseline> baseline{};  ///< of its immigrants; what other classes bring about follows those

    /// Kinds as stated, or the one that the class itself states.
    std::vector<EventKind> all_kinds() const;
    /// Share of the events that happens where the project is exposed.
    double exposed() const;
    /// Share of the events that touches the project in any way.
    double touching() const;
};

/// The place of the class of this name, or none.
MINERISK_BODY std::optional<std::size_t> class_index(const std::vector<StoppageClass>& classes,
                                                     const std::string& name);

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/event_class.inl"
#endif
