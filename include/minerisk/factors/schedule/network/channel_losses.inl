#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/factors/schedule/network/channel_losses.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY void ChannelLosses::start(std::span<const Outage> outages, Channel channel,
                                        const Meeting& meeting) {
    outages_ = outages;
    is_road_ = channel == Channel::road;
    meeting_ = meeting;
    next_ = now_ = 0;
    road_at_ = swept_to_ = 0;
    trails_.clear();
    first_ = 0;
    road_ = {outages, &Outage::build_loss, meeting.stores.supplies, meeting.stores.catch_up, 0};
    met_.clear();
    losses_.clear();
}

MINERISK_BODY void ChannelLosses::look(double until) {
    until_ = until;
    if (is_road_) {
        follow_road(until - meeting_.shift);
    } else {
        for (; next_ < outages_.size() && outages_[next_].begin < until - meeting_.shift; ++next_)
            meet(outages_[next_].begin, outages_[next_].end, outages_[next_].build_loss);
    }
    sweep();
}

MINERISK_BODY void ChannelLosses::meet(double begin, double end, double share) {
    begin = std::max(0.0, begin + meeting_.shift);
    end += meeting_.shift;
    if (share > 0 && end > begin) met_.push_back({begin, end, share});
}

MINERISK_BODY void ChannelLosses::follow_road(double until) {
    while (road_at_ < until) {
        const double pace = std::min(1.0, road_.limit(road_at_));
        const double next = road_.run(road_at_, until, pace);
        meet(road_at_, next, 1 - pace);
        road_at_ = next;
    }
}

MINERISK_BODY void ChannelLosses::trail(const Loss& loss) {
    if (!(meeting_.recovery > 0)) return;
    while (trails_.size() > first_ && trails_.back().share <= loss.share) trails_.pop_back();
    Trail& made = trails_.emplace_back(Trail{loss.share, {}});
    for (int k = 0; k < steps; ++k)
        made.ends[static_cast<std::size_t>(k)] = loss.end + meeting_.recovery * (k + 1) / steps;
}

MINERISK_BODY void ChannelLosses::sweep() {
    double t = swept_to_;
    while (t < until_) {
        double share = 0, edge = until_;
        for (; now_ < met_.size() && met_[now_].end <= t; ++now_) trail(met_[now_]);
        while (first_ < trails_.size() && trails_[first_].ends.back() <= t) ++first_;
        if (now_ < met_.size()) {
            const bool on = met_[now_].begin <= t;
            if (on) share = met_[now_].share;
            edge = std::min(edge, on ? met_[now_].end : met_[now_].begin);
        }
        for (std::size_t i = first_; i < trails_.size() && trails_[i].share > share; ++i) {
            std::size_t k = 0;
            while (trails_[i].ends[k] <= t) ++k;
            share = std::max(share, trails_[i].share * (1 - (static_cast<double>(k) + 0.5) / steps));
            edge = std::min(edge, trails_[i].ends[k]);
        }
        if (share > 0) {
            if (!losses_.empty() && losses_.back().end == t && losses_.back().share == share) {
                losses_.back().end = edge;
            } else {
                losses_.push_back({t, edge, share});
            }
        }
        t = edge;
    }
    swept_to_ = t;
}

}  // namespace minerisk::inline v0::schedule
