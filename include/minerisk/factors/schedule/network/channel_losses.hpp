#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
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
    void start(std::span<const Outage> outages, Channel channel, const Meeting& meeting) {
        outages_ = outages;
        is_road_ = channel == Channel::road;
        meeting_ = meeting;
        next_ = now_ = 0;
        road_at_ = swept_to_ = 0;
        windows_ = {};
        road_ = {outages, &Outage::build_loss, meeting.stores.supplies, meeting.stores.catch_up, 0};
        met_.clear();
        losses_.clear();
    }

    double until() const { return until_; }
    /// Disjoint stretches in the order of time; before `until` there are no others.
    const std::vector<Loss>& losses() const { return losses_; }

    void look(double until) {
        until_ = until;
        if (is_road_) {
            follow_road(until - meeting_.shift);
        } else {
            for (; next_ < outages_.size() && outages_[next_].begin < until - meeting_.shift; ++next_)
                meet(outages_[next_].begin, outages_[next_].end, outages_[next_].build_loss);
        }
        sweep();
    }

private:
    static constexpr double infinity = std::numeric_limits<double>::infinity();
    /// Of which met losses a step of the recovery is under way: [first, next).
    struct Window {
        std::size_t first = 0, next = 0;
    };

    void meet(double begin, double end, double share) {
        begin = std::max(0.0, begin + meeting_.shift);
        end += meeting_.shift;
        if (share > 0 && end > begin) met_.push_back({begin, end, share});
    }
    void follow_road(double until) {
        while (road_at_ < until) {
            const double pace = std::min(1.0, road_.limit(road_at_));
            const double next = road_.run(road_at_, until, pace);
            meet(road_at_, next, 1 - pace);
            road_at_ = next;
        }
    }
    /// When step k of the recovery from a loss begins; that after the last: when it is over.
    double begin_of(int k, const Loss& loss) const { return loss.end + meeting_.recovery * k / steps; }

    /// From where the losses end to where all is known.
    void sweep() {
        while (swept_to_ < until_) {
            const double t = swept_to_;
            double share = 0, edge = until_;
            while (now_ < met_.size() && met_[now_].end <= t) ++now_;
            if (now_ < met_.size()) {
                const bool on = met_[now_].begin <= t;
                if (on) share = met_[now_].share;
                edge = std::min(edge, on ? met_[now_].end : met_[now_].begin);
            }
            for (int k = 0; meeting_.recovery > 0 && k < steps; ++k) {
                Window& w = windows_[static_cast<std::size_t>(k)];
                while (w.next < met_.size() && begin_of(k, met_[w.next]) <= t) ++w.next;
                while (w.first < w.next && begin_of(k + 1, met_[w.first]) <= t) ++w.first;
                for (std::size_t i = w.first; i < w.next; ++i)
                    share = std::max(share, met_[i].share * (1 - (k + 0.5) / steps));
                if (w.first < w.next) edge = std::min(edge, begin_of(k + 1, met_[w.first]));
                if (w.next < met_.size()) edge = std::min(edge, begin_of(k, met_[w.next]));
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

    std::span<const Outage> outages_;
    Meeting meeting_;
    bool is_road_ = false;
    double until_ = 0, swept_to_ = 0, road_at_ = 0;
    std::size_t next_ = 0, now_ = 0;
    BridgedChannel road_{{}, &Outage::build_loss, 0, 1, 0};
    std::array<Window, steps> windows_{};
    std::vector<Loss> met_;     // before recovery
    std::vector<Loss> losses_;  // with it
};

}  // namespace minerisk::inline v0::schedule
