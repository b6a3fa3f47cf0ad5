// Internal rates of return with their certificate. Included inside a namespace named by instruction set; see
// all.inl. What the statuses mean: valuation/irr.hpp.
//
// The flows c_i of a path are the coefficients of f(x) = sum c_i x^i, x = 1 / (1 + rate). P and N are the
// sums of its positive and of its negative terms, both > 0. A falling root of the NPV is where f goes from -
// to + as x grows; roots of both kinds alternate. Lanes run in lockstep, first whole chunks, then the lanes
// that are left, packed. A lane that is done is frozen: no bit of it depends on its neighbours.
//
//   Search.      Newton on g = ln(P / N) in ln x, nearly a straight line for a mine, from x = 1, kept in a
//                bracket; where g has its maximum below zero, a search for the maximum instead.
//   One root.    Horner's intermediate values are the coefficients of f / (x - root). With at most one change
//   of
//                sign Descartes' rule leaves at most one root besides, which is not a falling one.
//   Or else.     The sums of order 4 of the flows discounted at the root x, from the front, are the
//   coefficients
//                of f(x y) / (1 - y)^4: their changes of sign bound the roots below x, y in (0, 1). Those
//                from the back bound the roots above x. At most one on a side: no second falling root.
//   No return.   The same sums at the maximum, nowhere positive: f <= 0 for all x, to the tolerance.
//   Rising only. One change of sign in the flows, the first positive: Descartes' rule again.
//
// A sign counts only if it stands out of the rounding, and of the error of the root, in its own sum of
// absolute values; else the lane is left to the scalar proof.

inline constexpr unsigned char irr_one = 0, irr_none_loss = 2, irr_no_investment = 4, irr_rising_only = 5,
                               irr_degenerate = 6, irr_unsettled = 255;
inline constexpr int irr_chunk_steps = 7;   // in whole chunks
inline constexpr int irr_packed_steps = 7;  // more, for the lanes that are left
inline constexpr int irr_pack = 8;
inline constexpr double irr_zero = 1e-12;  // an NPV within this share of sum |c_i| x^i is zero
inline constexpr double irr_steep =
    1e-5;  // a root with less slope, as a share of sum i |c_i| x^i, is unsettled

/// What a sign must exceed, as a share of its sum of absolute values: twice a bound of the rounding.
inline double irr_margin(int periods) {
    return 1e-15 * (periods + 60);
}

// The search is written with vectors: its sums must stay in registers, which the compiler does not achieve
// for a plain loop over paths, and its many masks keep such a loop from becoming vectors at all.
#if defined(__AVX512F__)
inline constexpr int irr_vector = 8, irr_group = 4;
#elif defined(__AVX__)
inline constexpr int irr_vector = 4, irr_group = 2;
#else
inline constexpr int irr_vector = 2, irr_group = 2;
#endif
typedef double IrrVector __attribute__((vector_size(irr_vector * sizeof(double)), may_alias));

inline IrrVector irr_load(const double* at) {
    return *reinterpret_cast<const IrrVector*>(at);
}
inline void irr_store(double* at, IrrVector x) {
    *reinterpret_cast<IrrVector*>(at) = x;
}

/// One number a lane.
template <int L>
struct IrrLanes {
    alignas(64) double at[L];
};

/// The flows of neighbouring paths.
struct IrrChunk {
    const double* cash;
    int stride;
    const double* row(int period, double*) const { return cash + static_cast<std::size_t>(period) * stride; }
};

/// The flows of up to irr_pack chosen paths of a block.
struct IrrPacked {
    const double* cash;
    int stride;
    int lane[irr_pack];
    const double* row(int period, double* buffer) const {
        const double* all = cash + static_cast<std::size_t>(period) * stride;
        for (int j = 0; j < irr_pack; ++j) buffer[j] = all[lane[j]];
        return buffer;
    }
};

/// f, P and their derivatives by x, at x.
template <int L>
struct IrrSums {
    IrrLanes<L> f, slope, gain, gain_slope;
};

