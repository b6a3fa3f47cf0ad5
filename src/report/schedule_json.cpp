#include <algorithm>
#include <cmath>
#include <vector>

#include "report/json_value.hpp"
#include "report/schedule_text.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr const char* one_path = "one path has no error";
constexpr const char* one_path_interval = "one path has no interval";
constexpr const char* few_paths = "too few paths to bound it";
constexpr const char* no_cost = "the plan states no cost";

/// Numbers in their order; where one is none, the reason stands beside them all.
void put_all(Json& at, const std::string& key, const std::vector<double>& numbers, const std::string& why) {
    at[key] = Json::array();
    for (const double x : numbers) at[key].push_back(std::isfinite(x) ? Json(x) : Json(nullptr));
    if (!std::ranges::all_of(numbers, [](double x) { return std::isfinite(x); })) at[key + "_why"] = why;
}

/// The schedule's numbers as JSON; a time has two faces, a calendar year and years from the start.
class Writer {
public:
    explicit Writer(const ScheduleSummary& s)
        : s_{s}, o_{*s.outcome}, plan_{*s.plan}, dates_{plan_}, single_{o_.rows() == 1} {}

    Json time(double t) const {
        const char* const why = std::isnan(t) ? "no such number" : beyond_calendar;
        Json j;
        put(j, "year", dates_.year(t), why);
        put(j, "years", t, why);
        return j;
    }
    /// `why`: the reason if there is no value.
    Json estimate(const Estimate& e, const std::string& why) const {
        Json j;
        put(j, "value", e.value, why);
        put(j, "se", e.se, !std::isfinite(e.value) ? why : single_ ? one_path : "too few paths for an error");
        return j;
    }
    Json share(const statistics::Proportion& p) const {
        Json j;
        put(j, "value", p.value, "no path has such a number");
        put(j, "low", p.low, one_path_interval);
        put(j, "high", p.high, one_path_interval);
        return j;
    }
    Json quantile(const statistics::Quantile& q) const {
        const auto why = [&](const std::optional<double>& x) {
            return x ? beyond_calendar : single_ ? one_path_interval : few_paths;
        };
        Json j;
        put(j, "value", q.value, beyond_calendar);
        put(j, "low", q.low, why(q.low));
        put(j, "high", q.high, why(q.high));
        return j;
    }

    Json curve(const Curve& c, const std::vector<double>& values, bool is_time) const {
        const statistics::Summary& s = c.summary;
        Json j;
        if (is_time) {
            j["id"] = c.id;
            j["name"] = c.name;
        }
        j["unit"] = is_time ? "years from the start" : "USD";
        if (is_time)
            j["likely"] = time(c.likely);
        else
            put(j, "likely", c.likely, no_cost);
        j["count"] = s.count;
        if (s.above > 0) j["ranked_above"] = {{"count", s.above}, {"why", beyond_calendar}};
        j["mean"] = estimate({s.mean.value, s.mean.se.value_or(Estimate{}.se)}, beyond_calendar);
        if (is_time) put(j["mean"], "year", dates_.year(s.mean.value), beyond_calendar);
        put(j, "sd", s.mean.sd, single_ ? one_path : few_paths);
        for (const auto& q : s.quantiles) {
            Json at = quantile(q);
            if (is_time) put(at, "year", dates_.year(q.value), beyond_calendar);
            j["quantiles"][fmt::format("{:g}", q.prob)] = std::move(at);
        }
        j["prob_within_likely"] = share(c.within_likely);
        std::vector<double> points;
        for (const auto& q : statistics::quantiles(values, parts(100)))
            points.push_back(is_time ? dates_.year(q.value) : q.value);
        j["s_curve"] = {{"unit", is_time ? "calendar year" : "USD"}, {"prob_from", 0}, {"prob_to", 1}};
        put_all(j["s_curve"], "points", points, beyond_calendar);
        return j;
    }

    Json deadlines() const {
        Json all = Json::array();
        for (const Deadline& d : s_.deadlines) {
            Json j{{"activity", d.activity}, {"date", time(d.date)}};
            j["prob_met"] = share(d.met);
            all.push_back(std::move(j));
        }
        return all;
    }
    Json contingency() const {
        Json all = Json::array();
        for (const Contingency& c : s_.contingencies) {
            Json j{{"prob", c.prob}, {"years", quantile(c.finish)}};
            j["usd"] = s_.cost ? quantile(c.cost) : Json(nullptr);
            if (!s_.cost) j["usd_why"] = no_cost;
            all.push_back(std::move(j));
        }
        return all;
    }

    Json limits() const {
        if (!s_.limits) return nullptr;
        const LimitsMet& l = *s_.limits;
        Json j;
        put(j, "budget_usd", l.budget, "not asked for");
        j["date"] = l.date ? time(*l.date) : Json(nullptr);
        if (!l.date) j["date_why"] = "not asked for";
        j["prob_within_budget"] = share(l.cost);
        j["prob_by_date"] = share(l.finish);
        j["prob_met"] = share(l.both);
        return j;
    }

