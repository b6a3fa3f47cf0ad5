// How many paths a second does Reko Diq run, on one and two threads, and what does each risk cost?

#include <cstring>

#include "support.hpp"

namespace {

using namespace minerisk;

constexpr std::uint64_t paths = 8'192;

/// Two threads and one, and a path alone, give the same bits as the run that is timed.
bool is_repeatable(const Risks& risks) {
    const Study<>& study = bench::reko_diq();
    const auto npv = [&](std::uint64_t first, std::uint64_t count, int threads) {
        const Outcome o =
            simulate(study, {.paths = count, .threads = threads, .risks = risks, .first_path = first});
        return std::vector<double>(o.npv().begin(), o.npv().end());
    };
    const auto one = npv(0, 4'096, 1);
    const auto two = npv(0, 4'096, 2);
    return std::memcmp(one.data(), two.data(), one.size() * sizeof(double)) == 0 &&
           npv(3'210, 1, 1)[0] == one[3'210];
}

void reko_diq(benchmark::State& state, Risks risks, int threads) {
    if (!is_repeatable(risks)) return state.SkipWithError("a path is not the same in every run");
    const Run run{.paths = paths, .threads = threads, .risks = risks};
    for (auto _ : state) benchmark::DoNotOptimize(simulate(bench::reko_diq(), run));
    bench::report(state, "path", static_cast<double>(paths));
}

enum class Clock { processor, wall };

void register_as(const char* name, Risks risks, int threads, Clock clock) {
    auto* const timed =
        benchmark::RegisterBenchmark(name, reko_diq, risks, threads)->Unit(benchmark::kMillisecond);
    if (clock == Clock::wall) timed->UseRealTime();
}

const bool registered = [] {
    // The two that are compared by threads go by the wall clock, the others by what the processor spent on
    // them.
    register_as("all risks, 1 thread", Risks::all(), 1, Clock::wall);
    register_as("all risks, 2 threads", Risks::all(), 2, Clock::wall);
    register_as("all risks", Risks::all(), 1, Clock::processor);
    register_as("price only", {true, false, false, false}, 1, Clock::processor);
    register_as("schedule only", {false, true, false, false}, 1, Clock::processor);
    register_as("security only", {false, false, true, false}, 1, Clock::processor);
    register_as("technical only", {false, false, false, true}, 1, Clock::processor);
    register_as("no risk", Risks::none(), 1, Clock::processor);
    return true;
}();

}  // namespace
