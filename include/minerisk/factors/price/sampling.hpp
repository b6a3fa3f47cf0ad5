#pragma once

#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/price/model.hpp"

namespace minerisk::inline v0::price {

/// The instants at which prices are simulated so that a period's price is an average, not an end value: the
/// midpoints of the quarters of an annual (4) or half-yearly (2) period, the midpoint of a quarterly or
/// monthly one. They are equally spaced, so all steps but the first are alike; the first runs from the
/// observation, which may lie before the valuation date, to the first midpoint.
class Sampling {
public:
    /// `age` >= 0: years from the observation to the valuation date (the start of the grid).
    Sampling(const TimeGrid& grid, double age)
        : points_a_year_{grid.periods_per_year() == 12 ? 12 : 4},
          a_period_{points_a_year_ / grid.periods_per_year()},
          count_{grid.periods() * a_period_},
          age_{age} {}

    int count() const { return count_; }
    int a_period() const { return a_period_; }
    TimePoint at(int point) const {
        const double time = (2.0 * point + 1) / (2 * points_a_year_);
        return {.from_valuation = time, .age = age_ + time};
    }
    double first_step() const { return at(0).age; }
    double step() const { return 1.0 / points_a_year_; }

private:
    int points_a_year_;
    int a_period_;
    int count_;
    double age_;
};

}  // namespace minerisk::inline v0::price
