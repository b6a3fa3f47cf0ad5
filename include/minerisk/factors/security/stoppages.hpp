#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/check_classes.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// One event that touches the project, as a diary tells it.
struct DiaryEntry {
    double time = 0;         ///< years from the start
    std::size_t source = 0;  ///< its class
    int kind = 0;
    bool avoided = false;                       ///< a measure kept it off
    std::array<double, channel_count> years{};  ///< how long each channel is hit, cut at the horizon; 0: not
};

/// Stoppages of a project: classes of events that cluster, under a regime that scales their immigrants, each
/// event closing all the channels of its kind from the same instant, every one for its own time.
///
/// The outage of the event of row i on a channel is median exp(sigma z), sigma = ln(P90 / median) /
/// 1.2815515655446004, at most its cap and not past the horizon; z is row i of "security.<class>.<channel>".
/// Time starts at the valuation date.
class Stoppages {
public:
    /// An event count above this many a class and path is refused when the model is made (expected count
    /// above a quarter of it) and fails the run by name where a path exceeds it all the same.
    static constexpr int most_events = 40'000;

    Stoppages() = default;
    /// Throws InputError naming each value outside its range.
    Stoppages(std::vector<StoppageClass> classes, std::optional<Regime> regime, const TimeGrid& grid)
        : classes_{std::move(classes)}, regime_{std::move(regime)}, horizon_{grid.length()} {
        check_classes(classes_, regime_, grid, most_events);
        draws_ = EventDraws{classes_, grid, most_events};
        for (std::size_t c = 0; c < classes_.size(); ++c) prepare(c);
    }

    const std::vector<StoppageClass>& classes() const { return classes_; }
    const std::optional<Regime>& regime() const { return regime_; }
    const Branching& law() const { return draws_.law(); }

    std::vector<std::string> stream_names() const {
        std::vector<std::string> names;
        if (regime_) names = regime_->stream_names();
        for (std::size_t c = 0; c < classes_.size(); ++c) {
            for (std::string& name : draws_.stream_names(c)) names.push_back(std::move(name));
            for (const Closer& closer : closers_)
                if (closer.source == c) names.push_back(stream_name(c, closer.channel));
        }
        return names;
    }

    /// What a worker needs for one block; its lists grow to the size of the largest block and stay.
    class Workspace {
    public:
        Workspace() = default;
        explicit Workspace(int width) : events{width}, width_{width} {}

        RegimePaths regime;
        EventDraws::Workspace events;

    private:
        friend class Stoppages;
        /// Where one class stands in the merge of a channel.
        struct Head {
            const Outage* next;
            const Outage* end;
            int source;
        };
        int width_ = 0;
        random::DrawRows lengths_;
        BlockArray years_;                          // of one class and channel, all paths; grows
        std::vector<std::vector<Outage>> outages_;  // [closer x path]: cleared, never shrunk
        std::vector<Head> heads_;
    };

    /// Outages of the paths first_path, first_path + 1, ... and the mean alert of the regime in each period.
    /// Returns -1, or the index of a class of which a path has more than `most_events` events.
    int simulate_block(std::uint64_t seed, std::uint64_t first_path, const TimeGrid& grid, Workspace& w,
                       OutageBlock& outages, BlockArray& alert) const {
        const int width = alert.width();
        if (regime_) {
            regime_->simulate_block(seed, first_path, width, horizon_, w.regime);
        } else {
            w.regime.set_constant(width, 1.0, horizon_);
        }
        w.regime.alert(grid, alert);
        if (const int over = draws_.simulate_block(seed, first_path, w.regime, w.events); over >= 0)
            return over;
        w.outages_.resize(closers_.size() * static_cast<std::size_t>(width));
        for (std::size_t k = 0; k < closers_.size(); ++k) draw_outages(k, seed, first_path, width, w);
        merge(width, w, outages);
        return -1;
    }

    /// The events of a path of the last block that touch the project, by time.
    std::vector<DiaryEntry> diary(int path, const Workspace& w) const {
        std::vector<DiaryEntry> entries;
        std::vector<std::size_t> next(closers_.size());  // outages are listed in the order of their events
        for (std::size_t c = 0; c < classes_.size(); ++c)
            for (const Event& event : w.events.of(c, path)) {
                if (event.kind < 0) continue;
                entries.push_back({event.time, c, event.kind, event.avoided, {}});
                for (std::size_t k = 0; k < closers_.size() && !event.avoided; ++k) {
                    if (closers_[k].source != c ||
                        !closers_[k].kinds[static_cast<std::size_t>(event.kind)].closes)
                        continue;
                    const Outage& outage = w.outages_[k * static_cast<std::size_t>(w.width_) +
                                                      static_cast<std::size_t>(path)][next[k]++];
                    entries.back().years[static_cast<std::size_t>(closers_[k].channel)] =
                        outage.end - outage.begin;
                }
            }
        std::ranges::stable_sort(entries, {}, &DiaryEntry::time);
        return entries;
    }

