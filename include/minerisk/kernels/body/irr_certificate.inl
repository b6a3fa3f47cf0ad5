// The proofs of body/irr.inl. Included by it.
//
//   One root.    Horner's intermediate values are the coefficients of f / (x - root). With at most one change
//                of sign Descartes' rule leaves at most one root besides, which is not a falling one.
//   Or else.     The sums of order 4 of the flows discounted at the root x, from the front, are the
//                coefficients of f(x y) / (1 - y)^4: their changes of sign bound the roots below x, y in (0,
//                1). Those from the back bound the roots above x. At most one on a side: no second falling
//                root.
//   No return.   The same sums at the maximum, nowhere positive: f <= 0 for all x, to the tolerance.
//   Rising only. One change of sign in the flows, the first positive: Descartes' rule again.
//
// A sign counts only if it stands out of the rounding, and of the error of the root, in its own sum of
// absolute values; else the lane is left to the scalar proof.

/// A root with less slope, as a share of sum i |c_i| x^i, is unsettled.
inline constexpr double irr_steep = 1e-5;

/// Sums of absolute values below this may have lost digits to underflow.
inline constexpr double irr_smallest = 1e-270;

/// What a sign must exceed, as a share of its sum of absolute values: twice a bound of the rounding.
inline double irr_margin(int periods) {
    return 1e-15 * (periods + 60);
}

/// f rises through zero at x, not nearly touching it, and x is so near the root that this moves no sum by a
/// quarter of the margin. `slope` is sum i c_i x^i and `size_slope` the same of absolute values.
inline bool irr_simple(int periods, double f, double slope, double size_slope) {
    return (size_slope > irr_smallest) & (slope > irr_steep * size_slope) &
           (4 * periods * __builtin_fabs(f) <= irr_margin(periods) * slope);
}

/// Settles the lanes for which Horner's values at the root prove that it is the only falling one.
template <int L, class Source>
inline void irr_certify_by_horner(int periods, const Source& source, IrrSearch<L>& s) {
    IrrLanes<L> f, size, slope, size_slope, sign, changes, doubt;
    for (int j = 0; j < L; ++j) {
        f.at[j] = size.at[j] = slope.at[j] = size_slope.at[j] = sign.at[j] = changes.at[j] = doubt.at[j] = 0;
    }
    alignas(64) double buffer[irr_pack];
    const double margin = irr_margin(periods);
    for (int i = periods - 1; i >= 0; --i) {
        const double* row = source.row(i, buffer);
        for (int j = 0; j < L; ++j) {
            const double c = row[j];
            // The value with the first flow in it is f itself; so a value counts once a flow precedes it.
            const bool counts = (c != 0) & (size.at[j] > 0);
            const double unclear = __builtin_fabs(f.at[j]) > margin * size.at[j] ? 0.0 : 1.0;
            doubt.at[j] = counts ? doubt.at[j] + unclear : doubt.at[j];
            const bool change = counts & (sign.at[j] * f.at[j] < 0);
            changes.at[j] = change ? changes.at[j] + 1 : changes.at[j];
            sign.at[j] = counts ? (f.at[j] < 0 ? -1.0 : 1.0) : sign.at[j];
            slope.at[j] = slope.at[j] * s.x.at[j] + f.at[j];
            size_slope.at[j] = size_slope.at[j] * s.x.at[j] + size.at[j];
            f.at[j] = f.at[j] * s.x.at[j] + c;
            size.at[j] = size.at[j] * s.x.at[j] + __builtin_fabs(c);
        }
    }
    for (int j = 0; j < L; ++j) {
        const bool simple =
            irr_simple(periods, f.at[j], s.x.at[j] * slope.at[j], s.x.at[j] * size_slope.at[j]);
        const bool proven = (s.root.at[j] > 0) & simple & (doubt.at[j] == 0) & (changes.at[j] <= 1);
        s.status.at[j] = proven ? irr_one : s.status.at[j];
    }
}

/// Sums of order 1 to 4 of the flows that pass, each weighted by `ratio` a step, with those of absolute
/// values.
template <int L>
struct IrrNested {
    IrrLanes<L> sum[4], size[4];
    IrrLanes<L> sign, changes, doubt;  // of the sum of order 4

