#pragma once

#include <optional>
#include <string>

#include <fmt/format.h>

#include "minerisk/report/write.hpp"
#include "report/json_value.hpp"

namespace minerisk::inline v0::report {

/// Why a value or the end of an interval is no number: its rank among the numbers, or how few paths there
/// are.
inline std::string reason(std::optional<double> x, std::size_t count, const std::string& below,
                          const std::string& above) {
    if (count == 0) return "no path has such a number";
    if (!x) return count == 1 ? "one path has no interval" : "too few paths to bound it";
    const std::string& rank = *x < 0 ? below : above;
    return rank.empty() ? "no such number" : rank;
}

/// Why there is no standard error or deviation of `count` numbers.
inline std::string no_error(std::size_t count) {
    return count == 0 ? "no path has such a number" : "one path has no error";
}

inline std::string key_of(double prob) {
    return fmt::format("{:g}", prob);
}

inline Json json_of(const statistics::Proportion& p) {
    const std::string none = "no path has such a number";
    const std::string why = p.count == 0 ? none : "one path has no interval";
    Json j;
    put(j, "value", p.value, none);
    put(j, "low", p.low, why);
    put(j, "high", p.high, why);
    return j;
}

/// The model and every file that it was read from.
inline Json json_of(const Provenance& from) {
    const auto& files = from.sources->files();
    Json j = {{"name", from.model}, {"file", from.file}, {"sha256", files.front().sha256}};
    for (const auto& f : files) j["files"].push_back({{"file", f.name}, {"sha256", f.sha256}});
    return j;
}

inline Json json_of(const Basis& b) {
    return {{"money", b.money},
            {"measure", b.measure},
            {"discount_rate", b.discount_rate},
            {"hurdle_rate", b.hurdle_rate},
            {"convention", b.convention},
            {"valuation_date", b.valuation_date}};
}

/// As the text of a file.
inline std::string file_text(const Json& j) {
    return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace minerisk::inline v0::report
