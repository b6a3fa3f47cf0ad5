#pragma once

#include <limits>
#include <utility>
#include <vector>

#include "minerisk/finance/debt.hpp"

/// Debt on one path whose cash is stated by year.
namespace test {

using namespace minerisk;
using namespace minerisk::finance;
using namespace minerisk::units;

inline constexpr double never = std::numeric_limits<double>::infinity();

inline Facility loan(double commitment_musd) {
    Facility f;
    f.name = "loan";
    f.lender = "bank";
    f.commitment = commitment_musd * MUSD;
    f.available = 10 * year;
    f.rate = 0.08 / year;
    f.grace = 2 * year;
    f.repaid_over = 4 * year;
    return f;
}
inline Debt debt_of(std::vector<Facility> facilities) {
    Debt d;
    d.facilities = std::move(facilities);
    d.drawing = Drawing::debt_first;
    return d;
}

/// One path of a deal, year by year, in MUSD.
struct Deal {
    DebtModel model;
    TimeGrid grid;
    DebtModel::Workspace work;
    std::vector<DebtModel::Flow> flows;
    double taken = never;
    std::vector<double> base_rates, price_index, milled;  // stated before `run`, or 0, 1 and 1
    std::vector<double> lenders;                          // what all facilities receive less what they lend

    Deal(Debt debt, int years, int periods_per_year = 1, Forecast forecast = {})
        : model{debt, TimeGrid{{2027, 1, 1}, years, periods_per_year}, std::move(forecast)},
          grid{{2027, 1, 1}, years, periods_per_year},
          work{model.facilities(), grid.periods(), 1} {}
    Deal& run(double decided, double first_ore, const std::vector<double>& growth,
              const std::vector<double>& cash, std::vector<double> suspended = {}) {
        suspended.resize(static_cast<std::size_t>(grid.periods()), 0.0);
        base_rates.resize(static_cast<std::size_t>(grid.periods()), 0.0);
        price_index.resize(static_cast<std::size_t>(grid.periods()), 1.0);
        milled.resize(static_cast<std::size_t>(grid.periods()), 1.0);
        model.open(decided, first_ore, taken, 0, work);
        for (int i = 0; i < grid.periods(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            const double g = at < growth.size() ? growth[at] * 1e6 : 0,
                         c = at < cash.size() ? cash[at] * 1e6 : 0;
            flows.push_back(model.period({.net = c - g,
                                          .growth = g,
                                          .milled = milled[at],
                                          .suspended = suspended[at],
                                          .price_index = price_index[at],
                                          .base_rate = base_rates[at]},
                                         i, i, 0, work));
            double sum = 0;
            for (int k = 0; k < model.facilities(); ++k) sum += work.lender_flow(k, 0);
            lenders.push_back(sum);
        }
        return *this;
    }
    double at(DebtLine line, int i) const { return work.line(line)(i, 0) / 1e6; }
    const DebtOutcome& outcome() const { return work.outcome(0); }
};

}  // namespace test
