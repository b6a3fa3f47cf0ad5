#include <algorithm>
#include <optional>
#include <string>

#include "io/read_distribution.hpp"
#include "io/read_measures.hpp"
#include "io/read_risks.hpp"
#include "minerisk/factors/security/stoppages.hpp"

namespace minerisk::inline v0::io {
namespace {

security::Effect read_effect(const Table& t, Channel channel) {
    security::Effect e;
    e.channel = channel;
    if (t.has("length")) {
        e.length = read_distribution<ElapsedTime>(t, "length");
        for (const char* key : {"median", "p90"}) static_cast<void>(t.has(key));  // known, without meaning
    } else {
        e.median = t.required<Years>("median");
        e.p90 = t.required<Years>("p90");
    }
    e.cap = t.optional<Years>("cap");
    e.build_loss = t.required<double>("build_loss");
    e.operation_loss = t.required<double>("operation_loss");
    e.build_recovery = t.optional<Years>("build_recovery").value_or(Years{});
    e.operation_recovery = t.optional<Years>("operation_recovery").value_or(Years{});
    return e;
}

/// What each channel that the table names loses.
std::vector<security::Effect> read_effects(const Table& t) {
    std::vector<security::Effect> effects;
    for (int i = 0; i < channel_count; ++i)
        if (const auto effect = t.optional_table(channel_names[static_cast<std::size_t>(i)]))
            effects.push_back(read_effect(*effect, static_cast<Channel>(i)));
    return effects;
}

std::optional<security::EventCost> read_cost(const Table& t, const MoneyReader& money) {
    const auto c = t.optional_table("cost");
    if (!c) return {};
    return security::EventCost{money.required<Money>(*c, "median"), money.required<Money>(*c, "p90")};
}

std::optional<security::Evacuation> read_evacuation(const Table& t) {
    const auto e = t.optional_table("evacuation");
    if (!e) return {};
    return security::Evacuation{e->required<double>("probability"), e->required<Years>("median"),
                                e->required<Years>("p90"), e->required<double>("build_loss"),
                                e->required<double>("operation_loss")};
}

security::EventKind read_kind(const Table& t, const MoneyReader& money) {
    security::EventKind k;
    k.name = t.required<std::string>("name");
    k.share = t.required<double>("share");
    k.effects = read_effects(t);
    k.cost = read_cost(t, money);
    k.evacuation = read_evacuation(t);
    return k;
}

/// How the events of a class touch the project: all alike, or in kinds.
void read_touches(const Table& t, const MoneyReader& money, security::StoppageClass& c) {
    if (!t.has("kind")) {
        c.exposure = t.required<double>("exposure");
        c.effects = read_effects(t);
        c.cost = read_cost(t, money);
        c.evacuation = read_evacuation(t);
        if (c.effects.empty() && t.ok()) t.fail("must close at least one channel: site, road, rail or port");
        return;
    }
    // Asked for, so that they are known and said to have no meaning beside kinds.
    for (const char* key : {"exposure", "cost", "evacuation"}) static_cast<void>(t.has(key));
    for (const char* channel : channel_names) static_cast<void>(t.has(channel));
    for (const Table& k : t.tables("kind")) c.kinds.push_back(read_kind(k, money));
}

void read_places(const Table& t, security::StoppageClass& c) {
    for (const Table& p : t.optional_tables("place"))
        c.places.push_back(
            {p.required<std::string>("name"), p.required<double>("share"), p.required<double>("exposure")});
    if (const auto b = t.optional_table("batch"))
        c.batch = security::Batch{b->required<double>("mean"), b->required<double>("shape")};
}

void read_excitations(const Table& t, const Dates& dates, security::StoppageClass& c) {
    if (t.has("branching")) {
        security::Excitation e;
        e.branching = t.required<double>("branching");
        e.decay = t.required<Rate>("decay");
        if (e.branching != 0) c.excites.push_back(e);
    } else {
        static_cast<void>(t.has("decay"));  // known, without meaning
    }
    for (const Table& x : t.optional_tables("excites")) {
        c.excites.push_back(
            {x.required<std::string>("class"), x.required<double>("branching"), x.required<Rate>("decay")});
        x.require(c.excites.back().excited != c.name, "class",
                  "must be another class: `branching` of the class "
                  "itself is what it brings about of its own");
    }
    if (!t.has("recent")) return;
    t.require(!c.excites.empty(), "recent", "has no meaning for a class that excites none");
    for (const Date& date : t.list<Date>("recent")) {
        const Years time = dates.years(date);
        t.require(time <= Years{}, "recent", "must not be after the valuation date");
        c.recent.push_back(-time);
    }
}

/// How the immigrants follow the calendar; what is not stated is flat.
std::optional<security::Baseline> read_baseline(const Table& t) {
    if (!t.has("season") && !t.has("trend")) return {};
    security::Baseline b;
    if (const auto season = t.optional_list<double>("season"); season && t.well_read("season")) {
        if (season->size() == b.season.size())
            std::ranges::copy(*season, b.season.begin());
        else
            t.fail("season",
                   "must have 12 numbers, from January to December; found " + std::to_string(season->size()));
    }
    b.trend = t.optional<Rate>("trend").value_or(Rate{});
    return b;
}

}  // namespace

void read_security(const Table& root, const MoneyReader& money, const Dates& dates, StudySpec<>& spec) {
    const auto t = root.optional_table("security");
    if (!t) return;
    if (const auto regime = t->optional_table("regime")) spec.security.regime = read_regime(*regime);
    for (const Table& c : t->optional_tables("class")) {
        security::StoppageClass k;
        k.name = c.required<std::string>("name");
        k.rate = c.required<Rate>("rate");
        k.baseline = read_baseline(c);
        read_touches(c, money, k);
        read_places(c, k);
        read_excitations(c, dates, k);
        spec.security.classes.push_back(std::move(k));
    }
    spec.security.build_loss_on_alert = t->optional<double>("build_loss_on_alert").value_or(0);
    read_protections(*t, money, dates, spec.security);
    read_force_majeure(*t, spec);
    if (t->ok()) attach(root, [&] { return security::Stoppages{spec.security, spec.grid}; });
}

}  // namespace minerisk::inline v0::io
