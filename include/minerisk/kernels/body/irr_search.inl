// Lanes, sums and the search of body/irr.inl. Included by it.
//
// Newton on g = ln(P / N) in ln x, nearly a straight line for a mine, from x = 1, kept in a bracket; where g
// has its maximum below zero, a search for the maximum instead.

inline constexpr unsigned char irr_one = 0, irr_none_loss = 2, irr_no_investment = 4, irr_rising_only = 5,
                               irr_degenerate = 6, irr_unsettled = 255;
inline constexpr int irr_pack = 8;
inline constexpr double irr_zero = 1e-12;  // an NPV within this share of sum |c_i| x^i is zero

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

typedef decltype(IrrVector{} > IrrVector{}) IrrMask;

inline IrrVector irr_load(const double* at) {
    return *reinterpret_cast<const IrrVector*>(at);
}
inline void irr_store(double* at, IrrVector x) {
    *reinterpret_cast<IrrVector*>(at) = x;
}
inline bool irr_all(IrrMask mask) {
    long long all = -1;
    for (int i = 0; i < irr_vector; ++i) all &= mask[i];
    return all != 0;
}
inline IrrVector irr_magnitude(IrrVector x) {
    return x < IrrVector{} ? -x : x;
}
inline double irr_magnitude(double x) {
    return __builtin_fabs(x);
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

/// The sums at x = 1, where the search starts. Settles the lanes with flows of one sign.
template <int L, class Source>
inline void irr_first_sums(int periods, const Source& source, IrrSearch<L>& s, IrrSums<L>& out) {
    constexpr int group = L / irr_vector < irr_group ? L / irr_vector : irr_group;
    alignas(64) double buffer[irr_pack];
    const IrrVector zero = {};
    for (int from = 0; from < L; from += group * irr_vector) {
        IrrVector f[group], slope[group], gain[group], gain_slope[group], lowest[group];
#pragma GCC unroll 4
        for (int k = 0; k < group; ++k) f[k] = slope[k] = gain[k] = gain_slope[k] = lowest[k] = zero;
        for (int i = periods - 1; i >= 0; --i) {
            const double* row = source.row(i, buffer) + from;
#pragma GCC unroll 4
            for (int k = 0; k < group; ++k) {
                const IrrVector c = irr_load(row + k * irr_vector);
                slope[k] += f[k];
                f[k] += c;
                gain_slope[k] += gain[k];
                gain[k] += c > zero ? c : zero;
                lowest[k] = c < lowest[k] ? c : lowest[k];
            }
        }
#pragma GCC unroll 4
        for (int k = 0; k < group; ++k) {
            const int lane = from + k * irr_vector;
            irr_store(out.f.at + lane, f[k]);
            irr_store(out.slope.at + lane, slope[k]);
            irr_store(out.gain.at + lane, gain[k]);
            irr_store(out.gain_slope.at + lane, gain_slope[k]);
            const IrrVector receipts = gain[k] > zero ? zero + irr_no_investment : zero + irr_degenerate;
            const IrrVector status = lowest[k] < zero ? zero + irr_none_loss : receipts;
            const IrrMask finite = f[k] * 0.0 == zero;
            const IrrMask settled = finite & ((lowest[k] == zero) | (gain[k] == zero));
            irr_store(s.status.at + lane, settled ? status : irr_load(s.status.at + lane));
            irr_store(s.frozen.at + lane, settled ? zero + 1.0 : irr_load(s.frozen.at + lane));
        }
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
        IrrVector bend = zero, secant = zero;
        if (!irr_all(high_slope >= zero)) {
            bend = (low_slope - high_slope) * x / (high - low);
            secant = low + (high - low) * (low_slope / (low_slope - high_slope));
        }
        const auto hope = (high_slope >= zero) | (g_slope * g_slope > -2 * g * bend);
        const auto inside = (rising & hope & (newton > low) & (newton < high)) | close;
        const auto inner = high_slope < zero + halve_above ? secant : (low + high) / 2;
        const auto bracket = (low > zero) & (high < zero + infinity);
        const auto other = bracket ? inner : x * shrink;
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
        irr_store(s.x.at + j, (active & ~peak) ? next : x);
        irr_store(s.root.at + j, (active & close) ? one : irr_load(s.root.at + j));
        irr_store(s.peak.at + j, (active & peak) ? one : irr_load(s.peak.at + j));
        irr_store(s.frozen.at + j, (active & (close | peak)) ? one : old_frozen);
    }
}
