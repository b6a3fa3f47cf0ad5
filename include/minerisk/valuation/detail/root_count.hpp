#pragma once

#include <array>
#include <limits>

#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::valuation::detail {

/// Both sides of an NPV at one rate, on the scale s = -ln(1 + rate): g = ln(P / N) with P the value of the
/// receipts and N that of the payments, and the mean times of both, which are the slopes of ln P and ln N.
struct Balance {
    double s = 0;
    double g = 0;
    double receipts_time = 0;
    double payments_time = 0;

    double slope() const { return receipts_time - payments_time; }
};

/// When the receipts and payments of a stream start and end.
struct Extent {
    double first_receipt = 0, last_receipt = 0;
    double first_payment = 0, last_payment = 0;
};

/// The falling roots of an NPV (g goes from - to + as s grows) and the last one in s: the lowest rate.
struct Roots {
    int falling = 0;
    int rising = 0;
    double s = 0;         ///< of the falling root with the lowest rate, if there is one
    int evaluations = 0;  ///< how often the stream was read
};

/// Counts the roots of the NPV of a stream that has receipts and payments, and finds one, by proof.
///
/// ln P and ln N are convex in s, so their slopes grow with s. On an interval [a, b] the slope of g hence
/// lies in
///     [receipts_time(a) - payments_time(b), receipts_time(b) - payments_time(a)] = [m, M],
/// also for a = -inf and b = +inf, where the mean times are those of the first and of the last flows. If m >=
/// 0 or M <= 0, g is monotone and its signs at the ends count its roots. Else g is below the lines of slope M
/// from a and m from b, and above those of slope m from a and M from b: no root if these bounds keep the sign
/// of the ends. Their gap falls with the square of the width; the interval is cut until one test holds.
///
/// |g| <= 2e-12 counts as zero, that is, an NPV within 1e-12 of the sum of absolute discounted flows: a
/// maximum or minimum that only comes so near to zero touches it and is no root. `Stream` gives `balance(s)`,
/// `extent()`, and `scale()`, a first width in s. No allocation; at most about 100 evaluations a root.
template <class Stream>
class RootCount {
public:
    explicit RootCount(const Stream& stream) : stream_{stream}, extent_{stream.extent()} {}

