// What the lenders' case says at a path's own first ore. Included inside a namespace named by instruction
// set; see debt.inl. What it means: finance/forecast.hpp.

/// What a table says of places in it, 0 behind its end.
template <int W>
inline void look_up(const ForecastTable& f, const double* table, const double* at, double before_it,
                    double* out) {
    for (int p = 0; p < W; ++p)
        out[p] = at[p] < 0 ? before_it : (at[p] < f.periods ? table[static_cast<int>(at[p])] : 0);
}

/// The places of period j of the grid in the case.
template <int W>
inline void places(double j, const double* shift, double* at) {
    for (int p = 0; p < W; ++p) at[p] = j - shift[p];
}

/// Cash at the deck in period j of the grid, nominal.
template <int W>
inline void cash_at_deck(const ForecastTable& f, int j, const double* shift, double* cash) {
    double at[W];
    const double level = j < f.periods ? f.levels[j] : 0;
    places<W>(j, shift, at);
    look_up<W>(f, f.cash, at, 0, cash);
    for (int p = 0; p < W; ++p) cash[p] *= level;
}

/// Of the cash of periods i + 1 to `last` at the end of period i, nominal, at `rate` a period.
template <int W>
inline void present_value(const ForecastTable& f, int i, const double* last, const double* shift,
                          const double* index, const double* rate, double* value) {
    double log_index[W], discount[W], at[W], cash[W], moving[W];
    double most = i;
    for (int p = 0; p < W; ++p) {
        const double log = log_of(split(index[p]));
        log_index[p] = in_log_range(index[p]) ? log : 0;
        discount[p] = 1;
        value[p] = 0;
    }
    for (int p = 0; p < W; ++p) most = larger(most, last[p]);
    for (int j = i + 1; j <= most && j < f.periods; ++j) {
        places<W>(j, shift, at);
        look_up<W>(f, f.cash, at, 0, cash);
        look_up<W>(f, f.moving, at, 0, moving);
        const double level = f.levels[j], fade = f.fade, now = j;
        for (int p = 0; p < W; ++p) {
            discount[p] /= 1 + rate[p];
            log_index[p] *= fade;
            const double part = (cash[p] + moving[p] * expm1_in_range(log_index[p])) * level * discount[p];
            value[p] += last[p] >= now ? part : 0;
        }
    }
}

/// Share of the ore that is left after period `after`.
template <int W>
inline void ore_left(const ForecastTable& f, const double* after, const double* shift, double* share) {
    double at[W];
    for (int p = 0; p < W; ++p) at[p] = after[p] - shift[p];
    look_up<W>(f, f.ore, at, 1, share);
}
