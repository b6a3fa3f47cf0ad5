#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/factors/security/check_classes.hpp"
#include "minerisk/factors/security/check_spec.hpp"
#include "minerisk/factors/security/own_name.hpp"
#include "minerisk/factors/security/spec.hpp"

namespace minerisk::inline v0::security {

namespace detail {

/// Names each value of the measures and of force majeure that is outside its range.
class SpecCheck {
public:
    explicit SpecCheck(const Spec& spec) : spec_{spec} {}

    void run() {
        problems_.require(spec_.build_loss_on_alert >= 0 && spec_.build_loss_on_alert <= 1,
                          "build_loss_on_alert", spec_.build_loss_on_alert, "must be in [0, 1]");
        problems_.require(spec_.regime || !(spec_.build_loss_on_alert > 0), "build_loss_on_alert",
                          spec_.build_loss_on_alert, "has no meaning without a regime");
        for (std::size_t i = 0; i < spec_.protections.size(); ++i) protection(i);
        if (spec_.force_majeure) force_majeure(*spec_.force_majeure);
        problems_.throw_if_any();
    }

private:
    static std::string item(const std::string& list, std::size_t i) {
        return list + "[" + std::to_string(i + 1) + "].";
    }
    void share(const std::string& field, double v) {
        problems_.require(v >= 0 && v <= 1, field, v, "must be in [0, 1]");
    }
    void not_negative(const std::string& field, double v) {
        problems_.require(v >= 0 && is_finite(v), field, v, "must be finite and not negative");
    }
    void positive(const std::string& field, double v) {
        problems_.require(v > 0 && is_finite(v), field, v, "must be finite and positive");
    }
    /// Whether class, kind and place are there; empty kinds and places are any.
    const StoppageClass* known(const std::string& at, const std::string& name) {
        if (const auto c = class_index(spec_.classes, name)) return &spec_.classes[*c];
        problems_.add(at + "class", name, "must be the name of a class of events");
        return nullptr;
    }
    template <class T>
    void known_in(const std::string& field, const std::string& name, const std::vector<T>& list,
                  const char* what) {
        if (name.empty()) return;
        for (const T& x : list)
            if (x.name == name) return;
        problems_.add(field, name, std::string{"must be the name of a "} + what + " of that class");
    }

    void protection(std::size_t i) {
        const Protection& p = spec_.protections[i];
        const std::string at = item("protection", i);
        require_own_name(problems_, spec_.protections, i, at, "measures'");
        not_negative(at + "from", p.from.canonical());
        not_negative(at + "capital", p.capital.canonical());
        not_negative(at + "cost", p.cost.canonical());
        not_negative(at + "cost_on_alert", p.cost_on_alert.canonical());
        problems_.require(spec_.regime || !(p.cost_on_alert > MoneyRate{}), at + "cost_on_alert",
                          p.cost_on_alert.canonical(), "has no meaning without a regime");
        for (const auto& [store, name] :
             {std::pair{p.adds.site_concentrate, "site_concentrate"},
              std::pair{p.adds.port_concentrate, "port_concentrate"}, std::pair{p.adds.supplies, "supplies"},
              std::pair{p.adds.construction, "construction"}})
            not_negative(at + "buffers." + name, store.canonical());
        for (std::size_t j = 0; j < p.avoids.size(); ++j) {
            const Avoidance& a = p.avoids[j];
            const std::string here = at + item("avoids", j);
            share(here + "share", a.share);
            const StoppageClass* const c = known(here, a.event_class);
            if (!c) continue;
            known_in(here + "kind", a.kind, c->kinds, "kind");
            known_in(here + "place", a.place, c->places, "place");
            known_in(here + "into", a.into, c->kinds, "kind");
            if (!a.into.empty() && a.into == a.kind)
                problems_.add(here + "into", a.into, "must be another kind");
            for (std::size_t k = 0; k < j; ++k) {
                const Avoidance& first = p.avoids[k];
                if (first.event_class == a.event_class && (first.kind.empty() || first.kind == a.kind) &&
                    (first.place.empty() || first.place == a.place))
                    problems_.add(
                        here + "class", a.event_class,
                        "has no meaning: " + item("avoids", k).substr(0, item("avoids", k).size() - 1) +
                            " comes first for all of these events");
            }
        }
        for (std::size_t j = 0; j < p.eases.size(); ++j) {
            const Easing& e = p.eases[j];
            const std::string here = at + item("eases", j);
            const bool named = e.event_class.empty() || known(here, e.event_class);
            problems_.require(e.length > 0 && e.length <= 10, here + "length", e.length,
                              "must be in (0, 10]");
            share(here + "build_loss", e.build_loss);
            share(here + "operation_loss", e.operation_loss);
            if (e.channel && named && !closes(e.event_class, *e.channel))
                problems_.add(here + "channel", channel_names[static_cast<std::size_t>(*e.channel)],
                              "must be a channel that the events close");
        }
    }
    bool closes(const std::string& event_class, Channel channel) const {
        for (const StoppageClass& c : spec_.classes)
            for (const EventKind& k : c.all_kinds())
                if (event_class.empty() || event_class == c.name)
                    for (const Effect& e : k.effects)
                        if (e.channel == channel) return true;
        for (const StoppageClass& c : spec_.classes)
            for (const EventKind& k : c.all_kinds())
                if ((event_class.empty() || event_class == c.name) && k.evacuation &&
                    channel == Channel::site)
                    return true;
        return false;
    }

