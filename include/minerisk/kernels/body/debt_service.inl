// A loan in service: what falls due, who pays it, what is kept. Included inside a namespace named by
// instruction set; see debt.inl.

/// Interest of the build, and what falls due.
template <int W>
inline void fall_due(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans) {
    for (int k = 0; k < t.loans; ++k) {
        const LoanTerms f = t.loan[k];
        LoanRows& loan = loans[k];
        const double capitalised = f.interest == finance::BuildInterest::capitalised ? 1 : 0, now = at.i;
        for (int p = 0; p < W; ++p) {
            const double interest = loan.interest[p];
            const double of_build = s.builds[p] > 0 ? interest : 0;
            const double early = periods_repaid1(loan.first[p], f.grace, now) < 0 ? of_build : 0;
            const double added = capitalised > 0 ? early : 0, paid = early - added;
            s.draws[p] += loan.draw[p];
            s.fees[p] += loan.fee[p];
            s.interest_of_build[p] += of_build;
            s.all_in_cost[p] += of_build;
            s.interest[p] += paid;
            loan.balance[p] += added;
            loan.flow[p] = loan.fee[p] - loan.draw[p] + paid;
            loan.due_interest[p] = interest - early;
        }
    }
    for (int p = 0; p < W; ++p) {
        s.all_fees[p] += s.fees[p];
        s.all_in_cost[p] += s.builds[p] > 0 ? s.growth[p] + s.fees[p] : 0;
    }
    schedule_principal<W>(t, s.shift, loans, at.i, s.balloon);
    for (int k = 0; k < t.loans; ++k)
        for (int p = 0; p < W; ++p) s.service[p] += loans[k].due_interest[p] + loans[k].due_principal[p];
}

/// The cash in hand, and what the shareholders add to it.
template <int W>
inline void collect_for_debt(const DebtTerms& t, DebtRows& s) {
    for (int p = 0; p < W; ++p) {
        const double cash = positive(s.cash[p]);
        const double rest = s.reserve[p] + s.held[p] + (s.builds[p] > 0 ? 0 : cash);
        const bool lacks = (s.service[p] > rest) & !(s.is_taken[p] > 0);
        const double lacking = lacks ? s.service[p] - rest : 0;
        const bool has_guarantee = t.has_guarantee & !(s.complete[p] > 0);
        const double guaranteed = has_guarantee ? lacking : 0;
        const double standby = has_guarantee ? 0 : smaller(s.standby_left[p], lacking);
        s.guaranteed[p] = guaranteed;
        s.support[p] = guaranteed + standby;
        s.standby_left[p] -= standby;
        s.rest[p] = rest + s.support[p];
    }
}

/// Pays what the loans of a rank are owed from the rest, on paths where `pays` is above 0, in proportion;
/// `paid(loan, path, owed, amount)`.
template <int W, class Paid>
inline void pay_rank(const DebtTerms& t, DebtRows& s, LoanRows* loans, int rank, PathRow LoanRows::*owed,
                     const double* pays, const Paid& paid) {
    double sum[W], share[W];
    for (int p = 0; p < W; ++p) sum[p] = 0;
    for (int k = 0; k < t.loans; ++k)
        if (t.loan[k].rank == rank)
            for (int p = 0; p < W; ++p) sum[p] += (loans[k].*owed)[p];
    for (int p = 0; p < W; ++p) {
        const double asked = sum[p];
        share[p] = smaller(positive(s.rest[p]) / asked, 1);
        sum[p] = (pays[p] > 0) & (asked > 0) ? asked : 0;
    }
    for (int k = 0; k < t.loans; ++k) {
        if (t.loan[k].rank != rank) continue;
        LoanRows& loan = loans[k];
        for (int p = 0; p < W; ++p) {
            const double stated = (loan.*owed)[p];
            const double is_owed = sum[p] > 0 ? stated : 0;
            const double part = share[p] * is_owed;
            const double amount = (sum[p] > 0) & (share[p] < 1) ? part : is_owed;
            loan.flow[p] += amount;
            s.rest[p] -= amount;
            paid(loan, p, is_owed, amount);
        }
    }
}

/// Prepays by rank on paths where `pays` is above 0.
template <int W>
inline void prepay(const DebtTerms& t, DebtRows& s, LoanRows* loans, const double* pays) {
    for (int rank = 0; rank < t.ranks; ++rank)
        pay_rank<W>(t, s, loans, rank, &LoanRows::balance, pays,
                    [&](LoanRows& loan, int p, double, double amount) {
                        loan.balance[p] -= amount;
                        s.principal[p] += amount;
                    });
}

