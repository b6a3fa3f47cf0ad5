// A tool that has simulated cash flows of its own uses the valuation and the statistics alone: no model of a
// mine, no engine, no random numbers of ours.

#include <iomanip>
#include <iostream>
#include <random>
#include <span>
#include <vector>

#include <minerisk/statistics.hpp>
#include <minerisk/valuation.hpp>

/// Stands for the host: flows of a project in MUSD, one row a path, one column a year.
class HostTool {
public:
    static constexpr int paths = 5'000;
    static constexpr int years = 20;

    HostTool() : flows_(static_cast<std::size_t>(paths) * years) {
        std::mt19937_64 engine{7};
        const auto uniform = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
        for (int path = 0; path < paths; ++path) {
            double* const cash = &flows_[static_cast<std::size_t>(path) * years];
            const double margin = 10 + 230 * uniform();
            const int build = 2 + static_cast<int>(3 * uniform());
            for (int year = 0; year < years; ++year) {
                cash[year] =
                    year < build ? -900 * (0.8 + 0.6 * uniform()) / build : margin * (0.6 + 0.8 * uniform());
            }
            cash[years - 1] = -60;  // closure
        }
    }
    std::span<const double> path(int i) const {
        return std::span{flows_}.subspan(static_cast<std::size_t>(i) * years, years);
    }

private:
    std::vector<double> flows_;
};

int main() {
    using namespace minerisk;
    using namespace minerisk::units;
    using valuation::Convention;
    using valuation::IrrStatus;

    const HostTool host;
    const auto factors = valuation::discount_factors(HostTool::years, 1, 0.08 / year, Convention::middle);
    std::vector<double> npv, irr;
    int no_return = 0;
    for (int i = 0; i < HostTool::paths; ++i) {
        npv.push_back(valuation::npv(host.path(i), factors));
        const valuation::Irr found = valuation::irr(host.path(i));
        irr.push_back(found.rate);  // -infinity where there is no return: it ranks below every rate
        no_return += found.status == IrrStatus::none_loss ? 1 : 0;
    }

    using namespace statistics;
    const Quantile low = quantile_with_interval(npv, 0.05);
    const TailMean tail = expected_shortfall(npv, 0.05);
    const Proportion loss = probability_below(npv, 0);
    std::cout << std::fixed << std::setprecision(1)  //
              << "mean NPV             " << mean(npv).value << " +- " << *mean(npv).se << " MUSD\n"
              << "5 % quantile         " << low.value << " MUSD, 95 % interval " << *low.low << " to "
              << *low.high << "\n"
              << "worst 5 %, mean      " << tail.value << " +- " << *tail.se << " MUSD\n"
              << "P(NPV < 0)           " << 100 * loss.value << " %, 95 % interval " << 100 * *loss.low
              << " to " << 100 * *loss.high << " %\n"
              << "IRR, median          " << 100 * quantile(irr, 0.5) << " %\n"
              << "paths without return " << no_return << " of " << HostTool::paths << "\n";

    // Dated flows, as in a loan book or a fund: XNPV and XIRR with a count of the roots.
    const std::vector<valuation::DatedFlow> flows{
        {{2026, 3, 31}, -120.0}, {{2026, 11, 15}, -80.0}, {{2028, 6, 30}, 95.0}, {{2029, 12, 31}, 165.0}};
    const valuation::Irr dated = valuation::xirr(flows);
    std::cout << "XNPV at 8 %          " << valuation::xnpv(flows, 0.08 / year) << " MUSD\n"
              << "XIRR                 " << 100 * dated.rate << " %, status "
              << valuation::name_of(dated.status) << ", " << dated.falling << " falling and " << dated.rising
              << " rising roots\n";
}

// Output:
// mean NPV             26.8 +- 7.1 MUSD
// 5 % quantile         -747.6 MUSD, 95 % interval -758.9 to -732.5
// worst 5 %, mean      -821.8 +- 6.0 MUSD
// P(NPV < 0)           48.7 %, 95 % interval 47.3 to 50.1 %
// IRR, median          8.4 %
// paths without return 201 of 5000
// XNPV at 8 %          7.2 MUSD
// XIRR                 9.3 %, status one, 1 falling and 0 rising roots
