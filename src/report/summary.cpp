#include "minerisk/report/summary.hpp"

#include <fmt/format.h>

namespace minerisk::inline v0::report {
namespace {

struct Look {
    const char* name;
    const char* label;
    double unit;
    bool low_is_bad = false;
};

/// How people read the columns. A column that is not here is kept in the files and left out of the table.
constexpr Look looks[] = {
    {"npv_usd", "NPV at {:.3g} %, MUSD", 1e6, true},
    {"npv_including_sunk_usd", "NPV with sunk cost, MUSD", 1e6, true},
    {"irr", "IRR, forward, %", 0.01, true},
    {"payback_years", "payback, from start, yr", 1},
    {"profitability_index", "NPV / growth capital", 1, true},
    {"first_ore_year", "first ore, year", 1},
    {"last_ore_year", "last ore, year", 1},
    {"capital_usd", "growth capital, MUSD", 1e6},
    {"ore_unmined_t", "ore left unmined, Mt", 1e6},
    {"milling_lost", "milling lost, %", 0.01},
};

std::string convention_name(valuation::Convention c) {
    switch (c) {
        case valuation::Convention::start:
            return "start of period";
        case valuation::Convention::middle:
            return "middle of period";
        case valuation::Convention::end:
            return "end of period";
    }
    return {};
}

/// What a price stands at without risk.
std::string base_of(const price::Stock& model) {
    if (std::holds_alternative<price::Deck>(model)) return "the deck";
    const auto* two_factor = std::get_if<price::SchwartzSmith>(&model);
    const price::Centre centre = two_factor ? two_factor->parameters().centre
                                            : std::get<price::GeometricBrownian>(model).parameters().centre;
    return centre == price::Centre::mean ? "the curve of the mean" : "the median, all price normals zero";
}

}  // namespace

RunSummary summarize(const Outcome& outcome, const Study<>& study) {
    const ValuationTerms& v = study.spec().valuation;
    RunSummary s;
    s.outcome = &outcome;
    s.discount_rate = v.discount_rate.canonical();
    s.hurdle_rate = v.hurdle_rate.canonical();
    s.money = study.spec().money;
    s.measure = v.measure == Measure::real_world ? "P" : "Q";
    s.convention = convention_name(v.convention);
    s.valuation_date = to_string(study.grid().start());
    s.remarks = study.spec().remarks;
    for (const Look& look : looks) {
        const Column& column = outcome.column(look.name);
        s.metrics.push_back({&column, fmt::format(fmt::runtime(look.label), 100 * s.discount_rate), look.unit,
                             statistics::summarize(column.values), look.low_is_bad});
    }
    s.loss = statistics::probability_below(outcome.npv(), 0.0);
    s.below_hurdle = statistics::probability_below(outcome["npv_at_hurdle_usd"], 0.0);
    return s;
}

std::string words(Risks risks) {
    std::string all;
    const auto add = [&](bool on, const char* word) {
        if (on) all += (all.empty() ? "" : ", ") + std::string{word};
    };
    add(risks.price, "price");
    add(risks.schedule, "schedule");
    add(risks.security, "security");
    add(risks.technical, "technical");
    return all.empty() ? "none" : all;
}

std::vector<std::string> bases(Risks risks, const Study<>& study) {
    std::vector<std::string> lines;
    if (!risks.price) {
        std::string text;
        for (const auto& metal : study.spec().prices) {
            text += (text.empty() ? "" : "; ") + metal.name + ": " + base_of(metal.model);
        }
        lines.push_back("price: " + text);
    }
    if (!risks.schedule) {
        const auto& branch = study.schedule().branch();
        lines.push_back(std::string{"schedule: "} +
                        (study.schedule().network() ? "likely durations, no driver and no event"
                                                    : "slip and capital ratios 1, base ramp-up") +
                        (branch ? ", decision `" + branch->parameters().base + "`" : std::string{}));
    }
    if (!risks.security) lines.push_back("security: no events, low regime");
    if (!risks.technical) lines.push_back("technical: multipliers 1");
    return lines;
}

}  // namespace minerisk::inline v0::report
