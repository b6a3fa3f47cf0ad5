#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "minerisk/engine/kept_columns.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/stopwatch.hpp"
#include "minerisk/engine/tasks.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0 {

/// What a thread of a run works with: it does one block of paths after the other and holds the results of the
/// last one. Path i must get the same numbers whatever block it is in: draws are functions of the seed and
/// the path. Risks that are off stand at their base; a model without such a thing ignores them.
template <class W>
concept BlockWorker = requires(W& worker, std::uint64_t seed, std::uint64_t first_path, Risks risks, int c) {
    /// Does the paths first_path, first_path + 1, ... of a whole block.
    worker.simulate(seed, first_path, risks);
    /// The numbers of column c of the last block, [path in block]; good until the next call.
    { worker.column(c) } -> std::convertible_to<const double*>;
};

/// A model that `simulate` can run: a value that is only read while the run goes on, and makes a worker for
/// each thread.
template <class M>
concept BlockModel = BlockWorker<typename M::Worker> &&
    std::constructible_from<typename M::Worker, const M&> && requires(const M& model) {
    /// Paths a block: `wide_block`, or `narrow_block` if a path holds much.
    { model.block_width() } -> std::convertible_to<int>;
    /// What is kept of a path, without values.
    { model.columns() } -> std::convertible_to<std::vector<Column>>;
};

/// A model may also say for each path in which of a few states it ended: `statuses()` of the model are the
/// names, without values, and `status(s)` of its worker the codes, `const unsigned char*` [path in block].
template <class M>
concept HasStatuses = requires(const M& model, typename M::Worker& worker, int s) {
    { model.statuses() } -> std::convertible_to<std::vector<StatusColumn>>;
    { worker.status(s) } -> std::convertible_to<const unsigned char*>;
};

/// Runs `run.paths` paths of a model and returns one number a path and column.
///
///   struct Dice {
///       struct Worker {
///           explicit Worker(const Dice&);
///           void simulate(std::uint64_t seed, std::uint64_t first_path, Risks);
///           const double* column(int) const;
///       };
///       int block_width() const { return wide_block; }
///       std::vector<Column> columns() const { return {{.name = "eyes"}}; }
///   };
///   const Outcome outcome = simulate(Dice{}, {.paths = 1'000'000});
///
/// Promises: the same bits for any number of threads, executor and task size; path i is the same path in a
/// run of one (`first_path = i, paths = 1`) and of millions. A stop request keeps the longest prefix of
/// complete blocks. Throws InputError before the first path for `run.metrics` that the model does not have;
/// what a worker or a function of the run threw, once. Memory: 8 bytes a path for each column that is kept
/// (`run.metrics`), 1 for each status, and a worker a thread.
template <BlockModel M>
Outcome simulate(const M& model, const Run& run) {
    static_assert(
        HasStatuses<M> || !requires { model.statuses(); }, "statuses() needs status(s) of the worker");
    const detail::Stopwatch watch;
    Outcome out;
    std::vector<StatusColumn> statuses;
    if constexpr (HasStatuses<M>) statuses = model.statuses();
    const auto kept = detail::keep_columns(model.columns(), std::move(statuses), run.metrics, out);
    detail::resize(out, run.paths);

    using Worker = typename M::Worker;
    const auto block = [&](Worker& worker, std::uint64_t row, int count) {
        worker.simulate(run.seed, run.first_path + row, run.risks);
        for (std::size_t c = 0; c < kept.columns.size(); ++c)
            std::copy_n(worker.column(kept.columns[c]), count, out.columns[c].values.data() + row);
        if constexpr (HasStatuses<M>)
            for (std::size_t s = 0; s < kept.statuses.size(); ++s)
                std::copy_n(worker.status(kept.statuses[s]), count, out.statuses[s].values.data() + row);
    };
    const auto done = [&](Worker&, std::uint64_t row, std::uint64_t count) {
        if (run.rows) run.rows(out, row, count);
    };
    // Of a small run too each thread gets its share.
    const std::uint64_t a_share =
        run.paths / (4 * static_cast<std::uint64_t>(detail::thread_count(run.threads)));
    out.paths = detail::run_tasks(
        run, detail::Tasks{run.paths, model.block_width(), std::min(run.paths_a_task, a_share)},
        [&] { return std::make_unique<Worker>(model); }, block, done);

    detail::close(out, run, watch.seconds());
    return out;
}

}  // namespace minerisk::inline v0
