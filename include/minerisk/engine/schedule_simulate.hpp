#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/engine/executor.hpp"
#include "minerisk/engine/schedule_outcome.hpp"
#include "minerisk/engine/schedule_sums.hpp"
#include "minerisk/factors/schedule/network/network.hpp"
#include "minerisk/statistics/association.hpp"
#include "minerisk/statistics/jackknife.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0 {

/// How a network is run.
struct ScheduleRun {
    Run run{};
    schedule::Without without{};
    bool details = true;  ///< criticality, correlations and spend besides the finishes and the cost
    /// Dates kept for quantiles and ranks: as many paths as fit, three numbers an activity and path.
    std::uint64_t kept_numbers = 30'000'000;
};

namespace detail {

/// Takes sums of consecutive chunks of paths as they come, and joins them in the order of the chunks.
class InOrder {
public:
    InOrder(std::size_t groups, std::size_t chunks) : groups_(groups), chunks_{chunks} {}
    void put(std::size_t chunk, const ScheduleSums& sums) {
        const std::lock_guard lock{mutex_};
        waiting_.emplace(chunk, sums);
        for (auto next = waiting_.find(next_); next != waiting_.end(); next = waiting_.find(next_)) {
            groups_[next_ * groups_.size() / chunks_].join(next->second);
            waiting_.erase(next);
            ++next_;
        }
    }
    std::vector<ScheduleSums> release() {
        std::erase_if(groups_, [](const ScheduleSums& g) { return g.paths == 0; });
        return std::move(groups_);
    }

private:
    std::vector<ScheduleSums> groups_;
    std::size_t chunks_;
    std::size_t next_ = 0;
    std::map<std::size_t, ScheduleSums> waiting_;
    std::mutex mutex_;
};

/// Dates and durations of the first paths: [activity][path].
struct KeptDates {
    std::uint64_t paths = 0;
    std::vector<double> start, finish, duration;
    std::span<const double> of(const std::vector<double>& all, std::size_t j) const {
        return std::span{all}.subspan(j * paths, paths);
    }
};

inline double correlation_of(double n, double x, double xx, double y, double yy, double xy) {
    const double vx = xx - x * x / n, vy = yy - y * y / n;
    const double scale_x = 1e-12 * (xx + 1e-300), scale_y = 1e-12 * (yy + 1e-300);
    if (!(vx > scale_x && vy > scale_y)) return std::numeric_limits<double>::quiet_NaN();
    return (xy - x * y / n) / std::sqrt(vx * vy);
}

/// One activity's sums beside those of the finish, for the jackknife.
struct WithFinish {
    double n = 0, s = 0, ss = 0;
    ActivitySums a;
    WithFinish& operator+=(const WithFinish& o) {
        n += o.n;
        s += o.s;
        ss += o.ss;
        a += o.a;
        return *this;
    }
    WithFinish& operator-=(const WithFinish& o) {
        n -= o.n;
        s -= o.s;
        ss -= o.ss;
        a -= o.a;
        return *this;
    }
};
struct PairOf {
    double n = 0;
    PairSums p;
    PairOf& operator+=(const PairOf& o) { return add(o, 1); }
    PairOf& operator-=(const PairOf& o) { return add(o, -1); }
    double correlation() const { return correlation_of(n, p.x, p.xx, p.y, p.yy, p.xy); }

private:
    PairOf& add(const PairOf& o, double sign) {
        n += sign * o.n;
        p.x += sign * o.p.x;
        p.xx += sign * o.p.xx;
        p.y += sign * o.p.y;
        p.yy += sign * o.p.yy;
        p.xy += sign * o.p.xy;
        return *this;
    }
};

/// What the sums and the kept dates say of each activity, driver and year.
class ScheduleResults {
public:
    ScheduleResults(const schedule::Network& network, const std::vector<ScheduleSums>& groups,
                    const KeptDates& kept)
        : network_{network}, groups_{groups}, kept_{kept} {}

