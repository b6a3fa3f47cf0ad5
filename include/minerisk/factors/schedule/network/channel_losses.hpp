#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/kernels/outage_rows.hpp"

namespace minerisk::inline v0::schedule {

using Loss = ChannelLoss;

/// How a project under construction meets outages.
struct Meeting {
    Stores stores{};
    double recovery = 0;  ///< years that work takes to come back after an outage
    double shift = 0;     ///< the outages count time from this many years after the plan's start
};

/// What one channel of a path takes from the work that hangs on it, found as far as someone looks.
///
/// The loss of the road counts once the buffer of construction inputs is empty. After each stretch its share
/// falls to nothing over the recovery in `loss_steps` equal steps, which cost as much work as a straight
/// line; at each instant the largest counts. Times are years from the plan's start. Keeps its memory.
class ChannelLosses {
public:
    /// Nothing is known yet.
    void reset() { until_ = 0; }
    bool is_reset() const { return until_ == 0; }
    /// Takes the outages of the road, which must stay; of the other channels those that `prepare` is given.
    void start(std::span<const Outage> outages, Channel channel, const Meeting& meeting);

    double until() const { return until_; }
    /// Disjoint stretches in the order of time; before `until` there are no others.
    std::span<const Loss> losses() const {
        return {losses_.data(), is_reset() ? 0 : static_cast<std::size_t>(path_.losses)};
    }

    /// What the kernel `channel_losses` makes known up to a time. The outages are disjoint and in the order
    /// of time, all that begin before it, in the same order at each call; not read of the road.
    ChannelLossPath* prepare(std::span<const Outage> outages, double until);

private:
    void follow_road(double until);

    Meeting meeting_;
    bool is_road_ = false;
    double until_ = 0;
    std::size_t next_ = 0;  // of the outages
    SupplyPath road_;
    std::vector<Outage> stopped_;  // by the road, to be met now
    ChannelLossPath path_;
    std::vector<Loss> met_, losses_;
    std::vector<LossTrail> trails_;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/channel_losses.inl"
#endif
