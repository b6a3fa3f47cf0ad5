#pragma once

#include <optional>

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/debt.hpp"

namespace minerisk::inline v0::finance {

/// What the lenders' case can carry.
struct Sized {
    double share = 1;                ///< of the commitments as stated
    std::optional<Ratio> held_by{};  ///< the limit that more debt would miss first; none at share 1
};

/// The largest share of the commitments at which the lenders' case keeps every limit of `debt.sizing`, found
/// by `sizing_passes` halvings of [0, 1]. Throws InputError if no share does.
MINERISK_BODY Sized size_debt(const Debt& debt, const TimeGrid& grid, const std::vector<double>& levels,
                              const Forecast& forecast);

inline constexpr int sizing_passes = 40;

/// The debt with a share of its commitments.
MINERISK_BODY Debt scaled(Debt debt, double share);

/// The base rate that is expected at the beginning of each period; of a debt that does not float: 0.
MINERISK_BODY std::vector<double> expected_base_rates(const Debt& debt, const TimeGrid& grid);

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/sizing.inl"
#endif
