#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/merge_sorted.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/batch_size.hpp"
#include "minerisk/factors/security/check_spec.hpp"
#include "minerisk/factors/security/closings.hpp"
#include "minerisk/factors/security/damages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/protecting.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/factors/security/spec.hpp"
#include "minerisk/factors/security/stoppages.hpp"
#include "minerisk/factors/security/suspending.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Stoppages::Stoppages(Spec spec, const TimeGrid& grid)
    : spec_{std::move(spec)}, horizon_{grid.length()} {
    check_spec(spec_, grid, most_events);
    draws_ = EventDraws{spec_.classes, grid, most_events};
    protecting_ = Protecting{spec_.classes, spec_.protections};
    closings_ = Closings{spec_.classes, spec_.protections, horizon_};
    damages_ = Damages{spec_.classes};
    if (spec_.force_majeure) suspending_.emplace(*spec_.force_majeure, spec_.classes, horizon_);
}

MINERISK_BODY Stoppages::Stoppages(std::vector<StoppageClass> classes, std::optional<Regime> regime,
                                   const TimeGrid& grid)
    : Stoppages{Spec{std::move(classes), std::move(regime), {}, {}, 0}, grid} {}

MINERISK_BODY Stoppages::Workspace::Workspace(int width) : events{width}, width_{width} {}

MINERISK_BODY std::vector<std::string> Stoppages::stream_names() const {
    std::vector<std::string> names;
    if (spec_.regime) names = spec_.regime->stream_names();
    for (std::size_t c = 0; c < spec_.classes.size(); ++c) {
        for (std::string& name : draws_.stream_names(c)) names.push_back(std::move(name));
        closings_.add_stream_names(c, names);
        damages_.add_stream_names(c, names);
        if (spec_.classes[c].batch) names.push_back(batch_stream(c));
    }
    protecting_.add_stream_names(names);
    if (suspending_) suspending_->add_stream_names(names);
    return names;
}

MINERISK_BODY int Stoppages::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                            const TimeGrid& grid, Workspace& w, OutageBlock& outages,
                                            BlockArray& alert) const {
    const int width = alert.width();
    w.seed_ = seed;
    w.first_path_ = first_path;
    if (spec_.regime) {
        spec_.regime->simulate_block(seed, first_path, width, horizon_, w.regime);
    } else {
        w.regime.set_constant(width, 1.0, horizon_);
    }
    w.regime.alert(grid, alert);
    if (const int over = draws_.simulate_block(seed, first_path, w.regime, w.events); over >= 0) return over;
    draws_.put_in_order(w.events);
    protecting_.apply(seed, first_path, width, draws_, w.events, w.protecting_);
    closings_.draw(seed, first_path, width, w.events, w.closings_);
    damages_.draw(seed, first_path, width, w.events, w.damages_);
    if (suspending_) suspending_->draw(seed, first_path, width, w.events, w.suspending_);
    apply({}, width, w, outages);
    return -1;
}

MINERISK_BODY void Stoppages::apply(const LeftOut& without, int paths, Workspace& w,
                                    OutageBlock& outages) const {
    outages.clear();
    for (int p = 0; p < paths; ++p) {
        const Hidden hidden = hidden_on(p, without, w);
        for (int channel = 0; channel < channel_count; ++channel)
            join(static_cast<Channel>(channel), p, hidden, w, outages);
        find_halts(p, without, hidden, w, outages);
        damages_.of(p, w.damages_, w.damage_heads_, [&](const Damage& d) {
            if (!hidden.hides(d.source, d.time)) outages.add_damage(d);
        });
        outages.end_path();
    }
}

