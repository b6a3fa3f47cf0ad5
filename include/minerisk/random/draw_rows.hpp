#pragma once

#include <cstdint>
#include <vector>

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
        while (row >= drawn_) draw();
        return chunks_[row / rows_a_chunk](static_cast<int>(row % rows_a_chunk), path);
    }

private:
    static constexpr std::uint32_t rows_a_chunk = 16;

    void draw() {
        const std::size_t chunk = drawn_ / rows_a_chunk;
        if (chunk == chunks_.size()) chunks_.emplace_back(static_cast<int>(rows_a_chunk), width_);
        if (chunks_[chunk].width() != width_) chunks_[chunk] = {static_cast<int>(rows_a_chunk), width_};
        const auto fill = law_ == Law::uniform  ? kernels().uniforms
                          : law_ == Law::normal ? kernels().normals
                                                : kernels().exponentials;
        fill(seed_, stream_, first_path_, drawn_, static_cast<int>(rows_a_chunk), width_,
             chunks_[chunk].data());
        drawn_ += rows_a_chunk;
    }

    Law law_ = Law::uniform;
    std::uint64_t seed_ = 0, first_path_ = 0;
    std::uint32_t stream_ = 0, drawn_ = 0;
    int width_ = 0;
    std::vector<BlockArray> chunks_;
};

}  // namespace minerisk::inline v0::random
