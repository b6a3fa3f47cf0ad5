// Income tax of one period. Included inside a namespace named by instruction set; see all.inl.

template <int W>
inline void depreciate_of(const DepreciationRows& r) {
    double begun[W], deducted[W];
    for (int i = 0; i < W; ++i) {
        const double spent = r.spent[i] * r.level;
        const double ready = r.waiting[i] + spent;
        begun[i] = r.producing[i] > 0 ? ready : 0;
        r.waiting[i] = ready - begun[i];
        r.adjustment[i] += spent;
        deducted[i] = r.at_once * begun[i];
        begun[i] -= deducted[i];
    }
    if (r.slots > 0) {
        for (int i = 0; i < W; ++i) r.balance[r.slot * W + i] = begun[i] * r.share;
        for (int k = 0; k < r.slots; ++k)
            for (int i = 0; i < W; ++i) deducted[i] += r.balance[k * W + i];
    } else {
        for (int i = 0; i < W; ++i) {
            const double balance = r.balance[i] + begun[i];
            const double part = r.share * balance;
            r.balance[i] = balance - part;
            deducted[i] += part;
        }
    }
    for (int i = 0; i < W; ++i) r.adjustment[i] -= deducted[i];
}

inline void depreciate(const DepreciationRows& rows, int width) {
    if (width == 64) {
        depreciate_of<64>(rows);
    } else {
        depreciate_of<16>(rows);
    }
}

template <int W>
inline void income_tax_of(const IncomeTaxRows& r) {
    double left[W], lost[W];  // of the income; and what it is below zero
    for (int i = 0; i < W; ++i) {
        const double income = r.before_tax[i] * r.level + r.adjustment[i] - r.interest[i] * r.interest_level;
        left[i] = income > 0 ? income : 0;
        lost[i] = left[i] - income;
    }
    const int slots = r.slots > 0 ? r.slots : 1;
    for (int k = 0; k < slots; ++k) {
        double* losses = r.losses + (r.slot + k) % slots * W;  // the oldest first
        for (int i = 0; i < W; ++i) {
            const double used = losses[i] < left[i] ? losses[i] : left[i];
            losses[i] -= used;
            left[i] -= used;
        }
    }
    if (r.slots > 0) {
        for (int i = 0; i < W; ++i) r.losses[r.slot * W + i] = lost[i];
    } else {
        for (int i = 0; i < W; ++i) r.losses[i] += lost[i];
    }
    for (int i = 0; i < W; ++i) {
        const double gross = (r.gross[i] > 0 ? r.gross[i] : 0) * r.level;
        const double on_income = r.rate[i] * left[i];
        const double least = r.minimum_rate * r.share[i] * gross;
        const double due = (on_income > least ? on_income : least) + r.final_rate * r.final_share[i] * gross;
        r.tax[i] = due / r.level;
    }
}

inline void income_tax(const IncomeTaxRows& rows, int width) {
    if (width == 64) {
        income_tax_of<64>(rows);
    } else {
        income_tax_of<16>(rows);
    }
}
