#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/room.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/kernels/event_rows.hpp"

namespace minerisk::inline v0::security {

/// Events of a block, or what follows from them: path by path, on each by time. Keeps its memory.
struct FlatEvents {
    std::vector<double> time;
    std::vector<EventAddress> address;
    std::vector<std::size_t> offset{0};  ///< where each path begins and the last one ends

    /// For up to `most` of them, which are still to be written.
    void start(int paths, std::size_t most) {
        with_room(time, most + unit);
        with_room(address, most + unit);
        offset.assign(static_cast<std::size_t>(paths) + 1, 0);
    }
    std::size_t size() const { return offset.back(); }
    std::size_t begin(int path) const { return offset[static_cast<std::size_t>(path)]; }
    std::size_t end(int path) const { return offset[static_cast<std::size_t>(path) + 1]; }

    /// A lognormal for each of them.
    void draw(std::uint64_t seed, std::uint64_t first_path, const std::vector<LognormalLaw>& law,
              std::vector<double>& out) {
        const std::size_t padded = (size() + unit - 1) / unit * unit;
        for (std::size_t i = size(); i < padded; ++i) address[i] = {};
        with_room(out, padded);
        kernels().lognormals_at({seed, first_path, law.data(), address.data(), out.data()}, padded);
    }

private:
    static constexpr std::size_t unit = narrow_block;  // kernels take multiples of it
};

}  // namespace minerisk::inline v0::security
