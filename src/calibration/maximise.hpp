#pragma once

#include <functional>
#include <span>
#include <vector>

namespace minerisk::inline v0::calibration::detail {

/// A function to be maximised: its value at x, and its slopes.
using Objective = std::function<double(std::span<const double> x, std::span<double> slopes)>;

struct Optimum {
    std::vector<double> x;
    double value;
};

/// The highest of the local maxima that a bounded search finds from each start. The function should change by
/// about 1 where a parameter does. Throws std::runtime_error if no start leads to a number.
Optimum maximise(const Objective& f, const std::vector<double>& low, const std::vector<double>& high,
                 const std::vector<std::vector<double>>& starts);

}  // namespace minerisk::inline v0::calibration::detail
