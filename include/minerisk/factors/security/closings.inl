#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/room.hpp"
#include "minerisk/factors/security/closings.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_effects.hpp"
#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Closings::Closings(const std::vector<StoppageClass>& classes, const EventTypes& types,
                                 const std::vector<Protection>& protections, double horizon,
                                 EventEffects& effects)
    : horizon_{horizon} {
    for (const Protection& p : protections)
        if (!p.eases.empty()) dates_.push_back(p.from.canonical());
    std::ranges::sort(dates_);
    dates_.erase(std::unique(dates_.begin(), dates_.end()), dates_.end());
    for (std::size_t c = 0; c < classes.size(); ++c) {
        const std::size_t before = closers_.size();
        const auto need = [&](Channel channel, bool evacuates) {
            for (std::size_t k = before; k < closers_.size(); ++k)
                if (closers_[k].channel == channel && closers_[k].evacuates == evacuates) return;
            closers_.push_back({c, channel, evacuates, "security." + classes[c].name + ".",
                                evacuates ? "evacuation" : channel_names[static_cast<std::size_t>(channel)]});
        };
        for (const EventKind& kind : classes[c].all_kinds()) {
            for (const Effect& e : kind.effects) need(e.channel, false);
            if (kind.evacuation) need(Channel::site, true);
        }
        for (std::size_t k = before; k < closers_.size(); ++k)
            prepare(closers_[k], classes[c], types, protections, effects);
    }
    for (Table& table : tables_) add_recoveries(table);
}

MINERISK_BODY void Closings::add_stream_names(std::size_t c, std::vector<std::string>& names) const {
    for (const Closer& k : closers_) {
        if (k.source != c) continue;
        if (k.evacuates) names.push_back(k.stream_of_class + "evacuates");
        names.push_back(k.stream_of_class + k.what);
    }
}

MINERISK_BODY void Closings::prepare(const Closer& closer, const StoppageClass& of, const EventTypes& types,
                                     const std::vector<Protection>& protections, EventEffects& effects) {
    const std::vector<EventKind> kinds = of.all_kinds();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        std::vector<Effect> made;
        double probability = 1;
        if (closer.evacuates && kinds[i].evacuation) {
            const Evacuation& e = *kinds[i].evacuation;
            probability = e.probability;
            made.push_back({.channel = Channel::site,
                            .median = e.median,
                            .p90 = e.p90,
                            .build_loss = e.build_loss,
                            .operation_loss = e.operation_loss});
        } else if (!closer.evacuates) {
            for (const Effect& e : kinds[i].effects)
                if (e.channel == closer.channel) made.push_back(e);
        }
        if (made.empty()) continue;
        effects.add(static_cast<std::uint16_t>(types.first(closer.source) + i),
                    static_cast<EventList>(closer.channel),
                    tables_[static_cast<std::size_t>(closer.channel)].terms.size());
        add(closer, made.back(), probability, -std::numeric_limits<double>::infinity(), protections, of.name);
        for (const double date : dates_) add(closer, made.back(), probability, date, protections, of.name);
    }
}

MINERISK_BODY void Closings::add(const Closer& closer, const Effect& effect, double probability, double from,
                                 const std::vector<Protection>& protections, const std::string& class_name) {
    Table& table = tables_[static_cast<std::size_t>(closer.channel)];
    OutageTerm term{effect.build_loss, effect.operation_loss, 1, static_cast<std::int32_t>(closer.source)};
    std::vector<double> eased;
    for (const Protection& p : protections)
        for (const Easing& e : p.eases) {
            if (from < p.from.canonical()) continue;
            if (!e.event_class.empty() && e.event_class != class_name) continue;
            if (e.channel && *e.channel != closer.channel) continue;
            eased.push_back(e.length);
            term.build_loss *= e.build_loss;
            term.build_share *= e.build_loss;
            term.operation_loss *= e.operation_loss;
        }
    LognormalLaw law{0, 0, probability, random::stream_of(closer.stream_of_class + closer.what).value,
                     random::stream_of(closer.stream_of_class + "evacuates").value};
    if (effect.length) {
        table.quantiles.push_back({table.terms.size(), *effect.length, law.stream});
    } else {
        law.log_median = math::log(effect.median.canonical());
        law.sigma = lognormal_sigma(effect.median.canonical(), effect.p90.canonical());
    }
    table.terms.push_back(term);
    table.laws.push_back(law);
    table.caps.push_back(effect.cap ? effect.cap->canonical() : std::numeric_limits<double>::infinity());
    table.most_factors = std::max(table.most_factors, static_cast<int>(eased.size()));
    table.eased.push_back(std::move(eased));
    table.recoveries.push_back({effect.build_recovery.canonical(), effect.operation_recovery.canonical(), 0});
    table.evacuates.push_back(closer.evacuates);
}

