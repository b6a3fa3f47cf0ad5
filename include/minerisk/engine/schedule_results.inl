#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/schedule_outcome.hpp"
#include "minerisk/engine/schedule_results.hpp"
#include "minerisk/engine/schedule_sums.hpp"
#include "minerisk/statistics/association.hpp"
#include "minerisk/statistics/jackknife.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY auto KeptDates::of(const std::vector<double>& all, std::size_t j) const
    -> std::span<const double> {
    return std::span{all}.subspan(j * paths, paths);
}

MINERISK_BODY double correlation_of(double n, double x, double xx, double y, double yy, double xy) {
    const double vx = xx - x * x / n, vy = yy - y * y / n;
    const double scale_x = 1e-12 * (xx + 1e-300), scale_y = 1e-12 * (yy + 1e-300);
    if (!(vx > scale_x && vy > scale_y)) return std::numeric_limits<double>::quiet_NaN();
    return (xy - x * y / n) / std::sqrt(vx * vy);
}

MINERISK_BODY auto WithFinish::operator+=(const WithFinish& o) -> WithFinish& {
    n += o.n;
    s += o.s;
    ss += o.ss;
    a += o.a;
    return *this;
}

MINERISK_BODY auto WithFinish::operator-=(const WithFinish& o) -> WithFinish& {
    n -= o.n;
    s -= o.s;
    ss -= o.ss;
    a -= o.a;
    return *this;
}

MINERISK_BODY auto PairOf::add(const PairOf& o, double sign) -> PairOf& {
    n += sign * o.n;
    p.x += sign * o.p.x;
    p.xx += sign * o.p.xx;
    p.y += sign * o.p.y;
    p.yy += sign * o.p.yy;
    p.xy += sign * o.p.xy;
    return *this;
}

template <class Choose>
Estimate ScheduleResults::pair(Choose&& choose) const {
    std::vector<PairOf> parts;
    for (const ScheduleSums& g : groups_) parts.push_back({g.paths, choose(g)});
    return statistics::jackknife(std::span<const PairOf>{parts},
                                 [](const PairOf& p) { return p.correlation(); });
}

MINERISK_BODY void ScheduleResults::fill(ScheduleOutcome& out) const {
    const std::span finish{out.finish[0]};
    const std::vector<double> finish_ranks = statistics::ranks(finish.first(kept_.paths));
    for (const ScheduleSums& g : groups_) out.finishing += static_cast<std::uint64_t>(g.paths);
    for (std::size_t i = 0; i < network_.plan().activities.size(); ++i)
        out.activities.push_back(activity(network_.logic().rank(static_cast<int>(i)), finish_ranks, out));
    std::size_t hit = 0;
    for (std::size_t d = 0; d < network_.plan().drivers.size(); ++d) {
        const schedule::Driver& driver = network_.plan().drivers[d];
        DriverResult r{driver.id, driver.name, driver.probability, {}, {}, {}};
        r.cruciality = pair([&](const ScheduleSums& g) { return g.driver[d]; });
        const std::vector<double> factor_ranks = statistics::ranks(kept_.of(kept_.factor, d));
        r.cruciality_of_ranks = statistics::pearson(factor_ranks, finish_ranks);
        for (const schedule::Hit& h : driver.hits) {
            const auto j = static_cast<std::size_t>(network_.index(h.activity));
            r.on_durations.push_back(
                {h.activity, pair([&](const ScheduleSums& g) { return g.hit[hit]; }),
                 statistics::pearson(factor_ranks, statistics::ranks(kept_.of(kept_.duration, j)))});
            ++hit;
        }
        out.drivers.push_back(std::move(r));
    }
    find_merge_bias(out);
}

