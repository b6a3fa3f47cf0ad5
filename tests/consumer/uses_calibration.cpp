// Fits: a self-exciting process is drawn and found again.

#include <cmath>
#include <cstdio>

#include <minerisk/calibration.hpp>
#include <minerisk/calibration/fit.hpp>

int main() {
    using namespace minerisk;
    using namespace minerisk::calibration;
    const Baseline level = Baseline::constant(3650);
    const EventTimes events =
        simulate(level, {{0.1}, {0.5, 0.3}}, random::PathEngine{1, random::stream_of("consumer"), 0});
    const EventFit fit = fit_hawkes(events, level);
    std::printf("calibration: n %.2f of %zu events, by %s\n", fit.model.excitation.branching, events.count(),
                optimiser().c_str());
    return std::abs(fit.model.excitation.branching - 0.5) < 4 * fit.errors.branching ? 0 : 1;
}
