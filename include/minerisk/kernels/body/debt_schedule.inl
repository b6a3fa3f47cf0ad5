// Principal as it falls due. Included inside a namespace named by instruction set; see debt.inl.

template <int W>
inline void periods_repaid(const LoanTerms& f, const LoanRows& loan, int i, double* n) {
    const double now = i, grace = f.grace;
    for (int p = 0; p < W; ++p) n[p] = periods_repaid1(loan.first[p], grace, now);
}

/// That of a loan in the n-th of its periods of repayment, from 0; nothing where n is below 0.
template <int W>
inline void principal_due(const LoanTerms& f, const double* parts, const double* n, LoanRows& loan) {
    const double* const balance = loan.balance;
    double* const due = loan.due_principal;
    double left[W];
    const double repayments = f.repayments;
    for (int p = 0; p < W; ++p) left[p] = repayments - n[p];
    using finance::Repayment;
    if (f.repayment == Repayment::level_principal) {
        for (int p = 0; p < W; ++p) due[p] = level_principal1(balance[p], left[p]);
    } else if (f.repayment == Repayment::annuity) {
        for (int p = 0; p < W; ++p) due[p] = annuity_principal1(balance[p], left[p], loan.rate[p]);
    } else if (f.repayment == Repayment::bullet) {
        for (int p = 0; p < W; ++p) due[p] = bullet_principal1(balance[p], left[p]);
    } else if (f.repayment == Repayment::table) {
        for (int p = 0; p < W; ++p) {
            const int at = f.first_part + static_cast<int>(positive(smaller(n[p], repayments - 1)));
            due[p] = table_principal1(balance[p], left[p], parts[at]);
        }
    } else {  // sculpted: later, once all else that falls due is known
        for (int p = 0; p < W; ++p) due[p] = 0;
    }
    for (int p = 0; p < W; ++p) due[p] = n[p] >= 0 ? due[p] : 0;
}

/// The principal of period i on loans that know their due interest. Sculpted loans share what the forecast
/// cash at their ratio leaves: those in their last period first, the others by their balances. Adds what the
/// last periods need beyond it to `balloon`.
template <int W>
inline void schedule_principal(const DebtTerms& t, const double* shift, LoanRows* loans, int i,
                               double* balloon) {
    double other[W], sculpted[W], ending[W], n[W];
    for (int p = 0; p < W; ++p) other[p] = sculpted[p] = ending[p] = 0;
    for (int k = 0; k < t.loans; ++k) {
        const LoanTerms& f = t.loan[k];
        LoanRows& loan = loans[k];
        periods_repaid<W>(f, loan, i, n);
        principal_due<W>(f, t.parts, n, loan);
        for (int p = 0; p < W; ++p) {
            other[p] += loan.due_interest[p];
            other[p] += loan.due_principal[p];
        }
        if (f.repayment != finance::Repayment::sculpted) continue;
        const double repayments = f.repayments;
        for (int p = 0; p < W; ++p) {
            const double balance = loan.balance[p];
            const double repaying = n[p] >= 0 ? balance : 0;
            sculpted[p] += repaying;
            ending[p] += n[p] + 1 >= repayments ? repaying : 0;
        }
    }
    if (!t.sculpts) return;
    double free[W], share[W];
    cash_at_deck<W>(t.forecast, i, shift, free);
    for (int p = 0; p < W; ++p) {
        free[p] = positive(free[p] / t.sculpted_dscr - other[p]);
        const double living = sculpted[p] - ending[p];
        const double part = smaller(positive(free[p] - ending[p]) / living, 1);
        share[p] = living > 0 ? part : 0;
        balloon[p] += positive(ending[p] - free[p]);
    }
    for (int k = 0; k < t.loans; ++k) {
        const LoanTerms& f = t.loan[k];
        LoanRows& loan = loans[k];
        if (f.repayment != finance::Repayment::sculpted) continue;
        const double repayments = f.repayments;
        periods_repaid<W>(f, loan, i, n);
        for (int p = 0; p < W; ++p) {
            const double balance = loan.balance[p];
            const double due = n[p] + 1 >= repayments ? balance : share[p] * balance;
            loan.due_principal[p] = n[p] >= 0 ? due : 0;
        }
    }
}

/// Scheduled service of the periods i + 1, ..., i + `periods`, the last in part, at the rates of today;
/// `ahead` is scratch.
template <int W>
inline void service_ahead(const DebtTerms& t, const double* shift, const LoanRows* loans, LoanRows* ahead,
                          int i, double periods, double* sum) {
    double service[W], balloon[W];
    for (int p = 0; p < W; ++p) sum[p] = balloon[p] = 0;
    for (int k = 0; k < t.loans; ++k)
        for (int p = 0; p < W; ++p) {
            ahead[k].balance[p] = loans[k].balance[p];
            ahead[k].rate[p] = loans[k].rate[p];
            ahead[k].first[p] = loans[k].first[p];
        }
    for (int n = 1; n < periods + 1; ++n) {
        for (int k = 0; k < t.loans; ++k)
            for (int p = 0; p < W; ++p) ahead[k].due_interest[p] = ahead[k].balance[p] * ahead[k].rate[p];
        schedule_principal<W>(t, shift, ahead, i + n, balloon);
        for (int p = 0; p < W; ++p) service[p] = 0;
        for (int k = 0; k < t.loans; ++k)
            for (int p = 0; p < W; ++p) {
                service[p] += ahead[k].due_interest[p] + ahead[k].due_principal[p];
                ahead[k].balance[p] -= ahead[k].due_principal[p];
            }
        const double part = smaller(periods - (n - 1), 1);
        for (int p = 0; p < W; ++p) sum[p] += part * service[p];
    }
}
