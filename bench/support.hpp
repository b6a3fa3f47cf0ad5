#pragma once

#include <string>

#include <benchmark/benchmark.h>

#include "minerisk/io/model_file.hpp"
#include "minerisk/minerisk.hpp"

namespace minerisk::bench {

/// Reko Diq with all risks, read once.
inline const Study<>& reko_diq() {
    static const io::Model model = [] {
        io::Sources sources;
        return io::load_model(MINERISK_MODEL, sources);
    }();
    return model.study;
}

/// Says how fast `items` an iteration were: how many a second, and how long one takes.
inline void report(benchmark::State& state, const char* item, double items) {
    using benchmark::Counter;
    state.counters[std::string{item} + "s/s"] = Counter(items, Counter::kIsIterationInvariantRate);
    state.counters[std::string{"one "} + item] =
        Counter(items, Counter::kIsIterationInvariantRate | Counter::kInvert);
}

}  // namespace minerisk::bench
