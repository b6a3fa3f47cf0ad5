#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/room.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/arrival_cursors.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/branching.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY EventDraws::EventDraws(const std::vector<StoppageClass>& classes, const TimeGrid& grid,
                                     int most)
    : law_{classes}, types_{classes}, horizon_{grid.length()}, most_{most} {
    for (std::size_t c = 0; c < classes.size(); ++c) prepare(classes, c, grid);
    group();
}

MINERISK_BODY EventDraws::Workspace::Workspace(int width) : gaps_{chunk_rows, width}, width_{width} {}

MINERISK_BODY int EventDraws::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                             const RegimePaths& regime, Workspace& w) const {
    w.seed_ = seed;
    w.first_path_ = first_path;
    w.rows_.resize(prepared_.size());
    for (std::size_t c = 0; c < prepared_.size(); ++c) {
        Workspace::Rows& rows = w.rows_[c];
        for (auto* const counts : {&rows.count, &rows.done, &rows.made})
            counts->assign(static_cast<std::size_t>(w.width_), 0);
        rows.delay_rows = 0;
        if (!draw_immigrants(c, regime, w)) return static_cast<int>(c);
    }
    for (const std::vector<int>& group : groups_)
        if (const int over = complete(group, w); over >= 0) return over;
    return -1;
}

MINERISK_BODY void EventDraws::put_in_order(Workspace& w) const {
    w.types_ = types_;
    w.marks_.clear();
    w.drawn_.clear();
    for (std::size_t c = 0; c < prepared_.size(); ++c) {
        const Workspace::Rows& rows = w.rows_[c];
        w.drawn_.push_back({rows.time.data(), prepared_[c].draws_kind ? rows.kind.data() : nullptr,
                            rows.count.data(), types_.first(c)});
    }
    std::size_t all = 0, most = 0;
    for (int p = 0; p < w.width_; ++p) {
        std::size_t here = 0;
        for (const DrawnEvents& of : w.drawn_) here += static_cast<std::size_t>(of.count[p]);
        all += here;
        most = std::max(most, here);
    }
    const std::size_t scratch = 9 * (most + 1);
    w.events_.start(w.width_, all);
    kernels().order_events({.classes = static_cast<int>(w.drawn_.size()),
                            .drawn = w.drawn_.data(),
                            .horizon = horizon_,
                            .most = most,
                            .times = with_room(w.ordered_times_, scratch),
                            .addresses = with_room(w.ordered_, scratch),
                            .place = with_room(w.places_, most + 1),
                            .position = with_room(w.positions_, most + 1),
                            .time = w.events_.time.data(),
                            .address = w.events_.address.data(),
                            .offset = w.events_.offset.data()},
                           w.width_);
}

MINERISK_BODY Event EventDraws::Workspace::event(std::size_t i) const {
    const Mark mark = marks_.empty() ? Mark{} : marks_[i];
    const EventAddress at = events_.address[i];
    return {events_.time[i], at.row(), mark.kept_off_by < 0 ? types_.kind(at.term()) : mark.kind,
            mark.turned_by, mark.kept_off_by};
}

MINERISK_BODY std::vector<Event> EventDraws::Workspace::of(std::size_t c, int path) const {
    std::vector<Event> found;
    for (std::size_t i = events_.begin(path); i < events_.end(path); ++i)
        if (types_.source(events_.address[i].term()) == c) found.push_back(event(i));
    return found;
}

MINERISK_BODY void EventDraws::Workspace::turn(std::size_t i, std::int16_t into, std::int16_t measure) {
    mark(i).turned_by = measure;
    EventAddress& at = events_.address[i];
    at = at.with(types_.first(types_.source(at.term())) + static_cast<std::uint64_t>(into));
}

MINERISK_BODY void EventDraws::Workspace::keep_off(std::size_t i, std::int16_t measure) {
    EventAddress& at = events_.address[i];
    mark(i).kind = types_.kind(at.term());
    mark(i).kept_off_by = measure;
    at = at.with(types_.none(types_.source(at.term())));
}

MINERISK_BODY auto EventDraws::Workspace::mark(std::size_t i) -> Mark& {
    if (marks_.empty()) marks_.resize(events_.size());
    return marks_[i];
}

