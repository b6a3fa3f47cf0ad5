#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/room.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/channel_losses.hpp"
#include "minerisk/factors/schedule/network/outage_clocks.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/kernels/active.hpp"

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
        Profile& made = profiles_.emplace_back();
        made.view = static_cast<std::size_t>(view - views_.begin());
        made.clock = p.clock;
        for (std::size_t c = 0; c < channel_count; ++c) {
            if (!(p.exposure.channel[c] > 0)) continue;
            made.weight[made.channels.size()] = p.exposure.channel[c];
            made.channels.push_back(static_cast<Channel>(c));
        }
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
    all_.resize(static_cast<std::size_t>(width));
    std::iota(all_.begin(), all_.end(), 0);
    felt_.resize(profiles_.size() * static_cast<std::size_t>(width));
    for (int k = 0; k < profiles(); ++k)
        for (int p = 0; p < width; ++p) start(k, p);
}

MINERISK_BODY double OutageClocks::work_at(int profile, int path, double t) {
    if (!(t < of(profile, path).path.until)) {
        const Wanted wanted{path, reach(t)};
        extend(profile, std::span{&wanted, 1});
    }
    const WorkPath* const at = &of(profile, path).path;
    const double none = 0;
    double done;
    find_goals(profile, {nullptr, 1, &at, &t, &none, &done});
    return done;
}

MINERISK_BODY void OutageClocks::advance(int profile, std::span<const int> paths, const double* t,
                                         const double* work, double* done) {
    wanted_.clear();
    asked_.clear();
    for (std::size_t k = 0; k < paths.size(); ++k) {
        const bool goes_on = work[k] > 0 && t[k] < end_;
        done[k] = work[k] > 0 ? infinity : t[k];
        if (!goes_on) continue;
        if (!(t[k] < of(profile, paths[k]).path.until)) wanted_.push_back({paths[k], reach(t[k])});
        asked_.add(k, &of(profile, paths[k]).path, t[k], work[k]);
    }
    extend(profile, wanted_);
    find_goals(profile, {nullptr, asked_.paths(), asked_.path.data(), asked_.t.data(), asked_.work.data(),
                         asked_.goal.data()});
    const CalendarClock* const calendar = calendar_of(profile);
    while (asked_.paths() > 0) {
        // What rounding takes must not move a finish across an outage that begins on a day off.
        kernels().work_reached({.below = calendar ? 1e-9 : 0,
                                .paths = asked_.paths(),
                                .path = asked_.path.data(),
                                .goal = asked_.goal.data(),
                                .begin = asked_.begin.data(),
                                .more = asked_.more.data()});
        wanted_.clear();
        std::size_t left = 0;
        for (std::size_t i = 0; i < asked_.path.size(); ++i) {
            const double begin = asked_.begin[i], more = asked_.more[i], known = asked_.path[i]->until;
            const double at = calendar && more < infinity ? calendar->advance(begin, more) : begin + more;
            const std::size_t k = asked_.place[i];
            if (!(at < known) && known < end_) {
                wanted_.push_back({paths[k], reach(known)});
                asked_.keep(i, left++);
            } else {
                done[k] = at <= end_ ? std::max(at, t[k]) : infinity;
            }
        }
        asked_.resize(left);
        extend(profile, wanted_);
    }
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
    const Felt& felt = of(profile, path);
    const std::span known{felt.pieces.data(), static_cast<std::size_t>(felt.path.pieces)};
    const auto after =
        std::ranges::partition_point(known, [&](const WorkPiece& x) { return x.work <= reached; });
    const WorkPiece& piece = after == known.begin() ? *after : *(after - 1);
    if (!(piece.pace > 0)) return piece.begin;
    const double more = (goal - piece.work) / piece.pace;
    const CalendarClock* const calendar = calendar_of(profile);
    return calendar ? calendar->latest(calendar->work_at(piece.begin) + more) : piece.begin + more;
}

MINERISK_BODY double OutageClocks::suspended(int path, double from, double to) const {
    return suspended_time(source_->suspensions(path), from - meeting_.shift, to - meeting_.shift);
}

MINERISK_BODY void OutageClocks::find_goals(int profile, WorkGoalRows rows) const {
    const CalendarClock* const calendar = calendar_of(profile);
    const CalendarRow row = calendar ? calendar->row() : CalendarRow{};
    rows.calendar = calendar ? &row : nullptr;
    kernels().work_goals(rows);
}

MINERISK_BODY void OutageClocks::start(int profile, int path) {
    Felt& felt = of(profile, path);
    const auto halts = source_->halts(path);
    const double mark = measure(profile, 0);
    WorkPiece* const first = with_room(felt.pieces, 1);
    *first = {0, 0, 1};
    felt.path = {.halts = {halts.data(), halts.data() + halts.size()},
                 .halts_at = -meeting_.shift,
                 .piece = first,
                 .pieces = 1,
                 .mark = mark};
    felt.next.fill(0);
}

