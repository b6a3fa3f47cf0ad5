#pragma once

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/inputs/check.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0 {

namespace detail {

MINERISK_BODY std::string indexed(const char* list, std::size_t i, const char* field) {
    return std::string{list} + "[" + std::to_string(i + 1) + "]" + (*field ? "." : "") + field;
}

MINERISK_BODY auto ProjectCheck::run() -> std::vector<Problem> {
    metals();
    ore();
    concentrate();
    phases();
    costs();
    closure();
    levies();
    buffers();
    events();
    for (std::size_t i = 0; i < p_.sunk.size(); ++i) {
        not_negative(indexed("sunk", i, "amount"), p_.sunk[i].amount.canonical());
        not_negative(indexed("sunk", i, "age"), p_.sunk[i].age.canonical());
    }
    problems_.require(p_.expropriation_compensation >= 0 && is_finite(p_.expropriation_compensation),
                      "fiscal.expropriation.compensation", p_.expropriation_compensation,
                      "must be finite and not negative");
    problems_.require(p_.early_closure_years >= 0 && p_.early_closure_years <= 50, "early_closure.years",
                      p_.early_closure_years, "must be from 0 (never) to 50");
    problems_.require(p_.lease_end > Years{}, "lease_end", p_.lease_end.canonical(),
                      "must be after the valuation date");
    return problems_.list();
}

MINERISK_BODY void ProjectCheck::not_negative(const std::string& field, double v) {
    problems_.require(v >= 0 && is_finite(v), field, v, "must be finite and not negative");
}

MINERISK_BODY void ProjectCheck::positive(const std::string& field, double v) {
    problems_.require(v > 0 && is_finite(v), field, v, "must be finite and positive");
}

MINERISK_BODY void ProjectCheck::not_nan(const std::string& field, double v) {
    problems_.require(!std::isnan(v), field, v, "must be a number (infinite: always or never)");
}

MINERISK_BODY void ProjectCheck::share(const std::string& field, double v) {
    problems_.require(v >= 0 && v <= 1, field, v, "must be in [0, 1]");
}

MINERISK_BODY void ProjectCheck::metals() {
    if (p_.metals.empty()) problems_.add("metal", "", "at least one metal is needed");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < p_.metals.size(); ++i) {
        const Metal& m = p_.metals[i];
        if (m.name.empty()) problems_.add(indexed("metal", i, "name"), "", "must not be empty");
        if (!seen.insert(m.name).second)
            problems_.add(indexed("metal", i, "name"), m.name, "must differ from the other metals' names");
        problems_.require(m.recovery > 0 && m.recovery <= 1, indexed("metal", i, "recovery"), m.recovery,
                          "must be in (0, 1]");
        problems_.require(m.payable > 0 && m.payable <= 1, indexed("metal", i, "payable"), m.payable,
                          "must be in (0, 1]");
        not_negative(indexed("metal", i, "refining_charge"), m.refining_charge.canonical());
    }
}

MINERISK_BODY void ProjectCheck::ore() {
    if (p_.ore.empty()) problems_.add("ore", "", "at least one bin of ore is needed");
    for (std::size_t i = 0; i < p_.ore.size(); ++i) {
        const OreBin& b = p_.ore[i];
        positive(indexed("ore", i, "ore"), b.ore.canonical());
        if (b.grade.size() != p_.metals.size())
            problems_.add(indexed("ore", i, "grade"), std::to_string(b.grade.size()) + " grades",
                          "must have one grade for each metal");
        for (const Grade& g : b.grade)
            problems_.require(g.canonical() >= 0 && g.canonical() < 1, indexed("ore", i, "grade"),
                              g.canonical(), "must be in [0, 1) tonnes of metal a tonne of ore");
        problems_.require(b.recovery_factor >= 0 && b.recovery_factor <= 1,
                          indexed("ore", i, "recovery_factor"), b.recovery_factor, "must be in [0, 1]");
        not_negative(indexed("ore", i, "mined"), b.mined.canonical());
        share(indexed("ore", i, "mining_expensed"), b.mining_expensed);
        share(indexed("ore", i, "sustaining"), b.sustaining);
    }
}

MINERISK_BODY void ProjectCheck::concentrate() {
    const Concentrate& c = p_.concentrate;
    bool known = false;
    for (const Metal& m : p_.metals) known = known || m.name == c.carrier;
    if (!known) problems_.add("concentrate.carrier", c.carrier, "must be the name of one of the metals");
    problems_.require(c.grade.canonical() > 0 && c.grade.canonical() < 1, "concentrate.grade",
                      c.grade.canonical(), "must be in (0, 1)");
    problems_.require(c.moisture >= 0 && c.moisture < 1, "concentrate.moisture", c.moisture,
                      "must be in [0, 1)");
    not_negative("concentrate.treatment_charge", c.treatment_charge.canonical());
    not_negative("concentrate.freight", c.freight.canonical());
}

MINERISK_BODY void ProjectCheck::phases() {
    if (p_.phases.empty()) problems_.add("phase", "", "at least one phase is needed");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < p_.phases.size(); ++i) {
        const Phase& f = p_.phases[i];
        if (f.name.empty() || !seen.insert(f.name).second)
            problems_.add(indexed("phase", i, "name"), f.name, "must be a name that no other phase has");
        positive(indexed("phase", i, "capacity"), f.capacity.canonical());
        if (f.build != PlannedBuild{}) build(f.build, i);
        for (std::size_t j = 0; j < f.ramp.size(); ++j) {
            const double age = f.ramp[j].age.canonical();
            problems_.require(age >= 0 && is_finite(age) && (j == 0 || age > f.ramp[j - 1].age.canonical()),
                              indexed("phase", i, "ramp"), age, "ages must increase from 0");
            share(indexed("phase", i, "ramp"), f.ramp[j].share);
        }
        for (const Prestrip& s : f.prestrip)
            problems_.require(
                s.before_from > s.before_to && s.before_to >= Years{} && s.mined >= MinedMass{} &&
                    is_finite(s.before_from.canonical()) && is_finite(s.mined.canonical()),
                indexed("phase", i, "prestrip"), s.before_from.canonical(),
                "must start earlier than it ends, before the milestone, with a mass not negative");
    }
}