    void fill(ScheduleOutcome& out) const {
        const std::span finish{out.finish[0]};
        const std::vector<double> finish_ranks = statistics::ranks(finish.first(kept_.paths));
        for (std::size_t i = 0; i < network_.plan().activities.size(); ++i)
            out.activities.push_back(activity(network_.logic().rank(static_cast<int>(i)), finish_ranks, out));
        std::size_t hit = 0;
        for (std::size_t d = 0; d < network_.plan().drivers.size(); ++d) {
            const schedule::Driver& driver = network_.plan().drivers[d];
            DriverResult r{driver.id, driver.name, driver.probability, {}, {}};
            r.cruciality = pair([&](const ScheduleSums& g) { return g.driver[d]; });
            for (const schedule::Hit& h : driver.hits) {
                r.on_durations.emplace_back(h.activity,
                                            pair([&](const ScheduleSums& g) { return g.hit[hit]; }));
                ++hit;
            }
            out.drivers.push_back(std::move(r));
        }
        out.finish_at_means = finish_at_means(out);
    }

private:
    template <class Choose>
    Estimate pair(Choose&& choose) const {
        std::vector<PairOf> parts;
        for (const ScheduleSums& g : groups_) parts.push_back({g.paths, choose(g)});
        return statistics::jackknife(std::span<const PairOf>{parts},
                                     [](const PairOf& p) { return p.correlation(); });
    }

    ActivityResult activity(int j, const std::vector<double>& finish_ranks, const ScheduleOutcome& out) const {
        const auto at = static_cast<std::size_t>(j);
        const schedule::NetworkWorkspace& base = network_.base();
        const schedule::Activity& stated = network_.activity(j);
        ActivityResult r;
        r.id = stated.id;
        r.name = stated.name;
        r.reaches_target = network_.logic().reaches_target(j) && !network_.logic().is_done(j);
        r.likely_duration = base.duration(j, 0);
        r.likely_start = base.dates(2 * j, 0);
        r.likely_finish = base.dates(2 * j + 1, 0);
        r.likely_float = std::min(base.start_slack(j, 0), base.finish_slack(j, 0));
        r.free_float = network_.logic().free_float(base, j, 0);
        std::vector<WithFinish> parts;
        for (const ScheduleSums& g : groups_) parts.push_back({g.paths, g.s, g.ss, g.activity[at]});
        const double likely = base.dates(2 * network_.logic().target() + 1, 0);
        const auto estimate = [&](auto&& f) {
            return statistics::jackknife(std::span<const WithFinish>{parts}, f);
        };
        r.mean_duration = estimate([&](const WithFinish& x) { return r.likely_duration + x.a.d / x.n; });
        r.pearson = estimate([](const WithFinish& x) {
            return correlation_of(x.n, x.a.d, x.a.dd, x.s, x.ss, x.a.ds);
        });
        if (r.reaches_target) {
            r.criticality = estimate([](const WithFinish& x) { return x.a.critical / x.n; });
            r.start_criticality = estimate([](const WithFinish& x) { return x.a.start_critical / x.n; });
            r.finish_criticality = estimate([](const WithFinish& x) { return x.a.finish_critical / x.n; });
            r.significance = estimate(
                [&](const WithFinish& x) { return x.a.significance / (x.n * likely + x.s); });
            r.ssi = estimate([](const WithFinish& x) {
                const double vd = x.a.dd - x.a.d * x.a.d / x.n, vs = x.ss - x.s * x.s / x.n;
                return x.a.critical / x.n * std::sqrt(std::max(0.0, vd) / vs);
            });
        }
        if (kept_.paths == 0) return r;
        r.spearman =
            statistics::pearson(statistics::ranks(kept_.of(kept_.duration, at)), finish_ranks);
        for (const auto& q : statistics::quantiles(kept_.of(kept_.start, at), out.probs))
            r.start_quantiles.push_back(q.value);
        for (const auto& q : statistics::quantiles(kept_.of(kept_.finish, at), out.probs))
            r.finish_quantiles.push_back(q.value);
        return r;
    }

