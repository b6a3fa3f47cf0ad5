#include <algorithm>
#include <cmath>
#include <map>

#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/report/schedule.hpp"
#include "minerisk/statistics/association.hpp"
#include "report/schedule_text.hpp"

namespace minerisk::inline v0::report {
namespace {

using statistics::Quantile;

Curve curve(const std::vector<double>& values, double likely) {
    Curve c;
    c.likely = likely;
    c.summary = statistics::summarize(
        values, {.probs = {curve_probs.begin(), curve_probs.end()}, .tail_share = {}, .limits = {}});
    c.within_likely = statistics::proportion(
        static_cast<std::size_t>(std::ranges::count_if(values, [&](double x) { return x <= likely; })),
        c.summary.count);
    return c;
}

const Quantile& at(const Curve& c, double prob) {
    return *std::ranges::find(c.summary.quantiles, prob, &Quantile::prob);
}
Quantile less(Quantile q, double likely) {
    q.value -= likely;
    if (q.low) *q.low -= likely;
    if (q.high) *q.high -= likely;
    return q;
}

/// Correlation of the logarithms, over the paths on which both exist.
Estimate log_correlation(const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<double> a, b;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!(x[i] > 0 && y[i] > 0 && std::isfinite(x[i]) && std::isfinite(y[i]))) continue;
        a.push_back(std::log(x[i]));
        b.push_back(std::log(y[i]));
    }
    return statistics::pearson(a, b);
}

JointLevels joint(const Curve& finish, const Curve& cost, const ScheduleOutcome& o) {
    JointLevels j;
    j.finish_limit = at(finish, j.prob).value;
    j.cost_limit = at(cost, j.prob).value;
    j.met = statistics::joint_confidence(o.cost, j.cost_limit, o.finish[0], j.finish_limit);
    constexpr std::array probs{0.72, 0.75, 0.8, 0.85, 0.9, 0.95};
    j.frontier = statistics::joint_frontier(o.cost, o.finish[0], j.level, probs);
    // Both limits at one confidence p hold where neither rank exceeds p.
    std::vector<double> larger = statistics::ranks(o.cost);
    const std::vector<double> other = statistics::ranks(o.finish[0]);
    for (std::size_t i = 0; i < larger.size(); ++i) larger[i] = std::max(larger[i], other[i]);
    const double n = static_cast<double>(larger.size());
    j.same_prob = statistics::quantile_with_interval(larger, j.level);
    j.same_prob.value /= n;
    if (j.same_prob.low) *j.same_prob.low /= n;
    if (j.same_prob.high) *j.same_prob.high /= n;
    j.log_correlation = log_correlation(o.cost, o.finish[0]);
    return j;
}

}  // namespace

ScheduleSummary summarize(const ScheduleOutcome& o, const schedule::Plan& plan,
                          const ScheduleQuestions& questions) {
    ScheduleSummary s;
    s.outcome = &o;
    s.plan = &plan;
    std::map<std::string, std::size_t> column;
    for (std::size_t m = 0; m < o.milestones.size(); ++m) {
        column.emplace(o.milestones[m], m);
        Curve c = curve(o.finish[m], o.likely_finish[m]);
        c.id = o.milestones[m];
        const auto a = std::ranges::find(plan.activities, c.id, &schedule::Activity::id);
        if (a != plan.activities.end()) c.name = a->name;
        s.finishes.push_back(std::move(c));
    }
    if (o.likely_cost != 0 || std::ranges::any_of(o.cost, [](double x) { return x != 0; }))
        s.cost = curve(o.cost, o.likely_cost);

    for (const schedule::Activity& a : plan.activities) {
        for (const schedule::DateBound& b : a.bounds) {
            if (b.kind != schedule::BoundKind::deadline) continue;
            const double date = b.date.canonical();
            const std::vector<double>& finish = o.finish[column.at(a.id)];
            const auto hits = std::ranges::count_if(finish, [&](double t) { return t <= date; });
            s.deadlines.push_back(
                {a.id, date, statistics::proportion(static_cast<std::size_t>(hits), finish.size())});
        }
    }

    const Curve& target = s.finishes.front();
    for (const double prob : questions.confidences)
        s.contingencies.push_back(
            {prob, less(statistics::quantile_with_interval(o.finish[0], prob), target.likely),
             s.cost ? less(statistics::quantile_with_interval(o.cost, prob), s.cost->likely) : Quantile{}});
    if (o.rows() > 1 && s.cost) s.joint = joint(target, *s.cost, o);
    if (questions.budget || questions.date) {
        constexpr double any = std::numeric_limits<double>::infinity();
        const double budget = questions.budget.value_or(any), date = questions.date.value_or(any);
        s.limits = {questions.budget, questions.date,
                    statistics::joint_confidence(o.cost, budget, o.finish[0], any),
                    statistics::joint_confidence(o.cost, any, o.finish[0], date),
                    statistics::joint_confidence(o.cost, budget, o.finish[0], date)};
    }
    return s;
}

ScheduleOutcome likely_outcome(const schedule::Network& network, const schedule::NetworkWorkspace& w) {
    const schedule::Logic& logic = network.logic();
    ScheduleOutcome o;
    o.paths = o.paths_asked = 1;
    o.isa = kernels().name;
    o.probs.clear();
    for (const int j : detail::reported_activities(network)) {
        o.milestones.push_back(network.activity(j).id);
        o.likely_finish.push_back(w.dates(2 * j + 1, 0));
        o.finish.push_back({w.dates(2 * j + 1, 0)});
    }
    o.likely_cost = w.cost(0, 0);
    o.cost = {o.likely_cost};
    o.finish_at_means = o.likely_finish[0];
    for (std::size_t i = 0; i < network.plan().activities.size(); ++i) {
        const int j = logic.rank(static_cast<int>(i));
        ActivityResult r;
        r.id = network.activity(j).id;
        r.name = network.activity(j).name;
        r.reaches_target = logic.reaches_target(j) && !logic.is_done(j);
        r.likely_duration = w.duration(j, 0);
        r.likely_start = w.dates(2 * j, 0);
        r.likely_finish = w.dates(2 * j + 1, 0);
        r.likely_float = std::min(w.start_slack(j, 0), w.finish_slack(j, 0));
        r.free_float = logic.free_float(w, j, 0);
        o.activities.push_back(std::move(r));
    }
    return o;
}

}  // namespace minerisk::inline v0::report
