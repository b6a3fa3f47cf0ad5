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
template <class X>
inline auto irr_simple(int periods, X f, X slope, X size_slope) {
    return (size_slope > irr_smallest) & (slope > irr_steep * size_slope) &
           (4 * periods * irr_magnitude(f) <= irr_margin(periods) * slope);
}

/// Settles the lanes for which Horner's values at the root prove that it is the only falling one.
template <int L, class Source>
inline void irr_certify_by_horner(int periods, const Source& source, IrrSearch<L>& s) {
    constexpr int group = L / irr_vector < 2 ? L / irr_vector : 2;
    alignas(64) double buffer[irr_pack];
    const IrrVector zero = {};
    const IrrVector one = zero + 1.0;
    const IrrVector margin = zero + irr_margin(periods);
    for (int from = 0; from < L; from += group * irr_vector) {
        IrrVector at[group], f[group], size[group], slope[group], size_slope[group], sign[group];
        IrrMask changed[group], again[group], doubt[group];  // changed: once at least, again: more than once
#pragma GCC unroll 2
        for (int k = 0; k < group; ++k) {
            at[k] = irr_load(s.x.at + from + k * irr_vector);
            f[k] = size[k] = slope[k] = size_slope[k] = sign[k] = zero;
            changed[k] = again[k] = doubt[k] = IrrMask{};
        }
        for (int i = periods - 1; i >= 0; --i) {
            const double* row = source.row(i, buffer) + from;
#pragma GCC unroll 2
            for (int k = 0; k < group; ++k) {
                const IrrVector c = irr_load(row + k * irr_vector);
                // The value with the first flow in it is f itself; so a value counts once a flow precedes it.
                const IrrMask counts = (c != zero) & (size[k] > zero);
                doubt[k] |= counts & ~(irr_magnitude(f[k]) > margin * size[k]);
                const IrrMask change = counts & (sign[k] * f[k] < zero);
                again[k] |= changed[k] & change;
                changed[k] |= change;
                sign[k] = counts ? (f[k] < zero ? -one : one) : sign[k];
                slope[k] = slope[k] * at[k] + f[k];
                size_slope[k] = size_slope[k] * at[k] + size[k];
                f[k] = f[k] * at[k] + c;
                size[k] = size[k] * at[k] + irr_magnitude(c);
            }
        }
#pragma GCC unroll 2
        for (int k = 0; k < group; ++k) {
            const int lane = from + k * irr_vector;
            const IrrMask simple = irr_simple(periods, f[k], at[k] * slope[k], at[k] * size_slope[k]);
            const IrrMask proven = (irr_load(s.root.at + lane) > zero) & simple & ~doubt[k] & ~again[k];
            irr_store(s.status.at + lane, proven ? zero + irr_one : irr_load(s.status.at + lane));
        }
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
