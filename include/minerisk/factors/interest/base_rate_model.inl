#pragma once

#include <algorithm>
#include <cmath>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/interest/base_rate_model.hpp"
#include "minerisk/random/draws.hpp"

namespace minerisk::inline v0::interest {

MINERISK_BODY BaseRateModel::BaseRateModel(const BaseRate& rate, const TimeGrid& grid)
    : rate_{rate}, grid_{grid} {
    stays_ = math::pow(0.5, grid.step() / rate.half_life.canonical());
    const double reversion = std::log(2.0) / rate.half_life.canonical();
    sd_ = rate.volatility.canonical() * std::sqrt((1 - stays_ * stays_) / (2 * reversion));
}

MINERISK_BODY void BaseRateModel::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                                 BlockArray& rates) const {
    const int width = rates.width();
    const double long_run = rate_.long_run.canonical();
    random::normal_rows({seed, stream_, first_path, 0}, rates);
    std::fill_n(rates.row(0), width, rate_.now.canonical());
    for (int i = 1; i < rates.rows(); ++i) {
        const double* const before = rates.row(i - 1);
        double* const now = rates.row(i);
        for (int p = 0; p < width; ++p) now[p] = long_run + (before[p] - long_run) * stays_ + sd_ * now[p];
    }
}

MINERISK_BODY void BaseRateModel::base_block(BlockArray& rates) const {
    for (int i = 0; i < rates.rows(); ++i)
        std::fill_n(rates.row(i), rates.width(), expected_base_rate(rate_, grid_.begin(i)));
}

}  // namespace minerisk::inline v0::interest
