#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/outage.hpp"

namespace minerisk::inline v0 {

/// The ways by which a project can be cut off. `site` is the mine, plant and camp themselves.
enum class Channel : int { site, road, rail, port };
inline constexpr int channel_count = 4;
inline constexpr std::array<const char*, channel_count> channel_names{"site", "road", "rail", "port"};

namespace detail {

/// As add_largest, where the last stretches of the list overlap the outage.
[[gnu::noinline]] inline void split_largest(std::vector<Outage>& list, std::size_t first, Outage next,
                                            std::vector<Outage>& scratch) {
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

}  // namespace detail

/// Adds an outage to a list of disjoint, sorted stretches so that at each instant the largest loss counts.
/// Outages must arrive by increasing `begin`; the list stays disjoint and sorted.
/// `scratch` keeps its capacity between calls, so that nothing is allocated once it has grown.
inline void add_largest(std::vector<Outage>& list, std::size_t first, const Outage& next,
                        std::vector<Outage>& scratch) {
    if (!(next.end > next.begin)) return;
    if (list.size() == first || list.back().end <= next.begin) {
        list.push_back(next);
        return;
    }
    Outage& last = list.back();
    const bool hidden = last.begin <= next.begin && next.build_loss <= last.build_loss &&
                        next.operation_loss <= last.operation_loss;
    if (!hidden) {
        detail::split_largest(list, first, next, scratch);
    } else if (next.end > last.end) {  // all that it adds comes behind
        const bool same = next.build_loss == last.build_loss && next.operation_loss == last.operation_loss;
        if (same) {
            last.end = next.end;
        } else {
            list.push_back({last.end, next.end, next.build_loss, next.operation_loss});
        }
    }
}

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

/// Force majeure: a stretch of time in which the project is suspended as a whole.
struct Suspension {
    double begin = 0;
    double end = 0;
    bool for_good = false;  ///< the project never restarts; `end` is when it is given up
    int source = -1;        ///< which class of events set it off; -1: lost time did
};

/// Lists of different lengths in one array, which keeps its capacity from block to block.
template <class T>
class RaggedLists {
public:
    void clear() {
        items_.clear();
        offsets_.assign(1, 0);
    }
    /// Makes `count` empty lists.
    void reset_empty(std::size_t count) {
        items_.clear();
        offsets_.assign(count + 1, 0);
    }
    void add(const T& item) { items_.push_back(item); }
    void end_list() { offsets_.push_back(items_.size()); }
    std::size_t ended() const { return offsets_.size() - 1; }
    std::span<const T> operator[](std::size_t i) const {
        MINERISK_EXPECTS(i < ended());
        return std::span{items_}.subspan(offsets_[i], offsets_[i + 1] - offsets_[i]);
    }

    /// For who joins what he adds with what the open list holds, from `open()` on.
    std::vector<T>& items() { return items_; }
    std::size_t open() const { return offsets_.back(); }

private:
    std::vector<T> items_;
    std::vector<std::size_t> offsets_{0};
};

/// What security events do to a block of paths: for each path and channel a list of disjoint stretches sorted
/// by time and, where someone asks for it, the outages by themselves with their class; for each path what
/// halts the project as a whole, its suspensions, and the damages.
class OutageBlock {
public:
    /// From the next `clear` on: of which channels `events` is filled too.
    void keep_events(const std::array<bool, channel_count>& channels) { keeps_events_ = channels; }

    void clear() {
        channels_.clear();
        events_.clear();
        halts_.clear();
        suspensions_.clear();
        damages_.clear();
    }
    /// Lists are written in the order path 0 site, road, rail, port, path 1 site, ...
    void add(const Outage& outage, int source = 0, double build_share = 1) {
        add_largest(channels_.items(), channels_.open(), outage, scratch_);
        if (keeps_events_[channels_.ended() % channel_count]) events_.add({outage, source, build_share});
    }
    void end_list() {
        channels_.end_list();
        events_.end_list();
    }
    /// After the channels of a path, where it has halts, suspensions or damages: a block of which no path has
    /// any need not call it.
    void end_path() {
        halts_.end_list();
        suspensions_.end_list();
        damages_.end_list();
    }
    /// Of the path that is being written, each in the order of time.
    void add_halt(Outage halt) { add_largest(halts_.items(), halts_.open(), halt, scratch_); }
    void add_suspension(Suspension s) { suspensions_.add(s); }
    void add_damage(Damage d) { damages_.add(d); }

    /// Makes every list of `paths` paths empty.
    void reset_empty(int paths) {
        const auto count = static_cast<std::size_t>(paths);
        channels_.reset_empty(count * channel_count);
        events_.reset_empty(count * channel_count);
        halts_.reset_empty(count);
        suspensions_.reset_empty(count);
        damages_.reset_empty(count);
    }
    std::span<const Outage> of(int path, Channel channel) const { return channels_[place(path, channel)]; }
    /// Sorted by their begin; they may overlap. Only of channels whose events are kept.
    std::span<const EventOutage> events(int path, Channel channel) const {
        return events_[place(path, channel)];
    }
    /// What the project loses as a whole, whatever its channels carry: force majeure and the restart after
    /// it.
    std::span<const Outage> halts(int path) const { return if_any(halts_, path); }
    std::span<const Suspension> suspensions(int path) const { return if_any(suspensions_, path); }
    /// By time.
    std::span<const Damage> damages(int path) const { return if_any(damages_, path); }

private:
    template <class T>
    static std::span<const T> if_any(const RaggedLists<T>& lists, int path) {
        return lists.ended() == 0 ? std::span<const T>{} : lists[static_cast<std::size_t>(path)];
    }
    static std::size_t place(int path, Channel channel) {
        return static_cast<std::size_t>(path) * channel_count + static_cast<std::size_t>(channel);
    }

    RaggedLists<Outage> channels_;
    RaggedLists<EventOutage> events_;
    RaggedLists<Outage> halts_;
    RaggedLists<Suspension> suspensions_;
    RaggedLists<Damage> damages_;
    std::vector<Outage> scratch_;
    std::array<bool, channel_count> keeps_events_{};
};

}  // namespace minerisk::inline v0
