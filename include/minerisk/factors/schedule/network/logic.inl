#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/order.hpp"
#include "minerisk/factors/schedule/network/outage_clocks.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY Logic::Logic(const Plan& plan) {
    std::unordered_map<std::string, int> place;
    for (std::size_t i = 0; i < plan.activities.size(); ++i)
        place[plan.activities[i].id] = static_cast<int>(i);
    std::vector<std::pair<int, int>> arcs;
    for (const Link& l : plan.links) arcs.emplace_back(place.at(l.from), place.at(l.to));
    const int count = static_cast<int>(plan.activities.size());
    stated_ = topological_order(count, arcs);
    rank_.resize(stated_.size());
    for (std::size_t j = 0; j < stated_.size(); ++j)
        rank_[static_cast<std::size_t>(stated_[j])] = static_cast<int>(j);
    for (const auto& [id, i] : place) ranks_.emplace(id, rank(i));

    std::map<std::string, int> clock{{"", -1}};
    auto clocks = std::make_shared<std::vector<CalendarClock>>();
    for (const WorkCalendar& c : plan.calendars) {
        clock[c.name] = static_cast<int>(clocks->size());
        clocks->emplace_back(c, plan.start);
    }
    clocks_ = std::move(clocks);
    nodes_.resize(stated_.size());
    for (std::size_t j = 0; j < stated_.size(); ++j)
        prepare(plan.activities[static_cast<std::size_t>(stated_[j])], plan.data_date.canonical(), clock,
                nodes_[j]);
    for (Node& n : nodes_)
        if (n.progress == Progress::under_way) n.under_way = under_way_++;
    for (std::size_t j = 0; j < nodes_.size(); ++j) {
        const Exposure& e = plan.activities[static_cast<std::size_t>(stated_[j])].exposure;
        if (!e.any()) continue;
        nodes_[j].exposed = exposed_++;
        const OutageProfile profile{e, nodes_[j].clock};
        const auto known = std::ranges::find(profiles_, profile);
        nodes_[j].profile = static_cast<int>(known - profiles_.begin());
        if (known == profiles_.end()) profiles_.push_back(profile);
    }
    for (std::size_t c = 0; c < plan.choices.size(); ++c)
        for (std::size_t o = 0; o < plan.choices[c].options.size(); ++o)
            for (const std::string& id : plan.choices[c].options[o].activities) {
                Node& n = nodes_[static_cast<std::size_t>(rank(place.at(id)))];
                n.choice = static_cast<int>(c);
                n.option = static_cast<double>(o);
            }
    add_terms(plan, arcs, clock);
    target_ = plan.target.empty() ? count - 1 : rank_[static_cast<std::size_t>(place.at(plan.target))];
    find_what_reaches_target(arcs);
}

MINERISK_BODY int Logic::find(const std::string& id) const {
    const auto found = ranks_.find(id);
    return found == ranks_.end() ? -1 : found->second;
}

MINERISK_BODY bool Logic::is_absent(const NetworkWorkspace& w, int j, int p) const {
    return node(j).choice >= 0 && w.chosen(node(j).choice, p) != node(j).option;
}

