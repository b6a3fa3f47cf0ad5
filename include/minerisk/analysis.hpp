#pragma once

/// The engine as a function: what follows from several runs of one seed.
///
///   require_comparable    two studies are valued on the same terms, or what differs
///   unpaired_streams      the draws that only one of two studies makes
///   compare               every metric of two runs, path by path, with errors and the variance ratio
///   Condition, Claim      what holds on a path, said of the columns of one run
///   Target, solve         the value of an input at which a statistic reaches a goal
///   break_even            by how much the cost of a change could rise until it gains nothing
///
/// Runs of one seed meet the same prices, events and durations, so the difference of two studies is known far
/// better than the value of either.

#include "minerisk/analysis/claim.hpp"       // IWYU pragma: export
#include "minerisk/analysis/comparable.hpp"  // IWYU pragma: export
#include "minerisk/analysis/compare.hpp"     // IWYU pragma: export
#include "minerisk/analysis/solve.hpp"       // IWYU pragma: export
#include "minerisk/analysis/target.hpp"      // IWYU pragma: export
