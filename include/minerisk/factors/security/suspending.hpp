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
#include "minerisk/factors/security/event_effects.hpp"
#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/factors/security/force_majeure.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// Events that are left out of what follows from them: those of a class, or of these the one of a row.
struct Hidden {
    int source = -1;        ///< -1: none
    std::int64_t row = -1;  ///< -1: all of the class
    bool others = false;    ///< those of every other class in its place
    bool any() const { return others || source >= 0; }
    /// Is it a class of which some are hidden?
    bool hides_of(int event_class) const { return others ? event_class != source : event_class == source; }
    bool hides(int event_class, std::uint32_t of_row) const {
        return hides_of(event_class) && (others || row < 0 || row == static_cast<std::int64_t>(of_row));
    }
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

    /// The terms and `classes` must have been checked. `horizon` in years. Adds a mark to the effects of the
    /// events that may set off a suspension; its term is the event's type.
    Suspending(const ForceMajeure& terms, const std::vector<StoppageClass>& classes, const EventTypes& types,
               double horizon, EventEffects& effects);

    void add_stream_names(std::vector<std::string>& names) const;

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

    void draw(std::uint64_t seed, std::uint64_t first_path, int width, const FlatEvents& marks,
              Workspace& w) const;

    /// Adds the suspensions of a path whose channels are written, and the halts that they and `halts` (by
    /// begin) make. What the hidden events set off is left out.
    void apply(int path, const Hidden& hidden, std::span<const Outage> halts, Workspace& w,
               OutageBlock& out) const;

private:
    /// The types from `first` to before `end`.
    struct Which {
        std::uint16_t first, end;
        bool takes(EventAddress mark) const { return first <= mark.term() && mark.term() < end; }
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
    static std::string stream_name(const std::string& event_class);
    void name_streams(std::size_t source, const std::string& name);
    static Which types_of(const StoppageClass& c, std::size_t source, const EventTypes& types,
                          const std::string& kind);

    /// What sets off the next suspension after `from`, the path's number k; at infinity if nothing does.
    Workspace::Mark next(int path, double from, std::uint32_t k, const Hidden& hidden, Workspace& w,
                         const OutageBlock& out) const;

    void restart(double from, std::vector<Outage>& pieces) const;
    void put(double begin, double end, double build, double operation, std::vector<Outage>& pieces) const;

    ForceMajeure terms_;
    double horizon_;
    double log_median_, sigma_;
    std::vector<ByChance> chances_;
    std::vector<ByCount> counts_;
    std::vector<Streams> streams_;  // by class; the last: of lost time
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/suspending.inl"
#endif
