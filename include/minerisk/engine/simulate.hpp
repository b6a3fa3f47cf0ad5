#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

#include "minerisk/engine/executor.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/path_block.hpp"

namespace minerisk::inline v0 {

namespace detail {

/// The columns of an outcome and how a block fills them: the one place that says what a run keeps of a path.
template <class PriceModel>
class Recorder {
public:
    explicit Recorder(std::uint64_t paths) {
        const auto column = [&](const char* name, Kind kind, const char* below = "", const char* above = "") {
            columns_.push_back({name, kind, below, above, {}});
            columns_.back().values.resize(paths);
        };
        column("npv_usd", Kind::money);
        column("npv_including_sunk_usd", Kind::money);
        column("npv_at_hurdle_usd", Kind::money);
        column("irr", Kind::rate, "no return", "no outlay");
        column("payback_years", Kind::years, "no outlay", "never");
        column("profitability_index", Kind::ratio, "no outlay", "no outlay");
        column("first_ore_year", Kind::calendar_year, "", "never");
        column("last_ore_year", Kind::calendar_year, "", "never");
        column("capital_usd", Kind::money);
        column("ore_unmined_t", Kind::tonnes);
        column("milling_lost", Kind::ratio);
        column("force_majeure_year", Kind::calendar_year, "", "never");
        const auto status = [&](const char* name, std::vector<std::string> names) {
            statuses_.push_back({name, std::move(names), {}});
            statuses_.back().values.resize(paths);
        };
        std::vector<std::string> irr_names;
        for (int i = 0; i < valuation::irr_statuses; ++i)
            irr_names.emplace_back(valuation::name_of(static_cast<valuation::IrrStatus>(i)));
        status("irr_status", std::move(irr_names));
        status("payback_status",
               {valuation::payback_status_names.begin(), valuation::payback_status_names.end()});
        status("decision", {decision_names.begin(), decision_names.end()});
        status("mine_end", {cashflow::mine_end_names.begin(), cashflow::mine_end_names.end()});
    }

    /// Writes path `p` of the block into row `row`.
    void record(const PathBlock<PriceModel>& block, int p, std::uint64_t row) {
        using Value = PathBlock<PriceModel>;
        const auto& study = block.study();
        const auto& mine = block.mine(p);
        const BlockArray& v = block.values();
        const double npv = v(Value::npv, p);
        std::size_t c = 0;
        const auto put = [&](double x) { columns_[c++].values[row] = x; };
        put(npv);
        put(npv - study.sunk_carried());
        put(v(Value::npv_at_hurdle, p));
        put(v(Value::irr, p));
        put(v(Value::payback, p));
        put(v(Value::profitability_index, p));
        put(study.grid().calendar_year(mine.first_ore));
        put(study.grid().calendar_year(mine.last_ore));
        put(mine.capital);
        put(mine.face.exhausted() ? 0.0 : study.cash_flow().total_ore() - mine.face.cumulative());
        put(mine.planned > 0 ? mine.lost / mine.planned : std::numeric_limits<double>::quiet_NaN());
        const auto suspensions = block.outages().suspensions(p);
        const bool suspended =  // while there was a project
            !suspensions.empty() && suspensions[0].begin < mine.ended();
        put(suspended ? study.grid().calendar_year(suspensions[0].begin)
                      : std::numeric_limits<double>::infinity());
        statuses_[0].values[row] = static_cast<unsigned char>(block.irr_status(p));
        statuses_[1].values[row] = static_cast<unsigned char>(block.payback_status(p));
        statuses_[2].values[row] =
            static_cast<unsigned char>(block.build().decision[static_cast<std::size_t>(p)]);
        statuses_[3].values[row] = static_cast<unsigned char>(mine.end);
    }

    /// Cuts the columns to `paths` rows and hands them over.
    void release(std::uint64_t paths, Outcome& out) {
        for (Column& c : columns_) c.values.resize(paths);
        for (StatusColumn& s : statuses_) s.values.resize(paths);
        out.columns = std::move(columns_);
        out.statuses = std::move(statuses_);
    }

private:
    std::vector<Column> columns_;
    std::vector<StatusColumn> statuses_;
};

}  // namespace detail

/// Runs `run.paths` paths of a study and returns one number a path and metric.
///
/// Promises: the same bits for any number of threads, executor and task size; path i is the same path in a
/// run of one (`first_path = i, paths = 1`) and of millions. A stop request keeps the longest prefix of
/// complete blocks. Throws what a worker threw, once; RunError for a path that outgrows its caps.
template <class PriceModel>
Outcome simulate(const Study<PriceModel>& study, const Run& run) {
    const auto started = std::chrono::steady_clock::now();
    const std::uint64_t width = static_cast<std::uint64_t>(block_width(study.grid().periods()));
    const std::uint64_t task = std::max<std::uint64_t>(1, (run.paths_a_task + width - 1) / width) * width;
    const std::uint64_t tasks = (run.paths + task - 1) / task;
    const int threads = detail::thread_count(run.threads);

    detail::Recorder<PriceModel> recorder{run.paths};
    std::vector<std::uint64_t> done(tasks, 0);  // rows of each task, complete blocks only
    std::atomic<std::uint64_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex reporting;
    std::uint64_t paths_done = 0;

    detail::run_workers(run.executor, threads, [&] {
        std::unique_ptr<PathBlock<PriceModel>> block;
        while (!failed && !run.stop.stop_requested()) {
            const std::uint64_t t = next.fetch_add(1);
            if (t >= tasks) return;
            try {
                if (!block)
                    block = std::make_unique<PathBlock<PriceModel>>(study,
                                                                    cashflow::Ledger::Keep::what_is_valued);
                const std::uint64_t end = std::min(run.paths, (t + 1) * task);
                for (std::uint64_t row = t * task; row < end; row += width) {
                    if (run.stop.stop_requested()) return;
                    block->simulate(run.seed, run.first_path + row, run.risks);
                    const int count = static_cast<int>(std::min(width, end - row));
                    for (int p = 0; p < count; ++p)
                        recorder.record(*block, p, row + static_cast<std::uint64_t>(p));
                    done[t] += static_cast<std::uint64_t>(count);
                }
                const std::lock_guard lock{reporting};
                paths_done += end - t * task;
                if (run.progress) run.progress(paths_done);
            } catch (...) {
                failed = true;
                throw;
            }
        }
    });

    Outcome out;
    for (const std::uint64_t rows : done) {
        out.paths += rows;
        if (rows < task) break;
    }
    out.paths_asked = run.paths;
    out.interrupted = out.paths < run.paths;
    out.first_path = run.first_path;
    out.seed = run.seed;
    out.threads = threads;
    out.risks = run.risks;
    out.isa = kernels().name;
    recorder.release(out.paths, out);
    out.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return out;
}

/// The whole story of one path: everything that made it, period by period. Path `path` stands in column 0.
template <class PriceModel>
PathBlock<PriceModel> replay(const Study<PriceModel>& study, std::uint64_t path, std::uint64_t seed,
                             Risks risks) {
    PathBlock<PriceModel> block{study, cashflow::Ledger::Keep::everything};
    block.simulate(seed, path, risks);
    return block;
}

}  // namespace minerisk::inline v0
