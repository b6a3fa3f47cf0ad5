#include <cmath>
#include <string>

#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/quantile.hpp"
#include "report/json_parts.hpp"

namespace minerisk::inline v0::report {
namespace {

Json metric(const Metric& m) {
    const statistics::Summary& s = m.summary;
    const auto why = [&](std::optional<double> x, std::size_t count) {
        return reason(x, count, m.column->below, m.column->above);
    };
    Json j;
    j["count"] = s.count;
    j["missing"] = s.missing;
    if (!m.column->below.empty()) j["ranked_below"] = {{"count", s.below}, {"why", m.column->below}};
    if (!m.column->above.empty()) j["ranked_above"] = {{"count", s.above}, {"why", m.column->above}};
    put(j, "mean", s.mean.value, no_error(s.mean.count));
    j["mean_count"] = s.mean.count;
    put(j, "se", s.mean.se, no_error(s.mean.count));
    put(j, "sd", s.mean.sd, no_error(s.mean.count));
    Json quantiles = Json::object();
    for (const auto& q : s.quantiles) {
        Json at;
        put(at, "value", q.value, why(q.value, s.count));
        put(at, "low", q.low, why(q.low, s.count));
        put(at, "high", q.high, why(q.high, s.count));
        quantiles[key_of(q.prob)] = std::move(at);
    }
    j["quantiles"] = std::move(quantiles);
    if (s.tail) {
        const std::string tail_why = why(s.tail->value, s.count);
        Json at;
        put(at, "value", s.tail->value, tail_why);
        put(at, "se", s.tail->se, std::isfinite(s.tail->value) ? "one path makes the tail" : tail_why);
        j["tail_mean_" + key_of(s.tail->share)] = std::move(at);
    }
    return j;
}

Json counts(const StatusColumn& s) {
    Json j = Json::object();
    const auto n = Outcome::counts(s);
    for (std::size_t i = 0; i < n.size(); ++i) j[s.names[i]] = n[i];
    return j;
}

Json mean_json(const std::vector<double>& values) {
    const auto m = statistics::mean(values);
    Json j;
    put(j, "mean", m.value, no_error(m.count));
    put(j, "se", m.se, no_error(m.count));
    return j;
}

/// What security takes, by part; days, events and damage a year.
Json toll_json(const SecurityToll& toll) {
    Json j;
    j["paths"] = toll.paths;
    for (std::size_t i = 0; i < toll.rows.size(); ++i) {
        const SecurityTollRow& row = toll.rows[i];
        Json at;
        at["events_per_year"] = mean_json(row.events);
        for (std::size_t c = 0; c < channel_count; ++c)
            at["days_closed_per_year"][channel_names[c]] = mean_json(row.days[c]);
        at["days_suspended_per_year"] = mean_json(row.halted);
        at["milling_days_lost_per_year"] = mean_json(row.mill_days);
        at["damage_usd_per_year"] = mean_json(row.damage);
        at["npv_lost_usd"] = mean_json(row.value_lost);
        if (i < toll.classes)
            j["classes"][row.name] = std::move(at);
        else
            j[i + 1 < toll.rows.size() ? "force_majeure" : "all"] = std::move(at);
    }
    return j;
}

/// Quantiles of the cash of every period, by the year and part of it in which the period begins.
Json fan_json(const CashFan& fan, double first_year, int periods_per_year) {
    static constexpr double probs[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    Json j;
    j["paths"] = fan.paths;
    for (std::size_t i = 0; i < fan.series.front().periods.size(); ++i)
        j["begins"].push_back(first_year + static_cast<double>(i) / periods_per_year);
    for (const CashFan::Series& s : fan.series) {
        Json& at = j["series"][s.name];
        at["basis"] = s.nominal ? "nominal" : "real";
        for (const std::vector<double>& values : s.periods) {
            const auto quantiles = statistics::quantiles(values, probs);
            for (const auto& q : quantiles) at["quantiles"][key_of(q.prob)].push_back(q.value);
            at["mean"].push_back(statistics::mean(values).value);
        }
    }
    return j;
}

}  // namespace

std::string json(const RunSummary& s, const Provenance& from) {
    const Outcome& o = *s.outcome;
    Json j;
    j["schema"] = "minerisk.summary/1";
    j["model"] = json_of(from);
    j["run"] = {{"paths", o.paths}, {"paths_asked", o.paths_asked}, {"interrupted", o.interrupted},
                {"seed", o.seed},   {"risks", words(o.risks)},      {"threads", o.threads},
                {"isa", o.isa},     {"version", from.version},      {"elapsed_s", o.elapsed_seconds}};
    put(j["run"], "paths_per_s", static_cast<double>(o.paths) / o.elapsed_seconds, "no time was measured");
    j["basis"] = json_of(s);
    j["basis"]["remarks"] = s.remarks;
    j["basis"]["assumed"] = from.assumed;
    for (const Metric& m : s.metrics) {
        Json at = metric(m);
        if (m.column->name == "npv_usd" && s.loss) at["prob_below_0"] = json_of(*s.loss);
        if (m.column->name == "irr") {
            if (s.below_hurdle)
                at["prob_below_hurdle"] = json_of(*s.below_hurdle);
            else
                put(at, "prob_below_hurdle", {}, "the run did not keep npv_at_hurdle_usd");
            at["status"] = counts(o.status("irr_status"));
        }
        j["metrics"][m.column->name] = std::move(at);
    }
    for (const Metric& m : s.figures) j["metrics"][m.column->name] = metric(m);
    for (const Onset& onset : s.onsets)
        for (const auto& [year, p] : onset.years)
            j["debt"]["prob_" + onset.name + "_by_end_of"][std::to_string(year)] = json_of(p);
    for (const ClaimAnswer& a : s.claims) {
        Json at;
        at["text"] = a.claim->text;
        if (!a.claim->source.empty()) at["source"] = a.claim->source;
        at["holds"] = a.claim->holds.text();
        if (a.probability)
            at["probability"] = json_of(*a.probability);
        else
            put(at, "probability", {}, "the run did not keep what it speaks of");
        if (const auto* const one = a.claim->holds.single(); one && a.median) {
            const Column& c = o.column(one->column);
            put(at, "median", a.median, *a.median < 0 ? c.below : c.above);
        }
        j["claims"].push_back(std::move(at));
    }
    if (s.finance) j["basis"]["inflation"] = s.finance->inflation.rate.canonical();
    if (s.finance && s.finance->debt && !s.finance->debt->sizing.empty()) {
        j["debt"]["share_of_commitments"] = s.sized.share;
        if (s.sized.held_by)
            j["debt"]["sized_by"] = finance::ratio_names[static_cast<std::size_t>(*s.sized.held_by)];
    }
    for (const StatusColumn& c : o.statuses) j["statuses"][c.name] = counts(c);
    for (const StatusColumn& c : o.statuses) j["status_codes"][c.name] = c.names;
    j["not_kept"] = o.declined;
    for (const auto& [year, p] : s.suspended)
        j["security"]["prob_force_majeure_by_end_of"][std::to_string(year)] = json_of(p);
    if (s.fan) j["cash_by_period"] = fan_json(*s.fan, s.first_year, s.periods_per_year);
    if (s.toll) j["security"]["toll"] = toll_json(*s.toll);
    return file_text(j);
}

}  // namespace minerisk::inline v0::report
