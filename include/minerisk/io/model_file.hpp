#pragma once

#include <string>
#include <vector>

#include "minerisk/analysis/claim.hpp"
#include "minerisk/engine/study.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

/// A model file as a study that can be run.
struct Model {
    std::string name;
    Study<> study;
    std::vector<analysis::Claim> claims{};
    std::vector<std::string> assumed{};  ///< what holds because the file leaves it out, a line each
};

/// A value that takes the place of the one that a model file states: `key` is its dotted path ("price.copper.
/// long_run", "finance.entry[1].price"), `value` as it would stand in the file, without quotes.
struct Override {
    std::string key;
    std::string value;
};

/// Reads a model file and the files it names. `sources` receives every file, also when this throws.
/// `overrides`: values that replace those of the file; each key must be there. Throws InputError with every
/// problem that was found; nothing is half read.
Model load_model(const std::string& path, Sources& sources, const std::vector<Override>& overrides = {});

/// The table [network] of a model file: a schedule that can be run by itself.
struct ScheduleModel {
    std::string name;
    std::string money;  ///< what its money is, for reports
    schedule::Plan plan;
};

/// What a model file holds: a study, a network without a mine, or none of these (or it cannot be read).
enum class ModelKind { study, network_alone, unknown };
ModelKind kind_of(const std::string& path);

/// As `load_model`, of a network without a mine.
ScheduleModel load_schedule(const std::string& path, Sources& sources);

}  // namespace minerisk::inline v0::io
