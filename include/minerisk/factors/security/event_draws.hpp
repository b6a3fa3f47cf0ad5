#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/branching.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// One event of a path.
struct Event {
    double time;             ///< years from the start
    std::uint32_t row;       ///< its place among the events of class and path, in the order of their making
    std::int16_t kind;       ///< of its class; -1: it does not touch the project (its successors do)
    std::int16_t place = 0;  ///< of its class
    std::int16_t turned_by = -1;    ///< the measure that made it of another kind; -1: none did
    std::int16_t kept_off_by = -1;  ///< the measure that keeps it off the project; -1: none does

    bool touches() const { return kind >= 0 && kept_off_by < 0; }
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
    EventDraws(const std::vector<StoppageClass>& classes, const TimeGrid& grid, int most)
        : law_{classes}, horizon_{grid.length()}, most_{static_cast<std::size_t>(most)} {
        for (std::size_t c = 0; c < classes.size(); ++c) prepare(classes, c, grid);
        group();
    }

    std::vector<std::string> stream_names(std::size_t c) const { return prepared_[c].stream_names; }
    const Branching& law() const { return law_; }

    /// What a worker needs for one block; its lists grow to the size of the largest block and stay.
    class Workspace {
    public:
        Workspace() = default;
        explicit Workspace(int width)
            : chunk_{rows_a_chunk, width}, width_{static_cast<std::size_t>(width)} {}
        /// Events of a class and path by time.
        const std::vector<Event>& of(std::size_t c, int path) const {
            return events_[c * width_ + static_cast<std::size_t>(path)];
        }
        std::vector<Event>& of(std::size_t c, int path) {
            return events_[c * width_ + static_cast<std::size_t>(path)];
        }

    private:
        friend class EventDraws;
        static constexpr int rows_a_chunk = 16;
        struct Rows {
            random::DrawRows kind, delay;
            std::vector<random::DrawRows> children, recent;
        };
        BlockArray chunk_;
        std::size_t width_ = 0;
        std::vector<std::vector<Event>> events_;  // [class x path]: cleared, never shrunk
        std::vector<double> reached_;             // operational time of the last immigrant, by path
        std::vector<std::size_t> cursor_;         // position in the regime's stays, by path
        std::vector<RegimePaths::BaselineCursor> baseline_cursor_;  // the same of a class with a baseline
        std::vector<Rows> rows_;                                    // by class
        std::vector<std::size_t> done_;           // events whose successors are drawn, by class of one path
        std::vector<std::uint32_t> delays_;       // successors made [class x path]
        std::vector<std::ptrdiff_t> immigrants_;  // [class x path]
        std::vector<Event> merged_;
        random::DrawRows places_;
    };

    /// Events of the paths first_path, first_path + 1, ... under the regime's multiplier.
    /// Returns -1, or the index of a class of which a path has more than `most` events.
    int simulate_block(std::uint64_t seed, std::uint64_t first_path, const RegimePaths& regime,
                       Workspace& w) const {
        const int width = w.chunk_.width();
        w.events_.resize(prepared_.size() * w.width_);
        w.rows_.resize(prepared_.size());
        w.done_.resize(prepared_.size());
        w.delays_.assign(prepared_.size() * w.width_, 0);
        w.immigrants_.resize(prepared_.size() * w.width_);
        for (std::size_t c = 0; c < prepared_.size(); ++c) {
            if (!draw_immigrants(c, seed, first_path, regime, w)) return static_cast<int>(c);
            for (int p = 0; p < width; ++p)
                w.immigrants_[c * w.width_ + static_cast<std::size_t>(p)] = std::ssize(w.of(c, p));
            start_rows(c, seed, first_path, width, w.rows_[c]);
        }
        for (const std::vector<int>& group : groups_)
            if (const int over = complete(group, w); over >= 0) return over;
        for (std::size_t c = 0; c < prepared_.size(); ++c)
            if (!prepared_[c].place_ends.empty()) find_places(c, seed, first_path, w);
        return -1;
    }

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