    double finish_at_means(const ScheduleOutcome& out) const {
        schedule::NetworkWorkspace w = network_.workspace(narrow_block);
        w.chosen.fill(0);
        for (std::size_t c = 0; c < network_.plan().choices.size(); ++c)
            w.chosen(static_cast<int>(c), 0) = network_.base().chosen(static_cast<int>(c), 0);
        for (std::size_t i = 0; i < out.activities.size(); ++i)
            std::fill_n(w.duration.row(network_.logic().rank(static_cast<int>(i))), w.width,
                        out.activities[i].mean_duration.value);
        network_.logic().forward(w, [](int) {});
        return w.dates(2 * network_.logic().target() + 1, 0);
    }

    const schedule::Network& network_;
    const std::vector<ScheduleSums>& groups_;
    const KeptDates& kept_;
};

inline void shorten(KeptDates& kept, std::uint64_t activities, std::uint64_t paths) {
    for (auto* all : {&kept.start, &kept.finish, &kept.duration}) {
        for (std::uint64_t j = 0; j < activities; ++j)
            std::copy_n(all->begin() + static_cast<std::ptrdiff_t>(j * kept.paths), paths,
                        all->begin() + static_cast<std::ptrdiff_t>(j * paths));
        all->resize(activities * paths);
    }
    kept.paths = paths;
}

struct SpendSums {
    double n = 0, money = 0;
    SpendSums& operator+=(const SpendSums& o) {
        n += o.n;
        money += o.money;
        return *this;
    }
    SpendSums& operator-=(const SpendSums& o) {
        n -= o.n;
        money -= o.money;
        return *this;
    }
};

inline void fill_spend(const schedule::Plan& plan, const std::vector<ScheduleSums>& groups,
                       const std::vector<std::vector<double>>& kept, ScheduleOutcome& out) {
    std::size_t years = 0;
    for (const ScheduleSums& g : groups) years = std::max(years, g.spend.size());
    for (std::size_t y = 0; y < years; ++y) {
        std::vector<SpendSums> parts;
        for (const ScheduleSums& g : groups) parts.push_back({g.paths, y < g.spend.size() ? g.spend[y] : 0});
        YearOfSpend year{plan.start.year + static_cast<int>(y),
                         statistics::jackknife(std::span<const SpendSums>{parts},
                                               [](const SpendSums& x) { return x.money / x.n; }),
                         {}};
        std::vector<double> values(out.kept_paths);
        for (std::size_t p = 0; p < values.size(); ++p) values[p] = y < kept[p].size() ? kept[p][y] : 0;
        for (const auto& q : statistics::quantiles(values, out.probs)) year.quantiles.push_back(q.value);
        out.spend.push_back(std::move(year));
    }
}

}  // namespace detail