MINERISK_BODY void Logic::backward(NetworkWorkspace& w) const {
    const KernelTable& k = kernels();
    for (int i = target_; i >= 0; --i) {
        if (!reaches_target(i)) continue;
        const Node& n = node(i);
        double* const late_start = w.late.row(2 * i);
        double* const late_finish = w.late.row(2 * i + 1);
        const double* const start = w.dates.row(2 * i);
        const double* const finish = w.dates.row(2 * i + 1);
        const double* const duration = w.duration.row(i);
        if (n.progress == Progress::done) {  // nothing can move it
            for (double* const row : {late_start, late_finish, w.start_slack.row(i), w.finish_slack.row(i)})
                std::fill_n(row, w.width, infinity);
            continue;
        }
        const bool has_started = n.progress == Progress::under_way;  // nothing moves its start
        std::fill_n(late_start, w.width, has_started ? infinity : n.start_cap);
        std::fill_n(late_finish, w.width, n.finish_cap);
        if (i == target_)
            for (int p = 0; p < w.width; ++p) late_finish[p] = std::min(late_finish[p], finish[p]);
        k.earliest(has_started ? 0 : n.late_start.count, terms_.data() + n.late_start.first, w.width,
                   w.late.data(), late_start);
        k.earliest(n.late_finish.count, terms_.data() + n.late_finish.first, w.width, w.late.data(),
                   late_finish);
        if (!has_started)
            for (const SlowTerm& t : n.slow_late_start) lower(w, t, late_start);
        for (const SlowTerm& t : n.slow_late_finish) lower(w, t, late_finish);
        double* const start_slack = w.start_slack.row(i);
        double* const finish_slack = w.finish_slack.row(i);
        if (is_plain(n, w)) {
            for (int p = 0; p < w.width; ++p) {
                start_slack[p] = late_start[p] - start[p];
                finish_slack[p] = late_finish[p] - finish[p];
                if (n.in_parts) {
                    late_start[p] = std::min(late_start[p], late_finish[p] - duration[p]);
                } else {
                    late_finish[p] = std::min(late_finish[p], late_start[p] + duration[p]);
                    late_start[p] = late_finish[p] - duration[p];
                }
            }
        } else {
            for (int p = 0; p < w.width; ++p) {
                start_slack[p] = length_between(i, start[p], late_start[p]);
                finish_slack[p] = length_between(i, finish[p], late_finish[p]);
                if (!n.in_parts && late_start[p] < infinity)
                    late_finish[p] = std::min(late_finish[p], advance(n, w, p, late_start[p], duration[p]));
                if (late_finish[p] < infinity)
                    late_start[p] = std::min(late_start[p], retreat(n, w, p, late_finish[p], duration[p]));
            }
        }
    }
}

MINERISK_BODY double Logic::free_float(const NetworkWorkspace& w, int j, int p) const {
    double room = infinity;
    const auto against = [&](double date, int row, double latest) {
        if (!is_done(row / 2)) room = std::min(room, length_between(j, date, latest));
    };
    const auto follow = [&](const Range& plain, const std::vector<SlowTerm>& slow, double date) {
        for (int k = plain.first; k < plain.first + plain.count; ++k) {
            const DateTerm& t = terms_[static_cast<std::size_t>(k)];
            against(date, t.row, due(w, t.row, p) - t.lag);
        }
        for (const SlowTerm& t : slow) against(date, t.row, latest_before(t, due(w, t.row, p)));
    };
    follow(node(j).all_late_finish, node(j).all_slow_late_finish, w.dates(2 * j + 1, p));
    if (node(j).progress == Progress::to_come)
        follow(node(j).all_late_start, node(j).all_slow_late_start, w.dates(2 * j, p));
    return room;
}

MINERISK_BODY double Logic::resumed(const NetworkWorkspace& w, int j, int p) const {
    return node(j).under_way >= 0 ? w.resumed(node(j).under_way, p) : w.dates(2 * j, p);
}

MINERISK_BODY std::vector<int> Logic::needed_by(int j) const {
    std::vector<bool> needed(nodes_.size(), false);
    std::vector<int> all;
    needed[static_cast<std::size_t>(j)] = true;
    for (int i = j; i >= 0; --i) {
        if (!needed[static_cast<std::size_t>(i)]) continue;
        all.push_back(i);
        for (const int k : before_[static_cast<std::size_t>(i)]) needed[static_cast<std::size_t>(k)] = true;
    }
    return all;
}

MINERISK_BODY double Logic::years_per_unit(int j) const {
    const int clock = node(j).clock;
    return clock < 0 ? 1 : 1 / clock_at(clock).days_a_year();
}

MINERISK_BODY double Logic::length_between(int j, double from, double to) const {
    const int clock = node(j).clock;
    return clock < 0 ? to - from : difference(clock_at(clock), to, from);
}

MINERISK_BODY double Logic::work_between(NetworkWorkspace& w, int j, int p, double from, double to) const {
    const int profile = node(j).profile;
    if (profile < 0 || !w.has_outages) return length_between(j, from, to);
    return w.outages.work_at(profile, p, to) - w.outages.work_at(profile, p, from);
}

