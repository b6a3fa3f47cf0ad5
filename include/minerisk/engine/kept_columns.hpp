#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/run.hpp"

namespace minerisk::inline v0::detail {

/// What a run keeps of the columns and statuses of its model: their numbers there, in the model's order.
struct KeptColumns {
    std::vector<int> columns, statuses;
};

/// Puts what `metrics` asks for into the outcome, without values, and the names of the rest into its list of
/// what was declined. Nothing asked for: all. A status comes with its metric or by its own name.
/// Throws InputError for a name that is none of the model's (`metrics = npv: unknown metric; did you mean
/// ...`), if no column is left, or if two of the model's have one name.
MINERISK_BODY KeptColumns keep_columns(std::vector<Column> columns, std::vector<StatusColumn> statuses,
                                       const std::vector<std::string>& metrics, Outcome& out);

/// Makes room for `rows` paths in every column and status, or leaves so many.
MINERISK_BODY void resize(Outcome& out, std::uint64_t rows);

/// Ends a run of which `out.paths` rows are done.
MINERISK_BODY void close(Outcome& out, const Run& run, double seconds);

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/kept_columns.inl"
#endif