template <int L, class Source>
inline void irr_sums(int periods, const Source& source, const IrrLanes<L>& x, IrrSums<L>& out) {
    constexpr int group = L / irr_vector < irr_group ? L / irr_vector : irr_group;
    alignas(64) double buffer[irr_pack];
    for (int from = 0; from < L; from += group * irr_vector) {
        IrrVector at[group], f[group], slope[group], gain[group], gain_slope[group];
        const IrrVector zero = {};
#pragma GCC unroll 4
        for (int k = 0; k < group; ++k) {
            at[k] = irr_load(x.at + from + k * irr_vector);
            f[k] = slope[k] = gain[k] = gain_slope[k] = zero;
        }
        for (int i = periods - 1; i >= 0; --i) {
            const double* row = source.row(i, buffer) + from;
#pragma GCC unroll 4
            for (int k = 0; k < group; ++k) {
                const IrrVector c = irr_load(row + k * irr_vector);
                slope[k] = slope[k] * at[k] + f[k];
                f[k] = f[k] * at[k] + c;
                gain_slope[k] = gain_slope[k] * at[k] + gain[k];
                gain[k] = gain[k] * at[k] + (c > zero ? c : zero);
            }
        }
#pragma GCC unroll 4
        for (int k = 0; k < group; ++k) {
            const int lane = from + k * irr_vector;
            irr_store(out.f.at + lane, f[k]);
            irr_store(out.slope.at + lane, slope[k]);
            irr_store(out.gain.at + lane, gain[k]);
            irr_store(out.gain_slope.at + lane, gain_slope[k]);
        }
    }
}

/// Where the search of a lane stands. Masks are 0 or 1.
template <int L>
struct IrrSearch {
    IrrLanes<L> x;
    IrrLanes<L> low, low_slope;    // left of the root or of the maximum, with the slope of g there
    IrrLanes<L> high, high_slope;  // right of it; a slope < 0: right of a maximum below zero
    IrrLanes<L> root, peak;        // found
    IrrLanes<L> status;            // settled, or irr_unsettled
    IrrLanes<L> frozen;

    void start() {
        for (int j = 0; j < L; ++j) {
            x.at[j] = 1;
            low.at[j] = low_slope.at[j] = high_slope.at[j] = 0;
            high.at[j] = infinity;
            root.at[j] = peak.at[j] = frozen.at[j] = 0;
            status.at[j] = irr_unsettled;
        }
    }
    /// Lane j becomes lane i of `from`.
    template <int M>
    void take(int j, const IrrSearch<M>& from, int i) {
        x.at[j] = from.x.at[i];
        low.at[j] = from.low.at[i];
        low_slope.at[j] = from.low_slope.at[i];
        high.at[j] = from.high.at[i];
        high_slope.at[j] = from.high_slope.at[i];
        root.at[j] = from.root.at[i];
        peak.at[j] = from.peak.at[i];
        status.at[j] = from.status.at[i];
        frozen.at[j] = from.frozen.at[i];
    }
};

/// Settles the lanes with flows of one sign, from the sums at x = 1.
template <int L>
inline void irr_settle_one_sign(const IrrSums<L>& sums, IrrSearch<L>& s) {
    for (int j = 0; j < L; ++j) {
        const double gain = sums.gain.at[j];
        const double loss = gain - sums.f.at[j];
        double status = gain > 0 ? double{irr_no_investment} : double{irr_degenerate};
        status = loss > 0 ? double{irr_none_loss} : status;
        const bool settled = (gain >= 0) & (loss >= 0) & ((gain <= 0) | (loss <= 0));
        s.status.at[j] = settled ? status : s.status.at[j];
        s.frozen.at[j] = settled ? 1.0 : s.frozen.at[j];
    }
}

