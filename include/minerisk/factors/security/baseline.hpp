#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::security {

/// How the immigrants of a class follow the calendar: a multiplier for each month, and growth.
///
///   baseline(t) = season[calendar month of t] (1 + trend)^m,   m the middle of that month in years from the
///   start: constant within a month, and at level 1 (but for the season) at the start.
struct Baseline {
    std::array<double, 12> season{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};  ///< from January, >= 0, of mean 1
    Rate trend{};  ///< growth a year, compounded; in (-0.5, 0.5)
};

MINERISK_BODY void check_baseline(const Baseline& b, const std::string& at, Problems& problems);

/// B(t), the integral of a baseline from the start, and its inverse: a table by month up to the end of the
/// grid. Months are twelfths of a year, as in calendar.hpp.
class BaselineIntegral {
public:
    /// `baseline` must have passed check_baseline.
    BaselineIntegral(const Baseline& baseline, const TimeGrid& grid);

    /// B(t) of a t in [0, length of the grid].
    double at(double t) const;
    double total() const { return months_.back().integral; }
    /// Mean of the baseline over the grid.
    double mean() const { return total() / months_.back().begin; }

    /// The time at which B reaches `integral`; infinite if it does not before the end of the grid. It never
    /// lies in a month at 0. `month` remembers the place between calls with rising arguments, from 0.
    double time_of(double integral, std::size_t& month) const;

private:
    struct Month {
        double begin;     ///< years from the start
        double integral;  ///< up to `begin`
        double value;
    };
    std::vector<Month> months_;  // and one for the end
    double passed_ = 0;          // share of the first month before the start
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/baseline.inl"
#endif
