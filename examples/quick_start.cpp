#include <iostream>

#include <minerisk/study.hpp>

int main() {
    using namespace minerisk;
    using namespace minerisk::units;

    const Project mine{
        .metals = {{.name = "copper", .recovery = 0.88, .payable = 0.965}},
        .ore = {{.ore = 330 * Mt_ore, .grade = {0.0058 * t / t_ore}, .mined = 2.1 * t_mined / t_ore}},
        .concentrate = Concentrate{.carrier = "copper", .grade = 0.27 * t / t_concentrate},
        .phases = {{"mill", 15 * Mt_ore / year, even_build(3 * year, 1'300 * MUSD)}},
        .costs = {.mining = 2.4 * usd / t_mined, .processing = 8.5 * usd / t_ore}};
    const price::GeometricBrownian copper{
        {.spot = 4.30 * usd / lb, .volatility = 0.20 * per_sqrt_year, .centre = price::Centre::mean}};
    const Study study{StudySpec<>{
        .project = mine,
        .prices = {{"copper", copper}},
        .schedule = {.phases = {{.slip_median = 1.25, .slip_sigma = 0.25}}},
        .security = {.classes = {{"road block", 0.5 / year, 1.0, {{Channel::road, 14 * day, 60 * day}}}}},
        .valuation = {.discount_rate = 0.08 / year}}};

    const Outcome outcome = simulate(study, {.paths = 20'000, .seed = 2026});
    std::cout << "mean NPV, MUSD      " << statistics::mean(outcome.npv()).value / 1e6 << '\n'
              << "5 % quantile, MUSD  " << statistics::quantile(outcome.npv(), 0.05) / 1e6 << '\n'
              << "chance of a loss    " << statistics::probability_below(outcome.npv(), 0).value << '\n';
}

// Output:
// mean NPV, MUSD      2684.16
// 5 % quantile, MUSD  -891.739
// chance of a loss    0.1811