    Json joint() const {
        if (!s_.joint) return nullptr;
        const JointLevels& g = *s_.joint;
        Json j;
        j["limits"] = {{"prob", g.prob}, {"finish", time(g.finish_limit)}};
        put(j["limits"], "cost_usd", g.cost_limit, "no such number");
        j["prob_met"] = share(g.met);
        j["prob_met_if_independent"] = g.prob * g.prob;
        j["level"] = g.level;
        j["same_prob"] = quantile(g.same_prob);
        j["frontier"] = Json::array();
        for (const auto& p : g.frontier) {
            Json at{{"cost_prob", p.x_prob}, {"finish", time(p.y)}};
            put(at["finish"], "low_years", p.y_low, few_paths);
            put(at["finish"], "high_years", p.y_high, few_paths);
            put(at, "cost_usd", p.x, "no such number");
            j["frontier"].push_back(std::move(at));
        }
        j["log_correlation"] = estimate(g.log_correlation, "cost or finish does not vary");
        j["grid"] = grid();
        return j;
    }

    /// Share of the paths within each pair of limits at 0, 10, ... 100 %: a row a limit of cost.
    Json grid() const {
        const std::vector<double> probs = parts(10);
        std::vector<double> cost, finish, years;
        for (const auto& q : statistics::quantiles(o_.cost, probs)) cost.push_back(q.value);
        for (const auto& q : statistics::quantiles(o_.finish[0], probs)) finish.push_back(q.value);
        for (const double t : finish) years.push_back(dates_.year(t));
        std::array<std::array<double, 12>, 12> n{};  // paths by the first limits that they do not exceed
        const auto first = [](const std::vector<double>& limits, double x) {
            return static_cast<std::size_t>(std::ranges::lower_bound(limits, x) - limits.begin());
        };
        for (std::size_t i = 0; i < o_.cost.size(); ++i)
            n[first(cost, o_.cost[i])][first(finish, o_.finish[0][i])] += 1;
        Json rows = Json::array();
        for (std::size_t c = 0; c < probs.size(); ++c) {
            Json row = Json::array();
            double within = 0;
            for (std::size_t f = 0; f < probs.size(); ++f) {
                for (std::size_t k = 0; k <= c; ++k) within += n[k][f];
                row.push_back(within / static_cast<double>(o_.cost.size()));
            }
            rows.push_back(std::move(row));
        }
        Json j{{"probs", probs}};
        put_all(j, "cost_usd", cost, "no such number");
        put_all(j, "finish_year", years, beyond_calendar);
        j["prob_met"] = std::move(rows);
        return j;
    }

    Json activities() const {
        Json all = Json::array();
        for (const ActivityResult& a : o_.activities) all.push_back(activity(a));
        return all;
    }

    Json drivers() const {
        Json all = Json::array();
        for (const DriverResult& d : o_.drivers) {
            Json j{{"id", d.id}, {"name", d.name}, {"probability", d.probability}};
            j["cruciality"] = estimate(d.cruciality, "the factor or the finish does not vary");
            j["cruciality_of_ranks"] =
                estimate(d.cruciality_of_ranks, "the factor or the finish does not vary");
            j["on_durations"] = Json::array();
            for (const DriverResult::OnDuration& on : d.on_durations) {
                constexpr const char* why = "the factor or the duration does not vary";
                j["on_durations"].push_back({{"activity", on.activity},
                                             {"pearson", estimate(on.pearson, why)},
                                             {"spearman", estimate(on.spearman, why)}});
            }
            all.push_back(std::move(j));
        }
        return all;
    }

    Json ranking() const {
        if (!s_.ranking) return nullptr;
        const auto list = [&](const std::vector<Removal>& removals) {
            Json all = Json::array();
            for (const Removal& r : removals)
                all.push_back({{"id", r.id},
                               {"name", r.name},
                               {"years", estimate(r.finish, beyond_calendar)},
                               {"usd", estimate(r.cost, no_cost)}});
            return all;
        };
        return {{"prob", s_.ranking->prob},
                {"paths", s_.ranking_paths},
                {"alone", list(s_.ranking->alone)},
                {"in_turn", list(s_.ranking->in_turn)}};
    }

