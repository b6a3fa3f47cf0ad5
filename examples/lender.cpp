// A lender asks how much of a mine's cost it can carry: the same mine and the same 20,000 futures under more
// and more debt. What is drawn late, serviced short or lost on a path follows from that path's build, prices
// and road blocks.

#include <iomanip>
#include <iostream>

#include <minerisk/analysis.hpp>
#include <minerisk/study.hpp>

namespace {

using namespace minerisk;
using namespace minerisk::units;

StudySpec<> mine() {
    const price::GeometricBrownian copper{
        {.spot = 4.30 * usd / lb, .volatility = 0.20 * per_sqrt_year, .centre = price::Centre::mean}};
    return {.project = {.metals = {{.name = "copper", .recovery = 0.88, .payable = 0.965}},
                        .ore = {{.ore = 330 * Mt_ore,
                                 .grade = {0.0058 * t / t_ore},
                                 .mined = 2.1 * t_mined / t_ore}},
                        .concentrate = Concentrate{.carrier = "copper", .grade = 0.27 * t / t_concentrate},
                        .phases = {{"mill", 15 * Mt_ore / year, even_build(3 * year, 1'300 * MUSD)}},
                        .costs = {.mining = 2.4 * usd / t_mined, .processing = 8.5 * usd / t_ore}},
            .prices = {{"copper", copper}},
            .schedule = {.phases = {{.slip_median = 1.25, .slip_sigma = 0.25}}},
            .security = {.classes = {{"road block", 0.5 / year, 1.0, {{Channel::road, 14 * day, 60 * day}}}}},
            .valuation = {.discount_rate = 0.08 / year}};
}

finance::Spec financed(double gearing) {
    finance::Facility senior{.name = "senior",
                             .lender = "bank",
                             .commitment = gearing * 2'000 * MUSD,
                             .available = 6 * year,
                             .rate = 0.075 / year,
                             .upfront_fee = 0.01,
                             .commitment_fee = 0.005 / year,
                             .grace = 5 * year,
                             .repaid_over = 10 * year,
                             .repayment = finance::Repayment::annuity};
    return {.inflation = {.rate = 0.025 / year},
            .parties = {{"owner", 0.10 / year}, {"bank", 0.07 / year, true}},
            .stakes = {{.holder = "owner", .share = 1}},
            .debt = finance::Debt{.facilities = {senior},
                                  .gearing = gearing,
                                  .completion = 1 * year,
                                  .reserve = 0.5 * year,
                                  .covenants = {{finance::Ratio::dscr, 1.25, 1.10}},
                                  .cure = 0.5 * year}};
}

}  // namespace

int main() {
    std::cout << std::fixed << std::setprecision(1)
              << "debt, %  drawn, MUSD  DSCR < 1.10, %  default, %  LGD, %  loss, MUSD  owner's IRR, %\n";
    for (const double gearing : {0.4, 0.5, 0.6, 0.7}) {
        StudySpec<> spec = mine();
        spec.finance = financed(gearing);
        const Outcome paths = simulate(Study{spec}, {.paths = 20'000, .seed = 2026});
        const auto chance = [&](const char* text) {
            return 100 * analysis::Condition::parse(text).probability(paths).value;
        };
        std::cout << std::setw(7) << 100 * gearing << std::setw(13)
                  << statistics::mean(paths["senior.drawn_usd"]).value / 1e6 << std::setw(16)
                  << chance("debt.least_dscr < 1.10") << std::setw(12) << chance("debt.default_year < 2100")
                  << std::setw(8) << 100 * statistics::mean(paths["senior.loss_given_default"]).value
                  << std::setw(12) << statistics::mean(paths["senior.loss_usd"]).value / 1e6 << std::setw(16)
                  << 100 * statistics::quantile(paths["owner.irr"], 0.5) << "\n";
    }
}

// Output:
// debt, %  drawn, MUSD  DSCR < 1.10, %  default, %  LGD, %  loss, MUSD  owner's IRR, %
//    40.0        573.8            26.8        18.6    49.8        33.7            27.5
//    50.0        729.7            30.5        20.7    48.2        47.6            30.0
//    60.0        890.9            34.2        22.9    46.1        64.1            33.6
//    70.0       1057.4            38.3        25.5    43.9        83.5            39.0
