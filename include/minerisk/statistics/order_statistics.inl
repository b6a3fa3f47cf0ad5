#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/order_statistics.hpp"

namespace minerisk::inline v0::statistics::detail {

MINERISK_BODY OrderStatistics::OrderStatistics(std::span<const double> values, std::size_t ranked,
                                               std::vector<std::size_t> ranks)
    : ranks_{std::move(ranks)} {
    std::ranges::sort(ranks_);
    ranks_.erase(std::unique(ranks_.begin(), ranks_.end()), ranks_.end());
    MINERISK_EXPECTS(ranks_.empty() || ranks_.back() < ranked);
    found_.resize(ranks_.size());
    if (values.size() >= long_column && find_between(values, ranked)) return;
    std::vector<double> all(values.size());
    all.erase(std::ranges::remove_copy_if(values, all.begin(), [](double x) { return x != x; }).out,
              all.end());
    read(all, 0, 0, ranks_.size());
}

MINERISK_BODY double OrderStatistics::operator[](std::size_t rank) const {
    const auto at = std::ranges::lower_bound(ranks_, rank);
    MINERISK_EXPECTS(at != ranks_.end() && *at == rank);
    return found_[static_cast<std::size_t>(at - ranks_.begin())];
}

MINERISK_BODY void OrderStatistics::read(std::span<double> values, std::size_t base, std::size_t first,
                                         std::size_t last) {
    const auto ranks = std::span{ranks_}.subspan(first, last - first);
    select(values, base, ranks);
    for (std::size_t i = 0; i < ranks.size(); ++i) found_[first + i] = values[ranks[i] - base];
}

MINERISK_BODY auto OrderStatistics::brackets(std::span<const double> values, std::size_t ranked) const
    -> std::vector<Bracket> {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double deviations = 5;  // one rank in millions is missed
    std::vector<double> sample;
    const std::size_t step = std::max<std::size_t>(64, values.size() >> 17);
    std::uint64_t state = 1;  // one value of each step, at a place that no period of the column follows
    for (std::size_t i = 0; i + step <= values.size(); i += step) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const double x = values[i + (state >> 33) % step];
        if (x == x) sample.push_back(x);
    }
    std::ranges::sort(sample);
    const double size = static_cast<double>(sample.size());
    std::vector<Bracket> all;
    for (const std::size_t rank : ranks_) {
        const double p = (static_cast<double>(rank) + 0.5) / static_cast<double>(ranked);
        const double half = deviations * std::sqrt(size * p * (1 - p)) + 2;
        const double from = size * p - half, to = size * p + half;
        const double low = from < 0 ? -infinity : sample[static_cast<std::size_t>(from)];
        const double high = to >= size ? infinity : sample[static_cast<std::size_t>(to)];
        if (all.empty() || low >= all.back().high)
            all.push_back({low, high});
        else
            all.back().high = std::max(all.back().high, high);
    }
    return all;
}

MINERISK_BODY bool OrderStatistics::find_between(std::span<const double> values, std::size_t ranked) {
    // The ends of the brackets, and what lies between them: region 2 i is below mark i, 2 i + 1 at it.
    std::vector<double> marks;
    std::vector<char> is_wanted;  // by region
    for (const Bracket& b : brackets(values, ranked))
        for (const double mark : {b.low, b.high})
            if (marks.empty() || mark > marks.back()) {
                is_wanted.insert(is_wanted.end(), {mark > b.low, false});
                marks.push_back(mark);
            }
    is_wanted.push_back(false);
    const std::size_t last = marks.size();
    marks.push_back(std::numeric_limits<double>::quiet_NaN());
    std::vector<std::size_t> count(is_wanted.size(), 0);
    std::vector<std::vector<double>> inside(marks.size());
    for (const double x : values) {
        std::size_t below = 0;  // NaN is in region 0
        for (std::size_t i = 0; i < last; ++i) below += x > marks[i] ? 1 : 0;
        const std::size_t region = 2 * below + (x == marks[below] ? 1 : 0);
        ++count[region];
        if (is_wanted[region]) inside[below].push_back(x);
    }
    count[0] -= values.size() - ranked;
    std::size_t base = 0, rank = 0;
    for (std::size_t region = 0; region < count.size(); base += count[region++]) {
        const std::size_t first = rank;
        while (rank < ranks_.size() && ranks_[rank] < base + count[region]) ++rank;
        if (rank == first) continue;
        if (region % 2 == 1)
            std::fill_n(found_.begin() + static_cast<std::ptrdiff_t>(first), rank - first, marks[region / 2]);
        else if (is_wanted[region])
            read(inside[region / 2], base, first, rank);
        else
            return false;
    }
    return true;
}

}  // namespace minerisk::inline v0::statistics::detail

namespace minerisk::inline v0::statistics::detail {

MINERISK_BODY void select(std::span<double> values, std::size_t base, std::span<const std::size_t> ranks) {
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

}  // namespace minerisk::inline v0::statistics::detail