    void prepare(const std::vector<StoppageClass>& classes, std::size_t c, const TimeGrid& grid) {
        const StoppageClass& of = classes[c];
        const Branching::Class& law = law_.of(c);
        Prepared p;
        const auto stream = [&](const std::string& what) {
            p.stream_names.push_back("security." + of.name + "." + what);
            return random::stream_of(p.stream_names.back()).value;
        };
        p.arrival = stream("arrival");
        if (of.baseline) p.baseline.emplace(*of.baseline, grid);
        const std::vector<EventKind> kinds = of.all_kinds();
        double end = 0;
        for (const EventKind& k : kinds) {
            end += law.live > 0 ? k.share * of.exposed() / law.live : 0;
            p.kind_ends.push_back(end);
        }
        if (law.touches == 1 && !p.kind_ends.empty())  // but for rounding
            p.kind_ends.back() = std::numeric_limits<double>::infinity();
        p.draws_kind = kinds.size() > 1 || law.touches < 1;
        if (p.draws_kind) p.kind = stream("kind");
        if (of.places.size() > 1) {
            p.place = stream("place");
            double reached = 0;
            for (const Place& q : of.places)
                p.place_ends.push_back(reached += q.share * q.exposure / of.exposed());
            std::size_t last = of.places.size() - 1;  // of those where events are
            while (last > 0 && !(of.places[last].share * of.places[last].exposure > 0)) --last;
            for (; last < of.places.size(); ++last)
                p.place_ends[last] = std::numeric_limits<double>::infinity();
        }
        for (const Branching::Link& link : law.links) {
            const bool itself = link.to == static_cast<int>(c);
            const std::string suffix =
                itself ? std::string{} : "." + classes[static_cast<std::size_t>(link.to)].name;
            p.children.push_back(stream("children" + suffix));
            if (of.recent.empty()) continue;
            p.recent.push_back(stream("recent" + suffix));
            auto& counts = p.recent_counts.emplace_back();
            for (const Years& ago : of.recent)
                counts.emplace_back(link.mean * math::exp(-ago.canonical() / link.mean_delay));
        }
        for (std::size_t from = 0; from < classes.size(); ++from)
            for (const Branching::Link& link : law_.of(from).links)
                p.is_excited = p.is_excited || link.to == static_cast<int>(c);
        if (p.is_excited) p.delay = stream("delay");
        prepared_.push_back(std::move(p));
    }

    /// Classes that excite one another, by any way, make one group; others stand alone.
    void group() {
        std::vector<int> of(prepared_.size());
        for (std::size_t c = 0; c < of.size(); ++c) of[c] = static_cast<int>(c);
        for (std::size_t c = 0; c < of.size(); ++c)
            for (const Branching::Link& link : law_.of(c).links) {
                const int from = of[c], to = of[static_cast<std::size_t>(link.to)];
                for (int& g : of)
                    if (g == to) g = from;
            }
        for (std::size_t g = 0; g < of.size(); ++g) {
            std::vector<int> members;
            for (std::size_t c = 0; c < of.size(); ++c)
                if (of[c] == static_cast<int>(g)) members.push_back(static_cast<int>(c));
            bool trivial = true;  // neither kinds nor successors: the immigrants are all there is
            for (const int c : members) {
                const Prepared& p = prepared_[static_cast<std::size_t>(c)];
                trivial = trivial && !p.draws_kind && !p.is_excited;
            }
            if (!members.empty() && !trivial) groups_.push_back(std::move(members));
        }
    }

