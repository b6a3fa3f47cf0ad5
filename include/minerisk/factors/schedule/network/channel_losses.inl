#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/room.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/factors/schedule/network/channel_losses.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY void ChannelLosses::start(std::span<const Outage> outages, Channel channel,
                                        const Meeting& meeting) {
    is_road_ = channel == Channel::road;
    meeting_ = meeting;
    next_ = 0;
    road_ = is_road_ ? SupplyPath{.road = bridge_after(outages, 0)} : SupplyPath{};
    path_ = {};
}

MINERISK_BODY ChannelLossPath* ChannelLosses::prepare(std::span<const Outage> outages, double until) {
    until_ = until;
    if (is_road_) {
        follow_road(until - meeting_.shift);
        path_.outages = {stopped_.data(), stopped_.data() + stopped_.size()};
    } else {
        const std::size_t first = next_;
        while (next_ < outages.size() && outages[next_].begin < until - meeting_.shift) ++next_;
        path_.outages = {outages.data() + first, outages.data() + next_};
    }
    path_.until = until;
    const auto found = static_cast<std::size_t>(path_.outages.end - path_.outages.next);
    const auto ahead = static_cast<std::size_t>(path_.mets - path_.now) + found;
    const auto left = static_cast<std::size_t>(path_.trails - path_.first);
    path_.met = with_room(met_, static_cast<std::size_t>(path_.mets) + found);
    path_.trail = with_room(trails_, static_cast<std::size_t>(path_.trails) + ahead);
    path_.loss = with_room(
        losses_, static_cast<std::size_t>(path_.losses) + (2 + loss_steps) * ahead + loss_steps * left + 2);
    return &path_;
}

MINERISK_BODY void ChannelLosses::follow_road(double until) {
    stopped_.clear();
    road_.until = until;
    walk_supply_line(road_, SiteUse::build, meeting_.stores, [&](double from, double to, double pace) {
        if (pace < 1) stopped_.push_back({from, to, 1 - pace, 0});
        return true;
    });
}

}  // namespace minerisk::inline v0::schedule
