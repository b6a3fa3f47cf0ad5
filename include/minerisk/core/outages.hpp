#pragma once

#include <array>
#include <span>
#include <vector>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0 {

/// The ways by which a project can be cut off. `site` is the mine, plant and camp themselves.
enum class Channel : int { site, road, rail, port };
inline constexpr int channel_count = 4;
inline constexpr std::array<const char*, channel_count> channel_names{"site", "road", "rail", "port"};

/// A stretch of time [begin, end) in years during which a channel loses a share of its flow:
/// one share while the project is built, one while it operates. 0 is no loss, 1 a closed channel.
struct Outage {
    double begin = 0;
    double end = 0;
    double build_loss = 0;
    double operation_loss = 0;
};

/// Adds an outage to a list of disjoint, sorted stretches so that at each instant the largest loss counts.
/// Outages must arrive by increasing `begin`; the list stays disjoint and sorted.
/// `scratch` keeps its capacity between calls, so that nothing is allocated once it has grown.
inline void add_largest(std::vector<Outage>& list, std::size_t first, Outage next,
                        std::vector<Outage>& scratch) {
    if (!(next.end > next.begin)) return;
    if (list.size() == first || list.back().end <= next.begin) {
        list.push_back(next);
        return;
    }
    scratch.clear();
    while (list.size() > first && list.back().end > next.begin) {
        scratch.push_back(list.back());
        list.pop_back();
    }
    const auto push = [&](double begin, double end, double build, double operation) {
        if (!(end > begin)) return;
        if (list.size() > first) {
            Outage& last = list.back();
            if (last.end == begin && last.build_loss == build && last.operation_loss == operation) {
                last.end = end;
                return;
            }
        }
        list.push_back({begin, end, build, operation});
    };
    // Every earlier outage began no later, so what was taken off covers [next.begin, its end) without a gap.
    const auto larger = [](double a, double b) { return a > b ? a : b; };
    const auto smaller = [](double a, double b) { return a < b ? a : b; };
    double at = next.begin;
    for (auto old = scratch.rbegin(); old != scratch.rend(); ++old) {
        push(old->begin, smaller(at, old->end), old->build_loss, old->operation_loss);
        const double both_to = smaller(old->end, next.end);
        push(larger(old->begin, at), both_to, larger(old->build_loss, next.build_loss),
             larger(old->operation_loss, next.operation_loss));
        push(larger(both_to, old->begin), old->end, old->build_loss, old->operation_loss);
        at = larger(at, both_to);
    }
    push(at, next.end, next.build_loss, next.operation_loss);
}

/// One outage as its event made it, before those of a channel are joined.
struct EventOutage {
    Outage outage{};
    int source = 0;  ///< which class of events: its place in the security model
};

/// The outages of a block of paths: for each path and channel a list of disjoint stretches sorted by time
/// and, where someone asks for it, the outages by themselves with their class. Ragged: flat arrays with
/// offsets, which keep their capacity from block to block.
class OutageBlock {
public:
    /// From the next `clear` on: of which channels `events` is filled too.
    void keep_events(const std::array<bool, channel_count>& channels) { keeps_events_ = channels; }

    void clear() {
        list_.clear();
        offsets_.assign(1, 0);
        events_.clear();
        event_offsets_.assign(1, 0);
    }
    /// Lists are written in the order path 0 site, road, rail, port, path 1 site, ...
    void add(Outage outage, int source = 0) {
        add_largest(list_, offsets_.back(), outage, scratch_);
        if (keeps_events_[(offsets_.size() - 1) % channel_count]) events_.push_back({outage, source});
    }
    void end_list() {
        offsets_.push_back(list_.size());
        event_offsets_.push_back(events_.size());
    }

    /// Makes every list of `paths` paths empty.
    void reset_empty(int paths) {
        list_.clear();
        events_.clear();
        offsets_.assign(static_cast<std::size_t>(paths) * channel_count + 1, 0);
        event_offsets_ = offsets_;
    }
    std::span<const Outage> of(int path, Channel channel) const {
        return part(list_, offsets_, path, channel);
    }
    /// Sorted by their begin; they may overlap. Only of channels whose events are kept.
    std::span<const EventOutage> events(int path, Channel channel) const {
        return part(events_, event_offsets_, path, channel);
    }

private:
    template <class T>
    static std::span<const T> part(const std::vector<T>& all, const std::vector<std::size_t>& offsets,
                                   int path, Channel channel) {
        const std::size_t i =
            static_cast<std::size_t>(path) * channel_count + static_cast<std::size_t>(channel);
        MINERISK_EXPECTS(i + 1 < offsets.size());
        return std::span{all}.subspan(offsets[i], offsets[i + 1] - offsets[i]);
    }

    std::vector<Outage> list_;
    std::vector<Outage> scratch_;
    std::vector<EventOutage> events_;
    std::vector<std::size_t> offsets_{0}, event_offsets_{0};
    std::array<bool, channel_count> keeps_events_{};
};

}  // namespace minerisk::inline v0
