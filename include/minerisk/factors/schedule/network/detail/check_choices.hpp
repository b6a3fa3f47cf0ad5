#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "minerisk/factors/schedule/network/detail/finding.hpp"
#include "minerisk/factors/schedule/network/detail/plan_index.hpp"

namespace minerisk::inline v0::schedule::detail {

/// Errors in the choices of a plan: options, probabilities, conditions, and whether each can be settled
/// before the work that hangs on it begins.
class ChoiceCheck {
public:
    ChoiceCheck(const Plan& plan, const PlanIndex& index, FindingList& found)
        : plan_{plan}, index_{index}, found_{found} {
        for (std::size_t i = 0; i < plan.choices.size(); ++i) choices_.emplace(plan.choices[i].id, i);
        for (const Driver& d : plan.drivers) risks_.insert(d.id);
        for (const RiskEvent& e : plan.events) risks_.insert(e.id);
    }

    void run() {
        for (std::size_t i = 0; i < plan_.choices.size(); ++i) choice(plan_.choices[i], i);
    }

private:
    void choice(const Choice& c, std::size_t i) {
        options(c, i);
        if (c.by_chance()) return;
        if (int{c.late_if.has_value()} + int{!c.if_risk.empty()} + int{c.if_taken.has_value()} > 1)
            found_.error(entry("choice", i), c.id, "must have one condition: late_if, if_risk or if_taken");
        if (c.options.size() > 2)
            found_.error(entry("choice", i, "option"), "",
                         "must be two where a condition decides: what is done without it, and what with it");
        if (c.late_if) {
            found_.finite(c.late_if->date.canonical(), [&] { return entry("choice", i, "late_if.date"); });
            if (index_.of(c.late_if->activity) < 0)
                found_.error(entry("choice", i, "late_if.activity"), c.late_if->activity,
                             std::string{unknown_activity});
            else
                comes_before(c.late_if->activity, c, entry("choice", i, "late_if.activity"));
        }
        if (!c.if_risk.empty() && !risks_.contains(c.if_risk))
            found_.error(entry("choice", i, "if_risk"), c.if_risk, "must be the id of a driver or an event");
        if (c.if_taken) if_taken(c, i);
    }

    void options(const Choice& c, std::size_t i) {
        const std::string options = entry("choice", i, "option");
        if (c.options.size() < 2) found_.error(options, "", "at least two options are needed");
        std::unordered_set<std::string_view> taken;
        bool any = false;
        double sum = 0;
        for (std::size_t k = 0; k < c.options.size(); ++k) {
            const Choice::Option& o = c.options[k];
            if (o.name.empty() || !taken.insert(o.name).second)
                found_.error(entry(options, k, "name"), o.name, "must be a name that no other option has");
            for (std::size_t n = 0; n < o.activities.size(); ++n) {
                const std::string field = entry(entry(options, k, "activities"), n);
                any = true;
                if (index_.of(o.activities[n]) < 0)
                    found_.error(field, o.activities[n], std::string{unknown_activity});
                else if (!hanging_.insert(o.activities[n]).second)
                    found_.error(field, o.activities[n], "must be in one option only, of one choice");
            }
            if (!c.by_chance()) continue;
            found_.within(o.probability, 0, 1, [&] { return entry(options, k, "probability"); });
            sum += o.probability;
        }
        if (!any) found_.error(options, "", "must name at least one activity");
        if (!c.by_chance()) return;
        if (!taken.contains(c.base))
            found_.error(entry("choice", i, "base"), c.base, "must be the name of an option");
        if (!(std::abs(sum - 1) <= 1e-9))
            found_.error(options, "",
                         "must have probabilities that add up to 1; they add up to " + rounded(sum));
    }

    void if_taken(const Choice& c, std::size_t i) {
        const auto other = choices_.find(c.if_taken->choice);
        if (other == choices_.end())
            return found_.error(entry("choice", i, "if_taken.choice"), c.if_taken->choice,
                                "must be the id of a choice");
        const std::vector<Choice::Option>& options = plan_.choices[other->second].options;
        if (std::ranges::count(options, c.if_taken->option, &Choice::Option::name) == 0)
            found_.error(entry("choice", i, "if_taken.option"), c.if_taken->option,
                         "must be the name of an option of " + c.if_taken->choice);
        // The choice at the end of the chain is settled when its own condition is known.
        const Choice* root = &plan_.choices[other->second];
        for (std::size_t steps = 0; root->if_taken; ++steps) {
            const auto next = choices_.find(root->if_taken->choice);
            if (next == choices_.end()) return;  // reported at that choice
            if (steps > plan_.choices.size())
                return found_.error(entry("choice", i, "if_taken.choice"), c.if_taken->choice,
                                    "must not depend on this choice itself");
            root = &plan_.choices[next->second];
        }
        if (root->late_if && index_.of(root->late_if->activity) >= 0)
            comes_before(root->late_if->activity, c, entry("choice", i, "if_taken.choice"));
    }

    /// The activity on which a choice waits must be over before the work of its options.
    void comes_before(const std::string& activity, const Choice& c, const std::string& field) {
        const int from = index_.of(activity);
        const std::vector<bool> behind = reached(index_.after(), {&from, 1});
        std::string others;
        for (const Choice::Option& o : c.options)
            for (const std::string& id : o.activities)
                if (const int k = index_.of(id);
                    k >= 0 && (k == from || !behind[static_cast<std::size_t>(k)]))
                    others += (others.empty() ? "" : ", ") + id;
        if (!others.empty())
            found_.error(field, activity,
                         "must come before every activity of the options; it does not come before " + others);
    }

    const Plan& plan_;
    const PlanIndex& index_;
    FindingList& found_;
    std::unordered_map<std::string_view, std::size_t> choices_;
    std::unordered_set<std::string_view> risks_;
    std::unordered_set<std::string_view> hanging_;  // activities of options
};

}  // namespace minerisk::inline v0::schedule::detail
