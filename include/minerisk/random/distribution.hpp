#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <variant>

#include "minerisk/core/errors.hpp"
#include "minerisk/random/distribution/by_kernels.hpp"
#include "minerisk/random/distribution/by_samples.hpp"
#include "minerisk/random/distribution/simple.hpp"
#include "minerisk/random/distribution/tabulated.hpp"
#include "minerisk/random/distribution/truncated.hpp"

namespace minerisk::inline v0 {

/// A probability distribution of one number, as a map of one uniform: a draw is `quantile(u)`. An immutable
/// value, made by the factories of namespace `distribution` (factories.hpp, included below), which check
/// their parameters; without a factory it is the fixed number 0. The number has no unit: the caller owns
/// that.
///
///   const Distribution length = distribution::pert({.low = 10, .likely = 15, .high = 30});
///   length.quantile(0.9);                    // 21.68
///   length.quantile(u, out, paths);          // a block of uniforms at once
///   length.scaled(1.0 / 12).mean();          // 1.39: months to years
///
/// Accuracy of the quantile: PERT 1e-9 of high - low, gamma 1e-8 of the sd, normal and lognormal 1e-10 in the
/// normal score; the others some last places. Non-decreasing in u up to the last place or two.
///
/// The same arguments give the same bits on every processor, with every compiler and C library: path code and
/// construction use `minerisk::math` and the kernels only. Between factories nothing is thrown or allocated.
class Distribution {
public:
    using Form = std::variant<
        distribution::detail::Fixed, distribution::detail::Uniform, distribution::detail::Triangular,
        distribution::detail::Pert, distribution::detail::Normal, distribution::detail::Lognormal,
        distribution::detail::Weibull, distribution::detail::Gamma, distribution::detail::Discrete,
        distribution::detail::Empirical, distribution::detail::Truncated>;

    /// The fixed number 0.
    Distribution() = default;
    /// For the factories: `form` is taken as it is.
    explicit Distribution(Form form)
        : form_{std::move(form)}, base_{std::visit([](const auto& f) { return f.base(); }, form_)} {}
    Distribution(Form form, double base) : form_{std::move(form)}, base_{base} {}

    /// The x that is not exceeded with probability u, in (0, 1): what centred uniforms are. At 0 and 1 it is
    /// the end of the support, for truncations the next best; beyond, the answer means nothing.
    double quantile(double u) const {
        return scale_ * std::visit([u](const auto& f) { return f.quantile(u); }, form_);
    }
    /// The same for `count` uniforms, to the same bits; `out` may be `u`.
    void quantile(const double* u, double* out, int count) const {
        std::visit(
            [&](const auto& f) {
                if constexpr (requires { f.quantile(u, out, count); }) {
                    f.quantile(u, out, count);
                } else {
                    for (int i = 0; i < count; ++i) out[i] = f.quantile(u[i]);
                }
            },
            form_);
        if (scale_ == 1) return;
        for (int i = 0; i < count; ++i) out[i] = scale_ * out[i];
    }
    /// P(X <= x).
    double cdf(double x) const {
        return std::visit([y = x / scale_](const auto& f) { return f.cdf(y); }, form_);
    }
    /// P(X < x).
    double cdf_below(double x) const {
        return std::visit(
            [y = x / scale_](const auto& f) {
                if constexpr (requires { f.below(y); }) {
                    return f.below(y);
                } else {
                    return f.cdf(y);
                }
            },
            form_);
    }
    double mean() const {
        return scale_ * std::visit([](const auto& f) { return f.mean(); }, form_);
    }
    double variance() const {
        return scale_ * scale_ * std::visit([](const auto& f) { return f.variance(); }, form_);
    }
    /// The value of a run without risk: the likely value of PERT, triangular and trigen, the median of the
    /// others, or what the factory was told.
    double base() const { return scale_ * base_; }
    /// The support.
    double lower() const {
        return scale_ * std::visit([](const auto& f) { return f.lower(); }, form_);
    }
    double upper() const {
        return scale_ * std::visit([](const auto& f) { return f.upper(); }, form_);
    }
    bool is_fixed() const { return std::holds_alternative<distribution::detail::Fixed>(form_); }

    /// The distribution of k X: every quantile, the base and the limits times k. Throws InputError unless k
    /// is finite and positive.
    Distribution scaled(double k) const {
        Problems problems;
        problems.require(k > 0 && is_finite(k), "scale", k, "must be finite and positive");
        problems.throw_if_any();
        Distribution made = *this;
        made.scale_ = scale_ * k;
        return made;
    }

    const Form& form() const { return form_; }
    double scale() const { return scale_; }

private:
    Form form_;
    double base_ = 0;
    double scale_ = 1;
};

namespace distribution::detail {

inline Truncated::Truncated(Distribution of, double low, double high)
    : of_{std::make_shared<const Distribution>(std::move(of))},
      from_{of_->cdf_below(low)},
      to_{of_->cdf(high)},
      lower_{std::max(low, of_->lower())},
      upper_{std::min(high, of_->upper())} {
    if (!(to_ > from_)) return;  // for the factory to refuse
    if (std::holds_alternative<Discrete>(of_->form())) {
        lower_ = of_->quantile(std::nextafter(from_, 1.0));
        upper_ = of_->quantile(to_);
    }
    const double centre = quantile(0.5);
    Moments sum = std::visit(
        [&](const auto& f) -> Moments {
            const double scale = of_->scale();
            const auto q = [&](double u) { return clipped(scale * f.quantile(u)); };
            if constexpr (requires { f.moments(from_, to_, centre); }) {
                const Moments m = f.moments(from_, to_, centre / scale);
                return {scale * m.first, scale * scale * m.second};
            } else if constexpr (requires { f.kink(); }) {
                const double kink = std::clamp(f.kink(), from_, to_);
                const Moments left = octave_moments(q, from_, kink, centre);
                const Moments right = octave_moments(q, kink, to_, centre);
                return {left.first + right.first, left.second + right.second};
            } else {
                return octave_moments(q, from_, to_, centre);
            }
        },
        of_->form());
    const double shift = sum.first / mass();
    mean_ = centre + shift;
    variance_ = std::max(0.0, sum.second / mass() - shift * shift);
    base_ = of_->base() >= lower_ && of_->base() <= upper_ ? of_->base() : centre;
}

inline double Truncated::quantile(double u) const {
    return clipped(of_->quantile(inner(u)));
}
inline void Truncated::quantile(const double* u, double* out, int count) const {
    double p[wide_block];
    for (int at = 0; at < count; at += wide_block) {
        const int n = std::min(wide_block, count - at);
        for (int i = 0; i < n; ++i) p[i] = inner(u[at + i]);
        of_->quantile(p, out + at, n);
        for (int i = 0; i < n; ++i) out[at + i] = clipped(out[at + i]);
    }
}
inline double Truncated::cdf(double x) const {
    if (x < lower_) return 0;
    return x < upper_ ? std::clamp((of_->cdf(x) - from_) / mass(), 0.0, 1.0) : 1;
}
inline double Truncated::below(double x) const {
    if (x <= lower_) return 0;
    return x <= upper_ ? std::clamp((of_->cdf_below(x) - from_) / mass(), 0.0, 1.0) : 1;
}

}  // namespace distribution::detail

}  // namespace minerisk::inline v0

#include "minerisk/random/distribution/factories.hpp"
