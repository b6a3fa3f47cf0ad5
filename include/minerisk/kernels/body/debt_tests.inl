// The ratios that lenders look at. Included inside a namespace named by instruction set; see debt.inl. What
// they are: finance/debt_words.hpp.

/// What they are made of, on paths where they are tested.
template <int W>
struct alignas(64) RatioRows {
    double tested[W];
    double balance[W];  // overdue included; 0 where nothing is left
    double cash_of_year[W], due_of_year[W];
    double maturity[W], rate[W];  // last period in which principal is due; of all loans together
    double service_to_come[W];    // of a year
};

template <int W>
inline void ratio_of(finance::Ratio ratio, const DebtTerms& t, const DebtPeriod& at, const DebtRows& s,
                     const RatioRows<W>& r, double* out) {
    double last[W], rate[W], value[W], base[W];
    using finance::Ratio;
    if (ratio == Ratio::dscr) {
        for (int p = 0; p < W; ++p) {
            value[p] = r.cash_of_year[p] / r.due_of_year[p];
            base[p] = s.service[p];
        }
    } else if (ratio == Ratio::gearing) {
        for (int p = 0; p < W; ++p) {
            value[p] = r.balance[p] / (r.balance[p] + s.equity[p]);
            base[p] = r.balance[p];
        }
    } else if (ratio == Ratio::cash) {
        for (int p = 0; p < W; ++p) {
            value[p] = s.rest[p];
            base[p] = r.balance[p];
        }
    } else {
        const double end = ratio == Ratio::plcr ? t.forecast.periods - 1 : at.i + t.per_year;
        for (int p = 0; p < W; ++p) {
            const double owed = r.maturity[p] > at.i ? r.balance[p] : 0;
            base[p] = ratio == Ratio::forward_dscr ? r.service_to_come[p] : owed;
            last[p] = ratio == Ratio::llcr ? r.maturity[p] : end;
            last[p] = (r.tested[p] > 0) & (base[p] > 0) & !(s.over[p] > 0) ? last[p] : at.i;
            rate[p] = ratio == Ratio::forward_dscr ? 0 : r.rate[p];
        }
        if (ratio == Ratio::reserve_tail) {
            ore_left<W>(t.forecast, r.maturity, s.shift, value);
        } else {
            present_value<W>(t.forecast, at.i, last, s.shift, s.price_index, rate, value);
            for (int p = 0; p < W; ++p) value[p] /= base[p];
        }
        for (int p = 0; p < W; ++p) value[p] = s.over[p] > 0 ? 0 : value[p];
    }
    for (int p = 0; p < W; ++p) out[p] = (r.tested[p] > 0) & (base[p] > 0) ? value[p] : quiet_nan;
}

/// The year up to now, and what is known of the loans.
template <int W>
inline void look_at_loans(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, const LoanRows* loans,
                          LoanRows* ahead, RatioRows<W>& r) {
    const int at_year = at.i % t.per_year;
    for (int p = 0; p < W; ++p) {
        const bool operates = !(s.builds[p] > 0);
        s.cash_of_year[at_year][p] = operates ? s.cash[p] : 0;
        s.due_of_year[at_year][p] = operates ? s.service[p] : 0;
        const double owed = s.balance[p] + s.overdue[p];
        r.tested[p] = operates & (s.first_ore[p] < infinity) ? 1 : 0;
        r.balance[p] = owed > s.tolerance[p] ? owed : 0;
        r.cash_of_year[p] = r.due_of_year[p] = r.rate[p] = r.service_to_come[p] = 0;
        r.maturity[p] = at.i;
    }
    for (int q = 0; q < t.per_year; ++q)
        for (int p = 0; p < W; ++p) {
            r.cash_of_year[p] += s.cash_of_year[q][p];
            r.due_of_year[p] += s.due_of_year[q][p];
        }
    if (t.forecast.periods == 0) return;
    for (int k = 0; k < t.loans; ++k) {
        const LoanRows& loan = loans[k];
        const double lives = t.loan[k].grace + t.loan[k].repayments - 1;
        for (int p = 0; p < W; ++p) {
            const bool is_owed = loan.balance[p] > 0;
            const double last = is_owed ? loan.first[p] + lives : at.i;
            r.maturity[p] = larger(r.maturity[p], last);
            r.rate[p] += is_owed ? loan.balance[p] * loan.rate[p] : 0;
        }
    }
    for (int p = 0; p < W; ++p) r.rate[p] /= s.balance[p] > 0 ? s.balance[p] : 1;
    if (t.side[static_cast<int>(finance::Ratio::forward_dscr)] != 0) {
        service_ahead<W>(t, s.shift, loans, ahead, at.i, t.per_year, r.service_to_come);
        for (int p = 0; p < W; ++p) r.service_to_come[p] = r.balance[p] > 0 ? r.service_to_come[p] : 0;
    }
}

/// Tests the ratios; `locked` where distributions are locked up.
template <int W>
inline void test_ratios(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, const LoanRows* loans,
                        LoanRows* ahead) {
    RatioRows<W> r;
    look_at_loans<W>(t, at, s, loans, ahead, r);
    for (int p = 0; p < W; ++p) s.locked[p] = 0;
    for (int k = 0; k < finance::ratio_count; ++k) {
        const double side = t.side[k];
        if (side == 0) continue;
        ratio_of<W>(static_cast<finance::Ratio>(k), t, at, s, r, s.ratio[k]);
        for (int p = 0; p < W; ++p) {
            const double value = s.ratio[k][p], worst = s.worst[k][p];
            s.worst[k][p] = misses1(side, value, worst) ? value : worst;
        }
    }
    for (int c = 0; c < t.covenants; ++c) {
        const CovenantTerms of = t.covenant[c];
        const int k = static_cast<int>(of.ratio);
        const double side = t.side[k], begin = at.begin;
        double* const broken = s.broken[k];
        for (int p = 0; p < W; ++p) {
            const double value = s.ratio[k][p];
            const double locks = misses1(side, value, of.lockup) ? begin : infinity;
            const double breaks = misses1(side, value, of.breach) ? begin : infinity;
            s.locked[p] = larger(s.locked[p], locks < infinity ? 1 : 0);
            s.lockup[p] = smaller(s.lockup[p], locks);
            s.breach[p] = smaller(s.breach[p], breaks);
            broken[p] = smaller(broken[p], breaks);
        }
    }
}
