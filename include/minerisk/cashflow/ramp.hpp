#pragma once

#include <algorithm>
#include <vector>

#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::cashflow {

/// Integral from age 0 to `age` of the share of a phase's capacity that its ramp-up allows, in years of full
/// capacity. Steps hold from their age on; without steps the share rises evenly to 1 over `duration`.
/// Calendar time runs on through outages.
inline double ramp_integral(const std::vector<RampStep>& steps, double duration, double age) {
    if (!(age > 0)) return 0;
    if (steps.empty()) {
        if (age >= duration) return age - 0.5 * duration;
        return 0.5 * age * (age / duration);
    }
    double sum = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double from = steps[i].age.canonical();
        if (age <= from) break;
        const double to = i + 1 < steps.size() ? std::min(age, steps[i + 1].age.canonical()) : age;
        sum += steps[i].share * (to - from);
    }
    return sum;
}

}  // namespace minerisk::inline v0::cashflow