template <int W>
inline void serve_debt(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans) {
    double pays[W];
    for (int p = 0; p < W; ++p) pays[p] = 1;
    for (int rank = 0; rank < t.ranks; ++rank) {
        pay_rank<W>(t, s, loans, rank, &LoanRows::due_interest, pays,
                    [&](LoanRows& loan, int p, double owed, double amount) {
                        s.interest[p] += amount;
                        loan.overdue[p] += owed - amount;
                    });
        pay_rank<W>(t, s, loans, rank, &LoanRows::due_principal, pays,
                    [&](LoanRows& loan, int p, double owed, double amount) {
                        s.principal[p] += amount;
                        loan.balance[p] -= owed;
                        loan.overdue[p] += owed - amount;
                    });
    }
    for (int rank = 0; rank < t.ranks; ++rank)
        pay_rank<W>(t, s, loans, rank, &LoanRows::overdue, pays,
                    [&](LoanRows& loan, int p, double, double amount) {
                        loan.overdue[p] -= amount;
                        s.principal[p] += amount;
                    });
    double paying = 0;
    const double ends = at.is_last ? 1 : 0;
    for (int p = 0; p < W; ++p) {
        pays[p] = s.in_default[p] + s.compensation[p] + ends > 0 ? 1 : 0;
        paying += pays[p];
    }
    if (paying > 0) prepay<W>(t, s, loans, pays);
    for (int p = 0; p < W; ++p) {
        s.rest[p] = positive(s.rest[p]);  // what rounding leaves below zero
        s.tolerance[p] = 1e-9 * (s.drawn[p] + 1);
        s.balance[p] = s.overdue[p] = 0;
    }
    for (int k = 0; k < t.loans; ++k)
        for (int p = 0; p < W; ++p) {
            s.balance[p] += loans[k].balance[p];
            s.overdue[p] += loans[k].overdue[p];
        }
}

template <int W>
inline void look_for_default(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans) {
    double falls[W];
    const double end = at.end, cure = t.cure;
    for (int p = 0; p < W; ++p) {
        const bool is_overdue = s.overdue[p] > s.tolerance[p];
        const double begun = s.overdue_since[p], in_default = s.in_default[p], date = s.default_at[p];
        const double since = begun < 0 ? end : begun;
        const double now = is_overdue & (in_default < 1) & (end - since >= cure) ? 1 : 0;
        falls[p] = now;
        s.overdue_since[p] = is_overdue ? since : -1;
        s.in_default[p] = in_default + now;
        s.default_at[p] = now > 0 ? end : date;
    }
    for (int k = 0; k < t.loans; ++k) {
        LoanRows& loan = loans[k];
        for (int p = 0; p < W; ++p) {
            const double owed = loan.balance[p] + loan.overdue[p], before = loan.at_default[p];
            loan.at_default[p] = falls[p] > 0 ? owed : before;
        }
    }
}

/// Whether the next period is past completion.
template <int W>
inline void look_for_completion(const DebtTerms& t, const DebtPeriod& at, DebtRows& s) {
    const double end = at.end, least = t.completion_test, after = t.completion;
    const double untested = least == 0 ? 1 : 0;
    for (int p = 0; p < W; ++p) {
        const double first_ore = s.first_ore[p], completed = s.completed[p];
        const double complete = s.complete[p], tested = s.passed[p];
        const double waits = (complete < 1) & (first_ore < end) ? 1 : 0;
        const double passes = (s.builds[p] + s.over[p] < 1) & (s.milled[p] >= least) ? 1 : untested;
        const double is_tested = larger(tested, waits * passes);
        const double completes = end > first_ore + after ? waits * is_tested : 0;
        s.passed[p] = is_tested;
        s.complete[p] = larger(complete, completes);
        s.completed[p] = completes > 0 ? end : completed;
    }
}

/// What service leaves: the reserve account first, then the lock-up or the sweep.
template <int W>
inline void keep_or_sweep(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans,
                          LoanRows* ahead) {
    double reserves[W], wanted[W], sweeps[W];
    double reserving = 0, sweeping = 0;
    const double goes_on = at.is_last ? 0 : 1;
    const double has_reserve = t.reserve > 0 ? 1 : 0, sweep = t.sweep, has_sweep = t.sweep > 0 ? 1 : 0;
    for (int p = 0; p < W; ++p) {
        const double owes = s.balance[p] + s.overdue[p] > s.tolerance[p] ? goes_on : 0;
        const double lenders_hold = (s.overdue[p] > s.tolerance[p]) | (s.in_default[p] > 0) ? owes : 0;
        const double keeps = s.locked[p] > 0 ? owes : lenders_hold;
        reserves[p] = (owes - lenders_hold) * (1 - s.builds[p]) * has_reserve;
        sweeps[p] = (owes - keeps) * has_sweep;
        s.held[p] = keeps;
        wanted[p] = 0;
        reserving += reserves[p];
        sweeping += sweeps[p];
    }
    if (reserving > 0) service_ahead<W>(t, s.shift, loans, ahead, at.i, t.reserve, wanted);
    for (int p = 0; p < W; ++p) {
        const double rest = s.rest[p], balance = s.balance[p];
        const double reserve = smaller(rest, wanted[p]) * reserves[p];
        const double left = rest - reserve;
        const double swept = smaller(sweep * left, balance);
        s.reserve[p] = reserve;
        s.held[p] *= left;
        s.rest[p] = (sweeps[p] > 0) & (left > 0) ? swept : 0;
        s.balance[p] -= s.rest[p];
    }
    if (sweeping > 0) prepay<W>(t, s, loans, sweeps);
}
