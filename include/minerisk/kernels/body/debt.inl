// The debt account of one period. Included inside a namespace named by instruction set; see all.inl. What it
// means: finance/debt.hpp. What is true or false of a path is 1 or 0, and nothing happens on a path of which
// a step is not true: no number of it depends on the others of the block. Terms are copied before a loop, as
// what it writes might be they for all that the compiler knows.

#include "minerisk/kernels/body/debt_build.inl"
#include "minerisk/kernels/body/debt_forecast.inl"
#include "minerisk/kernels/body/debt_schedule.inl"
// After these:
#include "minerisk/kernels/body/debt_service.inl"
#include "minerisk/kernels/body/debt_tests.inl"

template <int W>
inline void debt_interest_of(const DebtTerms& t, DebtRows& s, LoanRows* loans) {
    for (int p = 0; p < W; ++p) s.interest_owed[p] = 0;
    for (int k = 0; k < t.loans; ++k) {
        const LoanTerms& f = t.loan[k];
        LoanRows& loan = loans[k];
        if (f.floats)
            for (int p = 0; p < W; ++p)
                loan.rate[p] = accrual1(larger(s.base_rate[p], f.base_floor) + f.margin, t.step);
        for (int p = 0; p < W; ++p) s.interest_owed[p] += (loan.balance[p] + loan.overdue[p]) * loan.rate[p];
    }
}

inline void debt_interest(const DebtTerms& terms, DebtRows& rows, LoanRows* loans, int width) {
    if (width == 64) {
        debt_interest_of<64>(terms, rows, loans);
    } else {
        debt_interest_of<16>(terms, rows, loans);
    }
}

template <int W>
inline void begin_debt(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans) {
    const double before_service = t.growth_from_cash ? 0 : 1;
    for (int p = 0; p < W; ++p) {
        s.builds[p] = (at.begin <= s.first_ore[p]) & (at.end < s.taken[p]) ? 1 : 0;
        s.is_taken[p] = at.end >= s.taken[p] ? 1 : 0;
        const double growth = s.growth[p] * (s.builds[p] > 0 ? 1 : before_service);
        s.cash[p] = s.net[p] + growth;
        s.accounts_before[p] = s.reserve[p] + s.held[p];
        s.draws[p] = s.interest[p] = s.fees[p] = s.principal[p] = s.service[p] = 0;
    }
    for (int k = 0; k < t.loans; ++k) {
        LoanRows& loan = loans[k];
        for (int p = 0; p < W; ++p) {
            loan.interest[p] = loan.balance[p] * loan.rate[p];
            loan.overdue[p] += loan.overdue[p] * loan.rate[p];
            loan.grown[p] *= s.in_default[p] > 0 ? 1 + loan.rate[p] : 1;
            loan.draw[p] = loan.fee[p] = 0;
        }
    }
}

template <int W>
inline void end_debt(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans) {
    for (int p = 0; p < W; ++p) {
        s.kept[p] = s.reserve[p] + s.held[p] - s.accounts_before[p];
        s.to_equity[p] = s.draws[p] - s.interest[p] - s.fees[p] - s.principal[p] - s.kept[p];
        s.equity[p] += positive(-(s.net[p] + s.to_equity[p]));
        s.all_support[p] += s.support[p];
        s.peak[p] = larger(s.peak[p], s.balance[p] + s.overdue[p]);
    }
    if (!at.is_last) return;
    for (int k = 0; k < t.loans; ++k) {
        LoanRows& loan = loans[k];
        for (int p = 0; p < W; ++p) {
            const double left = loan.balance[p] + loan.overdue[p];
            const double loss = left > s.tolerance[p] ? left / loan.grown[p] : 0;
            loan.loss[p] = loss;
            s.loss[p] += loss;
        }
    }
}

template <int W>
inline void debt_period_of(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans,
                           LoanRows* ahead) {
    begin_debt<W>(t, at, s, loans);
    draw_debt<W>(t, at, s, loans);
    fall_due<W>(t, at, s, loans);
    collect_for_debt<W>(t, s);
    serve_debt<W>(t, at, s, loans);
    look_for_default<W>(t, at, s, loans);
    look_for_completion<W>(t, at, s);
    test_ratios<W>(t, at, s, loans, ahead);
    keep_or_sweep<W>(t, at, s, loans, ahead);
    end_debt<W>(t, at, s, loans);
}

inline void debt_period(const DebtTerms& terms, const DebtPeriod& at, DebtRows& rows, LoanRows* loans,
                        LoanRows* ahead, int width) {
    if (width == 64) {
        debt_period_of<64>(terms, at, rows, loans, ahead);
    } else {
        debt_period_of<16>(terms, at, rows, loans, ahead);
    }
}
