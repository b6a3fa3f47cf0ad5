#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "command_line.hpp"

/// What the price part of the reference workload states: four Gaussian factors (short and long, copper and
/// gold), 45 annual steps with the exact transition, ln S = short + long.
namespace rw {

constexpr int years = 45;
constexpr int factors = 4;
using Matrix = std::array<std::array<double, factors>, factors>;
using Years = std::array<double, years>;

constexpr std::array<double, factors> reversion{0.8, 0.0, 0.5, 0.0};
constexpr std::array<double, factors> volatility{0.22, 0.14, 0.10, 0.14};
constexpr std::array<double, factors> drift{0.0, -0.0098, 0.0, -0.0098};
constexpr Matrix correlation{{{1, .2, .3, .1}, {.2, 1, .1, .3}, {.3, .1, 1, .1}, {.1, .3, .1, 1}}};

inline std::array<double, factors> start() {
    return {0, std::log(4.0), 0, std::log(1900.0)};
}

/// Covariance of what a step of one year adds to the factors.
inline Matrix step_covariance() {
    Matrix c{};
    for (int i = 0; i < factors; ++i)
        for (int j = 0; j < factors; ++j) {
            const double k = reversion[i] + reversion[j];
            c[i][j] =
                correlation[i][j] * volatility[i] * volatility[j] * (k > 0 ? (1 - std::exp(-k)) / k : 1.0);
        }
    return c;
}

/// Lower triangle L with L L^T = c.
inline Matrix cholesky(const Matrix& c) {
    Matrix l{};
    for (int i = 0; i < factors; ++i)
        for (int j = 0; j <= i; ++j) {
            double sum = c[i][j];
            for (int k = 0; k < j; ++k) sum -= l[i][k] * l[j][k];
            l[i][j] = i == j ? std::sqrt(sum) : sum / l[j][j];
        }
    return l;
}

/// Sums over paths: of each year's prices (so that every price is used), and squares of the last year's.
class PriceSums {
public:
    void add(const Years& copper, const Years& gold) {
        for (int t = 0; t < years; ++t) {
            copper_[t] += copper[t];
            gold_[t] += gold[t];
        }
        copper_squares_ += copper.back() * copper.back();
        gold_squares_ += gold.back() * gold.back();
        ++paths_;
    }
    void add(const PriceSums& other) {
        for (int t = 0; t < years; ++t) {
            copper_[t] += other.copper_[t];
            gold_[t] += other.gold_[t];
        }
        copper_squares_ += other.copper_squares_;
        gold_squares_ += other.gold_squares_;
        paths_ += other.paths_;
    }
    void print(int threads, double seconds) const {
        rw::print("paths", static_cast<double>(paths_));
        rw::print("threads", threads);
        rw::print("seconds", seconds);
        print("mean_cu_45", "se_cu_45", copper_.back(), copper_squares_);
        print("mean_au_45", "se_au_45", gold_.back(), gold_squares_);
    }

private:
    void print(const char* mean_key, const char* error_key, double sum, double squares) const {
        const double n = static_cast<double>(paths_), mean = sum / n;
        rw::print(mean_key, mean);
        rw::print(error_key, std::sqrt((squares / n - mean * mean) / (n - 1)));
    }
    Years copper_{}, gold_{};
    double copper_squares_ = 0, gold_squares_ = 0;
    std::uint64_t paths_ = 0;
};

}  // namespace rw
