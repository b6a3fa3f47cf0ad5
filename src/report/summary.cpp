#include "minerisk/report/summary.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "minerisk/statistics/quantile.hpp"
#include "report/looks.hpp"

namespace minerisk::inline v0::report {
namespace {

/// What a price stands at without risk.
std::string base_of(const price::Stock& model) {
    if (std::holds_alternative<price::Deck>(model)) return "the deck";
    const auto* two_factor = std::get_if<price::SchwartzSmith>(&model);
    const price::Centre centre = two_factor ? two_factor->parameters().centre
                                            : std::get<price::GeometricBrownian>(model).parameters().centre;
    return centre == price::Centre::mean ? "the curve of the mean" : "the median, all price normals zero";
}

/// In one pass over the calendar years in which something begins.
std::vector<ByYear> by_year(std::span<const double> begins, int first, int years) {
    std::vector<std::size_t> in_year(static_cast<std::size_t>(years), 0);
    std::size_t missing = 0, before = 0;
    for (const double x : begins) {
        missing += x != x ? 1 : 0;
        if (x < first)
            ++before;
        else if (x < first + years)
            ++in_year[static_cast<std::size_t>(x - first)];
    }
    std::vector<ByYear> all;
    for (std::size_t y = 0; y < in_year.size(); ++y) {
        before += in_year[y];
        all.push_back({first + static_cast<int>(y), statistics::proportion(before, begins.size() - missing)});
    }
    return all;
}

ClaimAnswer answer(const analysis::Claim& claim, const Outcome& outcome) {
    ClaimAnswer a{&claim, {}, {}};
    const auto kept = [&](const std::string& name) { return outcome.find_column(name) != nullptr; };
    if (outcome.paths == 0 || !std::ranges::all_of(claim.holds.columns(), kept)) return a;
    a.probability = claim.holds.probability(outcome);
    if (const auto* const one = claim.holds.single())
        a.median = statistics::quantile(outcome[one->column], 0.5);
    return a;
}

}  // namespace

Basis basis_of(const Study<>& study) {
    const ValuationTerms& v = study.spec().valuation;
    return {.hurdle_rate = v.hurdle_rate.canonical(),
            .discount_rate = v.discount_rate.canonical(),
            .money = study.spec().money,
            .measure = name_of(v.measure),
            .convention = name_of(v.convention),
            .valuation_date = to_string(study.grid().start())};
}

std::string words(const Basis& b) {
    return fmt::format("valued at {} in {}; {:.4g} % a year, {}; measure {} ({})", b.valuation_date, b.money,
                       100 * b.discount_rate, b.convention, b.measure,
                       b.measure == "P" ? "real-world" : "risk-neutral");
}

RunSummary summarize(const Outcome& outcome, const Study<>& study, const SecurityToll& toll,
                     std::span<const analysis::Claim> claims) {
    RunSummary s;
    static_cast<Basis&>(s) = basis_of(study);
    s.outcome = &outcome;
    s.remarks = study.spec().remarks;
    s.first_year = study.grid().calendar_year(0);
    s.periods_per_year = study.grid().periods_per_year();
    const bool can_be_suspended = outcome.risks.security && study.security().spec().force_majeure;
    for (const Look& look : looks) {
        const Column* const column = outcome.find_column(look.name);
        if (!column || (column->name == "force_majeure_year" && !can_be_suspended)) continue;
        s.metrics.push_back({column, look.label_at(s.discount_rate), look.unit,
                             statistics::summarize(column->values), look.low_is_bad});
    }
    if (const Column* const begin = outcome.find_column("force_majeure_year"); begin && can_be_suspended)
        s.suspended = by_year(begin->values, study.grid().start().year, study.grid().years());
    if (toll.paths > 0) s.toll = &toll;
    if (const auto& finance = study.finance()) {
        s.finance = &finance->spec();
        s.sized = finance->sized();
        for (const finance::Figure& f : finance->figures())
            if (const Column* const column = outcome.find_column(f.name))
                s.figures.push_back({column, f.name, 1, statistics::summarize(column->values), false});
        for (const char* const name : {"lockup", "breach", "default"})
            if (const Column* const column = outcome.find_column("debt." + std::string{name} + "_year"))
                s.onsets.push_back(
                    {name, by_year(column->values, study.grid().start().year, study.grid().years())});
    }
    for (const analysis::Claim& claim : claims) s.claims.push_back(answer(claim, outcome));
    const Column* const at_hurdle = outcome.find_column("npv_at_hurdle_usd");
    if (outcome.find_column("npv_usd")) s.loss = statistics::probability_below(outcome.npv(), 0.0);
    if (at_hurdle && outcome.find_column("irr"))
        s.below_hurdle = statistics::probability_below(at_hurdle->values, 0.0);
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
    add(risks.fiscal, "fiscal");
    return all.empty() ? "none" : all;
}

Risks moving(Risks risks, const Study<>& study) {
    risks.fiscal = risks.fiscal && study.fiscal().any();
    return risks;
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
    if (!risks.fiscal && study.fiscal().any()) lines.push_back("fiscal: terms as stated");
    return lines;
}

}  // namespace minerisk::inline v0::report
