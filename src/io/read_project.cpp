#include "io/read_project.hpp"

#include <algorithm>

#include "io/document.hpp"
#include "io/read_levies.hpp"
#include "io/read_network_build.hpp"
#include "minerisk/core/plain_name.hpp"

namespace minerisk::inline v0::io {
namespace {

void read_metals(const Table& root, const MoneyReader& money, Project& p) {
    for (const Table& t : root.tables("metal")) {
        Metal m;
        m.name = t.required<std::string>("name");
        t.require(is_plain_name(m.name), "name", plain_name_rule);
        if (!t.ok()) m.name.clear();  // an empty name has been reported: nothing is looked up by it
        m.recovery = t.required<double>("recovery");
        m.payable = t.required<double>("payable");
        m.refining_charge = money.required<Price>(t, "refining_charge");
        p.metals.push_back(std::move(m));
    }
    const Table c = root.table("concentrate");
    p.concentrate.carrier = c.required<std::string>("carrier");
    if (!std::ranges::all_of(p.metals, [](const Metal& m) { return !m.name.empty(); }))
        p.concentrate.carrier.clear();  // it may be the metal whose name was refused
    p.concentrate.grade = c.required<ConcentrateGrade>("grade");
    p.concentrate.moisture = c.required<double>("moisture");
    p.concentrate.treatment_charge = money.required<MoneyPerConcentrate>(c, "treatment_charge");
    p.concentrate.freight = money.required<MoneyPerConcentrate>(c, "freight");
}

template <class T, class Holds>
void check_rows(Csv& csv, std::string_view column, const std::vector<T>& values, Holds&& holds,
                const char* rule) {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!holds(values[i])) csv.fail(column, static_cast<int>(i), rule);
}

/// `[ore] table = "ore.csv"`: one row a bin, `ore_to` the cumulative ore at its end.
void read_ore(const Table& root, Project& p) {
    const Table t = root.table("ore");
    Csv csv = t.csv("table");
    if (csv.has("plan_year")) {  // for the reader of the file; ore knows no years
        csv.integer_column("plan_year");
        csv.require_increasing("plan_year");
    }
    const auto to = csv.required_column<OreMass>("ore_to");
    csv.require_increasing("ore_to");
    std::vector<std::vector<Grade>> grades;
    bool named = true;
    for (const Metal& m : p.metals) {
        named = named && !m.name.empty();
        if (!m.name.empty()) grades.push_back(csv.required_column<Grade>(m.name + "_grade"));
    }
    const auto factor = csv.optional_column<double>("recovery_factor");
    const bool use_factor = factor ? t.required<bool>("use_recovery_factor")
                                   : t.optional<bool>("use_recovery_factor").value_or(false);
    const auto mined = csv.required_column<double>("mined_per_ore");
    const auto expensed = csv.optional_column<double>("mining_expensed");
    const auto sustaining = csv.optional_column<double>("sustaining");
    check_rows(
        csv, "ore_to", to, [](OreMass m) { return m > OreMass{}; }, "must be positive");
    for (std::size_t i = 0; i < grades.size(); ++i)
        check_rows(
            csv, p.metals[i].name + "_grade", grades[i],
            [](Grade g) { return g.canonical() >= 0 && g.canonical() < 1; },
            "must be at least 0 and below 100 %");
    const auto share = [](double x) { return x >= 0 && x <= 1; };
    if (factor) check_rows(csv, "recovery_factor", *factor, share, "must be in [0, 1]");
    check_rows(
        csv, "mined_per_ore", mined, [](double x) { return x >= 0; }, "must not be negative");
    if (expensed) check_rows(csv, "mining_expensed", *expensed, share, "must be in [0, 1]");
    if (sustaining) check_rows(csv, "sustaining", *sustaining, share, "must be in [0, 1]");
    if (named) csv.finish();  // else grades of a metal without a name would be called unknown
    t.require(factor || !t.has("use_recovery_factor") || !csv.ok(), "use_recovery_factor",
              "has no meaning without a column recovery_factor in the table");
    if (!named) t.state().sink.mark(t.path());
    if (!t.ok() || !csv.ok()) return;
    OreMass reached;
    for (std::size_t i = 0; i < to.size(); ++i) {
        OreBin b;
        b.ore = to[i] - reached;
        reached = to[i];
        for (const auto& g : grades) b.grade.push_back(g[i]);
        b.mined = StripRatio::from_canonical(mined[i]);
        if (use_factor && factor) b.recovery_factor = (*factor)[i];
        if (expensed) b.mining_expensed = (*expensed)[i];
        if (sustaining) b.sustaining = (*sustaining)[i];
        p.ore.push_back(std::move(b));
    }
}

/// `[phase.capital]`: a total, spread over the stretches that end at `times` by `shares`.
void read_capital(const Table& phase, const MoneyReader& money, PlannedBuild& build) {
    const Table t = phase.table("capital");
    const Money total = money.required<Money>(t, "total");
    const auto times = t.list<Years>("times");
    const auto shares = t.list<double>("shares");
    build.capital_milestone = t.required<Years>("milestone");
    if (!t.ok()) return;
    t.require(shares.size() == times.size() && !times.empty(), "shares",
              "must be one number for each of `times`");
    Years last;
    for (const Years time : times) {
        t.require(time > last, "times", "must increase from above 0");
        last = time;
    }
    double sum = 0;
    for (const double s : shares) {
        t.require(s >= 0, "shares", "must not be negative");
        sum += s;
    }
    t.require(sum > 0, "shares", "must add up to more than 0");
    if (!t.ok()) return;
    double reached = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        reached += shares[i];
        build.capital.push_back({times[i], total * (reached / sum)});
    }
}

