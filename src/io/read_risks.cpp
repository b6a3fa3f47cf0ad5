#include "io/read_risks.hpp"

#include <algorithm>

#include "io/document.hpp"
#include "io/read_network_build.hpp"
#include "minerisk/factors/price/price_set.hpp"
#include "minerisk/factors/schedule/top_down.hpp"
#include "minerisk/factors/technical/multipliers.hpp"

namespace minerisk::inline v0::io {
namespace {

price::Centre read_centre(const Table& t) {
    return t.choice<price::Centre>("centre",
                                   {{"median", price::Centre::median}, {"mean", price::Centre::mean}});
}

std::optional<price::Stock> read_deck(const Table& t, const MoneyReader& money, const Dates& dates) {
    if (!t.has("points")) {
        const Price constant = money.required<Price>(t, "price");
        if (!t.ok()) return {};
        return attach(t, [&] { return price::Stock{price::Deck{constant}}; });
    }
    std::vector<price::Deck::Point> points;
    for (const auto& [date, text] : t.pairs<Date, std::string>("points"))
        points.push_back({dates.years(date), money.convert<Price>(t, "points", text)});
    if (!t.ok() || !dates.known()) return {};
    return attach(t, [&] { return price::Stock{price::Deck{points}}; });
}

std::optional<price::Stock> read_schwartz_smith(const Table& t, const MoneyReader& money) {
    price::SchwartzSmith::Parameters p;
    p.spot = money.required<Price>(t, "spot");
    p.long_run = money.required<Price>(t, "long_run");
    p.level_sd = t.required<double>("level_sd");
    p.reversion = t.required<Rate>("reversion");
    p.short_volatility = t.required<Volatility>("short_volatility");
    p.long_volatility = t.required<Volatility>("long_volatility");
    p.correlation = t.optional<double>("correlation").value_or(0);
    p.drift = t.required<Rate>("drift");
    p.drift_sd = t.required<Rate>("drift_sd");
    p.centre = read_centre(t);
    if (!t.ok()) return {};
    return attach(t, [&] { return price::Stock{price::SchwartzSmith{p}}; });
}

std::optional<price::Stock> read_geometric_brownian(const Table& t, const MoneyReader& money) {
    price::GeometricBrownian::Parameters p;
    p.spot = money.required<Price>(t, "spot");
    p.volatility = t.required<Volatility>("volatility");
    p.drift = t.required<Rate>("drift");
    p.drift_sd = t.required<Rate>("drift_sd");
    p.centre = read_centre(t);
    if (!t.ok()) return {};
    return attach(t, [&] { return price::Stock{price::GeometricBrownian{p}}; });
}

schedule::PhaseRisk read_phase_risk(const Table& t) {
    schedule::PhaseRisk r;
    r.slip_median = t.required<double>("slip_median");
    r.slip_sigma = t.required<double>("slip_sigma");
    r.capital_median = t.required<double>("capital_median");
    r.capital_sigma = t.required<double>("capital_sigma");
    if (const auto median = t.optional<Years>("ramp_median")) {
        r.ramp_median = *median;
        r.ramp_sigma = t.required<double>("ramp_sigma");
        r.ramp_least = t.required<Years>("ramp_least");
        r.ramp_most = t.required<Years>("ramp_most");
        r.ramp_base = t.required<Years>("ramp_base");
    } else {
        for (const char* key : {"ramp_sigma", "ramp_least", "ramp_most", "ramp_base"})
            if (t.has(key)) t.fail(key, "has no meaning without ramp_median");
    }
    if (const auto c = t.optional_table("correlation")) {
        r.slip_capital = c->optional<double>("slip_capital").value_or(0);
        r.slip_ramp = c->optional<double>("slip_ramp").value_or(0);
        r.capital_ramp = c->optional<double>("capital_ramp").value_or(0);
    }
    return r;
}

/// Entries of a list stand in the file in an order of their own: runs a constructor and gives the problems
/// that it has with entry k the path at which the file states entry k.
struct FieldsAsStated {
    std::string list;
    std::vector<std::string> paths;

