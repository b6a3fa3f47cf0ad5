#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "minerisk/report/write.hpp"

namespace minerisk::inline v0::report {
namespace {

using Json = nlohmann::ordered_json;

/// A number, or null where there is none.
Json finite(double x) {
    return std::isfinite(x) ? Json(x) : Json(nullptr);
}
Json finite(const std::optional<double>& x) {
    return x ? finite(*x) : Json(nullptr);
}

/// Adds the reason beside a value that is not a number.
void explain(Json& at, double value, const Column& column) {
    if (std::isfinite(value)) return;
    const std::string rank = value < 0 ? column.below : value > 0 ? column.above : "";
    at["why"] = rank.empty() ? "no such number" : rank;
}

std::string key_of(double prob) {
    return fmt::format("{:g}", prob);
}

Json proportion(const statistics::Proportion& p) {
    return {{"value", finite(p.value)}, {"low", finite(p.low)}, {"high", finite(p.high)}};
}

Json metric(const Metric& m) {
    const statistics::Summary& s = m.summary;
    Json j;
    j["count"] = s.count;
    j["missing"] = s.missing;
    if (!m.column->below.empty()) j["ranked_below"] = {{"count", s.below}, {"why", m.column->below}};
    if (!m.column->above.empty()) j["ranked_above"] = {{"count", s.above}, {"why", m.column->above}};
    j["mean"] = finite(s.mean.value);
    j["mean_count"] = s.mean.count;
    j["se"] = finite(s.mean.se);
    j["sd"] = finite(s.mean.sd);
    Json quantiles = Json::object();
    for (const auto& q : s.quantiles) {
        Json at = {{"value", finite(q.value)}, {"low", finite(q.low)}, {"high", finite(q.high)}};
        explain(at, q.value, *m.column);
        quantiles[key_of(q.prob)] = std::move(at);
    }
    j["quantiles"] = std::move(quantiles);
    if (s.tail) {
        Json at = {{"value", finite(s.tail->value)}, {"se", finite(s.tail->se)}};
        explain(at, s.tail->value, *m.column);
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
    j["run"] = {{"paths", o.paths},
                {"paths_asked", o.paths_asked},
                {"interrupted", o.interrupted},
                {"seed", o.seed},
                {"risks", words(o.risks)},
                {"threads", o.threads},
                {"isa", o.isa},
                {"version", from.version},
                {"elapsed_s", o.elapsed_seconds},
                {"paths_per_s", o.elapsed_seconds > 0 ? Json(static_cast<double>(o.paths) / o.elapsed_seconds)
                                                      : Json(nullptr)}};
    j["basis"] = {{"money", s.money},
                  {"measure", s.measure},
                  {"discount_rate", s.discount_rate},
                  {"hurdle_rate", s.hurdle_rate},
                  {"convention", s.convention},
                  {"valuation_date", s.valuation_date},
                  {"remarks", s.remarks}};
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
