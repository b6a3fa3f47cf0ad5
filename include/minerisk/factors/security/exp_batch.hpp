#pragma once

#include <algorithm>
#include <cstddef>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::security {

/// exp of numbers that come one by one, taken of all together. Keeps its memory.
class ExpBatch {
public:
    /// For up to `most` numbers.
    void start(std::size_t most) {
        if (numbers_.size() < most + unit) numbers_ = BlockArray{static_cast<int>(most / unit) + 2, unit};
        count_ = 0;
    }
    void add(double x) { numbers_.data()[count_++] = x; }
    std::size_t count() const { return count_; }
    /// Their exponentials, in the order of the numbers.
    double* run() {
        double* const numbers = numbers_.data();
        const std::size_t padded = (count_ + unit - 1) / unit * unit;
        std::fill(numbers + count_, numbers + padded, 0.0);
        kernels().exp(numbers, numbers, padded);
        return numbers;
    }

private:
    static constexpr int unit = narrow_block;  // kernels take multiples of it
    BlockArray numbers_;
    std::size_t count_ = 0;
};

}  // namespace minerisk::inline v0::security
