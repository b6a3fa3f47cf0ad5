#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace minerisk::inline v0::program {

/// `minerisk schedule MODEL.toml`: a network of activities alone, simulated and reported; and
/// `minerisk schedule import FILE -o network.toml`: a schedule of another program as a model file.
class ScheduleCommand {
public:
    /// Adds the command to the program's command line. This object is written to while that is parsed.
    explicit ScheduleCommand(CLI::App& app);
    ScheduleCommand(const ScheduleCommand&) = delete;
    ScheduleCommand& operator=(const ScheduleCommand&) = delete;

    /// Whether the command line named this command.
    bool parsed() const;
    /// Does it; the exit status of the program.
    int run() const;

private:
    /// Whether no option stands beside one that leaves it without meaning; says so otherwise.
    bool options_agree() const;
    int simulate_model() const;
    int report_likely() const;
    int import_file() const;

    CLI::App* command_;
    CLI::App* import_;
    CLI::Option *paths_given_, *threads_given_, *rank_given_, *seed_given_, *out_given_, *asked_[3];
    std::string model_, out_;
    std::uint64_t paths_ = 100'000;
    std::uint64_t seed_ = 2026;
    int threads_ = 0;
    double rank_ = 80;
    std::vector<double> confidences_{50, 80, 90};
    std::string budget_, date_;
    bool no_risk_ = false, gantt_ = false, quiet_ = false;
    std::string file_, written_, start_, project_, month_;
    bool force_ = false;
};

}  // namespace minerisk::inline v0::program