    template <class Make>
    auto operator()(Make&& make) const {
        try {
            return make();
        } catch (const InputError& error) {
            std::vector<Problem> problems = error.problems();
            for (Problem& problem : problems) {
                for (std::size_t k = 0; k < paths.size(); ++k) {
                    const std::string entry = list + "[" + std::to_string(k + 1) + "]";
                    if (!problem.field.starts_with(entry)) continue;
                    problem.field.replace(0, entry.size(), paths[k]);
                    break;
                }
            }
            throw InputError{std::move(problems)};
        }
    }
};

std::optional<schedule::Branch> read_branch(const Table& t, const Dates& dates) {
    using Then = schedule::BranchOption::Then;
    schedule::Branch::Parameters b;
    b.decided = dates.to_come(t, "decided");
    b.base = t.required<std::string>("base");
    b.standing_cost = t.required<Rate>("standing_cost").canonical();
    b.exit_cost = t.required<double>("exit_cost");
    for (const Table& o : t.tables("option")) {
        b.options.push_back(
            {o.required<std::string>("name"), o.required<double>("weight"),
             o.choice<Then>("then",
                            {{"go", Then::go}, {"decide again", Then::decide_again}, {"stop", Then::stop}}),
             o.optional<Years>("delay").value_or(Years{})});
        o.require(b.options.back().then != Then::stop || !o.has("delay"), "delay",
                  "has no meaning for an option that stops");
    }
    if (!t.ok()) return {};
    return attach(t, [&] { return schedule::Branch{b}; });
}

}  // namespace

void read_prices(const Table& root, const MoneyReader& money, const Dates& dates, StudySpec<>& spec) {
    const Table t = root.table("price");
    if (t.has("observed")) spec.price_age = dates.age(t, "observed");
    for (const auto& [a, b, rho] : t.optional_triples<std::string, std::string, double>("correlation")) {
        const std::string metal = a.substr(0, a.find('.'));
        if (a != b && metal == b.substr(0, b.find('.')) && t.has(metal))
            t.fail("correlation", "must be between two metals; that of " + a + " and " + b + " is price." +
                                      metal + ".correlation");
        spec.price_correlations.push_back({a, b, rho});
    }
    bool named = true;
    for (const Metal& metal : spec.project.metals) {
        named = named && !metal.name.empty();
        if (metal.name.empty()) continue;
        const Table m = t.table(metal.name);
        if (!m.exists()) continue;
        enum class Form { deck, schwartz_smith, geometric_brownian, unknown };
        if (!m.has("model")) m.required<std::string>("model");  // reports the gap
        const auto form = m.optional_choice<Form>("model", {{"schwartz_smith", Form::schwartz_smith},
                                                            {"geometric_brownian", Form::geometric_brownian},
                                                            {"deck", Form::deck}});
        std::optional<price::Stock> model;
        if (!form) m.pass_over();  // which keys it should have depends on the model
        if (form == Form::deck) model = read_deck(m, money, dates);
        if (form == Form::schwartz_smith) model = read_schwartz_smith(m, money);
        if (form == Form::geometric_brownian) model = read_geometric_brownian(m, money);
        if (model) spec.prices.push_back({metal.name, std::move(*model)});
    }
    const auto diffuses = [](const auto& metal) { return !std::holds_alternative<price::Deck>(metal.model); };
    if (std::ranges::any_of(spec.prices, diffuses) && !t.has("observed"))
        t.required<Date>("observed");  // reports the gap: from when do the prices start?
    if (!named) t.pass_over();         // one of the tables may be that of the metal whose name was refused
    if (t.ok() && root.well_read("metal"))
        attach(t,
               [&] {
                   return price::PriceSet<>{spec.prices, spec.price_correlations, spec.grid, spec.price_age};
               },
               {{"age", "observed"}});
}

namespace {

/// How a phase comes to its capacity is stated, in steps or as a time: at once would flatter it.
void require_ramps(const Table& root, const StudySpec<>& spec) {
    if (root.has("schedule") && !root.well_read("schedule")) return;
    const std::vector<Table> phases = root.tables("phase");
    for (std::size_t k = 0; k < std::min(phases.size(), spec.project.phases.size()); ++k) {
        const bool timed = !spec.schedule.phases.empty() && spec.schedule.phases[k].ramp_median > Years{};
        phases[k].require(
            timed || phases[k].has("ramp"), "ramp",
            std::string{missing_rule} +
                ", or ramp_median in its schedule.phase; [[\"0 yr\", 1]] is full capacity at once");
    }
}

}  // namespace

void read_schedule(const Table& root, const MoneyReader& money, const Dates& dates, StudySpec<>& spec) {
    const auto t = root.optional_table("schedule");
    if (!t) return require_ramps(root, spec);
    if (const auto branch = t->optional_table("branch")) spec.schedule.branch = read_branch(*branch, dates);
    if (built_by_network(root)) return read_network_build(root, *t, money, spec);
    const std::vector<Phase>& phases = spec.project.phases;
    spec.schedule.phases.resize(phases.size());
    std::vector<std::string> stated(phases.size());  // where in the file, which may have another order
    for (const Table& p : t->optional_tables("phase")) {
        const std::string name = p.required<std::string>("name");
        const schedule::PhaseRisk risk = read_phase_risk(p);
        const auto k =
            static_cast<std::size_t>(std::ranges::find(phases, name, &Phase::name) - phases.begin());
        if (k == phases.size()) {
            p.require(!root.well_read("phase"), "name", "must be the name of a phase of the project");
            continue;
        }
        p.require(stated[k].empty(), "name", "must be a phase that has no other entry here");
        p.require(phases[k].ramp.empty() || !(risk.ramp_median > Years{}), "ramp_median",
                  "has no meaning for a phase that states its ramp in steps");
        stated[k] = p.path();
        spec.schedule.phases[k] = risk;
    }
    for (const Table& p : t->optional_tables("pause"))
        spec.schedule.pauses.push_back({dates.required(p, "from"), p.required<Years>("length")});
    require_ramps(root, spec);
    if (!t->ok()) return;
    attach(root, [&] {
        const FieldsAsStated in_file{"schedule.phase", stated};
        std::vector<std::string> names;
        std::vector<PlannedBuild> builds;
        for (const Phase& f : spec.project.phases) {
            names.push_back(f.name);
            builds.push_back(f.build);
        }
        return in_file([&] { return schedule::TopDown{names, builds, spec.schedule, {}, {}, spec.grid}; });
    });
}

void read_technical(const Table& root, StudySpec<>& spec) {
    const auto t = root.optional_table("technical");
    if (!t) return;
    technical::MultiplierSpec& m = spec.technical;
    double* const sd[] = {&m.grade,   &m.recovery_odds, &m.mining_cost, &m.processing_cost,
                          &m.freight, &m.treatment,     &m.sustaining,  &m.closure};
    for (std::size_t i = 0; i < std::size(sd); ++i) *sd[i] = t->required<double>(technical_names[i]);
    for (const auto& [a, b, rho] : t->optional_triples<std::string, std::string, double>("correlation"))
        m.correlations.push_back({a, b, rho});
    if (t->ok()) attach(root, [&] { return technical::Multipliers{m}; });
}

}  // namespace minerisk::inline v0::io
