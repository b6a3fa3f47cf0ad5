#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/jackknife.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/paired.hpp"
#include "minerisk/statistics/probability.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::statistics {

namespace detail {

MINERISK_BODY std::vector<QuantileShift> quantile_shifts(std::span<const double> x, std::span<const double> y,
                                                         std::span<const double> probs) {
    const auto both = [&](std::size_t first, std::size_t count) {
        std::vector<QuantileShift> shifts;
        const auto qx = statistics::quantiles(x.subspan(first, count), probs);
        const auto qy = statistics::quantiles(y.subspan(first, count), probs);
        for (std::size_t i = 0; i < probs.size(); ++i)
            shifts.push_back({probs[i], qx[i].value, qy[i].value, {qy[i].value - qx[i].value, {}}});
        return shifts;
    };
    std::vector<QuantileShift> shifts = both(0, x.size());
    const std::size_t size = x.size() / error_batches;
    std::vector<double> squares(probs.size(), size < least_batch ? std::nan("") : 0);
    for (std::size_t k = 0; k < error_batches && size >= least_batch; ++k) {
        // The last ones are longer by the rest.
        const std::size_t first = k * x.size() / error_batches;
        const auto batch = both(first, (k + 1) * x.size() / error_batches - first);
        for (std::size_t i = 0; i < probs.size(); ++i) {
            const double off = batch[i].difference.value - shifts[i].difference.value;
            squares[i] += off * off;
        }
    }
    constexpr double batches = error_batches;
    for (std::size_t i = 0; i < probs.size(); ++i) {
        Estimate& d = shifts[i].difference;
        if (!std::isfinite(d.value)) d.value = std::nan("");
        const double se = std::sqrt(squares[i] / (batches - 1) / batches);
        d.se = std::isfinite(se) ? se : std::nan("");
    }
    return shifts;
}

}  // namespace detail

MINERISK_BODY Paired paired(std::span<const double> x, std::span<const double> y,
                            const PairedOptions& options) {
    MINERISK_EXPECTS(x.size() == y.size());
    Paired p;
    std::vector<double> all(x.size()), both_x, both_y;
    both_x.reserve(x.size());
    both_y.reserve(x.size());
    std::size_t above = 0, below = 0, tied = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const bool no_x = std::isnan(x[i]), no_y = std::isnan(y[i]);
        all[i] = x[i] == y[i] ? 0 : y[i] - x[i];
        if (no_x || no_y) {
            ++(no_x && no_y ? p.counts.neither : no_y ? p.counts.only_x : p.counts.only_y);
            continue;
        }
        ++(x[i] == y[i] ? tied : y[i] > x[i] ? above : below);
        if (std::isfinite(x[i]) && std::isfinite(y[i])) {
            both_x.push_back(x[i]);
            both_y.push_back(y[i]);
        } else {
            ++(x[i] == y[i] ? p.counts.same : y[i] > x[i] ? p.counts.higher : p.counts.lower);
        }
    }
    p.counts.numbers = both_x.size();
    p.above = proportion(above, p.counts.ranked());
    p.below = proportion(below, p.counts.ranked());
    p.tied = proportion(tied, p.counts.ranked());
    p.quantiles = quantiles(all, options.probs);
    p.shifts = detail::quantile_shifts(x, y, options.shift_probs);

    p.x = detail::mean_of_finite(both_x);
    p.y = detail::mean_of_finite(both_y);
    for (std::size_t i = 0; i < both_x.size(); ++i) both_y[i] -= both_x[i];
    p.difference = detail::mean_of_finite(both_y);
    if (both_x.size() >= 2) {
        const double apart = *p.x.sd * *p.x.sd + *p.y.sd * *p.y.sd;
        const double sd = *p.difference.sd;
        // A shift of all paths by one amount leaves what rounding makes of it.
        const bool varies = sd > 1e-12 * (std::sqrt(apart) + std::abs(p.x.value));
        if (varies)
            p.variance_ratio = apart / (sd * sd);
        else if (apart > 0)
            p.variance_ratio = std::numeric_limits<double>::infinity();
    }
    return p;
}

MINERISK_BODY ShareShift shift_of_share_below(std::span<const double> x, std::span<const double> y,
                                              double limit) {
    MINERISK_EXPECTS(x.size() == y.size());
    std::size_t pairs = 0, in_x = 0, in_y = 0;
    ShareShift s;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::isnan(x[i]) || std::isnan(y[i])) continue;
        ++pairs;
        in_x += x[i] < limit ? 1 : 0;
        in_y += y[i] < limit ? 1 : 0;
        s.gained += y[i] < limit && !(x[i] < limit) ? 1 : 0;
        s.lost += x[i] < limit && !(y[i] < limit) ? 1 : 0;
    }
    s.x = proportion(in_x, pairs);
    s.y = proportion(in_y, pairs);
    if (pairs == 0) return s;
    const auto shift = [](double b, double c, double n) {
        return Estimate{(b - c) / n, std::sqrt((b + c) - (b - c) * (b - c) / n) / n};
    };
    const double b = static_cast<double>(s.gained), c = static_cast<double>(s.lost);
    const double n = static_cast<double>(pairs);
    s.difference = shift(b, c, n);
    const Estimate wider = shift(b + 0.5, c + 0.5, n + 2);
    s.low = std::max(-1.0, wider.value - normal_95 * wider.se);
    s.high = std::min(1.0, wider.value + normal_95 * wider.se);
    return s;
}

MINERISK_BODY Estimate ratio_of_means(std::span<const double> over, std::span<const double> under) {
    MINERISK_EXPECTS(over.size() == under.size());
    const double scale = detail::mean_of_finite(under).value;
    Estimate e;
    if (!(std::abs(scale) > 0)) return e;
    e.value = detail::mean_of_finite(over).value / scale;
    std::vector<double> rest(over.size());
    for (std::size_t i = 0; i < over.size(); ++i) rest[i] = over[i] - e.value * under[i];
    if (const auto se = detail::mean_of_finite(rest).se) e.se = *se / std::abs(scale);
    return e;
}

}  // namespace minerisk::inline v0::statistics
