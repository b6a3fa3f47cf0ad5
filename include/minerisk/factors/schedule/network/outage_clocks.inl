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

#include "minerisk/core/body.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/channel_losses.hpp"
#include "minerisk/factors/schedule/network/outage_clocks.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY OutageClocks::OutageClocks(std::vector<OutageProfile> profiles, const Stores& stores,
                                         double recovery, const std::vector<std::string>& classes,
                                         Calendars calendars)
    : meeting_{stores, recovery, 0}, calendars_{std::move(calendars)} {
    for (OutageProfile& p : profiles) {
        std::vector<std::optional<double>> loss(classes.size());
        for (const auto& [name, value] : p.exposure.class_loss) {
            const auto at = std::ranges::find(classes, name) - classes.begin();
            MINERISK_EXPECTS(static_cast<std::size_t>(at) < classes.size());
            loss[static_cast<std::size_t>(at)] = value;
        }
        if (p.exposure.class_loss.empty()) loss.clear();
        auto view = std::ranges::find(views_, loss, &View::class_loss);
        if (view == views_.end()) view = views_.insert(view, View{std::move(loss)});
        profiles_.push_back({p.exposure.channel, static_cast<std::size_t>(view - views_.begin()), p.clock});
    }
}

MINERISK_BODY void OutageClocks::set(const OutageBlock& outages, int width, double shift, double end) {
    source_ = &outages;
    width_ = width;
    meeting_.shift = shift;
    end_ = calendars_ && !calendars_->empty() ? std::min(end, CalendarClock::years - 1.0) : end;
    for (View& view : views_)
        for (std::vector<Seen>& paths : view.channel) {
            paths.resize(static_cast<std::size_t>(width));
            for (Seen& path : paths) path.losses.reset();
        }
    felt_.resize(profiles_.size() * static_cast<std::size_t>(width));
    for (int k = 0; k < profiles(); ++k)
        for (int p = 0; p < width; ++p) start(k, p);
}

MINERISK_BODY double OutageClocks::work_at(int profile, int path, double t) {
    if (!(t < of(profile, path).known)) extend(profile, path, t);
    const Piece& piece = last(of(profile, path).pieces, [&](const Piece& x) { return x.begin <= t; });
    return piece.work + piece.pace * (measure(profile, t) - piece.mark);
}

