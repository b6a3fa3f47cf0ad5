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

#include "minerisk/analysis/compare.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/study.hpp"
#include "minerisk/statistics/paired.hpp"

namespace minerisk::inline v0::analysis {

MINERISK_BODY auto Comparison::find(std::string_view name) const -> const MetricDifference* {
    for (const MetricDifference& m : metrics)
        if (m.name == name) return &m;
    return nullptr;
}

MINERISK_BODY auto Comparison::metric(std::string_view name) const -> const MetricDifference& {
    if (const MetricDifference* const m = find(name)) return *m;
    throw std::out_of_range{"no metric `" + std::string{name} + "` in the comparison"};
}

namespace detail {

MINERISK_BODY void require_same_draws(const Outcome& base, const Outcome& with) {
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

MINERISK_BODY void add_changes(const StatusColumn& base, const StatusColumn& with, std::size_t paths,
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

MINERISK_BODY Comparison compare(const Outcome& base, const Outcome& with) {
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

}  // namespace minerisk::inline v0::analysis
