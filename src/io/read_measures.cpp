#include "io/read_measures.hpp"

namespace minerisk::inline v0::io {
namespace {

const std::initializer_list<std::pair<std::string_view, Channel>> channel_words{
    {"site", Channel::site}, {"road", Channel::road}, {"rail", Channel::rail}, {"port", Channel::port}};

std::string text(const Table& t, std::string_view key) {
    return t.optional<std::string>(key).value_or(std::string{});
}

security::Avoidance read_avoidance(const Table& t) {
    return {t.required<std::string>("class"), text(t, "kind"), text(t, "place"), t.required<double>("share"),
            text(t, "into")};
}

security::Easing read_easing(const Table& t) {
    security::Easing e;
    e.event_class = text(t, "class");
    e.channel = t.optional_choice<Channel>("channel", channel_words);
    e.length = t.optional<double>("length").value_or(1);
    e.build_loss = t.optional<double>("build_loss").value_or(1);
    e.operation_loss = t.optional<double>("operation_loss").value_or(1);
    if (e.length == 1 && e.build_loss == 1 && e.operation_loss == 1 && t.ok())
        t.fail("must change something: length, build_loss or operation_loss");
    return e;
}

}  // namespace

void read_protections(const Table& security, const MoneyReader& money, const Dates& dates,
                      security::Spec& spec) {
    for (const Table& t : security.optional_tables("protection")) {
        security::Protection p;
        p.name = t.required<std::string>("name");
        if (t.has("from")) p.from = dates.to_come(t, "from");
        p.capital = money.optional<Money>(t, "capital");
        p.cost = money.optional<MoneyRate>(t, "cost");
        p.cost_on_alert = money.optional<MoneyRate>(t, "cost_on_alert");
        for (const Table& a : t.optional_tables("avoids")) p.avoids.push_back(read_avoidance(a));
        for (const Table& e : t.optional_tables("eases")) p.eases.push_back(read_easing(e));
        const auto stores = t.optional_table("buffers");
        if (stores) {
            const auto more = [&](std::string_view key) {
                return stores->optional<Years>(key).value_or(Years{});
            };
            p.adds = {more("site_concentrate"), more("port_concentrate"), more("supplies"),
                      more("construction")};
        }
        if (p.avoids.empty() && p.eases.empty() && !stores && t.ok())
            t.fail("must change something: avoids, eases or buffers");
        spec.protections.push_back(std::move(p));
    }
}

void read_force_majeure(const Table& security, StudySpec<>& spec) {
    const auto t = security.optional_table("force_majeure");
    if (!t) return;
    security::ForceMajeure f;
    for (const Table& c : t->optional_tables("chance"))
        f.chances.push_back(
            {c.required<std::string>("class"), text(c, "kind"), c.required<double>("probability")});
    for (const Table& c : t->optional_tables("count"))
        f.counts.push_back({c.required<std::string>("class"), text(c, "kind"), c.required<int>("events"),
                            c.required<Years>("within")});
    for (const Table& l : t->optional_tables("lost_time"))
        f.lost_time.push_back({l.choice<Channel>("channel", channel_words), l.required<Years>("lost"),
                               l.required<Years>("within")});
    f.median = t->required<Years>("median");
    f.p90 = t->required<Years>("p90");
    f.never = t->required<double>("never");
    f.given_up = t->optional<Years>("given_up");
    f.restart = t->required<Years>("restart");
    f.restart_share = t->required<double>("restart_share");
    f.build_share_after = t->required<double>("build_share_after");
    const Rate standing = t->required<Rate>("standing_cost");
    t->require(standing >= Rate{} && standing.canonical() <= 1, "standing_cost",
               "must be in [0, 100] % a year");
    spec.project.force_majeure.standing_cost = standing.canonical();
    spec.security.force_majeure = std::move(f);
}

}  // namespace minerisk::inline v0::io
