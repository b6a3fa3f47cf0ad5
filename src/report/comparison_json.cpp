#include <optional>
#include <string>

#include "minerisk/report/comparison.hpp"
#include "report/json_parts.hpp"

namespace minerisk::inline v0::report {
namespace {

using statistics::normal_95;

constexpr const char* no_pair = "no path has such a number in both models";

/// Why a number of `count` pairs has no error.
const char* no_pair_error(std::size_t count) {
    return count == 0 ? no_pair : "one path has no error";
}

/// A value with its standard error and the 95 % interval that follows from it.
Json interval_json(double value, std::optional<double> se, const std::string& no_value,
                   const std::string& no_se) {
    Json j;
    put(j, "value", value, no_value);
    put(j, "se", se, no_se);
    put(j, "low", value - normal_95 * se.value_or(std::nan("")), no_se);
    put(j, "high", value + normal_95 * se.value_or(std::nan("")), no_se);
    return j;
}

Json pairs_json(const statistics::PairCounts& c) {
    return {{"numbers", c.numbers},   {"same_rank", c.same},      {"rank_gained", c.higher},
            {"rank_lost", c.lower},   {"only_in_base", c.only_x}, {"only_with", c.only_y},
            {"in_neither", c.neither}};
}

/// The quantiles of each model by itself, and their difference.
Json shift_json(const statistics::QuantileShift& s, const analysis::MetricDifference& m) {
    const std::size_t ranked = m.paired.counts.ranked();
    const std::string none = std::isfinite(s.x) && std::isfinite(s.y) ? "" : "one of the two is no number";
    Json j;
    put(j, "base", s.x, reason(s.x, std::isnan(s.x) ? 0 : ranked, m.below, m.above));
    put(j, "with", s.y, reason(s.y, std::isnan(s.y) ? 0 : ranked, m.below, m.above));
    put(j, "difference", s.difference.value, none);
    put(j, "se", s.difference.se, none.empty() ? "too few paths for an error" : none);
    return j;
}

Json metric_json(const analysis::MetricDifference& m) {
    const statistics::Paired& p = m.paired;
    const std::size_t n = p.counts.numbers;
    const auto rank = [&](std::optional<double> x) {
        if (p.counts.ranked() == 0) return std::string{no_pair};
        if (!x)
            return std::string{p.counts.ranked() == 1 ? "one path has no interval"
                                                      : "too few paths to bound it"};
        return std::string{*x < 0 ? "below every difference: one of the two is no number"
                                  : "above every difference: one of the two is no number"};
    };
    Json j;
    j["pairs"] = pairs_json(p.counts);
    put(j, "base_mean", p.x.value, no_pair);
    put(j, "base_se", p.x.se, no_pair_error(n));
    put(j, "with_mean", p.y.value, no_pair);
    put(j, "with_se", p.y.se, no_pair_error(n));
    j["difference"] = interval_json(p.difference.value, p.difference.se, no_pair, no_pair_error(n));
    put(j, "variance_ratio", p.variance_ratio,
        n < 2                          ? no_pair_error(n)
        : std::isinf(p.variance_ratio) ? "infinite: the difference is the same on every path"
                                       : "the metric is the same on every path of both models");
    j["higher"] = json_of(p.above);
    j["lower"] = json_of(p.below);
    j["same"] = json_of(p.tied);
    for (const auto& q : p.quantiles) {
        Json& at = j["quantiles_of_difference"][key_of(q.prob)];
        put(at, "value", q.value, rank(q.value));
        put(at, "low", q.low, rank(q.low));
        put(at, "high", q.high, rank(q.high));
    }
    for (const auto& s : p.shifts) j["difference_of_quantiles"][key_of(s.prob)] = shift_json(s, m);
    return j;
}

Json share_json(const statistics::ShareShift& s) {
    Json j;
    j["base"] = json_of(s.x);
    j["with"] = json_of(s.y);
    Json& d = j["difference"];
    put(d, "value", s.difference.value, no_pair);
    put(d, "se", s.difference.se, no_pair);
    put(d, "low", s.low, no_pair);
    put(d, "high", s.high, no_pair);
    j["paths_into"] = s.gained;
    j["paths_out_of"] = s.lost;
    return j;
}

Json break_even_json(const analysis::BreakEven& b) {
    const char* const idle = "no path mills ore";
    Json j;
    j["present_value_usd"] =
        interval_json(b.present_value.value, b.present_value.se, no_pair, "one path has no error");
    j["yearly_usd"] = interval_json(b.yearly.value, b.yearly.se, idle,
                                    std::isfinite(b.yearly.value) ? "one path has no error" : idle);
    return j;
}

Json compared_json(const ComparedModel& m) {
    const analysis::Comparison& c = m.comparison;
    Json j;
    j["model"] = json_of(m.from);
    j["remarks"] = m.remarks;
    j["assumed"] = m.from.assumed;
    j["paths"] = c.paths;
    j["break_even"] = break_even_json(m.break_even);
    j["pays"] = json_of(c.metric("npv_usd").paired.above);
    const auto share = [&](const char* key, const std::optional<statistics::ShareShift>& s,
                           const char* takes) {
        if (s)
            j[key] = share_json(*s);
        else
            put(j, key, {}, "a run did not keep " + std::string{takes});
    };
    share("prob_npv_below_0", c.loss, "npv_usd");
    share("prob_irr_below_hurdle", c.below_hurdle, "npv_at_hurdle_usd");
    for (const auto& d : c.metrics) j["metrics"][d.name] = metric_json(d);
    j["status_changes"] = Json::array();
    for (const auto& s : c.changes)
        j["status_changes"].push_back(
            {{"status", s.status}, {"base", s.from}, {"with", s.to}, {"paths", s.paths}});
    j["parties"] = {{"in_both", m.parties.both},
                    {"at_another_rate", m.parties.other_rate},
                    {"only_in_base", m.parties.only_base},
                    {"only_with", m.parties.only_with}};
    j["unpaired_streams"] = {{"only_in_base", m.unpaired.only_base}, {"only_with", m.unpaired.only_with}};
    return j;
}

}  // namespace

std::string json(const ComparisonReport& r) {
    Json j;
    j["schema"] = "minerisk.comparison/1";
    j["base"] = json_of(r.base);
    j["base"]["remarks"] = r.remarks;
    j["base"]["assumed"] = r.base.assumed;
    j["run"] = {{"paths_asked", r.paths},
                {"interrupted", r.interrupted},
                {"seed", r.seed},
                {"risks", words(r.risks)},
                {"threads", r.threads},
                {"isa", r.isa},
                {"version", r.base.version},
                {"paths_of_all_models", r.paths_run},
                {"elapsed_s", r.elapsed_seconds}};
    put(j["run"], "paths_per_s", static_cast<double>(r.paths_run) / r.elapsed_seconds,
        "no time was measured");
    j["basis"] = json_of(r.basis);
    j["with"] = Json::array();
    for (const ComparedModel& m : r.with) j["with"].push_back(compared_json(m));
    j["not_run"] = r.not_run;
    return file_text(j);
}

}  // namespace minerisk::inline v0::report
