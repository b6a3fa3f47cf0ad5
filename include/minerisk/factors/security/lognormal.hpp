#pragma once

#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::security {

/// The sd of the logarithm of a lognormal number by its median and P90: ln(P90 / median) / z, with z the 90 %
/// quantile of the standard normal.
inline double lognormal_sigma(double median, double p90) {
    return p90 == median ? 0 : math::log(p90 / median) / 1.2815515655446004;
}

}  // namespace minerisk::inline v0::security
