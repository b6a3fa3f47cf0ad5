#pragma once

#include <string_view>

#include "io/table.hpp"
#include "minerisk/random/distribution.hpp"

namespace minerisk::inline v0::io {

/// A value that may be uncertain: one value, which is fixed, or a table of one shape. v is written as T is:
/// double (a number, or a share as "8 %"), ElapsedTime or WorkingDays; s is a plain number.
///
///   { pert = [v, v, v], lambda = s }            least, likely, largest; lambda 4 if it is not there
///   { triangular = [v, v, v] }                  { uniform = [v, v] }
///   { trigen = [v, v, v], at = ["10 %", "90 %"] }      low, likely, high; the shares below low and high
///   { lognormal = { median = v, sigma = s } }   or { mean = v, sd = v }, { p50 = v, p90 = v }; for plain
///                                               numbers also { mu = s, sigma = s }, of the logarithm
///   { normal = { mean = v, sd = v } }           { weibull = { shape = s, scale = v } }, gamma likewise
///   { discrete = [[v, "30 %"], ...] }           { empirical = [v, ...] }
///   { mixture = [{ weight = s, <a shape and what may stand beside it> }, ...] }    2 to 16, weights of sum 1
///
/// Beside any shape `tail = { above = v, shape = s, scale = v }` puts a generalised Pareto tail in place of
/// what lies above, and then `within = [low, high]` cuts off what lies outside.
///
/// Where the value of a run without risk is not to be the median, `base = v` states it (not for the first
/// three, which have a likely value). Gives years of ElapsedTime and days of WorkingDays; fixed 0 where
/// something was refused.
template <class T>
Distribution read_distribution(const Table& table, std::string_view key);

extern template Distribution read_distribution<double>(const Table&, std::string_view);
extern template Distribution read_distribution<ElapsedTime>(const Table&, std::string_view);
extern template Distribution read_distribution<WorkingDays>(const Table&, std::string_view);

}  // namespace minerisk::inline v0::io
