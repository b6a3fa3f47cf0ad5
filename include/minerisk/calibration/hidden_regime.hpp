#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/calibration/counts.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::calibration {

/// Counts of successive months under a calm or a violent regime that nobody sees. Within a regime they are
/// independent negative binomials.
struct HiddenRegime {
    NegativeBinomial low{}, high{};
    double to_high = 0.05;  ///< chance that a low month is followed by a high one, in (0, 1)
    double to_low = 0.05;   ///< chance that a high month is followed by a low one
};

/// Log-likelihood of a hidden regime by the forward recursion, its gradient by the backward one (the expected
/// score, Fisher's identity); time linear in months and events. The first month is low or high with 1/2 each.
/// Source: Rabiner (1989), Proc. IEEE 77(2), scaled form.
struct RegimeLikelihood {
    double value = 0;
    std::array<double, 6> by{};  ///< low.mean, low.size, high.mean, high.size, to_high, to_low
    std::vector<double> high;    ///< chance of a high month, given all counts
    double high_at_end = 0.5;    ///< that of the last month
};
inline RegimeLikelihood regime_likelihood(std::span<const int> counts, const HiddenRegime& r) {
    struct Month {
        CountTerm low, high;
        double chance_low, chance_high;  ///< of the count, over their larger one
        double a_low, a_high;            ///< chance of the regime, given the counts so far
        double scale;
    };
    std::vector<Month> months(counts.size());
    RegimeLikelihood l;
    double before_low = 0.5, before_high = 0.5;
    for (std::size_t t = 0; t < counts.size(); ++t) {
        Month& m = months[t];
        m.low = count_term(counts[t], r.low);
        m.high = count_term(counts[t], r.high);
        const double top = std::fmax(m.low.value, m.high.value);
        m.chance_low = math::exp(m.low.value - top);
        m.chance_high = math::exp(m.high.value - top);
        if (t > 0) {
            const Month& p = months[t - 1];
            before_low = p.a_low * (1 - r.to_high) + p.a_high * r.to_low;
            before_high = p.a_low * r.to_high + p.a_high * (1 - r.to_low);
        }
        m.a_low = before_low * m.chance_low;
        m.a_high = before_high * m.chance_high;
        m.scale = m.a_low + m.a_high;
        m.a_low /= m.scale;
        m.a_high /= m.scale;
        l.value += math::log(m.scale) + top;
    }
    l.high.resize(counts.size());
    double b_low = 1, b_high = 1;
    for (std::size_t t = counts.size(); t-- > 0;) {
        const Month& m = months[t];
        const double low = m.a_low * b_low, high = m.a_high * b_high;
        l.high[t] = high;
        l.by[0] += low * m.low.by_mean;
        l.by[1] += low * m.low.by_size;
        l.by[2] += high * m.high.by_mean;
        l.by[3] += high * m.high.by_size;
        if (t == 0) break;
        const Month& p = months[t - 1];
        const double from_low = m.chance_low * b_low / m.scale, from_high = m.chance_high * b_high / m.scale;
        l.by[4] += p.a_low * (from_high - from_low);
        l.by[5] += p.a_high * (from_low - from_high);
        b_low = (1 - r.to_high) * from_low + r.to_high * from_high;
        b_high = r.to_low * from_low + (1 - r.to_low) * from_high;
    }
    if (!counts.empty()) l.high_at_end = months.back().a_high;
    return l;
}

}  // namespace minerisk::inline v0::calibration
