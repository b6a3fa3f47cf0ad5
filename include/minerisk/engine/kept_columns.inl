#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/nearest_name.hpp"
#include "minerisk/engine/executor.hpp"
#include "minerisk/engine/kept_columns.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY KeptColumns keep_columns(std::vector<Column> columns, std::vector<StatusColumn> statuses,
                                       const std::vector<std::string>& metrics, Outcome& out) {
    Problems problems;
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        if (std::ranges::count(names, name) > 0)
            problems.add("columns", name, "must be the name of one column or status of the model");
        names.push_back(name);
    };
    for (const Column& c : columns) add(c.name);
    for (const StatusColumn& s : statuses) add(s.name);
    for (const std::string& wanted : metrics)
        if (std::ranges::count(names, wanted) == 0)
            problems.add("metrics", wanted, unknown_name_rule("metric", wanted, {}, names));
    const auto is_kept = [&](const std::string& name) {
        return metrics.empty() || std::ranges::count(metrics, name) > 0;
    };
    KeptColumns kept;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (!is_kept(columns[c].name)) {
            out.declined.push_back(columns[c].name);
            continue;
        }
        kept.columns.push_back(static_cast<int>(c));
        out.columns.push_back(std::move(columns[c]));
    }
    for (std::size_t s = 0; s < statuses.size(); ++s) {
        if (!is_kept(statuses[s].name) && !(statuses[s].metric.size() > 0 && is_kept(statuses[s].metric))) {
            out.declined.push_back(statuses[s].name);
            continue;
        }
        kept.statuses.push_back(static_cast<int>(s));
        out.statuses.push_back(std::move(statuses[s]));
    }
    if (problems.empty() && kept.columns.empty())
        problems.add("metrics", metrics.empty() ? "" : metrics.front(),
                     "must name a number a path, not only a status");
    problems.throw_if_any();
    return kept;
}

MINERISK_BODY void resize(Outcome& out, std::uint64_t rows) {
    for (Column& c : out.columns) c.values.resize(rows);
    for (StatusColumn& s : out.statuses) s.values.resize(rows);
}

MINERISK_BODY void close(Outcome& out, const Run& run, double seconds) {
    resize(out, out.paths);
    out.paths_asked = run.paths;
    out.interrupted = out.paths < run.paths;
    out.first_path = run.first_path;
    out.seed = run.seed;
    out.threads = thread_count(run.threads);
    out.risks = run.risks;
    out.isa = kernels().name;
    out.elapsed_seconds = seconds;
}

}  // namespace minerisk::inline v0::detail