MINERISK_BODY auto ScheduleResults::activity(int j, const std::vector<double>& finish_ranks,
                                             const ScheduleOutcome& out) const -> ActivityResult {
    const auto at = static_cast<std::size_t>(j);
    const schedule::NetworkWorkspace& base = base_;
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
    const std::vector<WithFinish> groups = parts(j);
    const double likely = base.dates(2 * network_.logic().target() + 1, 0);
    const auto estimate = [&](auto&& f) {
        return statistics::jackknife(std::span<const WithFinish>{groups}, f);
    };
    r.mean_duration = estimate([&](const WithFinish& x) { return r.likely_duration + x.a.d / x.n; });
    r.pearson =
        estimate([](const WithFinish& x) { return correlation_of(x.n, x.a.d, x.a.dd, x.s, x.ss, x.a.ds); });
    if (r.reaches_target) {
        r.criticality = estimate([](const WithFinish& x) { return x.a.critical / x.n; });
        r.start_criticality = estimate([](const WithFinish& x) { return x.a.start_critical / x.n; });
        r.finish_criticality = estimate([](const WithFinish& x) { return x.a.finish_critical / x.n; });
        if (!(stated.duration.is_fixed() && stated.duration.base() == 0))
            r.significance =
                estimate([&](const WithFinish& x) { return x.a.significance / (x.n * likely + x.s); });
        const double unit = network_.logic().years_per_unit(j);
        r.ssi = estimate([unit](const WithFinish& x) {
            const double vd = x.a.dd - x.a.d * x.a.d / x.n, vs = x.ss - x.s * x.s / x.n;
            if (!(vs > 1e-12 * (x.ss + 1e-300))) return std::numeric_limits<double>::quiet_NaN();
            return x.a.critical / x.n * unit * std::sqrt(std::max(0.0, vd) / vs);
        });
    }
    if (kept_.paths == 0) return r;
    r.spearman = statistics::pearson(statistics::ranks(kept_.of(kept_.duration, at)), finish_ranks);
    r.start_quantiles = statistics::quantiles(kept_.of(kept_.start, at), out.probs);
    r.finish_quantiles = statistics::quantiles(kept_.of(kept_.finish, at), out.probs);
    return r;
}

MINERISK_BODY void ScheduleResults::find_merge_bias(ScheduleOutcome& out) const {
    if (!network_.plan().choices.empty() || out.finishing == 0) return;
    const schedule::NetworkWorkspace& base = base_;
    schedule::NetworkWorkspace w = network_.workspace(wide_block);
    w.duration.fill(0);
    const int target = 2 * network_.logic().target() + 1;
    std::vector<double> bias;
    for (int j = 0; j < network_.activities(); ++j) {
        bias.clear();
        statistics::leave_out_each(std::span<const WithFinish>{parts(j)}, [&](const WithFinish& x) {
            w.duration(j, static_cast<int>(bias.size())) = base.duration(j, 0) + x.a.d / x.n;
            bias.push_back(base.dates(target, 0) + x.s / x.n);
        });
    }
    network_.logic().forward(w, [](int, const auto&) {});
    out.finish_at_means = w.dates(target, 0);
    for (std::size_t k = 0; k < bias.size(); ++k) bias[k] -= w.dates(target, static_cast<int>(k));
    if (!bias.empty()) out.merge_bias.value = bias[0];
    if (bias.size() > 1) out.merge_bias.se = statistics::jackknife_error(std::span{bias}.subspan(1));
}

MINERISK_BODY auto ScheduleResults::parts(int j) const -> std::vector<WithFinish> {
    std::vector<WithFinish> all;
    for (const ScheduleSums& g : groups_)
        all.push_back({g.paths, g.s, g.ss, g.activity[static_cast<std::size_t>(j)]});
    return all;
}

MINERISK_BODY void select(KeptDates& kept, std::uint64_t activities, std::uint64_t drivers,
                          const std::vector<std::uint64_t>& rows) {
    const auto only = [&](std::vector<double>& all, std::uint64_t lists) {
        std::uint64_t to = 0;
        for (std::uint64_t j = 0; j < lists; ++j)
            for (const std::uint64_t row : rows) all[to++] = all[j * kept.paths + row];
        all.resize(to);
    };
    for (auto* all : {&kept.start, &kept.finish, &kept.duration}) only(*all, activities);
    only(kept.factor, drivers);
    kept.paths = rows.size();
}

MINERISK_BODY auto SpendSums::operator+=(const SpendSums& o) -> SpendSums& {
    n += o.n;
    money += o.money;
    return *this;
}

MINERISK_BODY auto SpendSums::operator-=(const SpendSums& o) -> SpendSums& {
    n -= o.n;
    money -= o.money;
    return *this;
}

MINERISK_BODY void fill_spend(const schedule::Plan& plan, const std::vector<ScheduleSums>& groups,
                              const std::vector<std::vector<double>>& kept, ScheduleOutcome& out) {
    std::size_t years = 0;
    for (const ScheduleSums& g : groups) years = std::max(years, g.spend.size());
    for (std::size_t y = 0; y < years; ++y) {
        std::vector<SpendSums> parts;
        for (const ScheduleSums& g : groups) parts.push_back({g.rows, y < g.spend.size() ? g.spend[y] : 0});
        YearOfSpend year{plan.start.year + static_cast<int>(y),
                         statistics::jackknife(std::span<const SpendSums>{parts},
                                               [](const SpendSums& x) { return x.money / x.n; }),
                         {}};
        std::vector<double> values(out.kept_paths);
        for (std::size_t p = 0; p < values.size(); ++p) values[p] = y < kept[p].size() ? kept[p][y] : 0;
        year.quantiles = statistics::quantiles(values, out.probs);
        out.spend.push_back(std::move(year));
    }
}

}  // namespace minerisk::inline v0::detail
