#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/math.hpp"
#include "minerisk/core/merge_sorted.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/factors/security/lognormal_batch.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// An outage of an event, or a step of the recovery from it.
struct Closure {
    Outage outage{};
    double event = 0;        ///< when the event was, years
    double build_share = 1;  ///< of what its class takes from work under construction
    double begin() const { return outage.begin; }
};

/// The outages that the events of a block cause, each by itself, class by class and channel by channel.
///
/// The length of the event of row i on a channel is a map of row i of "security.<class>.<channel>": median
/// exp(sigma z), sigma = ln(P90 / median) / 1.2815515655446004, of its normal z, or the quantile at its
/// uniform; at most its cap, and not past the horizon. Staff leave where row i of
/// "security.<class>.evacuates" (uniform) is below the probability, for a time by row i of
/// "security.<class>.evacuation" (normal). What is left of a loss after an outage falls in `recovery_steps`
/// equal steps, which cost as much work as a straight line.
class Closings {
public:
    static constexpr int recovery_steps = 6;

    Closings() = default;
    /// `classes` and `protections` must have been checked. `horizon` in years.
    Closings(const std::vector<StoppageClass>& classes, const std::vector<Protection>& protections,
             double horizon);

    /// Pairs of a class and a channel; staff that leave close part of the site.
    std::size_t size() const { return closers_.size(); }
    std::size_t source(std::size_t closer) const { return closers_[closer].source; }
    Channel channel(std::size_t closer) const { return closers_[closer].channel; }
    bool evacuates(std::size_t closer) const { return closers_[closer].evacuates; }

    void add_stream_names(std::size_t c, std::vector<std::string>& names) const;

    /// The lists of a block; they keep their memory.
    class Workspace {
    public:
        /// Outages by the order of their events.
        const std::vector<Closure>& of(std::size_t closer, int path) const {
            return outages_[closer * width_ + static_cast<std::size_t>(path)];
        }
        /// What is left of them afterwards, by begin.
        const std::vector<Closure>& recoveries(std::size_t closer, int path) const {
            return recoveries_[closer * width_ + static_cast<std::size_t>(path)];
        }

    private:
        friend class Closings;
        struct Tail {
            int path;
            double build, operation;  // recoveries
        };
        std::size_t width_ = 0;
        random::DrawRows uniforms_, chances_;
        LognormalBatch years_;                                // of one closer, all paths
        std::vector<std::pair<std::size_t, double>> by_law_;  // place among them, length
        std::vector<Tail> tails_;
        std::vector<std::vector<Closure>> outages_, recoveries_;  // [closer x path]: cleared, never shrunk
    };

    void draw(std::uint64_t seed, std::uint64_t first_path, int width, const EventDraws::Workspace& events,
              Workspace& w) const;

private:
    /// The outages of one kind of events on one channel.
    struct Closing {
        bool closes = false;
        double probability = 1;
        double log_median = 0, sigma = 0, cap = std::numeric_limits<double>::infinity();
        std::optional<Distribution> law{};
        double build_loss = 0, operation_loss = 0;
        double build_recovery = 0, operation_recovery = 0;
    };
    struct Ease {
        double from;
        Easing by;
    };
    /// What closes one channel: a class, by the kinds of its events.
    struct Closer {
        std::size_t source;
        Channel channel;
        bool evacuates;
        std::string stream_of_class, what;
        std::uint32_t stream, chance;
        std::vector<Closing> kinds;
        std::vector<Ease> eases{};
        bool recovers = false;
    };

    void prepare(const StoppageClass& of, std::size_t c);

    void draw(std::size_t k, std::uint64_t seed, std::uint64_t first_path, int width,
              const EventDraws::Workspace& events, Workspace& w) const;

    void recover(std::size_t k, int width, Workspace& w) const;

    double horizon_ = 0;
    std::vector<Closer> closers_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/closings.inl"
#endif
