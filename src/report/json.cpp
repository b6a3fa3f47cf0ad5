#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>
#include "minerisk/report/write.hpp"
#include "report/json_value.hpp"

namespace minerisk::inline v0::report {
namespace {

/// Why a value or the end of an interval is no number: its rank among the numbers, or how few paths there
/// are.
std::string reason(std::optional<double> x, std::size_t count, const Column& column) {
    if (count == 0) return "no path has such a number";
    if (!x) return count == 1 ? "one path has no interval" : "too few paths to bound it";
    const std::string& rank = *x < 0 ? column.below : column.above;
    return rank.empty() ? "no such number" : rank;
}

/// Why there is no standard error or deviation of `count` numbers.
std::string no_error(std::size_t count) {
    return count == 0 ? "no path has such a number" : "one path has no error";
}

std::string key_of(double prob) {
    return fmt::format("{:g}", prob);
}

Json proportion(const statistics::Proportion& p) {
    const std::string none = "no path has such a number";
    const std::string why = p.count == 0 ? none : "one path has no interval";
    Json j;
    put(j, "value", p.value, none);
    put(j, "low", p.low, why);
    put(j, "high", p.high, why);
    return j;
}

Json metric(const Metric& m) {
    const statistics::Summary& s = m.summary;
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
        put(at, "value", q.value, reason(q.value, s.count, *m.column));
        put(at, "low", q.low, reason(q.low, s.count, *m.column));
        put(at, "high", q.high, reason(q.high, s.count, *m.column));
        quantiles[key_of(q.prob)] = std::move(at);
    }
    j["quantiles"] = std::move(quantiles);
    if (s.tail) {
        const std::string why = reason(s.tail->value, s.count, *m.column);
        Json at;
        put(at, "value", s.tail->value, why);
        put(at, "se", s.tail->se, std::isfinite(s.tail->value) ? "one path makes the tail" : why);
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

}  // namespace

std::string json(const RunSummary& s, const Provenance& from) {
    const Outcome& o = *s.outcome;
    Json j;
    j["schema"] = "minerisk.summary/1";
    const auto& files = from.sources->files();
    j["model"] = {{"name", from.model}, {"file", from.file}, {"sha256", files.front().sha256}};
    for (const auto& f : files) j["model"]["files"].push_back({{"file", f.name}, {"sha256", f.sha256}});
    j["run"] = {{"paths", o.paths}, {"paths_asked", o.paths_asked}, {"interrupted", o.interrupted},
                {"seed", o.seed},   {"risks", words(o.risks)},      {"threads", o.threads},
                {"isa", o.isa},     {"version", from.version},      {"elapsed_s", o.elapsed_seconds}};
    put(j["run"], "paths_per_s", static_cast<double>(o.paths) / o.elapsed_seconds, "no time was measured");
    j["basis"] = {{"money", s.money},
                  {"measure", s.measure},
                  {"discount_rate", s.discount_rate},
                  {"hurdle_rate", s.hurdle_rate},
                  {"convention", s.convention},
                  {"valuation_date", s.valuation_date},
                  {"remarks", s.remarks},
                  {"assumed", from.assumed}};
    for (const Metric& m : s.metrics) {
        Json at = metric(m);
        if (m.column->name == "npv_usd") at["prob_below_0"] = proportion(s.loss);
        if (m.column->name == "irr") {
            at["prob_below_hurdle"] = proportion(s.below_hurdle);
            at["status"] = counts(o.status("irr_status"));
        }
        j["metrics"][m.column->name] = std::move(at);
    }
    for (const StatusColumn& c : o.statuses) j["statuses"][c.name] = counts(c);
    return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace minerisk::inline v0::report
