#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"

namespace minerisk::inline v0::schedule {

/// A stretch of time [begin, end) in years in which a channel takes a share of the work.
struct Loss {
    double begin = 0, end = 0, share = 0;
};

/// How a project under construction meets outages.
struct Meeting {
    Stores stores{};
    double recovery = 0;  ///< years that work takes to come back after an outage
    double shift = 0;     ///< the outages count time from this many years after the plan's start
};

/// What one channel of a path takes from the work that hangs on it, found as far as someone looks.
///
/// The loss of the road counts once the buffer of construction inputs is empty. After each stretch its share
/// falls to nothing over the recovery in `steps` equal steps, which cost as much work as a straight line; at
/// each instant the largest counts. Times are years from the plan's start. Keeps its memory.
class ChannelLosses {
public:
    static constexpr int steps = 2;

    /// Nothing is known yet.
    void reset() { until_ = 0; }
    bool is_reset() const { return until_ == 0; }
    /// Takes the outages, which must stay: disjoint, in the order of time.
    void start(std::span<const Outage> outages, Channel channel, const Meeting& meeting);

    double until() const { return until_; }
    /// Disjoint stretches in the order of time; before `until` there are no others.
    const std::vector<Loss>& losses() const { return losses_; }

    void look(double until);

private:
    /// A loss that work recovers from, and when each step of the recovery ends.
    struct Trail {
        double share;
        std::array<double, steps> ends;
    };

    void meet(double begin, double end, double share);
    void follow_road(double until);
    /// A loss that is over: what is left of it counts from now on. One that is no larger and ended earlier
    /// never counts again.
    void trail(const Loss& loss);
    /// From where the losses end to where all is known.
    void sweep();

    std::span<const Outage> outages_;
    Meeting meeting_;
    bool is_road_ = false;
    double until_ = 0, swept_to_ = 0, road_at_ = 0;
    std::size_t next_ = 0, now_ = 0;
    BridgedChannel road_{{}, &Outage::build_loss, 0, 1, 0};
    std::vector<Loss> met_;      // before recovery
    std::vector<Trail> trails_;  // the first the largest, the last the latest
    std::size_t first_ = 0;      // of these that is not over
    std::vector<Loss> losses_;   // with it
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/channel_losses.inl"
#endif