MINERISK_BODY void Closings::add_recoveries(Table& table) {
    const std::size_t outages = table.terms.size();
    for (std::size_t i = 0; i < outages; ++i) {
        RecoveryTerm& r = table.recoveries[i];
        const std::size_t steps = static_cast<std::size_t>(recovery_steps) *
                                  ((r.build > 0 ? 1u : 0u) + (r.operation > 0 ? 1u : 0u));
        table.steps.push_back(steps);
        table.has_recoveries = table.has_recoveries || steps > 0;
        if (steps == 0) continue;
        r.first_term = static_cast<std::uint16_t>(table.terms.size());
        const OutageTerm of = table.terms[i];
        const auto add_steps = [&](double build, double operation, double share) {
            for (int s = 0; s < recovery_steps; ++s) {
                const double left = 1 - (s + 0.5) / recovery_steps;
                table.terms.push_back({left * build, left * operation, left * share, of.source});
            }
        };
        add_steps(of.build_loss, 0, of.build_share);
        add_steps(0, of.operation_loss, 0);
    }
    EventTypes::require_short(table.terms.size(), "outages of a channel, of all kinds and measures");
    for (int f = 0; f < table.most_factors; ++f)
        for (const std::vector<double>& eased : table.eased)
            table.factors.push_back(
                static_cast<std::size_t>(f) < eased.size() ? eased[static_cast<std::size_t>(f)] : 1.0);
}

MINERISK_BODY OutageList Closings::Workspace::Joined::start(int paths, std::size_t most) {
    return {with_room(begin, most), with_room(end, most), with_room(address, most),
            with_room(offset, static_cast<std::size_t>(paths) + 1)};
}

MINERISK_BODY void Closings::draw(std::uint64_t seed, std::uint64_t first_path, EventEffects::Lists& lists,
                                  Workspace& w) const {
    for (std::size_t c = 0; c < channel_count; ++c) {
        const Table& table = tables_[c];
        Workspace::OfChannel& to = w.channels_[c];
        FlatEvents& list = lists[c];
        const int paths = static_cast<int>(list.offset.size()) - 1;
        list.draw(seed, first_path, table.laws, to.end);
        to.uniforms.resize(table.quantiles.size());
        for (std::size_t q = 0; q < table.quantiles.size(); ++q) {
            const Quantile& by = table.quantiles[q];
            to.uniforms[q].start(random::DrawRows::Law::uniform, seed, by.stream, first_path, paths);
            for (std::size_t i = 0; i < list.size(); ++i)
                if (const EventAddress at = list.address[i]; at.term() == by.term)
                    to.end[i] = by.law.quantile(to.uniforms[q](at.row(), at.path()));
        }
        kernels().end_outages({.begin = list.time.data(),
                               .address = list.address.data(),
                               .cap = table.caps.data(),
                               .factors = table.most_factors,
                               .terms = static_cast<int>(table.caps.size()),
                               .factor = table.factors.data(),
                               .horizon = horizon_,
                               .end = to.end.data()},
                              list.size());
        if (!table.has_recoveries) continue;
        const OutageList alone{list.time.data(), to.end.data(), list.address.data(), list.offset.data()};
        std::size_t most = 0;
        for (std::size_t i = 0; i < list.size(); ++i) most += table.steps[list.address[i].term()];
        const OutageList recoveries = to.recoveries.start(paths, most);
        kernels().list_recoveries(
            {.outages = alone, .term = table.recoveries.data(), .horizon = horizon_, .out = recoveries},
            paths);
        kernels().merge_outages(alone, recoveries, to.all.start(paths, list.size() + most), paths);
    }
}

MINERISK_BODY void Closings::join(Channel channel, const LeftOutEvents& left_out, int paths,
                                  EventEffects::Lists& lists, Workspace& w, OutageBlock& outages) const {
    const auto c = static_cast<std::size_t>(channel);
    FlatEvents& alone = lists[c];
    Workspace::OfChannel& of = w.channels_[c];
    const OutageList list = tables_[c].has_recoveries ? of.all.list()
                                                      : OutageList{alone.time.data(), of.end.data(),
                                                                   alone.address.data(), alone.offset.data()};
    const std::size_t most = list.offset[paths];
    const auto count = static_cast<std::size_t>(paths);
    const auto joined = outages.lists(channel).write(count, 2 * most + 2);
    const auto events =
        outages.event_lists(channel).write(count, outages.keeps_events(channel) ? most + 1 : 0);
    kernels().join_outages({.outages = list,
                            .term = tables_[c].terms.data(),
                            .left_out = left_out,
                            .joined = joined.items,
                            .joined_offset = joined.offsets,
                            .events = outages.keeps_events(channel) ? events.items : nullptr,
                            .event_offset = events.offsets},
                           paths);
}

}  // namespace minerisk::inline v0::security
