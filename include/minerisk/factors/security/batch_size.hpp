#pragma once

#include "minerisk/core/math.hpp"
#include "minerisk/factors/security/event_class.hpp"

namespace minerisk::inline v0::security {

/// The number of attacks in an event of a batch: the smallest k >= 1 with P(K <= k) > u, K = 1 + a negative
/// binomial number of mean m and shape s, P(K = 1) = (s / (s + m))^s. Variance m + m^2 / s.
inline int batch_size(const Batch& batch, double u) {
    const double fail = batch.mean / (batch.shape + batch.mean);
    double probability = math::exp(batch.shape * math::log1p(-fail)), reached = probability;
    int more = 0;
    while (reached <= u) {
        probability *= fail * (more + batch.shape) / (more + 1);
        if (reached + probability == reached) break;  // all that is left is below rounding
        reached += probability;
        ++more;
    }
    return 1 + more;
}

}  // namespace minerisk::inline v0::security
