#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/association.hpp"
#include "minerisk/statistics/jackknife.hpp"

namespace minerisk::inline v0::statistics {

MINERISK_BODY Estimate pearson(std::span<const double> x, std::span<const double> y) {
    MINERISK_EXPECTS(x.size() == y.size());
    const double n = static_cast<double>(x.size());
    if (x.size() < 3) return {};
    const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n;
    const double my = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    if (!(xx > 0 && yy > 0)) return {};
    const double r = xy / std::sqrt(xx * yy);
    return {r, (1 - r * r) / std::sqrt(n - 1)};
}

MINERISK_BODY std::vector<double> ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> rank(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t j = i;
        while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
        for (std::size_t k = i; k < j; ++k) rank[order[k]] = static_cast<double>(i + j + 1) / 2;
        i = j;
    }
    return rank;
}

MINERISK_BODY Estimate spearman(std::span<const double> x, std::span<const double> y) {
    return pearson(ranks(x), ranks(y));
}

}  // namespace minerisk::inline v0::statistics