    /// What --no-risk uses: no events, and no alert throughout, as in the low regime.
    void base_block(OutageBlock& outages, BlockArray& alert) const {
        outages.reset_empty(alert.width());
        alert.fill(0);
    }

private:
    /// The lognormal length of one kind's outages on one channel.
    struct Length {
        bool closes = false;
        double log_median = 0, sigma = 0, cap = 0, build_loss = 0, operation_loss = 0;
    };
    /// A class that closes a channel, by the kinds of its events.
    struct Closer {
        std::size_t source;
        Channel channel;
        std::uint32_t stream;
        std::vector<Length> kinds;
    };

    std::string stream_name(std::size_t c, Channel channel) const {
        return "security." + classes_[c].name + "." + channel_names[static_cast<std::size_t>(channel)];
    }

    void prepare(std::size_t c) {
        const std::vector<EventKind> kinds = classes_[c].all_kinds();
        const std::size_t before = closers_.size();
        for (std::size_t i = 0; i < kinds.size(); ++i)
            for (const Effect& e : kinds[i].effects) {
                auto closer =
                    std::find_if(closers_.begin() + static_cast<std::ptrdiff_t>(before), closers_.end(),
                                 [&](const Closer& k) { return k.channel == e.channel; });
                if (closer == closers_.end())
                    closer = closers_.insert(
                        closer, {c, e.channel, random::stream_of(stream_name(c, e.channel)).value,
                                 std::vector<Length>(kinds.size())});
                closer->kinds[i] = {true,
                                    math::log(e.median.canonical()),
                                    e.p90 == e.median ? 0 : math::log(e.p90 / e.median) / 1.2815515655446004,
                                    e.cap ? e.cap->canonical() : std::numeric_limits<double>::infinity(),
                                    e.build_loss,
                                    e.operation_loss};
            }
    }

    void draw_outages(std::size_t k, std::uint64_t seed, std::uint64_t first_path, int width,
                      Workspace& w) const {
        const Closer& closer = closers_[k];
        std::vector<Outage>* const lists = &w.outages_[k * static_cast<std::size_t>(width)];
        w.lengths_.start(random::DrawRows::Law::normal, seed, closer.stream, first_path, width);
        std::size_t most = 0, count = 0;
        for (int p = 0; p < width; ++p) most += w.events.of(closer.source, p).size();
        constexpr int unit = narrow_block;  // kernels take multiples of it
        if (w.years_.size() < most + unit) w.years_ = BlockArray{static_cast<int>(most / unit) + 1, unit};
        double* const years = w.years_.data();
        for (int p = 0; p < width; ++p) {
            lists[p].clear();
            for (const Event& event : w.events.of(closer.source, p)) {
                if (event.kind < 0 || event.avoided) continue;
                const Length& length = closer.kinds[static_cast<std::size_t>(event.kind)];
                if (!length.closes) continue;
                years[count++] = length.log_median + length.sigma * w.lengths_(event.row, p);
                lists[p].push_back({event.time, length.cap, length.build_loss, length.operation_loss});
            }
        }
        const std::size_t padded = (count + unit - 1) / unit * unit;
        std::fill(years + count, years + padded, 0.0);
        kernels().exp(years, years, padded);
        const double* next = years;
        for (int p = 0; p < width; ++p)
            for (Outage& outage : lists[p])
                outage.end = std::min(outage.begin + std::min(*next++, outage.end), horizon_);
    }

    /// Joins the classes of each channel by time; at each instant the largest loss counts.
    void merge(int width, Workspace& w, OutageBlock& outages) const {
        outages.clear();
        for (std::size_t p = 0; p < static_cast<std::size_t>(width); ++p)
            for (int channel = 0; channel < channel_count; ++channel) {
                w.heads_.clear();
                for (std::size_t k = 0; k < closers_.size(); ++k) {
                    if (closers_[k].channel != static_cast<Channel>(channel)) continue;
                    const std::vector<Outage>& list = w.outages_[k * static_cast<std::size_t>(width) + p];
                    if (!list.empty())
                        w.heads_.push_back(
                            {list.data(), list.data() + list.size(), static_cast<int>(closers_[k].source)});
                }
                while (!w.heads_.empty()) {
                    std::size_t first = 0;
                    for (std::size_t i = 1; i < w.heads_.size(); ++i)
                        if (w.heads_[i].next->begin < w.heads_[first].next->begin) first = i;
                    Workspace::Head& h = w.heads_[first];
                    outages.add(*h.next, h.source);
                    if (++h.next == h.end)
                        w.heads_.erase(w.heads_.begin() + static_cast<std::ptrdiff_t>(first));
                }
                outages.end_list();
            }
    }

    std::vector<StoppageClass> classes_;
    std::optional<Regime> regime_;
    double horizon_ = 0;
    EventDraws draws_;
    std::vector<Closer> closers_;
};

}  // namespace minerisk::inline v0::security
