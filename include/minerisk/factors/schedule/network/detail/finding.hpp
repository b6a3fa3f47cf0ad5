#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/factors/schedule/network/finding.hpp"
#include "minerisk/random/distribution.hpp"

namespace minerisk::inline v0::schedule::detail {

/// `list[3]` for entry 2, `list[3].key` with a key.
inline std::string entry(std::string_view list, std::size_t i, std::string_view key = {}) {
    std::string path = std::string{list} + "[" + std::to_string(i + 1) + "]";
    if (!key.empty()) path += "." + std::string{key};
    return path;
}

/// A number in a sentence: without the digits that rounding left.
inline std::string rounded(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

/// The least value that a draw can have: the quantile of the smallest uniform.
inline double least(const Distribution& d) {
    return d.quantile(0x1p-54);
}

inline constexpr std::string_view unknown_activity = "must be the id of an activity";

/// Collects findings. Paths are put together only where something is found.
class FindingList {
public:
    void error(std::string field, std::string value, std::string rule) {
        list_.push_back({true, std::move(field), std::move(value), std::move(rule)});
    }
    void advise(std::string field, std::string value, std::string rule) {
        list_.push_back({false, std::move(field), std::move(value), std::move(rule)});
    }
    /// `field` is called for the path of a value that is outside its range (or NaN).
    template <class Field>
    void within(double value, double low, double high, const Field& field) {
        if (value >= low && value <= high) return;
        error(field(), text_of(value), "must be in [" + text_of(low) + ", " + text_of(high) + "]");
    }
    template <class Field>
    void not_negative(double value, const Field& field) {
        if (value >= 0 && std::isfinite(value)) return;
        error(field(), text_of(value), "must be finite and not negative");
    }
    template <class Field>
    void finite(double value, const Field& field) {
        if (!std::isfinite(value)) error(field(), text_of(value), "must be finite");
    }
    std::vector<Finding> take() { return std::move(list_); }

private:
    std::vector<Finding> list_;
};

}  // namespace minerisk::inline v0::schedule::detail