    Roots count() {
        constexpr int most = 64;
        std::array<Balance, most> left, right;
        int lefts = 0;
        int rights = 0;
        const Balance start = at(0);
        for (double width = stream_.scale(); lefts < most; width *= 2) {
            left[lefts] = at((lefts > 0 ? left[lefts - 1] : start).s - width);
            if (monotone(low_end(), left[lefts++])) break;
        }
        for (double width = stream_.scale(); rights < most; width *= 2) {
            right[rights] = at((rights > 0 ? right[rights - 1] : start).s + width);
            if (monotone(right[rights++], high_end())) break;
        }
        last_ = low_end();
        pass(left[lefts - 1]);
        for (int i = lefts - 1; i > 0; --i) settle(left[i], left[i - 1]);
        settle(left[0], start);
        settle(start, right[0]);
        for (int i = 1; i < rights; ++i) settle(right[i - 1], right[i]);
        pass(high_end());
        if (roots_.falling > 0) roots_.s = root();
        return roots_;
    }

private:
    static constexpr double zero = 2e-12;
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    Balance at(double s) {
        ++roots_.evaluations;
        return stream_.balance(s);
    }
    Balance low_end() const {
        const double sign = extent_.first_payment < extent_.first_receipt ? -1 : 1;
        return {-infinity, sign * infinity, extent_.first_receipt, extent_.first_payment};
    }
    Balance high_end() const {
        const double sign = extent_.last_payment > extent_.last_receipt ? -1 : 1;
        return {infinity, sign * infinity, extent_.last_receipt, extent_.last_payment};
    }
    static double least_slope(const Balance& a, const Balance& b) {
        return a.receipts_time - b.payments_time;
    }
    static double most_slope(const Balance& a, const Balance& b) { return b.receipts_time - a.payments_time; }
    static bool monotone(const Balance& a, const Balance& b) {
        return least_slope(a, b) >= 0 || most_slope(a, b) <= 0;
    }
    /// Where the line of slope `first` from a and that of slope `second` from b meet.
    static double meeting(const Balance& a, const Balance& b, double first, double second) {
        const double width = b.s - a.s;
        return a.g + first * ((b.g - a.g - second * width) / (first - second));
    }
    /// True if the ends tell all: g is monotone between them, or cannot leave their sign or zero.
    static bool decided(const Balance& a, const Balance& b) {
        if (monotone(a, b)) return true;
        const double least = least_slope(a, b);
        const double most = most_slope(a, b);
        const bool never_above = a.g <= zero && b.g <= zero && meeting(a, b, most, least) <= zero;
        const bool never_below = a.g >= -zero && b.g >= -zero && meeting(a, b, least, most) >= -zero;
        return never_above || never_below;
    }
    /// Goes on to b, with at most one root between it and the last place where g was not zero.
    void pass(const Balance& b) {
        if (b.g >= -zero && b.g <= zero) return;
        if (b.g > 0 && last_.g < 0) {
            ++roots_.falling;
            below_ = last_;
            above_ = b;
        } else if (b.g < 0 && last_.g > 0) {
            ++roots_.rising;
        }
        last_ = b;
    }
    void settle(Balance a, const Balance& end) {
        std::array<Balance, 64> ahead;  // the right ends still to be reached, the next one last
        int size = 0;
        ahead[size++] = end;
        while (size > 0) {
            const Balance b = ahead[size - 1];
            const bool full = size == static_cast<int>(ahead.size());
            if (full || decided(a, b) || b.s - a.s <= 1e-9 * stream_.scale()) {
                pass(b);
                a = b;
                --size;
            } else {
                ahead[size++] = at(cut(a, b));
            }
        }
    }
    /// Where to cut: at the extremum that the slopes at the ends point to, else in the middle.
    static double cut(const Balance& a, const Balance& b) {
        double share = 0.5;
        if ((a.slope() > 0) != (b.slope() > 0)) {
            share = a.slope() / (a.slope() - b.slope());
            share = share < 0.1 ? 0.1 : (share > 0.9 ? 0.9 : share);
        }
        return a.s + share * (b.s - a.s);
    }
    /// Newton's method between `below_` and `above_`, halving where it would leave them.
    double root() {
        if (below_.s == -infinity) below_ = widened(above_, -1);
        if (above_.s == infinity) above_ = widened(below_, 1);
        Balance here = below_.g + above_.g > 0 ? below_ : above_;
        for (int i = 0; i < 100; ++i) {
            double s = here.s - here.g / here.slope();
            if (!(here.slope() > 0 && s > below_.s && s < above_.s))
                s = below_.s + 0.5 * (above_.s - below_.s);
            if (!(s > below_.s && s < above_.s)) break;
            const double moved = s > here.s ? s - here.s : here.s - s;
            here = at(s);
            (here.g < 0 ? below_ : above_) = here;
            if (here.g == 0 || moved <= 1e-10 * stream_.scale()) {
                const double polished = here.s - here.g / here.slope();
                return here.slope() > 0 ? polished : here.s;
            }
        }
        return here.s;
    }
    /// The first place beyond `from`, in ever longer steps, where g has the other sign.
    Balance widened(const Balance& from, int direction) {
        Balance b = from;
        for (double width = stream_.scale(); (b.g > 0) == (from.g > 0) && width < 1e12; width *= 2) {
            b = at(b.s + direction * width);
        }
        return b;
    }

    const Stream& stream_;
    Extent extent_;
    Roots roots_;
    Balance last_, below_, above_;
};

}  // namespace minerisk::inline v0::valuation::detail
