#pragma once

#include <chrono>
#include <cstdint>

namespace minerisk::inline v0::program {

/// One line on the terminal while a run goes on: paths (or what else it is made of) done, rate, time left.
/// Silent where standard error is no terminal, or when told to be.
class Progress {
public:
    Progress(std::uint64_t paths, bool quiet, const char* what = "paths");
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    /// Shows the count, at most ten times a second.
    void show(std::uint64_t done);

private:
    using Clock = std::chrono::steady_clock;
    std::uint64_t paths_;
    bool on_;
    const char* what_;
    bool shown_ = false;
    Clock::time_point start_ = Clock::now(), last_ = start_;
};

}  // namespace minerisk::inline v0::program
