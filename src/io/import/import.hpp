#pragma once

#include <string>
#include <vector>

#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

/// What a file of a scheduling program gave. Every activity has a fixed duration (a CSV file may state a
/// range).
struct Imported {
    schedule::Plan plan{};
    /// What the file states of the schedule and the plan does not hold, once each, with its count.
    std::vector<std::string> not_understood{};
    /// What was read in a way that the user should know: assumptions, hard constraints, changed ids.
    std::vector<std::string> remarks{};
};

/// What files leave open.
struct ImportOptions {
    Date start{2026, 1, 1};     ///< of PSPLIB, RCPLIB and CSV files
    Years period = units::day;  ///< of PSPLIB and RCPLIB files
    std::string project{};      ///< id or short name of one of several of a Primavera file
    std::string money{};        ///< month of the money of costs, "2025-12"; empty: costs are left out
};

/// Reads a schedule by the extension of its name:
///
///   .xml  Microsoft Project (MSPDI)      .sm   PSPLIB, one mode       .csv  id,name,duration,predecessors
///   .xer  Primavera P6                   .rcp  RCPLIB (Patterson)
///
/// Durations on a calendar become its working days (hours / hours a day); dates become whole days. Throws
/// InputError with every problem of the file: what is not text, cut short, doubled, missing, in a circle or
/// absurd, or breaks a rule of networks. The file is added to `sources`.
Imported import_network(const std::string& path, Sources& sources, const ImportOptions& options = {});

/// The plan as the [network] tables of a model file. What has no form there, or is a risk that no import
/// gives (drivers, events, choices), is named in a comment at the top. `money` is the month of its costs,
/// "2025-12": the plan does not know it, and model files ask for it; a plan with costs then gets a [money].
std::string write_network(const schedule::Plan& plan, const std::string& money = {});

/// `write_network` of what was imported from the file at `path`, once the reader of model files has taken it:
/// throws InputError where the text is larger than a model file may be, or would not load.
std::string model_text(const schedule::Plan& plan, const std::string& path, const std::string& money = {});

}  // namespace minerisk::inline v0::io
