#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/random/distribution.hpp"
#include "minerisk/random/distribution/forms.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY Distribution::Distribution() = default;
MINERISK_BODY Distribution::Distribution(const Distribution&) = default;
MINERISK_BODY Distribution::Distribution(Distribution&&) noexcept = default;
MINERISK_BODY Distribution& Distribution::operator=(const Distribution&) = default;
MINERISK_BODY Distribution& Distribution::operator=(Distribution&&) noexcept = default;
MINERISK_BODY Distribution::~Distribution() = default;

MINERISK_BODY Distribution Distribution::of(Form form, double base) {
    Distribution made;
    made.form_ = std::make_shared<const Form>(std::move(form));
    made.base_ = base;
    return made;
}

MINERISK_BODY Distribution Distribution::of(Form form) {
    const double base = std::visit([](const auto& f) { return f.base(); }, form);
    return of(std::move(form), base);
}

MINERISK_BODY auto Distribution::form() const -> const Form& {
    if (form_) return *form_;
    static const Form zero{distribution::detail::Fixed{}};
    return zero;
}

MINERISK_BODY bool Distribution::is_fixed() const {
    return std::holds_alternative<distribution::detail::Fixed>(form());
}

MINERISK_BODY double Distribution::quantile(double u) const {
    return scale_ * std::visit([u](const auto& f) { return f.quantile(u); }, form());
}

MINERISK_BODY void Distribution::quantile(const double* u, double* out, int count) const {
    std::visit(
        [&](const auto& f) {
            if constexpr (requires { f.quantile(u, out, count); }) {
                f.quantile(u, out, count);
            } else {
                for (int i = 0; i < count; ++i) out[i] = f.quantile(u[i]);
            }
        },
        form());
    if (scale_ == 1) return;
    for (int i = 0; i < count; ++i) out[i] = scale_ * out[i];
}

MINERISK_BODY double Distribution::cdf(double x) const {
    return std::visit([y = x / scale_](const auto& f) { return f.cdf(y); }, form());
}

MINERISK_BODY double Distribution::cdf_below(double x) const {
    return std::visit(
        [y = x / scale_](const auto& f) {
            if constexpr (requires { f.below(y); }) {
                return f.below(y);
            } else {
                return f.cdf(y);
            }
        },
        form());
}

MINERISK_BODY double Distribution::cdf_above(double x) const {
    return std::visit(
        [y = x / scale_](const auto& f) {
            if constexpr (requires { f.above(y); }) {
                return f.above(y);
            } else {
                return 1 - f.cdf(y);
            }
        },
        form());
}

MINERISK_BODY double Distribution::mean() const {
    return scale_ * std::visit([](const auto& f) { return f.mean(); }, form());
}

MINERISK_BODY double Distribution::variance() const {
    return scale_ * scale_ * std::visit([](const auto& f) { return f.variance(); }, form());
}

MINERISK_BODY double Distribution::lower() const {
    return scale_ * std::visit([](const auto& f) { return f.lower(); }, form());
}

MINERISK_BODY double Distribution::upper() const {
    return scale_ * std::visit([](const auto& f) { return f.upper(); }, form());
}

MINERISK_BODY Distribution Distribution::scaled(double k) const {
    Problems problems;
    problems.require(k > 0 && is_finite(k), "scale", k, "must be finite and positive");
    problems.throw_if_any();
    Distribution made = *this;
    made.scale_ = scale_ * k;
    return made;
}

