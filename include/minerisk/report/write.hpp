#pragma once

#include <string>
#include <vector>

#include "minerisk/engine/path_block.hpp"
#include "minerisk/io/atomic_file.hpp"
#include "minerisk/io/sources.hpp"
#include "minerisk/report/summary.hpp"

namespace minerisk::inline v0::report {

/// What a report names beside the numbers.
struct Provenance {
    std::string model;  ///< the model's name
    std::string file;   ///< as the user gave it
    const io::Sources* sources = nullptr;
    std::string version;
    std::vector<std::string> assumed{};  ///< what holds because the model leaves it out
};

/// One table for people: every metric with its error, probabilities, counts by status, the basis.
std::string table(const RunSummary& summary, const Provenance& from);

/// The same for programs, schema "minerisk.summary/1". Money in USD, rates as fractions; what is not a number
/// is null beside the reason.
std::string json(const RunSummary& summary, const Provenance& from);

/// One row a path in path order: index, statuses, every outcome in the shortest digits that read back
/// exactly; an empty cell where there is no number (the statuses say why).
void write_paths_csv(io::AtomicFile& file, const Outcome& outcome);

/// The whole story of the path in column 0 of a replayed block, table by table. The block is the same
/// afterwards.
std::string explanation(PathBlock<>& block, const Provenance& from, std::uint64_t seed, Risks risks);

/// The tables of the explanation as CSV files (builds, activities, multipliers,
/// diary, outages, security, periods) into a folder.
void write_explanation(io::OutputFolder& folder, PathBlock<>& block);

}  // namespace minerisk::inline v0::report
