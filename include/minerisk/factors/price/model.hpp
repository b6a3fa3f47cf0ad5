#pragma once

#include <concepts>
#include <span>
#include <string>
#include <variant>

#include "minerisk/random/correlation_entry.hpp"

namespace minerisk::inline v0::price {

/// An instant on the two clocks that a price model may go by.
struct TimePoint {
    double from_valuation;  ///< years since the valuation date: the clock of a price deck
    double age;  ///< years since the observation that the prices start from: the clock of a diffusion
};

/// One Gaussian factor of a price, stated by its model and simulated by PriceSet:
///
///   dx = (m - reversion x) dt + volatility dW,   m = drift + drift_sd Z_d
///   x(0) = start + start_loading Z_s
///
/// Z_s and Z_d are standard normals drawn once a path; all factors of one metal share the two, different
/// metals have their own. Reversion 0 is a Brownian motion with drift.
struct GaussianFactor {
    std::string name;          ///< unique in its model; in correlations: "<metal>.<name>"
    double reversion = 0;      ///< per year, >= 0
    double volatility = 0;     ///< per square root of a year, >= 0
    double start = 0;          ///< at age 0
    double start_loading = 0;  ///< any sign
    double drift = 0;          ///< per year
    double drift_sd = 0;       ///< per year; a sign other than the others' makes the factors drift apart
};

/// The correlation {a, b, rho} of the Brownian motions of two factors. Inside a model a and b are names of
/// its own factors, in a PriceSet they are "<metal>.<factor>".
using FactorCorrelation = random::CorrelationEntry;

/// What the stated curve is at each date: the median of the price or its mean. A median-centred lognormal
/// has a mean far above its median after decades, so the choice moves every mean that is computed from
/// prices.
enum class Centre { median, mean };

/// A price model is a value that states its Gaussian factors and makes prices (USD/t) of them.
///
/// - `factors()`: the same list for the life of the model; may be empty.
/// - `base(at)`: the price without risk: all normals zero, or the curve of the mean where the model is
///   centred so.
/// - `constant(at)`: the part of the price at an instant that no path changes (a shift of the logarithm, the
///   price of a deck), as the model likes; asked once an instant when the set is made and handed back to
///   `prices`. A model that has none returns 0 and ignores it.
/// - `prices(at, constant, width, factors, out)`: the prices of `width` paths; `factors[f][p]` is factor f of
///   path p, `out` is aligned as rows of a BlockArray are. Path code: no allocation, no exception, the same
///   bits whatever the width.
/// - optionally `correlations()`: a range of FactorCorrelation among the model's own factors; 0 where absent.
template <class M>
concept PriceModel = std::copyable<M> && requires(const M model, TimePoint at, double constant, int width,
                                                  const double* const* factors, double* out) {
    { model.factors() } -> std::convertible_to<std::span<const GaussianFactor>>;
    { model.base(at) } -> std::convertible_to<double>;
    { model.constant(at) } -> std::convertible_to<double>;
    { model.prices(at, constant, width, factors, out) } -> std::same_as<void>;
};

namespace detail {
template <class M>
inline constexpr bool is_model = PriceModel<M>;
template <class... M>
inline constexpr bool is_model<std::variant<M...>> = (PriceModel<M> && ...);

/// Calls `f` with the model itself, also where it is one of a variant.
template <class M, class F>
decltype(auto) with_model(const M& model, F&& f) {
    return f(model);
}
template <class... M, class F>
decltype(auto) with_model(const std::variant<M...>& model, F&& f) {
    return std::visit(f, model);
}
}  // namespace detail

/// A price model, or a std::variant of price models where the choice is made at run time.
template <class M>
concept PriceModelOrVariant = detail::is_model<M>;

}  // namespace minerisk::inline v0::price
