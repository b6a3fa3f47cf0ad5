#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/random/distribution.hpp"
#include "minerisk/random/distribution/factories.hpp"
#include "minerisk/random/distribution/forms.hpp"
#include "minerisk/random/distribution/parameters.hpp"

namespace minerisk::inline v0::distribution {

namespace detail {

MINERISK_BODY Distribution with_base(Distribution::Form form, const std::optional<double>& base) {
    const Distribution made = Distribution::of(std::move(form));
    if (!base) return made;
    Problems problems;
    problems.require(
        is_finite(*base) && *base >= made.lower() && *base <= made.upper(), "base", *base,
        "must lie in the support, from " + text_of(made.lower()) + " to " + text_of(made.upper()));
    problems.throw_if_any();
    return Distribution::of(made.form(), *base);
}

}  // namespace detail

MINERISK_BODY Distribution fixed(double x) {
    Problems problems;
    detail::require_finite(problems, "value", x);
    problems.throw_if_any();
    return Distribution::of(detail::Fixed{x});
}

MINERISK_BODY Distribution pert(const PertParameters& p) {
    Problems problems;
    detail::require_order(problems, p.low, p.likely, p.high);
    problems.require(p.lambda > 0 && p.lambda <= 10'000, "lambda", p.lambda,
                     "must be positive, 10000 at most");
    problems.throw_if_any();
    if (p.low == p.high) return fixed(p.low);
    return Distribution::of(detail::Pert{p.low, p.likely, p.high, p.lambda});
}

MINERISK_BODY Distribution triangular(const ThreePoints& p) {
    Problems problems;
    detail::require_order(problems, p.low, p.likely, p.high);
    problems.throw_if_any();
    if (p.low == p.high) return fixed(p.low);
    return Distribution::of(detail::Triangular{p.low, p.likely, p.high});
}

MINERISK_BODY Distribution trigen(const TrigenParameters& p) {
    Problems problems;
    detail::require_order(problems, p.low, p.likely, p.high);
    problems.require(p.p_low >= 0 && p.p_low < 1, "p_low", p.p_low, "must be in [0, 1)");
    problems.require(p.p_high >= p.p_low + 0.001 && p.p_high <= 1, "p_high", p.p_high,
                     "must be above p_low by 0.001 at least, and not above 1");
    problems.throw_if_any();
    if (p.low == p.high) return fixed(p.low);
    return Distribution::of(detail::trigen_triangle(p.low, p.likely, p.high, p.p_low, p.p_high));
}

MINERISK_BODY Distribution uniform(const Range& p) {
    Problems problems;
    detail::require_finite(problems, "low", p.low);
    problems.require(is_finite(p.high) && !(p.high < p.low), "high", p.high,
                     "must be finite and not below low");
    if (problems.empty()) detail::require_finite(problems, "high - low", p.high - p.low);
    problems.throw_if_any();
    if (p.low == p.high) return fixed(p.low);
    return detail::with_base(detail::Uniform{p.low, p.high}, p.base);
}

MINERISK_BODY Distribution normal(const MeanAndSd& p) {
    Problems problems;
    detail::require_finite(problems, "mean", p.mean);
    detail::require_not_negative(problems, "sd", p.sd);
    problems.throw_if_any();
    if (p.sd == 0) return fixed(p.mean);
    return detail::with_base(detail::Normal{p.mean, p.sd}, p.base);
}

MINERISK_BODY Distribution lognormal_of_log(const OfLogarithm& p) {
    Problems problems;
    detail::require_within(problems, "mu", p.mu, -200, 200);
    detail::require_within(problems, "sigma", p.sigma, 0, 10);
    problems.throw_if_any();
    if (p.sigma == 0) return fixed(math::exp(p.mu));
    return detail::with_base(detail::Lognormal{p.mu, p.sigma}, p.base);
}

MINERISK_BODY Distribution lognormal_of_mean(const MeanAndSd& p) {
    Problems problems;
    detail::require_positive(problems, "mean", p.mean);
    detail::require_not_negative(problems, "sd", p.sd);
    problems.throw_if_any();
    if (p.sd == 0) return fixed(p.mean);
    const double ratio = p.sd / p.mean;
    const double variance = math::log1p(ratio * ratio);
    return lognormal_of_log(
        {.mu = math::log(p.mean) - variance / 2, .sigma = std::sqrt(variance), .base = p.base});
}

MINERISK_BODY Distribution lognormal_of_quantiles(const MedianAndP90& p) {
    Problems problems;
    detail::require_positive(problems, "p50", p.p50);
    problems.require(is_finite(p.p90) && !(p.p90 < p.p50), "p90", p.p90, "must be finite and not below p50");
    problems.throw_if_any();
    if (p.p90 == p.p50) return fixed(p.p50);
    return lognormal_of_log({.mu = math::log(p.p50),
                             .sigma = math::log(p.p90 / p.p50) / math::inverse_normal(0.9),
                             .base = p.base});
}

MINERISK_BODY Distribution weibull(const ShapeAndScale& p) {
    Problems problems;
    detail::require_within(problems, "shape", p.shape, 0.05, 10'000);
    detail::require_positive(problems, "scale", p.scale);
    problems.throw_if_any();
    return detail::with_base(detail::Weibull{p.shape, p.scale}, p.base);
}

MINERISK_BODY Distribution gamma(const ShapeAndScale& p) {
    Problems problems;
    detail::require_within(problems, "shape", p.shape, 0.05, 1e6);
    detail::require_positive(problems, "scale", p.scale);
    problems.throw_if_any();
    return detail::with_base(detail::Gamma{p.shape, p.scale}, p.base);
}

MINERISK_BODY Distribution discrete(const ValuesAndProbabilities& p) {
    Problems problems;
    if (p.values.empty()) problems.add("values", "", "at least one is needed");
    if (p.values.size() != p.probabilities.size())
        problems.add("probabilities", std::to_string(p.probabilities.size()) + " numbers",
                     "must be as many as the values (" + std::to_string(p.values.size()) + ")");
    for (const double x : p.values) detail::require_finite(problems, "values", x);
    for (const double x : p.probabilities)
        problems.require(x >= 0 && x <= 1, "probabilities", x, "must be in [0, 1]");
    problems.throw_if_any();
    const double sum = std::accumulate(p.probabilities.begin(), p.probabilities.end(), 0.0);
    problems.require(std::abs(sum - 1) <= 1e-9, "probabilities", sum, "must add up to 1");
    problems.throw_if_any();

    std::vector<std::pair<double, double>> sorted;
    for (std::size_t i = 0; i < p.values.size(); ++i)
        if (p.probabilities[i] > 0) sorted.emplace_back(p.values[i], p.probabilities[i]);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<double> values, cumulated;
    double so_far = 0;
    for (const auto& [value, probability] : sorted) {
        so_far += probability;
        if (values.empty() || value != values.back()) {
            values.push_back(value);
            cumulated.push_back(so_far);
        } else {
            cumulated.back() = so_far;
        }
    }
    cumulated.back() = 1;
    if (values.size() == 1) return fixed(values[0]);
    return detail::with_base(detail::Discrete{std::move(values), std::move(cumulated)}, p.base);
}

MINERISK_BODY Distribution empirical(std::vector<double> samples, std::optional<double> base) {
    Problems problems;
    if (samples.empty()) problems.add("samples", "", "at least one is needed");
    for (const double x : samples) detail::require_finite(problems, "samples", x);
    problems.throw_if_any();
    std::sort(samples.begin(), samples.end());
    if (samples.front() == samples.back()) return fixed(samples.front());
    return detail::with_base(detail::Empirical{std::move(samples)}, base);
}

MINERISK_BODY Distribution mixture(const std::vector<Weighted>& components, std::optional<double> base) {
    Problems problems;
    const std::size_t n = components.size();
    if (n < 2 || n > 16)
        problems.add("mixture", std::to_string(n) + (n == 1 ? " component" : " components"),
                     "must have from 2 to 16");
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double weight = components[i].weight;
        detail::require_positive(problems, ("mixture[" + std::to_string(i + 1) + "].weight").c_str(), weight);
        sum += weight;
    }
    if (problems.empty())
        problems.require(std::abs(sum - 1) <= 1e-9, "mixture", sum, "must have weights that add up to 1");
    problems.throw_if_any();

    // Of single values alone it is discrete.
    ValuesAndProbabilities all{.base = base};
    for (const Weighted& c : components) {
        if (c.of.is_fixed()) {
            all.values.push_back(c.of.quantile(0.5));
            all.probabilities.push_back(c.weight / sum);
        } else if (const auto* discrete = std::get_if<detail::Discrete>(&c.of.form())) {
            for (const double x : discrete->values()) {
                all.values.push_back(c.of.scale() * x);
                all.probabilities.push_back((discrete->cdf(x) - discrete->below(x)) * (c.weight / sum));
            }
        } else {
            return detail::with_base(detail::Mixture{components}, base);
        }
    }
    return distribution::discrete(all);
}

MINERISK_BODY Distribution pareto_tail(const Distribution& body, const Tail& p) {
    Problems problems;
    detail::require_finite(problems, "above", p.above);
    problems.require(p.shape > -1 && p.shape < 1, "shape", p.shape, "must be above -1 and below 1");
    detail::require_positive(problems, "scale", p.scale);
    problems.throw_if_any();
    problems.require(body.cdf(p.above) > 0 && body.cdf_above(p.above) > 0, "above", p.above,
                     "must leave some of the probability on either side");
    problems.throw_if_any();
    return Distribution::of(detail::ParetoTail{body, p.above, p.shape, p.scale});
}

MINERISK_BODY Distribution truncated(const Distribution& of, double low, double high) {
    Problems problems;
    problems.require(!std::isnan(low), "low", low, "must be a number (infinite: no limit)");
    problems.require(low <= high, "high", high, "must not be below low (" + text_of(low) + ")");
    problems.throw_if_any();
    if (const auto* inner = std::get_if<detail::Truncated>(&of.form())) {
        const Distribution whole = inner->of().scaled(of.scale());
        return truncated(whole, std::max(low, of.lower()), std::min(high, of.upper()));
    }
    constexpr const char* rule = "must hold a millionth of the probability at least";
    const std::string limits = text_of(low) + " to " + text_of(high);
    if (of.is_fixed()) {
        if (!(of.base() >= low && of.base() <= high)) problems.add("low, high", limits, rule);
        problems.throw_if_any();
        return of;
    }
    detail::Truncated made{of, low, high};
    if (!(made.mass() >= 1e-6)) problems.add("low, high", limits, rule);
    problems.throw_if_any();
    if (made.lower() == made.upper()) return fixed(made.lower());
    return Distribution::of(std::move(made));
}

}  // namespace minerisk::inline v0::distribution
