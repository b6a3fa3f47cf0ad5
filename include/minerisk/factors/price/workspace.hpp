#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "minerisk/core/block.hpp"

namespace minerisk::inline v0::price {

/// What one worker needs to simulate blocks of one PriceSet; made by `PriceSet::workspace`. A new one holds
/// nothing that matters, so any workspace of the right shape gives the same prices.
class Workspace {
public:
    Workspace(int factors, int metals, int samples_a_period, int width)
        : width_{width},
          samples_a_period_{samples_a_period},
          state_{factors, width},
          drift_{factors, width},
          step_normals_{factors, width},
          normals_{factors * steps_a_batch(), width},
          samples_{metals * samples_a_period, width} {
        for (int f = 0; f < factors; ++f) state_rows_.push_back(state_.row(f));
    }

    int width() const { return width_; }
    /// Steps whose normals are drawn in one call: even, since a Philox counter makes those of two steps.
    static constexpr int steps_a_batch() { return 16; }

    BlockArray& state() { return state_; }                ///< [factor]
    BlockArray& drift() { return drift_; }                ///< [factor], per year
    BlockArray& step_normals() { return step_normals_; }  ///< [factor], of one step
    /// The normals of a factor for the steps of a batch, [step][width].
    double* normals(int factor, int step) { return normals_.row(factor * steps_a_batch() + step); }
    /// The rows of a metal's factors, as a model takes them.
    const double* const* factors(std::size_t first) const { return state_rows_.data() + first; }

    double* sample(std::size_t metal, int in_period) {
        return samples_.row(static_cast<int>(metal) * samples_a_period_ + in_period);
    }
    /// The mean of a metal's samples of one period, summed in the order of time.
    void average(std::size_t metal, double* out) {
        if (width_ == wide_block) {
            average_of<wide_block>(sample(metal, 0), out);
        } else {
            average_of<narrow_block>(sample(metal, 0), out);
        }
    }

private:
    template <int width>
    void average_of(const double* rows, double* out) const {
        rows = std::assume_aligned<64>(rows);
        out = std::assume_aligned<64>(out);
        if (samples_a_period_ == 4) {
            for (int p = 0; p < width; ++p) {
                out[p] = (rows[p] + rows[p + width] + rows[p + 2 * width] + rows[p + 3 * width]) * 0.25;
            }
        } else {
            for (int p = 0; p < width; ++p) out[p] = (rows[p] + rows[p + width]) * 0.5;
        }
    }

    int width_;
    int samples_a_period_;
    BlockArray state_;
    BlockArray drift_;
    BlockArray step_normals_;
    BlockArray normals_;
    BlockArray samples_;
    std::vector<const double*> state_rows_;
};

}  // namespace minerisk::inline v0::price
