#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/schedule_outcome.hpp"
#include "minerisk/engine/schedule_results.hpp"
#include "minerisk/engine/schedule_source.hpp"
#include "minerisk/engine/schedule_sums.hpp"
#include "minerisk/engine/tasks.hpp"

namespace minerisk::inline v0 {

/// How a network is run.
struct ScheduleRun {
    Run run{};
    schedule::Without without{};
    bool details = true;  ///< criticality, correlations and spend besides the finishes and the cost
    /// Dates kept for quantiles and ranks: as many paths as fit, three numbers an activity and path, one a
    /// driver, and the years of its spend.
    std::uint64_t kept_numbers = 30'000'000;
};

namespace detail {

/// Takes sums of consecutive chunks of paths as they come, and joins them in the order of the chunks.
class InOrder {
public:
    InOrder(std::size_t groups, std::size_t chunks) : groups_(groups), chunks_{chunks} {}
    void put(std::size_t chunk, const ScheduleSums& sums);
    std::vector<ScheduleSums> release();

private:
    std::vector<ScheduleSums> groups_;
    std::size_t chunks_;
    std::size_t next_ = 0;
    std::map<std::size_t, ScheduleSums> waiting_;
};

/// The activities whose finish is kept on every path: the target, the milestones, and those with a deadline,
/// as whether it is met takes every path.
MINERISK_BODY std::vector<int> reported_activities(const schedule::Network& network);

/// One run: the columns that its workers fill, path by path.
template <class Source>
class ScheduleSimulation {
public:
    ScheduleSimulation(const Source& source, const ScheduleRun& how)
        : source_{source},
          network_{source.network()},
          how_{how},
          width_{static_cast<std::uint64_t>(typename Source::Worker{source}.width())},
          activities_{static_cast<std::uint64_t>(network_.activities())},
          chunk_{chunk_of(how.run.paths, width_)},
          chunks_{(how.run.paths + chunk_ - 1) / chunk_},
          reported_{reported_activities(network_)},
          sums_{static_cast<std::size_t>(std::min(groups, chunks_)), static_cast<std::size_t>(chunks_)} {
        const std::uint64_t paths = how.run.paths;
        out_.finish.assign(reported_.size(), std::vector<double>(paths));
        out_.cost.resize(paths);
        if (source.decides()) out_.decision.resize(paths);
        if (how.details)
            kept_.paths = std::min(
                paths,
                std::max<std::uint64_t>(1, how.kept_numbers / (3 * activities_ + drivers() + spend_years)));
        for (auto* all : {&kept_.start, &kept_.finish, &kept_.duration})
            all->resize(activities_ * kept_.paths);
        kept_.factor.resize(drivers() * kept_.paths);
        kept_spend_.resize(kept_.paths);
    }

    ScheduleOutcome run() {
        const auto started = std::chrono::steady_clock::now();
        const std::uint64_t paths = how_.run.paths;
        const auto done = [this](Crew& crew, std::uint64_t row, std::uint64_t count) {
            if (row + count < how_.run.paths && count < chunk_) return;  // cut off by a stop: in no sum
            sums_.put(static_cast<std::size_t>(row / chunk_), crew.collector.sums());
            crew.collector.clear();
        };
        const std::uint64_t rows = run_tasks(
            how_.run, Tasks{paths, static_cast<int>(width_), chunk_},
            [this] { return std::make_unique<Crew>(source_); },
            [this](Crew& crew, std::uint64_t row, int count) { block(crew, row, count); }, done);
        out_.threads = thread_count(how_.run.threads);
        out_.paths = rows == paths ? paths : rows / chunk_ * chunk_;
        finish();
        out_.elapsed_seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        return std::move(out_);
    }

private:
    static constexpr std::uint64_t groups = 20;       // of the jackknife
    static constexpr std::uint64_t spend_years = 40;  // of a kept path, more than most have

    std::uint64_t drivers() const { return network_.plan().drivers.size(); }

    /// Chunks depend on the number of paths alone, as sums are joined chunk by chunk.
    static std::uint64_t chunk_of(std::uint64_t paths, std::uint64_t width) {
        const std::uint64_t a_group = (paths + groups - 1) / groups;
        return std::clamp<std::uint64_t>((a_group + width - 1) / width * width, width, 2048);
    }

