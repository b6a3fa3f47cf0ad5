#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::security {

/// Lognormals of events, asked for one by one and drawn all together: exp(log_median + sigma z), z the normal
/// of a row and path of one stream. Of many rows and paths only few are wanted, so they are drawn where they
/// are. Keeps its memory.
class LognormalBatch {
public:
    /// For up to `most` numbers.
    void start(std::size_t most) {
        const std::size_t places = (most / unit + 1) * unit;
        if (path_.size() < places) {
            path_.resize(places);
            row_.resize(places);
            numbers_ = BlockArray{number_rows, static_cast<int>(places)};
        }
        count_ = 0;
    }
    void add(int path, std::uint32_t row, double log_median, double sigma) {
        path_[count_] = static_cast<std::uint32_t>(path);
        row_[count_] = row;
        numbers_.row(log_medians)[count_] = log_median;
        numbers_.row(sigmas)[count_] = sigma;
        ++count_;
    }
    std::size_t count() const { return count_; }
    /// In the order in which they were asked for.
    double* run(std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path) {
        const std::size_t padded = (count_ + unit - 1) / unit * unit;
        for (std::size_t i = count_; i < padded; ++i) {
            path_[i] = row_[i] = 0;
            numbers_.row(log_medians)[i] = numbers_.row(sigmas)[i] = 0;
        }
        kernels().lognormals_at({.seed = seed,
                                 .stream = stream,
                                 .first_path = first_path,
                                 .path = path_.data(),
                                 .row = row_.data(),
                                 .log_median = numbers_.row(log_medians),
                                 .sigma = numbers_.row(sigmas),
                                 .out = numbers_.row(drawn)},
                                padded);
        return numbers_.row(drawn);
    }

private:
    static constexpr std::size_t unit = narrow_block;  // the kernel takes multiples of it
    enum Row { log_medians, sigmas, drawn, number_rows };
    BlockArray numbers_;
    std::vector<std::uint32_t> path_, row_;
    std::size_t count_ = 0;
};

}  // namespace minerisk::inline v0::security
