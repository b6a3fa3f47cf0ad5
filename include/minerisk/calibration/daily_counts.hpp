#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/calibration/baseline.hpp"
#include "minerisk/calibration/counts.hpp"
#include "minerisk/calibration/event_times.hpp"
#include "minerisk/calibration/hawkes.hpp"

namespace minerisk::inline v0::calibration {

/// Counts by day with successors on later days: a Hawkes process for events whose hour nobody knows. Events
/// of one day come together by the spread of the counts, so that the memory is that from day to day alone.
struct DailyCounts {
    std::vector<double> levels;  ///< of the baseline, events a day
    double branching = 0;        ///< n, mean number of successors of an event on later days
    double ratio = 0.5;          ///< r, of the successors of one day to those of the day before, in (0, 1)
    double size = 1;             ///< k of the negative binomial
};

/// Log-likelihood of daily counts Y and its gradient; time linear in days and events. Empty history.
///
///   m_d = mu(d) + n (1 - r) M_d,   M_d = Y_{d-1} + r M_{d-1};   Y_d has mean m_d and variance m_d + m_d^2 /
///   k
///
/// `by` has the derivatives in each level, then in n, r and k. Pieces of the baseline begin with days.
struct DailyLikelihood {
    double value = 0;
    std::vector<double> by;
};
inline DailyLikelihood daily_likelihood(std::span<const int> counts, const Baseline& baseline,
                                        const DailyCounts& model) {
    const auto [levels, n, r, k] = model;
    DailyLikelihood l{0, std::vector<double>(levels.size() + 3)};
    double* const by_rest = l.by.data() + levels.size();
    double memory = 0, memory_by_r = 0;
    for (std::size_t piece = 0, day = 0; piece < baseline.pieces(); ++piece) {
        const std::size_t g = baseline.level_of(piece);
        const double weight = baseline.weight(piece);
        const auto end = static_cast<std::size_t>(baseline.begin(piece) + baseline.length(piece));
        for (; day < end; ++day) {
            const double mean = levels[g] * weight + n * (1 - r) * memory;
            const CountTerm t = count_term(counts[day], {mean, k});
            l.value += t.value;
            l.by[g] += t.by_mean * weight;
            by_rest[0] += t.by_mean * (1 - r) * memory;
            by_rest[1] += t.by_mean * n * ((1 - r) * memory_by_r - memory);
            by_rest[2] += t.by_size;
            memory_by_r = memory + r * memory_by_r;
            memory = counts[day] + r * memory;
        }
    }
    return l;
}

/// Counts of each day of the window.
inline std::vector<int> daily_counts(const EventTimes& events) {
    std::vector<int> counts(static_cast<std::size_t>(events.days));
    for (const int day : days_of(events)) ++counts[static_cast<std::size_t>(day)];
    return counts;
}

}  // namespace minerisk::inline v0::calibration
