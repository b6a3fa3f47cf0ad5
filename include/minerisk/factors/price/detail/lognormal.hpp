#pragma once

#include <cmath>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"

namespace minerisk::inline v0::price::detail {

/// The law of a lognormal price at one date.
struct Lognormal {
    double mean_log;
    double variance_log;

    Price mean() const { return Price::from_canonical(math::exp(mean_log + 0.5 * variance_log)); }
    /// p in (0, 1).
    Price quantile(double p) const {
        MINERISK_EXPECTS(p > 0 && p < 1);
        return Price::from_canonical(math::exp(mean_log + std::sqrt(variance_log) * math::inverse_normal(p)));
    }
};

}  // namespace minerisk::inline v0::price::detail