MINERISK_BODY void Logic::prepare(const Activity& a, double data_date,
                                  const std::map<std::string, int>& clock, Node& n) {
    n.progress = a.progress;
    n.clock = clock.at(a.calendar);
    n.in_parts = a.interruptible || a.progress == Progress::under_way;
    n.started = a.started.canonical();
    n.finished = a.finished.canonical();
    n.start_floor = std::max(0.0, data_date);
    for (const DateBound& b : a.bounds) {
        const double t = b.date.canonical();
        if (b.kind == BoundKind::start_not_earlier) n.start_floor = std::max(n.start_floor, t);
        if (b.kind == BoundKind::finish_not_earlier) n.finish_floor = std::max(n.finish_floor, t);
        if (b.kind == BoundKind::start_not_later) n.start_cap = std::min(n.start_cap, t);
        if (b.kind == BoundKind::finish_not_later) n.finish_cap = std::min(n.finish_cap, t);
    }
    n.has_finish_bound = n.finish_floor > -infinity;
}

MINERISK_BODY double Logic::difference(const CalendarClock& c, double to, double from) {
    return to < infinity ? c.work_at(to) - c.work_at(from) : infinity;
}

MINERISK_BODY void Logic::add_terms(const Plan& plan, const std::vector<std::pair<int, int>>& arcs,
                                    const std::map<std::string, int>& clock) {
    // Of each activity: terms on its start, its finish, and from the other side.
    std::vector<std::vector<DateTerm>> early_start(nodes_.size()), early_finish(nodes_.size()),
        late_start(nodes_.size()), late_finish(nodes_.size());
    for (std::size_t l = 0; l < plan.links.size(); ++l) {
        const Link& link = plan.links[l];
        const auto i = static_cast<std::size_t>(rank_[static_cast<std::size_t>(arcs[l].first)]);
        const auto j = static_cast<std::size_t>(rank_[static_cast<std::size_t>(arcs[l].second)]);
        const bool from_finish = link.type == LinkType::finish_start || link.type == LinkType::finish_finish;
        const bool to_start = link.type == LinkType::finish_start || link.type == LinkType::start_start;
        const int from = 2 * static_cast<int>(i) + (from_finish ? 1 : 0);
        const int to = 2 * static_cast<int>(j) + (to_start ? 0 : 1);
        if (link.calendar.empty() || link.lag == 0) {
            (to_start ? early_start : early_finish)[j].push_back({from, link.lag});
            (from_finish ? late_finish : late_start)[i].push_back({to, link.lag});
        } else {
            const int c = clock.at(link.calendar);
            (to_start ? nodes_[j].slow_start : nodes_[j].slow_finish).push_back({from, link.lag, c});
            (from_finish ? nodes_[i].slow_late_finish : nodes_[i].slow_late_start)
                .push_back({to, link.lag, c});
        }
        if (!to_start) nodes_[j].has_finish_bound = true;
    }
    const auto keep = [&](const std::vector<DateTerm>& list) {
        const Range r{static_cast<int>(terms_.size()), static_cast<int>(list.size())};
        terms_.insert(terms_.end(), list.begin(), list.end());
        return r;
    };
    for (std::size_t j = 0; j < nodes_.size(); ++j) {
        nodes_[j].start = keep(early_start[j]);
        nodes_[j].finish = keep(early_finish[j]);
        nodes_[j].all_late_start = nodes_[j].late_start = keep(late_start[j]);
        nodes_[j].all_late_finish = nodes_[j].late_finish = keep(late_finish[j]);
        nodes_[j].all_slow_late_start = nodes_[j].slow_late_start;
        nodes_[j].all_slow_late_finish = nodes_[j].slow_late_finish;
    }
}

MINERISK_BODY void Logic::find_what_reaches_target(const std::vector<std::pair<int, int>>& arcs) {
    before_.resize(nodes_.size());
    for (const auto& [from, to] : arcs) before_[static_cast<std::size_t>(rank(to))].push_back(rank(from));
    reaches_.assign(nodes_.size(), false);
    for (const int j : needed_by(target_)) reaches_[static_cast<std::size_t>(j)] = true;
    const auto narrow = [&](Range& r) {
        std::vector<DateTerm> kept;
        for (int k = r.first; k < r.first + r.count; ++k)
            if (reaches_target(terms_[static_cast<std::size_t>(k)].row / 2))
                kept.push_back(terms_[static_cast<std::size_t>(k)]);
        r = {static_cast<int>(terms_.size()), static_cast<int>(kept.size())};
        terms_.insert(terms_.end(), kept.begin(), kept.end());
    };
    const auto narrow_slow = [&](std::vector<SlowTerm>& list) {
        std::erase_if(list, [&](const SlowTerm& t) { return !reaches_target(t.row / 2); });
    };
    for (std::size_t j = 0; j < nodes_.size(); ++j) {
        if (!reaches_[j]) continue;
        narrow(nodes_[j].late_start);
        narrow(nodes_[j].late_finish);
        narrow_slow(nodes_[j].slow_late_start);
        narrow_slow(nodes_[j].slow_late_finish);
    }
}

