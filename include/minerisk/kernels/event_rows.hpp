#pragma once

#include <cstddef>
#include <cstdint>

#include "minerisk/core/outage.hpp"

namespace minerisk::inline v0 {

/// What follows from the events of a block stands in flat lists, those of path 0 before those of path 1 and
/// so on, on each path by time; list[offset[p]] is the first of path p, and `offset` is one longer than the
/// paths. Scratch and what is written has the room that is stated; nothing is kept.

/// Where the draws of something are, and which entry of a table it is; one number, which kernels move as
/// such.
struct EventAddress {
    std::uint64_t bits;

    /// Of the event among those of its class and path, in the order of their making.
    [[gnu::always_inline]] constexpr std::uint32_t row() const { return static_cast<std::uint32_t>(bits); }
    /// In the block.
    [[gnu::always_inline]] constexpr std::uint16_t path() const {
        return static_cast<std::uint16_t>(bits >> 32);
    }
    /// Of the table.
    [[gnu::always_inline]] constexpr std::uint16_t term() const {
        return static_cast<std::uint16_t>(bits >> 48);
    }
    [[gnu::always_inline]] static constexpr EventAddress of(std::uint64_t row, std::uint64_t path,
                                                            std::uint64_t term) {
        return {row | path << 32 | term << 48};
    }
    /// Of the same draws.
    [[gnu::always_inline]] constexpr EventAddress with(std::uint64_t term) const {
        return {(bits & 0xffffffffffffu) | term << 48};
    }
};

/// The events of one class as they were drawn.
struct DrawnEvents {
    const double* time;         ///< years, [row][width]
    const signed char* kind;    ///< [row][width], -1: it touches nothing; null: all are of kind 0
    const std::int64_t* count;  ///< rows, by path
    std::uint16_t first_type;   ///< the type of kind 0
};

/// Lists the events that touch the project: the term of each is the type of its kind. Equal dates stand in
/// the order of classes and rows.
struct EventOrderRows {
    int classes;
    const DrawnEvents* drawn;
    double horizon;
    std::size_t most;                 ///< no path has more events of all classes together
    double* times;                    ///< scratch, [9 (most + 1)]
    EventAddress* addresses;          ///< scratch, [9 (most + 1)]
    std::uint32_t *place, *position;  ///< scratch, [most + 1]
    double* time;                     ///< of all events
    EventAddress* address;            ///< of all events
    std::size_t* offset;
};

/// The lists of what events do: outages by channel, damages, and what may set off a suspension.
enum EventList { site_outages, road_outages, rail_outages, port_outages, event_damages, event_marks };
inline constexpr int event_lists = 6;

/// One thing that events of a type do. Its `term` is that of events before any measure eases it.
struct EventEffect {
    std::uint16_t list;  ///< `event_lists`: it is nothing
    std::uint16_t term;
};
/// What events of a type do: most an outage, a damage, or one of each.
struct EffectsOfType {
    EventEffect first;  ///< of outages
    std::uint16_t damages, damage_term;
    std::uint32_t more, end;  ///< places of the others
};

/// Puts what events do on lists. Measures change it at some dates: an effect has one term for each of the
/// times between them, one after the other.
struct EventEffectRows {
    const double* time;
    const EventAddress* address;
    const std::size_t* offset;
    const EffectsOfType* type;
    const EventEffect* more;
    int dates;
    const double* date;
    double* times[event_lists + 1];  ///< of the lists, with room for one more; the last is that of nothing
    EventAddress* addresses[event_lists + 1];
    std::size_t* offsets[event_lists];
};

/// The law of a lognormal length or cost. With probability 1 - chance it is 0: where the uniform of
/// `chance_stream` is not below `chance`.
struct LognormalLaw {
    double log_median, sigma, chance;
    std::uint32_t stream, chance_stream;
};

/// Lognormals at addresses, whose terms are those of `law`; arrays [n], n a multiple of 16.
///
///   out = exp(log_median + sigma z), z the normal of row `row` of path first_path + `path` of the stream
struct LognormalRows {
    std::uint64_t seed, first_path;
    const LognormalLaw* law;
    const EventAddress* address;
    double* out;
};

/// Ends of outages from their lengths, arrays [n]: min(begin + min(length, cap) times the factors, horizon).
struct OutageEndRows {
    const double* begin;
    const EventAddress* address;
    const double* cap;  ///< years, by term
    int factors, terms;
    const double* factor;  ///< [factor][term]
    double horizon;
    double* end;  ///< holds the lengths before
};

/// What is left of the losses of an outage after it: in equal steps, of the build and of the operation.
struct RecoveryTerm {
    double build, operation;   ///< how long each lasts, years; 0: there is none
    std::uint16_t first_term;  ///< of the steps of the build; those of the operation follow
};
inline constexpr int recovery_steps = 6;

/// A list of outages, not yet joined.
struct OutageList {
    double *begin, *end;
    EventAddress* address;
    std::size_t* offset;
};

/// Lists the recoveries from outages: each up to twice `recovery_steps`. Those that begin at one instant
/// stand in the order of their outages.
struct RecoveryRows {
    OutageList outages;
    const RecoveryTerm* term;
    double horizon;
    OutageList out;
};

/// One entry of a table of outages.
struct OutageTerm {
    double build_loss, operation_loss;
    double build_share;  ///< see EventOutage
    std::int32_t source;
};

/// Events that are left out of what follows from them: those whose term says so or, of these, the one of a
/// row.
struct LeftOutEvents {
    const unsigned char* term;  ///< 1: left out; null: nothing is
    std::int64_t row;           ///< -1: all of them
};

/// Joins the outages of each path so that at each instant the largest loss counts. Empty ones are dropped.
struct UnionRows {
    OutageList outages;
    const OutageTerm* term;
    LeftOutEvents left_out;
    Outage* joined;  ///< room for twice as many
    std::size_t* joined_offset;
    EventOutage* events;  ///< the outages by themselves; null: not wanted
    std::size_t* event_offset;
};

/// What events cost: median times factor, by time.
struct DamageRows {
    const double *time, *factor;
    const EventAddress* address;
    const std::size_t* offset;
    const double* median;        ///< USD, by term
    const std::int32_t* source;  ///< by term
    LeftOutEvents left_out;
    Damage* out;
    std::size_t* out_offset;
};

}  // namespace minerisk::inline v0
