#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule {

/// What work feels of outages, and in which time it is counted: a working calendar, or elapsed time (-1).
struct OutageProfile {
    Exposure exposure{};
    int clock = -1;
    friend bool operator==(const OutageProfile&, const OutageProfile&) = default;
};

/// How outages slow down work that is exposed to them, for a block of paths.
///
///   pace(t) = 1 - max over channels c of exposure_c loss_c(t),   work done = integral of the pace
///
/// over elapsed time, or over the working days of a calendar; never above 1 - the loss of what halts the
/// project as a whole. The loss of a channel is that of the classes of events for work under construction, or
/// what the work states for a class. The loss of the road counts once the buffer of construction inputs is
/// empty. After an outage work recovers over `recovery` years in `recovery_steps` equal steps, which cost as
/// much work as a straight line back to full pace. Times are years from the plan's start.
class OutageClocks {
public:
    static constexpr int recovery_steps = 2;
    using Calendars = std::shared_ptr<const std::vector<CalendarClock>>;

    OutageClocks() = default;
    /// `classes`: the names of the classes of events, in the order of the security model; `calendars` are
    /// those that the profiles count by. A profile may name only classes that are there.
    OutageClocks(std::vector<OutageProfile> profiles, const Stores& stores, double recovery,
                 const std::vector<std::string>& classes = {}, Calendars calendars = {})
        : stores_{stores}, recovery_{recovery}, calendars_{std::move(calendars)} {
        for (OutageProfile& p : profiles) {
            std::vector<std::optional<double>> loss(classes.size());
            for (const auto& [name, value] : p.exposure.class_loss) {
                const auto at = std::ranges::find(classes, name) - classes.begin();
                MINERISK_EXPECTS(static_cast<std::size_t>(at) < classes.size());
                loss[static_cast<std::size_t>(at)] = value;
            }
            if (p.exposure.class_loss.empty()) loss.clear();
            auto view = std::ranges::find(views_, loss, &View::class_loss);
            if (view == views_.end()) view = views_.insert(view, View{std::move(loss), {}, {}});
            for (std::size_t c = 0; c < channel_count; ++c)
                view->counts[c] = view->counts[c] || p.exposure.channel[c] > 0;
            profiles_.push_back(
                {p.exposure.channel, static_cast<std::size_t>(view - views_.begin()), p.clock});
        }
    }

    int profiles() const { return static_cast<int>(profiles_.size()); }
    /// Takes the outages of a block, whose times lie `shift` years after the plan's start; work that is not
    /// done by `end` never is. The block must stay as it is until the next call: paths that last long come
    /// back to it.
    void set(const OutageBlock& outages, int width, double shift, double end) {
        source_ = &outages;
        width_ = width;
        shift_ = shift;
        end_ = calendars_ && !calendars_->empty() ? std::min(end, CalendarClock::years - 1.0) : end;
        known_.assign(static_cast<std::size_t>(width), 0);
        for (View& view : views_)
            for (std::vector<std::vector<Outage>>& lists : view.channel)
                lists.resize(static_cast<std::size_t>(width));
        felt_.resize(profiles_.size() * static_cast<std::size_t>(width));
        for (int k = 0; k < profiles(); ++k)
            for (int p = 0; p < width; ++p) start(k, p);
    }

    /// Work that would be done from the plan's start to t.
    double work_at(int profile, int path, double t) {
        if (!(t < of(profile, path).known)) extend(profile, path, t);
        const Piece& piece = last(of(profile, path).pieces, [&](const Piece& x) { return x.begin <= t; });
        return piece.work + piece.pace * (measure(profile, t) - piece.mark);
    }
    /// The first instant by which `work` that begins at t is done; infinite past the end.
    double advance(int profile, int path, double t, double work) {
        if (!(work > 0)) return t;
        if (!(t < end_)) return infinity;
        const double goal = work_at(profile, path, t) + work;
        double done = reached(profile, path, goal);
        while (!(done < of(profile, path).known) && of(profile, path).known < end_) {
            extend(profile, path, of(profile, path).known);
            done = reached(profile, path, goal);
        }
        return done <= end_ ? std::max(done, t) : infinity;
    }
    /// The last instant from which `work` can still be done by t.
    double retreat(int profile, int path, double t, double work) {
        if (!(work > 0) || !(t < infinity)) return t;
        const double goal = work_at(profile, path, t) - work;
        if (goal <= 0) {  // before the plan's start, at full pace
            const CalendarClock* const calendar = calendar_of(profile);
            return calendar ? calendar->retreat(0, -goal) : goal;
        }
        // What rounding takes must not move the start across an outage in which no work is done.
        const double reached = goal + 1e-12 * (1 + goal);
        const Piece& piece =
            last(of(profile, path).pieces, [&](const Piece& x) { return x.work <= reached; });
        if (!(piece.pace > 0)) return piece.begin;
        const double more = (goal - piece.work) / piece.pace;
        const CalendarClock* const calendar = calendar_of(profile);
        return calendar ? calendar->latest(piece.mark + more) : piece.begin + more;
    }

