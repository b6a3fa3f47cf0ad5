// A mine that does not exist, from what is known of it to the distribution of what it is worth.

#include <iomanip>
#include <iostream>

#include <minerisk/minerisk.hpp>

int main() {
    using namespace minerisk;
    using namespace minerisk::units;

    const Project mine{
        .metals = {{.name = "copper", .recovery = 0.88, .payable = 0.965}},
        .ore = {{.ore = 330 * Mt_ore, .grade = {0.0058 * t / t_ore}, .mined = 2.1 * t_mined / t_ore}},
        .concentrate = Concentrate{.carrier = "copper",
                                   .grade = 0.27 * t / t_concentrate,
                                   .treatment_charge = 80 * usd / t_concentrate,
                                   .freight = 110 * usd / t_concentrate},
        .phases = {{.name = "mill",
                    .capacity = 15 * Mt_ore / year,
                    .build = even_build(3 * year, 1'300 * MUSD)}},
        .costs = {.mining = 2.4 * usd / t_mined, .processing = 8.5 * usd / t_ore, .fixed = 45 * MUSD / year},
        .tax = {.rate = 0.30},
        .buffers = {.site_concentrate = 20 * day, .supplies = 10 * day},
        .early_closure_years = 2};
    const price::SchwartzSmith copper{{.spot = 5.20 * usd / lb,
                                       .long_run = 4.30 * usd / lb,
                                       .reversion = 0.40 / year,
                                       .short_volatility = 0.23 * per_sqrt_year,
                                       .long_volatility = 0.16 * per_sqrt_year,
                                       .centre = price::Centre::mean}};
    const Study study{StudySpec<>{
        .project = mine,
        .prices = {{"copper", copper}},
        .schedule = {.phases = {{.slip_median = 1.25,
                                 .slip_sigma = 0.25,
                                 .capital_median = 1.15,
                                 .capital_sigma = 0.25,
                                 .slip_capital = 0.5}}},
        .stoppages = {{.name = "road block",
                       .rate = 0.5 / year,
                       .effects = {{.channel = Channel::road, .median = 14 * day, .p90 = 60 * day}}}},
        .valuation = {.discount_rate = 0.08 / year},
    }};

    const Outcome outcome = simulate(study, {.paths = 20'000, .seed = 2026});

    using namespace statistics;
    const auto npv = outcome.npv();                  // USD, one number a path
    std::cout << std::fixed << std::setprecision(0)  //
              << "mean NPV          " << mean(npv).value / 1e6 << " +- " << *mean(npv).se / 1e6 << " MUSD\n"
              << "5 % quantile      " << quantile(npv, 0.05) / 1e6 << " MUSD\n"
              << "chance of a loss  " << 100 * probability_below(npv, 0).value << " %\n"
              << std::setprecision(1)  //
              << "median IRR        " << 100 * quantile(outcome.irr(), 0.5) << " %\n";
}

// Output:
// mean NPV          1087 +- 15 MUSD
// 5 % quantile      -1316 MUSD
// chance of a loss  33 %
// median IRR        14.0 %
