#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/schedule_outcome.hpp"
#include "minerisk/engine/schedule_results.hpp"
#include "minerisk/engine/schedule_source.hpp"
#include "minerisk/engine/schedule_sums.hpp"
#include "minerisk/engine/stopwatch.hpp"
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
    std::vector<std::pair<std::size_t, ScheduleSums>> waiting_;
};

/// The activities whose finish is kept on every path: the target, the milestones, and those with a deadline,
/// as whether it is met takes every path.
MINERISK_BODY std::vector<int> reported_activities(const schedule::Network& network);

/// The columns of one run, which its workers fill path by path, whatever makes the paths.
class ScheduleColumns {
public:
    ScheduleColumns(const schedule::Network& network, const ScheduleRun& how, int width, bool decides);

    /// Rows of a task; sums are joined task by task, so that it depends on the number of paths alone.
    std::uint64_t chunk() const { return chunk_; }
    /// The first `count` paths of a block as the rows from `row` on.
    void take(const schedule::NetworkWorkspace& w, std::uint64_t row, int count);
    void decide(std::uint64_t row, Decision decision) { out_.decision[row] = decision; }
    /// Those of them whose dates are kept.
    void keep(const schedule::NetworkWorkspace& w, const ScheduleCollector& collector, std::uint64_t row,
              int count);
    /// Takes the sums of the rows from `row` on out of a worker's collector.
    void end_chunk(ScheduleCollector& collector, std::uint64_t row, std::uint64_t count);
    /// The outcome of a run of which `rows` rows are done.
    ScheduleOutcome outcome(const schedule::NetworkWorkspace& base, std::uint64_t rows, bool in_study);

private:
    static constexpr std::uint64_t groups = 20;       // of the jackknife
    static constexpr std::uint64_t spend_years = 40;  // of a kept path, more than most have

    static std::uint64_t chunk_of(std::uint64_t paths, std::uint64_t width);
    std::uint64_t drivers() const { return network_.plan().drivers.size(); }
    void keep_path(const schedule::NetworkWorkspace& w, const ScheduleCollector& collector, int p,
                   std::uint64_t at);
    void leave_out_what_stops();

    const schedule::Network& network_;
    const ScheduleRun& how_;
    std::uint64_t activities_, chunk_, chunks_;
    std::vector<int> reported_;
    ScheduleOutcome out_;
    KeptDates kept_;
    std::vector<std::vector<double>> kept_spend_;
    InOrder sums_;
};

/// One run: the workers that fill its columns.
template <class Source>
class ScheduleSimulation {
public:
    ScheduleSimulation(const Source& source, const ScheduleRun& how)
        : source_{source},
          how_{how},
          width_{typename Source::Worker{source}.width()},
          columns_{source.network(), how, width_, source.decides()} {}

    ScheduleOutcome run() {
        const Stopwatch watch;
        const std::uint64_t rows = run_tasks(
            how_.run, Tasks{how_.run.paths, width_, columns_.chunk()},
            [this] { return std::make_unique<Crew>(source_); },
            [this](Crew& crew, std::uint64_t row, int count) { block(crew, row, count); },
            [this](Crew& crew, std::uint64_t row, std::uint64_t count) {
                columns_.end_chunk(crew.collector, row, count);
            });
        ScheduleOutcome out = columns_.outcome(source_.base(), rows, source_.in_study());
        out.elapsed_seconds = watch.seconds();
        return out;
    }

private:
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
        const schedule::NetworkWorkspace& w =
            worker.run(how_.run.seed, how_.run.first_path + row, how_.without, how_.details);
        columns_.take(w, row, count);
        if (source_.decides())
            for (int p = 0; p < count; ++p)
                columns_.decide(row + static_cast<std::uint64_t>(p), worker.decision(p));
        if (!how_.details) return;
        crew.collector.add(w, count, [&](int p) { return ScheduleOutcome::goes_on(worker.decision(p)); });
        columns_.keep(w, crew.collector, row, count);
    }

    const Source& source_;
    const ScheduleRun& how_;
    int width_;
    ScheduleColumns columns_;
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
