#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::random {

/// The rows of one stream for a block of paths, drawn when they are first asked for, some at a time: for
/// draws of which no path knows beforehand how many it needs. A number is decided by seed, stream, path and
/// row alone, whatever was asked for before. Keeps its memory from block to block.
class DrawRows {
public:
    enum class Law { uniform, normal, exponential };

    void start(Law law, std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path, int width) {
        law_ = law;
        seed_ = seed;
        stream_ = stream;
        first_path_ = first_path;
        width_ = width;
        drawn_ = 0;
    }
    double operator()(std::uint32_t row, int path) {
        if (row >= drawn_) draw(row);
        return rows_.data()[static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) +
                            static_cast<std::size_t>(path)];
    }

private:
    static constexpr std::uint32_t rows_a_chunk = 16;

    /// As far as `row`.
    void draw(std::uint32_t row) {
        const int end = static_cast<int>((row / rows_a_chunk + 1) * rows_a_chunk);
        const int first = static_cast<int>(drawn_);
        if (rows_.rows() < end || rows_.width() != width_)
            rows_.grow(std::max(end, rows_.rows() * 3 / 2), width_);
        const auto fill = law_ == Law::uniform  ? kernels().uniforms
                          : law_ == Law::normal ? kernels().normals
                                                : kernels().exponentials;
        fill(seed_, stream_, first_path_, drawn_, end - first, width_, rows_.row(first));
        drawn_ = static_cast<std::uint32_t>(end);
    }

    Law law_ = Law::uniform;
    std::uint64_t seed_ = 0, first_path_ = 0;
    std::uint32_t stream_ = 0, drawn_ = 0;
    int width_ = 0;
    BlockArray rows_;
};

}  // namespace minerisk::inline v0::random
