#pragma once

#include <string>
#include <vector>

#include "program/run_options.hpp"

namespace minerisk::inline v0::program {

/// `minerisk compare BASE.toml WITH.toml [WITH2.toml ...]`: each model beside the base, path by path on the
/// same draws.
class CompareCommand {
public:
    /// Adds the command to the program's command line. This object is written to while that is parsed.
    explicit CompareCommand(CLI::App& app);
    CompareCommand(const CompareCommand&) = delete;
    CompareCommand& operator=(const CompareCommand&) = delete;

    /// Whether the command line named this command.
    bool parsed() const;
    /// Does it; the exit status of the program.
    int run() const;

private:
    CLI::App* command_;
    RunOptions options_;
    std::string base_;
    std::vector<std::string> with_;
};

}  // namespace minerisk::inline v0::program
