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

/// What an activity feels of the outages of each channel while it is under way: a share of their loss.
using Exposure = std::array<double, channel_count>;

/// How outages slow down work that is exposed to them, for a block of paths.
///
///   pace(t) = 1 - max over channels c of exposure_c loss_c(t),   work done = integral of the pace
///
/// The loss of the road counts once the buffer of construction inputs is empty. After an outage work
/// recovers: for `recovery` years half of the loss remains, which costs as much work as a straight line back
/// to full pace. Times are years from the plan's start.
class OutageClocks {
public:
    OutageClocks() = default;
    OutageClocks(std::vector<Exposure> profiles, const Stores& stores, double recovery)
        : profiles_{std::move(profiles)}, stores_{stores}, recovery_{recovery} {}

    int profiles() const { return static_cast<int>(profiles_.size()); }

    /// Takes the outages of a block, whose times lie `shift` years after the plan's start; work that is not
    /// done by `end` never is. The block must stay as it is until the next call: paths that last long come
    /// back to it.
    void set(const OutageBlock& outages, int width, double shift, double end) {
        source_ = &outages;
        width_ = width;
        shift_ = shift;
        end_ = end;
        pieces_.resize(profiles_.size() * static_cast<std::size_t>(width));
        known_.assign(static_cast<std::size_t>(width), 0);
        for (int p = 0; p < width; ++p) prepare(p, std::min(end, shift + first_reach));
    }

    /// Work that would be done from the plan's start to t.
    double work_at(int profile, int path, double t) {
        if (!(t < known(path))) prepare(path, end_);
        const Piece& piece = last(of(profile, path), [&](const Piece& x) { return x.begin <= t; });
        return piece.work + piece.pace * (t - piece.begin);
    }
    /// The first instant by which `work` that begins at t is done; infinite past the end.
    double advance(int profile, int path, double t, double work) {
        if (!(work > 0)) return t;
        if (!(t < end_)) return infinity;
        const double goal = work_at(profile, path, t) + work;
        double done = reached(profile, path, goal);
        if (!(done < known(path)) && known(path) < end_) {
            prepare(path, end_);
            done = reached(profile, path, goal);
        }
        return done <= end_ ? std::max(done, t) : infinity;
    }
    /// The last instant from which `work` can still be done by t.
    double retreat(int profile, int path, double t, double work) {
        if (!(work > 0) || !(t < infinity)) return t;
        const double goal = work_at(profile, path, t) - work;
        if (goal <= 0) return goal;  // before the plan's start, at full pace
        // What rounding takes must not move the start across an outage in which no work is done.
        const double reached = goal + 1e-12 * (1 + goal);
        const Piece& piece = last(of(profile, path), [&](const Piece& x) { return x.work <= reached; });
        return piece.pace > 0 ? piece.begin + (goal - piece.work) / piece.pace : piece.begin;
    }

private:
    static constexpr double infinity = std::numeric_limits<double>::infinity();
    /// Years after the shift that are looked at first; few builds last longer.
    static constexpr double first_reach = 16;
    struct Piece {
        double begin, work, pace;  // `work` done before it
    };

    double known(int path) const { return known_[static_cast<std::size_t>(path)]; }

    /// Makes the pieces of a path up to `until`.
    void prepare(int path, double until) {
        if (!(known(path) < until)) return;
        known_[static_cast<std::size_t>(path)] = until;
        for (int c = 0; c < channel_count; ++c)
            losses(path, static_cast<Channel>(c), until, channel_[static_cast<std::size_t>(c)]);
        for (std::size_t k = 0; k < profiles_.size(); ++k)
            join(profiles_[k], until,
                 pieces_[k * static_cast<std::size_t>(width_) + static_cast<std::size_t>(path)]);
    }
    /// When the work of a profile reaches `goal`, as far as it is known.
    double reached(int profile, int path, double goal) const {
        const Piece& piece = last(of(profile, path), [&](const Piece& x) { return x.work < goal; });
        return piece.pace > 0 ? piece.begin + (goal - piece.work) / piece.pace : infinity;
    }
    std::span<const Piece> of(int profile, int path) const {
        return pieces_[static_cast<std::size_t>(profile) * static_cast<std::size_t>(width_) +
                       static_cast<std::size_t>(path)];
    }
    /// The last piece of which `holds` is true; the first if of none. True ones stand before false ones.
    template <class Holds>
    static const Piece& last(std::span<const Piece> pieces, Holds&& holds) {
        const auto after = std::partition_point(pieces.begin(), pieces.end(), holds);
        return after == pieces.begin() ? *after : *(after - 1);
    }

    /// Losses of a channel as disjoint stretches in order of time, recovery included.
    void losses(int path, Channel channel, double until, std::vector<Outage>& out) {
        out.clear();
        const auto put = [&](double begin, double end, double loss) {
            begin = std::max(0.0, begin + shift_);
            end += shift_;
            if (!(loss > 0 && end > begin)) return;
            add_largest(out, 0, {begin, end, loss, loss}, scratch_);
            if (recovery_ > 0) add_largest(out, 0, {end, end + recovery_, loss / 2, loss / 2}, scratch_);
        };
        const auto list = source_->of(path, channel);
        const double last_begin = until - shift_;
        if (channel != Channel::road) {
            for (const Outage& o : list) {
                if (!(o.begin < last_begin)) break;
                put(o.begin, o.end, o.build_loss);
            }
            return;
        }
        BridgedChannel road{list, &Outage::build_loss, stores_.supplies, stores_.catch_up, 0};
        for (double t = 0; t < last_begin;) {
            const double pace = std::min(1.0, road.limit(t));
            const double next = road.run(t, last_begin, pace);
            put(t, next, 1 - pace);
            t = next;
        }
    }

    /// The pieces of one profile: at each instant the largest weighted loss of a channel counts.
    void join(const Exposure& exposure, double until, std::vector<Piece>& pieces) const {
        pieces.assign(1, {0, 0, 1});
        std::array<std::size_t, channel_count> at{};
        double t = 0, work = 0;
        while (true) {
            double loss = 0, next = infinity;
            for (std::size_t c = 0; c < channel_count; ++c) {
                if (!(exposure[c] > 0)) continue;
                const std::vector<Outage>& list = channel_[c];
                while (at[c] < list.size() && list[at[c]].end <= t) ++at[c];
                if (at[c] == list.size()) continue;
                const bool on = list[at[c]].begin <= t;
                if (on) loss = std::max(loss, exposure[c] * list[at[c]].build_loss);
                next = std::min(next, on ? list[at[c]].end : list[at[c]].begin);
            }
            const double pace = 1 - loss;
            if (pieces.back().pace != pace) {
                if (pieces.back().begin == t) {
                    pieces.back().pace = pace;
                } else {
                    pieces.push_back({t, work, pace});
                }
            }
            if (!(next < until)) return;
            work += pace * (next - t);
            t = next;
        }
    }

    std::vector<Exposure> profiles_;
    Stores stores_;
    double recovery_ = 0;
    const OutageBlock* source_ = nullptr;
    double shift_ = 0, end_ = 0;
    int width_ = 0;
    std::vector<double> known_;  // of each path: its pieces hold up to here
    std::array<std::vector<Outage>, channel_count> channel_;
    std::vector<Outage> scratch_;
    std::vector<std::vector<Piece>> pieces_;  // [profile x path]
};

}  // namespace minerisk::inline v0::schedule
