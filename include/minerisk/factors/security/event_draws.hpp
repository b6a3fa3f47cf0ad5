#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/arrival_cursors.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/branching.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/kernels/event_rows.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// One event that touches the project, of a path, with what measures have done to it.
struct Event {
    double time;        ///< years from the start
    std::uint32_t row;  ///< its place among the events of class and path, in the order of their making
    std::int16_t kind;  ///< of its class
    std::int16_t turned_by = -1;    ///< the measure that made it of another kind; -1: none did
    std::int16_t kept_off_by = -1;  ///< the measure that keeps it off the project; -1: none does

    bool touches() const { return kept_off_by < 0; }
};

/// Draws the events of a block by their branching: immigrants at their dates, each event's successors after
/// it, until none is left before the horizon. Only live events are made (see Branching).
///
/// Immigrant j of a class comes where the integral of its rate, times the regime's multiplier and the
/// baseline of the class if it has one, reaches the sum of j + 1 unit exponentials (row j of
/// "security.<class>.arrival" is gap j). The event of row i takes its kind from row i of
/// "security.<class>.kind", its number of successors from row i of "security.<class>.children" (of another
/// class: ".children.<that class>"); the delay of the j-th successor in a class is row j of its
/// "security.<class>.delay". Events before the start (`recent`) have successors after it: row i of
/// "security.<class>.recent" is the count of the i-th. The place of the event of row i is by
/// row i of "security.<class>.place". A class that excites none draws no counts, one that none excites no
/// delays, one whose events all do the same no kinds, and one of a single place no places.
class EventDraws {
public:
    EventDraws() = default;
    /// `classes` must have passed check_classes; `most` is the number of events of a class and path above
    /// which simulate_block gives up. Events end with the grid.
    EventDraws(const std::vector<StoppageClass>& classes, const TimeGrid& grid, int most);

    std::vector<std::string> stream_names(std::size_t c) const { return prepared_[c].stream_names; }
    const EventTypes& types() const { return types_; }
    const Branching& law() const { return law_; }

    /// What a worker needs for one block; it grows to the size of the largest block and stays.
    class Workspace {
    public:
        Workspace() = default;
        explicit Workspace(int width);

        /// Events in the order of their making, as they were drawn: how many there are on each path, and the
        /// date in years of row i on path p at times(c)(i, p).
        std::span<const std::int64_t> counts(std::size_t c) const { return rows_[c].count; }
        const BlockArray& times(std::size_t c) const { return rows_[c].time; }

        /// After put_in_order: the events of all classes that touch the project; the term of each is its
        /// type, that of nothing (EventTypes) where a measure keeps it off.
        const FlatEvents& all() const { return events_; }
        Event event(std::size_t i) const;
        /// Those of a class and path, by time.
        std::vector<Event> of(std::size_t c, int path) const;
        /// For who turns event i into another kind, or keeps it off the project.
        void turn(std::size_t i, std::int16_t into, std::int16_t measure);
        void keep_off(std::size_t i, std::int16_t measure);

    private:
        friend class EventDraws;
        static constexpr int chunk_rows = 16;
        /// One class. Arrays of 64-bit numbers by path.
        struct Rows {
            BlockArray time, delay, kind_draw;
            std::vector<signed char> kind;  // [row][path]
            std::vector<std::int64_t> count, done, made;
            std::vector<BlockArray> children;                        // draws of a chunk, by link
            std::vector<std::vector<std::int64_t>> number;           // of successors, of a chunk, by link
            std::vector<std::array<std::int64_t, chunk_rows>> most;  // no event of a row has more, by link
            int delay_rows = 0;
        };
        /// What measures have done to an event.
        struct Mark {
            std::int16_t kind = -1;  ///< of an event that is kept off
            std::int16_t turned_by = -1, kept_off_by = -1;
        };
        Mark& mark(std::size_t i);

