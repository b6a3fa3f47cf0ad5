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

#include "minerisk/core/math.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/force_majeure.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// Events that are left out of what follows from them: those of a class, or of these the one at an instant.
struct Hidden {
    int source = -1;      ///< -1: none
    double time = -1;     ///< below 0: all of the class
    bool others = false;  ///< those of every other class in their place
    bool hides(std::size_t event_class, double at) const {
        if (others) return static_cast<int>(event_class) != source;
        return static_cast<int>(event_class) == source && (time < 0 || at == time);
    }
    bool hides(int event_class, double at) const { return hides(static_cast<std::size_t>(event_class), at); }
};

/// The first instant after `from` by which a channel has lost `lost` years within the last `within` years,
/// nothing before `from` counted; infinite if there is none. `outages` are disjoint and sorted; the larger of
/// the two losses of each counts.
inline double first_lost(std::span<const Outage> outages, double from, double lost, double within) {
    const auto loss = [](const Outage& o) { return std::max(o.build_loss, o.operation_loss); };
    const double enough = lost * (1 - 1e-12);  // what rounding takes must not undo a trigger
    std::size_t oldest = 0;                    // the first outage that reaches into the window
    const auto lost_at = [&](double t, std::size_t last) {
        const double since = std::max(from, t - within);
        while (oldest < last && outages[oldest].end <= since) ++oldest;
        double sum = 0;
        for (std::size_t i = oldest; i <= last; ++i)
            sum += loss(outages[i]) *
                   std::max(0.0, std::min(outages[i].end, t) - std::max(outages[i].begin, since));
        return sum;
    };
    for (std::size_t last = 0; last < outages.size(); ++last) {
        const Outage& now = outages[last];
        if (now.end <= from || !(loss(now) > 0)) continue;
        double t = std::max(now.begin, from), before = lost_at(t, last);
        if (before >= enough) return t;
        while (t < now.end) {  // what is lost is linear in time until an edge leaves the window
            double next = now.end;
            for (std::size_t i = oldest; i <= last; ++i)
                for (const double edge : {outages[i].begin, outages[i].end})
                    if (edge + within > t && edge + within < next) next = edge + within;
            if (from + within > t && from + within < next) next = from + within;
            const double after = lost_at(next, last);
            if (after >= enough) return std::min(next, t + (next - t) * ((lost - before) / (after - before)));
            t = next;
            before = after;
        }
    }
    return std::numeric_limits<double>::infinity();
}

/// Draws the suspensions of a block.
///
/// The event of row i of a class sets one off where row i of the uniforms of
/// "security.force_majeure.<class>" is below the probability. The suspension that it sets off, by chance or
/// as the last of a count, lasts median exp(sigma z) by row i of the normals of
/// "security.force_majeure.<class>.length", and never ends where row i of the uniforms of
/// "security.force_majeure.<class>.never" is below the probability. One that lost time sets off takes row k
/// of "security.force_majeure.length" and ".never" if it is the path's suspension number k.
class Suspending {
public:
    static constexpr int restart_steps = 6;

    /// The terms and `classes` must have been checked. `horizon` in years.
    Suspending(const ForceMajeure& terms, const std::vector<StoppageClass>& classes, double horizon)
        : terms_{terms},
          horizon_{horizon},
          log_median_{math::log(terms.median.canonical())},
          sigma_{lognormal_sigma(terms.median.canonical(), terms.p90.canonical())},
          streams_(classes.size() + 1) {
        for (const ForceMajeure::Chance& c : terms.chances) {
            const std::size_t source = *class_index(classes, c.event_class);
            chances_.push_back({source, kind_of(classes[source], c.kind),
                                random::stream_of(stream_name(c.event_class)).value, c.probability});
            name_streams(source, stream_name(c.event_class) + ".");
        }
        for (const ForceMajeure::Count& c : terms.counts) {
            const std::size_t source = *class_index(classes, c.event_class);
            counts_.push_back({source, kind_of(classes[source], c.kind)});
            name_streams(source, stream_name(c.event_class) + ".");
        }
        if (!terms.lost_time.empty()) name_streams(classes.size(), stream_name(""));
    }

    void add_stream_names(std::vector<std::string>& names) const {
        for (const ForceMajeure::Chance& c : terms_.chances)
            if (std::ranges::count(names, stream_name(c.event_class)) == 0)
                names.push_back(stream_name(c.event_class));
        for (const Streams& of : streams_) {
            if (of.name.empty()) continue;
            names.push_back(of.name + "length");
            if (terms_.never > 0) names.push_back(of.name + "never");
        }
    }

    /// What may set off suspensions on each path of a block.
    class Workspace {
        friend class Suspending;
        struct Mark {
            double time;
            std::size_t source;  // a class; their number: lost time
            std::uint32_t row;
        };
        struct Fate {
            random::DrawRows length, never;
        };
        std::size_t width_ = 0;
        random::DrawRows chance_;
        std::vector<Fate> fates_;                 // by source
        std::vector<std::vector<Mark>> marks_;    // [path]: by time; each sets one off
        std::vector<std::vector<Mark>> counted_;  // [count x path]: what is counted, by time
        std::vector<Mark> counting_;
        std::vector<Outage> pieces_;
    };

