#pragma once

#include <string>

namespace minerisk::inline v0::random {

/// What is stated of the correlation of two named standard normals.
struct CorrelationEntry {
    std::string a;
    std::string b;
    double rho = 0;  ///< in [-1, 1]
};

}  // namespace minerisk::inline v0::random
