// A partner asks what a fifth of a mine is worth to it: the price at which it earns its 12 % on average, and
// how often it would lose money at half of that price.

#include <iomanip>
#include <iostream>

#include <minerisk/analysis.hpp>
#include <minerisk/study.hpp>

namespace {

using namespace minerisk;
using namespace minerisk::units;

/// A mine of which a state holds a carried tenth and takes a royalty, and a partner buys a fifth next year.
Study<> with_partner(Money price) {
    const price::GeometricBrownian copper{
        {.spot = 4.30 * usd / lb, .volatility = 0.20 * per_sqrt_year, .centre = price::Centre::mean}};
    return Study{StudySpec<>{
        .project =
            {.metals = {{.name = "copper", .recovery = 0.88, .payable = 0.965}},
             .ore = {{.ore = 330 * Mt_ore, .grade = {0.0058 * t / t_ore}, .mined = 2.1 * t_mined / t_ore}},
             .concentrate = Concentrate{.carrier = "copper", .grade = 0.27 * t / t_concentrate},
             .phases = {{"mill", 15 * Mt_ore / year, even_build(3 * year, 1'300 * MUSD)}},
             .costs = {.mining = 2.4 * usd / t_mined, .processing = 8.5 * usd / t_ore},
             .royalties = {{.name = "royalty", .rate = 0.05}}},
        .prices = {{"copper", copper}},
        .schedule = {.phases = {{.slip_median = 1.25, .slip_sigma = 0.25}}},
        .security = {.classes = {{"road block", 0.5 / year, 1.0, {{Channel::road, 14 * day, 60 * day}}}}},
        .valuation = {.discount_rate = 0.08 / year},
        .finance = finance::Spec{
            .parties = {{"owner", 0.10 / year}, {"state", 0.06 / year}, {"partner", 0.12 / year}},
            .stakes = {{.holder = "owner", .share = 0.9}, {.holder = "state", .share = 0.1, .carried = true}},
            .entries = {{"partner", "owner", 0.2, 1 * year, price}},
            .levies = {{"royalty", "state"}}}}};
}

}  // namespace

int main() {
    const Run how{.paths = 20'000, .seed = 2026};
    const analysis::Target fair = analysis::Target::parse("mean(partner.npv_usd) = 0");
    const analysis::Solution price =
        analysis::solve([&](double musd) { return fair.statistic(simulate(with_partner(musd * MUSD), how)); },
                        1, 3'000, fair.goal());

    const Outcome paths = simulate(with_partner(0.5 * price.x * MUSD), how);
    const auto chance = [&](const char* text) {
        return 100 * analysis::Condition::parse(text).probability(paths).value;
    };
    std::cout << std::fixed << std::setprecision(0)  //
              << "fair price of a fifth, MUSD            " << price.x << " +- " << price.se << "\n"
              << std::setprecision(1)  //
              << "at half of it: loses money, %          " << chance("partner.irr < 0 %") << "\n"
              << "               earns less than 12 %, % " << chance("partner.npv_usd < 0") << "\n"
              << "               and the owner less than 10 %, on the same path, % "
              << chance("partner.npv_usd < 0 and owner.npv_usd < 0") << "\n";
}

// Output:
// fair price of a fifth, MUSD            364 +- 3
// at half of it: loses money, %          18.8
//                earns less than 12 %, % 43.0
//                and the owner less than 10 %, on the same path, % 23.7
