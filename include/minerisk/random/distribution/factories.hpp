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
#include "minerisk/random/distribution/parameters.hpp"

/// Each factory throws InputError with every parameter that breaks its rule, by name. Where nothing is left
/// to chance (low = high, sd = 0, one value) the distribution is fixed. `base` is the value of a run without
/// risk where that is not to be the median; it must lie in the support.
namespace minerisk::inline v0::distribution {

namespace detail {

/// The distribution with the base that was stated, if one was.
MINERISK_BODY Distribution with_base(Distribution::Form form, const std::optional<double>& base);

}  // namespace detail

MINERISK_BODY Distribution fixed(double x);

/// PERT: a beta distribution from low to high whose mean is (low + lambda likely + high) / (lambda + 2).
MINERISK_BODY Distribution pert(const PertParameters& p);

MINERISK_BODY Distribution triangular(const ThreePoints& p);

/// The triangular distribution with P(X < low) = p_low and P(X < high) = p_high. Its ends lie outside low and
/// high; `lower()` may be negative although low is not, which the caller of a duration has to judge.
MINERISK_BODY Distribution trigen(const TrigenParameters& p);

MINERISK_BODY Distribution uniform(const Range& p);

MINERISK_BODY Distribution normal(const MeanAndSd& p);

/// By the mean and standard deviation of the logarithm.
MINERISK_BODY Distribution lognormal_of_log(const OfLogarithm& p);

/// By the mean and standard deviation of the number itself: sigma^2 = ln(1 + (sd / mean)^2).
MINERISK_BODY Distribution lognormal_of_mean(const MeanAndSd& p);

/// By the median and the value that is not exceeded with probability 0.9.
MINERISK_BODY Distribution lognormal_of_quantiles(const MedianAndP90& p);

/// Q(u) = scale (-ln(1 - u))^(1 / shape).
MINERISK_BODY Distribution weibull(const ShapeAndScale& p);

/// Mean shape scale, variance shape scale^2.
MINERISK_BODY Distribution gamma(const ShapeAndScale& p);

/// Values in any order, each with its probability; equal values are joined, those without probability left
/// out. The probabilities add up to 1 within 1e-9, and the largest value takes what is missing.
MINERISK_BODY Distribution discrete(const ValuesAndProbabilities& p);

/// The samples, in any order, joined by lines: with x_0 <= ... <= x_(n-1) and h = (n - 1) u, Q(u) lies on the
/// line from x_floor(h) to the next (type 7 of Hyndman and Fan, 1996). Nothing lies beyond the extremes.
MINERISK_BODY Distribution empirical(std::vector<double> samples, std::optional<double> base = {});

/// A draw from one of 2 to 16 distributions, each with its weight; the weights add up to 1 within 1e-9, and
/// are divided by their sum.
MINERISK_BODY Distribution mixture(const std::vector<Weighted>& components, std::optional<double> base = {});

/// The body up to `above`, and beyond it a generalised Pareto tail that has the probability which the body
/// has there. It keeps the body's base if that lies in the support, else the base is the median.
MINERISK_BODY Distribution pareto_tail(const Distribution& body, const Tail& p);

/// What lies from low to high (either may be infinite). It keeps its base if that lies between them, else the
/// base is the median of what is left.
MINERISK_BODY Distribution truncated(const Distribution& of, double low, double high);

}  // namespace minerisk::inline v0::distribution

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/random/distribution/factories.inl"
#endif
