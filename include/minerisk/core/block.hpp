#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0 {

/// Paths run in blocks of this many: `wide_block`, or `narrow_block` when periods are many.
/// Kernels know both as compile-time constants. A path's numbers do not depend on the block it runs in.
inline constexpr int wide_block = 64;
inline constexpr int narrow_block = 16;
/// Above this many periods blocks are narrow, so that a workspace stays near the L2 cache.
inline constexpr int widest_periods = 150;

constexpr int block_width(int periods) {
    return periods > widest_periods ? narrow_block : wide_block;
}

/// Doubles [row][path in block]: a row (mostly: a period) holds one number of every path, contiguous and
/// aligned for the widest vectors. Allocates when it is made and never after.
class BlockArray {
public:
    BlockArray() = default;
    BlockArray(int rows, int width)
        : rows_{rows},
          width_{width},
          data_{static_cast<double*>(::operator new(bytes(rows, width), alignment)), Release{}} {
        fill(0);
    }
    int rows() const { return rows_; }
    int width() const { return width_; }
    std::size_t size() const { return static_cast<std::size_t>(rows_) * width_; }

    double* row(int i) {
        MINERISK_EXPECTS(i >= 0 && i < rows_);
        return data_.get() + static_cast<std::size_t>(i) * width_;
    }
    const double* row(int i) const { return const_cast<BlockArray*>(this)->row(i); }
    double& operator()(int i, int path) { return row(i)[path]; }
    double operator()(int i, int path) const { return row(i)[path]; }
    double* data() { return data_.get(); }
    const double* data() const { return data_.get(); }
    /// Makes it `rows` long, more than it is; what it holds stays where it is, unless the width changes.
    void grow(int rows, int width) {
        BlockArray larger{rows, width};
        if (width == width_) std::copy_n(data_.get(), size(), larger.data_.get());
        *this = std::move(larger);
    }
    void fill(double value) { std::fill_n(data_.get(), size(), value); }

private:
    static constexpr std::align_val_t alignment{64};
    static std::size_t bytes(int rows, int width) {
        return std::max<std::size_t>(1, static_cast<std::size_t>(rows) * width) * sizeof(double);
    }
    struct Release {
        void operator()(double* p) const { ::operator delete(p, alignment); }
    };
    int rows_ = 0;
    int width_ = 0;
    std::unique_ptr<double[], Release> data_;
};

}  // namespace minerisk::inline v0
