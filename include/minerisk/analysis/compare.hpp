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
    const MetricDifference* find(std::string_view name) const {
        for (const MetricDifference& m : metrics)
            if (m.name == name) return &m;
        return nullptr;
    }
    const MetricDifference& metric(std::string_view name) const {
        if (const MetricDifference* const m = find(name)) return *m;
        throw std::out_of_range{"no metric `" + std::string{name} + "` in the comparison"};
    }
};

namespace detail {

inline void require_same_draws(const Outcome& base, const Outcome& with) {
    Problems problems{"compare"};
    const auto same = [&](const char* field, std::uint64_t wanted, std::uint64_t found) {
        if (wanted != found)
            problems.add(field, std::to_string(found),
                         "must be " + std::to_string(wanted) + " as in the base");
    };
    same("seed", base.seed, with.seed);
    same("paths", base.paths_asked, with.paths_asked);
    same("first_path", base.first_path, with.first_path);
    if (!(base.risks == with.risks)) problems.add("risks", "", "must be those of the base");
    problems.throw_if_any();
}

inline void add_changes(const StatusColumn& base, const StatusColumn& with, std::size_t paths,
                        std::vector<StatusChange>& changes) {
    std::vector<std::size_t> count(base.names.size() * with.names.size(), 0);
    for (std::size_t i = 0; i < paths; ++i) ++count[base.values[i] * with.names.size() + with.values[i]];
    for (std::size_t a = 0; a < base.names.size(); ++a)
        for (std::size_t b = 0; b < with.names.size(); ++b)
            if (const std::size_t n = count[a * with.names.size() + b];
                n > 0 && base.names[a] != with.names[b])
                changes.push_back({base.name, base.names[a], with.names[b], n});
}

}  // namespace detail

/// Compares two runs of one seed, number of paths and set of risks. Of runs that were interrupted, the paths
/// that both completed. Throws InputError for runs of other draws.
inline Comparison compare(const Outcome& base, const Outcome& with) {
    detail::require_same_draws(base, with);
    Comparison c;
    c.paths = std::min(base.paths, with.paths);
    const auto n = static_cast<std::size_t>(c.paths);
    const auto of = [n](const Outcome& o, std::string_view name) { return o[name].first(n); };
    const auto is_number = [](double x) { return std::isfinite(x); };
    for (const Column& column : base.columns) {
        if (!with.find_column(column.name)) continue;
        if (std::ranges::none_of(of(base, column.name), is_number) &&
            std::ranges::none_of(of(with, column.name), is_number))
            continue;
        c.metrics.push_back({column.name, column.below, column.above,
                             statistics::paired(of(base, column.name), of(with, column.name))});
    }
    const auto below_zero = [&](const char* name) -> std::optional<statistics::ShareShift> {
        if (!base.find_column(name) || !with.find_column(name)) return {};
        return statistics::shift_of_share_below(of(base, name), of(with, name), 0);
    };
    c.loss = below_zero("npv_usd");
    c.below_hurdle = below_zero("npv_at_hurdle_usd");
    for (const StatusColumn& s : base.statuses)
        if (const StatusColumn* const other = with.find_status(s.name))
            detail::add_changes(s, *other, n, c.changes);
    return c;
}

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
