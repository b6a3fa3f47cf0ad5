#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace minerisk::inline v0 {

struct Outcome;

/// Which sources of risk move; the others stand at their base.
struct Risks {
    bool price = true;  ///< of metals, and the base rate of floating loans
    bool schedule = true;
    bool security = true;
    bool technical = true;
    bool fiscal = true;
    static constexpr Risks all() { return {}; }
    static constexpr Risks none() { return {false, false, false, false, false}; }
    constexpr bool any() const { return price || schedule || security || technical || fiscal; }
    friend constexpr bool operator==(const Risks&, const Risks&) = default;
};

/// Who runs the tasks. All three give the same bits.
enum class Executor { tbb, threads, serial };

/// How a study is run.
struct Run {
    std::uint64_t paths = 100'000;
    std::uint64_t seed = 2026;
    int threads = 0;  ///< 0: as many as the machine has
    Risks risks{};
    Executor executor = Executor::tbb;
    std::uint64_t first_path = 0;
    std::uint64_t paths_a_task = 2048;  ///< at most; rounded up to whole blocks
    std::stop_token stop{};             ///< asks to stop: the longest prefix of complete blocks is kept
    std::function<void(std::uint64_t)>
        progress{};  ///< told the number of paths done, by one thread at a time
    /// The columns to keep, and statuses by their own names; empty: all. A status comes with its metric. What
    /// is not named takes no memory. Runs of a network alone keep what they keep.
    std::vector<std::string> metrics{};
    /// Told of rows [first, first + count) of the columns and statuses once they stand, each of them once, by
    /// one thread at a time and in no order; the other rows hold anything. After a stop it may have heard of
    /// rows beyond the prefix that is kept. What it throws ends the run.
    std::function<void(const Outcome&, std::uint64_t first, std::uint64_t count)> rows{};
};

}  // namespace minerisk::inline v0
