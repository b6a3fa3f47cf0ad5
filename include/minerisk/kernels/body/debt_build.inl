// Draws and fees of a loan. Included inside a namespace named by instruction set; see debt.inl.

/// Fees of the period, and what may be drawn in it: `open` is the share of it in which something is, 0 too
/// where nobody lends. Adds what does not depend on the draws to `fixed`.
template <int W>
inline void make_room(const LoanTerms f, const DebtPeriod& at, const DebtRows& s, LoanRows& loan,
                      const double* lends, const double* open, double* fixed) {
    const double upfront = f.upfront_fee * f.commitment;
    const double financed = f.interest == finance::BuildInterest::financed ? 1 : 0;
    const double begin = at.begin, end = at.end, now = at.i;
    for (int p = 0; p < W; ++p) {
        const double drawn = loan.drawn[p], interest = loan.interest[p], spent = s.spent[p];
        const double undrawn = f.commitment - drawn;
        const double close = s.close[p];
        const double years = positive(smaller(end, close + f.available) - larger(begin, close));
        const double closes = (close >= begin) & (close < end) ? upfront : 0;
        const double fee = f.commitment_fee * years * undrawn + closes;
        const double waits = periods_repaid1(loan.first[p], f.grace, now) < 0 ? 1 : 0;
        double room = (years > 0) & (open[p] > 0) & (waits > 0) ? undrawn : 0;
        room = smaller(room, f.cover * spent - drawn);  // where either is none, NaN
        room = smaller(room, spent - f.budget - drawn);
        const double use = fee + (financed * waits > 0 ? interest : 0);
        loan.room[p] = positive(room);
        loan.fee[p] = lends[p] > 0 ? fee : 0;
        fixed[p] += lends[p] > 0 ? use : 0;
    }
}

/// Uses of funds U = fixed + sum cost_k min(room_k, share_k (U - equity)), equity paying first: piecewise
/// linear, solved by binding the rooms in the order in which they bind, at most once each.
template <int W>
inline void uses_of_funds(const DebtTerms& t, const LoanRows* loans, const double* equity, double* fixed,
                          double* uses) {
    double slope[W], bound[finance::most_facilities][W], least[W], first[W], without_debt[W];
    double all = 0;
    for (int k = 0; k < t.loans; ++k) {
        all += t.loan[k].exposure_fee * t.loan[k].share;
        for (int p = 0; p < W; ++p) bound[k][p] = 0;
    }
    for (int p = 0; p < W; ++p) {
        slope[p] = all;
        without_debt[p] = fixed[p];
    }
    for (int round = 0;; ++round) {
        for (int p = 0; p < W; ++p) {
            uses[p] = (fixed[p] - slope[p] * equity[p]) / (1 - slope[p]);
            least[p] = uses[p];
            first[p] = -1;
        }
        if (round == t.loans) break;
        for (int k = 0; k < t.loans; ++k) {
            const double share = t.loan[k].share;
            if (!(share > 0)) continue;
            for (int p = 0; p < W; ++p) {
                const double at = equity[p] + loans[k].room[p] / share;
                const bool binds = !(bound[k][p] > 0) & (at < least[p]);
                least[p] = binds ? at : least[p];
                first[p] = binds ? k : first[p];
            }
        }
        double binding = 0;
        for (int k = 0; k < t.loans; ++k) {
            const double cost = t.loan[k].exposure_fee, share = t.loan[k].share;
            for (int p = 0; p < W; ++p) {
                const bool binds = first[p] == k;
                bound[k][p] = binds ? 1 : bound[k][p];
                fixed[p] += binds ? cost * loans[k].room[p] : 0;
                slope[p] -= binds ? cost * share : 0;
                binding += binds ? 1 : 0;
            }
        }
        if (binding == 0) break;
    }
    for (int p = 0; p < W; ++p) uses[p] = without_debt[p] <= equity[p] ? without_debt[p] : uses[p];
}

/// Lends the smaller of the room and what is asked for, taken off what is asked.
template <int W>
inline void lend(const LoanTerms& f, const DebtPeriod& at, DebtRows& s, LoanRows& loan, double* asked) {
    const double exposure_fee = f.exposure_fee, begin = at.begin, now = at.i;
    for (int p = 0; p < W; ++p) {
        const double amount = positive(smaller(loan.room[p], asked[p]));
        const double first = loan.first[p];
        const double date = larger(begin, s.close[p]);
        const bool begins = (amount > 0) & (first < 0);
        loan.first[p] = larger(first, begins ? now : -1);
        loan.first_draw[p] = smaller(loan.first_draw[p], begins ? date : infinity);
        loan.draw[p] = amount;
        loan.fee[p] += exposure_fee * amount;
        loan.balance[p] += amount;
        loan.drawn[p] += amount;
        s.drawn[p] += amount;
        asked[p] -= amount;
    }
}

template <int W>
inline void draw_debt(const DebtTerms& t, const DebtPeriod& at, DebtRows& s, LoanRows* loans) {
    double lends[W], open[W], fixed[W], uses[W], drawn[W], asked[W];
    double lending = 0;
    for (int p = 0; p < W; ++p) {
        lends[p] = (s.builds[p] > 0) & (s.close[p] < at.end) & !(s.in_default[p] > 0) ? 1 : 0;
        lending += lends[p];
        open[p] = lends[p] * s.after_close[p] * (1 - smaller(positive(s.suspended[p]), 1));
        s.spent[p] += s.growth[p] * open[p];
        fixed[p] = s.growth[p] * open[p];
        drawn[p] = 0;
    }
    if (lending == 0) return;
    for (int k = 0; k < t.loans; ++k) make_room<W>(t.loan[k], at, s, loans[k], lends, open, fixed);
    uses_of_funds<W>(t, loans, s.equity_left, fixed, uses);
    for (int k = 0; k < t.loans; ++k) {
        for (int p = 0; p < W; ++p) asked[p] = t.loan[k].share * positive(uses[p] - s.equity_left[p]);
        lend<W>(t.loan[k], at, s, loans[k], asked);
        for (int p = 0; p < W; ++p) drawn[p] += loans[k].draw[p];
    }
    for (int p = 0; p < W; ++p) {
        s.equity_left[p] = positive(s.equity_left[p] - (uses[p] - drawn[p]));
        asked[p] = positive(uses[p] - drawn[p]);
    }
    for (int k = 0; k < t.loans; ++k)
        if (t.loan[k].is_overrun) lend<W>(t.loan[k], at, s, loans[k], asked);
}
