#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/merge_sorted.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/closings.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/factors/security/lognormal_batch.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Closings::Closings(const std::vector<StoppageClass>& classes,
                                 const std::vector<Protection>& protections, double horizon)
    : horizon_{horizon} {
    for (std::size_t c = 0; c < classes.size(); ++c) prepare(classes[c], c);
    for (Closer& k : closers_)
        for (const Protection& p : protections)
            for (const Easing& e : p.eases)
                if ((e.event_class.empty() || e.event_class == classes[k.source].name) &&
                    (!e.channel || *e.channel == k.channel))
                    k.eases.push_back({p.from.canonical(), e});
}

MINERISK_BODY void Closings::add_stream_names(std::size_t c, std::vector<std::string>& names) const {
    for (const Closer& k : closers_) {
        if (k.source != c) continue;
        if (k.evacuates) names.push_back(k.stream_of_class + "evacuates");
        names.push_back(k.stream_of_class + k.what);
    }
}

MINERISK_BODY void Closings::draw(std::uint64_t seed, std::uint64_t first_path, int width,
                                  const EventDraws::Workspace& events, Workspace& w) const {
    w.width_ = static_cast<std::size_t>(width);
    w.outages_.resize(closers_.size() * w.width_);
    w.recoveries_.resize(closers_.size() * w.width_);
    for (std::size_t k = 0; k < closers_.size(); ++k) draw(k, seed, first_path, width, events, w);
}

MINERISK_BODY void Closings::prepare(const StoppageClass& of, std::size_t c) {
    const std::vector<EventKind> kinds = of.all_kinds();
    const std::size_t before = closers_.size();
    const auto closer_of = [&](Channel channel, bool evacuates) -> Closer& {
        for (std::size_t k = before; k < closers_.size(); ++k)
            if (closers_[k].channel == channel && closers_[k].evacuates == evacuates) return closers_[k];
        const std::string stream = "security." + of.name + ".";
        const std::string what = evacuates ? "evacuation" : channel_names[static_cast<std::size_t>(channel)];
        closers_.push_back({c, channel, evacuates, stream, what, random::stream_of(stream + what).value,
                            random::stream_of(stream + "evacuates").value,
                            std::vector<Closing>(kinds.size())});
        return closers_.back();
    };
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        for (const Effect& e : kinds[i].effects) {
            Closer& closer = closer_of(e.channel, false);
            Closing& made = closer.kinds[i];
            made.closes = true;
            if (e.length) {
                made.law = e.length;
            } else {
                made.log_median = math::log(e.median.canonical());
                made.sigma = lognormal_sigma(e.median.canonical(), e.p90.canonical());
            }
            if (e.cap) made.cap = e.cap->canonical();
            made.build_loss = e.build_loss;
            made.operation_loss = e.operation_loss;
            made.build_recovery = e.build_recovery.canonical();
            made.operation_recovery = e.operation_recovery.canonical();
            closer.recovers = closer.recovers || made.build_recovery > 0 || made.operation_recovery > 0;
        }
        if (!kinds[i].evacuation) continue;
        const Evacuation& e = *kinds[i].evacuation;
        Closing& made = closer_of(Channel::site, true).kinds[i];
        made.closes = true;
        made.probability = e.probability;
        made.log_median = math::log(e.median.canonical());
        made.sigma = lognormal_sigma(e.median.canonical(), e.p90.canonical());
        made.build_loss = e.build_loss;
        made.operation_loss = e.operation_loss;
    }
}

MINERISK_BODY void Closings::draw(std::size_t k, std::uint64_t seed, std::uint64_t first_path, int width,
                                  const EventDraws::Workspace& events, Workspace& w) const {
    const Closer& closer = closers_[k];
    std::vector<Closure>* const lists = &w.outages_[k * w.width_];
    using Law = random::DrawRows::Law;
    w.uniforms_.start(Law::uniform, seed, closer.stream, first_path, width);
    w.chances_.start(Law::uniform, seed, closer.chance, first_path, width);
    std::size_t most = 0;
    for (int p = 0; p < width; ++p) most += events.of(closer.source, p).size();
    w.years_.start(most);
    w.by_law_.clear();
    w.tails_.clear();
    for (int p = 0; p < width; ++p) {
        lists[p].clear();
        for (const Event& event : events.of(closer.source, p)) {
            if (!event.touches()) continue;
            const Closing& closing = closer.kinds[static_cast<std::size_t>(event.kind)];
            if (!closing.closes) continue;
            if (closing.probability < 1 && !(w.chances_(event.row, p) < closing.probability)) continue;
            if (closing.law)
                w.by_law_.emplace_back(w.years_.count(), closing.law->quantile(w.uniforms_(event.row, p)));
            w.years_.add(p, event.row, closing.log_median, closing.sigma);
            lists[p].push_back(
                {{event.time, closing.cap, closing.build_loss, closing.operation_loss}, event.time});
            if (closer.recovers) w.tails_.push_back({p, closing.build_recovery, closing.operation_recovery});
        }
    }
    double* const years = w.years_.run(seed, closer.stream, first_path);
    for (const auto& [place, length] : w.by_law_) years[place] = length;
    const double* next = years;
    for (int p = 0; p < width; ++p)
        for (auto& [outage, event, build_share] : lists[p]) {
            double length = std::min(*next++, outage.end);  // until here `end` is the cap
            for (const Ease& e : closer.eases) {
                if (outage.begin < e.from) continue;
                length *= e.by.length;
                outage.build_loss *= e.by.build_loss;
                build_share *= e.by.build_loss;
                outage.operation_loss *= e.by.operation_loss;
            }
            outage.end = std::min(outage.begin + length, horizon_);
        }
    recover(k, width, w);
}

MINERISK_BODY void Closings::recover(std::size_t k, int width, Workspace& w) const {
    std::vector<Closure>* const outages = &w.outages_[k * w.width_];
    std::vector<Closure>* const lists = &w.recoveries_[k * w.width_];
    for (int p = 0; p < width; ++p) lists[p].clear();
    std::size_t i = 0;
    for (int p = 0; p < width && !w.tails_.empty(); ++p) {
        for (const Closure& c : outages[p]) {
            const Workspace::Tail& tail = w.tails_[i++];
            const auto steps = [&](double length, double build, double operation, double share) {
                for (int s = 0; length > 0 && s < recovery_steps; ++s) {
                    const double from = c.outage.end + length * s / recovery_steps;
                    const double to = c.outage.end + length * (s + 1) / recovery_steps;
                    const double left = 1 - (s + 0.5) / recovery_steps;
                    if (from < horizon_)
                        lists[p].push_back({{from, std::min(to, horizon_), left * build, left * operation},
                                            c.event,
                                            left * share});
                }
            };
            steps(tail.build, c.outage.build_loss, 0, c.build_share);
            steps(tail.operation, 0, c.outage.operation_loss, 0);
        }
        sort_nearly_sorted(lists[p], [](const Closure& c) { return c.begin(); });
    }
}

}  // namespace minerisk::inline v0::security
