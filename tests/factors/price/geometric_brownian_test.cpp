#include "minerisk/factors/price/geometric_brownian.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace minerisk;
using namespace minerisk::units;
using price::Centre;
using price::GeometricBrownian;

GeometricBrownian::Parameters textbook() {
    return {.spot = 9'000.0 * usd / t,
            .volatility = 0.27 * per_sqrt_year,
            .drift = 0.02 / year,
            .centre = Centre::mean};
}

TEST(GeometricBrownian, CentredOnTheMeanIsTheTextbookProcess) {
    const GeometricBrownian model{textbook()};
    for (const double years : {0.0, 1.0, 7.5, 45.0}) {
        const Years age = years * year;
        EXPECT_NEAR(model.mean(age).in(9'000.0 * usd / t) / std::exp(0.02 * years), 1, 1e-13);
        EXPECT_NEAR(model.variance_log(age), 0.27 * 0.27 * years, 1e-15 * years);
        EXPECT_NEAR(model.mean_log(age), std::log(9'000) + (0.02 - 0.27 * 0.27 / 2) * years, 1e-13);
    }
}

TEST(GeometricBrownian, WithDriftRateLessCarryTheMeanIsTheFuturesPrice) {
    GeometricBrownian::Parameters p = textbook();
    p.drift = (0.04 - 0.005) / year;
    EXPECT_NEAR(GeometricBrownian{p}.mean(3 * year).in(usd / t), 9'000 * std::exp(0.105), 1e-8);
}

TEST(GeometricBrownian, CentredOnTheMedianKeepsTheMedianOnTheCurve) {
    GeometricBrownian::Parameters p = textbook();
    p.centre = Centre::median;
    p.drift_sd = 0.025 / year;
    const GeometricBrownian model{p};
    EXPECT_NEAR(model.quantile(0.5, 20 * year).in(usd / t), 9'000 * std::exp(0.4), 1e-8);
    EXPECT_NEAR(model.variance_log(20 * year), 0.27 * 0.27 * 20 + 0.025 * 0.025 * 400, 1e-14);
    EXPECT_NEAR(model.base({.from_valuation = 19, .age = 20}), 9'000 * std::exp(0.4), 1e-8);
}

TEST(GeometricBrownian, RefusesEveryParameterOutsideItsRangeAtOnce) {
    try {
        const GeometricBrownian model{{.spot = -1.0 * usd / t,
                                       .volatility = -0.1 * per_sqrt_year,
                                       .drift = NAN / year,
                                       .drift_sd = -0.5 / year}};
        FAIL() << "nothing was refused";
    } catch (const InputError& error) {
        ASSERT_EQ(error.problems().size(), 4u);
        EXPECT_EQ(to_string(error.problems()[0]), "spot = -1: must be a positive price (USD/t)");
        EXPECT_EQ(error.problems()[1].field, "drift");
        EXPECT_EQ(error.problems()[2].field, "drift_sd");
        EXPECT_EQ(error.problems()[3].field, "volatility");
    }
}

}  // namespace
