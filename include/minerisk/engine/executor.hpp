#pragma once

#include <algorithm>
#include <functional>
#include <thread>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/run.hpp"

namespace minerisk::inline v0::detail {

inline int thread_count(int asked) {
    return asked > 0 ? asked : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Calls `work()` once on each of `threads` workers and waits. Workers share out what there is to do
/// themselves, so that it does not matter if fewer of them really run. The first exception comes out once,
/// after all stopped.
MINERISK_BODY void run_workers(Executor executor, int threads, const std::function<void()>& work);

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/executor.inl"
#endif
