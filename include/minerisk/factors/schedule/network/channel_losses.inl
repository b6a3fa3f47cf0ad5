#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
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
    while (!trails_.empty() && trails_.back().share <= loss.share) trails_.pop_back();
    trails_.push_back(loss);
}

MINERISK_BODY void ChannelLosses::sweep() {
    while (swept_to_ < until_) {
        const double t = swept_to_;
        double share = 0, edge = until_;
        for (; now_ < met_.size() && met_[now_].end <= t; ++now_) trail(met_[now_]);
        while (!trails_.empty() && begin_of(steps, trails_.front()) <= t) trails_.erase(trails_.begin());
        if (now_ < met_.size()) {
            const bool on = met_[now_].begin <= t;
            if (on) share = met_[now_].share;
            edge = std::min(edge, on ? met_[now_].end : met_[now_].begin);
        }
        for (const Loss& loss : trails_) {
            if (loss.share <= share) break;  // so are those behind it
            int k = 0;
            while (begin_of(k + 1, loss) <= t) ++k;
            share = std::max(share, loss.share * (1 - (k + 0.5) / steps));
            edge = std::min(edge, begin_of(k + 1, loss));
        }
        if (share > 0) {
            if (!losses_.empty() && losses_.back().end == t && losses_.back().share == share) {
                losses_.back().end = edge;
            } else {
                losses_.push_back({t, edge, share});
            }
        }
        swept_to_ = edge;
    }
}

}  // namespace minerisk::inline v0::schedule
