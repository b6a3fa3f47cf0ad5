// The money of one period. Included inside a namespace named by instruction set; see all.inl.

template <int W>
inline void account_of(const AccountRows& r) {
    double* __restrict gross = r.gross;
    double* __restrict selling = r.selling;
    const double* carrier = r.metal[r.carrier].recovered;
    for (int i = 0; i < W; ++i) {
        r.dry[i] = carrier[i] * r.dry_per_metal;
        gross[i] = 0;
        selling[i] = r.dry[i] * (r.treatment_charge * r.treatment[i] + r.freight_per_dry * r.freight[i]);
    }
    for (int m = 0; m < r.metals; ++m) {
        const MetalRows metal = r.metal[m];
        for (int i = 0; i < W; ++i) {
            const double payable = metal.recovered[i] * metal.payable_share;
            metal.payable[i] = payable;
            gross[i] += payable * metal.price[i];
            selling[i] += payable * metal.refining * r.treatment[i];
        }
    }
    for (int i = 0; i < W; ++i) {
        r.nsr[i] = gross[i] - selling[i];
        r.mining_cost[i] = r.expensed[i] * r.mining * r.mining_factor[i];
        r.processing_cost[i] = r.ore[i] * r.processing * r.processing_factor[i];
        r.general_cost[i] = r.ore[i] * r.general;
        r.sustaining_capital[i] =
            (r.sustained_mined[i] * r.sustaining_per_mined + r.sustained_ore[i] * r.sustaining_per_ore) *
            r.sustaining_factor[i];
    }
}

inline void account(const AccountRows& rows, int width) {
    if (width == 64) {
        account_of<64>(rows);
    } else {
        account_of<16>(rows);
    }
}

template <int W>
inline void onsite_of(const OnsiteRows& r) {
    for (int i = 0; i < W; ++i) {
        const double fixed = r.fixed * r.years[i];
        const double security =
            (r.security_low + r.security_more * r.alert[i]) * r.years[i] + r.protecting[i];
        const double onsite = r.mining[i] + r.processing[i] + r.general[i] + fixed + security;
        const double share = (r.nsr[i] - onsite) / r.nsr[i];
        r.fixed_cost[i] = fixed;
        r.security[i] = security;
        r.onsite[i] = onsite;
        r.operating_margin[i] = r.nsr[i] > 0 ? share : -infinity;
    }
}

inline void onsite(const OnsiteRows& rows, int width) {
    if (width == 64) {
        onsite_of<64>(rows);
    } else {
        onsite_of<16>(rows);
    }
}

template <int W>
inline void royalty_of(const RoyaltyRows& r) {
    double rate[W];
    for (int i = 0; i < W; ++i) rate[i] = r.rate;
    for (int k = 0; k < r.steps; ++k) {
        const RateStep step = r.step[k];
        for (int i = 0; i < W; ++i) rate[i] = r.x[i] >= step.from ? step.rate : rate[i];
    }
    for (int i = 0; i < W; ++i) r.paid[i] = rate[i] * r.share * (r.base[i] > 0 ? r.base[i] : 0);
    if (r.advance)
        for (int i = 0; i < W; ++i) {
            const double due = r.paid[i];
            const double credit = r.credit[i] + r.advance[i];
            const double used = due < credit ? due : credit;
            r.credit[i] = credit - used;
            r.paid[i] = r.advance[i] + (due - used);
        }
    for (int i = 0; i < W; ++i) r.total[i] += r.paid[i];
}

inline void royalty(const RoyaltyRows& rows, int width) {
    if (width == 64) {
        royalty_of<64>(rows);
    } else {
        royalty_of<16>(rows);
    }
}

template <int W>
inline void settle_of(const SettleRows& r) {
    for (int i = 0; i < W; ++i) {
        const double margin = r.nsr[i] - r.royalty[i] - r.onsite[i];
        const double before_tax = margin - r.growth[i] - r.sustaining[i] - r.closure[i] - r.standing[i] -
                                  r.damage[i] - r.premium[i] + r.recovery[i];
        const double tied_up = r.of_nsr * r.nsr[i] + r.of_onsite * r.onsite[i];
        const double taken_up = tied_up - r.tied_up[i];
        r.tied_up[i] = tied_up;
        r.working_capital[i] = taken_up;
        r.margin[i] = margin;
        r.before_tax[i] = before_tax;
    }
}

inline void settle(const SettleRows& rows, int width) {
    if (width == 64) {
        settle_of<64>(rows);
    } else {
        settle_of<16>(rows);
    }
}