    Json spend() const {
        Json all = Json::array();
        for (const YearOfSpend& y : o_.spend) {
            Json j{{"year", y.year}, {"mean_usd", estimate(y.mean, "no such number")}};
            for (std::size_t i = 0; i < y.quantiles.size(); ++i)
                j["quantiles_usd"][fmt::format("{:g}", o_.probs[i])] = quantile(y.quantiles[i]);
            all.push_back(std::move(j));
        }
        return all;
    }

private:
    Json activity(const ActivityResult& a) const {
        const schedule::Activity& as_stated = stated(o_, plan_, a);
        const bool days = !as_stated.calendar.empty();
        const bool done = as_stated.progress == schedule::Progress::done;
        const char* const no_float = done ? "the activity is done" : "the activity does not reach the target";
        const auto critical = [&](const Estimate& e) {
            return estimate(e, !a.reaches_target ? no_float
                               : single_         ? one_path
                                                 : "the finish does not vary");
        };
        const auto correlated = [&](const Estimate& e) {
            return estimate(e, single_ ? one_path : "the duration or the finish does not vary");
        };
        Json j{{"id", a.id}, {"name", a.name}, {"reaches_target", a.reaches_target}};
        j["duration_unit"] = days ? "working days" : "years";
        Json& likely = j["likely"];
        put(likely, "duration", a.likely_duration, beyond_calendar);
        likely["start"] = time(a.likely_start);
        likely["finish"] = time(a.likely_finish);
        put(likely, "total_float", a.reaches_target ? std::optional{a.likely_float} : std::nullopt, no_float);
        put(likely, "free_float", a.free_float, done ? no_float : "nothing follows");
        j["mean_duration"] = estimate(a.mean_duration, one_path);
        j["criticality"] = critical(a.criticality);
        j["start_criticality"] = critical(a.start_criticality);
        j["finish_criticality"] = critical(a.finish_criticality);
        j["significance"] = critical(a.significance);
        j["ssi"] = critical(a.ssi);
        j["pearson"] = correlated(a.pearson);
        j["spearman"] = correlated(a.spearman);
        const auto dates = [&](const char* key, const std::vector<statistics::Quantile>& q) {
            for (std::size_t i = 0; i < q.size(); ++i) {
                Json at = quantile(q[i]);
                put(at, "year", dates_.year(q[i].value), beyond_calendar);
                j[key][fmt::format("{:g}", o_.probs[i])] = std::move(at);
            }
        };
        dates("start_quantiles", a.start_quantiles);
        dates("finish_quantiles", a.finish_quantiles);
        return j;
    }

    /// 0, 1 / count, 2 / count, ... 1.
    static std::vector<double> parts(int count) {
        std::vector<double> probs;
        for (int i = 0; i <= count; ++i) probs.push_back(static_cast<double>(i) / count);
        return probs;
    }

    const ScheduleSummary& s_;
    const ScheduleOutcome& o_;
    const schedule::Plan& plan_;
    Dates dates_;
    bool single_;
};

}  // namespace

std::string json(const ScheduleSummary& s, const Provenance& from) {
    const ScheduleOutcome& o = *s.outcome;
    const Writer w{s};
    Json j;
    j["schema"] = "minerisk.schedule/1";
    j["model"] = {{"name", from.model}, {"file", from.file}};
    if (from.sources && !from.sources->files().empty()) {
        j["model"]["sha256"] = from.sources->files().front().sha256;
        for (const auto& f : from.sources->files())
            j["model"]["files"].push_back({{"file", f.name}, {"sha256", f.sha256}});
    }
    j["run"] = {{"paths", o.paths},
                {"paths_asked", o.paths_asked},
                {"first_path", o.first_path},
                {"within_study", o.in_study},
                {"rows", o.rows()},
                {"finishing_rows", o.finishing},
                {"kept_rows", o.kept_paths},
                {"interrupted", o.interrupted},
                {"risks", s.risks ? "all" : "none"},
                {"seed", o.seed},
                {"threads", o.threads},
                {"isa", o.isa},
                {"version", from.version},
                {"elapsed_s", o.elapsed_seconds}};
    if (!o.decision.empty()) {
        j["decision"] = {{"paths_that_go_on", o.rows()}, {"paths_that_do_not", o.paths - o.rows()}};
        j["decision"]["why"] = "the study's decision ends them; all other figures are of those that go on";
    }
    j["basis"] = {{"start", to_string(s.plan->start)},
                  {"data_date", w.time(s.plan->data_date.canonical())},
                  {"target", o.milestones.front()},
                  {"money", s.money},
                  {"assumed", from.assumed}};
    j["finishes"] = Json::array();
    for (std::size_t m = 0; m < s.finishes.size(); ++m)
        j["finishes"].push_back(w.curve(s.finishes[m], o.finish[m], true));
    j["cost"] = s.cost ? w.curve(*s.cost, o.cost, false) : Json(nullptr);
    if (!s.cost) j["cost_why"] = no_cost;
    j["deadlines"] = w.deadlines();
    j["contingency"] = w.contingency();
    j["merge_bias_years"] =
        w.estimate(s.outcome->merge_bias, o.rows() == 1              ? one_path
                                          : !s.plan->choices.empty() ? "a choice leaves work out"
                                                                     : "no activities were followed");
    j["merge_bias_years"]["finish_on_mean_durations"] = w.time(o.finish_at_means);
    j["limits"] = w.limits();
    if (!s.limits) j["limits_why"] = "not asked for";
    j["joint"] = w.joint();
    if (!s.joint) j["joint_why"] = s.cost ? one_path : no_cost;
    j["activities"] = w.activities();
    j["drivers"] = w.drivers();
    j["ranking"] = w.ranking();
    if (!s.ranking) j["ranking_why"] = "not asked for, nothing to remove, or interrupted";
    j["spend"] = w.spend();
    return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace minerisk::inline v0::report