namespace distribution {
namespace detail {

/// The integrals of X - centre and of its square over low <= X <= high.
MINERISK_BODY Moments part_moments(const Distribution& of, double low, double high, double centre) {
    const double from = of.cdf_below(low);
    const double to = of.cdf(high);
    if (!(to > from)) return {};
    const double least = std::max(low, of.lower());
    const double most = std::min(high, of.upper());
    const double scale = of.scale();
    const auto scaled = [&](const Moments& m) -> Moments {
        return {scale * m.first, scale * scale * m.second};
    };
    return std::visit(
        [&](const auto& f) -> Moments {
            const auto q = [&](double u) {
                const double x = scale * f.quantile(u);
                return x < least ? least : x > most ? most : x;
            };
            if constexpr (requires { f.part(low, high, centre); }) {
                return scaled(f.part(low / scale, high / scale, centre / scale));
            } else if constexpr (requires { f.moments(from, to, centre); }) {
                return scaled(f.moments(from, to, centre / scale));
            } else if constexpr (requires { f.kink(); }) {
                const double kink = std::clamp(f.kink(), from, to);
                const Moments left = octave_moments(q, from, kink, centre);
                const Moments right = octave_moments(q, kink, to, centre);
                return {left.first + right.first, left.second + right.second};
            } else {
                return octave_moments(q, from, to, centre);
            }
        },
        of.form());
}

/// The values that have a probability of their own, in order.
MINERISK_BODY std::vector<double> atoms_of(const Distribution& of) {
    std::vector<double> all;
    if (const auto* fixed = std::get_if<Fixed>(&of.form())) all = {fixed->x};
    if (const auto* discrete = std::get_if<Discrete>(&of.form())) all = discrete->values();
    if (const auto* empirical = std::get_if<Empirical>(&of.form())) all = empirical->levels();
    if (const auto* mixture = std::get_if<Mixture>(&of.form())) all = mixture->atoms();
    if (const auto* truncated = std::get_if<Truncated>(&of.form())) {
        all = atoms_of(truncated->of());
        std::erase_if(all, [&](double x) { return x < truncated->lower() || x > truncated->upper(); });
    }
    if (const auto* tail = std::get_if<ParetoTail>(&of.form())) {
        all = atoms_of(tail->body());
        std::erase_if(all, [&](double x) { return x > tail->threshold(); });
    }
    for (double& x : all) x *= of.scale();
    return all;
}

MINERISK_BODY Truncated::Truncated(Distribution of, double low, double high)
    : of_{std::make_shared<const Distribution>(std::move(of))},
      from_{of_->cdf_below(low)},
      to_{of_->cdf(high)},
      beyond_{of_->cdf_above(high)},
      lower_{std::max(low, of_->lower())},
      upper_{std::min(high, of_->upper())} {
    if (!(to_ > from_)) return;  // for the factory to refuse
    if (std::holds_alternative<Discrete>(of_->form())) {
        lower_ = of_->quantile(std::nextafter(from_, 1.0));
        upper_ = of_->quantile(to_);
    }
    const double centre = quantile(0.5);
    const Moments sum = part_moments(*of_, low, high, centre);
    const double shift = sum.first / mass();
    mean_ = centre + shift;
    variance_ = std::max(0.0, sum.second / mass() - shift * shift);
    base_ = of_->base() >= lower_ && of_->base() <= upper_ ? of_->base() : centre;
}

MINERISK_BODY double Truncated::quantile(double u) const {
    return clipped(of_->quantile(inner(u)));
}
MINERISK_BODY void Truncated::quantile(const double* u, double* out, int count) const {
    double p[wide_block];
    for (int at = 0; at < count; at += wide_block) {
        const int n = std::min(wide_block, count - at);
        for (int i = 0; i < n; ++i) p[i] = inner(u[at + i]);
        of_->quantile(p, out + at, n);
        for (int i = 0; i < n; ++i) out[at + i] = clipped(out[at + i]);
    }
}
MINERISK_BODY double Truncated::cdf(double x) const {
    if (x < lower_) return 0;
    return x < upper_ ? std::clamp((of_->cdf(x) - from_) / mass(), 0.0, 1.0) : 1;
}
MINERISK_BODY double Truncated::below(double x) const {
    if (x <= lower_) return 0;
    return x <= upper_ ? std::clamp((of_->cdf_below(x) - from_) / mass(), 0.0, 1.0) : 1;
}

MINERISK_BODY double Truncated::above(double x) const {
    if (x < lower_) return 1;
    return x < upper_ ? std::clamp((of_->cdf_above(x) - beyond_) / mass(), 0.0, 1.0) : 0;
}
MINERISK_BODY Moments Truncated::part(double low, double high, double centre) const {
    const Moments m = part_moments(*of_, std::max(low, lower_), std::min(high, upper_), centre);
    return {m.first / mass(), m.second / mass()};
}

MINERISK_BODY Mixture::Mixture(std::vector<Weighted> components) {
    double sum = 0;
    for (const Weighted& c : components) sum += c.weight;
    lower_ = std::numeric_limits<double>::infinity();
    upper_ = -lower_;
    double from = lower_, to = upper_;
    std::vector<double> single;
    for (Weighted& c : components) {
        c.weight /= sum;
        lower_ = std::min(lower_, c.of.lower());
        upper_ = std::max(upper_, c.of.upper());
        from = std::min(from, c.of.quantile(0.25));
        to = std::max(to, c.of.quantile(0.75));
        mean_ += c.weight * c.of.mean();
        for (const double x : atoms_of(c.of)) single.push_back(x);
    }
    for (const Weighted& c : components) {
        const double away = c.of.mean() - mean_;
        variance_ += c.weight * (c.of.variance() + away * away);
    }
    if (lower_ < 0) fine_ = std::max(fine_, (to - from) / 1024);
    components_ = std::make_shared<const std::vector<Weighted>>(std::move(components));

    std::sort(single.begin(), single.end());
    single.erase(std::unique(single.begin(), single.end()), single.end());
    std::vector<Atom> atoms;
    for (const double x : single) {  // a little to either side: the scale of a component rounds
        const double near = std::abs(x) * 0x1p-51;
        atoms.push_back({x, below(x - near), cdf(x + near)});
    }
    atoms_ = std::make_shared<const std::vector<Atom>>(std::move(atoms));
    median_ = quantile(0.5);
    auto knots = std::make_shared<std::vector<Bracket>>();
    for (const bool upper_half : {false, true}) {
        for (std::size_t i = 0; i < side; ++i) {
            const double v = __builtin_bit_cast(double, (i + first_cell) << 50);
            const Bracket found = solve(upper_half ? 1 - v : v);
            const double a = found.a.x < found.b.x ? found.a.x : on_grid(found.a.x - spacing(found.a.x) / 2);
            knots->push_back({{a, share_at(upper_half, a)}, {found.b.x, share_at(upper_half, found.b.x)}});
        }
    }
    knots_ = std::move(knots);
}

MINERISK_BODY double Mixture::cdf(double x) const {
    double sum = 0;
    for (const Weighted& c : *components_) sum += c.weight * c.of.cdf(x);
    return std::min(sum, 1.0);
}
MINERISK_BODY double Mixture::below(double x) const {
    double sum = 0;
    for (const Weighted& c : *components_) sum += c.weight * c.of.cdf_below(x);
    return std::min(sum, 1.0);
}
MINERISK_BODY double Mixture::above(double x) const {
    double sum = 0;
    for (const Weighted& c : *components_) sum += c.weight * c.of.cdf_above(x);
    return std::min(sum, 1.0);
}
MINERISK_BODY Moments Mixture::part(double low, double high, double centre) const {
    Moments sum;
    for (const Weighted& c : *components_) {
        const Moments m = part_moments(c.of, low, high, centre);
        sum.first += c.weight * m.first;
        sum.second += c.weight * m.second;
    }
    return sum;
}
MINERISK_BODY std::vector<double> Mixture::atoms() const {
    std::vector<double> all;
    for (const Atom& a : *atoms_) all.push_back(a.x);
    return all;
}

MINERISK_BODY double Mixture::quantile(double u) const {
    if (!(u > 0)) return lower_;
    if (!(u < 1)) return upper_;
    if (u == 0.5 && knots_) return median_;
    const auto [a, b] = solve(u);
    const double rise = b.p - a.p;
    if (rise == 0) return b.x;
    const double share = std::clamp(((u < 0.5 ? u : 1 - u) - a.p) / rise, 0.0, 1.0);
    return std::min(a.x + (b.x - a.x) * share, b.x);
}

MINERISK_BODY Mixture::Bracket Mixture::start(double u) const {
    const bool upper_half = !(u < 0.5);
    const double v = upper_half ? 1 - u : u;
    if (knots_ && v >= 0x1p-53 && v < 0.5) {
        const std::size_t i = (__builtin_bit_cast(std::uint64_t, v) >> 50) - first_cell;
        const Bracket* knot = knots_->data() + (upper_half ? side : 0) + i;
        return upper_half ? Bracket{knot[1].a, knot[0].b} : Bracket{knot[0].a, knot[1].b};
    }
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const Weighted& c : *components_) {
        const double q = c.of.quantile(u);
        low = std::min(low, q);
        high = std::max(high, q);
    }
    low = on_grid(low);
    high = on_grid(high) + spacing(high);
    return {{low, share_at(upper_half, low)}, {high, share_at(upper_half, high)}};
}

MINERISK_BODY Mixture::Bracket Mixture::solve(double u) const {
    const auto only = [](double x) { return Bracket{{x, 0}, {x, 0}}; };
    const auto next = std::lower_bound(atoms_->begin(), atoms_->end(), u,
                                       [](const Atom& a, double share) { return a.to < share; });
    if (next != atoms_->end() && next->from < u) return only(next->x);

    // The answer lies from `least` to `most`: between two single values, on its side of the median. `last`
    // is the last place to look at, before a step of F at `most`.
    double least = lower_, most = upper_;
    if (next != atoms_->begin()) least = std::prev(next)->x;
    if (next != atoms_->end()) most = next->x;
    if (knots_ || u != 0.5) {
        if (u > 0.5) least = std::max(least, median_);
        if (u < 0.5) most = std::min(most, median_);
    }
    const double last = most < upper_ ? on_grid(most - spacing(most) / 2) : most;
    if (!(least < last)) return only(most);

    const bool upper_half = !(u < 0.5);
    const double v = upper_half ? 1 - u : u;
    const auto reached = [&](double p) { return upper_half ? p <= v : p >= v; };
    const auto at = [&](double x) { return Place{x, share_at(upper_half, x)}; };
    auto [a, b] = start(u);
    if (a.x < least) a = at(least);
    if (!(a.x < last)) a = at(std::max(on_grid(last - spacing(last)), least));
    if (b.x > last) b = at(last);
    if (!(b.x > a.x)) b = at(std::min(a.x + spacing(a.x), last));
    // Components whose own quantiles are not exact may leave it outside.
    double step = (b.x - a.x) + 1e-9 * std::abs(a.x);
    for (; reached(a.p); step *= 4) {
        if (!(a.x > least)) return only(least);
        b = a;
        a = at(std::max(on_grid(a.x - step), least));
    }
    for (; !reached(b.p); step *= 4) {
        if (!(b.x < last)) return only(most);
        a = b;
        b = at(std::min(on_grid(b.x + step), last));
    }

    // `one` is the newest end of the bracket, `two` the other, `three` the one before; y is x or ln x, and f
    // says by how much ln of the share is too large.
    struct Point {
        double y, f;
        bool reached;
    };
    const bool by_log = a.x > 0 && b.x > 2 * a.x;
    const auto point = [&](const Place& place) {
        const double ratio = upper_half ? v / place.p : place.p / v;
        const double f = !(ratio > 0) ? -700.0 : !(ratio < 1e300) ? 700.0 : math::log(ratio);
        return Point{by_log ? math::log(place.x) : place.x, f, reached(place.p)};
    };
    Point one = point(b), two = point(a), three = two;
    double share = one.f / (one.f - two.f);
    for (int i = 0; a.x + spacing(a.x) < b.x; ++i) {
        if (!(share > 0 && share < 1) || i >= 30) share = 0.5;
        const double y = one.y + share * (two.y - one.y);
        const double wish = i >= 60 ? a.x + (b.x - a.x) / 2 : by_log ? math::exp(y) : y;
        double x = std::max(on_grid(wish), on_grid(a.x + spacing(a.x)));
        if (!(x < b.x)) x = on_grid(b.x - spacing(b.x) / 2);
        if (!(x > a.x && x < b.x)) break;
        const Place place = at(x);
        const Point p = point(place);
        (p.reached ? b : a) = place;
        three = p.reached == one.reached ? one : two;
        if (p.reached != one.reached) two = one;
        one = p;
        const double xi = (one.y - two.y) / (three.y - two.y);
        const double phi = (one.f - two.f) / (three.f - two.f);
        const bool smooth = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
        share = !smooth ? 0.5
                        : one.f / (two.f - one.f) * (three.f / (two.f - three.f)) +
                              (three.y - one.y) / (two.y - one.y) * (one.f / (three.f - one.f)) *
                                  (two.f / (three.f - two.f));
    }
    return {a, b};
}

MINERISK_BODY Excess::Part Excess::part(double z) const {
    const double beyond = above(z);
    if (!(beyond > 0)) {
        return {1, 1 / (1 - xi),
                xi < 0.5 ? 2 / ((1 - xi) * (1 - 2 * xi)) : std::numeric_limits<double>::infinity()};
    }
    // By s, Z = of(s) with density e^-s: Gauss's rule in steps of 1 at most.
    const double end = std::min(-math::log(beyond), 700.0);
    const int steps = static_cast<int>(end) + 1;
    const double half = end / steps / 2;
    Part sum{1 - beyond, 0, 0};
    for (int i = 0; i < steps; ++i) {
        for (int k = 0; k < 4; ++k) {
            for (const double side : {-1.0, 1.0}) {
                const double s = half * (2 * i + 1 + side * gauss_node[k]);
                const double at = of(s);
                const double weight = half * gauss_weight[k] * math::exp(-s);
                sum.first += weight * at;
                sum.second += weight * at * at;
            }
        }
    }
    return sum;
}

MINERISK_BODY ParetoTail::ParetoTail(Distribution body, double above, double shape, double scale)
    : body_{std::make_shared<const Distribution>(std::move(body))},
      threshold_{above},
      excess_{shape},
      scale_{scale},
      to_{body_->cdf(above)},
      beyond_{body_->cdf_above(above)},
      lower_{body_->lower()},
      upper_{shape < 0 ? above - scale / shape : std::numeric_limits<double>::infinity()} {
    if (!(to_ > 0 && beyond_ > 0)) return;  // for the factory to refuse
    const double all = std::numeric_limits<double>::infinity();
    const Moments m = part(-all, all, threshold_);
    mean_ = threshold_ + m.first;
    variance_ = std::max(0.0, m.second - m.first * m.first);
    base_ = body_->base() <= upper_ ? body_->base() : quantile(0.5);
}

MINERISK_BODY double ParetoTail::quantile(double u) const {
    if (u <= to_) return std::min(body_->quantile(u), threshold_);
    const double s = -math::log(std::min((1 - u) / beyond_, 1.0));
    return std::min(threshold_ + scale_ * excess_.of(s), upper_);
}
MINERISK_BODY double ParetoTail::cdf(double x) const {
    if (x < threshold_) return body_->cdf(x);
    return x > threshold_ ? 1 - above(x) : to_;
}
MINERISK_BODY double ParetoTail::below(double x) const {
    return x <= threshold_ ? body_->cdf_below(x) : cdf(x);
}
MINERISK_BODY double ParetoTail::above(double x) const {
    if (x < threshold_) return body_->cdf_above(x);
    return beyond_ * excess_.above((x - threshold_) / scale_);
}
MINERISK_BODY Moments ParetoTail::part(double low, double high, double centre) const {
    Moments sum;
    if (low <= threshold_) sum = part_moments(*body_, low, std::min(high, threshold_), centre);
    if (!(high > threshold_) || !(low < upper_)) return sum;
    // Beyond any place the excess is of the same shape, its scale grown by xi times the way.
    const double way = std::max(low - threshold_, 0.0);
    const double scale = scale_ + excess_.xi * way;
    const double mass = beyond_ * excess_.above(way / scale_);
    const Excess::Part p = excess_.part((high - threshold_ - way) / scale);
    const double c = threshold_ + way - centre;
    sum.first += mass * (c * p.mass + scale * p.first);
    sum.second += mass * (c * c * p.mass + 2 * c * scale * p.first + scale * scale * p.second);
    return sum;
}

}  // namespace detail
}  // namespace distribution

}  // namespace minerisk::inline v0