    void start() {
        for (int j = 0; j < L; ++j) {
            for (int k = 0; k < 4; ++k) sum[k].at[j] = size[k].at[j] = 0;
            sign.at[j] = changes.at[j] = doubt.at[j] = 0;
        }
    }
    void take(const double* row, const IrrLanes<L>& ratio, double margin) {
        for (int j = 0; j < L; ++j) {
            double add = row[j];
            double add_size = __builtin_fabs(row[j]);
            for (int k = 0; k < 4; ++k) {
                add = sum[k].at[j] * ratio.at[j] + add;
                add_size = size[k].at[j] * ratio.at[j] + add_size;
                sum[k].at[j] = add;
                size[k].at[j] = add_size;
            }
            const double now = add > margin * add_size ? 1.0 : (add < -margin * add_size ? -1.0 : 0.0);
            const bool unclear = (now == 0) & (add_size > 0);
            doubt.at[j] = unclear ? 1.0 : doubt.at[j];
            changes.at[j] = now * sign.at[j] < 0 ? changes.at[j] + 1 : changes.at[j];
            sign.at[j] = now;
        }
    }
    bool clear(int j, int k, double side, double margin) const {
        return side * sum[k].at[j] > margin * size[k].at[j];
    }
    /// At a root, on the side where f has this sign next to it: order 4 changes its sign once at most, also
    /// when the sums go on over flows of zero (order 2 then stays, order 3 goes to this side, order 4
    /// follows).
    bool one_change(int j, double side, double margin) const {
        if (doubt.at[j] > 0 || !clear(j, 1, side, margin)) return false;
        if (changes.at[j] == 0 && clear(j, 3, -side, margin)) return true;
        return changes.at[j] <= 1 && clear(j, 3, side, margin) && clear(j, 2, side, margin);
    }
    /// Nowhere positive, but for the tolerance: at a maximum that touches zero orders 1 and 2 vanish.
    bool never_positive(int j, int periods, double margin) const {
        const double zero = irr_zero * size[0].at[j];
        return doubt.at[j] == 0 && changes.at[j] == 0 && clear(j, 3, -1, margin) && clear(j, 2, -1, margin) &&
               sum[1].at[j] <= periods * zero && sum[0].at[j] <= zero && size[0].at[j] > irr_smallest;
    }
};

/// Settles the lanes for which sums of order 4 prove that the root is the only falling one or that there is
/// none.
template <int L, class Source>
inline void irr_certify_by_sums(int periods, const Source& source, IrrSearch<L>& s) {
    const double margin = irr_margin(periods);
    IrrLanes<L> inverse;
    for (int j = 0; j < L; ++j) inverse.at[j] = 1 / s.x.at[j];
    IrrNested<L> front, back;
    front.start();
    back.start();
    alignas(64) double buffer[irr_pack];
    for (int i = 0; i < periods; ++i) front.take(source.row(i, buffer), inverse, margin);
    for (int i = periods - 1; i >= 0; --i) back.take(source.row(i, buffer), s.x, margin);
    for (int j = 0; j < L; ++j) {
        const double f = back.sum[0].at[j];
        const bool simple =
            irr_simple(periods, f, back.sum[1].at[j] - f, back.size[1].at[j] - back.size[0].at[j]);
        const bool root =
            s.root.at[j] > 0 && simple && front.one_change(j, -1, margin) && back.one_change(j, 1, margin);
        const bool loss = s.peak.at[j] > 0 && front.never_positive(j, periods, margin) &&
                          back.never_positive(j, periods, margin);
        s.status.at[j] = loss ? irr_none_loss : (root ? irr_one : s.status.at[j]);
    }
}

/// Settles the lanes whose flows change sign once, from positive to negative.
template <int L, class Source>
inline void irr_certify_rising(int periods, const Source& source, IrrSearch<L>& s) {
    IrrLanes<L> first, last, changes, sum;
    for (int j = 0; j < L; ++j) first.at[j] = last.at[j] = changes.at[j] = sum.at[j] = 0;
    alignas(64) double buffer[irr_pack];
    for (int i = 0; i < periods; ++i) {
        const double* row = source.row(i, buffer);
        for (int j = 0; j < L; ++j) {
            const double sign = row[j] > 0 ? 1.0 : (row[j] < 0 ? -1.0 : last.at[j]);
            first.at[j] = last.at[j] == 0 ? sign : first.at[j];
            changes.at[j] = sign * last.at[j] < 0 ? changes.at[j] + 1 : changes.at[j];
            last.at[j] = sign;
            sum.at[j] += row[j];
        }
    }
    for (int j = 0; j < L; ++j) {
        const bool proven = (s.status.at[j] == irr_unsettled) & (first.at[j] > 0) & (changes.at[j] == 1) &
                            (sum.at[j] * 0 == 0);
        s.status.at[j] = proven ? irr_rising_only : s.status.at[j];
        s.frozen.at[j] = proven ? 1.0 : s.frozen.at[j];
    }
}
