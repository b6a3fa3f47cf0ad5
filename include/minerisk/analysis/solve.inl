#pragma once

#include <algorithm>
#include <cmath>

#include "minerisk/analysis/solve.hpp"
#include "minerisk/core/body.hpp"

namespace minerisk::inline v0::analysis {

MINERISK_BODY Solution solve(const std::function<statistics::Estimate(double)>& statistic, double from,
                             double to, double goal, double tolerance, int most) {
    Solution s;
    const auto off = [&](double x) {
        s.trials.push_back({x, statistic(x)});
        return s.trials.back().statistic.value - goal;
    };
    double a = from, b = to, fa = off(a), fb = off(b);
    if (std::isnan(fa) || std::isnan(fb) || (fa > 0) == (fb > 0)) {
        if (fa == 0 || fb == 0) {
            s.found = true;
            s.x = fa == 0 ? a : b;
        }
        if (!s.found) return s;
    }
    const double width = std::abs(to - from);
    double wa = fa, wb = fb;  // halved on the side that stays
    while (!s.found && static_cast<int>(s.trials.size()) < most && std::abs(b - a) > tolerance * width) {
        const bool finite = std::isfinite(wa) && std::isfinite(wb) && wa != wb;
        double x = finite ? b - wb * (b - a) / (wb - wa) : 0.5 * (a + b);
        const double lo = std::min(a, b), hi = std::max(a, b), edge = 0.01 * (hi - lo);
        x = std::clamp(x, lo + edge, hi - edge);
        const double f = off(x);
        if (std::abs(f) <= 0.02 * s.trials.back().statistic.se || f == 0) {
            s.found = true;
            s.x = x;
        } else if ((f > 0) == (fa > 0)) {
            a = x, fa = wa = f, wb *= 0.5;
        } else {
            b = x, fb = wb = f, wa *= 0.5;
        }
    }
    if (!s.found) {
        s.found = true;
        const bool finite = std::isfinite(fa) && std::isfinite(fb) && fa != fb;
        s.x = finite ? b - fb * (b - a) / (fb - fa) : 0.5 * (a + b);
    }
    // The slope between the nearest trials on both sides that are far enough apart to show it.
    const Trial *below = nullptr, *above = nullptr;
    for (const Trial& t : s.trials) {
        if (!std::isfinite(t.statistic.value)) continue;
        if (t.x <= s.x - 0.01 * width && (!below || t.x > below->x)) below = &t;
        if (t.x >= s.x + 0.01 * width && (!above || t.x < above->x)) above = &t;
    }
    const auto nearest =
        std::ranges::min_element(s.trials, {}, [&](const Trial& t) { return std::abs(t.x - s.x); });
    if (below && above && above->statistic.value != below->statistic.value)
        s.se = nearest->statistic.se *
               std::abs((above->x - below->x) / (above->statistic.value - below->statistic.value));
    return s;
}

}  // namespace minerisk::inline v0::analysis
