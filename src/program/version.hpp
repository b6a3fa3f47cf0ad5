#pragma once

#include <string>

namespace minerisk::inline v0::program {

std::string version();
/// The version with the libraries, the instruction set in use and the build's options.
std::string version_text();

}  // namespace minerisk::inline v0::program
