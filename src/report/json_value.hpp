#pragma once

#include <cmath>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace minerisk::inline v0::report {

using Json = nlohmann::ordered_json;

/// A number, or null with the reason beside it: `low` and `low_why`.
inline void put(Json& at, const std::string& key, std::optional<double> x, const std::string& why) {
    const bool finite = x && std::isfinite(*x);
    at[key] = finite ? Json(*x) : Json(nullptr);
    if (!finite) at[key + "_why"] = why;
}

}  // namespace minerisk::inline v0::report