    /// What a thread works with.
    struct Crew {
        explicit Crew(const Source& source)
            : worker{source}, collector{source.network(), source.base(), source.end()} {}
        typename Source::Worker worker;
        ScheduleCollector collector;
    };

    /// The `count` paths from `row` on.
    void block(Crew& crew, std::uint64_t row, int count) {
        auto& worker = crew.worker;
        ScheduleCollector& collector = crew.collector;
        const schedule::NetworkWorkspace& w =
            worker.run(how_.run.seed, how_.run.first_path + row, how_.without, how_.details);
        for (std::size_t m = 0; m < reported_.size(); ++m)
            std::copy_n(w.dates.row(2 * reported_[m] + 1), count, out_.finish[m].data() + row);
        std::copy_n(w.cost.row(0), count, out_.cost.data() + row);
        if (source_.decides())
            for (int p = 0; p < count; ++p)
                out_.decision[row + static_cast<std::uint64_t>(p)] = worker.decision(p);
        if (!how_.details) return;
        collector.add(w, count, [&](int p) { return ScheduleOutcome::goes_on(worker.decision(p)); });
        for (int p = 0; p < count && row + static_cast<std::uint64_t>(p) < kept_.paths; ++p)
            keep(w, collector, p, row + static_cast<std::uint64_t>(p));
    }

    void keep(const schedule::NetworkWorkspace& w, const ScheduleCollector& collector, int p,
              std::uint64_t at) {
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

    /// From columns of all paths to the outcome. An interrupted run may have chunks after a gap: those are in
    /// no sum, as the sums wait for the gap.
    void finish() {
        const std::uint64_t paths = how_.run.paths;
        out_.paths_asked = paths;
        out_.interrupted = out_.paths < paths;
        out_.first_path = how_.run.first_path;
        out_.seed = how_.run.seed;
        out_.isa = kernels().name;
        out_.in_study = source_.in_study();
        const schedule::NetworkWorkspace& base = source_.base();
        for (const int j : reported_) {
            out_.milestones.push_back(network_.activity(j).id);
            out_.likely_finish.push_back(base.dates(2 * j + 1, 0));
        }
        out_.likely_cost = base.cost(0, 0);
        leave_out_what_stops();
        if (!how_.details || out_.rows() == 0) return;
        out_.kept_paths = kept_.paths;
        const std::vector<ScheduleSums> sums = sums_.release();
        ScheduleResults{network_, base, sums, kept_}.fill(out_);
        fill_spend(network_.plan(), sums, kept_spend_, out_);
    }

    void leave_out_what_stops() {
        if (source_.decides()) out_.decision.resize(out_.paths);
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

    const Source& source_;
    const schedule::Network& network_;
    const ScheduleRun& how_;
    std::uint64_t width_, activities_, chunk_, chunks_;
    std::vector<int> reported_;
    ScheduleOutcome out_;
    KeptDates kept_;
    std::vector<std::vector<double>> kept_spend_;
    InOrder sums_;
};

template <class Source>
ScheduleOutcome simulate_schedule(const Source& source, const ScheduleRun& how) {
    return ScheduleSimulation<Source>{source, how}.run();
}

}  // namespace detail

/// Runs a network alone.
///
/// Promises: the same bits for any number of threads and any executor; path i is the same path in any run.
/// Memory: 8 bytes a path for the cost and for each reported milestone, besides the kept dates; the rest does
/// not grow with the paths. A stop request keeps the longest prefix of complete chunks. Standard errors of
/// shares, means and correlations: jackknife over 20 groups of paths.
MINERISK_BODY ScheduleOutcome simulate(const schedule::Network& network, const ScheduleRun& how);

/// Runs the network of a study within it, on the paths of the study: its security events and its decision
/// act. Paths that do not go on are counted, and left out of everything else. Throws InputError if the study
/// builds without a network, RunError as a run of the study does.
template <class PriceModel>
ScheduleOutcome simulate_schedule(const Study<PriceModel>& study, const ScheduleRun& how) {
    return detail::simulate_schedule(detail::NetworkInStudy<PriceModel>{study}, how);
}

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/schedule_simulate.inl"
#endif