MINERISK_BODY void OutageClocks::look(View& view, Channel channel, std::span<const Wanted> wanted) {
    losses_.clear();
    for (const auto& [path, until] : wanted) {
        Seen& seen = view.channel[static_cast<std::size_t>(channel)][static_cast<std::size_t>(path)];
        const bool is_new = seen.losses.is_reset();
        if (!is_new && !(seen.losses.until() < until)) continue;
        if (is_new) {
            seen.restated.clear();
            seen.next = 0;
        }
        const double next = std::min(end_, until + outage_reach);
        const auto outages =
            stated(view, path, channel, channel == Channel::road ? infinity : next - meeting_.shift, seen);
        if (is_new) seen.losses.start(outages, channel, meeting_);
        losses_.push_back(seen.losses.prepare(outages, next));
    }
    kernels().channel_losses({.recovery = meeting_.recovery,
                              .shift = meeting_.shift,
                              .lists = static_cast<int>(losses_.size()),
                              .list = losses_.data()});
}

MINERISK_BODY void OutageClocks::extend(int profile, std::span<const Wanted> wanted) {
    if (wanted.empty()) return;
    const Profile& p = profiles_[static_cast<std::size_t>(profile)];
    View& view = views_[p.view];
    for (const Channel channel : p.channels) look(view, channel, wanted);
    work_.clear();
    for (const auto& [path, until] : wanted) {
        Felt& felt = of(profile, path);
        std::size_t edges = 2 * static_cast<std::size_t>(felt.path.halts.end - felt.path.halts.next);
        for (std::size_t k = 0; k < p.channels.size(); ++k) {
            const auto losses = losses_of(view, p.channels[k], path);
            felt.path.next[k] = losses.data() + felt.next[k];
            edges += 2 * (losses.size() - felt.next[k]);
        }
        felt.path.piece = with_room(felt.pieces, static_cast<std::size_t>(felt.path.pieces) + edges + 2);
        felt.path.until = until;
        work_.push_back(&felt.path);
    }
    const CalendarClock* const calendar = calendar_of(profile);
    const CalendarRow row = calendar ? calendar->row() : CalendarRow{};
    WorkRows rows{.channels = static_cast<int>(p.channels.size()),
                  .weight = {},
                  .shift = meeting_.shift,
                  .calendar = calendar ? &row : nullptr,
                  .paths = static_cast<int>(work_.size()),
                  .path = work_.data()};
    std::copy_n(p.weight.begin(), p.channels.size(), rows.weight);
    kernels().outage_work(rows);
    for (const Wanted& w : wanted) {
        Felt& felt = of(profile, w.path);
        for (std::size_t k = 0; k < p.channels.size(); ++k)
            felt.next[k] =
                static_cast<std::size_t>(felt.path.next[k] - losses_of(view, p.channels[k], w.path).data());
    }
}

MINERISK_BODY auto OutageClocks::calendar_of(int profile) const -> const CalendarClock* {
    const int clock = profiles_[static_cast<std::size_t>(profile)].clock;
    return clock < 0 ? nullptr : &(*calendars_)[static_cast<std::size_t>(clock)];
}

MINERISK_BODY double OutageClocks::measure(int profile, double t) const {
    const CalendarClock* const calendar = calendar_of(profile);
    return calendar ? calendar->work_at(t) : t;
}

MINERISK_BODY auto OutageClocks::of(int profile, int path) -> Felt& {
    return felt_[static_cast<std::size_t>(profile) * static_cast<std::size_t>(width_) +
                 static_cast<std::size_t>(path)];
}

MINERISK_BODY auto OutageClocks::stated(const View& view, int path, Channel channel, double until, Seen& seen)
    -> std::span<const Outage> {
    if (view.class_loss.empty()) return source_->of(path, channel);
    const auto events = source_->events(path, channel);
    const auto may_change = [&](const EventOutage& next) {
        const double begin = next.outage.begin;
        return begin < until || (!seen.restated.empty() && begin < seen.restated.back().end);
    };
    for (; seen.next < events.size() && may_change(events[seen.next]); ++seen.next) {
        EventOutage e = events[seen.next];
        if (const auto& loss = view.class_loss[static_cast<std::size_t>(e.source)])
            e.outage.build_loss = *loss * e.build_share;
        if (e.outage.build_loss > 0) add_largest(seen.restated, 0, e.outage);
    }
    return seen.restated;
}

}  // namespace minerisk::inline v0::schedule
