#include <algorithm>
#include <cmath>
#include <vector>

#include "report/schedule_text.hpp"

namespace minerisk::inline v0::report {
namespace {

/// A length in months, or in working days where the activity counts them.
std::string length(double value, bool working_days) {
    if (!std::isfinite(value)) return "undefined";
    return working_days ? number(value, 1) + " wd" : number(12 * value, 2);
}

/// A milestone stands at the end of the work before it; else a start begins a day.
bool starts_anew(const schedule::Network& network, const schedule::Activity& stated,
                 const ActivityResult& a) {
    const auto from_a_date = [](const schedule::DateBound& b) {
        return b.kind == schedule::BoundKind::start_not_earlier;
    };
    if (a.likely_finish > a.likely_start || std::ranges::any_of(stated.bounds, from_a_date)) return true;
    return std::ranges::none_of(network.plan().links,
                                [&](const schedule::Link& link) { return link.to == stated.id; });
}

}  // namespace

std::string likely_table(const schedule::Network& network, const schedule::NetworkWorkspace& base,
                         const Provenance& from, const std::string& money) {
    const schedule::Plan& plan = network.plan();
    const Dates dates{plan, true};
    const ScheduleOutcome o = likely_outcome(network, base);
    const MoneyUnit unit = MoneyUnit::of(o.likely_cost);
    const bool costs = o.likely_cost != 0;
    std::string text = io::shown(from.model.empty() ? from.file : from.model, schedule_width) + "\n";
    text += fmt::format("critical path on likely durations; starts {}, {} finishes in {}, month {}\n",
                        to_string(plan.start), id_text(o.milestones[0], 30),
                        dates.finishing(o.likely_finish[0]), number(12 * o.likely_finish[0], 2));
    text +=
        "without risk: likely durations and the base option of each choice; no driver, event, rework or\n"
        "stoppage; factors of cost 1" +
        (costs && !money.empty() ? "; " + io::shown(money, 60) : std::string{}) + "\n\n";

    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < o.activities.size(); ++i) order.push_back(i);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return o.activities[i].likely_start; });
    text += line_of(left("activity", name_width) + right("duration", 12) + right("start", 12) +
                    right("finish", 12) + right("total float", 14) + right("free float", 14) +
                    (costs ? right("cost, " + std::string{unit.name}, 14) : ""));
    double activities_cost = 0;
    bool undefined = false;
    for (const std::size_t i : order) {
        const ActivityResult& a = o.activities[i];
        const schedule::Activity& stated = plan.activities[i];
        const bool days = !stated.calendar.empty();
        const double cost = base.activity_cost(network.logic().rank(static_cast<int>(i)), 0);
        activities_cost += cost;
        const bool done = stated.progress == schedule::Progress::done;
        const std::string total = done               ? "done"
                                  : a.reaches_target ? length(a.likely_float, days)
                                                     : "undefined";
        const std::string free = done ? "done" : length(a.free_float, days);
        undefined = undefined || total == "undefined" || free == "undefined";
        text += line_of(left(id_text(a.id), name_width) + right(length(a.likely_duration, days), 12) +
                        right(starts_anew(network, stated, a) ? dates.starting(a.likely_start)
                                                              : dates.finishing(a.likely_start),
                              12) +
                        right(dates.finishing(a.likely_finish), 12) + right(total, 14) + right(free, 14) +
                        (costs ? right(number(cost / unit.size, 1), 14) : ""));
    }
    const auto sum = [&](const std::string& name, double amount) {
        text += line_of(left(name, name_width + 64) + right(number(amount / unit.size, 1), 14));
    };
    if (costs && !plan.hammocks.empty()) sum("hammocks", o.likely_cost - activities_cost);
    if (costs) sum("all", o.likely_cost);
    text += "  durations and floats in months; wd: working days of the activity's calendar\n";
    if (undefined)
        text += fmt::format(
            "  undefined: total float where an activity does not reach {}, free float where nothing "
            "follows\n",
            id_text(o.milestones[0], 20));
    return text;
}

}  // namespace minerisk::inline v0::report
