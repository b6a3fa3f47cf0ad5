#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/order_statistics.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY RankInterval quantile_ranks(std::size_t n, double prob) {
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

MINERISK_BODY Place place_of(std::size_t n, double prob) {
    const double h = static_cast<double>(n - 1) * prob;
    const auto rank = std::min(static_cast<std::size_t>(h), n - 1);
    return {rank, rank + 1 < n ? h - static_cast<double>(rank) : 0};
}

MINERISK_BODY double between(double a, double b, double share) {
    if (share == 0 || a == b) return a;
    if (std::isinf(a)) return a;
    return std::isinf(b) ? b : a + share * (b - a);
}

MINERISK_BODY QuantilePlaces::QuantilePlaces(std::size_t n, std::span<const double> probs)
    : n_{n}, probs_{probs} {
    for (const double prob : probs) {
        MINERISK_EXPECTS(prob >= 0 && prob <= 1);
        intervals_.push_back(quantile_ranks(n, prob));
    }
}

MINERISK_BODY auto QuantilePlaces::ranks() const -> std::vector<std::size_t> {
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

MINERISK_BODY auto QuantilePlaces::read(const OrderStatistics& ordered) const -> std::vector<Quantile> {
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

}  // namespace detail

MINERISK_BODY std::vector<Quantile> quantiles(std::span<const double> values, std::span<const double> probs) {
    const std::size_t ranked = counts(values).ranked();
    const detail::QuantilePlaces places{ranked, probs};
    return places.read(detail::OrderStatistics{values, ranked, places.ranks()});
}

MINERISK_BODY Quantile quantile_with_interval(std::span<const double> values, double prob) {
    return quantiles(values, std::array{prob}).front();
}

MINERISK_BODY double quantile(std::span<const double> values, double prob) {
    return quantile_with_interval(values, prob).value;
}

}  // namespace minerisk::inline v0::statistics
