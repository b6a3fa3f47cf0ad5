#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/kernels/event_rows.hpp"

namespace minerisk::inline v0::security {

/// Makes an array at least so long. It never becomes shorter, so that what a worker needs is soon there.
template <class T>
void make_room(std::vector<T>& array, std::size_t size) {
    if (array.size() < size) array.resize(size + size / 2);
}

/// Events of a block, or what follows from them: path by path, on each by time. Keeps its memory.
struct FlatEvents {
    std::vector<double> time;
    std::vector<EventAddress> address;
    std::vector<std::size_t> offset{0};  ///< where each path begins and the last one ends

    /// For up to `most` of them, which are still to be written.
    void start(int paths, std::size_t most) {
        make_room(time, most + unit);
        make_room(address, most + unit);
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
        make_room(out, padded);
        kernels().lognormals_at({seed, first_path, law.data(), address.data(), out.data()}, padded);
    }

private:
    static constexpr std::size_t unit = narrow_block;  // kernels take multiples of it
};

}  // namespace minerisk::inline v0::security
