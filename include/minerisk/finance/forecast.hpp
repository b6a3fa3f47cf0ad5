#pragma once

#include <limits>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/debt_spec.hpp"

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
/// drawn towards those of the day, in the money of the day.
///
///   cash(j) = [net + growth + sales kept (index^(2^(-(j - i) step / memory)) - 1)] x price level(j)
///
/// which is the median of a log-price that reverts to the deck. Income tax on the difference is left out.
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
    /// What service can be paid from in period j, nominal, at the deck.
    double at_deck(int j, int shift) const;
    /// Its present value at the end of period i: that of periods i + 1 to `last`, when the price index of
    /// period i is `index`, at `rate` a period.
    double present_value(int i, int last, int shift, double index, double rate) const;
    /// Share of the ore that is left after period i.
    double ore_left(int i, int shift) const;

private:
    const LenderCase::Period* find(int j, int shift) const;
    double own_cash(const LenderCase::Period& p) const {
        return growth_from_cash_ ? p.net : p.net + p.growth;
    }
    LenderCase case_;
    std::vector<double> levels_;
    int periods_per_year_ = 1;
    double fade_ = 0;  // of the log of the price index, from one period to the next
    bool growth_from_cash_ = false;
    std::vector<double> ore_left_;  // share after each period
};

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/forecast.inl"
#endif
