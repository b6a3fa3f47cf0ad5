#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/inputs/base_rate.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::interest {

/// Vasicek's rate at the beginning of each period, in exact steps:
///
///   r(t + h) = L + (r(t) - L) 2^(-h / half_life) + s sqrt((1 - a^2) / (2 k)) Z,   a = 2^(-h / half_life),
///   k = ln 2 / half_life; the first period's is the rate of today
///
/// Stream: "interest.base rate", row i for the step into period i.
class BaseRateModel {
public:
    BaseRateModel(const BaseRate& rate, const TimeGrid& grid);

    std::vector<std::string> stream_names() const { return {name}; }
    /// [period][path], overwritten.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, BlockArray& rates) const;
    /// Without risk: what is expected.
    void base_block(BlockArray& rates) const;

private:
    static constexpr const char* name = "interest.base rate";
    BaseRate rate_;
    TimeGrid grid_;
    random::Stream stream_ = random::stream_of(name);
    double stays_ = 0, sd_ = 0;  // of a step
};

}  // namespace minerisk::inline v0::interest

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/interest/base_rate_model.inl"
#endif