    /// How much of [from, to) the project is suspended as a whole.
    double suspended(int path, double from, double to) const {
        return suspended_time(source_->suspensions(path), from - shift_, to - shift_);
    }

private:
    static constexpr double infinity = std::numeric_limits<double>::infinity();
    /// How far a look goes beyond where it must, in years: of outages, and of what a profile feels of them.
    static constexpr double outage_reach = 8, profile_reach = 1;
    struct Piece {
        double begin, mark, work,
            pace;  // `mark`: its begin in the time of the profile; `work` done before it
    };
    struct Profile {
        std::array<double, channel_count> channel;
        std::size_t view;
        int clock;
    };
    /// The outages as all profiles see them that state the same losses of classes.
    struct View {
        std::vector<std::optional<double>> class_loss;  // of each class; none: as the class says
        std::array<bool, channel_count> counts{};       // whether someone is exposed to the channel
        std::array<std::vector<std::vector<Outage>>, channel_count> channel{};  // [path]
    };
    /// What a profile feels on a path, as far as it was looked at.
    struct Felt {
        std::vector<Piece> pieces;
        double known = 0;                  // the pieces hold up to here
        double t = 0, mark = 0, work = 0;  // of the last edge before
        ChannelCursor whole{{}, &Outage::build_loss, 0};
    };

    /// Makes the stretches of a path's channels up to `until`.
    void find_losses(int path, double until) {
        const auto p = static_cast<std::size_t>(path);
        if (!(known_[p] < until)) return;
        known_[p] = std::min(end_, until + outage_reach);
        for (View& view : views_)
            for (std::size_t c = 0; c < channel_count; ++c)
                if (view.counts[c])
                    losses(stated(view, path, static_cast<Channel>(c)), static_cast<Channel>(c), known_[p],
                           view.channel[c][p]);
    }
    void start(int profile, int path) {
        Felt& felt = of(profile, path);
        felt.whole = {source_->halts(path), &Outage::build_loss, -shift_};
        felt.known = felt.t = felt.work = 0;
        felt.mark = measure(profile, 0);
        felt.pieces.assign(1, {0, felt.mark, 0, 1});
    }
    /// Makes the pieces of a profile for some time beyond t.
    void extend(int profile, int path, double t) {
        const double until = std::min(end_, std::max(t, shift_) + profile_reach);
        find_losses(path, until);
        join(profile, path, until);
    }
    const CalendarClock* calendar_of(int profile) const {
        const int clock = profiles_[static_cast<std::size_t>(profile)].clock;
        return clock < 0 ? nullptr : &(*calendars_)[static_cast<std::size_t>(clock)];
    }
    /// t in the time of a profile.
    double measure(int profile, double t) const {
        const CalendarClock* const calendar = calendar_of(profile);
        return calendar ? calendar->work_at(t) : t;
    }
    /// When the work of a profile reaches `goal`, as far as it is known.
    double reached(int profile, int path, double goal) const {
        const CalendarClock* const calendar = calendar_of(profile);
        // What rounding takes must not move a finish across an outage that begins on a day off.
        const double above = calendar ? goal - 1e-9 : goal;
        const Piece& piece = last(of(profile, path).pieces, [&](const Piece& x) { return x.work < above; });
        if (!(piece.pace > 0)) return infinity;
        const double more = (goal - piece.work) / piece.pace;
        return calendar ? calendar->advance(piece.begin, more) : piece.begin + more;
    }
    Felt& of(int profile, int path) {
        return felt_[static_cast<std::size_t>(profile) * static_cast<std::size_t>(width_) +
                     static_cast<std::size_t>(path)];
    }
    const Felt& of(int profile, int path) const { return const_cast<OutageClocks*>(this)->of(profile, path); }
    /// The last piece of which `holds` is true; the first if of none. True ones stand before false ones.
    template <class Holds>
    static const Piece& last(std::span<const Piece> pieces, Holds&& holds) {
        const auto after = std::partition_point(pieces.begin(), pieces.end(), holds);
        return after == pieces.begin() ? *after : *(after - 1);
    }

