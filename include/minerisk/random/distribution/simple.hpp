#pragma once

#include <algorithm>
#include <cmath>

/// The laws whose quantile function needs no more than a square root.
namespace minerisk::inline v0::distribution::detail {

struct Fixed {
    double x = 0;

    double quantile(double) const { return x; }
    void quantile(const double*, double* out, int count) const {
        for (int i = 0; i < count; ++i) out[i] = x;
    }
    double cdf(double at) const { return at < x ? 0 : 1; }
    double below(double at) const { return at > x ? 1 : 0; }
    double mean() const { return x; }
    double variance() const { return 0; }
    double base() const { return x; }
    double lower() const { return x; }
    double upper() const { return x; }
};

struct Uniform {
    double low;
    double high;

    double quantile(double u) const { return std::min(high, low + (high - low) * u); }
    double cdf(double x) const { return x < low ? 0 : x < high ? (x - low) / (high - low) : 1; }
    double above(double x) const { return x < low ? 1 : x < high ? (high - x) / (high - low) : 0; }
    double mean() const { return low + (high - low) / 2; }
    double variance() const { return (high - low) * (high - low) / 12; }
    double base() const { return mean(); }
    double lower() const { return low; }
    double upper() const { return high; }
};

/// Triangular between a and b with the mode m:
///
///   Q(u) = a + sqrt(u (b - a)(m - a)) below u = (m - a) / (b - a), else b - sqrt((1 - u)(b - a)(b - m))
class Triangular {
public:
    Triangular(double a, double m, double b)
        : a_{a},
          m_{m},
          b_{b},
          split_{(m - a) / (b - a)},
          below_{(b - a) * (m - a)},
          above_{(b - a) * (b - m)} {}

    double quantile(double u) const {
        const bool below = u < split_;
        const double root = std::sqrt(below ? u * below_ : (1 - u) * above_);
        return below ? a_ + root : b_ - root;
    }
    double cdf(double x) const {
        if (x <= a_) return 0;
        if (x >= b_) return 1;
        return x < m_ ? (x - a_) * (x - a_) / below_ : 1 - (b_ - x) * (b_ - x) / above_;
    }
    double above(double x) const {
        if (x <= a_) return 1;
        if (x >= b_) return 0;
        return x < m_ ? 1 - (x - a_) * (x - a_) / below_ : (b_ - x) * (b_ - x) / above_;
    }
    double mean() const { return m_ + ((a_ - m_) + (b_ - m_)) / 3; }
    double variance() const {
        const double x = m_ - a_;
        const double y = b_ - m_;
        return (x * x + x * y + y * y) / 18;
    }
    double base() const { return m_; }
    double lower() const { return a_; }
    double upper() const { return b_; }
    /// The u of the mode, where the second derivative of Q jumps.
    double kink() const { return split_; }

private:
    double a_, m_, b_;
    double split_;
    double below_, above_;
};

/// The triangle with the mode m of which the share p lies below `low` and the share 1 - q above `high`.
///
/// With x = m - a, y = b - m, d = m - low, e = high - m and s = x + y:  (x - d)^2 = p x s and
/// (y - e)^2 = (1 - q) y s with x >= d, y >= e. Each gives its side as a function of s; their sum less s is
/// concave and falls through zero once, which Newton's steps reach from above.
inline Triangular trigen_triangle(double low, double m, double high, double p, double q) {
    struct Side {
        double length;
        double growth;  // d length / d s
    };
    const auto side = [](double d, double share, double s) -> Side {
        const double ps = share * s;
        const double root = std::sqrt(ps * (4 * d + ps));
        return {d + (ps + root) / 2, root > 0 ? share * (1 + (2 * d + ps) / root) / 2 : 0.0};
    };
    const double d = m - low;
    const double e = high - m;
    double s = d + e;
    while (side(d, p, s).length + side(e, 1 - q, s).length > s) s *= 2;
    for (int i = 0; i < 100; ++i) {
        const Side x = side(d, p, s);
        const Side y = side(e, 1 - q, s);
        const double next = s - (x.length + y.length - s) / (x.growth + y.growth - 1);
        const bool still = !(next < s);
        if (next > 0) s = next;
        if (still) break;
    }
    return {m - side(d, p, s).length, m, m + side(e, 1 - q, s).length};
}

}  // namespace minerisk::inline v0::distribution::detail
