#pragma once

#include "minerisk/finance/debt_words.hpp"

/// What the kernels of debt read and write. Money is nominal USD, times are years from the valuation date,
/// rates are those of a period unless they say otherwise; what is true or false of a path is 1 or 0.
namespace minerisk::inline v0 {

/// One number for each path of a block; a narrow block uses the first 16.
using PathRow = double[64];

struct LoanTerms {
    double commitment;
    double share;               ///< of the uses of funds that the first equity leaves
    double available;           ///< years from financial close
    double margin, base_floor;  ///< a year, of a floating loan: max(base rate, floor) + margin
    double upfront_fee;         ///< of the commitment
    double commitment_fee;      ///< a year, of what is not drawn
    double exposure_fee;        ///< of each draw
    double grace, repayments;   ///< periods, from that of the first draw; then of repayment
    int first_part;             ///< of a table: where its part of DebtTerms::parts begins, [repayments]
    double cover;               ///< draws reach at most this share of what was spent on growth; NaN: no limit
    double budget;              ///< of an overrun facility; NaN: it is none
    int rank;
    finance::BuildInterest interest;
    finance::Repayment repayment;
    bool floats, is_overrun;
};

/// A loan on the paths of a block.
struct alignas(64) LoanRows {
    PathRow balance, overdue, flow;  ///< flow: what the lender receives less what it lends, of the period
    PathRow first;                   ///< period of the first draw, -1 before it
    PathRow grown;                   ///< what 1 has grown to at its rate since the default
    PathRow drawn, first_draw, at_default, loss;
    // Of the period:
    PathRow rate, room, interest, draw, fee, due_interest, due_principal;
};

/// The lenders' case by its own period.
struct ForecastTable {
    int periods;           ///< of the grid and of the case alike; 0: there is none
    const double* cash;    ///< at the deck, real
    const double* moving;  ///< what a price index of 1 + x adds is x times this, real
    const double* ore;     ///< share left after the period
    const double* levels;  ///< nominal per real money, by period of the grid
    double fade;           ///< of the log of the price index, from one period to the next
};

struct CovenantTerms {
    finance::Ratio ratio;
    double lockup, breach;  ///< NaN: none
};

struct DebtTerms {
    int loans, ranks, covenants;
    const LoanTerms* loan;
    const CovenantTerms* covenant;
    const double* parts;  ///< shares of the balance that each period of a table repays
    ForecastTable forecast;
    double side[finance::ratio_count];  ///< see finance::side_of; 0: the ratio is not tested
    bool sculpts, has_guarantee, growth_from_cash;
    double completion, completion_test;
    double sculpted_dscr;
    double reserve;  ///< periods of service that the reserve account holds
    double sweep, cure;
    int per_year;  ///< periods
    double step;   ///< years a period
};

/// A period of the grid.
struct DebtPeriod {
    int i;
    double begin, end;
    bool is_last;
};

/// The debt account on the paths of a block.
struct alignas(64) DebtRows {
    // What the cash flow gives to a period:
    PathRow net, growth;
    PathRow milled;     ///< share of the ore that the ramp-up allows
    PathRow suspended;  ///< share of the period in force majeure
    PathRow price_index, compensation;
    PathRow base_rate;    ///< a year
    PathRow over;         ///< the mine has ended by the end of the period
    PathRow after_close;  ///< share of the period after financial close

    // The path:
    PathRow first_ore, taken, close;
    PathRow shift;             ///< of the forecast, periods
    PathRow passed, complete;  ///< completion: its test is, it is reached
    PathRow equity;            ///< paid in
    PathRow spent;             ///< growth capital since financial close
    PathRow equity_left, standby_left, reserve, held;
    PathRow overdue_since;  ///< -1: nothing is
    PathRow in_default;
    PathRow cash_of_year[12], due_of_year[12];  ///< by period of the year, in operation

    // Its outcome so far:
    PathRow drawn, peak, loss, interest_of_build, all_fees, all_in_cost, all_support, completed, balloon;
    PathRow lockup, breach, default_at;
    PathRow worst[finance::ratio_count], broken[finance::ratio_count];

    // Of the period:
    PathRow interest_owed;     ///< on all that is owed
    PathRow builds, is_taken;  ///< is_taken: the mine is, by the end of the period
    PathRow cash, draws, interest, fees, principal, service, support, guaranteed;
    PathRow rest;       ///< of the cash in hand
    PathRow tolerance;  ///< what is owed below it counts as paid
    PathRow balance, overdue, locked;
    PathRow ratio[finance::ratio_count];
    PathRow accounts_before;  ///< reserve and what was held
    PathRow to_equity, kept;  ///< kept: what these two gain
};

}  // namespace minerisk::inline v0