/// Runs a network alone.
///
/// Promises: the same bits for any number of threads and any executor; path i is the same path in any run. Memory:
/// 8 bytes a path for the cost and for each reported milestone, besides the kept dates; the rest does not
/// grow with the paths. A stop request keeps the longest prefix of complete chunks.
/// Standard errors of shares, means and correlations: jackknife over 20 groups of paths.
inline ScheduleOutcome simulate(const schedule::Network& network, const ScheduleRun& how) {
    const auto started = std::chrono::steady_clock::now();
    const schedule::Plan& plan = network.plan();
    const schedule::Logic& logic = network.logic();
    constexpr std::uint64_t groups = 20;
    const auto width = static_cast<std::uint64_t>(network.width());
    const std::uint64_t paths = how.run.paths;
    // Chunks depend on the number of paths alone: sums are joined chunk by chunk.
    const std::uint64_t a_group = (paths + groups - 1) / groups;
    const std::uint64_t chunk =
        std::clamp<std::uint64_t>((a_group + width - 1) / width * width, width, 2048);
    const std::uint64_t chunks = (paths + chunk - 1) / chunk;

    ScheduleOutcome out;
    std::vector<int> reported{logic.target()};
    out.milestones.push_back(network.activity(logic.target()).id);
    for (const std::string& id : plan.milestones)
        if (id != out.milestones[0]) {
            reported.push_back(network.index(id));
            out.milestones.push_back(id);
        }
    out.finish.assign(reported.size(), std::vector<double>(paths));
    out.cost.resize(paths);
    detail::KeptDates kept;
    const auto activities = static_cast<std::uint64_t>(network.activities());
    if (how.details) kept.paths = std::min(paths, std::max<std::uint64_t>(1, how.kept_numbers / (3 * activities)));
    for (auto* all : {&kept.start, &kept.finish, &kept.duration}) all->resize(activities * kept.paths);
    std::vector<std::vector<double>> kept_spend(kept.paths);

    detail::InOrder joined{static_cast<std::size_t>(std::min(groups, chunks)), static_cast<std::size_t>(chunks)};
    std::vector<char> done(chunks, 0);
    std::atomic<std::uint64_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex reporting;
    std::uint64_t paths_done = 0;
    const int threads = detail::thread_count(how.run.threads);

    detail::run_workers(how.run.executor, threads, [&] {
        try {
            std::unique_ptr<schedule::NetworkWorkspace> w;
            detail::ScheduleCollector collector{network};
            while (!failed && !how.run.stop.stop_requested()) {
                const std::uint64_t t = next.fetch_add(1);
                if (t >= chunks) return;
                if (!w) w = std::make_unique<schedule::NetworkWorkspace>(network.workspace(network.width()));
                const std::uint64_t end = std::min(paths, (t + 1) * chunk);
                collector.clear();
                for (std::uint64_t row = t * chunk; row < end; row += width) {
                    if (how.run.stop.stop_requested()) return;
                    network.simulate_block(how.run.seed, how.run.first_path + row, how.without, *w,
                                           how.details);
                    const int count = static_cast<int>(std::min(width, end - row));
                    for (std::size_t m = 0; m < reported.size(); ++m)
                        std::copy_n(w->dates.row(2 * reported[m] + 1), count, out.finish[m].data() + row);
                    std::copy_n(w->cost.row(0), count, out.cost.data() + row);
                    if (!how.details) continue;
                    collector.add(*w, count);
                    for (std::uint64_t p = 0; p < static_cast<std::uint64_t>(count); ++p) {
                        if (row + p >= kept.paths) break;
                        for (std::uint64_t j = 0; j < activities; ++j) {
                            const int a = static_cast<int>(j), path = static_cast<int>(p);
                            kept.start[j * kept.paths + row + p] = w->dates(2 * a, path);
                            kept.finish[j * kept.paths + row + p] = w->dates(2 * a + 1, path);
                            kept.duration[j * kept.paths + row + p] = w->duration(a, path);
                        }
                        std::vector<double>& years = kept_spend[row + p];
                        collector.spend_by_year(*w, static_cast<int>(p), [&](std::size_t y, double money) {
                            if (y >= years.size()) years.resize(y + 1, 0.0);
                            years[y] += money;
                        });
                    }
                }
                joined.put(static_cast<std::size_t>(t), collector.sums());
                const std::lock_guard lock{reporting};
                done[t] = 1;
                paths_done += end - t * chunk;
                if (how.run.progress) how.run.progress(paths_done);
            }
        } catch (...) {
            failed = true;
            throw;
        }
    });

    for (std::uint64_t t = 0; t < chunks && done[t]; ++t) out.paths = std::min(paths, (t + 1) * chunk);
    out.paths_asked = paths;
    out.interrupted = out.paths < paths;
    out.first_path = how.run.first_path;
    out.seed = how.run.seed;
    out.threads = threads;
    out.isa = kernels().name;
    for (std::vector<double>& column : out.finish) column.resize(out.paths);
    out.cost.resize(out.paths);
    for (const int j : reported) out.likely_finish.push_back(network.base().dates(2 * j + 1, 0));
    out.likely_cost = network.base().cost(0, 0);
    // An interrupted run may have chunks after a gap: those are not in `joined`, which waits for the gap.
    if (how.details && out.paths > 0) {
        if (out.paths < kept.paths) detail::shorten(kept, activities, out.paths);
        out.kept_paths = kept.paths;
        const std::vector<detail::ScheduleSums> sums = joined.release();
        detail::ScheduleResults{network, sums, kept}.fill(out);
        detail::fill_spend(plan, sums, kept_spend, out);
    }
    out.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return out;
}

}  // namespace minerisk::inline v0
