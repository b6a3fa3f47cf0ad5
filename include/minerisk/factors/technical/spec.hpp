#pragma once

#include <vector>

#include "minerisk/random/correlation_entry.hpp"

namespace minerisk::inline v0::technical {

/// How uncertain each item is: the standard deviation of the logarithm of its multiplier; 0 is certain.
struct MultiplierSpec {
    double grade = 0;
    double recovery_odds = 0;
    double mining_cost = 0;
    double processing_cost = 0;
    double freight = 0;
    double treatment = 0;
    double sustaining = 0;
    double closure = 0;
    /// Of the logarithms, between names of `technical_names`; pairs that are not stated are uncorrelated.
    std::vector<random::CorrelationEntry> correlations{};
};

}  // namespace minerisk::inline v0::technical
