#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_effects.hpp"
#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/factors/security/force_majeure.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/factors/security/suspending.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Suspending::Suspending(const ForceMajeure& terms, const std::vector<StoppageClass>& classes,
                                     const EventTypes& types, double horizon, EventEffects& effects)
    : terms_{terms},
      horizon_{horizon},
      log_median_{math::log(terms.median.canonical())},
      sigma_{lognormal_sigma(terms.median.canonical(), terms.p90.canonical())},
      streams_(classes.size() + 1) {
    for (const ForceMajeure::Chance& c : terms.chances) {
        const std::size_t source = *class_index(classes, c.event_class);
        chances_.push_back({source, types_of(classes[source], source, types, c.kind),
                            random::stream_of(stream_name(c.event_class)).value, c.probability});
        name_streams(source, stream_name(c.event_class) + ".");
    }
    for (const ForceMajeure::Count& c : terms.counts) {
        const std::size_t source = *class_index(classes, c.event_class);
        counts_.push_back({source, types_of(classes[source], source, types, c.kind)});
        name_streams(source, stream_name(c.event_class) + ".");
    }
    if (!terms.lost_time.empty()) name_streams(classes.size(), stream_name(""));
    for (std::size_t t = 0; t < types.count(); ++t) {
        const EventAddress mark = EventAddress::of(0, 0, t);
        const auto takes = [&](const auto& by) { return by.of.takes(mark); };
        if (std::ranges::any_of(chances_, takes) || std::ranges::any_of(counts_, takes))
            effects.add(mark.term(), event_marks, t);
    }
}

MINERISK_BODY void Suspending::add_stream_names(std::vector<std::string>& names) const {
    for (const ForceMajeure::Chance& c : terms_.chances)
        if (std::ranges::count(names, stream_name(c.event_class)) == 0)
            names.push_back(stream_name(c.event_class));
    for (const Streams& of : streams_) {
        if (of.name.empty()) continue;
        names.push_back(of.name + "length");
        if (terms_.never > 0) names.push_back(of.name + "never");
    }
}

MINERISK_BODY void Suspending::draw(std::uint64_t seed, std::uint64_t first_path, int width,
                                    const FlatEvents& marks, Workspace& w) const {
    using Law = random::DrawRows::Law;
    w.width_ = static_cast<std::size_t>(width);
    w.fates_.resize(streams_.size());
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        w.fates_[i].length.start(Law::normal, seed, streams_[i].length, first_path, width);
        w.fates_[i].never.start(Law::uniform, seed, streams_[i].never, first_path, width);
    }
    w.marks_.resize(w.width_);
    w.counted_.resize(counts_.size() * w.width_);
    for (auto& list : w.marks_) list.clear();
    for (const ByChance& c : chances_) {
        w.chance_.start(Law::uniform, seed, c.stream, first_path, width);
        for (int p = 0; p < width; ++p)
            for (std::size_t i = marks.begin(p); i < marks.end(p); ++i)
                if (const EventAddress at = marks.address[i];
                    c.of.takes(at) && w.chance_(at.row(), p) < c.probability)
                    w.marks_[static_cast<std::size_t>(p)].push_back({marks.time[i], c.source, at.row()});
    }
    for (auto& list : w.marks_) std::ranges::sort(list, {}, &Workspace::Mark::time);
    for (std::size_t i = 0; i < counts_.size(); ++i)
        for (int p = 0; p < width; ++p) {
            auto& counted = w.counted_[i * w.width_ + static_cast<std::size_t>(p)];
            counted.clear();
            for (std::size_t k = marks.begin(p); k < marks.end(p); ++k)
                if (counts_[i].of.takes(marks.address[k]))
                    counted.push_back({marks.time[k], counts_[i].source, marks.address[k].row()});
        }
}

