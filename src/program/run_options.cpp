#include "program/run_options.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "program/misuse.hpp"
#include "report/number.hpp"

namespace minerisk::inline v0::program {

void RunOptions::add_to(CLI::App& command, const std::string& files) {
    paths_given = command.add_option("--paths", paths, "paths to run (100000)");
    seed_given = command.add_option("--seed", seed, "seed of the random numbers (2026)");
    seed_given->check(CLI::NonNegativeNumber);
    threads_given = command.add_option("--threads", threads, "threads to use (all of the machine)");
    if (!files.empty()) command.add_option("--out", out, "folder for " + files);
    command.add_option("--only", only, "risks that move: price,schedule,security,technical,fiscal");
    command.add_flag("--quiet", quiet, "no progress and no table");
}

bool RunOptions::in_range() const {
    if (paths < 1 || paths > 2'000'000'000) {
        misuse("--paths " + std::to_string(paths) + ": must be from 1 to 2000000000");
        return false;
    }
    if ((threads_given->count() > 0 && threads < 1) || threads > 1024) {
        misuse("--threads " + std::to_string(threads) + ": must be from 1 to 1024");
        return false;
    }
    return true;
}

std::vector<std::string> words_of(const std::string& list) {
    std::vector<std::string> words;
    if (list.empty()) return words;
    for (std::size_t at = 0, comma = 0; comma != std::string::npos; at = comma + 1) {
        comma = list.find(',', at);
        words.push_back(list.substr(at, comma - at));  // to the end if there is no further comma
    }
    return words;
}

std::optional<Risks> risks_of(const std::string& only) {
    if (only.empty()) return Risks::all();
    Risks risks = Risks::none();
    for (const std::string& word : words_of(only)) {
        if (word == "price")
            risks.price = true;
        else if (word == "schedule")
            risks.schedule = true;
        else if (word == "security")
            risks.security = true;
        else if (word == "technical")
            risks.technical = true;
        else if (word == "fiscal")
            risks.fiscal = true;
        else {
            misuse("--only " + word +
                   ": must be some of price, schedule, security, technical, fiscal, separated by commas");
            return {};
        }
    }
    return risks;
}

std::string run_line(std::uint64_t seed, int threads, const std::string& isa, double seconds,
                     std::uint64_t paths) {
    return fmt::format("seed {}, {} {}, kernels {}, {:.3g} s, {} paths a second", seed, threads,
                       threads == 1 ? "thread" : "threads", isa, seconds,
                       report::number(static_cast<double>(paths) / seconds, 0));
}

}  // namespace minerisk::inline v0::program
