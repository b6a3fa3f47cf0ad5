#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/network_alone.hpp"
#include "minerisk/engine/schedule_ranking.hpp"
#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0 {

namespace detail {

MINERISK_BODY std::vector<Risk> risks_of(const schedule::Plan& plan, bool in_study) {
    std::vector<Risk> all;
    for (std::size_t d = 0; d < plan.drivers.size(); ++d)
        all.push_back({plan.drivers[d].id, plan.drivers[d].name, {.drivers = {static_cast<int>(d)}}});
    for (std::size_t e = 0; e < plan.events.size(); ++e)
        all.push_back({plan.events[e].id, plan.events[e].name, {.events = {static_cast<int>(e)}}});
    for (std::size_t r = 0; r < plan.reworks.size(); ++r)
        all.push_back({plan.reworks[r].id, "rework", {.reworks = {static_cast<int>(r)}}});
    if (plan.systemic) all.push_back({"systemic", "factors common to cost and work", {.systemic = true}});
    if (plan.feedback) all.push_back({"feedback", "of delay", {.feedback = true}});
    if (plan.stoppages) all.push_back({"stoppages", "stoppages", {.stoppages = true}});
    if (in_study) all.push_back({"security", "events of the study", {.security = true}});
    return all;
}

MINERISK_BODY double less(double a, double b) {
    return a == b ? 0 : a - b;
}

MINERISK_BODY Estimate drop(const std::vector<double>& with, const std::vector<double>& without,
                            double prob) {
    constexpr std::size_t parts = 20;
    Estimate e;
    e.value = less(statistics::quantile(with, prob), statistics::quantile(without, prob));
    const std::size_t n = std::min(with.size(), without.size()) / parts;  // one may have been interrupted
    if (n < 2) return e;
    double sum = 0, squares = 0;
    for (std::size_t k = 0; k < parts; ++k) {
        const double d = less(statistics::quantile(std::span{with}.subspan(k * n, n), prob),
                              statistics::quantile(std::span{without}.subspan(k * n, n), prob));
        if (!std::isfinite(d)) return e;
        sum += d;
        squares += d * d;
    }
    const double mean = sum / parts;
    e.se = std::sqrt(std::max(0.0, squares / parts - mean * mean) / (parts - 1));
    return e;
}

MINERISK_BODY Ranking rank_by_removal(const std::function<ScheduleOutcome(const ScheduleRun&)>& simulate,
                                      const schedule::Plan& plan, bool in_study, const Run& run, double prob,
                                      std::size_t steps) {
    Ranking ranking{prob, {}, {}};
    ScheduleRun how{.run = run, .details = false};
    const ScheduleOutcome all = simulate(how);
    const auto removal = [&](const Risk& risk, const schedule::Without& gone, const ScheduleOutcome& before) {
        how.without = gone;
        ScheduleOutcome after = simulate(how);
        Removal r{risk.id, risk.name, drop(before.finish[0], after.finish[0], prob),
                  drop(before.cost, after.cost, prob)};
        return std::pair{r, std::move(after)};
    };
    const auto larger = [](const Removal& a, const Removal& b) { return a.finish.value > b.finish.value; };

    std::vector<Risk> left = risks_of(plan, in_study);
    for (const Risk& risk : left) ranking.alone.push_back(removal(risk, risk.only, all).first);
    std::ranges::stable_sort(ranking.alone, larger);

    schedule::Without gone;
    ScheduleOutcome before = all;
    while (!left.empty() && ranking.in_turn.size() < steps && !run.stop.stop_requested()) {
        std::size_t worst = 0;
        std::optional<std::pair<Removal, ScheduleOutcome>> best;
        for (std::size_t i = 0; i < left.size(); ++i) {
            auto next = removal(left[i], gone + left[i].only, before);
            if (best && !larger(next.first, best->first)) continue;
            best = std::move(next);
            worst = i;
        }
        ranking.in_turn.push_back(best->first);
        gone = gone + left[worst].only;
        before = std::move(best->second);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(worst));
    }
    return ranking;
}

}  // namespace detail

MINERISK_BODY std::size_t risk_count(const schedule::Plan& plan, bool in_study) {
    return detail::risks_of(plan, in_study).size();
}

MINERISK_BODY Ranking rank_by_removal(const schedule::Network& network, const Run& run, double prob,
                                      std::size_t steps) {
    return detail::rank_by_removal([&](const ScheduleRun& how) { return simulate(network, how); },
                                   network.plan(), detail::NetworkAlone::in_study(), run, prob, steps);
}

}  // namespace minerisk::inline v0
