// How does the time grow with paths, periods, events, metals and activities? Where it is linear, the time of
// one unit stays the same down a table.

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plan.hpp"
#include "support.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

constexpr std::uint64_t seed = 2026;
/// Of what grows with periods and metals. Events and networks, which take longer, have tables of their own.
constexpr Risks price_and_technical{true, false, false, true};

/// Times blocks of a study, one after the other, and reports a path and a `unit`, of which a path has
/// `units`.
void time_blocks(benchmark::State& state, const Study<>& study, const Risks& risks, const char* unit,
                 double units) {
    const auto block = std::make_unique<PathBlock<>>(study, cashflow::Ledger::Keep::what_is_valued);
    std::uint64_t path = 0;
    for (auto _ : state) {
        block->simulate(seed, path, risks);
        path += static_cast<std::uint64_t>(block->width());
        benchmark::ClobberMemory();
    }
    bench::report(state, "path", block->width());
    bench::report(state, unit, block->width() * units);
}

/// A whole run, its threads and columns included.
void paths(benchmark::State& state) {
    minerisk::Run run;
    run.paths = static_cast<std::uint64_t>(state.range(0));
    run.threads = 1;
    run.risks = price_and_technical;
    const Study<>& study = bench::reko_diq();
    for (auto _ : state) benchmark::DoNotOptimize(simulate(study, run));
    bench::report(state, "path", static_cast<double>(run.paths));
}
BENCHMARK(paths)
    ->ArgName("paths")
    ->RangeMultiplier(10)
    ->Range(1'000, 1'000'000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

/// 45 and 60 years, then 45 years by the half, quarter and month. Above 160 periods a block has 16 paths,
/// not 64.
void periods_of(benchmark::State& state, const Risks& risks) {
    StudySpec<> spec = bench::reko_diq().spec();
    const int count = static_cast<int>(state.range(0));
    spec.grid = TimeGrid{spec.grid.start(), count == 60 ? 60 : 45, count == 60 ? 1 : count / 45};
    if (spec.grid.periods() != count) return state.SkipWithError("no such grid");
    time_blocks(state, Study<>{spec}, risks, "path-period", count);
}
void periods(benchmark::State& state) {
    periods_of(state, price_and_technical);
}
BENCHMARK(periods)->ArgName("periods")->Arg(45)->Arg(60)->Arg(90)->Arg(180)->Arg(540);
/// Not linear: events come by the year, and so do the activities of the build.
void periods_all_risks(benchmark::State& state) {
    periods_of(state, Risks::all());
}
BENCHMARK(periods_all_risks)->ArgName("periods")->Arg(45)->Arg(60)->Arg(90)->Arg(180)->Arg(540);

/// One class of events alone, each of which closes the road, over 10 years.
void events_a_year(benchmark::State& state) {
    constexpr int years = 10, width = wide_block;
    const double rate = static_cast<double>(state.range(0));
    security::Spec spec;
    spec.classes = {
        {.name = "road block",
         .rate = rate / year,
         .effects = {{.channel = Channel::road, .median = 1 * day, .p90 = 5 * day, .build_loss = 1}}}};
    const TimeGrid grid = TimeGrid::yearly(years);
    const security::Stoppages model{spec, grid};
    security::Stoppages::Workspace work{width};
    OutageBlock outages;
    BlockArray alert{grid.periods(), width};
    double made = 0, blocks = 0;
    std::uint64_t path = 0;
    for (auto _ : state) {
        model.simulate_block(seed, path, grid, work, outages, alert);
        path += width;
        ++blocks;
        for (int p = 0; p < width; ++p) made += static_cast<double>(work.events.of(0, p).size());
    }
    const double expected = rate * years * width * blocks;
    if (std::abs(made - expected) > 6 * std::sqrt(expected))
        return state.SkipWithError("wrong number of events");
    bench::report(state, "path", width);
    bench::report(state, "event", made / blocks);
}
BENCHMARK(events_a_year)->ArgName("events")->RangeMultiplier(10)->Range(1, 1'000);

/// Reko Diq with more by-products: each has a price model and a grade of its own, like gold's.
void metals(benchmark::State& state) {
    StudySpec<> spec = bench::reko_diq().spec();
    const auto count = static_cast<std::size_t>(state.range(0));
    Project& mine = spec.project;
    spec.price_correlations.clear();
    if (count == 1) {
        mine.metals.pop_back();
        spec.prices.pop_back();
        for (OreBin& bin : mine.ore) bin.grade.pop_back();
    }
    while (mine.metals.size() < count) {
        mine.metals.push_back(mine.metals[1]);
        spec.prices.push_back(spec.prices[1]);
        mine.metals.back().name = spec.prices.back().name = "metal_" + std::to_string(mine.metals.size());
        for (OreBin& bin : mine.ore) bin.grade.push_back(bin.grade[1]);
    }
    time_blocks(state, Study<>{spec}, price_and_technical, "path-metal", static_cast<double>(count));
}
BENCHMARK(metals)->ArgName("metals")->RangeMultiplier(2)->Range(1, 8);

/// The network of schedule_bench, with two links an activity.
void activities(benchmark::State& state) {
    const schedule::Network network{bench::plan_of(static_cast<int>(state.range(0)))};
    ScheduleRun how;
    how.run.paths = static_cast<std::uint64_t>(state.range(1));
    how.run.threads = 1;
    for (auto _ : state) benchmark::DoNotOptimize(simulate(network, how));
    const auto trials = static_cast<double>(how.run.paths);
    bench::report(state, "trial", trials);
    bench::report(state, "activity-trial", trials * static_cast<double>(state.range(0)));
}
BENCHMARK(activities)
    ->ArgNames({"activities", "trials"})
    ->Args({20, 2'048})
    ->Args({100, 2'048})
    ->Args({500, 2'048})
    ->Args({2'000, 2'048})
    ->Args({10'000, 2'048})
    ->Unit(benchmark::kMillisecond);

}  // namespace
