#pragma once

#include <string>
#include <vector>

#include "program/calibrate/request.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace minerisk::inline v0::program {

/// `minerisk calibrate events FILE.csv`: fits models of dated events and writes what a model file takes.
class CalibrateCommand {
public:
    /// Adds the command to the program's command line. This object is written to while that is parsed.
    explicit CalibrateCommand(CLI::App& app);
    CalibrateCommand(const CalibrateCommand&) = delete;
    CalibrateCommand& operator=(const CalibrateCommand&) = delete;

    /// Whether the command line named this command.
    bool parsed() const;
    /// Does it; the exit status of the program.
    int run();

private:
    /// Turns what was typed into the request; says what is wrong with it.
    bool understood();

    CLI::App* command_;
    CLI::Option* threads_given_;
    std::vector<std::string> where_;
    std::string from_, to_, baseline_;
    bool force_ = false;
    CalibrationRequest request_;
};

}  // namespace minerisk::inline v0::program
