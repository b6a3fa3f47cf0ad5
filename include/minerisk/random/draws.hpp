#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::random {

/// Where a block of draws begins: row `first_row` of `stream` for the paths first_path, first_path + 1, ...
/// A draw is a pure function of (seed, stream, path, row): not of the block, its width or the number of rows
/// asked for at once.
struct DrawAddress {
    std::uint64_t seed = 0;
    Stream stream;
    std::uint64_t first_path = 0;
    std::uint32_t first_row = 0;
};

/// `rows` rows [row][width] of centred uniforms (2k + 1) / 2^53: never 0 or 1, and 1 - u is one too.
/// `width` is `wide_block` or `narrow_block`; `out` is aligned to 64 bytes.
inline void uniform_rows(const DrawAddress& at, int rows, int width, double* out) {
    MINERISK_EXPECTS(rows >= 0 && (width == wide_block || width == narrow_block));
    kernels().uniforms(at.seed, at.stream.value, at.first_path, at.first_row, rows, width, out);
}

/// Standard normals: the quantiles of the uniforms of the same address, at most 1e-10 off.
inline void normal_rows(const DrawAddress& at, int rows, int width, double* out) {
    MINERISK_EXPECTS(rows >= 0 && (width == wide_block || width == narrow_block));
    kernels().normals(at.seed, at.stream.value, at.first_path, at.first_row, rows, width, out);
}

/// Standard normals for any paths, `lane` by lane: those of path at.first_path + lane[i] stand at i. As many
/// as a block is wide; a path may stand in several lanes.
inline void normal_rows(const DrawAddress& at, std::span<const int> lane, int rows, double* out) {
    const auto width = static_cast<int>(lane.size());
    MINERISK_EXPECTS(rows >= 0 && (width == wide_block || width == narrow_block));
    std::uint64_t path[wide_block];
    for (int i = 0; i < width; ++i)
        path[i] = at.first_path + static_cast<std::uint64_t>(lane[static_cast<std::size_t>(i)]);
    kernels().normals_of(at.seed, at.stream.value, path, at.first_row, rows, width, out);
}

/// Exponentials of mean 1: -ln u of the uniforms u of the same address.
inline void exponential_rows(const DrawAddress& at, int rows, int width, double* out) {
    MINERISK_EXPECTS(rows >= 0 && (width == wide_block || width == narrow_block));
    kernels().exponentials(at.seed, at.stream.value, at.first_path, at.first_row, rows, width, out);
}

/// The same for every row of an array.
inline void uniform_rows(const DrawAddress& at, BlockArray& out) {
    uniform_rows(at, out.rows(), out.width(), out.data());
}
inline void normal_rows(const DrawAddress& at, BlockArray& out) {
    normal_rows(at, out.rows(), out.width(), out.data());
}
inline void exponential_rows(const DrawAddress& at, BlockArray& out) {
    exponential_rows(at, out.rows(), out.width(), out.data());
}

}  // namespace minerisk::inline v0::random