MINERISK_BODY auto Stoppages::diary(int path, const Workspace& w) const -> std::vector<DiaryEntry> {
    std::vector<DiaryEntry> entries;
    std::map<std::pair<std::size_t, double>, double> costs;  // by class and time
    std::vector<MergeHead<Damage>> heads;
    damages_.of(path, w.damages_, heads, [&](const Damage& d) {
        costs[{static_cast<std::size_t>(d.source), d.time}] = d.cost;
    });
    for (std::size_t c = 0; c < spec_.classes.size(); ++c) {
        random::DrawRows sizes, place_rows;
        const EventDraws::Places place_of = places(c, w, place_rows);
        sizes.start(random::DrawRows::Law::uniform, w.seed_, random::stream_of(batch_stream(c)).value,
                    w.first_path_, w.width_);
        for (const Event& event : w.events.of(c, path)) {
            DiaryEntry e{.time = event.time, .source = c, .row = event.row};
            e.kind = event.kind;
            e.place = place_of(event, path);
            e.turned_by = event.turned_by;
            e.kept_off_by = event.kept_off_by;
            for (std::size_t k = 0; k < closings_.size(); ++k) {
                if (closings_.source(k) != c) continue;
                const double years = length_of(event, w.closings_.of(k, path));
                (closings_.evacuates(k) ? e.evacuated
                                        : e.years[static_cast<std::size_t>(closings_.channel(k))]) = years;
            }
            if (const auto cost = costs.find({c, event.time}); cost != costs.end()) e.cost = cost->second;
            if (const auto& batch = spec_.classes[c].batch)
                e.attacks = batch_size(*batch, sizes(event.row, path));
            entries.push_back(e);
        }
    }
    std::ranges::stable_sort(entries, {}, &DiaryEntry::time);
    return entries;
}

MINERISK_BODY void Stoppages::base_block(OutageBlock& outages, BlockArray& alert) const {
    outages.reset_empty(alert.width());
    alert.fill(0);
}

MINERISK_BODY double Stoppages::length_of(const Event& event, const std::vector<Closure>& outages) {
    const auto closed = std::ranges::lower_bound(outages, event.time, {}, &Closure::event);
    return event.touches() && closed != outages.end() && closed->event == event.time
               ? closed->outage.end - closed->outage.begin
               : 0;
}

MINERISK_BODY auto Stoppages::hidden_on(int path, const LeftOut& without, const Workspace& w) -> Hidden {
    Hidden hidden{.source = without.event_class, .others = without.others};
    if (without.event_class < 0 || without.row < 0 || without.others) return hidden;
    hidden.time = std::numeric_limits<double>::infinity();  // no such event on this path
    for (const Event& e : w.events.of(static_cast<std::size_t>(without.event_class), path))
        if (static_cast<std::int64_t>(e.row) == without.row) hidden.time = e.time;
    return hidden;
}

MINERISK_BODY void Stoppages::join(Channel channel, int path, const Hidden& hidden, Workspace& w,
                                   OutageBlock& outages) const {
    w.heads_.clear();
    const auto put = [&](const std::vector<Closure>& list, std::size_t source) {
        if (!list.empty())
            w.heads_.push_back({list.data(), list.data() + list.size(), static_cast<int>(source)});
    };
    for (std::size_t k = 0; k < closings_.size(); ++k) {
        if (closings_.channel(k) != channel) continue;
        const std::size_t source = closings_.source(k);
        put(w.closings_.of(k, path), source);
        put(w.closings_.recoveries(k, path), source);
    }
    const bool hides_some = hidden.any();
    merge_sorted(
        w.heads_, [](const Closure& c) { return c.begin(); },
        [&](const Closure& c, int source) {
            if (hides_some && hidden.hides(source, c.event)) return;
            outages.add(c.outage, source, c.build_share);
        });
    outages.end_list();
}

MINERISK_BODY void Stoppages::find_halts(int path, const LeftOut& without, const Hidden& hidden, Workspace& w,
                                         OutageBlock& outages) const {
    w.halts_.clear();
    if (spec_.build_loss_on_alert > 0 && !without.others) {
        const auto& stays = w.regime.of(path);
        for (std::size_t i = 0; i < stays.size(); ++i)
            if (stays[i].alert > 0)
                w.halts_.push_back({stays[i].begin, i + 1 < stays.size() ? stays[i + 1].begin : horizon_,
                                    spec_.build_loss_on_alert * stays[i].alert, 0});
    }
    if (suspending_ && !without.force_majeure) {
        suspending_->apply(path, hidden, w.halts_, w.suspending_, outages);
    } else {
        for (const Outage& halt : w.halts_) outages.add_halt(halt);
    }
}

}  // namespace minerisk::inline v0::security
