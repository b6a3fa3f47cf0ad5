#pragma once

#include "minerisk/engine/stock.hpp"
#include "support/mine.hpp"

namespace testing_support {

/// The small mine with every risk on: two phases, two metals, a branch, a regime, three classes of stoppages.
inline minerisk::StudySpec<> risky_study(minerisk::TimeGrid grid = minerisk::TimeGrid::yearly(30)) {
    using namespace minerisk;
    using namespace minerisk::units;
    StudySpec<> s;
    s.project = full_mine();
    s.project.buffers = {.site_concentrate = 20 * day,
                         .port_concentrate = 15 * day,
                         .supplies = 15 * day,
                         .construction = 30 * day,
                         .catch_up = 1.15};
    s.project.early_closure_years = 2;
    s.project.sunk = {{.name = "studies", .amount = 20 * MUSD, .age = 0.5 * year}};
    s.project.phases[0].build = {.start = 0.5 * year,
                                 .length = 2 * year,
                                 .capital = {{1 * year, 120 * MUSD}, {2 * year, 220 * MUSD}},
                                 .capital_milestone = 2 * year};
    s.grid = grid;
    s.price_age = 0.25 * year;
    const auto metal = [](double spot, double long_run, double level_sd) {
        return price::SchwartzSmith{{.spot = Price::from_canonical(spot),
                                     .long_run = Price::from_canonical(long_run),
                                     .level_sd = level_sd,
                                     .reversion = 0.4 / year,
                                     .short_volatility = 0.2 * per_sqrt_year,
                                     .long_volatility = 0.16 * per_sqrt_year}};
    };
    s.prices = {{"copper", metal(12'000, 10'000, 0.2)}, {"gold", metal(1.3e8, 1.1e8, 0.1)}};
    s.price_correlations = {{"copper.long_run", "gold.long_run", 0.4}};
    const schedule::PhaseRisk risk{.slip_median = 1.3,
                                   .slip_sigma = 0.3,
                                   .capital_median = 1.2,
                                   .capital_sigma = 0.3,
                                   .ramp_median = 12 * month,
                                   .ramp_sigma = 0.4,
                                   .ramp_least = 4 * month,
                                   .ramp_most = 60 * month,
                                   .ramp_base = 12 * month,
                                   .slip_capital = 0.5,
                                   .slip_ramp = 0.3,
                                   .capital_ramp = 0.1};
    s.schedule.phases = {risk, risk};
    using Then = schedule::BranchOption::Then;
    s.schedule.branch = schedule::Branch{{.decided = 0.5 * year,
                                          .options = {{"go", 0.7, Then::go, {}},
                                                      {"wait", 0.2, Then::decide_again, 1 * year},
                                                      {"stop", 0.1, Then::stop, {}}},
                                          .base = "go",
                                          .standing_cost = 0.06,
                                          .exit_cost = 0.1}};
    const auto effect = [](Channel c, double median, double p90, double build, double operation) {
        return security::Effect{.channel = c,
                                .median = median * day,
                                .p90 = p90 * day,
                                .build_loss = build,
                                .operation_loss = operation};
    };
    s.security.classes = {
        {.name = "road block", .rate = 3 / year, .effects = {effect(Channel::road, 4, 20, 1, 1)}},
        {.name = "rail cut",
         .rate = 4 / year,
         .exposure = 0.5,
         .effects = {effect(Channel::rail, 5, 30, 0, 1)}},
        {.name = "wave",
         .rate = 0.8 / year,
         .effects = {effect(Channel::road, 5, 14, 1, 1), effect(Channel::site, 7, 21, 0.5, 0.5)}}};
    s.security.regime = security::Regime{
        {.low = 0.5, .high = 1.5, .to_high = 0.25 / year, .to_low = 0.3 / year, .start_high = 0.9}};
    s.technical = {.grade = 0.05,
                   .recovery_odds = 0.1,
                   .mining_cost = 0.1,
                   .processing_cost = 0.1,
                   .freight = 0.2,
                   .treatment = 0.4,
                   .sustaining = 0.1,
                   .closure = 0.3,
                   .correlations = {{"mining_cost", "processing_cost", 0.5}}};
    s.valuation.discount_rate = 0.08 / year;
    s.valuation.hurdle_rate = 0.15 / year;
    return s;
}

}  // namespace testing_support
