#pragma once

#include <cstdint>

#include "minerisk/core/body.hpp"

namespace minerisk::inline v0::detail {

/// Runs from when it is made.
class Stopwatch {
public:
    Stopwatch();
    double seconds() const;

private:
    std::int64_t began_;  // of the steady clock, in its ticks
};

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/stopwatch.inl"
#endif
