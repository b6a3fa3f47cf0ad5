#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/analysis/comparable.hpp"
#include "minerisk/analysis/compare.hpp"
#include "minerisk/io/atomic_file.hpp"
#include "minerisk/report/write.hpp"

namespace minerisk::inline v0::report {

/// A model beside the base of a comparison.
struct ComparedModel {
    Provenance from;
    std::vector<std::string> remarks;
    analysis::UnpairedStreams unpaired;
    analysis::ComparedParties parties;
    analysis::Comparison comparison;
    analysis::BreakEven break_even;
};

/// A comparison as the table and the files say it. Holds no path.
struct ComparisonReport {
    Provenance base;
    std::vector<std::string> remarks;  ///< of the base
    Basis basis;                       ///< of all models
    Risks risks;
    std::uint64_t paths = 0;  ///< asked of each model
    std::uint64_t seed = 0;
    int threads = 1;
    std::string isa;
    std::uint64_t paths_run = 0;  ///< of all models together
    double elapsed_seconds = 0;   ///< of the simulations
    bool interrupted = false;
    std::vector<ComparedModel> with;
    std::vector<std::string> not_run;  ///< files whose turn did not come before the interrupt
};

/// For people, at most 100 characters wide: for each model the difference of every metric with its error,
/// what the change is worth to each party that stands in both, and the break-even cost.
std::string table(const ComparisonReport& report);

/// The same for programs, schema "minerisk.comparison/1", by the rules of the summary.
std::string json(const ComparisonReport& report);

/// One row for each model, metric and figure; an empty cell where there is no number (the JSON says why).
std::string comparison_csv(const ComparisonReport& report);

}  // namespace minerisk::inline v0::report