    /// The outages of a channel with the losses that a view states.
    std::span<const Outage> stated(const View& view, int path, Channel channel) {
        if (view.class_loss.empty()) return source_->of(path, channel);
        restated_.clear();
        for (EventOutage e : source_->events(path, channel)) {
            if (const auto& loss = view.class_loss[static_cast<std::size_t>(e.source)])
                e.outage.build_loss = *loss * e.build_share;
            if (e.outage.build_loss > 0) add_largest(restated_, 0, e.outage, scratch_);
        }
        return restated_;
    }

    /// Adds a stretch to those that wait to be joined, by its begin; it belongs near their end.
    void put_in_order(const Outage& next) {
        stretches_.push_back(next);
        for (std::size_t k = stretches_.size() - 1; k > 0 && stretches_[k - 1].begin > stretches_[k].begin;
             --k)
            std::swap(stretches_[k - 1], stretches_[k]);
    }
    /// Losses of a channel as disjoint stretches in order of time, recovery included.
    void losses(std::span<const Outage> list, Channel channel, double until, std::vector<Outage>& out) {
        stretches_.clear();
        const auto put = [&](double begin, double end, double loss) {
            begin = std::max(0.0, begin + shift_);
            end += shift_;
            if (!(loss > 0 && end > begin)) return;
            put_in_order({begin, end, loss, loss});
            for (int k = 0; recovery_ > 0 && k < recovery_steps; ++k) {
                const double left = loss * (1 - (k + 0.5) / recovery_steps);
                put_in_order({end + recovery_ * k / recovery_steps,
                              end + recovery_ * (k + 1) / recovery_steps, left, left});
            }
        };
        const double last_begin = until - shift_;
        if (channel != Channel::road) {
            for (const Outage& o : list) {
                if (!(o.begin < last_begin)) break;
                put(o.begin, o.end, o.build_loss);
            }
        } else {
            BridgedChannel road{list, &Outage::build_loss, stores_.supplies, stores_.catch_up, 0};
            for (double t = 0; t < last_begin;) {
                const double pace = std::min(1.0, road.limit(t));
                const double next = road.run(t, last_begin, pace);
                put(t, next, 1 - pace);
                t = next;
            }
        }
        out.clear();
        for (const Outage& o : stretches_) add_largest(out, 0, o, scratch_);
    }

    /// The pieces of one profile up to `until`, from where they end: at each instant the largest weighted
    /// loss of a channel counts.
    void join(int profile, int path, double until) {
        const Profile& p = profiles_[static_cast<std::size_t>(profile)];
        Felt& felt = of(profile, path);
        felt.known = until;
        std::array<std::span<const Outage>, channel_count> list{};
        for (std::size_t c = 0; c < channel_count; ++c) {
            if (!(p.channel[c] > 0)) continue;
            list[c] = views_[p.view].channel[c][static_cast<std::size_t>(path)];
            const auto ended =
                std::ranges::partition_point(list[c], [&](const Outage& o) { return o.end <= felt.t; });
            list[c] = {ended, list[c].end()};
        }
        ChannelCursor& whole = felt.whole;
        while (true) {
            double loss = 1 - whole.open(), next = whole.edge() + shift_;
            for (std::size_t c = 0; c < channel_count; ++c) {
                while (!list[c].empty() && list[c].front().end <= felt.t) list[c] = list[c].subspan(1);
                if (list[c].empty()) continue;
                const Outage& first = list[c].front();
                const bool on = first.begin <= felt.t;
                if (on) loss = std::max(loss, p.channel[c] * first.build_loss);
                next = std::min(next, on ? first.end : first.begin);
            }
            const double pace = 1 - loss;
            if (felt.pieces.back().pace != pace) {
                if (felt.pieces.back().begin == felt.t) {
                    felt.pieces.back().pace = pace;
                } else {
                    felt.pieces.push_back({felt.t, felt.mark, felt.work, pace});
                }
            }
            if (!(next < until)) return;
            const double next_mark = measure(profile, next);
            felt.work += pace * (next_mark - felt.mark);
            felt.t = next;
            felt.mark = next_mark;
            if (whole.edge() + shift_ <= felt.t) whole.settle(whole.edge());
        }
    }

    std::vector<Profile> profiles_;
    std::vector<View> views_;
    Stores stores_;
    double recovery_ = 0;
    Calendars calendars_;
    const OutageBlock* source_ = nullptr;
    double shift_ = 0, end_ = 0;
    int width_ = 0;
    std::vector<double> known_;  // of each path: its stretches hold up to here
    std::vector<Outage> restated_, stretches_, scratch_;
    std::vector<Felt> felt_;  // [profile x path]
};

}  // namespace minerisk::inline v0::schedule
