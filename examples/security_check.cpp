// What a security model implies, beside what was seen: the time over which railway closures, waves and the
// present suspension were observed, many times over.

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include <minerisk/factors/security.hpp>
#include <minerisk/io/model_file.hpp>
#include <minerisk/statistics.hpp>

using namespace minerisk;

/// Quantities of one window, one number a path.
struct Window {
    std::vector<double> rail_days, waves;
};

void row(const std::string& name, double observed, const std::vector<double>& model) {
    using namespace statistics;
    std::size_t more = 0;
    for (const double x : model) more += x >= observed ? 1 : 0;
    std::cout << std::left << std::setw(34) << name << std::right << std::setw(9) << observed << std::setw(9)
              << quantile(model, 0.05) << std::setw(9) << quantile(model, 0.5) << std::setw(9)
              << quantile(model, 0.95) << std::setw(10)
              << 100 * static_cast<double>(more) / static_cast<double>(model.size()) << " %\n";
}

int main(int argc, char** argv) {
    const std::string file = argc > 1 ? argv[1] : MINERISK_EXAMPLES "/reko_diq/reko_diq.toml";
    io::Sources sources;
    security::Spec spec = io::load_model(file, sources).study.spec().security;
    auto states = spec.regime->states();
    for (security::RegimeState& s : states) s.start = 0;
    states.back().start = 1;  // what was observed lies in the high regime from its start
    spec.regime = security::Regime{states};

    // Five years from the high regime; what was observed covers the first 548 days, and four years of the
    // project.
    constexpr int blocks = 400;
    const TimeGrid grid{{2024, 8, 1}, 5, 1};
    const double window = 548 / 365.25, project = 4;
    const security::Stoppages model{spec, grid};
    security::Stoppages::Workspace work{wide_block};
    OutageBlock outages;
    BlockArray alert{grid.periods(), wide_block};
    const std::size_t wave = *security::class_index(spec.classes, "province-wide wave");
    Window seen;
    std::size_t suspended = 0;
    for (std::uint64_t b = 0; b < blocks; ++b) {
        model.simulate_block(2026, b * wide_block, grid, work, outages, alert);
        for (int p = 0; p < wide_block; ++p) {
            double days = 0;
            for (const Outage& o : outages.of(p, Channel::rail))
                days += 365.25 * std::max(0.0, std::min(o.end, window) - o.begin);
            seen.rail_days.push_back(days / window);
            seen.waves.push_back(static_cast<double>(std::ranges::count_if(
                work.events.of(wave, p), [&](const security::Event& e) { return e.time < window; })));
            const auto stops = outages.suspensions(p);
            suspended += !stops.empty() && stops[0].begin < project ? 1 : 0;
        }
    }

    std::cout << std::fixed << std::setprecision(1)
              << "548 days from the high regime       observed    5 %     50 %     95 %  as many or more\n";
    row("railway closed, days a year", 71 / window, seen.rail_days);
    row("province-wide waves", 2, seen.waves);
    row("  with the two disputed ones", 4, seen.waves);
    const auto share = statistics::proportion(suspended, seen.waves.size());
    std::cout << "suspended within 4 years: once at Reko Diq; the model says " << 100 * share.value << " % ["
              << 100 * *share.low << ", " << 100 * *share.high << "]\n";
}

// Output:
// 548 days from the high regime       observed    5 %     50 %     95 %  as many or more
// railway closed, days a year            47.3      5.3     31.2     95.3      29.2 %
// province-wide waves                     2.0      0.0      1.0      5.0      41.0 %
//   with the two disputed ones            4.0      0.0      1.0      5.0      11.0 %
// suspended within 4 years: once at Reko Diq; the model says 21.4 % [20.9, 21.9]