        BlockArray gaps_;
        int width_ = 0;
        std::uint64_t seed_ = 0, first_path_ = 0;
        std::vector<Rows> rows_;  // by class
        ArrivalCursors cursors_;
        std::vector<SuccessorLaw> laws_;
        std::vector<BranchLink> links_;
        random::DrawRows recent_;
        FlatEvents events_;
        std::vector<Mark> marks_;  // of the events; empty while no measure has done anything
        EventTypes types_;
        std::vector<DrawnEvents> drawn_;     // by class
        std::vector<double> ordered_times_;  // scratch of put_in_order
        std::vector<EventAddress> ordered_;
        std::vector<std::uint32_t> places_, positions_;
    };

    /// Draws the events of the paths first_path, first_path + 1, ... under the regime's multiplier.
    /// Returns -1, or the index of a class of which a path has more than `most` events.
    int simulate_block(std::uint64_t seed, std::uint64_t first_path, const RegimePaths& regime,
                       Workspace& w) const;

    /// Lists the events of the last block that touch the project by time.
    void put_in_order(Workspace& w) const;

    /// At which place of its class each event of the last block is. Few ask, so nobody draws them before.
    class Places {
    public:
        Places(const EventDraws& draws, std::size_t c, const Workspace& w, random::DrawRows& rows)
            : ends_{draws.prepared_[c].place_ends}, rows_{&rows} {
            rows.start(random::DrawRows::Law::uniform, w.seed_, draws.prepared_[c].place, w.first_path_,
                       w.width_);
        }
        std::int16_t operator()(const Event& event, int path) const {
            if (ends_.empty()) return 0;
            const double u = (*rows_)(event.row, path);
            return static_cast<std::int16_t>(std::ranges::upper_bound(ends_, u) - ends_.begin());
        }

    private:
        std::span<const double> ends_;
        random::DrawRows* rows_;
    };

private:
    struct Prepared {
        std::uint32_t arrival = 0, kind = 0, delay = 0;
        std::vector<std::uint32_t> children, recent;  // by link
        std::vector<double> kind_ends;                // cumulative shares of live events
        std::vector<double> place_ends;               // cumulative shares of exposed events
        std::uint32_t place = 0;
        std::vector<std::string> stream_names;
        std::vector<std::vector<PoissonCount>> recent_counts;  // [link][event]
        std::optional<BaselineIntegral> baseline;
        bool draws_kind = false;
        bool is_excited = false;  // successors are added to its list
    };

    void prepare(const std::vector<StoppageClass>& classes, std::size_t c, const TimeGrid& grid);

    /// Classes that excite one another, by any way, make one group; others stand alone.
    void group();

    /// False if a path has too many.
    bool draw_immigrants(std::size_t c, const RegimePaths& regime, Workspace& w) const;

    static void make_places(int rows, int width, BlockArray& array);

    /// Kinds and successors of all events of a group: class by class in turn, on each path until none is left
    /// without. The order of the events of a path does not depend on the other paths.
    /// Returns -1, or the class with more than `most_` events.
    int complete(const std::vector<int>& group, Workspace& w) const;

    /// Kinds and successors of the events of a class that have none yet, `first` the first row of these.
    int branch(std::size_t c, int first, Workspace& w) const;

    /// Kinds and numbers of successors of a chunk of rows.
    void find_numbers(std::size_t c, int first, Workspace& w) const;
    /// Successors of the rows of the chunk of row `first`.
    void append(std::size_t c, int first, Workspace& w) const;

    /// Draws and places for `wanted` successors more on each path.
    void make_room(const Branching::Link& link, int wanted, Workspace& w) const;
    void draw_delays(std::size_t c, int rows, Workspace& w) const;

    void add_successors_of_recent(std::size_t c, Workspace& w) const;

    Branching law_;
    EventTypes types_;
    double horizon_ = 0;
    std::int64_t most_ = 0;
    std::vector<Prepared> prepared_;
    std::vector<std::vector<int>> groups_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/event_draws.inl"
#endif
