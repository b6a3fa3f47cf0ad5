#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <vector>

#include "minerisk/calibration/fit.hpp"
#include "minerisk/calibration/residuals.hpp"
#include "minerisk/calibration/simulate.hpp"
#include "minerisk/engine/executor.hpp"

namespace minerisk::inline v0::calibration {
namespace {

struct Statistics {
    double ks = 0, ljung_box = 0;
};

Statistics statistics_of(const EventTimes& events, const Baseline& baseline, const Hawkes& model) {
    const std::vector<double> u = rescaled_gaps(events, baseline, model);
    return {uniform_distance(u), ljung_box(u, lags_for(u.size()))};
}

}  // namespace

int lags_for(std::size_t events) {
    return static_cast<int>(std::clamp<std::size_t>(events / 5, 1, 10));
}

Fitness fitness(const EventTimes& events, const Baseline& baseline, const EventFit& fit,
                const BootstrapRun& how) {
    const Statistics seen = statistics_of(events, baseline, fit.model);
    Fitness out{seen.ks, seen.ljung_box, std::numeric_limits<double>::quiet_NaN(),
                std::numeric_limits<double>::quiet_NaN()};
    if (how.samples < 1) return out;
    const bool excited = fit.parameters > static_cast<int>(baseline.levels());
    std::vector<Statistics> drawn(static_cast<std::size_t>(how.samples));
    std::atomic<int> next{0};
    const random::Stream stream = random::stream_of("calibration.bootstrap");
    minerisk::detail::run_workers(Executor::tbb, minerisk::detail::thread_count(how.threads), [&] {
        for (int i = next++; i < how.samples && !how.stop.stop_requested(); i = next++) {
            const random::PathEngine engine{how.seed, stream, static_cast<std::uint64_t>(i)};
            const EventTimes sample = seen_by_day(simulate(baseline, fit.model, engine));
            // Fewer than 2 events say nothing: their statistics stay 0, the best there is.
            if (sample.count() >= 2) {
                const EventFit again = excited ? fit_hawkes(sample, baseline) : fit_poisson(sample, baseline);
                drawn[static_cast<std::size_t>(i)] = statistics_of(sample, baseline, again.model);
            }
            if (how.sample_done) how.sample_done();
        }
    });
    if (how.stop.stop_requested()) return out;
    double ks = 1, ljung = 1;
    for (const Statistics& s : drawn) {
        ks += s.ks >= seen.ks ? 1 : 0;
        ljung += s.ljung_box >= seen.ljung_box ? 1 : 0;
    }
    out.ks_p = ks / (how.samples + 1);
    out.ljung_box_p = ljung / (how.samples + 1);
    return out;
}

}  // namespace minerisk::inline v0::calibration
