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

/// One path of a deal, year by year, in MUSD: the same on all paths of a block.
struct Deal {
    struct Flow {
        double to_equity = 0, kept = 0, guaranteed = 0;
    };
    DebtModel model;
    TimeGrid grid;
    DebtModel::Workspace work;
    std::vector<Flow> flows;
    double taken = never;
    std::vector<double> base_rates, price_index, milled;  // stated before `run`, or 0, 1 and 1
    std::vector<double> lenders;                          // what all facilities receive less what they lend

    Deal(Debt debt, int years, int periods_per_year = 1, Forecast forecast = {})
        : model{debt, TimeGrid{{2027, 1, 1}, years, periods_per_year}, std::move(forecast)},
          grid{{2027, 1, 1}, years, periods_per_year},
          work{model, grid.periods(), narrow_block} {}
    void open(double decided, double first_ore) {
        for (int p = 0; p < narrow_block; ++p) model.open(decided, first_ore, taken, p, work);
    }
    /// What a period is given, in USD; the next one of the path.
    struct Given {
        double net = 0, growth = 0, milled = 1, suspended = 0, price_index = 1, base_rate = 0;
        double compensation = 0, over = 0;
    };
    Flow period(const Given& given) {
        DebtRows& r = work.rows();
        for (int p = 0; p < narrow_block; ++p) {
            r.net[p] = given.net;
            r.growth[p] = given.growth;
            r.milled[p] = given.milled;
            r.suspended[p] = given.suspended;
            r.price_index[p] = given.price_index;
            r.base_rate[p] = given.base_rate;
            r.compensation[p] = given.compensation;
            r.over[p] = given.over;
        }
        model.accrue(work);
        model.period(static_cast<int>(flows.size()), work);
        double sum = 0;
        for (int k = 0; k < model.facilities(); ++k) sum += work.lender_flow(k)[0];
        lenders.push_back(sum);
        flows.push_back({r.to_equity[0], r.kept[0], r.guaranteed[0]});
        return flows.back();
    }
    Deal& run(double decided, double first_ore, const std::vector<double>& growth,
              const std::vector<double>& cash, std::vector<double> suspended = {}) {
        suspended.resize(static_cast<std::size_t>(grid.periods()), 0.0);
        base_rates.resize(static_cast<std::size_t>(grid.periods()), 0.0);
        price_index.resize(static_cast<std::size_t>(grid.periods()), 1.0);
        milled.resize(static_cast<std::size_t>(grid.periods()), 1.0);
        open(decided, first_ore);
        for (std::size_t i = 0; i < milled.size(); ++i) {
            const double g = i < growth.size() ? growth[i] * 1e6 : 0, c = i < cash.size() ? cash[i] * 1e6 : 0;
            period({.net = c - g,
                    .growth = g,
                    .milled = milled[i],
                    .suspended = suspended[i],
                    .price_index = price_index[i],
                    .base_rate = base_rates[i]});
        }
        return *this;
    }
    double at(DebtLine line, int i) const { return work.line(line)(i, 0) / 1e6; }
    DebtOutcome outcome() const { return work.outcome(0); }
};

}  // namespace test
