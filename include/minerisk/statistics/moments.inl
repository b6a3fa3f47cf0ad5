#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/moments.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY Counts counts(std::span<const double> values) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Counts c;
    for (const double x : values) {
        c.below += x == -infinity ? 1 : 0;
        c.above += x == infinity ? 1 : 0;
        c.missing += x != x ? 1 : 0;
    }
    c.finite = values.size() - c.below - c.above - c.missing;
    return c;
}

namespace detail {

MINERISK_BODY FiniteValues::FiniteValues(std::span<const double> values, const Counts& counts)
    : values_{values} {
    if (counts.finite == values.size()) return;
    copy_.resize(counts.finite + 1);  // one more: what is not finite is written and then written over
    std::size_t count = 0;
    for (const double x : values) {
        copy_[count] = x;
        count += std::isfinite(x) ? 1 : 0;
    }
    copy_.pop_back();
    values_ = copy_;
}

MINERISK_BODY Mean mean_of_finite(std::span<const double> values) {
    Mean m;
    m.count = values.size();
    if (values.empty()) return m;
    const double n = static_cast<double>(values.size());
    m.value = ordered_sum(values, [](double x) { return x; }) / n;
    if (values.size() < 2) return m;
    const double centre = m.value;
    const double squares = ordered_sum(values, [centre](double x) { return (x - centre) * (x - centre); });
    m.sd = std::sqrt(squares / (n - 1));
    m.se = *m.sd / std::sqrt(n);
    return m;
}

}  // namespace detail

MINERISK_BODY Mean mean(std::span<const double> values) {
    return detail::mean_of_finite(detail::FiniteValues{values, counts(values)});
}

MINERISK_BODY std::optional<double> standard_deviation(std::span<const double> values) {
    return mean(values).sd;
}

}  // namespace minerisk::inline v0::statistics
