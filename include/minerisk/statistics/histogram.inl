#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/histogram.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY Histogram::Histogram(double low, double high, int bins) : low_{low}, high_{high} {
    Problems problems{"histogram"};
    problems.require(is_finite(low), "low", low, "must be finite");
    problems.require(is_finite(high) && low < high, "high", high, "must be finite and above low");
    problems.require(bins >= 1 && bins <= 1'000'000, "bins", bins, "must be from 1 to 1000000");
    problems.throw_if_any();
    counts_.resize(static_cast<std::size_t>(bins));
}

MINERISK_BODY Histogram::Histogram(std::span<const double> values, double low, double high, int bins)
    : Histogram{low, high, bins} {
    for (const double x : values) add(x);
}

MINERISK_BODY void Histogram::add(double x) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (x != x) {
        ++missing_;
    } else if (x == -infinity) {
        ++minus_infinite_;
    } else if (x == infinity) {
        ++plus_infinite_;
    } else if (x < low_) {
        ++under_;
    } else if (x > high_) {
        ++over_;
    } else {
        ++counts_[static_cast<std::size_t>(bin_of(x))];
    }
}

MINERISK_BODY double Histogram::edge(int i) const {
    return i == bins() ? high_ : low_ + (high_ - low_) * (static_cast<double>(i) / bins());
}

MINERISK_BODY int Histogram::bin_of(double x) const {
    int i = static_cast<int>((x - low_) / (high_ - low_) * bins());
    if (i >= bins()) i = bins() - 1;
    while (i > 0 && x < edge(i)) --i;
    while (i + 1 < bins() && x >= edge(i + 1)) ++i;
    return i;
}

}  // namespace minerisk::inline v0::statistics