/// Moves each lane that is not frozen.
template <int L>
inline void irr_step(int periods, int count, const IrrSums<L>& sums, IrrSearch<L>& s) {
    const IrrVector zero = {};
    const IrrVector one = zero + 1.0;
    const IrrVector reach = zero + (periods > 30 ? 30.0 / periods : 1.0);  // the longest step in ln x
    const IrrVector shrink = (2 - reach) / (2 + reach);
    const double fine = 1e-7 / periods;
    const double halve_above = count % 3 == 2 ? -infinity : 0.0;
    for (int j = 0; j < L; j += irr_vector) {
        const auto x = irr_load(s.x.at + j);
        const auto f = irr_load(sums.f.at + j);
        const auto gain = irr_load(sums.gain.at + j);
        const auto gain_slope = irr_load(sums.gain_slope.at + j);
        const auto loss = gain - f;
        const auto part = f / (gain + loss);
        const auto g =
            2 * part + part * part * part * (2.0 / 3);  // ln(P / N) = 2 artanh(part), to the fifth order
        const auto loss_time = x * (gain_slope - irr_load(sums.slope.at + j)) / loss;
        const auto g_slope = x * gain_slope / gain - loss_time;
        const auto rising = g_slope > zero;

        const auto old_low = irr_load(s.low.at + j);
        const auto old_high = irr_load(s.high.at + j);
        const auto tolerance = irr_zero * (gain + loss);
        const auto new_low = (f < tolerance) & rising & (x > old_low);
        const auto new_high = ((f >= tolerance) | (g_slope <= zero)) & (x < old_high);
        const auto low = new_low ? x : old_low;
        const auto low_slope = new_low ? g_slope : irr_load(s.low_slope.at + j);
        const auto high = new_high ? x : old_high;
        const auto beyond = f < tolerance ? g_slope : zero;
        const auto high_slope = new_high ? beyond : irr_load(s.high_slope.at + j);

        auto step = g / (rising ? g_slope : one);
        const auto close = rising & (step <= zero + fine) & (step >= zero - fine);
        step = step > reach ? reach : step;
        step = step < -reach ? -reach : step;
        const auto newton = x * (2 - step) / (2 + step);  // x e^(-step) to the third order
        // Right of a maximum below zero so far: is there a root before it, on the parabola through both
        // slopes?
        const auto bend = (low_slope - high_slope) * x / (high - low);
        const auto hope = (high_slope >= zero) | (g_slope * g_slope > -2 * g * bend);
        const auto inside = (rising & hope & (newton > low) & (newton < high)) | close;
        const auto secant = low + (high - low) * (low_slope / (low_slope - high_slope));
        const auto inner = high_slope < zero + halve_above ? secant : (low + high) / 2;
        const auto other = (low > zero) & (high < zero + infinity) ? inner : x * shrink;
        const auto next = inside ? newton : other;

        // Near enough to the maximum: it is not much above g, and the sums of order 2 can be negative at both
        // ends.
        const auto tilt = gain * g_slope;
        const auto room = 0.25 * tolerance + 0.5 * (tolerance - f);
        const auto most_left = room * (1 + loss_time);
        const auto most_right = room * (periods - loss_time);
        const auto peak = (high_slope < zero) & (f < tolerance) & ~inside &
                          (2 * g_slope * g_slope < (4 * irr_zero - g) * bend) & (tilt < most_left) &
                          (tilt < most_right) & (-tilt < most_left) & (-tilt < most_right);

        const auto old_frozen = irr_load(s.frozen.at + j);
        const auto active = old_frozen == zero;
        irr_store(s.low.at + j, active ? low : old_low);
        irr_store(s.low_slope.at + j, active ? low_slope : irr_load(s.low_slope.at + j));
        irr_store(s.high.at + j, active ? high : old_high);
        irr_store(s.high_slope.at + j, active ? high_slope : irr_load(s.high_slope.at + j));
        irr_store(s.x.at + j, active & ~peak ? next : x);
        irr_store(s.root.at + j, active & close ? one : irr_load(s.root.at + j));
        irr_store(s.peak.at + j, active & peak ? one : irr_load(s.peak.at + j));
        irr_store(s.frozen.at + j, active & (close | peak) ? one : old_frozen);
    }
}

/// f rises through zero at x, not nearly touching it, and x is so near the root that this moves no sum by a
/// quarter of the margin. `slope` is sum i c_i x^i and `size_slope` the same of absolute values.
inline bool irr_simple(int periods, double f, double slope, double size_slope) {
    return (slope > irr_steep * size_slope) &
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
            changes.at[j] = counts & (sign.at[j] * f.at[j] < 0) ? changes.at[j] + 1 : changes.at[j];
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
            doubt.at[j] = (now == 0) & (add_size > 0) ? 1.0 : doubt.at[j];
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
        const bool ends_there = clear(j, 3, side, margin) & clear(j, 2, side, margin) & (changes.at[j] <= 1);
        const bool turns_later = clear(j, 3, -side, margin) & (changes.at[j] == 0);
        return (doubt.at[j] == 0) & clear(j, 1, side, margin) & (ends_there | turns_later);
    }
    /// Nowhere positive, but for the tolerance: at a maximum that touches zero orders 1 and 2 vanish.
    bool never_positive(int j, int periods, double margin) const {
        const double zero = irr_zero * size[0].at[j];
        return (doubt.at[j] == 0) & (changes.at[j] == 0) & clear(j, 3, -1, margin) & clear(j, 2, -1, margin) &
               (sum[1].at[j] <= periods * zero) & (sum[0].at[j] <= zero);
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
            (s.root.at[j] > 0) & simple & front.one_change(j, -1, margin) & back.one_change(j, 1, margin);
        const bool loss = (s.peak.at[j] > 0) & front.never_positive(j, periods, margin) &
                          back.never_positive(j, periods, margin);
        s.status.at[j] = loss ? irr_none_loss : (root ? irr_one : s.status.at[j]);
    }
}

