#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/order_statistics.hpp"

namespace minerisk::inline v0::statistics {

/// A quantile with its 95 % interval. An end is absent where no order statistic can bound it (few values).
struct Quantile {
    double prob = 0;
    double value =
        std::numeric_limits<double>::quiet_NaN();  ///< infinite where it falls among infinite values
    std::optional<double> low;
    std::optional<double> high;
};

/// The order statistics, counted from 1, between which a quantile lies with 95 % confidence; an absent one
/// does not exist.
struct RankInterval {
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
};

/// Exact binomial ranks: the number of values below the p-quantile is binomial (n, p), whatever the
/// distribution.
///
///   low:  the largest l with P(B <= l - 1) <= 2.5 %,   high: the smallest u with P(B <= u - 1) >= 97.5 %
///
/// Source: David and Nagaraja (2003), Order Statistics, 7.1. Work grows with sqrt(n p (1 - p)).
inline RankInterval quantile_ranks(std::size_t n, double prob) {
    if (n < 2 || !(prob > 0 && prob < 1)) return {};
    const double count = static_cast<double>(n);
    const double odds = prob / (1 - prob);
    const double mode = std::min(count, std::floor((count + 1) * prob));
    constexpr double negligible = 1e-18;
    // Probabilities relative to that of the mode, first from the lowest that matters up.
    double lowest = mode;
    double weight = 1;
    double total = 1;
    while (lowest > 0 && weight > negligible) {
        weight *= lowest / ((count - lowest + 1) * odds);
        total += weight;
        lowest -= 1;
    }
    const double first = weight;
    weight = 1;
    for (double k = mode; k < count && weight > negligible; k += 1) {
        weight *= (count - k) / (k + 1) * odds;
        total += weight;
    }
    RankInterval ranks;
    double below = 0;  // P(B <= k), relative
    weight = first;
    for (double k = lowest; k <= count; k += 1) {
        below += weight;
        if (below <= 0.025 * total && k + 1 <= count) ranks.low = static_cast<std::size_t>(k) + 1;
        if (below >= 0.975 * total) {
            if (k + 1 <= count) ranks.high = static_cast<std::size_t>(k) + 1;
            break;
        }
        weight *= (count - k) / (k + 1) * odds;
    }
    return ranks;
}

namespace detail {

/// Where the type-7 quantile lies: between two neighbouring order statistics.
struct Place {
    std::size_t rank;  ///< of the lower one, from 0
    double share;      ///< of the way to the next
};
inline Place place_of(std::size_t n, double prob) {
    const double h = static_cast<double>(n - 1) * prob;
    const auto rank = std::min(static_cast<std::size_t>(h), n - 1);
    return {rank, rank + 1 < n ? h - static_cast<double>(rank) : 0};
}
inline double between(double a, double b, double share) {
    if (share == 0 || a == b) return a;
    if (std::isinf(a)) return a;
    return std::isinf(b) ? b : a + share * (b - a);
}

/// Quantiles with their intervals among `n` ranked values: which order statistics they take, and what these
/// make of them. `probs` must outlive it.
class QuantilePlaces {
public:
    QuantilePlaces(std::size_t n, std::span<const double> probs) : n_{n}, probs_{probs} {
        for (const double prob : probs) {
            MINERISK_EXPECTS(prob >= 0 && prob <= 1);
            intervals_.push_back(quantile_ranks(n, prob));
        }
    }
    std::vector<std::size_t> ranks() const {
        std::vector<std::size_t> all;
        for (std::size_t i = 0; i < probs_.size() && n_ > 0; ++i) {
            const Place place = place_of(n_, probs_[i]);
            all.push_back(place.rank);
            if (place.share > 0) all.push_back(place.rank + 1);
            if (intervals_[i].low) all.push_back(*intervals_[i].low - 1);
            if (intervals_[i].high) all.push_back(*intervals_[i].high - 1);
        }
        return all;
    }
    std::vector<Quantile> read(const OrderStatistics& ordered) const {
        std::vector<Quantile> result(probs_.size());
        for (std::size_t i = 0; i < probs_.size(); ++i) {
            result[i].prob = probs_[i];
            if (n_ == 0) continue;
            const Place place = place_of(n_, probs_[i]);
            const double a = ordered[place.rank];
            result[i].value = place.share > 0 ? between(a, ordered[place.rank + 1], place.share) : a;
            if (intervals_[i].low) result[i].low = ordered[*intervals_[i].low - 1];
            if (intervals_[i].high) result[i].high = ordered[*intervals_[i].high - 1];
        }
        return result;
    }

private:
    std::size_t n_;
    std::span<const double> probs_;
    std::vector<RankInterval> intervals_;
};

}  // namespace detail

/// Several quantiles with their intervals at once; of long columns in little more than one pass, with a tenth
/// or so of the column as scratch memory. Definition (type 7, Hyndman and Fan 1996): with h = (n - 1) p,
/// linear between the order statistics floor(h) and floor(h) + 1, counted from 0. -inf and +inf keep their
/// ranks: a quantile that touches -inf is -inf, else one that touches +inf is +inf; NaN is left out. No
/// ranked value: NaN. `probs` are in [0, 1].
inline std::vector<Quantile> quantiles(std::span<const double> values, std::span<const double> probs) {
    const std::size_t ranked = counts(values).ranked();
    const detail::QuantilePlaces places{ranked, probs};
    return places.read(detail::OrderStatistics{values, ranked, places.ranks()});
}

/// One quantile; see `quantiles`.
inline Quantile quantile_with_interval(std::span<const double> values, double prob) {
    return quantiles(values, std::array{prob}).front();
}

/// The value of one quantile: `quantile(npv, 0.05)`.
inline double quantile(std::span<const double> values, double prob) {
    return quantile_with_interval(values, prob).value;
}

}  // namespace minerisk::inline v0::statistics
