#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/baseline.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY BaselineIntegral::BaselineIntegral(const Baseline& baseline, const TimeGrid& grid) {
    const Date start = grid.start();
    passed_ = (start.day - 1.0) / days_in_month(start.year, start.month);
    const int count = 12 * grid.years() + (passed_ > 0 ? 1 : 0);
    const double growth = math::log1p(baseline.trend.canonical());
    double integral = 0;
    for (int k = 0; k < count; ++k) {
        const double begin = k == 0 ? 0 : (k - passed_) / 12;
        const double end = k + 1 == count ? grid.length() : (k + 1 - passed_) / 12;
        const double value = baseline.season[static_cast<std::size_t>((start.month - 1 + k) % 12)] *
                             math::exp((k + 0.5 - passed_) / 12 * growth);
        months_.push_back({begin, integral, value});
        integral += value * (end - begin);
    }
    months_.push_back({grid.length(), integral, 0});
}

MINERISK_BODY double BaselineIntegral::at(double t) const {
    const auto last = months_.size() - 2;
    auto k = std::min(static_cast<std::size_t>(t * 12 + passed_), last);
    if (k < last && months_[k + 1].begin <= t) ++k;  // t * 12 may round to the wrong side of an edge
    if (k > 0 && months_[k].begin > t) --k;
    return months_[k].integral + (t - months_[k].begin) * months_[k].value;
}

MINERISK_BODY double BaselineIntegral::time_of(double integral, std::size_t& month) const {
    if (!(integral < total())) return std::numeric_limits<double>::infinity();
    while (months_[month + 1].integral <= integral) ++month;
    const Month& m = months_[month];
    return std::clamp(m.begin + (integral - m.integral) / m.value, m.begin, months_[month + 1].begin);
}

MINERISK_BODY void check_baseline(const Baseline& b, const std::string& at, Problems& problems) {
    double sum = 0;
    bool sound = true;
    for (const double s : b.season) {
        if (!(s >= 0 && is_finite(s))) {
            problems.add(at + "season", text_of(s), "must be finite and not negative in each month");
            sound = false;
            break;
        }
        sum += s;
    }
    const double off = sum / 12 - 1;
    if (sound)
        problems.require(off <= 1e-6 && off >= -1e-6, at + "season", sum / 12,
                         "must have a mean of 1: `rate` states the level");
    const double trend = b.trend.canonical();
    problems.require(trend > -0.5 && trend < 0.5, at + "trend", trend, "must be in (-0.5, 0.5)");
}

}  // namespace minerisk::inline v0::security
