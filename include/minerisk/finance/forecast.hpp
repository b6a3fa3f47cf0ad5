#pragma once

#include <limits>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/debt_spec.hpp"
#include "minerisk/kernels/debt_rows.hpp"

namespace minerisk::inline v0::finance {

/// What lenders expect of the project: the path without risk at their price deck. Real USD and tonnes by
/// period of the grid.
struct LenderCase {
    struct Period {
        double net = 0;     ///< project's cash flow
        double growth = 0;  ///< capital, part of it
        double sales = 0;   ///< payable metal at the deck
        double kept = 1;    ///< share of a change of sales that royalties leave
        double ore = 0;     ///< milled
    };
    double decided = 0;  ///< when it is decided to go on
    double first_ore = std::numeric_limits<double>::infinity();
    std::vector<Period> periods{};
    /// By metal: index of prices = sum of scale x price; 1 at the deck, metals weighed by their sales.
    std::vector<double> price_scale{};
};

/// The lenders' case as it is read on a path: moved to the path's own first ore by whole periods, its prices
/// drawn towards those of the day, in the money of the day. In period i that of period j > i is
///
///   cash(j) = [net + growth + sales kept (index^(2^(-(j - i) step / memory)) - 1)] x price level(j)
///
/// which is the median of a log-price that reverts to the deck. Income tax on the difference is left out.
/// Growth is left out of `net + growth` where cash pays it. The kernels of debt read it.
class Forecast {
public:
    Forecast() = default;
    /// `levels`: nominal per real money, by period.
    Forecast(LenderCase of, const TimeGrid& grid, std::vector<double> levels, Years memory,
             bool growth_from_cash);

    bool empty() const { return case_.periods.empty(); }
    const LenderCase& of() const { return case_; }
    /// Whole periods by which a path's first ore is later than the case's; 0 if either has none.
    int shift(double first_ore) const;
    /// For the kernels; it points into this object.
    ForecastTable table() const {
        return {static_cast<int>(cash_.size()),
                cash_.data(),
                moving_.data(),
                ore_left_.data(),
                levels_.data(),
                fade_};
    }

private:
    LenderCase case_;
    std::vector<double> levels_;
    int periods_per_year_ = 1;
    double fade_ = 0;  // of the log of the price index, from one period to the next
    std::vector<double> cash_, moving_, ore_left_;  // by period of the case: see ForecastTable
};

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/forecast.inl"
#endif
