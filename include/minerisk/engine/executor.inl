#pragma once

#include <algorithm>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/executor.hpp"
#include "minerisk/engine/run.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY int thread_count(int asked) {
    return asked > 0 ? asked : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

MINERISK_BODY void run_workers(Executor executor, int threads, const std::function<void()>& work) {
    std::exception_ptr failure;
    std::mutex mutex;
    const auto guarded = [&] {
        try {
            work();
        } catch (...) {
            const std::lock_guard lock{mutex};
            if (!failure) failure = std::current_exception();
        }
    };
    if (executor == Executor::serial || threads == 1) {
        guarded();
    } else if (executor == Executor::threads) {
        std::vector<std::jthread> pool;  // joined on every way out
        for (int i = 1; i < threads; ++i) pool.emplace_back(guarded);
        guarded();
    } else {
        tbb::task_arena arena{threads};
        arena.execute([&] {
            tbb::parallel_for(
                0, threads, [&](int) { guarded(); }, tbb::simple_partitioner{});
        });
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace minerisk::inline v0::detail
