#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/calibration/baseline.hpp"
#include "minerisk/calibration/event_times.hpp"
#include "minerisk/calibration/hawkes.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::calibration {

/// The events of a window on the clock of a model: 1 - e^(-tau_i), where tau_i is the count that the model
/// expects between the events i - 1 and i (from the start of the window for the first). If the model is
/// right they are independent and uniform on (0, 1). Time linear in the events.
/// Source: Papangelou (1972); Brown et al. (2002), Neural Comp. 14 (time rescaling).
inline std::vector<double> rescaled_gaps(const EventTimes& events, const Baseline& baseline,
                                         const Hawkes& h) {
    const auto [n, b] = h.excitation;
    std::vector<double> u;
    u.reserve(events.count());
    const auto rate = [&](std::size_t k) { return h.levels[baseline.level_of(k)] * baseline.weight(k); };
    std::size_t piece = 0;
    double before = 0, at = 0, excited = 0;  // `before`: expected count of the baseline up to `at`
    double last_total = 0;
    for (std::size_t i = 0; i < events.count(); ++i) {
        const double t = events.at[i];
        if (i > 0) excited = math::exp(-b * (t - events.at[i - 1])) * (1 + excited);
        while (piece + 1 < baseline.pieces() && baseline.begin(piece + 1) <= t) {
            before += rate(piece) * (baseline.begin(piece + 1) - at);
            at = baseline.begin(++piece);
        }
        before += rate(piece) * (t - at);
        at = t;
        // Successors expected so far: n (1 - e^(-b age)) of each event before this one.
        const double total = before + n * (static_cast<double>(i) - excited);
        u.push_back(-math::expm1(last_total - total));
        last_total = total;
    }
    return u;
}

/// Largest distance between the distribution function of values in (0, 1) and that of a uniform
/// (Kolmogorov-Smirnov).
inline double uniform_distance(std::vector<double> u) {
    std::ranges::sort(u);
    const double count = static_cast<double>(u.size());
    double distance = 0;
    for (std::size_t i = 0; i < u.size(); ++i) {
        const double x = static_cast<double>(i);
        distance = std::max({distance, u[i] - x / count, (x + 1) / count - u[i]});
    }
    return distance;
}

/// Ljung-Box statistic of a series: count (count + 2) sum_k r_k^2 / (count - k) over lags 1 to `lags`, r_k
/// being its autocorrelation. 0 where nothing varies. Source: Ljung and Box (1978), Biometrika 65.
inline double ljung_box(std::span<const double> x, int lags) {
    const double count = static_cast<double>(x.size());
    double mean = 0, variance = 0;
    for (const double v : x) mean += v / count;
    for (const double v : x) variance += (v - mean) * (v - mean);
    if (!(variance > 0)) return 0;
    double sum = 0;
    for (std::size_t k = 1; k <= static_cast<std::size_t>(lags) && k < x.size(); ++k) {
        double product = 0;
        for (std::size_t i = k; i < x.size(); ++i) product += (x[i] - mean) * (x[i - k] - mean);
        const double r = product / variance;
        sum += r * r / (count - static_cast<double>(k));
    }
    return count * (count + 2) * sum;
}

}  // namespace minerisk::inline v0::calibration
