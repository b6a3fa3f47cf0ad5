#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::statistics::detail {

/// Puts the order statistics of the ascending `ranks` (counted from `base`) in their places.
MINERISK_BODY void select(std::span<double> values, std::size_t base, std::span<const std::size_t> ranks);

/// Some order statistics of a column: the values at given ranks, counted from 0 over all that have a rank
/// (infinite ones among them, NaN not).
///
/// Of a long column a sample says between which two values each rank lies almost surely; one pass counts what
/// is below, at and above these and picks out what is between, a tenth or so of the column, which is then put
/// in order. A rank that the pass does not find there is looked for in a copy of the whole column: the answer
/// is exact whatever the sample was. Source of the idea: Floyd and Rivest (1975), Comm. ACM 18(3).
class OrderStatistics {
public:
    /// `ranked`: how many values have a rank; `ranks` are below it, in any order, also more than once.
    OrderStatistics(std::span<const double> values, std::size_t ranked, std::vector<std::size_t> ranks);
    double operator[](std::size_t rank) const;

private:
    static constexpr std::size_t long_column = 1 << 15;
    struct Bracket {
        double low, high;
    };

    /// The ranks from the `first` to before the `last`, out of all values from rank `base` on.
    void read(std::span<double> values, std::size_t base, std::size_t first, std::size_t last);

    /// Where the ranks lie, as far as a sample can say: in ascending order, apart or end to end.
    std::vector<Bracket> brackets(std::span<const double> values, std::size_t ranked) const;

    /// Whether every rank was where the sample says.
    bool find_between(std::span<const double> values, std::size_t ranked);

    std::vector<std::size_t> ranks_;
    std::vector<double> found_;
};

}  // namespace minerisk::inline v0::statistics::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/statistics/order_statistics.inl"
#endif
