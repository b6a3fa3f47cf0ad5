#pragma once

#include <chrono>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/stopwatch.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY Stopwatch::Stopwatch() : began_{std::chrono::steady_clock::now().time_since_epoch().count()} {}

MINERISK_BODY double Stopwatch::seconds() const {
    const std::chrono::steady_clock::duration began{began_};
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch() - began).count();
}

}  // namespace minerisk::inline v0::detail
