#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "minerisk/core/outages.hpp"

namespace minerisk::inline v0 {

/// From when on a project stands still for good; infinite if it does not. Suspensions of a path are disjoint
/// and sorted by time.
inline double halted_for_good(std::span<const Suspension> suspensions) {
    for (const Suspension& s : suspensions)
        if (s.for_good) return s.begin;
    return std::numeric_limits<double>::infinity();
}

/// When such a project is given up; infinite if none is.
inline double given_up(std::span<const Suspension> suspensions) {
    for (const Suspension& s : suspensions)
        if (s.for_good) return s.end;
    return std::numeric_limits<double>::infinity();
}

/// The first instant from t on that is not suspended; infinite if there is none.
inline double first_unsuspended(std::span<const Suspension> suspensions, double t) {
    for (const Suspension& s : suspensions)
        if (s.begin <= t && (s.for_good || t < s.end))
            t = s.for_good ? std::numeric_limits<double>::infinity() : s.end;
    return t;
}

/// How much of [from, to) is suspended; from one for good on, all of it.
inline double suspended_time(std::span<const Suspension> suspensions, double from, double to) {
    double sum = 0;
    for (const Suspension& s : suspensions) {
        const double end = s.for_good ? to : std::min(s.end, to);
        sum += std::max(0.0, end - std::max(s.begin, from));
        if (s.for_good) break;
    }
    return sum;
}

/// Calls `each(a, b)` for every stretch of [from, to) outside suspensions, in order of time; one for good has
/// no end.
template <class Each>
void for_unsuspended(std::span<const Suspension> suspensions, double from, double to, Each&& each) {
    for (const Suspension& s : suspensions) {
        if (!(s.begin < to)) break;
        if (s.begin > from) each(from, s.begin);
        if (s.for_good) return;
        from = std::max(from, s.end);
    }
    if (from < to) each(from, to);
}

}  // namespace minerisk::inline v0
