#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/valuation/dated.hpp"
#include "minerisk/valuation/detail/proof.inl"
#include "minerisk/valuation/detail/streams.hpp"
#include "minerisk/valuation/irr.hpp"

namespace minerisk::inline v0::valuation {
namespace detail {

MINERISK_BODY std::vector<double> times_of(std::span<const DatedFlow> flows) {
    Problems problems;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        if (is_valid(flows[i].date)) continue;
        problems.add("flows[" + std::to_string(i) + "].date", to_string(flows[i].date),
                     "must be a date of the calendar");
    }
    problems.throw_if_any();
    std::vector<double> times;
    times.reserve(flows.size());
    for (const DatedFlow& flow : flows) {
        const long days = days_since_epoch(flow.date) - days_since_epoch(flows[0].date);
        times.push_back(static_cast<double>(days) / 365);
    }
    return times;
}

}  // namespace detail
}  // namespace minerisk::inline v0::valuation

namespace minerisk::inline v0::valuation {

MINERISK_BODY double xnpv(std::span<const DatedFlow> flows, Rate annual_rate) {
    const double r = annual_rate.canonical();
    Problems problems;
    problems.require(is_finite(r) && r > -1, "discount_rate", r, "must be above -1 (-100 %) and finite");
    problems.throw_if_any();
    const std::vector<double> times = detail::times_of(flows);
    const double force = math::log1p(r);
    double sum = 0;
    for (std::size_t i = 0; i < flows.size(); ++i) sum += flows[i].amount * math::exp(-force * times[i]);
    return sum;
}

MINERISK_BODY Irr xirr(std::span<const DatedFlow> flows) {
    struct Entry {
        double time;
        double amount;
    };
    const std::vector<double> given = detail::times_of(flows);
    std::vector<Entry> entries;
    entries.reserve(flows.size());
    for (std::size_t i = 0; i < flows.size(); ++i) entries.push_back({given[i], flows[i].amount});
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.time < b.time; });
    std::vector<double> times, amounts;
    for (const Entry& e : entries) {
        if (times.empty() || times.back() < e.time) {
            times.push_back(e.time);
            amounts.push_back(e.amount);
        } else {
            amounts.back() += e.amount;
        }
    }
    const auto signs = detail::signs(amounts.size(), [&](std::size_t i) { return amounts[i]; });
    const IrrStatus status = detail::status_of(signs);
    if (status != IrrStatus::one) return {detail::ranked(status, 0), status, 0, 0};
    return detail::proven(detail::AnyTimes{times, amounts, signs.scale}, signs);
}

}  // namespace minerisk::inline v0::valuation
