// How long does the summary of a column of a million values take, against a full sort of it?

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "support.hpp"

namespace {

using namespace minerisk;

constexpr std::size_t count = 1'000'000;

/// A lognormal column with "no return" on one path in ten.
const std::vector<double>& column() {
    static const std::vector<double> values = [] {
        BlockArray block{1, wide_block};
        std::vector<double> all;
        while (all.size() < count) {
            kernels().normals(1, 2, all.size(), 0, 1, wide_block, block.data());
            kernels().exp(block.data(), block.data(), block.size());
            all.insert(all.end(), block.data(), block.data() + block.size());
        }
        all.resize(count);
        for (std::size_t i = 0; i < count; i += 10) all[i] = -std::numeric_limits<double>::infinity();
        return all;
    }();
    return values;
}

/// Type 7, from a sorted column.
double quantile_of_sorted(const std::vector<double>& sorted, double prob) {
    const double h = static_cast<double>(sorted.size() - 1) * prob;
    const auto rank = static_cast<std::size_t>(h);
    if (std::isinf(sorted[rank])) return sorted[rank];  // what touches "no return" has none
    return sorted[rank] + (h - static_cast<double>(rank)) * (sorted[rank + 1] - sorted[rank]);
}

void minerisk_summary(benchmark::State& state) {
    const statistics::SummaryOptions options{.probs = {0.05, 0.1, 0.5, 0.9, 0.95}, .limits = {1.0}};
    std::vector<double> sorted = column();
    std::sort(sorted.begin(), sorted.end());
    for (const statistics::Quantile& q : statistics::summarize(column(), options).quantiles)
        if (q.value != quantile_of_sorted(sorted, q.prob)) return state.SkipWithError("wrong quantile");
    for (auto _ : state) benchmark::DoNotOptimize(statistics::summarize(column(), options));
    bench::report(state, "value", static_cast<double>(count));
}
BENCHMARK(minerisk_summary)->Unit(benchmark::kMillisecond);

void full_sort(benchmark::State& state) {
    for (auto _ : state) {
        std::vector<double> sorted = column();
        std::sort(sorted.begin(), sorted.end());
        benchmark::DoNotOptimize(quantile_of_sorted(sorted, 0.05));
    }
    bench::report(state, "value", static_cast<double>(count));
}
BENCHMARK(full_sort)->Unit(benchmark::kMillisecond);

}  // namespace
