#pragma once

#include <cstdint>
#include <vector>

#include "minerisk/core/block.hpp"

namespace minerisk::tests {

/// Net cash flow of the Reko Diq base case, 2025 to 2066, in million USD.
inline const std::vector<double> reko_diq{
    -1000.0, -1700.0, -1700.0, -934.26, 880.25,  1460.28, 1445.68, 516.46,  -127.37, 1920.11, 3083.93,
    2984.44, 2899.55, 2814.67, 2729.78, 2644.89, 2560.01, 2460.51, 2361.02, 2129.71, 2135.12, 2136.69,
    2138.25, 2139.82, 2141.38, 2142.95, 2144.52, 2146.08, 2147.65, 2149.22, 2150.78, 2152.35, 2153.91,
    2155.48, 2157.05, 2158.61, 2160.18, 2161.74, 2163.31, 2292.65, -194.79, -200.0};

/// A small generator for test streams: split mix, the same numbers everywhere.
class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : state_{seed} {}
    double uniform() {
        state_ += 0x9e3779b97f4a7c15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return (static_cast<double>((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
    }
    double between(double low, double high) { return low + (high - low) * uniform(); }
    int below(int n) { return static_cast<int>(uniform() * n); }

private:
    std::uint64_t state_;
};

/// The flows of a mine: outlays, a ramp-up, income that wanders (or falls short), an expansion, closure.
inline std::vector<double> mine(Numbers& numbers, int periods, double income) {
    std::vector<double> cash(static_cast<std::size_t>(periods));
    const int build = 1 + periods / 12 + numbers.below(1 + periods / 12);
    double price = income;
    for (int i = 0; i < periods; ++i) {
        double& c = cash[static_cast<std::size_t>(i)];
        price *= 1 + numbers.between(-0.1, 0.1);
        c = i < build ? -1000 * numbers.between(0.5, 1.5) : (price - 300) * numbers.between(0.8, 1.2);
        if (i >= periods / 4 && i < periods / 4 + 2) c -= 900;
        if (i >= periods - 3) c = -200;
    }
    return cash;
}

}  // namespace minerisk::tests