    void force_majeure(const ForceMajeure& f) {
        const std::string at = "force_majeure.";
        for (std::size_t i = 0; i < f.chances.size(); ++i) {
            const std::string here = at + item("chance", i);
            share(here + "probability", f.chances[i].probability);
            if (const StoppageClass* const c = known(here, f.chances[i].event_class))
                known_in(here + "kind", f.chances[i].kind, c->kinds, "kind");
            for (std::size_t j = 0; j < i; ++j)
                if (f.chances[j].event_class == f.chances[i].event_class &&
                    (f.chances[j].kind == f.chances[i].kind || f.chances[j].kind.empty() ||
                     f.chances[i].kind.empty()))
                    problems_.add(here + "kind", f.chances[i].kind,
                                  "must be another class or kind in each entry");
        }
        for (std::size_t i = 0; i < f.counts.size(); ++i) {
            const std::string here = at + item("count", i);
            problems_.require(f.counts[i].events >= 1 && f.counts[i].events <= 1000, here + "events",
                              f.counts[i].events, "must be from 1 to 1000");
            positive(here + "within", f.counts[i].within.canonical());
            if (const StoppageClass* const c = known(here, f.counts[i].event_class))
                known_in(here + "kind", f.counts[i].kind, c->kinds, "kind");
        }
        for (std::size_t i = 0; i < f.lost_time.size(); ++i) {
            const std::string here = at + item("lost_time", i);
            positive(here + "lost", f.lost_time[i].lost.canonical());
            problems_.require(
                f.lost_time[i].within >= f.lost_time[i].lost && is_finite(f.lost_time[i].within.canonical()),
                here + "within", f.lost_time[i].within.canonical(),
                "must be finite and not below what is lost");
        }
        if (f.chances.empty() && f.counts.empty() && f.lost_time.empty())
            problems_.add("force_majeure", "", "must have at least one trigger");
        problems_.require(f.median >= 1 * units::day && is_finite(f.median.canonical()), at + "median",
                          f.median.canonical(), "must be finite and at least a day");
        problems_.require(f.p90 >= f.median && is_finite(f.p90.canonical()), at + "p90", f.p90.canonical(),
                          "must not be below the median");
        share(at + "never", f.never);
        if (f.given_up) positive(at + "given_up", f.given_up->canonical());
        problems_.require(!f.given_up || f.never != 0, at + "given_up",
                          f.given_up ? f.given_up->canonical() : 0.0, "has no meaning where never is 0");
        not_negative(at + "restart", f.restart.canonical());
        problems_.require(f.restart != Years{} || f.restart_share == 1, at + "restart_share", f.restart_share,
                          "must be 1 where the restart takes no time");
        share(at + "restart_share", f.restart_share);
        problems_.require(f.build_share_after > 0 && f.build_share_after <= 1, at + "build_share_after",
                          f.build_share_after, "must be in (0, 1]");
    }

    const Spec& spec_;
    Problems problems_{"security"};
};

}  // namespace detail

MINERISK_BODY void check_spec(const Spec& spec, const TimeGrid& grid, int most_events) {
    check_classes(spec.classes, spec.regime, grid, most_events);
    detail::SpecCheck{spec}.run();
}

}  // namespace minerisk::inline v0::security
