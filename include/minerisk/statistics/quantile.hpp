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

/// Puts the order statistics of the ascending `ranks` (counted from `base`) in their places.
inline void select(std::span<double> values, std::size_t base, std::span<const std::size_t> ranks) {
    if (ranks.empty() || values.size() < 2) return;
    // The rank nearest to the middle of the values, not of the ranks: these come in clusters (a quantile and
    // the ends of its interval), and a cluster is to be cut off from the rest before it is taken apart.
    const std::size_t half = base + values.size() / 2;
    auto middle =
        static_cast<std::size_t>(std::lower_bound(ranks.begin(), ranks.end(), half) - ranks.begin());
    if (middle == ranks.size() || (middle > 0 && half - ranks[middle - 1] < ranks[middle] - half)) --middle;
    const std::size_t place = ranks[middle] - base;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
    select(values.first(place), base, ranks.first(middle));
    select(values.subspan(place + 1), base + place + 1, ranks.subspan(middle + 1));
}

/// The order statistics of a column with its infinite values, over finite values that `prepare` puts in
/// place.
class Ordered {
public:
    Ordered(std::span<double> finite, const Counts& counts) : finite_{finite}, counts_{counts} {}

    std::size_t size() const { return counts_.ranked(); }
    /// Orders what `ranks` (counted from 0 over all ranked values) ask for.
    void prepare(std::vector<std::size_t> ranks) {
        std::vector<std::size_t> places;
        for (const std::size_t r : ranks) {
            if (r >= counts_.below && r - counts_.below < finite_.size()) places.push_back(r - counts_.below);
        }
        std::sort(places.begin(), places.end());
        places.erase(std::unique(places.begin(), places.end()), places.end());
        select(finite_, 0, places);
    }
    double operator[](std::size_t rank) const {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        if (rank < counts_.below) return -infinity;
        const std::size_t place = rank - counts_.below;
        return place < finite_.size() ? finite_[place] : infinity;
    }

private:
    std::span<double> finite_;
    Counts counts_;
};

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

/// Orders `finite` as far as needed and reads the quantiles.
inline std::vector<Quantile> quantiles_of(std::span<double> finite, const Counts& counts,
                                          std::span<const double> probs,
                                          std::span<const std::size_t> further_ranks = {}) {
    Ordered ordered{finite, counts};
    const std::size_t n = ordered.size();
    std::vector<Quantile> result(probs.size());
    std::vector<RankInterval> intervals(probs.size());
    std::vector<std::size_t> ranks(further_ranks.begin(), further_ranks.end());
    for (std::size_t i = 0; i < probs.size(); ++i) {
        MINERISK_EXPECTS(probs[i] >= 0 && probs[i] <= 1);
        result[i].prob = probs[i];
        if (n == 0) continue;
        const Place place = place_of(n, probs[i]);
        ranks.push_back(place.rank);
        if (place.share > 0) ranks.push_back(place.rank + 1);
        intervals[i] = quantile_ranks(n, probs[i]);
        if (intervals[i].low) ranks.push_back(*intervals[i].low - 1);
        if (intervals[i].high) ranks.push_back(*intervals[i].high - 1);
    }
    ordered.prepare(std::move(ranks));
    for (std::size_t i = 0; i < probs.size() && n > 0; ++i) {
        const Place place = place_of(n, probs[i]);
        const double a = ordered[place.rank];
        result[i].value = place.share > 0 ? between(a, ordered[place.rank + 1], place.share) : a;
        if (intervals[i].low) result[i].low = ordered[*intervals[i].low - 1];
        if (intervals[i].high) result[i].high = ordered[*intervals[i].high - 1];
    }
    return result;
}

}  // namespace detail

/// Several quantiles with their intervals at once, by nested selection: about n log2(number of probabilities)
/// steps. Definition (type 7, Hyndman and Fan 1996): with h = (n - 1) p, linear between the order statistics
/// floor(h) and floor(h) + 1, counted from 0. -inf and +inf keep their ranks: a quantile that touches -inf is
/// -inf, else one that touches +inf is +inf; NaN is left out. No ranked value: NaN. `probs` are in [0, 1].
inline std::vector<Quantile> quantiles(std::span<const double> values, std::span<const double> probs) {
    std::vector<double> finite = detail::finite_values(values);
    return detail::quantiles_of(finite, counts(values), probs);
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