    void draw(std::uint64_t seed, std::uint64_t first_path, int width, const EventDraws::Workspace& events,
              Workspace& w) const {
        using Law = random::DrawRows::Law;
        w.width_ = static_cast<std::size_t>(width);
        w.fates_.resize(streams_.size());
        for (std::size_t i = 0; i < streams_.size(); ++i) {
            w.fates_[i].length.start(Law::normal, seed, streams_[i].length, first_path, width);
            w.fates_[i].never.start(Law::uniform, seed, streams_[i].never, first_path, width);
        }
        w.marks_.resize(w.width_);
        w.counted_.resize(counts_.size() * w.width_);
        for (auto& marks : w.marks_) marks.clear();
        for (const ByChance& c : chances_) {
            w.chance_.start(Law::uniform, seed, c.stream, first_path, width);
            for (int p = 0; p < width; ++p)
                for (const Event& e : events.of(c.source, p))
                    if (c.of.takes(e) && w.chance_(e.row, p) < c.probability)
                        w.marks_[static_cast<std::size_t>(p)].push_back({e.time, c.source, e.row});
        }
        for (auto& marks : w.marks_) std::ranges::sort(marks, {}, &Workspace::Mark::time);
        for (std::size_t i = 0; i < counts_.size(); ++i)
            for (int p = 0; p < width; ++p) {
                auto& counted = w.counted_[i * w.width_ + static_cast<std::size_t>(p)];
                counted.clear();
                for (const Event& e : events.of(counts_[i].source, p))
                    if (counts_[i].of.takes(e)) counted.push_back({e.time, counts_[i].source, e.row});
            }
    }

    /// Adds the suspensions of a path whose channels are written, and the halts that they and `halts` (by
    /// begin) make. What the hidden events set off is left out.
    void apply(int path, const Hidden& hidden, std::span<const Outage> halts, Workspace& w,
               OutageBlock& out) const {
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

private:
    struct Which {
        std::int16_t kind;  // -1: any
        bool takes(const Event& e) const { return e.touches() && (kind < 0 || kind == e.kind); }
    };
    struct ByChance {
        std::size_t source;
        Which of;
        std::uint32_t stream;
        double probability;
    };
    /// The fates of the suspensions that one source sets off.
    struct Streams {
        std::string name{};  // empty: it sets off none
        std::uint32_t length = 0, never = 0;
    };
    struct ByCount {
        std::size_t source;
        Which of;
    };
    static std::string stream_name(const std::string& event_class) {
        return "security.force_majeure." + event_class;
    }
    void name_streams(std::size_t source, const std::string& name) {
        streams_[source] = {name, random::stream_of(name + "length").value,
                            random::stream_of(name + "never").value};
    }
    static Which kind_of(const StoppageClass& c, const std::string& kind) {
        for (std::size_t k = 0; k < c.kinds.size(); ++k)
            if (c.kinds[k].name == kind) return {static_cast<std::int16_t>(k)};
        return {-1};
    }

    /// What sets off the next suspension after `from`, the path's number k; at infinity if nothing does.
    Workspace::Mark next(int path, double from, std::uint32_t k, const Hidden& hidden, Workspace& w,
                         const OutageBlock& out) const {
        const auto p = static_cast<std::size_t>(path);
        Workspace::Mark first{std::numeric_limits<double>::infinity(), streams_.size() - 1, k};
        for (const Workspace::Mark& m : w.marks_[p])
            if (m.time > from && !hidden.hides(m.source, m.time)) {
                first = m;
                break;
            }
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            const auto behind = static_cast<std::size_t>(terms_.counts[i].events - 1);
            const double within = terms_.counts[i].within.canonical();
            std::vector<Workspace::Mark>& counting = w.counting_;
            counting.clear();
            for (const Workspace::Mark& m : w.counted_[i * w.width_ + p])
                if (m.time > from && !hidden.hides(m.source, m.time)) counting.push_back(m);
            for (std::size_t j = behind; j < counting.size() && counting[j].time < first.time; ++j)
                if (counting[j].time - counting[j - behind].time <= within) first = counting[j];
        }
        for (const ForceMajeure::LostTime& l : terms_.lost_time) {
            const double t =
                first_lost(out.of(path, l.channel), from, l.lost.canonical(), l.within.canonical());
            if (t < first.time) first = {t, streams_.size() - 1, k};
        }
        return first;
    }

    void restart(double from, std::vector<Outage>& pieces) const {
        const double length = terms_.restart.canonical();
        for (int s = 0; length > 0 && s < restart_steps; ++s) {
            const double loss = 1 - terms_.restart_share * (s + 0.5) / restart_steps;
            put(from + length * s / restart_steps, from + length * (s + 1) / restart_steps, loss, loss,
                pieces);
        }
        if (terms_.build_share_after < 1)
            put(from + length, horizon_, 1 - terms_.build_share_after, 0, pieces);
    }
    void put(double begin, double end, double build, double operation, std::vector<Outage>& pieces) const {
        if (begin < horizon_) pieces.push_back({begin, std::min(end, horizon_), build, operation});
    }

    ForceMajeure terms_;
    double horizon_;
    double log_median_, sigma_;
    std::vector<ByChance> chances_;
    std::vector<ByCount> counts_;
    std::vector<Streams> streams_;  // by class; the last: of lost time
};

}  // namespace minerisk::inline v0::security