    bool draw_immigrants(std::size_t c, std::uint64_t seed, std::uint64_t first_path,
                         const RegimePaths& regime, Workspace& w) const {
        const int width = w.chunk_.width();
        for (int p = 0; p < width; ++p) w.of(c, p).clear();
        w.reached_.assign(w.width_, 0.0);
        w.cursor_.assign(w.width_, 0);
        w.baseline_cursor_.assign(w.width_, {});
        const std::optional<BaselineIntegral>& baseline = prepared_[c].baseline;
        const double rate = law_.of(c).immigrants;
        const double per_rate = 1 / rate;
        constexpr int rows = Workspace::rows_a_chunk;
        int open_paths = rate > 0 ? width : 0;
        for (int first = 0; open_paths > 0; first += rows) {
            if (static_cast<std::size_t>(first) >= most_) return false;
            kernels().exponentials(seed, prepared_[c].arrival, first_path, static_cast<std::uint32_t>(first),
                                   rows, width, w.chunk_.data());
            open_paths = 0;
            for (int p = 0; p < width; ++p) {
                double reached = w.reached_[static_cast<std::size_t>(p)];
                if (reached < 0) continue;  // past the horizon
                std::vector<Event>& events = w.of(c, p);
                for (int r = 0; r < rows; ++r) {
                    reached += w.chunk_(r, p) * per_rate;
                    const auto at = static_cast<std::size_t>(p);
                    const double t = baseline ? regime.time_at(p, reached, *baseline, w.baseline_cursor_[at])
                                              : regime.time_at(p, reached, w.cursor_[at]);
                    if (!(t < horizon_)) {
                        reached = -1;
                        break;
                    }
                    events.push_back({t, static_cast<std::uint32_t>(events.size()), 0});
                }
                w.reached_[static_cast<std::size_t>(p)] = reached;
                open_paths += reached >= 0;
            }
        }
        return true;
    }

    void start_rows(std::size_t c, std::uint64_t seed, std::uint64_t first_path, int width,
                    Workspace::Rows& rows) const {
        using Law = random::DrawRows::Law;
        const Prepared& k = prepared_[c];
        rows.kind.start(Law::uniform, seed, k.kind, first_path, width);
        rows.delay.start(Law::exponential, seed, k.delay, first_path, width);
        rows.children.resize(k.children.size());
        rows.recent.resize(k.recent.size());
        for (std::size_t l = 0; l < k.children.size(); ++l)
            rows.children[l].start(Law::uniform, seed, k.children[l], first_path, width);
        for (std::size_t l = 0; l < k.recent.size(); ++l)
            rows.recent[l].start(Law::uniform, seed, k.recent[l], first_path, width);
    }

    /// Kinds and successors of all events of a group; then each list by time.
    /// Returns -1, or the class with more than `most_` events.
    int complete(const std::vector<int>& group, Workspace& w) const {
        const int width = w.chunk_.width();
        for (const int c : group)
            for (int p = 0; p < width; ++p) add_successors_of_recent(static_cast<std::size_t>(c), p, w);
        const int over = group.size() == 1 ? complete_alone(group[0], w) : complete_together(group, w);
        for (const int c : group)
            for (int p = 0; p < width && over < 0 && prepared_[static_cast<std::size_t>(c)].is_excited; ++p)
                sort_by_time(static_cast<std::size_t>(c), p, w);
        return over;
    }
    /// Row by row through all paths: that is how the draws lie in memory.
    int complete_alone(int member, Workspace& w) const {
        const auto c = static_cast<std::size_t>(member);
        bool all_done = false;
        for (std::size_t row = 0; !all_done; ++row) {
            if (row > most_) return member;
            all_done = true;
            for (int p = 0; p < w.chunk_.width(); ++p) {
                if (row >= w.of(c, p).size()) continue;
                all_done = false;
                add_successors(c, row, p, w);
            }
        }
        return -1;
    }
    /// Path by path, class by class in turn: the order of the events is a matter of the path alone.
    int complete_together(const std::vector<int>& group, Workspace& w) const {
        for (int p = 0; p < w.chunk_.width(); ++p) {
            for (const int c : group) w.done_[static_cast<std::size_t>(c)] = 0;
            for (bool all_done = false; !all_done;) {
                all_done = true;
                for (const int member : group) {
                    const auto c = static_cast<std::size_t>(member);
                    for (; w.done_[c] < w.of(c, p).size(); ++w.done_[c]) {
                        all_done = false;
                        if (w.done_[c] > most_) return member;
                        add_successors(c, w.done_[c], p, w);
                    }
                }
            }
        }
        return -1;
    }
    /// Immigrants come in order; successors, behind them in the list, are sorted and joined in.
    void sort_by_time(std::size_t c, int path, Workspace& w) const {
        std::vector<Event>& events = w.of(c, path);
        const auto earlier = [](const Event& a, const Event& b) {
            return a.time != b.time ? a.time < b.time : a.row < b.row;
        };
        const auto immigrants = events.begin() + w.immigrants_[c * w.width_ + static_cast<std::size_t>(path)];
        std::sort(immigrants, events.end(), earlier);
        w.merged_.resize(events.size());
        std::merge(events.begin(), immigrants, immigrants, events.end(), w.merged_.begin(), earlier);
        std::copy(w.merged_.begin(), w.merged_.end(), events.begin());
    }