/// Settles the lanes whose flows change sign once, from positive to negative.
template <int L, class Source>
inline void irr_certify_rising(int periods, const Source& source, IrrSearch<L>& s) {
    IrrLanes<L> first, last, changes;
    for (int j = 0; j < L; ++j) first.at[j] = last.at[j] = changes.at[j] = 0;
    alignas(64) double buffer[irr_pack];
    for (int i = 0; i < periods; ++i) {
        const double* row = source.row(i, buffer);
        for (int j = 0; j < L; ++j) {
            const double sign = row[j] > 0 ? 1.0 : (row[j] < 0 ? -1.0 : last.at[j]);
            first.at[j] = last.at[j] == 0 ? sign : first.at[j];
            changes.at[j] = sign * last.at[j] < 0 ? changes.at[j] + 1 : changes.at[j];
            last.at[j] = sign;
        }
    }
    for (int j = 0; j < L; ++j) {
        const bool proven = (s.status.at[j] == irr_unsettled) & (first.at[j] > 0) & (changes.at[j] == 1);
        s.status.at[j] = proven ? irr_rising_only : s.status.at[j];
        s.frozen.at[j] = proven ? 1.0 : s.frozen.at[j];
    }
}

template <int L>
inline double irr_count(const IrrLanes<L>& mask) {
    double n = 0;
    for (int j = 0; j < L; ++j) n += mask.at[j] > 0 ? 1.0 : 0.0;
    return n;
}

/// Steps of the search, numbered from `from`, until `to` or until all lanes are frozen; returns the next
/// number.
template <int L, class Source>
inline int irr_search(int periods, const Source& source, int from, int to, IrrSearch<L>& s) {
    IrrSums<L> sums;
    int count = from;
    for (; count < to && irr_count(s.frozen) < L; ++count) {
        irr_sums(periods, source, s.x, sums);
        if (count == 0) irr_settle_one_sign(sums, s);
        irr_step(periods, count, sums, s);
    }
    return count;
}

/// Rate and status of a lane from where its search and proof ended.
template <int L>
inline void irr_answer(const IrrSearch<L>& s, int j, double& rate, unsigned char& status) {
    const double code = s.status.at[j];
    const double ranked =
        code == irr_none_loss ? -infinity : (code == irr_no_investment ? infinity : quiet_nan);
    rate = code == irr_one ? (1 - s.x.at[j]) / s.x.at[j] : ranked;
    status = static_cast<unsigned char>(code);
}

/// One block; returns how often the flows of the path that took the most were read.
template <int W>
inline int irr_block(int periods, const double* cash, double* rate, unsigned char* status) {
    constexpr int lanes = W < 32 ? W : 32;
    int passes = 0;
    IrrSearch<W> left;  // the lanes that are not settled
    int where[W];
    int count = 0;
    for (int from = 0; from < W; from += lanes) {
        IrrSearch<lanes> s;
        const IrrChunk chunk{cash + from, W};
        s.start();
        const int searched = irr_search(periods, chunk, 0, irr_chunk_steps, s);
        const bool roots = irr_count(s.root) > 0;
        if (roots) irr_certify_by_horner(periods, chunk, s);
        passes = passes > searched + roots ? passes : searched + roots;
        for (int j = 0; j < lanes; ++j) {
            irr_answer(s, j, rate[from + j], status[from + j]);
            if (status[from + j] != irr_unsettled) continue;
            left.take(count, s, j);
            where[count++] = from + j;
        }
    }
    int more = 0;
    for (int from = 0; from < count; from += irr_pack) {
        IrrSearch<irr_pack> s;
        IrrPacked pack{cash, W, {}};
        for (int j = 0; j < irr_pack; ++j) {
            const int i = from + j < count ? from + j : count - 1;
            s.take(j, left, i);
            pack.lane[j] = where[i];
        }
        int read = 0;
        if (irr_count(s.frozen) < irr_pack) {
            irr_certify_rising(periods, pack, s);
            read = 1 + irr_search(periods, pack, irr_chunk_steps, irr_chunk_steps + irr_packed_steps, s) -
                   irr_chunk_steps;
        }
        if (irr_count(s.root) + irr_count(s.peak) > 0) {
            irr_certify_by_sums(periods, pack, s);
            read += 2;
        }
        more = more > read ? more : read;
        for (int j = 0; j < irr_pack && from + j < count; ++j) {
            irr_answer(s, j, rate[pack.lane[j]], status[pack.lane[j]]);
        }
    }
    return passes + more;
}

inline void irr(int periods, int width, const double* cash, double* rate, unsigned char* status) {
    if (width == 64) {
        irr_block<64>(periods, cash, rate, status);
    } else {
        irr_block<16>(periods, cash, rate, status);
    }
}
