#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/build.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::cashflow {

/// The capital that a path is bound to at time t: `sunk`, spent before the valuation date, and what it has
/// committed by t.
inline double committed_capital(double sunk, std::span<const Commitment> commitments, double t) {
    double sum = sunk;
    for (const Commitment& c : commitments)
        if (c.begin <= t) sum += c.amount;
    return sum;
}

/// What suspensions cost over [from, to): `rate` a year of the capital committed by the beginning of each.
inline double suspension_cost(double rate, double sunk, std::span<const Suspension> suspensions,
                              std::span<const Commitment> commitments, double from, double to) {
    double sum = 0;
    for (const Suspension& s : suspensions)
        if (const double years = std::min(s.end, to) - std::max(s.begin, from); years > 0)
            sum += rate * committed_capital(sunk, commitments, s.begin) * years;
    return sum;
}

/// Those of the damages, which stand in the order of time, that fall into [from, to). `next` is the first
/// that was not met so far: 0 at the beginning of a path, on which times must not go back.
inline std::span<const Damage> damages_between(std::span<const Damage> damages, double from, double to,
                                               std::size_t& next) {
    while (next < damages.size() && damages[next].time < from) ++next;
    const std::size_t first = next;
    while (next < damages.size() && damages[next].time < to) ++next;
    return damages.subspan(first, next - first);
}

struct ProtectionMoney {
    double running = 0, capital = 0;  ///< USD
};

/// What measures of protection cost in [from, to), of which the regime is on alert for a share of `alert`. A
/// measure is paid from its date on, but not before the pause of the decision ends nor while the project is
/// suspended at that date.
inline ProtectionMoney protection_money(const std::vector<ProtectionCost>& protections, double alert,
                                        double pause_end, std::span<const Suspension> suspensions,
                                        double from, double to) {
    ProtectionMoney sum;
    for (const ProtectionCost& c : protections) {
        const double begin = first_unsuspended(suspensions, std::max(c.from.canonical(), pause_end));
        sum.running += (c.cost.canonical() + c.cost_on_alert.canonical() * alert) *
                       std::max(0.0, to - std::max(from, begin));
        if (begin >= from && begin < to) sum.capital += c.capital.canonical();
    }
    return sum;
}

}  // namespace minerisk::inline v0::cashflow
