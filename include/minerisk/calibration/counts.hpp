#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/calibration/baseline.hpp"
#include "minerisk/calibration/event_times.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::calibration {

/// Counts that vary more than Poisson ones: variance mean + mean^2 / size.
struct NegativeBinomial {
    double mean = 1;  ///< > 0
    double size = 1;  ///< k, > 0; the larger, the nearer to Poisson
};

/// ln(count!).
inline double log_factorial(int count) {
    double sum = 0;
    for (int j = 2; j <= count; ++j) sum += math::log(j);
    return sum;
}

/// ln P(count) of a Poisson variable.
inline double log_probability_poisson(int count, double mean) {
    return (count > 0 ? count * math::log(mean) : 0.0) - mean - log_factorial(count);
}

/// ln P(count) of a negative binomial variable and its derivatives.
///
///   lnP = sum_{j<y} ln(k + j) - ln y! + k ln(k / (k + m)) + y ln(m / (k + m))
struct CountTerm {
    double value = 0, by_mean = 0, by_size = 0, by_size_twice = 0;
};
inline CountTerm count_term(int y, const NegativeBinomial& law) {
    const auto [m, k] = law;
    const double to_poisson = -math::log1p(m / k);  // ln(k / (k + m))
    CountTerm t;
    t.value = k * to_poisson - log_factorial(y);
    if (y > 0) t.value += y * (math::log(m / k) + to_poisson);
    t.by_mean = y / m - (k + y) / (k + m);
    t.by_size = to_poisson + 1 - (k + y) / (k + m);
    t.by_size_twice = 1 / k - 2 / (k + m) + (k + y) / ((k + m) * (k + m));
    for (int j = 0; j < y; ++j) {
        t.value += math::log(k + j);
        t.by_size += 1 / (k + j);
        t.by_size_twice -= 1 / ((k + j) * (k + j));
    }
    return t;
}

/// Counts of whole calendar months within a window (both ends included); what is before the first of them or
/// after the last is left out.
inline std::vector<int> monthly_counts(const EventTimes& events, Date first, Date last) {
    const std::vector<double> edges = calendar_edges(first, last, 1);
    const bool cut_first = first.day != 1, cut_last = next_day(last).day != 1;
    std::vector<int> counts(edges.size() - 1);
    std::size_t month = 0;
    for (const double t : events.at) {
        while (month + 2 < edges.size() && edges[month + 1] <= t) ++month;
        ++counts[month];
    }
    if (cut_last) counts.pop_back();
    if (cut_first && !counts.empty()) counts.erase(counts.begin());
    return counts;
}

/// Counts of whole weeks from the first day of the window.
inline std::vector<int> weekly_counts(const EventTimes& events) {
    std::vector<int> counts(static_cast<std::size_t>(events.days / 7));
    for (const double t : events.at) {
        const auto week = static_cast<std::size_t>(t / 7);
        if (week < counts.size()) ++counts[week];
    }
    return counts;
}

}  // namespace minerisk::inline v0::calibration