void read_phases(const Table& root, const MoneyReader& money, const Dates& dates, Project& p) {
    const bool by_network = built_by_network(root);
    for (const Table& t : root.tables("phase")) {
        Phase f;
        f.name = t.required<std::string>("name");
        f.capacity = t.required<OreRate>("capacity");
        if (by_network) {
            for (const char* key : {"after", "start", "build", "capital"})
                t.require(!t.has(key), key, "has no meaning here: schedule.form is \"network\"");
        } else {
            if (const auto after = t.optional<std::string>("after")) {
                for (std::size_t k = 0; k < p.phases.size(); ++k)
                    if (p.phases[k].name == *after) f.build.after = static_cast<int>(k);
                t.require(f.build.after >= 0, "after",
                          "must be the name of a phase that stands before this one");
                f.build.start = t.required<Years>("start");
            } else {
                f.build.start = dates.to_come(t, "start");
            }
            f.build.length = t.required<Years>("build");
            read_capital(t, money, f.build);
        }
        if (t.has("ramp"))
            for (const auto& [age, share] : t.pairs<Years, double>("ramp")) f.ramp.push_back({age, share});
        t.require(!t.has("ramp") || !f.ramp.empty(), "ramp", "must have at least one step");
        for (const Table& s : t.optional_tables("prestrip"))
            f.prestrip.push_back(
                {s.required<Years>("from"), s.required<Years>("to"), s.required<MinedMass>("mined")});
        p.phases.push_back(std::move(f));
    }
}

void read_costs(const Table& root, const MoneyReader& money, Project& p) {
    const Table t = root.table("costs");
    OperatingCosts& c = p.costs;
    c.mining = money.required<MoneyPerMined>(t, "mining");
    c.processing = money.required<MoneyPerOre>(t, "processing");
    c.general = money.required<MoneyPerOre>(t, "general");
    c.fixed = money.required<MoneyRate>(t, "fixed");
    c.fixed_from = t.optional<Years>("fixed_from").value_or(Years{});
    if (const bool low = t.has("security_low"), high = t.has("security_high"); low || high) {
        c.security_low = money.required<MoneyRate>(t, "security_low");
        c.security_high = money.required<MoneyRate>(t, "security_high");
    }
    c.sustaining_per_mined = money.required<MoneyPerMined>(t, "sustaining_per_mined");
    c.sustaining_per_ore = money.required<MoneyPerOre>(t, "sustaining_per_ore");

    const Table closure = root.table("closure");
    p.closure.progressive = money.optional<Money>(closure, "progressive");
    if (p.closure.progressive > Money{}) {
        p.closure.from = closure.required<OreMass>("from");
        p.closure.to = closure.required<OreMass>("to");
    }
    p.closure.at_end = money.required<Money>(closure, "at_end");
    p.closure.year_after = money.required<Money>(closure, "year_after");
}

void read_insurance(const Table& root, const MoneyReader& money, const Dates& dates, Project& p) {
    const auto t = root.optional_table("insurance");
    if (!t) return;
    Insurance i;
    i.deductible = money.required<Money>(*t, "deductible");
    i.annual_limit = money.required<Money>(*t, "annual_limit");
    i.waiting = t->required<Years>("waiting");
    i.indemnity = t->required<Years>("indemnity");
    i.daily_margin = money.required<MoneyRate>(*t, "daily_margin");
    i.denial_of_access = t->required<bool>("denial_of_access");
    i.premium_low = t->required<double>("premium_low");
    i.premium_high = t->required<double>("premium_high");
    i.loading = t->required<double>("loading");
    i.loading_years = t->required<Years>("loading_time");
    if (const auto from = t->optional<Date>("from")) i.from = dates.years(*from);
    if (t->ok()) p.insurance = i;
}

void read_rest(const Table& root, const MoneyReader& money, const Dates& dates, Project& p) {
    if (const auto t = root.optional_table("buffers")) {
        p.buffers.site_concentrate = t->required<Years>("site_concentrate");
        p.buffers.port_concentrate = t->required<Years>("port_concentrate");
        p.buffers.supplies = t->required<Years>("supplies");
        p.buffers.construction = t->required<Years>("construction");
        p.buffers.catch_up = t->required<double>("catch_up");
    }
    if (const auto t = root.optional_table("working_capital")) {
        p.working_capital.receivable = t->required<Years>("receivable");
        p.working_capital.payable = t->required<Years>("payable");
        p.working_capital.stock = t->required<Years>("stock");
    }
    for (const Table& t : root.optional_tables("sunk")) {
        SunkCost s;
        s.name = t.required<std::string>("name");
        s.amount = money.required<Money>(t, "amount");
        s.age = dates.age(t, "date");
        p.sunk.push_back(std::move(s));
    }
    if (const auto t = root.optional_table("early_closure"))
        p.early_closure_years = t->required<int>("years");
    if (const auto end = root.optional<Date>("lease_end"); end && dates.known())
        p.lease_end = dates.years(*end);
}

}  // namespace

Project read_project(const Table& root, const MoneyReader& money, const Dates& dates) {
    Project p;
    read_metals(root, money, p);
    read_ore(root, p);
    read_phases(root, money, dates, p);
    read_costs(root, money, p);
    read_levies(root, money, dates, p);
    read_insurance(root, money, dates, p);
    read_rest(root, money, dates, p);
    return p;
}

}  // namespace minerisk::inline v0::io
