#pragma once

#include <cstdint>

#include "rules.hpp"

namespace reference_workload {

struct Plan;

/// The stages whose rules are this workload's own, for a block of `wide_block` paths. Arrays are
/// [row][path in block].
struct Stages {
    /// Adds median_outage_days exp(z) to the year of each event: row r of `dates` holds an event of path p if
    /// r < count[p]. `narrow_block` of the paths, `lane` by lane: exp(z) stands in `size`, [row][lane], and
    /// `days` is [year][lane].
    void (*add_outages)(const int* lane, const double* dates, const double* size, const std::int64_t* count,
                        int first_row, int rows, double* days);
    /// The cash flow by year, [year][path], of a mine that starts production at `start`.
    void (*cash_flow)(const Plan& plan, const double* start, const double* days, const double* copper,
                      const double* gold, double* cash);
};

/// The operating plan made ready to be read at any year: entry `before + j` is operating year j, and there
/// is nothing before and after it.
struct Plan {
    static constexpr int copper = 0, gold = 1, open = 2, expansion = 3, columns = 4;
    static constexpr int before = years;
    double of[columns][before + operating_years + years] = {};
    Plan();
};

/// The stages for the instruction set of the kernels in use.
const Stages& stages();

}  // namespace reference_workload
