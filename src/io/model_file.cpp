#include "minerisk/io/model_file.hpp"

#include <algorithm>
#include <set>

#include "io/dates.hpp"
#include "io/document.hpp"
#include "io/read_finance.hpp"
#include "io/read_fiscal.hpp"
#include "io/read_network.hpp"
#include "io/read_project.hpp"
#include "io/read_risks.hpp"
#include "minerisk/core/nearest_name.hpp"
#include "minerisk/engine/study_model.hpp"
#include "minerisk/inputs/check.hpp"

namespace minerisk::inline v0::io {
namespace {

MoneyReader read_money(const Table& money) {
    const Month base = money.required<Month>("base");
    std::map<std::string, double> levels;
    if (const auto index = money.optional_table("index"))
        for (auto& [month, level] : index->named_values<double>()) levels[month] = level;
    const auto index = attach(money, [&] { return PriceIndex{levels}; });
    const std::string month = to_string(base.first).substr(0, 7);
    money.require(levels.empty() || !index || index->knows(month), "base",
                  "must be a month that money.index holds");
    return {index.value_or(PriceIndex{}), money.ok() ? month : std::string{}};
}

TimeGrid read_grid(const Table& valuation) {
    const Date date = valuation.required<Date>("date");
    const TimeGrid otherwise = TimeGrid::yearly(150, is_valid(date) ? date : Date{2026, 1, 1});
    const int years = valuation.required<int>("years");
    const int periods = valuation.optional<int>("periods_per_year").value_or(1);
    if (!valuation.ok()) return otherwise;
    return attach(valuation,
                  [&] {
                      return TimeGrid{date, years, periods};
                  },
                  {{"start", "date"}})
        .value_or(otherwise);
}

ValuationTerms read_terms(const Table& t) {
    using valuation::Convention;
    ValuationTerms v;
    v.discount_rate = t.required<Rate>("discount_rate");
    v.rate_is_risk_free = t.choice<bool>("rate", {{"risk-adjusted", false}, {"risk-free", true}});
    v.convention = t.choice<Convention>(
        "convention",
        {{"start", Convention::start}, {"middle", Convention::middle}, {"end", Convention::end}});
    v.hurdle_rate = t.required<Rate>("hurdle_rate");
    v.measure = t.choice<Measure>("measure", {{"P", Measure::real_world}, {"Q", Measure::risk_neutral}});
    attach(t, [&] {
        check(v);
        return 0;
    });
    return v;
}

/// `[claim.NAME]`, each said of columns that a run of the study has.
std::vector<analysis::Claim> read_claims(const Table& root, const std::optional<Study<>>& study) {
    std::vector<analysis::Claim> all;
    std::vector<std::string> columns;
    if (study)
        for (const Column& c : minerisk::detail::StudyModel{*study}.columns()) columns.push_back(c.name);
    const auto claims = root.optional_table("claim");
    if (!claims) return all;
    for (const Table& t : claims->named_tables()) {
        analysis::Claim claim{
            t.name(), t.required<std::string>("text"), t.optional<std::string>("source").value_or(""), {}};
        const std::string holds = t.required<std::string>("holds");
        if (!t.ok()) continue;
        try {
            claim.holds = analysis::Condition::parse(holds);
            for (const std::string& column : claim.holds.columns())
                if (study && std::ranges::count(columns, column) == 0)
                    t.fail("holds", "must speak of columns of the run: `" + column + "` is an " +
                                        unknown_name_rule("column", column, columns, columns));
        } catch (const InputError& error) {
            t.fail("holds", error.problems()[0].rule);
        }
        all.push_back(std::move(claim));
    }
    return all;
}

/// What holds because the file leaves a part out; what would be worth money is required instead.
std::vector<std::string> assumptions(const Table& root, const StudySpec<>& spec) {
    std::vector<std::string> lines;
    const auto without = [&](bool there, const std::string& part, const std::string& then) {
        if (!there) lines.push_back("the model has no " + part + ": " + then);
    };
    without(root.has("schedule"), "[schedule]", "every build takes its planned time and capital");
    if (const auto schedule = root.optional_table("schedule")) {
        std::set<std::string> stated;
        for (const Table& t : schedule->optional_tables("phase"))
            stated.insert(t.required<std::string>("name"));
        for (const Phase& f : spec.project.phases)
            without(stated.contains(f.name), "schedule.phase of `" + f.name + "`",
                    "its build takes its planned time and capital");
    }
    without(!spec.security.classes.empty(), "[[security.class]]", "no event ever stops the project");
    without(root.has("technical"), "[technical]", "grade, recovery and costs are as stated on every path");
    without(root.has("buffers") || spec.security.classes.empty(), "[buffers]",
            "an outage of road, rail or port stops mill and build at once");
    without(root.table("costs").has("security_low"), "costs.security_low and security_high",
            "security costs nothing beside costs.fixed");
    for (const security::Protection& p : spec.security.protections) {
        const bool stores = p.adds.site_concentrate > Years{} || p.adds.port_concentrate > Years{} ||
                            p.adds.supplies > Years{} || p.adds.construction > Years{};
        if (stores && p.from > Years{})
            lines.push_back("the stores of measure `" + p.name +
                            "` are there from the valuation date on, whatever its `from`");
    }
    return lines;
}

}  // namespace

Model load_model(const std::string& path, Sources& sources, const std::vector<Override>& overrides) {
    Document document = Document::load(path, sources);
    for (const Override& o : overrides) document.replace(o.key, o.value);
    const Table root = document.root();

    StudySpec<> spec;
    const std::string name = root.required<std::string>("name");
    spec.remarks = root.optional_list<std::string>("remarks").value_or(std::vector<std::string>{});
    const MoneyReader money = read_money(root.table("money"));
    spec.money = "real " + money.base() + " USD";
    const Table valuation = root.table("valuation");
    spec.grid = read_grid(valuation);
    const Dates dates{spec.grid, valuation.well_read("date")};
    spec.valuation = read_terms(valuation);

    spec.project = read_project(root, money, dates);
    spec.project.name = name;
    read_prices(root, money, dates, spec);
    const auto in_the_real_world = [](const auto& metal) {
        const auto* brownian = std::get_if<price::GeometricBrownian>(&metal.model);
        return std::holds_alternative<price::SchwartzSmith>(metal.model) ||
               (brownian && brownian->parameters().drift_sd > Rate{});
    };
    if (spec.valuation.measure == Measure::risk_neutral &&
        std::ranges::any_of(spec.prices, in_the_real_world))
        valuation.fail(
            "measure",
            "must be P with these prices: the two-factor model and an uncertain drift are of the real world");
    read_security(root, money, dates, spec);
    read_schedule(root, money, dates, spec);  // a network may name classes of security events
    read_technical(root, spec);
    read_fiscal(root, dates, spec);
    spec.finance = read_finance(root, money, dates);
    spec.lenders_prices = read_lenders_prices(root, money, spec.project.metals);

    // What one part finds must not hide what another would: each is made on its own, then the whole.
    attach(root,
           [&] {
               check(spec.project);
               return 0;
           },
           {{"capital_milestone", "capital.milestone"}});
    std::optional<Study<>> study;
    if (document.ok())
        study = attach(root, [&] { return Study<>{spec}; }, {{"grid.years", "valuation.years"}});
    std::vector<analysis::Claim> claims = read_claims(root, study);
    document.finish();
    return {name, std::move(*study), std::move(claims), assumptions(root, spec)};
}

ModelKind kind_of(const std::string& path) {
    try {
        Sources sources;
        Document document = Document::load(path, sources);
        if (document.root().has("valuation")) return ModelKind::study;
        return document.root().has("network") ? ModelKind::network_alone : ModelKind::unknown;
    } catch (const InputError&) {
        return ModelKind::unknown;  // whoever reads it next says what is wrong
    }
}

ScheduleModel load_schedule(const std::string& path, Sources& sources) {
    Document document = Document::load(path, sources);
    const Table root = document.root();
    MoneyReader money{{}, ""};
    if (const auto table = root.optional_table("money")) money = read_money(*table);
    auto plan = read_network(root, money);
    const std::string unit = money.base().empty() ? "USD" : "real " + money.base() + " USD";
    document.finish();
    return {plan->name, unit, std::move(*plan)};
}

}  // namespace minerisk::inline v0::io
