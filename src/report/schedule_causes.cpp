#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "report/schedule_text.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr std::size_t most_activities = 40;

/// A measure near 0 to 1 with its error in few characters: at most three decimals, the error rounded up. What
/// is the same on every path has no error.
std::string brief(const Estimate& e) {
    if (!std::isfinite(e.value)) return "-";
    if (!std::isfinite(e.se)) return number(e.value, 2);
    if (!(e.se > 1e-9)) return number(e.value, 3);
    const int d = std::clamp(static_cast<int>(std::ceil(-std::log10(e.se))), 1, 3);
    const double step = std::pow(10.0, -d);
    std::string error = number(std::ceil(e.se / step - 1e-9) * step, d);
    if (error.starts_with("0.")) error.erase(0, 1);
    return number(e.value, d) + "±" + error;
}

struct ActivityColumn {
    const char* first;
    const char* second;
    Estimate ActivityResult::*value;
};
constexpr ActivityColumn activity_columns[] = {
    {"critical", "", &ActivityResult::criticality},
    {"critical", "start", &ActivityResult::start_criticality},
    {"critical", "finish", &ActivityResult::finish_criticality},
    {"signifi-", "cance", &ActivityResult::significance},
    {"SSI", "", &ActivityResult::ssi},
    {"Pearson", "", &ActivityResult::pearson},
    {"Spearman", "", &ActivityResult::spearman},
};

/// The most critical first; what cannot be critical last; else the order of the plan.
std::vector<const ActivityResult*> by_criticality(const std::vector<ActivityResult>& activities) {
    std::vector<const ActivityResult*> order;
    for (const ActivityResult& a : activities) order.push_back(&a);
    const auto rank = [](const ActivityResult* a) {
        return std::isfinite(a->criticality.value) ? -a->criticality.value : 1.0;
    };
    std::ranges::stable_sort(order, {}, rank);
    return order;
}

/// The years that matter, and what comes after them as one: where each has less than a thousandth of all. The
/// error of their sum is no more than the sum of their errors, which stands for it.
std::pair<std::vector<YearOfSpend>, std::optional<YearOfSpend>> to_show(std::vector<YearOfSpend> years) {
    double all = 0;
    for (const YearOfSpend& y : years) all += y.mean.value;
    std::size_t keep = years.size();
    while (keep > 0 && years[keep - 1].mean.value < 1e-3 * all) --keep;
    if (years.size() - keep < 2) return {std::move(years), std::nullopt};
    YearOfSpend rest{years[keep].year, {0, 0}, {}};
    for (std::size_t i = keep; i < years.size(); ++i) {
        rest.mean.value += years[i].mean.value;
        rest.mean.se += years[i].mean.se;
    }
    years.resize(keep);
    return {std::move(years), rest};
}

/// A risk that moves nothing on any path is worth none, without an error.
std::string drop_text(const Estimate& e, double unit) {
    if (e.value == 0 && !(e.se > 0)) return "none";
    if (std::isinf(e.value)) return e.value > 0 ? "from never" : "to never";
    if (std::isfinite(e.se) && is_one_value(e.se / unit, e.value / unit))
        return number(e.value / unit, 2) + " on each part";
    return with_error(e, unit);
}

std::string removals(const std::string& title, const std::vector<Removal>& list, bool money_too,
                     const MoneyUnit& money) {
    constexpr int name = 48;
    std::string text =
        line_of(left(title, name) + right("months", 20) + (money_too ? right(money.name, 20) : ""));
    for (const Removal& r : list) {
        std::string row =
            left("  " + id_and_name(r.id, r.name, name - 3), name) + right(drop_text(r.finish, 1.0 / 12), 20);
        if (money_too) row += right(drop_text(r.cost, money.size), 20);
        text += line_of(row);
    }
    return text;
}

}  // namespace

