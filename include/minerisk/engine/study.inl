#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/engine/study_parts.hpp"
#include "minerisk/finance/inflation.hpp"
#include "minerisk/random/stream.hpp"
#include "minerisk/valuation/npv.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY void check(const ValuationTerms& v) {
    Problems problems{"valuation"};
    const auto rate = [&](Rate r, const char* field) {
        problems.require(r.canonical() > -1 && r.canonical() <= 10, field, r.canonical(),
                         "must be in (-1, 10] a year");
    };
    rate(v.discount_rate, "discount_rate");
    rate(v.hurdle_rate, "hurdle_rate");
    if (v.measure == Measure::risk_neutral && !v.rate_is_risk_free)
        problems.add("measure", "Q",
                     "must be P with a risk-adjusted rate: on risk-neutral paths it would charge risk twice");
    if (v.measure == Measure::real_world && v.rate_is_risk_free)
        problems.add("measure", "P",
                     "must be Q with a risk-free rate: on real-world paths it would not charge risk at all");
    problems.throw_if_any();
}

namespace detail {

MINERISK_BODY Project StatedParts::protected_project() const {
    Project all = project;
    for (const security::Protection& p : security.protections) {
        all.buffers.site_concentrate += p.adds.site_concentrate;
        all.buffers.port_concentrate += p.adds.port_concentrate;
        all.buffers.supplies += p.adds.supplies;
        all.buffers.construction += p.adds.construction;
        all.protections.push_back({p.from, p.capital, p.cost, p.cost_on_alert});
    }
    return all;
}

MINERISK_BODY std::vector<double> StatedParts::levels() const {
    if (!finance) return {};
    return finance::price_levels(finance->inflation, grid);
}

MINERISK_BODY schedule::Model StatedParts::make_schedule(const Stores& stores) const {
    std::vector<std::string> phases, classes;
    std::vector<PlannedBuild> builds;
    for (const Phase& f : project.phases) {
        phases.push_back(f.name);
        builds.push_back(f.build);
    }
    for (const security::StoppageClass& c : security.classes) classes.push_back(c.name);
    if (!network) return {schedule::TopDown{phases, builds, schedule, stores, sunk(), grid}};
    return {schedule::NetworkBuild{phases, *network, schedule.branch, stores, sunk(), grid, classes}};
}

MINERISK_BODY std::optional<finance::Finance> StatedParts::make_finance(finance::LenderCase lenders) const {
    return finance::Finance{*finance,          project, grid, valuation.convention, valuation.discount_rate,
                            std::move(lenders)};
}

MINERISK_BODY std::vector<double> StatedParts::discount(Rate rate) const {
    return valuation::discount_factors(grid, rate, valuation.convention);
}

MINERISK_BODY Money StatedParts::sunk() const {
    Money sum;
    for (const SunkCost& s : project.sunk) sum += s.amount;
    return sum;
}

MINERISK_BODY double StatedParts::sunk_carried() const {
    double sum = 0;
    for (const SunkCost& s : project.sunk)
        sum += s.amount.canonical() * math::pow(1 + valuation.discount_rate.canonical(), s.age.canonical());
    return sum;
}

/// What a change costs has a meaning with a change alone, and so has a compensation with an expropriation.
MINERISK_BODY void check_fiscal(const Project& p, const fiscal::Shocks& fiscal, Problems& problems) {
    const bool royalty = std::ranges::any_of(p.royalties, &Royalty::on_change);
    const bool costs = royalty || p.tax.rate_on_change;
    if (costs && !fiscal.stated(FiscalEvent::change))
        problems.add("fiscal.change.probability", "",
                     "is required: a royalty or a tax rate waits for a change");
    if (!costs && fiscal.stated(FiscalEvent::change))
        problems.add("fiscal.change", "", "must state a royalty or a tax rate");
    if (p.expropriation_compensation > 0 && !fiscal.stated(FiscalEvent::expropriation))
        problems.add("fiscal.expropriation.probability", "", "is required: there is a compensation");
}

MINERISK_BODY void StatedParts::check(const std::vector<std::string>& prices,
                                      const fiscal::Shocks& fiscal) const {
    Problems problems;
    try {
        minerisk::check(valuation);
    } catch (const InputError& error) {
        problems.add_all(error.problems());
    }
    const std::size_t metals = project.metals.size();
    for (std::size_t m = 0; m < metals; ++m) {
        const std::string& name = project.metals[m].name;
        if (m >= prices.size() || prices[m] != name)
            problems.add("price." + name, "",
                         "must be the price of metal " + std::to_string(m + 1) +
                             ": prices stand in the order of the metals");
    }
    problems.require(lenders_prices.empty() || (finance && finance->debt && lenders_prices.size() == metals),
                     "finance.lenders_case", static_cast<double>(lenders_prices.size()),
                     "must be one price for each metal, and have a debt to look at");
    for (const Price price : lenders_prices)
        problems.require(price > Price{} && is_finite(price.canonical()), "finance.lenders_case",
                         price.canonical(), "must be positive");
    if (prices.size() > metals) problems.add("price", prices.back(), "must be the name of a metal");
    if (const auto& branch = schedule.branch; branch && !network) {
        for (std::size_t k = 0; k < project.phases.size(); ++k) {
            const PlannedBuild& b = project.phases[k].build;
            problems.require(b.after >= 0 || b.start >= branch->parameters().decided,
                             "phase[" + std::to_string(k + 1) + "].start", b.start.canonical(),
                             "must not be before the decision of schedule.branch");
        }
    }
    check_fiscal(project, fiscal, problems);
    problems.throw_if_any();
}

MINERISK_BODY std::optional<interest::BaseRateModel> base_rate_of(
    const std::optional<finance::Finance>& finance, const TimeGrid& grid) {
    if (!finance->debt() || !finance->debt()->spec().base_rate) return {};
    return interest::BaseRateModel{*finance->debt()->spec().base_rate, grid};
}

MINERISK_BODY void check_streams(std::vector<std::string> names) {
    random::StreamRegistry registry;
    for (const std::string& name : names) registry.add(name);
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end()) {
        Problems problems;
        problems.add("name", *twice, "must not make two draws of one stream: rename what it is made of");
        problems.throw_if_any();
    }
}

MINERISK_BODY void append(std::vector<std::string>& all, const std::vector<std::string>& names) {
    all.insert(all.end(), names.begin(), names.end());
}

}  // namespace detail

}  // namespace minerisk::inline v0
