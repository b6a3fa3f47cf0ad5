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
    Histogram(double low, double high, int bins);
    Histogram(std::span<const double> values, double low, double high, int bins);

    void add(double x);

    int bins() const { return static_cast<int>(counts_.size()); }
    /// Lower edge of bin i; `edge(bins())` is the upper end.
    double edge(int i) const;
    std::size_t count(int bin) const { return counts_[static_cast<std::size_t>(bin)]; }
    std::size_t under() const { return under_; }  ///< finite, below the first bin
    std::size_t over() const { return over_; }    ///< finite, above the last
    std::size_t minus_infinite() const { return minus_infinite_; }
    std::size_t plus_infinite() const { return plus_infinite_; }
    std::size_t missing() const { return missing_; }

private:
    /// By the edges themselves, so that a value at an edge never falls below it through rounding.
    int bin_of(double x) const;

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

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/histogram.inl"
#endif
