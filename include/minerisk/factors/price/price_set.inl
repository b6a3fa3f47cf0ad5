#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/factors/price/price_set.hpp"

namespace minerisk::inline v0::price::detail {

MINERISK_BODY Problems problems_of_set(Years age, std::size_t metals) {
    Problems problems{"price"};
    problems.require(age >= Years{} && is_finite(age.canonical()), "age", age.canonical(),
                     "must be a number of years from the observation to the valuation date, at least 0");
    if (metals == 0) problems.add("metals", "", "must name at least one metal");
    return problems;
}

MINERISK_BODY void PriceTables::add(const Sampling& sampling, int periods,
                                    const std::function<double(TimePoint)>& constant_at,
                                    const std::function<double(TimePoint)>& base_at) {
    std::vector<double>& of_points = constants.emplace_back();
    std::vector<double>& of_periods = base.emplace_back();
    for (int period = 0; period < periods; ++period) {
        double sum = 0;
        for (int j = 0; j < sampling.a_period(); ++j) {
            const TimePoint at = sampling.at(period * sampling.a_period() + j);
            of_points.push_back(constant_at(at));
            sum += base_at(at);
        }
        of_periods.push_back(sum / sampling.a_period());
    }
}

MINERISK_BODY bool shapes_fit(std::span<const BlockArray> prices, std::size_t metals, int periods,
                              int width) {
    return prices.size() == metals && std::ranges::all_of(prices, [&](const BlockArray& p) {
               return p.rows() == periods && p.width() == width;
           });
}

MINERISK_BODY std::vector<Eigen::ArrayXXd> path_by_path(
    std::size_t metals, int periods, int width, int paths,
    const std::function<void(std::uint64_t first_path, std::span<BlockArray> prices)>& block) {
    std::vector<Eigen::ArrayXXd> result(metals, Eigen::ArrayXXd(paths, periods));
    std::vector<BlockArray> prices;
    for (std::size_t m = 0; m < metals; ++m) prices.emplace_back(periods, width);
    for (int first = 0; first < paths; first += width) {
        block(static_cast<std::uint64_t>(first), prices);
        for (std::size_t m = 0; m < metals; ++m)
            for (int period = 0; period < periods; ++period)
                std::copy_n(prices[m].row(period), std::min(width, paths - first), &result[m](first, period));
    }
    return result;
}

}  // namespace minerisk::inline v0::price::detail
