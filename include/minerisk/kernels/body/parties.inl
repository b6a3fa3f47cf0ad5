// The flows of a period over the parties. Included inside a namespace named by instruction set; see all.inl.
// What they mean: finance/partners.hpp.

/// A party receives an amount less what is withheld of it.
template <int W>
inline void receive(const SpreadRows& r, int party, const double* withheld, const double* amount) {
    const double rate = withheld[party];
    double tax[W];
    for (int p = 0; p < W; ++p) tax[p] = amount[p] * rate;
    double* const to = r.party[party];
    for (int p = 0; p < W; ++p) to[p] += amount[p] - tax[p];
    if (rate == 0) return;
    double* const state = r.party[r.withheld_to];
    for (int p = 0; p < W; ++p) state[p] += tax[p];
}

/// What goes out of a block of flows, in the order of payment; what the loans of the shareholders and a carry
/// that is repaid stand at afterwards.
template <int W>
struct FlowParts {
    double call[W];                    // below 0
    double interest[W], principal[W];  // of the loans of the shareholders
    double dividends[W];
    double repaid[W];  // of them, by carried stakes to the others
    double kept[W];    // share of their dividends that carried stakes keep
};

template <int W>
inline void split_flow(const SpreadRows& r, const double* flow, FlowParts<W>& f) {
    const double level = r.level, rate = r.loan_rate, lent = r.lent, carried = r.carried;
    const double counts = r.carry_repaid ? 1 : 0;
    double* __restrict interest_owed = r.interest, * __restrict lent_so_far = r.loan, * __restrict carry = r.owed;
    for (int p = 0; p < W; ++p) {
        const double call = flow[p] < 0 ? flow[p] : 0, cash = flow[p] < 0 ? 0 : flow[p];
        const double interest = interest_owed[p] + (lent_so_far[p] + interest_owed[p]) * rate;
        const double interest_due = interest / level, interest_left = interest - cash * level;
        const double interest_paid = smaller(cash, interest_due);
        interest_owed[p] = cash < interest_due ? interest_left : 0;
        const double rest = cash - interest_paid;
        const double loan = lent_so_far[p], loan_due = loan / level, loan_left = loan - rest * level;
        const double principal = smaller(rest, loan_due);
        lent_so_far[p] = (rest < loan_due ? loan_left : 0) - call * lent * level;
        const double owed = carry[p] - counts * (call * (1 - lent) * carried);
        const double dividends = rest - principal;
        const double of_carried = dividends * carried;
        const double repaid = smaller(owed, of_carried);
        const double kept = 1 - repaid / of_carried;
        carry[p] = owed - repaid;
        f.call[p] = call;
        f.interest[p] = interest_paid;
        f.principal[p] = principal;
        f.dividends[p] = dividends;
        f.repaid[p] = repaid;
        f.kept[p] = of_carried > 0 ? kept : 1;
    }
}

template <int W>
inline void spread_over_stakes(const SpreadRows& r, const double* flow) {
    FlowParts<W> f;
    split_flow<W>(r, flow, f);
    double share[W], funding[W], amount[W];
    const double paying = 1 - r.carried;  // shares
    const auto shares_of = [&](const StakeTerms stake) {
        for (int p = 0; p < W; ++p) {
            share[p] = r.comes_in[p] > 0 ? stake.share : stake.before;
            funding[p] = share[p] / paying;
        }
    };
    for (int k = 0; k < r.stakes; ++k) {
        const StakeTerms& stake = r.stake[k];
        if (stake.is_carried) continue;
        shares_of(stake);
        double* const payer = r.party[stake.payer];
        for (int p = 0; p < W; ++p) payer[p] += f.call[p] * funding[p];
        if (r.lent == 0) continue;
        for (int p = 0; p < W; ++p) amount[p] = f.interest[p] * funding[p];
        receive<W>(r, stake.payer, r.of_interest, amount);
        for (int p = 0; p < W; ++p) payer[p] += f.principal[p] * funding[p];
    }
    for (int k = 0; k < r.stakes; ++k) {
        const StakeTerms& stake = r.stake[k];
        const double is_carried = stake.is_carried ? 1 : 0;
        shares_of(stake);
        for (int p = 0; p < W; ++p) amount[p] = f.dividends[p] * share[p] * (is_carried > 0 ? f.kept[p] : 1);
        receive<W>(r, stake.holder, r.of_dividends, amount);
        if (stake.is_carried || !r.carry_repaid) continue;
        for (int p = 0; p < W; ++p) amount[p] = f.repaid[p] * funding[p];
        receive<W>(r, stake.payer, r.of_dividends, amount);
    }
}

template <int W>
inline void spread_flows_of(const SpreadRows& r) {
    double flow[W];
    for (int k = 0; k < r.parties; ++k)
        for (int p = 0; p < W; ++p) r.party[k][p] /= r.level;
    for (int p = 0; p < W; ++p) flow[p] = r.net[p];
    if (r.to_equity)
        for (int p = 0; p < W; ++p) {
            const double equity = r.net[p] + r.to_equity[p] / r.level;
            const double rounding = 1e-12 * (__builtin_fabs(r.net[p]) + __builtin_fabs(r.to_equity[p]));
            flow[p] = __builtin_fabs(equity) < rounding ? 0 : equity;
        }
    for (int p = 0; p < W; ++p) r.equity[p] = flow[p];
    if (r.stakes == 0) return;
    if (r.guarantors > 0) {
        double support[W];
        for (int p = 0; p < W; ++p) {
            const double guaranteed = r.guaranteed[p] / r.level;
            const double rest = r.equity[p] + guaranteed;
            const double left = __builtin_fabs(rest) < 1e-9 * guaranteed ? 0 : rest;  // but for rounding
            flow[p] = guaranteed > 0 ? left : r.equity[p];
            support[p] = flow[p] - r.equity[p];
        }
        for (int k = 0; k < r.guarantors; ++k) {
            double* const party = r.party[r.guarantor[k].party];
            for (int p = 0; p < W; ++p) party[p] -= support[p] * r.guarantor[k].share;
        }
    }
    spread_over_stakes<W>(r, flow);
}

inline void spread_flows(const SpreadRows& rows, int width) {
    if (width == 64) {
        spread_flows_of<64>(rows);
    } else {
        spread_flows_of<16>(rows);
    }
}
