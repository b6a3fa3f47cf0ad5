// How long does a network of 10,000 activities take, against a plain loop trial by trial?
//
// Each trial draws every duration (PERT), finds early and late dates and counts what is critical. Three sizes
// and three numbers of trials show how the time goes with links x trials, beside statistics of a fixed size.
// bench/peers/schedule_numpy.py does the same network in NumPy.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plan.hpp"
#include "support.hpp"

namespace {

using namespace minerisk;

constexpr std::uint64_t plain_trials = 2'000;  // of the plain loop, which is also the check

/// The same trial by trial, as a good textbook would: one activity after the other, draws from the same
/// streams, forward, backward, count.
class PlainLoop {
public:
    explicit PlainLoop(const schedule::Network& network) : network_{network} {
        const schedule::Logic& logic = network.logic();
        const auto n = static_cast<std::size_t>(logic.activities());
        before_.resize(n);
        for (const schedule::Link& l : network.plan().links) before_[place(l.to)].push_back(place(l.from));
        for (std::size_t j = 0; j < n; ++j)
            streams_.push_back(
                random::stream_of("network.activity." + network.activity(static_cast<int>(j)).id));
        finish_.resize(n);
        late_.resize(n);
        duration_.resize(n);
        critical_.resize(n);
    }
    std::vector<double> run(std::uint64_t seed, std::uint64_t trials) {
        std::vector<double> ends;
        std::ranges::fill(critical_, 0);
        const std::size_t n = finish_.size();
        for (std::uint64_t path = 0; path < trials; ++path) {
            for (std::size_t j = 0; j < n; ++j) {
                double start = 0;
                for (const std::size_t i : before_[j]) start = std::max(start, finish_[i]);
                random::PathEngine engine{seed, streams_[j], path};
                const std::uint64_t low = engine(), high = engine();
                const double u = (static_cast<double>((high << 32 | low) >> 12) + 0.5) * 0x1p-52;
                duration_[j] = network_.activity(static_cast<int>(j)).duration.quantile(u);
                finish_[j] = start + duration_[j];
            }
            std::ranges::fill(late_, finish_[n - 1]);
            for (std::size_t j = n; j-- > 0;) {
                critical_[j] += late_[j] - finish_[j] < 1e-7;
                for (const std::size_t i : before_[j]) late_[i] = std::min(late_[i], late_[j] - duration_[j]);
            }
            ends.push_back(finish_[n - 1]);
        }
        return ends;
    }

private:
    std::size_t place(const std::string& id) const {
        if (places_.empty())
            for (int j = 0; j < network_.activities(); ++j)
                places_[network_.activity(j).id] = static_cast<std::size_t>(j);
        return places_.at(id);
    }
    const schedule::Network& network_;
    mutable std::map<std::string, std::size_t> places_;
    std::vector<std::vector<std::size_t>> before_;
    std::vector<random::Stream> streams_;
    std::vector<double> finish_, late_, duration_;
    std::vector<int> critical_;
};

void minerisk_network(benchmark::State& state) {
    const schedule::Network network{bench::plan_of(static_cast<int>(state.range(0)))};
    ScheduleRun how;
    how.run.paths = static_cast<std::uint64_t>(state.range(1));
    how.run.threads = static_cast<int>(state.range(2));
    const std::vector<double> expected = PlainLoop{network}.run(how.run.seed, 200);
    const std::vector<double> found = simulate(network, how).finish[0];
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (std::abs(found[i] - expected[i]) > 1e-9) return state.SkipWithError("wrong finish");
    for (auto _ : state) benchmark::DoNotOptimize(simulate(network, how));
    bench::report(state, "link-trial",
                  static_cast<double>(network.plan().links.size()) * static_cast<double>(how.run.paths));
}
BENCHMARK(minerisk_network)
    ->ArgNames({"activities", "trials", "threads"})
    ->Args({1'000, 10'000, 1})
    ->Args({3'000, 10'000, 1})
    ->Args({10'000, 10'000, 1})
    ->Args({10'000, 2'000, 1})
    ->Args({10'000, 5'000, 1})
    ->Args({10'000, 10'000, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void plain_loop(benchmark::State& state) {
    const schedule::Network network{bench::plan_of(static_cast<int>(state.range(0)))};
    PlainLoop loop{network};
    for (auto _ : state) benchmark::DoNotOptimize(loop.run(2026, plain_trials));
    bench::report(state, "link-trial", static_cast<double>(network.plan().links.size()) * plain_trials);
}
BENCHMARK(plain_loop)
    ->ArgName("activities")
    ->Args({1'000})
    ->Args({3'000})
    ->Args({10'000})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