MINERISK_BODY double OutageClocks::advance(int profile, int path, double t, double work) {
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

MINERISK_BODY double OutageClocks::retreat(int profile, int path, double t, double work) {
    if (!(work > 0) || !(t < infinity)) return t;
    const double goal = work_at(profile, path, t) - work;
    if (goal <= 0) {  // before the plan's start, at full pace
        const CalendarClock* const calendar = calendar_of(profile);
        return calendar ? calendar->retreat(0, -goal) : goal;
    }
    // What rounding takes must not move the start across an outage in which no work is done.
    const double reached = goal + 1e-12 * (1 + goal);
    const Piece& piece = last(of(profile, path).pieces, [&](const Piece& x) { return x.work <= reached; });
    if (!(piece.pace > 0)) return piece.begin;
    const double more = (goal - piece.work) / piece.pace;
    const CalendarClock* const calendar = calendar_of(profile);
    return calendar ? calendar->latest(piece.mark + more) : piece.begin + more;
}

MINERISK_BODY double OutageClocks::suspended(int path, double from, double to) const {
    return suspended_time(source_->suspensions(path), from - meeting_.shift, to - meeting_.shift);
}

MINERISK_BODY auto OutageClocks::losses(View& view, int path, Channel channel, double until)
    -> std::span<const Loss> {
    Seen& seen = view.channel[static_cast<std::size_t>(channel)][static_cast<std::size_t>(path)];
    if (seen.losses.is_reset())
        seen.losses.start(stated(view, path, channel, seen.restated), channel, meeting_);
    if (seen.losses.until() < until) seen.losses.look(std::min(end_, until + outage_reach));
    return seen.losses.losses();
}

MINERISK_BODY void OutageClocks::start(int profile, int path) {
    Felt& felt = of(profile, path);
    felt.whole = {source_->halts(path), &Outage::build_loss, -meeting_.shift};
    felt.known = felt.t = felt.work = 0;
    felt.mark = measure(profile, 0);
    felt.pieces.assign(1, {0, felt.mark, 0, 1});
}

MINERISK_BODY void OutageClocks::extend(int profile, int path, double t) {
    join(profile, path, std::min(end_, std::max(t, meeting_.shift) + profile_reach));
}

MINERISK_BODY auto OutageClocks::calendar_of(int profile) const -> const CalendarClock* {
    const int clock = profiles_[static_cast<std::size_t>(profile)].clock;
    return clock < 0 ? nullptr : &(*calendars_)[static_cast<std::size_t>(clock)];
}

MINERISK_BODY double OutageClocks::measure(int profile, double t) const {
    const CalendarClock* const calendar = calendar_of(profile);
    return calendar ? calendar->work_at(t) : t;
}

MINERISK_BODY double OutageClocks::reached(int profile, int path, double goal) const {
    const CalendarClock* const calendar = calendar_of(profile);
    // What rounding takes must not move a finish across an outage that begins on a day off.
    const double above = calendar ? goal - 1e-9 : goal;
    const Piece& piece = last(of(profile, path).pieces, [&](const Piece& x) { return x.work < above; });
    if (!(piece.pace > 0)) return infinity;
    const double more = (goal - piece.work) / piece.pace;
    return calendar ? calendar->advance(piece.begin, more) : piece.begin + more;
}

MINERISK_BODY auto OutageClocks::of(int profile, int path) -> Felt& {
    return felt_[static_cast<std::size_t>(profile) * static_cast<std::size_t>(width_) +
                 static_cast<std::size_t>(path)];
}

MINERISK_BODY auto OutageClocks::stated(const View& view, int path, Channel channel,
                                        std::vector<Outage>& restated) -> std::span<const Outage> {
    if (view.class_loss.empty()) return source_->of(path, channel);
    restated.clear();
    for (EventOutage e : source_->events(path, channel)) {
        if (const auto& loss = view.class_loss[static_cast<std::size_t>(e.source)])
            e.outage.build_loss = *loss * e.build_share;
        if (e.outage.build_loss > 0) add_largest(restated, 0, e.outage);
    }
    return restated;
}

MINERISK_BODY void OutageClocks::join(int profile, int path, double until) {
    const Profile& p = profiles_[static_cast<std::size_t>(profile)];
    Felt& felt = of(profile, path);
    felt.known = until;
    struct Weighted {
        double weight;
        const Loss *next, *end;
    };
    std::array<Weighted, channel_count> lists;  // the first `count` of them
    std::size_t count = 0;
    for (std::size_t c = 0; c < channel_count; ++c) {
        if (!(p.channel[c] > 0)) continue;
        const auto list = losses(views_[p.view], path, static_cast<Channel>(c), until);
        const auto ended = std::ranges::partition_point(list, [&](const Loss& o) { return o.end <= felt.t; });
        lists[count++] = {p.channel[c], list.data() + (ended - list.begin()), list.data() + list.size()};
    }
    ChannelCursor& whole = felt.whole;
    const CalendarClock* const calendar = calendar_of(profile);
    double t = felt.t, mark = felt.mark, work = felt.work, last_pace = felt.pieces.back().pace;
    double halted = 1 - whole.open(), halt_edge = whole.edge() + meeting_.shift;
    while (true) {
        double loss = halted, next = halt_edge;
        for (std::size_t c = 0; c < count; ++c) {
            Weighted& l = lists[c];
            while (l.next != l.end && l.next->end <= t) ++l.next;
            if (l.next == l.end) continue;
            const bool on = l.next->begin <= t;
            if (on) loss = std::max(loss, l.weight * l.next->share);
            next = std::min(next, on ? l.next->end : l.next->begin);
        }
        const double pace = 1 - loss;
        if (pace != last_pace) {
            if (felt.pieces.back().begin == t) {
                felt.pieces.back().pace = pace;
            } else {
                felt.pieces.push_back({t, mark, work, pace});
            }
            last_pace = pace;
        }
        if (!(next < until)) break;
        const double next_mark = calendar ? calendar->work_at(next) : next;
        work += pace * (next_mark - mark);
        t = next;
        mark = next_mark;
        if (halt_edge <= t) {
            whole.settle(whole.edge());
            halted = 1 - whole.open();
            halt_edge = whole.edge() + meeting_.shift;
        }
    }
    felt.t = t;
    felt.mark = mark;
    felt.work = work;
}

}  // namespace minerisk::inline v0::schedule
