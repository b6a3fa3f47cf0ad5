#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/network_alone.hpp"
#include "minerisk/engine/schedule_results.hpp"
#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0 {

namespace detail {

MINERISK_BODY void InOrder::put(std::size_t chunk, const ScheduleSums& sums) {
    waiting_.emplace_back(chunk, sums);
    const auto is_next = [&](const auto& w) { return w.first == next_; };
    for (auto at = std::ranges::find_if(waiting_, is_next); at != waiting_.end();
         at = std::ranges::find_if(waiting_, is_next)) {
        groups_[next_ * groups_.size() / chunks_].join(at->second);
        waiting_.erase(at);
        ++next_;
    }
}

MINERISK_BODY auto InOrder::release() -> std::vector<ScheduleSums> {
    std::erase_if(groups_, [](const ScheduleSums& g) { return g.rows == 0; });
    return std::move(groups_);
}

MINERISK_BODY std::vector<int> reported_activities(const schedule::Network& network) {
    std::vector<int> all{network.logic().target()};
    const auto add = [&](int j) {
        if (std::ranges::count(all, j) == 0) all.push_back(j);
    };
    for (const std::string& id : network.plan().milestones) add(network.index(id));
    for (const schedule::Activity& a : network.plan().activities)
        if (std::ranges::count(a.bounds, schedule::BoundKind::deadline, &schedule::DateBound::kind) > 0)
            add(network.index(a.id));
    return all;
}

MINERISK_BODY ScheduleColumns::ScheduleColumns(const schedule::Network& network, const ScheduleRun& how,
                                               int width, bool decides)
    : network_{network},
      how_{how},
      activities_{static_cast<std::uint64_t>(network_.activities())},
      chunk_{chunk_of(how.run.paths, static_cast<std::uint64_t>(width))},
      chunks_{(how.run.paths + chunk_ - 1) / chunk_},
      reported_{reported_activities(network_)},
      sums_{static_cast<std::size_t>(std::min(groups, chunks_)), static_cast<std::size_t>(chunks_)} {
    const std::uint64_t paths = how.run.paths;
    out_.finish.assign(reported_.size(), std::vector<double>(paths));
    out_.cost.resize(paths);
    if (decides) out_.decision.resize(paths);
    if (how.details)
        kept_.paths = std::min(paths, std::max<std::uint64_t>(
                                          1, how.kept_numbers / (3 * activities_ + drivers() + spend_years)));
    for (auto* all : {&kept_.start, &kept_.finish, &kept_.duration}) all->resize(activities_ * kept_.paths);
    kept_.factor.resize(drivers() * kept_.paths);
    kept_spend_.resize(kept_.paths);
}

MINERISK_BODY std::uint64_t ScheduleColumns::chunk_of(std::uint64_t paths, std::uint64_t width) {
    const std::uint64_t a_group = (paths + groups - 1) / groups;
    return std::clamp<std::uint64_t>((a_group + width - 1) / width * width, width, 2048);
}

MINERISK_BODY void ScheduleColumns::take(const schedule::NetworkWorkspace& w, std::uint64_t row, int count) {
    for (std::size_t m = 0; m < reported_.size(); ++m)
        std::copy_n(w.dates.row(2 * reported_[m] + 1), count, out_.finish[m].data() + row);
    std::copy_n(w.cost.row(0), count, out_.cost.data() + row);
}

MINERISK_BODY void ScheduleColumns::keep(const schedule::NetworkWorkspace& w,
                                         const ScheduleCollector& collector, std::uint64_t row, int count) {
    for (int p = 0; p < count && row + static_cast<std::uint64_t>(p) < kept_.paths; ++p)
        keep_path(w, collector, p, row + static_cast<std::uint64_t>(p));
}

MINERISK_BODY void ScheduleColumns::keep_path(const schedule::NetworkWorkspace& w,
                                              const ScheduleCollector& collector, int p, std::uint64_t at) {
    for (std::uint64_t j = 0; j < activities_; ++j) {
        const int a = static_cast<int>(j);
        kept_.start[j * kept_.paths + at] = w.dates(2 * a, p);
        kept_.finish[j * kept_.paths + at] = w.dates(2 * a + 1, p);
        kept_.duration[j * kept_.paths + at] = w.duration(a, p);
    }
    for (std::uint64_t d = 0; d < drivers(); ++d)
        kept_.factor[d * kept_.paths + at] = w.factor(static_cast<int>(d), p);
    std::vector<double>& years = kept_spend_[at];
    collector.spend_by_year(w, p, [&](std::size_t y, double money) {
        if (y >= years.size()) years.resize(y + 1, 0.0);
        years[y] += money;
    });
}

MINERISK_BODY void ScheduleColumns::end_chunk(ScheduleCollector& collector, std::uint64_t row,
                                              std::uint64_t count) {
    if (row + count < how_.run.paths && count < chunk_) return;  // cut off by a stop: in no sum
    sums_.put(static_cast<std::size_t>(row / chunk_), collector.sums());
    collector.clear();
}

/// An interrupted run may have chunks after a gap: those are in no sum, as the sums wait for the gap.
MINERISK_BODY ScheduleOutcome ScheduleColumns::outcome(const schedule::NetworkWorkspace& base,
                                                       std::uint64_t rows, bool in_study) {
    const std::uint64_t paths = how_.run.paths;
    out_.threads = thread_count(how_.run.threads);
    out_.paths = rows == paths ? paths : rows / chunk_ * chunk_;
    out_.paths_asked = paths;
    out_.interrupted = out_.paths < paths;
    out_.first_path = how_.run.first_path;
    out_.seed = how_.run.seed;
    out_.isa = kernels().name;
    out_.in_study = in_study;
    for (const int j : reported_) {
        out_.milestones.push_back(network_.activity(j).id);
        out_.likely_finish.push_back(base.dates(2 * j + 1, 0));
    }
    out_.likely_cost = base.cost(0, 0);
    leave_out_what_stops();
    if (!how_.details || out_.rows() == 0) return std::move(out_);
    out_.kept_paths = kept_.paths;
    const std::vector<ScheduleSums> sums = sums_.release();
    ScheduleResults{network_, base, sums, kept_}.fill(out_);
    fill_spend(network_.plan(), sums, kept_spend_, out_);
    return std::move(out_);
}

MINERISK_BODY void ScheduleColumns::leave_out_what_stops() {
    if (!out_.decision.empty()) out_.decision.resize(out_.paths);
    std::vector<std::uint64_t> rows;
    for (std::uint64_t i = 0; i < out_.paths; ++i)
        if (out_.decision.empty() || ScheduleOutcome::goes_on(out_.decision[i])) rows.push_back(i);
    const auto only = [&](auto& column) {
        for (std::size_t k = 0; k < rows.size(); ++k)
            if (k != rows[k]) column[k] = std::move(column[rows[k]]);
        column.resize(rows.size());
    };
    for (std::vector<double>& column : out_.finish) only(column);
    only(out_.cost);
    std::erase_if(rows, [&](std::uint64_t row) { return row >= kept_.paths; });
    select(kept_, activities_, drivers(), rows);
    only(kept_spend_);
}

}  // namespace detail

MINERISK_BODY ScheduleOutcome simulate(const schedule::Network& network, const ScheduleRun& how) {
    return detail::simulate_schedule(detail::NetworkAlone{network}, how);
}

}  // namespace minerisk::inline v0
