#include "minerisk/statistics/jackknife.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace minerisk::statistics;

namespace {
struct Sums {
    double n, x;
    Sums& operator+=(const Sums& o) {
        n += o.n;
        x += o.x;
        return *this;
    }
    Sums& operator-=(const Sums& o) {
        n -= o.n;
        x -= o.x;
        return *this;
    }
};
}  // namespace

TEST(Jackknife, OfAMeanIsItsStandardErrorBetweenGroups) {
    const std::vector<Sums> groups{{10, 10}, {10, 30}, {10, 20}, {10, 60}};
    const Estimate e = jackknife(std::span<const Sums>{groups}, [](const Sums& s) { return s.x / s.n; });
    EXPECT_NEAR(e.value, 3, 1e-15);
    EXPECT_NEAR(e.se, std::sqrt((4 + 0 + 1 + 9) / 3.0 / 4), 1e-14);  // sd of the group means / sqrt(4)
}

TEST(Jackknife, OneGroupHasNoError) {
    const std::vector<Sums> one{{10, 10}};
    EXPECT_TRUE(std::isnan(jackknife(std::span<const Sums>{one}, [](const Sums& s) { return s.x; }).se));
}
