#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::distribution::detail {

/// Where one end of a distribution stands at x = e^y, x being the distance from 0 (or from the end itself)
/// and v the probability beyond x on that end's side.
struct EndPoint {
    double x;
    double log_v;
    double elasticity;  ///< d ln x / d ln v
    double slope;       ///< x f' / f of the density f
    double curvature;   ///< x^2 (f' / f)'
};

/// The quantile function of a law that has no closed form. A table for each end holds x as a function of the
/// probability v beyond it, v from 2^-53 to 1/2: four cells an octave, in each the polynomial of degree 7
/// that has the exact value and the exact first three derivatives at both sides. So it is continuous with
/// three derivatives, and as Q is analytic but at v = 0 and 1, the error is 3e-9 of Q at most, relative, in
/// every octave of both tails, whatever root or logarithm Q follows there.
///
/// A look-up takes the cell from the bits of v and reads one line of cache; a table takes 27 kB, of which
/// nine draws in ten touch 2 kB. It is made with `minerisk::math` only: the same bits on every machine.
class QuantileTable {
public:
    /// An End has `double first(double log_v)`, a y from which Newton's steps on ln v climb to where v has
    /// that value, and `EndPoint at(double y)`. `at_one` is the x where nothing is left beyond it above.
    template <class Lower, class Upper>
    QuantileTable(const Lower& lower, const Upper& upper, double at_zero, double at_one)
        : cells_(2 * side), edge_{at_zero, at_one} {
        fill(lower, cells_.data());
        fill(upper, cells_.data() + side);
    }

    /// x of u in (0, 1): the distance that belongs to the lower end for u < 1/2, else to the upper end.
    double operator()(double u) const {
        const bool above = !(u < 0.5);
        const double left = 1.0 - u;
        const double v = left < u ? left : u;  // no branch: which end it is cannot be predicted
        if (!(v >= 0x1p-53)) [[unlikely]]
            return beyond(v, above);
        const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, v);
        const auto cell = (bits >> 50) - ((1023 - octaves - 1) << 2) + above * side;
        const std::uint64_t rest = ((bits << 2) & 0x000fffffffffffffu) | 0x3ff0000000000000u;
        const double t = __builtin_bit_cast(double, rest) - 1.0;  // exact
        const double* c = cells_[cell].c;
        const double t2 = t * t;
        const double low = (c[1] + c[2] * t) + (c[3] + c[4] * t) * t2;
        const double high = (c[5] + c[6] * t) + c[7] * t2;
        return c[0] + t * (low + high * (t2 * t2));
    }

private:
    static constexpr int octaves = 52;
    static constexpr std::size_t side = 4 * octaves + 1;  // the last cell is v = 1/2 alone
    struct alignas(64) Cell {
        double c[8];
    };

    /// Below 2^-53, where no centred uniform lies: linear to the edge; NaN outside [0, 1].
    double beyond(double v, bool above) const {
        if (!(v >= 0)) return __builtin_nan("");
        if (v == 0) return edge_[above];
        const double x = cells_[above ? side : 0].c[0];
        return above ? x : edge_[0] + v * 0x1p53 * (x - edge_[0]);
    }

    template <class End>
    static void fill(const End& end, Cell* cells) {
        double v = 0x1p-53;
        double y = end.first(math::log(v));
        EndPoint left = solve(end, v, y);
        for (int octave = 0; octave < octaves; ++octave) {
            const double width = v / 4;  // of this octave's cells
            for (int i = 0; i < 4; ++i, v += width) {
                const EndPoint right = solve(end, v + width, y);
                *cells++ = cell(left, v, right, v + width, width);
                left = right;
            }
        }
        *cells = {{left.x, 0, 0, 0, 0, 0, 0, 0}};
    }

    /// Newton on ln v as a function of y = ln x, which is concave: from the tail it never overshoots.
    template <class End>
    static EndPoint solve(const End& end, double v, double& y) {
        const double target = math::log(v);
        for (int i = 0; i < 200; ++i) {
            const EndPoint at = end.at(y);
            const double step = (target - at.log_v) * at.elasticity;
            y += step;
            if (!(step > 1e-9 || step < -1e-9)) break;  // what is left is of the order of its square
        }
        EndPoint at = end.at(y);
        at.log_v = target;
        return at;
    }

    /// x, w x', w^2 x'' and w^3 x''' by v, w being the width of the cell.
    struct Derivatives {
        double d[4];
    };
    static Derivatives derivatives(const EndPoint& p, double v, double width) {
        const double r = p.elasticity * width / v;
        return {
            {p.x, p.x * r, -p.x * p.slope * r * r, p.x * (2 * p.slope * p.slope - p.curvature) * r * r * r}};
    }

    static Cell cell(const EndPoint& from, double v0, const EndPoint& to, double v1, double width) {
        const auto [f] = derivatives(from, v0, width);
        const auto [g] = derivatives(to, v1, width);
        const double c2 = f[2] / 2;
        const double c3 = f[3] / 6;
        // What the cubic by the left side lacks on the right, in value and derivatives.
        const double a = g[0] - (f[0] + f[1] + c2 + c3);
        const double b = g[1] - (f[1] + 2 * c2 + 3 * c3);
        const double c = g[2] - (2 * c2 + 6 * c3);
        const double d = g[3] - 6 * c3;
        return {{f[0], f[1], c2, c3, 35 * a - 15 * b + 2.5 * c - d / 6, -84 * a + 39 * b - 7 * c + d / 2,
                 70 * a - 34 * b + 6.5 * c - d / 2, -20 * a + 10 * b - 2 * c + d / 6}};
    }

    std::vector<Cell> cells_;
    double edge_[2];
};

}  // namespace minerisk::inline v0::distribution::detail
