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
#include "minerisk/core/outages.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/batch_size.hpp"
#include "minerisk/factors/security/check_spec.hpp"
#include "minerisk/factors/security/closings.hpp"
#include "minerisk/factors/security/damages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/event_effects.hpp"
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
    const EventTypes& types = draws_.types();
    effects_ = EventEffects{types};
    closings_ = Closings{spec_.classes, types, spec_.protections, horizon_, effects_};
    damages_ = Damages{spec_.classes, types, effects_};
    if (spec_.force_majeure)
        suspending_.emplace(*spec_.force_majeure, spec_.classes, types, horizon_, effects_);
    effects_.finish(closings_.dates());
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
    effects_.list(w.events.all(), w.lists_);
    closings_.draw(seed, first_path, w.lists_, w.closings_);
    damages_.draw(seed, first_path, w.lists_[event_damages], w.damages_);
    if (suspending_) suspending_->draw(seed, first_path, width, w.lists_[event_marks], w.suspending_);
    apply({}, width, w, outages);
    return -1;
}

MINERISK_BODY void Stoppages::apply(const LeftOut& without, int paths, Workspace& w,
                                    OutageBlock& outages) const {
    const Hidden hidden{without.event_class, without.row, without.others};
    outages.clear();
    for (int c = 0; c < channel_count; ++c) {
        const auto channel = static_cast<Channel>(c);
        const auto source = [&](std::size_t term) { return closings_.source(channel, term); };
        const LeftOutEvents left = left_out(hidden, closings_.terms(channel), source, w);
        closings_.join(channel, left, paths, w.lists_, w.closings_, outages);
    }
    for (int p = 0; p < paths; ++p) find_halts(p, without, hidden, w, outages);
    const auto source = [&](std::size_t term) { return damages_.sources()[term]; };
    damages_.write(w.lists_[event_damages], left_out(hidden, damages_.sources().size(), source, w), paths,
                   w.damages_, outages);
}

MINERISK_BODY auto Stoppages::diary(int path, const Workspace& w) const -> std::vector<DiaryEntry> {
    std::vector<DiaryEntry> entries;
    std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> entry_of;  // by class and row
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
            if (const auto& batch = spec_.classes[c].batch)
                e.attacks = batch_size(*batch, sizes(event.row, path));
            entry_of[{c, event.row}] = entries.size();
            entries.push_back(e);
        }
    }
    const auto entry = [&](int source, EventAddress at) -> DiaryEntry& {
        return entries[entry_of.at({static_cast<std::size_t>(source), at.row()})];
    };
    for (std::size_t c = 0; c < channel_count; ++c) {
        const auto channel = static_cast<Channel>(c);
        const FlatEvents& list = w.lists_[c];
        for (std::size_t i = list.begin(path); i < list.end(path); ++i) {
            const EventAddress at = list.address[i];
            DiaryEntry& e = entry(closings_.source(channel, at.term()), at);
            (closings_.evacuates(channel, at) ? e.evacuated : e.years[c]) =
                closings_.length(channel, i, list, w.closings_);
        }
    }
    const FlatEvents& costs = w.lists_[event_damages];
    for (std::size_t i = costs.begin(path); i < costs.end(path); ++i)
        entry(damages_.sources()[costs.address[i].term()], costs.address[i]).cost =
            damages_.cost(i, costs, w.damages_);
    std::ranges::stable_sort(entries, {}, &DiaryEntry::time);
    return entries;
}

MINERISK_BODY void Stoppages::base_block(OutageBlock& outages, BlockArray& alert) const {
    outages.reset_empty(alert.width());
    alert.fill(0);
}

template <class Source>
LeftOutEvents Stoppages::left_out(const Hidden& hidden, std::size_t terms, Source&& source, Workspace& w) {
    if (!hidden.any()) return {nullptr, -1};
    w.left_out_.resize(terms);
    for (std::size_t t = 0; t < terms; ++t) w.left_out_[t] = hidden.hides_of(source(t)) ? 1 : 0;
    return {w.left_out_.data(), hidden.others ? -1 : hidden.row};
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
    outages.end_halts();
}

}  // namespace minerisk::inline v0::security