std::string activity_table(const ScheduleSummary& s) {
    const ScheduleOutcome& o = *s.outcome;
    if (o.activities.empty()) return {};
    constexpr int cell = 12;
    auto order = by_criticality(o.activities);
    std::string text = "activities, the most critical first";
    if (order.size() > most_activities) {
        text += fmt::format(": {} of {} (activities.csv of --out has all)", most_activities,
                            count_text(order.size()));
        order.resize(most_activities);
    }
    text += "\n";
    std::string first = left("", name_width), second = first;
    for (const ActivityColumn& c : activity_columns) {
        first += right(c.first, cell);
        second += right(c.second, cell);
    }
    text += line_of(first) + line_of(second);
    bool dash = false;
    for (const ActivityResult* a : order) {
        std::string row = left(id_text(a->id), name_width);
        for (const ActivityColumn& c : activity_columns) {
            const std::string value = brief(a->*c.value);
            dash = dash || value == "-";
            row += right(value, cell);
        }
        text += line_of(row);
    }
    text +=
        "  critical: share of the paths without total float, or without slack at the start or the finish\n"
        "  significance: mean of duration / (duration + float) x finish / mean finish; not of milestones\n"
        "  SSI: criticality x sd of duration / sd of finish; Pearson, Spearman: of duration and finish\n"
        "  ± one standard error, rounded up; where none stands, every path gives the same\n";
    if (dash)
        text += fmt::format(
            "  -: does not exist; the activity is done or does not reach {}, or its duration does not vary\n",
            id_text(s.finishes.front().id, 20));
    if (o.finishing < o.rows())
        text += fmt::format("  of the {} paths on which {} finishes\n", count_text(o.finishing),
                            id_text(s.finishes.front().id, 20));
    if (o.kept_paths < o.rows())
        text += fmt::format("  Spearman and the dates of the chart: of the first {} paths\n",
                            count_text(o.kept_paths));
    return text + "\n";
}

std::string driver_table(const ScheduleSummary& s) {
    if (s.outcome->drivers.empty()) return {};
    constexpr int name = 46;
    std::string text =
        line_of(left("drivers", name) + right("happens on", 12) + right("cruciality", 18) + "  most on");
    for (const DriverResult& d : s.outcome->drivers) {
        const DriverResult::OnDuration* most = nullptr;
        for (const auto& hit : d.on_durations)
            if (std::isfinite(hit.pearson.value) &&
                (!most || std::abs(hit.pearson.value) > std::abs(most->pearson.value)))
                most = &hit;
        text +=
            line_of(left("  " + id_and_name(d.id, d.name, name - 3), name) +
                    right(number(100 * d.probability, 1) + " %", 12) + right(with_error(d.cruciality), 18) +
                    "  " + (most ? id_text(most->activity, 12) + " " + brief(most->pearson) : "-"));
    }
    text +=
        "  cruciality: correlation of the driver's factor with the finish; most on: the activity whose\n"
        "  duration its factor moves most, and that correlation. A correlation is no cause: see the "
        "ranking\n";
    return text + "\n";
}

std::string ranking_table(const ScheduleSummary& s) {
    if (!s.ranking || s.ranking->alone.empty()) return {};
    const MoneyUnit money = MoneyUnit::of(s.cost ? s.cost->summary.mean.value : 0);
    const std::string p = p_text(s.ranking->prob);
    std::string text =
        fmt::format("risks by removal: how much earlier the {0} of {1} and lower the {0} of cost would be\n",
                    p, id_text(s.finishes.front().id, 20));
    text += fmt::format("  {} paths, the same draws for all that stays\n", count_text(s.ranking_paths));
    text += removals("each alone", s.ranking->alone, s.cost.has_value(), money);
    if (!s.ranking->in_turn.empty())
        text += removals("in turn, the worst of what is left", s.ranking->in_turn, s.cost.has_value(), money);
    return text + "\n";
}

std::string spend_table(const ScheduleSummary& s) {
    const ScheduleOutcome& o = *s.outcome;
    if (!s.cost || o.spend.empty()) return {};
    double largest = 0;
    for (const YearOfSpend& y : o.spend) largest = std::max(largest, y.mean.value);
    const MoneyUnit money = MoneyUnit::of(largest);
    std::string text = left(fmt::format("spend, {}", money.name), name_width) + right("mean ± error", 20);
    for (const double p : o.probs) text += right(p_text(p), 12);
    text += "\n";
    const auto [years, rest] = to_show(o.spend);
    for (const YearOfSpend& y : years) {
        const int d = decimals_for(y.mean.se / money.size);
        std::string row =
            left(fmt::format("  {}", y.year), name_width) + right(with_error(y.mean, money.size), 20);
        for (const auto& q : y.quantiles) row += right(number(q.value / money.size, d), 12);
        text += line_of(row);
    }
    if (rest)
        text += line_of(left(fmt::format("  {} on", rest->year), name_width) +
                        right(with_error(rest->mean, money.size), 20));
    text += "  by calendar year; the quantiles are of each year alone and do not add up\n";
    if (o.kept_paths < o.rows())
        text += fmt::format("  quantiles: of the first {} paths\n", count_text(o.kept_paths));
    return text + "\n";
}

}  // namespace minerisk::inline v0::report
