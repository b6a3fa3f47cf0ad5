#pragma once

#include <string>

#include "program/run_options.hpp"

namespace CLI {
class App;
}

namespace minerisk::inline v0::program {

/// `minerisk solve`: the value of an input at which a statistic of the run reaches a goal.
class SolveCommand {
public:
    explicit SolveCommand(CLI::App& app);
    bool parsed() const;
    int run() const;

private:
    CLI::App* command_;
    RunOptions options_;
    std::string model_, key_, from_, to_, until_;
};

}  // namespace minerisk::inline v0::program
