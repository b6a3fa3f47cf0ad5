#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

/// The command line and the output that all programs of the reference workload share:
///
///   PROGRAM --paths N --threads T --seed S [--no-risk] [--part price]
///
/// and lines of a key and a value on standard output.
namespace rw {

struct Command {
    std::uint64_t paths = 100'000, seed = 2026;
    int threads = 1;
    bool no_risk = false;     ///< one path without noise
    bool price_part = false;  ///< prices alone
};

/// Throws std::invalid_argument naming the word that it does not know.
inline Command read_command(int argc, char** argv) {
    Command c;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--no-risk") {
            c.no_risk = true;
            continue;
        }
        if (i + 1 == argc) throw std::invalid_argument{word + ": unknown, or without its value"};
        const std::string value = argv[++i];
        if (word == "--paths") {
            c.paths = std::stoull(value);
        } else if (word == "--threads") {
            c.threads = std::stoi(value);
        } else if (word == "--seed") {
            c.seed = std::stoull(value);
        } else if (word == "--part" && value == "price") {
            c.price_part = true;
        } else {
            throw std::invalid_argument{word + " " + value + ": unknown"};
        }
    }
    if (c.paths < 2 || c.threads < 1) throw std::invalid_argument{"needs 2 paths and 1 thread or more"};
    return c;
}

inline void print(const char* key, double value) {
    std::printf("%s %.17g\n", key, value);
}

/// `main` of a program that does what `run(command)` does.
template <class Function>
int main_of(int argc, char** argv, const Function& run) {
    try {
        run(read_command(argc, argv));
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
        return EXIT_FAILURE;
    }
}

}  // namespace rw
