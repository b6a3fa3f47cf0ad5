#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "minerisk/calibration/baseline.hpp"
#include "minerisk/calibration/event_times.hpp"
#include "minerisk/calibration/hawkes.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/random/philox.hpp"

namespace minerisk::inline v0::calibration {

/// Draws from a Hawkes process over a window that opens with an empty history, exactly, by its clusters:
/// spontaneous events are a Poisson process on the clock of the baseline; every event has Poisson(n)
/// successors with exponential delays, of which only those within the window are drawn. Sorted. Uses only
/// words of the engine and minerisk::math, so that one engine gives the same events everywhere.
/// Source: Hawkes and Oakes (1974), J. Appl. Prob. 11.
inline EventTimes simulate(const Baseline& baseline, const Hawkes& h, random::PathEngine engine) {
    const auto exponential = [&] {
        const std::uint64_t high = engine(), low = engine();
        const std::uint64_t k = (high << 20) | (low >> 12);  // 52 bits
        return -math::log((2.0 * static_cast<double>(k) + 1.0) * 0x1p-53);
    };
    EventTimes events{{}, static_cast<int>(baseline.days())};
    double wait = exponential();  // expected count of the baseline still to pass before the next event
    for (std::size_t k = 0; k < baseline.pieces(); ++k) {
        const double rate = h.levels[baseline.level_of(k)] * baseline.weight(k);
        double done = 0;  // expected count of this piece up to its last event
        const double all = rate * baseline.length(k);
        while (done + wait < all) {
            done += wait;
            events.at.push_back(baseline.begin(k) + done / rate);
            wait = exponential();
        }
        wait -= all - done;
    }
    const auto [n, b] = h.excitation;
    if (n > 0) {
        for (std::size_t i = 0; i < events.at.size(); ++i) {  // grows as successors are added
            const double t = events.at[i];
            const double within = -math::expm1(-b * (baseline.days() - t));
            for (double sum = exponential(); sum < n * within; sum += exponential())
                events.at.push_back(t - math::log1p(-sum / n) / b);
        }
        std::ranges::sort(events.at);
    }
    return events;
}

}  // namespace minerisk::inline v0::calibration