MINERISK_BODY void EventDraws::prepare(const std::vector<StoppageClass>& classes, std::size_t c,
                                       const TimeGrid& grid) {
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
        for (; last < of.places.size(); ++last) p.place_ends[last] = std::numeric_limits<double>::infinity();
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

MINERISK_BODY void EventDraws::group() {
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

MINERISK_BODY bool EventDraws::draw_immigrants(std::size_t c, const RegimePaths& regime, Workspace& w) const {
    Workspace::Rows& rows = w.rows_[c];
    const std::optional<BaselineIntegral>& baseline = prepared_[c].baseline;
    const double rate = law_.of(c).immigrants;
    if (!(rate > 0)) return true;
    w.cursors_.start(regime, w.width_, 1 / rate, horizon_, rows.count.data());
    constexpr int chunk = Workspace::chunk_rows;
    for (int first = 0;; first += chunk) {
        make_places(first + chunk, w.width_, rows.time);
        kernels().exponentials(w.seed_, prepared_[c].arrival, w.first_path_,
                               static_cast<std::uint32_t>(first), chunk, w.width_, w.gaps_.data());
        if (baseline) {
            w.cursors_.run(regime, *baseline, w.gaps_, rows.time.row(first));
        } else {
            w.cursors_.run(regime, w.gaps_, rows.time.row(first));
        }
        const std::int64_t most = *std::ranges::max_element(rows.count);
        if (most > most_) return false;
        if (most < first + chunk) return true;
    }
}

MINERISK_BODY void EventDraws::make_places(int rows, int width, BlockArray& array) {
    if (array.rows() < rows || array.width() != width)
        array.grow(std::max(rows, array.rows() * 3 / 2), width);
}

MINERISK_BODY int EventDraws::complete(const std::vector<int>& group, Workspace& w) const {
    for (const int c : group) {
        Workspace::Rows& rows = w.rows_[static_cast<std::size_t>(c)];
        make_places(Workspace::chunk_rows, w.width_, rows.time);
        make_places(Workspace::chunk_rows, w.width_, rows.kind_draw);
        rows.children.resize(prepared_[static_cast<std::size_t>(c)].children.size());
        for (BlockArray& draws : rows.children) make_places(Workspace::chunk_rows, w.width_, draws);
        rows.number.resize(rows.children.size());
        rows.most.resize(rows.children.size());
        for (std::vector<std::int64_t>& number : rows.number)
            number.resize(static_cast<std::size_t>(Workspace::chunk_rows * w.width_));
    }
    for (const int c : group) add_successors_of_recent(static_cast<std::size_t>(c), w);
    for (bool all_done = false; !all_done;) {
        all_done = true;
        for (const int member : group) {
            const auto c = static_cast<std::size_t>(member);
            std::int64_t first = std::numeric_limits<std::int64_t>::max();
            Workspace::Rows& rows = w.rows_[c];
            for (std::size_t p = 0; p < rows.done.size(); ++p)
                if (rows.done[p] < rows.count[p]) first = std::min(first, rows.done[p]);
            if (first == std::numeric_limits<std::int64_t>::max()) continue;
            all_done = false;
            if (const int over = branch(c, static_cast<int>(first), w); over >= 0) return over;
            rows.done = rows.count;
        }
    }
    return -1;
}

MINERISK_BODY int EventDraws::branch(std::size_t c, int first, Workspace& w) const {
    const std::vector<std::int64_t>& count = w.rows_[c].count;
    const std::vector<Branching::Link>& links = law_.of(c).links;
    first -= first % 2;  // two rows share a draw
    for (; first < *std::ranges::max_element(count); first += Workspace::chunk_rows) {
        find_numbers(c, first, w);
        append(c, first, w);
        for (const Branching::Link& link : links)
            if (*std::ranges::max_element(w.rows_[static_cast<std::size_t>(link.to)].count) > most_)
                return link.to;
    }
    return -1;
}

MINERISK_BODY void EventDraws::find_numbers(std::size_t c, int first, Workspace& w) const {
    const Prepared& k = prepared_[c];
    Workspace::Rows& rows = w.rows_[c];
    constexpr int chunk = Workspace::chunk_rows;
    const auto draw = [&](std::uint32_t stream, double* out) {
        kernels().uniforms(w.seed_, stream, w.first_path_, static_cast<std::uint32_t>(first), chunk, w.width_,
                           out);
    };
    SuccessorRows of{};
    if (k.draws_kind) {
        draw(k.kind, rows.kind_draw.data());
        rows.kind.resize(std::max(rows.kind.size(), static_cast<std::size_t>((first + chunk) * w.width_)));
        of.kinds = static_cast<int>(k.kind_ends.size());
        of.kind_ends = k.kind_ends.data();
        of.kind_u = rows.kind_draw.data();
        of.kind = rows.kind.data() + first * w.width_;
    }
    w.laws_.clear();
    for (std::size_t l = 0; l < k.children.size(); ++l) {
        draw(k.children[l], rows.children[l].data());
        const Branching::Link& link = law_.of(c).links[l];
        const std::span<const double> cumulative = link.count.cumulative();
        w.laws_.push_back({cumulative.data(), static_cast<int>(cumulative.size()), link.none_if_some,
                           rows.children[l].data(), rows.number[l].data(), rows.most[l].data()});
    }
    of.laws = static_cast<int>(w.laws_.size());
    of.law = w.laws_.data();
    kernels().successors(of, chunk, w.width_);
}

MINERISK_BODY void EventDraws::append(std::size_t c, int first, Workspace& w) const {
    const std::vector<Branching::Link>& links = law_.of(c).links;
    Workspace::Rows& rows = w.rows_[c];
    const std::int64_t end = first + Workspace::chunk_rows;
    for (std::int64_t row = first; row < end && !links.empty();) {
        w.links_.clear();
        for (std::size_t l = 0; l < links.size(); ++l) {
            Workspace::Rows& to = w.rows_[static_cast<std::size_t>(links[l].to)];
            w.links_.push_back({links[l].mean_delay, rows.number[l].data(), rows.most[l].data(),
                                to.delay.data(), to.delay_rows, to.time.data(), to.time.rows(),
                                to.count.data(), to.made.data()});
        }
        const BranchRows from{static_cast<int>(links.size()),
                              w.links_.data(),
                              first,
                              rows.time.data(),
                              rows.count.data(),
                              rows.done.data(),
                              horizon_};
        row = kernels().branch(from, row, end, w.width_);
        if (row == end) return;
        for (std::size_t l = 0; l < links.size(); ++l)
            make_room(links[l], static_cast<int>(rows.most[l][static_cast<std::size_t>(row - first)]), w);
    }
}

MINERISK_BODY void EventDraws::make_room(const Branching::Link& link, int wanted, Workspace& w) const {
    const auto c = static_cast<std::size_t>(link.to);
    Workspace::Rows& to = w.rows_[c];
    make_places(static_cast<int>(*std::ranges::max_element(to.count)) + wanted, w.width_, to.time);
    draw_delays(c, static_cast<int>(*std::ranges::max_element(to.made)) + wanted, w);
}

MINERISK_BODY void EventDraws::draw_delays(std::size_t c, int rows, Workspace& w) const {
    Workspace::Rows& to = w.rows_[c];
    if (to.delay_rows >= rows) return;
    const int more =
        (rows - to.delay_rows + Workspace::chunk_rows - 1) / Workspace::chunk_rows * Workspace::chunk_rows;
    make_places(to.delay_rows + more, w.width_, to.delay);
    kernels().exponentials(w.seed_, prepared_[c].delay, w.first_path_,
                           static_cast<std::uint32_t>(to.delay_rows), more, w.width_,
                           to.delay.row(to.delay_rows));
    to.delay_rows += more;
}

MINERISK_BODY void EventDraws::add_successors_of_recent(std::size_t c, Workspace& w) const {
    const Prepared& k = prepared_[c];
    for (std::size_t l = 0; l < k.recent.size(); ++l) {
        const Branching::Link& link = law_.of(c).links[l];
        const auto to = static_cast<std::size_t>(link.to);
        w.recent_.start(random::DrawRows::Law::uniform, w.seed_, k.recent[l], w.first_path_, w.width_);
        for (std::size_t i = 0; i < k.recent_counts[l].size(); ++i)
            for (int p = 0; p < w.width_; ++p) {
                const int n = k.recent_counts[l][i](w.recent_(static_cast<std::uint32_t>(i), p));
                Workspace::Rows& rows = w.rows_[to];
                std::int64_t& made = rows.made[static_cast<std::size_t>(p)];
                std::int64_t& count = rows.count[static_cast<std::size_t>(p)];
                draw_delays(to, static_cast<int>(made) + n, w);
                make_places(static_cast<int>(count) + n, w.width_, rows.time);
                for (int j = 0; j < n; ++j) {
                    const double t = rows.delay(static_cast<int>(made++), p) * link.mean_delay;
                    if (t < horizon_) rows.time(static_cast<int>(count++), p) = t;
                }
            }
    }
}

}  // namespace minerisk::inline v0::security
