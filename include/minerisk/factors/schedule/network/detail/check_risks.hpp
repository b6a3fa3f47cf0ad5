#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

#include "minerisk/factors/schedule/network/detail/check_choices.hpp"
#include "minerisk/factors/schedule/network/detail/finding.hpp"
#include "minerisk/factors/schedule/network/detail/plan_index.hpp"

namespace minerisk::inline v0::schedule::detail {

/// Errors in what may happen to the work: drivers, events, choices (check_choices.hpp), rework, stoppages,
/// common factors.
class RiskCheck {
public:
    RiskCheck(const Plan& plan, const PlanIndex& index, FindingList& found)
        : plan_{plan}, index_{index}, found_{found} {}

    void run() {
        for (std::size_t i = 0; i < plan_.drivers.size(); ++i) driver(plan_.drivers[i], i);
        for (std::size_t i = 0; i < plan_.events.size(); ++i) event(plan_.events[i], i);
        ChoiceCheck{plan_, index_, found_}.run();
        for (std::size_t i = 0; i < plan_.reworks.size(); ++i) rework(plan_.reworks[i], i);
        stoppages();
        common();
    }

private:
    static auto named(const char* name) {
        return [name] { return std::string{name}; };
    }
    bool known(const std::string& id, const std::string& field) {
        const bool there = index_.of(id) >= 0;
        if (!there) found_.error(field, id, std::string{unknown_activity});
        return there;
    }
    void hits(const std::vector<Hit>& all, const std::string& field) {
        if (all.empty()) found_.error(field, "", "must hit at least one activity");
        std::unordered_set<std::string_view> seen;
        for (std::size_t k = 0; k < all.size(); ++k) {
            if (known(all[k].activity, entry(field, k)) && !seen.insert(all[k].activity).second)
                found_.error(entry(field, k), all[k].activity, "must be an activity that is not hit already");
            found_.within(all[k].weight, 0, 10, [&] { return entry(field, k); });
        }
    }
    void names(const std::vector<std::string>& all, const std::string& field) {
        if (all.empty()) found_.error(field, "", "must name at least one activity");
        std::unordered_set<std::string_view> seen;
        for (std::size_t k = 0; k < all.size(); ++k)
            if (known(all[k], entry(field, k)) && !seen.insert(all[k]).second)
                found_.error(entry(field, k), all[k], "must be an activity that is not named already");
    }
    void length(const Distribution& d, const std::string& field) {
        if (const double low = least(d); !(low >= 0) || !std::isfinite(d.base()))
            found_.error(field, rounded(low), "must not be negative");
    }

    void driver(const Driver& d, std::size_t i) {
        found_.within(d.probability, 0, 1, [&] { return entry("driver", i, "probability"); });
        hits(d.hits, entry("driver", i, "hits"));
        const double low = least(d.factor);
        if (!(low > 0) || !std::isfinite(d.factor.base())) {
            found_.error(entry("driver", i, "factor"), rounded(low), "must be positive, also at its least");
            return;
        }
        for (std::size_t k = 0; k < d.hits.size(); ++k) {
            const double weight = d.hits[k].weight;
            if (weight >= 0 && weight <= 10 && 1 + weight * (low - 1) <= 0)
                found_.error(entry(entry("driver", i, "hits"), k), text_of(weight),
                             "must leave some of the duration: 1 + weight x (factor - 1) must be positive");
        }
    }
    void event(const RiskEvent& e, std::size_t i) {
        found_.within(e.probability, 0, 1, [&] { return entry("event", i, "probability"); });
        hits(e.hits, entry("event", i, "hits"));
        length(e.delay, entry("event", i, "delay"));
        found_.not_negative(e.cost.canonical(), [&] { return entry("event", i, "cost"); });
        std::size_t on_calendar = 0, elapsed = 0;
        for (const Hit& hit : e.hits)
            if (const Activity* a = activity(hit.activity)) ++(a->calendar.empty() ? elapsed : on_calendar);
        if (on_calendar > 0 && elapsed > 0)
            found_.error(
                entry("event", i, "hits"), "",
                "must all have a calendar or none: a delay counts in working days where there is one");
    }
    const Activity* activity(const std::string& id) const {
        const int k = index_.of(id);
        return k < 0 ? nullptr : &plan_.activities[static_cast<std::size_t>(k)];
    }

    void rework(const Rework& r, std::size_t i) {
        const auto field = [i](const char* key) { return entry("rework", i, key); };
        found_.within(r.probability, 0, 1, [&] { return field("probability"); });
        found_.within(r.rounds, 1, 100, [&] { return field("rounds"); });
        length(r.share, field("share"));
        names(r.repeats, field("repeats"));
        if (!known(r.activity, field("activity"))) return;
        const int from = index_.of(r.activity);
        const std::vector<bool> before = reached(index_.before(), {&from, 1});
        for (std::size_t k = 0; k < r.repeats.size(); ++k) {
            const int n = index_.of(r.repeats[k]);
            if (n < 0) continue;
            const auto refuse = [&](std::string rule) {
                found_.error(entry(field("repeats"), k), r.repeats[k], std::move(rule));
            };
            if (!before[static_cast<std::size_t>(n)]) {
                refuse("must be " + r.activity + " or come before it");
                continue;
            }
            if (activity(r.repeats[k])->calendar != activity(r.activity)->calendar)
                refuse("must have the calendar of " + r.activity + ": its time is added to that of " +
                       r.activity);
            for (const Choice& c : plan_.choices)
                for (const Choice::Option& o : c.options)
                    if (std::ranges::count(o.activities, r.repeats[k]) > 0 &&
                        std::ranges::count(o.activities, r.activity) == 0)
                        refuse("must not hang on a choice: it may never be done");
        }
    }

    void stoppages() {
        if (!plan_.stoppages) return;
        const Stoppages& s = *plan_.stoppages;
        found_.not_negative(s.rate.canonical(), named("stoppages.rate"));
        length(s.length, "stoppages.length");
        hits(s.hits, "stoppages.hits");
        found_.not_negative(s.cost.canonical(), named("stoppages.cost"));
    }
    void common() {
        if (plan_.systemic) {
            const Systemic& s = *plan_.systemic;
            found_.not_negative(s.cost_sigma, named("systemic.cost_sigma"));
            found_.not_negative(s.duration_sigma, named("systemic.duration_sigma"));
            found_.within(s.correlation, -1, 1, named("systemic.correlation"));
            if (s.duration_sigma > 0 || !s.activities.empty()) names(s.activities, "systemic.activities");
        }
        if (plan_.feedback) {
            const DelayFeedback& f = *plan_.feedback;
            found_.not_negative(f.strength.canonical(), named("feedback.strength"));
            if (!(f.most >= 1) || !std::isfinite(f.most))
                found_.error("feedback.most", text_of(f.most), "must be a factor of at least 1");
            names(f.activities, "feedback.activities");
        }
        const CostUncertainty& c = plan_.cost;
        found_.finite(c.market_mu, named("cost.market_mu"));
        found_.not_negative(c.market_sigma, named("cost.market_sigma"));
        found_.finite(c.item_mu, named("cost.item_mu"));
        found_.not_negative(c.item_sigma, named("cost.item_sigma"));
    }

    const Plan& plan_;
    const PlanIndex& index_;
    FindingList& found_;
};

}  // namespace minerisk::inline v0::schedule::detail
