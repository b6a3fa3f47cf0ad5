#pragma once

#include <cstdio>
#include <string>

#include "io/text_escape.hpp"

namespace minerisk::inline v0::program {

/// Exit statuses besides 0 (done) and 1 (the run failed).
inline constexpr int refused = 2;
inline constexpr int interrupted = 130;

/// A mistake on the command line itself.
inline int misuse(const std::string& text) {
    std::fprintf(stderr, "minerisk: %s\n", io::escape_text(text).c_str());
    return refused;
}

}  // namespace minerisk::inline v0::program