MINERISK_BODY void ProjectCheck::build(const PlannedBuild& b, std::size_t i) {
    problems_.require(b.after >= -1 && b.after < static_cast<int>(i), indexed("phase", i, "after"), b.after,
                      "must be a phase listed before this one");
    not_negative(indexed("phase", i, "start"), b.start.canonical());
    positive(indexed("phase", i, "build"), b.length.canonical());
    positive(indexed("phase", i, "capital_milestone"), b.capital_milestone.canonical());
    CapitalKnot last;
    for (const CapitalKnot& k : b.capital) {
        problems_.require(k.build_time > last.build_time && is_finite(k.build_time.canonical()),
                          indexed("phase", i, "capital"), k.build_time.canonical(),
                          "build times must increase from above 0");
        problems_.require(k.spent >= last.spent && is_finite(k.spent.canonical()),
                          indexed("phase", i, "capital"), k.spent.canonical(),
                          "cumulative spend must not fall");
        last = k;
    }
}

MINERISK_BODY void ProjectCheck::costs() {
    const OperatingCosts& c = p_.costs;
    not_negative("costs.mining", c.mining.canonical());
    not_negative("costs.processing", c.processing.canonical());
    not_negative("costs.general", c.general.canonical());
    not_negative("costs.fixed", c.fixed.canonical());
    not_negative("costs.fixed_from", c.fixed_from.canonical());
    not_negative("costs.security_low", c.security_low.canonical());
    not_negative("costs.security_high", c.security_high.canonical());
    not_negative("costs.sustaining_per_mined", c.sustaining_per_mined.canonical());
    not_negative("costs.sustaining_per_ore", c.sustaining_per_ore.canonical());
}

MINERISK_BODY void ProjectCheck::closure() {
    const Closure& c = p_.closure;
    not_negative("closure.progressive", c.progressive.canonical());
    not_negative("closure.at_end", c.at_end.canonical());
    not_negative("closure.year_after", c.year_after.canonical());
    if (c.progressive > Money{})
        problems_.require(c.to > c.from && c.from >= OreMass{} && is_finite(c.to.canonical()), "closure.to",
                          c.to.canonical(), "must be above closure.from");
}

MINERISK_BODY void ProjectCheck::buffers() {
    not_negative("buffers.site_concentrate", p_.buffers.site_concentrate.canonical());
    not_negative("buffers.port_concentrate", p_.buffers.port_concentrate.canonical());
    not_negative("buffers.supplies", p_.buffers.supplies.canonical());
    not_negative("buffers.construction", p_.buffers.construction.canonical());
    problems_.require(p_.buffers.catch_up >= 1 && p_.buffers.catch_up <= 10, "buffers.catch_up",
                      p_.buffers.catch_up, "must be from 1 to 10");
}

MINERISK_BODY void ProjectCheck::events() {
    share("security.force_majeure.standing_cost", p_.force_majeure.standing_cost);
    for (const auto& [field, time] :
         {std::pair{"receivable", p_.working_capital.receivable},
          std::pair{"payable", p_.working_capital.payable}, std::pair{"stock", p_.working_capital.stock}})
        problems_.require(time >= Years{} && time.canonical() <= 2, std::string{"working_capital."} + field,
                          time.canonical(), "must be from 0 to 2 years");
    if (!p_.insurance) return;
    const Insurance& i = *p_.insurance;
    not_negative("insurance.deductible", i.deductible.canonical());
    positive("insurance.annual_limit", i.annual_limit.canonical());
    not_negative("insurance.waiting", i.waiting.canonical());
    positive("insurance.indemnity", i.indemnity.canonical());
    not_negative("insurance.daily_margin", i.daily_margin.canonical());
    share("insurance.premium_low", i.premium_low);
    share("insurance.premium_high", i.premium_high);
    problems_.require(i.loading >= 1 && i.loading <= 100, "insurance.loading", i.loading,
                      "must be from 1 to 100");
    not_negative("insurance.loading_time", i.loading_years.canonical());
    problems_.require(is_finite(i.from.canonical()), "insurance.from", i.from.canonical(), "must be finite");
}

}  // namespace detail

MINERISK_BODY std::vector<Problem> problems_of(const Project& project) {
    return detail::ProjectCheck{project}.run();
}

MINERISK_BODY void check(const Project& project) {
    if (auto problems = problems_of(project); !problems.empty()) throw InputError{std::move(problems)};
}

}  // namespace minerisk::inline v0
