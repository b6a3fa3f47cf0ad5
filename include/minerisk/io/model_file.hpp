#pragma once

#include <string>
#include <vector>

#include "minerisk/engine/study.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

/// A model file as a study that can be run.
struct Model {
    std::string name;
    Study<> study;
    std::vector<std::string> assumed{};  ///< what holds because the file leaves it out, a line each
};

/// Reads a model file and the files it names. `sources` receives every file, also when this throws.
/// Throws InputError with every problem that was found; nothing is half read.
Model load_model(const std::string& path, Sources& sources);

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