MINERISK_BODY double Logic::due(const NetworkWorkspace& w, int row, int p) const {
    return row % 2 == 0 ? resumed(w, row / 2, p) : w.dates(row, p);
}

MINERISK_BODY void Logic::raise(const NetworkWorkspace& w, const SlowTerm& t, double* out) const {
    for (int p = 0; p < w.width; ++p) out[p] = std::max(out[p], shifted(t, w.dates(t.row, p), t.lag));
}

MINERISK_BODY void Logic::lower(const NetworkWorkspace& w, const SlowTerm& t, double* out) const {
    for (int p = 0; p < w.width; ++p)
        if (const double date = w.late(t.row, p); date < infinity)
            out[p] = std::min(out[p], latest_before(t, date));
}

MINERISK_BODY double Logic::latest_before(const SlowTerm& t, double date) const {
    const CalendarClock& c = clock_at(t.clock);
    if (t.lag >= 0) return c.retreat(date, t.lag);
    // A lead leads to the end of a gap: before that, it must reach what was worked before the gap.
    const double work = c.work_at(date);
    return c.latest(work) <= date + 1e-9 ? c.latest(work - t.lag) : c.advance(date, -t.lag);
}

MINERISK_BODY double Logic::shifted(const SlowTerm& t, double date, double lag) const {
    const CalendarClock& c = clock_at(t.clock);
    return lag >= 0 ? c.advance(date, lag) : c.retreat(date, -lag);
}

MINERISK_BODY bool Logic::is_plain(const Node& n, const NetworkWorkspace& w) const {
    return n.clock < 0 && (n.profile < 0 || !w.has_outages);
}

MINERISK_BODY double Logic::advance(const Node& n, NetworkWorkspace& w, int p, double t, double work) const {
    if (n.profile >= 0 && w.has_outages) return w.outages.advance(n.profile, p, t, work);
    return n.clock < 0 ? t + work : clock_at(n.clock).advance(t, work);
}

MINERISK_BODY double Logic::retreat(const Node& n, NetworkWorkspace& w, int p, double t, double work) const {
    if (n.profile >= 0 && w.has_outages) return w.outages.retreat(n.profile, p, t, work);
    return n.clock < 0 ? t - work : clock_at(n.clock).retreat(t, work);
}

MINERISK_BODY void Logic::place(const Node& n, NetworkWorkspace& w, const double* duration,
                                const double* bound, double* start, double* finish) const {
    if (is_plain(n, w)) {
        if (bound && !n.in_parts)
            for (int p = 0; p < w.width; ++p) start[p] = std::max(start[p], bound[p] - duration[p]);
        for (int p = 0; p < w.width; ++p) finish[p] = start[p] + duration[p];
        if (bound && n.in_parts)
            for (int p = 0; p < w.width; ++p) finish[p] = std::max(finish[p], bound[p]);
        return;
    }
    if (n.clock >= 0)
        for (int p = 0; p < w.width; ++p)
            if (duration[p] > 0) start[p] = clock_at(n.clock).settle(start[p]);
    if (n.profile >= 0 && w.has_outages) {
        w.outages.advance(n.profile, start, duration, finish);
    } else {
        for (int p = 0; p < w.width; ++p) finish[p] = advance(n, w, p, start[p], duration[p]);
    }
    for (int p = 0; p < w.width; ++p) {
        double end = finish[p];
        if (bound && finish[p] < bound[p]) {
            finish[p] = bound[p];
            if (!n.in_parts) {
                start[p] = std::max(start[p], retreat(n, w, p, bound[p], duration[p]));
                end = finish[p];
            }
        }
        if (w.has_outages && n.exposed >= 0)
            w.span(n.exposed, p) =
                n.clock < 0 ? end - start[p] : difference(clock_at(n.clock), end, start[p]);
    }
}

}  // namespace minerisk::inline v0::schedule
