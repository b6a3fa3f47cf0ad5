#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/errors.hpp"

/// What the factories of distributions take, and the rules they share.
namespace minerisk::inline v0::distribution {

struct ThreePoints {
    double low = 0;
    double likely = 0;
    double high = 0;
};
struct PertParameters {
    double low = 0;
    double likely = 0;
    double high = 0;
    double lambda = 4;  ///< weight of the likely value, in (0, 10000]
};
struct TrigenParameters {
    double low = 0;
    double likely = 0;
    double high = 0;
    double p_low = 0.1;   ///< P(X < low)
    double p_high = 0.9;  ///< P(X < high)
};
struct Range {
    double low = 0;
    double high = 0;
    std::optional<double> base{};
};
struct MeanAndSd {
    double mean = 0;
    double sd = 0;
    std::optional<double> base{};
};
struct MedianAndP90 {
    double p50 = 0;
    double p90 = 0;
    std::optional<double> base{};
};
struct OfLogarithm {
    double mu = 0;
    double sigma = 0;
    std::optional<double> base{};
};
struct ShapeAndScale {
    double shape = 0;
    double scale = 0;
    std::optional<double> base{};
};
struct Tail {
    double above = 0;  ///< where it begins
    double shape = 0;  ///< xi, in (-1, 1): 0 is exponential, above it a power, below it the tail has an end
    double scale = 0;  ///< > 0
};
struct ValuesAndProbabilities {
    std::vector<double> values{};
    std::vector<double> probabilities{};
    std::optional<double> base{};
};

namespace detail {

inline void require_finite(Problems& problems, const char* field, double x) {
    problems.require(is_finite(x), field, x, "must be finite");
}
inline void require_not_negative(Problems& problems, const char* field, double x) {
    problems.require(x >= 0 && is_finite(x), field, x, "must be finite and not negative");
}
inline void require_positive(Problems& problems, const char* field, double x) {
    problems.require(x > 0 && is_finite(x), field, x, "must be finite and positive");
}
/// The bounds in the words of a rule: "must be from 0.01 to 100".
inline void require_within(Problems& problems, const char* field, double x, double low, double high) {
    problems.require(x >= low && x <= high, field, x,
                     "must be from " + text_of(low) + " to " + text_of(high));
}
/// low <= likely <= high.
inline void require_order(Problems& problems, double low, double likely, double high) {
    const std::size_t before = problems.list().size();
    require_finite(problems, "low", low);
    require_finite(problems, "likely", likely);
    require_finite(problems, "high", high);
    if (problems.list().size() > before) return;
    if (!(low <= high)) {
        problems.require(false, "high", high, "must not be below low (" + text_of(low) + ")");
    } else {
        require_within(problems, "likely", likely, low, high);
    }
    require_finite(problems, "high - low", high - low);
}

}  // namespace detail

}  // namespace minerisk::inline v0::distribution
