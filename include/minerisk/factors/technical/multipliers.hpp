#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/technical.hpp"
#include "minerisk/factors/technical/spec.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/correlation.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::technical {

/// Lognormal multipliers on grade, recovery, costs and charges: one draw a path for the whole life of a
/// mine.
///
///   M_i = exp(sd_i (L Z)_i),   L L' = correlation of the logarithms;   median 1, mean exp(sd_i^2 / 2)
///
/// Streams: "technical.<item>", row 0. Changing one sd leaves the draws of all items as they are.
class Multipliers {
public:
    /// Throws InputError with every sd that is negative or not finite, and for correlations that cannot be.
    explicit Multipliers(const MultiplierSpec& spec);

    std::vector<std::string> stream_names() const;
    double sd(Technical item) const { return sd_[static_cast<std::size_t>(item)]; }

    /// The multipliers of paths first_path, first_path + 1, ...: [item][path], overwritten; an item without
    /// uncertainty is exactly 1. Allocates nothing, throws nothing; a path has the same bits in any block.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, BlockArray& rows) const;
    /// Without risk: all 1.
    static void base_block(BlockArray& rows) { rows.fill(1); }

private:
    static std::string stream_name(std::size_t i) { return std::string{"technical."} + technical_names[i]; }

    std::array<double, technical_count> sd_;
    random::Correlation correlation_{{}};
    std::array<random::Stream, technical_count> streams_{};
};

}  // namespace minerisk::inline v0::technical

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/technical/multipliers.inl"
#endif
