#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::statistics {

/// Counts of values in equal bins [edge(i), edge(i + 1)); `high` itself lies in the last. Every value is
/// counted somewhere: outside, infinite or missing. Throws InputError unless low < high are finite and bins
/// >= 1.
class Histogram {
public:
    Histogram(double low, double high, int bins) : low_{low}, high_{high} {
        Problems problems{"histogram"};
        problems.require(is_finite(low), "low", low, "must be finite");
        problems.require(is_finite(high) && low < high, "high", high, "must be finite and above low");
        problems.require(bins >= 1 && bins <= 1'000'000, "bins", bins, "must be from 1 to 1000000");
        problems.throw_if_any();
        counts_.resize(static_cast<std::size_t>(bins));
    }
    Histogram(std::span<const double> values, double low, double high, int bins)
        : Histogram{low, high, bins} {
        for (const double x : values) add(x);
    }

    void add(double x) {
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

    int bins() const { return static_cast<int>(counts_.size()); }
    /// Lower edge of bin i; `edge(bins())` is the upper end.
    double edge(int i) const {
        return i == bins() ? high_ : low_ + (high_ - low_) * (static_cast<double>(i) / bins());
    }
    std::size_t count(int bin) const { return counts_[static_cast<std::size_t>(bin)]; }
    std::size_t under() const { return under_; }  ///< finite, below the first bin
    std::size_t over() const { return over_; }    ///< finite, above the last
    std::size_t minus_infinite() const { return minus_infinite_; }
    std::size_t plus_infinite() const { return plus_infinite_; }
    std::size_t missing() const { return missing_; }

private:
    /// By the edges themselves, so that a value at an edge never falls below it through rounding.
    int bin_of(double x) const {
        int i = static_cast<int>((x - low_) / (high_ - low_) * bins());
        if (i >= bins()) i = bins() - 1;
        while (i > 0 && x < edge(i)) --i;
        while (i + 1 < bins() && x >= edge(i + 1)) ++i;
        return i;
    }

    double low_;
    double high_;
    std::vector<std::size_t> counts_;
    std::size_t under_ = 0;
    std::size_t over_ = 0;
    std::size_t minus_infinite_ = 0;
    std::size_t plus_infinite_ = 0;
    std::size_t missing_ = 0;
};

}  // namespace minerisk::inline v0::statistics
