#pragma once

#include <array>
#include <string>
#include <vector>

#include "minerisk/minerisk.hpp"

/// The reference workload: a mine over 45 years whose rules every rival in this folder's table follows too.
/// Money in millions of USD, prices in USD/lb and USD/oz, one period a year.
namespace reference_workload {

using namespace minerisk;

inline constexpr int years = 45;

/// ln S = chi + xi of copper, then of gold.
inline const std::array<price::GaussianFactor, 4>& price_factors() {
    static const std::array<price::GaussianFactor, 4> factors{{
        {.name = "copper chi", .reversion = 0.8, .volatility = 0.22},
        {.name = "copper xi", .volatility = 0.14, .start = math::log(4.0), .drift = -0.0098},
        {.name = "gold chi", .reversion = 0.5, .volatility = 0.10},
        {.name = "gold xi", .volatility = 0.14, .start = math::log(1900.0), .drift = -0.0098},
    }};
    return factors;
}
inline const Eigen::Matrix4d& price_correlation() {
    static const Eigen::Matrix4d correlation = [] {
        Eigen::Matrix4d c;
        c << 1, 0.2, 0.3, 0.1,  //
            0.2, 1, 0.1, 0.3,   //
            0.3, 0.1, 1, 0.1,   //
            0.1, 0.3, 0.1, 1;
        return c;
    }();
    return correlation;
}

/// Twenty activities; the last one's finish is the start of production. Months become years here.
inline schedule::Plan build_plan() {
    const auto pert = [](double low, double likely, double high) {
        return distribution::pert({.low = low, .likely = likely, .high = high}).scaled(1.0 / 12);
    };
    const auto lognormal = [](double median, double sigma) {
        return distribution::lognormal_of_log({.mu = math::log(median), .sigma = sigma}).scaled(1.0 / 12);
    };
    const std::vector<Distribution> durations{
        pert(4, 6, 12),    pert(8, 10, 15),   pert(3, 6, 14),    pert(4, 6, 10),    pert(5, 7, 12),
        pert(10, 12, 20),  pert(14, 18, 28),  pert(12, 15, 24),  pert(8, 10, 18),   pert(9, 12, 20),
        lognormal(9, .20), lognormal(8, .20), lognormal(7, .25), lognormal(9, .25), lognormal(10, .25),
        lognormal(9, .20), lognormal(14, .3), lognormal(4, .25), lognormal(3, .30), lognormal(2, .30)};
    const std::vector<std::vector<int>> predecessors{
        {},  {},   {},      {0},      {1, 3}, {3}, {1, 2}, {1, 2},   {3},         {4},
        {4}, {10}, {6, 10}, {11, 12}, {7, 4}, {8}, {2, 3}, {13, 14}, {17, 15, 9}, {18, 16, 5}};
    schedule::Plan plan;
    plan.name = "reference workload";
    const auto id = [](std::size_t i) { return "A" + std::to_string(i); };
    for (std::size_t i = 0; i < durations.size(); ++i) {
        schedule::Activity a;
        a.id = id(i);
        a.duration = durations[i];
        plan.activities.push_back(std::move(a));
        for (const int before : predecessors[i])
            plan.links.push_back({id(static_cast<std::size_t>(before)), id(i), {}, 0, {}});
    }
    plan.target = id(durations.size() - 1);
    return plan;
}

/// Three immigrants a year; 0.4 successors an event, after a month on average. Nothing has happened before.
inline std::vector<security::StoppageClass> event_classes() {
    security::StoppageClass events{.name = "event", .rate = 3 / (1 - 0.4) / units::year};
    events.excites.push_back({.branching = 0.4, .decay = 12 / units::year});
    return {events};
}
inline constexpr double median_outage_days = 2;  // of an event, lognormal with sigma 1

/// Of operating year 0, 1, ...: production and expansion capital.
inline constexpr int operating_years = 40;
struct OperatingYear {
    double copper_kt, gold_koz, open, expansion;
};
inline std::array<OperatingYear, operating_years> operating_plan() {
    std::array<OperatingYear, operating_years> plan{};
    for (int j = 0; j < operating_years; ++j) {
        const double ramp = j == 0 ? 0.40 : j == 1 ? 0.75 : 1.0;
        const double copper = j < 5 ? 200 : j == 5 ? 300 : j < 30 ? 400 : 300;
        const double gold = j < 5 ? 250 : j == 5 ? 375 : j < 30 ? 500 : 350;
        plan[static_cast<std::size_t>(j)] = {ramp * copper, ramp * gold, 1, j == 4 || j == 5 ? 1750.0 : 0.0};
    }
    return plan;
}

inline constexpr double planned_start = 4.5;  // years: what capital is for
inline constexpr double discount_rate = 0.08;

}  // namespace reference_workload
