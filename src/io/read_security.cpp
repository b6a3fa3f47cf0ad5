#include "io/read_risks.hpp"

namespace minerisk::inline v0::io {
namespace {

security::Effect read_effect(const Table& t, Channel channel) {
    security::Effect e;
    e.channel = channel;
    e.median = t.required<Years>("median");
    e.p90 = t.required<Years>("p90");
    e.cap = t.optional<Years>("cap");
    e.build_loss = t.required<double>("build_loss");
    e.operation_loss = t.required<double>("operation_loss");
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

security::EventKind read_kind(const Table& t) {
    security::EventKind k;
    k.name = t.required<std::string>("name");
    k.share = t.required<double>("share");
    k.avoided = t.optional<double>("avoided").value_or(0);
    k.effects = read_effects(t);
    return k;
}

/// How the events of a class touch the project: all alike, or in kinds.
void read_touches(const Table& t, security::StoppageClass& c) {
    if (!t.has("kind")) {
        c.exposure = t.required<double>("exposure");
        c.avoided = t.optional<double>("avoided").value_or(0);
        c.effects = read_effects(t);
        if (c.effects.empty() && t.ok()) t.fail("must close at least one channel: site, road, rail or port");
        return;
    }
    // Asked for, so that they are known and said to have no meaning beside kinds.
    for (const char* key : {"exposure", "avoided"}) static_cast<void>(t.has(key));
    for (const char* channel : channel_names) static_cast<void>(t.has(channel));
    for (const Table& k : t.tables("kind")) c.kinds.push_back(read_kind(k));
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

}  // namespace

void read_security(const Table& root, const Dates& dates, StudySpec<>& spec) {
    const auto t = root.optional_table("security");
    if (!t) return;
    if (const auto r = t->optional_table("regime")) {
        security::Regime::TwoStates p;
        p.low = r->required<double>("low");
        p.high = r->required<double>("high");
        p.to_high = r->required<Rate>("to_high");
        p.to_low = r->required<Rate>("to_low");
        p.start_high = r->required<double>("start_high");
        if (r->ok()) spec.regime = attach(*r, [&] { return security::Regime{p}; });
    }
    for (const Table& c : t->optional_tables("class")) {
        security::StoppageClass k;
        k.name = c.required<std::string>("name");
        k.rate = c.required<Rate>("rate");
        read_touches(c, k);
        read_excitations(c, dates, k);
        spec.stoppages.push_back(std::move(k));
    }
    if (t->ok()) attach(root, [&] { return security::Stoppages{spec.stoppages, spec.regime, spec.grid}; });
}

}  // namespace minerisk::inline v0::io
