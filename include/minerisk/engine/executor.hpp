#pragma once

#include <functional>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/run.hpp"

namespace minerisk::inline v0::detail {

/// The threads that a run is asked for; 0: as many as the machine has.
MINERISK_BODY int thread_count(int asked);

/// Calls `work()` once on each of `threads` workers and waits. Workers share out what there is to do
/// themselves, so that it does not matter if fewer of them really run. The first exception comes out once,
/// after all stopped.
MINERISK_BODY void run_workers(Executor executor, int threads, const std::function<void()>& work);

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/executor.inl"
#endif
