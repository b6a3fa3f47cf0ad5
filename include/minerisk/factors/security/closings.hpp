#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_effects.hpp"
#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// The outages that the events of a block cause, channel by channel, and their unions.
///
/// The length of the event of row i on a channel is a map of row i of "security.<class>.<channel>": median
/// exp(sigma z), sigma = ln(P90 / median) / 1.2815515655446004, of its normal z, or the quantile at its
/// uniform; at most its cap, and not past the horizon. Staff leave where row i of
/// "security.<class>.evacuates" (uniform) is below the probability, for a time by row i of
/// "security.<class>.evacuation" (normal). What is left of a loss after an outage falls in `recovery_steps`
/// equal steps, which cost as much work as a straight line.
class Closings {
public:
    Closings() = default;
    /// `classes` and `protections` must have been checked. `horizon` in years. Adds the outages to the
    /// effects of their events. Throws InputError if a channel has more of them than its table can hold.
    Closings(const std::vector<StoppageClass>& classes, const EventTypes& types,
             const std::vector<Protection>& protections, double horizon, EventEffects& effects);

    void add_stream_names(std::size_t c, std::vector<std::string>& names) const;

    /// The dates from which on measures ease outages, rising.
    const std::vector<double>& dates() const { return dates_; }

    class Workspace {
        friend class Closings;
        /// Outages of all paths by begin.
        struct Joined {
            std::vector<double> begin, end;
            std::vector<EventAddress> address;
            std::vector<std::size_t> offset;
            OutageList start(int paths, std::size_t most);
            OutageList list() { return {begin.data(), end.data(), address.data(), offset.data()}; }
        };
        struct OfChannel {
            std::vector<double> end;                 // of the outages on the list
            std::vector<random::DrawRows> uniforms;  // by those of its table
            Joined recoveries, all;                  // all: where there are recoveries, with them
        };
        std::array<OfChannel, channel_count> channels_;
    };

    void draw(std::uint64_t seed, std::uint64_t first_path, EventEffects::Lists& lists, Workspace& w) const;

    /// Joins the outages of the first `paths` paths, drawn for these lists; at each instant the largest loss
    /// counts.
    void join(Channel channel, const LeftOutEvents& left_out, int paths, EventEffects::Lists& lists,
              Workspace& w, OutageBlock& outages) const;
    /// The class of each outage in the table of a channel.
    std::size_t terms(Channel channel) const {
        return tables_[static_cast<std::size_t>(channel)].terms.size();
    }
    int source(Channel channel, std::size_t term) const {
        return tables_[static_cast<std::size_t>(channel)].terms[term].source;
    }

    /// How long the outage lasts that entry i of a channel's list makes.
    double length(Channel channel, std::size_t i, const FlatEvents& list, const Workspace& w) const {
        return w.channels_[static_cast<std::size_t>(channel)].end[i] - list.time[i];
    }
    /// Does the entry say that staff leave?
    bool evacuates(Channel channel, EventAddress entry) const {
        return tables_[static_cast<std::size_t>(channel)].evacuates[entry.term()];
    }

private:
    /// What closes one channel: a class, by the kinds of its events. Staff that leave close part of the site.
    struct Closer {
        std::size_t source;
        Channel channel;
        bool evacuates;
        std::string stream_of_class, what;
    };
    struct Quantile {
        std::size_t term;
        Distribution law;
        std::uint32_t stream;
    };
    /// What outages of a channel there are: by class and kind, and by how many of the dates have passed. The
    /// terms of recoveries stand behind those of outages.
    struct Table {
        std::vector<OutageTerm> terms;
        std::vector<LognormalLaw> laws;  // of the outages alone, as what follows
        std::vector<double> caps;
        std::vector<std::vector<double>> eased;  // factors on the length, in their order
        std::vector<RecoveryTerm> recoveries;
        std::vector<bool> evacuates;
        std::vector<Quantile> quantiles;
        std::vector<double> factors;  // [factor][outage]
        int most_factors = 0;
        std::vector<std::size_t> steps;  // of its recoveries, of each outage
        bool has_recoveries = false;
    };

    void prepare(const Closer& closer, const StoppageClass& of, const EventTypes& types,
                 const std::vector<Protection>& protections, EventEffects& effects);
    void add(const Closer& closer, const Effect& effect, double probability, double eased_from,
             const std::vector<Protection>& protections, const std::string& class_name);
    static void add_recoveries(Table& table);

    double horizon_ = 0;
    std::vector<double> dates_;
    std::vector<Closer> closers_;
    std::array<Table, channel_count> tables_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/closings.inl"
#endif
