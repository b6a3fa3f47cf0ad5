#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/engine/executor.hpp"
#include "minerisk/engine/run.hpp"

namespace minerisk::inline v0::detail {

/// The rows of a run, cut into tasks of whole blocks.
struct Tasks {
    /// `width`: rows a block; a task has `rows_a_task` rows, rounded up to whole blocks.
    Tasks(std::uint64_t all_rows, int block_width, std::uint64_t rows_a_task);
    std::uint64_t rows, width;
    std::uint64_t size;   ///< rows a task
    std::uint64_t count;  ///< tasks
};

/// Works off the tasks of a run by workers, one a thread: the one loop over paths of the engine.
///
///   make()                       a pointer to a worker, in the thread that will use it
///   block(worker, row, count)    does the rows [row, row + count): a block, or what the end leaves of one
///   done(worker, row, count)     the rows of a task are done; of the last ones before a stop, its complete
///                                blocks. By one thread at a time, in no order.
///
/// Threads take tasks by number, so that neither what is computed nor where it goes depends on them. Answers
/// how many rows the longest prefix of complete blocks has: all, unless a stop was asked for. The first
/// exception comes out once, after all workers have stopped.
template <class Make, class Block, class Done>
std::uint64_t run_tasks(const Run& run, const Tasks& tasks, const Make& make, const Block& block,
                        const Done& done) {
    std::vector<std::uint64_t> complete(tasks.count, 0);  // rows of each task
    std::atomic<std::uint64_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex reporting;
    std::uint64_t rows_done = 0;
    const auto work = [&] {
        decltype(make()) worker{};
        while (!failed && !run.stop.stop_requested()) {
            const std::uint64_t task = next.fetch_add(1);
            if (task >= tasks.count) return;
            if (!worker) worker = make();
            const std::uint64_t first = task * tasks.size;
            const std::uint64_t rows = std::min(tasks.size, tasks.rows - first);
            std::uint64_t ready = 0;
            while (ready < rows && !run.stop.stop_requested()) {
                const std::uint64_t count = std::min(tasks.width, rows - ready);
                block(*worker, first + ready, static_cast<int>(count));
                ready += count;
            }
            if (ready == 0) return;
            complete[task] = ready;
            const std::lock_guard lock{reporting};
            done(*worker, first, ready);
            rows_done += ready;
            if (run.progress) run.progress(rows_done);
        }
    };
    run_workers(run.executor, thread_count(run.threads), [&] {
        try {
            work();
        } catch (...) {
            failed = true;
            throw;
        }
    });
    std::uint64_t prefix = 0;
    for (const std::uint64_t rows : complete) {
        prefix += rows;
        if (rows < tasks.size) break;
    }
    return prefix;
}

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/tasks.inl"
#endif
