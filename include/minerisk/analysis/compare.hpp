#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/study.hpp"
#include "minerisk/statistics/paired.hpp"

namespace minerisk::inline v0::analysis {

/// One metric of two runs, path by path: `with` less `base`.
struct MetricDifference {
    std::string name;
    std::string below, above;  ///< what its infinite values mean
    statistics::Paired paired;
};

/// Paths that have one status in the base and another one with the change.
struct StatusChange {
    std::string status, from, to;
    std::size_t paths = 0;
};

/// Two runs of the same draws, compared path by path.
struct Comparison {
    std::uint64_t paths = 0;  ///< pairs: the paths that both runs completed
    /// That both runs kept and some path has a number for, in the order of the columns.
    std::vector<MetricDifference> metrics;
    /// P(NPV < 0), and P(IRR < hurdle) from NPV at the hurdle rate on every path; absent if a run did not
    /// keep the NPV that it takes.
    std::optional<statistics::ShareShift> loss, below_hurdle;
    std::vector<StatusChange> changes;  ///< only those that some path makes

    /// Null if a run did not keep it or no path of either has a number for it.
    const MetricDifference* find(std::string_view name) const;
    const MetricDifference& metric(std::string_view name) const;
};

namespace detail {

MINERISK_BODY void require_same_draws(const Outcome& base, const Outcome& with);

MINERISK_BODY void add_changes(const StatusColumn& base, const StatusColumn& with, std::size_t paths,
                               std::vector<StatusChange>& changes);

}  // namespace detail

/// Compares two runs of one seed, number of paths and set of risks. Of runs that were interrupted, the paths
/// that both completed. Throws InputError for runs of other draws.
MINERISK_BODY Comparison compare(const Outcome& base, const Outcome& with);

/// By how much the cost of a change could rise until its mean difference of NPV is zero; negative: by how
/// much it would have to fall. After tax, and as if the cost itself moved nothing else (no earlier closing).
struct BreakEven {
    statistics::Estimate present_value;  ///< USD at the valuation date, at the study's discount rate
    /// USD a year from first to last ore, on paths that mill any; NaN if none does.
    statistics::Estimate yearly;
};

/// On each path, the present value of 1 USD a year from first to last ore, spread evenly over each period; 0
/// on a path without ore.
template <class PriceModel>
std::vector<double> operating_annuity(const Study<PriceModel>& study, const Outcome& outcome,
                                      std::uint64_t paths) {
    const TimeGrid& grid = study.grid();
    std::vector<double> until{0};  // the end of each period
    for (int k = 0; k < grid.periods(); ++k)
        until.push_back(until.back() + study.discount()[static_cast<std::size_t>(k)] * grid.step());
    const double start = grid.calendar_year(0);
    const auto value_until = [&](double year) {
        const double t = std::clamp(year - start, 0.0, grid.length());
        const int k = grid.period_at(t);
        const auto i = static_cast<std::size_t>(k);
        return until[i] + study.discount()[i] * (t - grid.begin(k));
    };
    const auto first = outcome["first_ore_year"], last = outcome["last_ore_year"];
    std::vector<double> annuity(paths, 0.0);
    for (std::size_t i = 0; i < annuity.size(); ++i)
        if (std::isfinite(first[i]) && std::isfinite(last[i]))
            annuity[i] = value_until(last[i]) - value_until(first[i]);
    return annuity;
}

/// The break-even cost of what `study`, whose run is `with`, changes against `base`. Throws InputError if a
/// run did not keep NPV, or that of the study the years of first and last ore.
template <class PriceModel>
BreakEven break_even(const Study<PriceModel>& study, const Outcome& base, const Outcome& with) {
    detail::require_same_draws(base, with);
    Problems problems{"break_even"};
    const auto needs = [&](const Outcome& o, const char* name) {
        if (!o.find_column(name)) problems.add("metrics", name, "must be kept by the runs");
    };
    needs(base, "npv_usd");
    for (const char* name : {"npv_usd", "first_ore_year", "last_ore_year"}) needs(with, name);
    problems.throw_if_any();
    const std::uint64_t paths = std::min(base.paths, with.paths);
    std::vector<double> gain(paths);
    for (std::size_t i = 0; i < gain.size(); ++i) gain[i] = with.npv()[i] - base.npv()[i];
    const std::vector<double> once(paths, 1.0);
    return {statistics::ratio_of_means(gain, once),
            statistics::ratio_of_means(gain, operating_annuity(study, with, paths))};
}

}  // namespace minerisk::inline v0::analysis

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/analysis/compare.inl"
#endif
