// Milling through the ore of a period. Included inside a namespace named by instruction set; see all.inl.

template <int W>
inline void planned_of(const PlanRows& r) {
    alignas(64) double before[W], after[W];  // ages at the ends of the period
    alignas(64) double ramped_before[W], ramped_after[W];
    for (int i = 0; i < W; ++i) {
        before[i] = r.from - r.milestone[i];
        after[i] = r.until[i] - r.milestone[i];
        ramped_before[i] = ramped_after[i] = 0;
    }
    const auto rise = [](double age, double duration) {
        const double rising = 0.5 * age * (age / duration), risen = age - 0.5 * duration;
        const double ramped = age >= duration ? risen : rising;
        return age > 0 ? ramped : 0;
    };
    if (r.steps == 0) {
        for (int i = 0; i < W; ++i) {
            ramped_before[i] = rise(before[i], r.ramp_up[i]);
            ramped_after[i] = rise(after[i], r.ramp_up[i]);
        }
    }
    for (int s = 0; s < r.steps; ++s) {
        const RampRow step = r.step[s];
        const auto held = [step](double age) {
            const double held_for = (age < step.until ? age : step.until) - step.from;
            return age > step.from ? step.share * held_for : 0;
        };
        for (int i = 0; i < W; ++i) {
            ramped_before[i] += held(before[i]);
            ramped_after[i] += held(after[i]);
        }
    }
    for (int i = 0; i < W; ++i) {
        const bool now = after[i] > 0;
        r.planned[i] += now ? r.capacity * (ramped_after[i] - ramped_before[i]) : 0;
    }
}

inline void planned_ore(const PlanRows& rows, int width) {
    if (width == 64) {
        planned_of<64>(rows);
    } else {
        planned_of<16>(rows);
    }
}

/// All paths take what they can of the bin they stand in, until none has any left to take.
template <int W>
inline void mill_of(const MillRows& r) {
    alignas(64) double to_mill[W], take[W];
    alignas(64) std::int64_t bin[W];
    double* __restrict ore = r.ore;
    double* __restrict mined = r.mined;
    double* __restrict expensed = r.expensed;
    double* __restrict sustained_mined = r.sustained_mined;
    double* __restrict sustained_ore = r.sustained_ore;
    double* __restrict left = r.left;
    double* __restrict milled = r.milled;
    std::int64_t* __restrict at = r.at;
    for (int i = 0; i < W; ++i) {
        to_mill[i] = r.tonnes[i];
        ore[i] = mined[i] = expensed[i] = sustained_mined[i] = sustained_ore[i] = 0;
    }
    for (int m = 0; m < r.metals; ++m)
        for (int i = 0; i < W; ++i) r.contained[m][i] = r.recovered[m][i] = 0;
    while (true) {
        std::int64_t working = 0;
        for (int i = 0; i < W; ++i) {
            const bool works = (to_mill[i] > 0) & (at[i] < r.bins);
            const bool to_the_end = to_mill[i] >= left[i] * (1 - 1e-12);  // a remnant of rounding is no ore
            const double part = to_the_end ? left[i] : to_mill[i];
            working |= works ? 1 : 0;
            take[i] = works ? part : 0;
            bin[i] = at[i];
        }
        if (working == 0) return;
        for (int i = 0; i < W; ++i) {
            const OreRow b = r.bin[bin[i]];
            const bool works = (to_mill[i] > 0) & (at[i] < r.bins);
            const bool to_the_end = works & (to_mill[i] >= left[i] * (1 - 1e-12));
            const double moved = take[i] * b.mined;
            ore[i] += take[i];
            mined[i] += moved;
            expensed[i] += moved * b.expensed;
            sustained_mined[i] += moved * b.sustaining;
            sustained_ore[i] += take[i] * b.sustaining;
            milled[i] += take[i];
            to_mill[i] -= take[i];
            const double rest = left[i] - take[i];
            const std::int64_t next = bin[i] + (to_the_end ? 1 : 0);
            const double fresh = r.bin[next].ore;
            left[i] = to_the_end ? fresh : rest;
            at[i] = next;
        }
        for (int m = 0; m < r.metals; ++m) {
            const GradeRow* __restrict metal = r.metal + static_cast<std::ptrdiff_t>(m) * (r.bins + 1);
            double* __restrict contained = r.contained[m];
            double* __restrict recovered = r.recovered[m];
            for (int i = 0; i < W; ++i) {
                const GradeRow b = metal[bin[i]];
                const double tonnes = take[i] * (b.grade * r.grade[i]);
                // The odds of the recovery are multiplied, so that it stays inside (0, 1).
                const double odds = b.recovery * r.odds[i];
                contained[i] += tonnes;
                recovered[i] += tonnes * (odds / (1 - b.recovery + odds));
            }
        }
    }
}

inline void mill(const MillRows& rows, int width) {
    if (width == 64) {
        mill_of<64>(rows);
    } else {
        mill_of<16>(rows);
    }
}
