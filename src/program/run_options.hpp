#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tbb/global_control.h>

#include "minerisk/engine/run.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace minerisk::inline v0::program {

/// How paths are run: what the commands that value models have in common on the command line.
struct RunOptions {
    std::uint64_t paths = 100'000;
    std::uint64_t seed = 2026;
    int threads = 0;
    std::string out, only;
    bool quiet = false;
    CLI::Option *paths_given = nullptr, *seed_given = nullptr, *threads_given = nullptr;

    /// `files`: what `--out` writes, for the help; empty: there is no `--out`. This object is written to
    /// while the line is parsed.
    void add_to(CLI::App& command, const std::string& files);
    /// Whether paths and threads are in their ranges; says so otherwise.
    bool in_range() const;
};

/// The words of a list that commas separate; none of an empty one.
std::vector<std::string> words_of(const std::string& list);

/// The risks that `--only` names, all if it names none; nothing, said why, for a word that is no risk.
std::optional<Risks> risks_of(const std::string& only);

/// While one lives the scheduler may use as many threads as were asked for by name, also more than the
/// machine has.
class MoreThreads {
public:
    explicit MoreThreads(int threads) {
        if (threads > 0)
            limit_.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    }

private:
    std::optional<tbb::global_control> limit_;
};

/// The last line of a run: "seed 2026, 2 threads, kernels v4, 1.9 s, 52,000 paths a second".
std::string run_line(std::uint64_t seed, int threads, const std::string& isa, double seconds,
                     std::uint64_t paths);

}  // namespace minerisk::inline v0::program