    void add_successors_of_recent(std::size_t c, int path, Workspace& w) const {
        const Prepared& k = prepared_[c];
        for (std::size_t l = 0; l < k.recent.size(); ++l)
            for (std::size_t i = 0; i < k.recent_counts[l].size(); ++i) {
                const double u = w.rows_[c].recent[l](static_cast<std::uint32_t>(i), path);
                add(law_.of(c).links[l], k.recent_counts[l][i](u), 0, path, w);
            }
    }

    void add_successors(std::size_t c, std::size_t at, int path, Workspace& w) const {
        const Prepared& k = prepared_[c];
        Event& event = w.of(c, path)[at];
        if (k.draws_kind) set_kind(k, w.rows_[c].kind(event.row, path), event);
        const double time = event.time;  // `event` ends where successors are added to the same list
        bool needs_some = event.kind < 0;
        const std::uint32_t row = event.row;
        const std::vector<Branching::Link>& links = law_.of(c).links;
        for (std::size_t l = 0; l < links.size(); ++l) {
            double u = w.rows_[c].children[l](row, path);
            if (needs_some) {
                const double none = links[l].none_if_some;
                if (u < none) continue;
                const double p0 = links[l].count.none();
                u = p0 + (u - none) / (1 - none) * (1 - p0);
                needs_some = false;
            }
            add(links[l], links[l].count(u), time, path, w);
        }
    }

    void add(const Branching::Link& link, int count, double time, int path, Workspace& w) const {
        const auto to = static_cast<std::size_t>(link.to);
        std::vector<Event>& events = w.of(to, path);
        std::uint32_t& made = w.delays_[to * w.width_ + static_cast<std::size_t>(path)];
        for (int i = 0; i < count; ++i) {
            const double t = time + w.rows_[to].delay(made++, path) * link.mean_delay;
            if (t < horizon_) events.push_back({t, static_cast<std::uint32_t>(events.size()), 0});
        }
    }

    void find_places(std::size_t c, std::uint64_t seed, std::uint64_t first_path, Workspace& w) const {
        const std::vector<double>& ends = prepared_[c].place_ends;
        w.places_.start(random::DrawRows::Law::uniform, seed, prepared_[c].place, first_path,
                        w.chunk_.width());
        for (int p = 0; p < w.chunk_.width(); ++p)
            for (Event& event : w.of(c, p))
                if (event.kind >= 0)
                    event.place = static_cast<std::int16_t>(
                        std::ranges::upper_bound(ends, w.places_(event.row, p)) - ends.begin());
    }

    static void set_kind(const Prepared& k, double u, Event& event) {
        for (std::size_t i = 0; i < k.kind_ends.size(); ++i) {
            if (u >= k.kind_ends[i]) continue;
            event.kind = static_cast<std::int16_t>(i);
            return;
        }
        event.kind = -1;
    }

    Branching law_;
    double horizon_ = 0;
    std::size_t most_ = 0;
    std::vector<Prepared> prepared_;
    std::vector<std::vector<int>> groups_;
};

}  // namespace minerisk::inline v0::security