MINERISK_BODY void Suspending::apply(int path, const Hidden& hidden, std::span<const Outage> halts,
                                     Workspace& w, OutageBlock& out) const {
    w.pieces_.assign(halts.begin(), halts.end());
    double from = 0;
    for (std::uint32_t k = 0; from < horizon_; ++k) {
        const Workspace::Mark cause = next(path, from, k, hidden, w, out);
        const double begin = cause.time;
        if (!(begin < horizon_)) break;
        const int source = cause.source + 1 < streams_.size() ? static_cast<int>(cause.source) : -1;
        Workspace::Fate& fate = w.fates_[cause.source];
        if (terms_.never > 0 && fate.never(cause.row, path) < terms_.never) {
            const double given_up =
                terms_.given_up ? std::min(begin + terms_.given_up->canonical(), horizon_) : horizon_;
            out.add_suspension({begin, given_up, true, source});
            w.pieces_.push_back({begin, horizon_, 1, 1});
            break;
        }
        from = begin + math::exp(log_median_ + sigma_ * fate.length(cause.row, path));
        out.add_suspension({begin, std::min(from, horizon_), false, source});
        w.pieces_.push_back({begin, std::min(from, horizon_), 1, 1});
        restart(from, w.pieces_);
    }
    std::ranges::stable_sort(w.pieces_, {}, &Outage::begin);
    for (const Outage& piece : w.pieces_) out.add_halt(piece);
}

MINERISK_BODY std::string Suspending::stream_name(const std::string& event_class) {
    return "security.force_majeure." + event_class;
}

MINERISK_BODY void Suspending::name_streams(std::size_t source, const std::string& name) {
    streams_[source] = {name, random::stream_of(name + "length").value,
                        random::stream_of(name + "never").value};
}

MINERISK_BODY auto Suspending::types_of(const StoppageClass& c, std::size_t source, const EventTypes& types,
                                        const std::string& kind) -> Which {
    for (std::size_t k = 0; k < c.kinds.size(); ++k)
        if (c.kinds[k].name == kind) {
            const auto type = static_cast<std::uint16_t>(types.first(source) + k);
            return {type, static_cast<std::uint16_t>(type + 1)};
        }
    return {types.first(source), types.none(source)};
}

MINERISK_BODY auto Suspending::next(int path, double from, std::uint32_t k, const Hidden& hidden,
                                    Workspace& w, const OutageBlock& out) const -> Workspace::Mark {
    const auto p = static_cast<std::size_t>(path);
    Workspace::Mark first{std::numeric_limits<double>::infinity(), streams_.size() - 1, k};
    for (const Workspace::Mark& m : w.marks_[p])
        if (m.time > from && !hidden.hides(static_cast<int>(m.source), m.row)) {
            first = m;
            break;
        }
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const auto behind = static_cast<std::size_t>(terms_.counts[i].events - 1);
        const double within = terms_.counts[i].within.canonical();
        std::vector<Workspace::Mark>& counting = w.counting_;
        counting.clear();
        for (const Workspace::Mark& m : w.counted_[i * w.width_ + p])
            if (m.time > from && !hidden.hides(static_cast<int>(m.source), m.row)) counting.push_back(m);
        for (std::size_t j = behind; j < counting.size() && counting[j].time < first.time; ++j)
            if (counting[j].time - counting[j - behind].time <= within) first = counting[j];
    }
    for (const ForceMajeure::LostTime& l : terms_.lost_time) {
        const double t = first_lost(out.of(path, l.channel), from, l.lost.canonical(), l.within.canonical());
        if (t < first.time) first = {t, streams_.size() - 1, k};
    }
    return first;
}

MINERISK_BODY void Suspending::restart(double from, std::vector<Outage>& pieces) const {
    const double length = terms_.restart.canonical();
    for (int s = 0; length > 0 && s < restart_steps; ++s) {
        const double loss = 1 - terms_.restart_share * (s + 0.5) / restart_steps;
        put(from + length * s / restart_steps, from + length * (s + 1) / restart_steps, loss, loss, pieces);
    }
    if (terms_.build_share_after < 1) put(from + length, horizon_, 1 - terms_.build_share_after, 0, pieces);
}

MINERISK_BODY void Suspending::put(double begin, double end, double build, double operation,
                                   std::vector<Outage>& pieces) const {
    if (begin < horizon_) pieces.push_back({begin, std::min(end, horizon_), build, operation});
}

}  // namespace minerisk::inline v0::security
