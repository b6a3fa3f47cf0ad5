#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/outage.hpp"
#include "minerisk/kernels/scalar.hpp"

namespace minerisk::inline v0 {

/// The ways by which a project can be cut off. `site` is the mine, plant and camp themselves.
enum class Channel : int { site, road, rail, port };
inline constexpr int channel_count = 4;
inline constexpr std::array<const char*, channel_count> channel_names{"site", "road", "rail", "port"};

/// Adds an outage to a list of disjoint, sorted stretches, from `first` on, so that at each instant the
/// largest loss counts. Outages must arrive by increasing `begin`; the list stays disjoint and sorted.
inline void add_largest(std::vector<Outage>& list, std::size_t first, const Outage& next) {
    const std::size_t n = list.size();
    list.resize(n + 2);
    list.resize(kernel_builds::plain::add_largest(list.data(), first, n, next.begin, next.end,
                                                  next.build_loss, next.operation_loss));
}

/// Force majeure: a stretch of time in which the project is suspended as a whole.
struct Suspension {
    double begin = 0;
    double end = 0;
    bool for_good = false;  ///< the project never restarts; `end` is when it is given up
    int source = -1;        ///< which class of events set it off; -1: lost time did
};

/// Lists of different lengths in one array, which keeps its memory from block to block.
template <class T>
class RaggedLists {
public:
    void clear() { reset_empty(0); }
    /// Makes `count` empty lists.
    void reset_empty(std::size_t count) {
        end_ = 0;
        offsets_.assign(count + 1, 0);
    }
    void add(const T& item) {
        room(1)[end_] = item;
        ++end_;
    }
    void end_list() { offsets_.push_back(end_); }
    std::size_t ended() const { return offsets_.size() - 1; }
    std::span<const T> operator[](std::size_t i) const {
        MINERISK_EXPECTS(i < ended());
        return std::span{items_}.subspan(offsets_[i], offsets_[i + 1] - offsets_[i]);
    }

    /// For who joins what he adds with what the open list holds, items[open()] to items[end() - 1]: the
    /// items, with room for so many more.
    T* room(std::size_t more) {
        if (items_.size() < end_ + more) items_.resize(2 * end_ + more);
        return items_.data();
    }
    std::size_t open() const { return offsets_.back(); }
    std::size_t end() const { return end_; }
    void end_at(std::size_t end) { end_ = end; }

    /// For who writes all lists, `count` of them one after the other, of no more than `most` items in all:
    /// where the items go, and where each list begins and the last one ends, `count` + 1 offsets. Nothing can
    /// be added to them before the next `clear`.
    struct Writing {
        T* items;
        std::size_t* offsets;
    };
    Writing write(std::size_t count, std::size_t most) {
        reset_empty(count);
        return {room(most), offsets_.data()};
    }

private:
    std::vector<T> items_;
    std::vector<std::size_t> offsets_{0};
    std::size_t end_ = 0;
};

/// What security events do to a block of paths: for each path and channel a list of disjoint stretches sorted
/// by time and, where someone asks for it, the outages by themselves with their class; for each path what
/// halts the project as a whole, its suspensions, and the damages.
class OutageBlock {
public:
    /// From the next `clear` on: of which channels `events` is filled too.
    void keep_events(const std::array<bool, channel_count>& channels) { keeps_events_ = channels; }
    bool keeps_events(Channel channel) const { return keeps_events_[static_cast<std::size_t>(channel)]; }

    void clear() {
        open_ = 0;
        for (RaggedLists<Outage>& lists : channels_) lists.clear();
        for (RaggedLists<EventOutage>& lists : events_) lists.clear();
        halts_.clear();
        suspensions_.clear();
        damages_.clear();
    }
    /// Lists are written in the order path 0 site, road, rail, port, path 1 site, ...
    void add(const Outage& outage, int source = 0, double build_share = 1) {
        add_largest(channels_[open_], outage);
        if (keeps_events_[open_] && outage.end > outage.begin)
            events_[open_].add({outage, source, build_share});
    }
    void end_list() {
        channels_[open_].end_list();
        events_[open_].end_list();
        open_ = (open_ + 1) % channel_count;
    }
    /// After the channels of a path, where it has halts, suspensions or damages: a block of which no path has
    /// any need not call it.
    void end_path() {
        end_halts();
        damages_.end_list();
    }
    /// Of the path that is being written, each in the order of time.
    void add_halt(Outage halt) { add_largest(halts_, halt); }
    void add_suspension(Suspension s) { suspensions_.add(s); }
    void add_damage(Damage d) { damages_.add(d); }

    /// For who writes the lists of all paths at once, in place of `add`, `end_list`, `add_damage` and
    /// `end_path`.
    RaggedLists<Outage>& lists(Channel channel) { return channels_[static_cast<std::size_t>(channel)]; }
    RaggedLists<EventOutage>& event_lists(Channel channel) {
        return events_[static_cast<std::size_t>(channel)];
    }
    RaggedLists<Damage>& damage_lists() { return damages_; }
    void end_halts() {
        halts_.end_list();
        suspensions_.end_list();
    }

    /// Makes every list of `paths` paths empty.
    void reset_empty(int paths) {
        const auto count = static_cast<std::size_t>(paths);
        for (RaggedLists<Outage>& lists : channels_) lists.reset_empty(count);
        for (RaggedLists<EventOutage>& lists : events_) lists.reset_empty(count);
        halts_.reset_empty(count);
        suspensions_.reset_empty(count);
        damages_.reset_empty(count);
    }
    std::span<const Outage> of(int path, Channel channel) const {
        return channels_[static_cast<std::size_t>(channel)][static_cast<std::size_t>(path)];
    }
    /// Sorted by their begin; they may overlap. Only of channels whose events are kept.
    std::span<const EventOutage> events(int path, Channel channel) const {
        return events_[static_cast<std::size_t>(channel)][static_cast<std::size_t>(path)];
    }
    /// What the project loses as a whole, whatever its channels carry: force majeure and the restart after
    /// it.
    std::span<const Outage> halts(int path) const { return if_any(halts_, path); }
    std::span<const Suspension> suspensions(int path) const { return if_any(suspensions_, path); }
    /// By time.
    std::span<const Damage> damages(int path) const { return if_any(damages_, path); }

private:
    static void add_largest(RaggedLists<Outage>& lists, const Outage& next) {
        Outage* const items = lists.room(2);
        lists.end_at(kernel_builds::plain::add_largest(items, lists.open(), lists.end(), next.begin, next.end,
                                                       next.build_loss, next.operation_loss));
    }
    template <class T>
    static std::span<const T> if_any(const RaggedLists<T>& lists, int path) {
        return lists.ended() == 0 ? std::span<const T>{} : lists[static_cast<std::size_t>(path)];
    }

    std::array<RaggedLists<Outage>, channel_count> channels_;  // each path by path
    std::array<RaggedLists<EventOutage>, channel_count> events_;
    RaggedLists<Outage> halts_;
    RaggedLists<Suspension> suspensions_;
    RaggedLists<Damage> damages_;
    std::size_t open_ = 0;  // the channel that `add` writes
    std::array<bool, channel_count> keeps_events_{};
};

}  // namespace minerisk::inline v0
