#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/analysis/claim.hpp"
#include "minerisk/analysis/condition.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/statistics/jackknife.hpp"

namespace minerisk::inline v0::analysis {

/// A statistic of a run and the value that it is to have:
///
///   P(npv_usd < 0) = 10 %
///   P(claim exports) = 50 %
///   mean(barrick.npv_usd) = 0 MUSD
///   median(irr) = 15 %
///   quantile(debt.least_dscr, 0.1) = 1.3
///
/// Units are those of `Condition`.
class Target {
public:
    /// Throws InputError with the text and what is wrong with it. `claims`: those it may name.
    static Target parse(std::string_view text, std::span<const Claim> claims = {});

    const std::string& text() const { return text_; }
    double goal() const { return goal_; }
    std::vector<std::string> columns() const;
    /// The statistic of an outcome with its standard error (of a quantile: from its interval). Infinite where
    /// the paths that it falls on have no number.
    statistics::Estimate statistic(const Outcome& outcome) const;

private:
    enum Kind { probability, mean, quantile };
    std::string text_;
    Kind kind_ = mean;
    Condition condition_;  // of `probability`
    std::string column_;
    double prob_ = 0.5;
    double goal_ = 0;
};

}  // namespace minerisk::inline v0::analysis

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/analysis/target.inl"
#endif
