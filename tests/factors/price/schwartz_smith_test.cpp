#include "minerisk/factors/price/schwartz_smith.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/factors/price/defaults.hpp"
#include "support/numbers.hpp"
#include "support/prices.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using price::Centre;
using price::SchwartzSmith;
using testing_support::usd_t;

double value(Price p) {
    return p.in(usd / t);
}

/// The oil parameters of Schwartz and Smith (2000), in whose units 1 stands for USD per barrel.
SchwartzSmith oil(bool long_dated) {
    const double chi = 0.119;
    const double xi = 2.857;
    SchwartzSmith::Parameters p{.spot = usd_t(std::exp(chi + xi)),
                                .long_run = usd_t(std::exp(xi)),
                                .reversion = 1.49 / year,
                                .short_volatility = 0.286 * per_sqrt_year,
                                .long_volatility = 0.145 * per_sqrt_year,
                                .correlation = 0.300,
                                .drift = -0.0125 / year};
    if (long_dated) {
        p.reversion = 1.19 / year;
        p.short_volatility = 0.158 * per_sqrt_year;
        p.long_volatility = 0.115 * per_sqrt_year;
        p.correlation = 0.189;
        p.drift = 0.0300875 / year;
    }
    return SchwartzSmith{p};
}

TEST(SchwartzSmith, ReproducesTheGoldenTableOfBothOilSets) {
    struct Row {
        bool long_dated;
        int years;
        double mean_log, variance, mean, p10, p90, futures;
    };
    const std::vector<Row> rows{
        {false, 1, 2.871319, 0.060015, 18.19827, 12.90178, 24.17389, 17.17930},
        {false, 5, 2.794569, 0.149263, 17.62293, 9.96867, 26.83457, 17.88376},
        {false, 9, 2.744500, 0.233373, 17.48226, 8.37625, 28.89303, 19.52738},
        {true, 1, 2.923290, 0.026759, 18.85295, 15.08425, 22.94107, 18.43952},
        {true, 5, 3.007748, 0.082371, 21.09282, 14.01234, 29.24055, 19.43861},
        {true, 9, 3.127790, 0.135286, 24.42074, 14.24520, 36.56751, 21.28028},
    };
    for (const Row& row : rows) {
        const SchwartzSmith model = oil(row.long_dated);
        const price::RiskAdjustment q{.short_premium = (row.long_dated ? 0.014 : 0.157) / year,
                                      .long_run_drift = (row.long_dated ? 0.0161 : 0.0115) / year};
        const Years age = row.years * year;
        EXPECT_NEAR(model.mean_log(age), row.mean_log, 0.6e-6);
        EXPECT_NEAR(model.variance_log(age), row.variance, 0.6e-6);
        EXPECT_NEAR(value(model.mean(age)), row.mean, 0.6e-5);
        EXPECT_NEAR(value(model.quantile(0.1, age)), row.p10, 0.6e-5);
        EXPECT_NEAR(value(model.quantile(0.9, age)), row.p90, 0.6e-5);
        EXPECT_NEAR(value(price::futures(model, q, age)), row.futures, 0.6e-5);
    }
}

TEST(SchwartzSmith, WithoutLongRunVolatilityIsTheOneFactorModelOfSchwartz1997) {
    // Copper, cents a pound: kappa 0.369, mu 4.854, sigma 0.233, lambda 0.339.
    const double kappa = 0.369;
    const double alpha = 4.854 - 0.233 * 0.233 / (2 * kappa);
    const auto model = [&](double spot) {
        return SchwartzSmith{{.spot = usd_t(spot),
                              .long_run = usd_t(std::exp(alpha)),
                              .reversion = kappa / year,
                              .short_volatility = 0.233 * per_sqrt_year,
                              .long_volatility = 0 * per_sqrt_year}};
    };
    const price::RiskAdjustment q{.short_premium = kappa * 0.339 / year, .long_run_drift = 0 / year};
    struct Row {
        double spot, years, mean_log, variance, futures;
    };
    for (const Row& row :
         {Row{80, 1, 4.504966, 0.038394, 83.05945}, Row{110, 5, 4.767802, 0.071725, 91.67371},
          Row{150, 10, 4.786186, 0.073516, 89.33648}}) {
        EXPECT_NEAR(model(row.spot).mean_log(row.years * year), row.mean_log, 0.6e-6);
        EXPECT_NEAR(model(row.spot).variance_log(row.years * year), row.variance, 0.6e-6);
        EXPECT_NEAR(value(price::futures(model(row.spot), q, row.years * year)), row.futures, 0.6e-5);
    }
    EXPECT_NEAR(value(price::futures(model(100), q, 200 * year)), 88.08, 0.005);
}

TEST(SchwartzSmith, IsTheGibsonSchwartzModelInOtherFactors) {
    // Copper 7/88-6/95, r = 0.06; the map takes the convenience yield to the short-term factor.
    const double mu = 0.326, kappa = 1.156, alpha = 0.248, s1 = 0.274, s2 = 0.280, rho = 0.818,
                 lambda = 0.256;
    const double r = 0.06;
    const double s_xi = std::sqrt(s1 * s1 + s2 * s2 / (kappa * kappa) - 2 * rho * s1 * s2 / kappa);
    struct Row {
        double yield, years, forward, growth, variance;
    };
    for (const Row& row :
         {Row{0.10, 1, 0.974132, 0.128194, 0.042837}, Row{0.25, 5, 0.868233, 0.200585, 0.143660},
          Row{0.40, 10, 0.795199, 0.273133, 0.269476}}) {
        const double spot = 100;
        const double chi = (row.yield - alpha) / kappa;
        const SchwartzSmith model{{.spot = usd_t(spot),
                                   .long_run = usd_t(spot * std::exp(-chi)),
                                   .reversion = kappa / year,
                                   .short_volatility = s2 / kappa * per_sqrt_year,
                                   .long_volatility = s_xi * per_sqrt_year,
                                   .correlation = (rho * s1 - s2 / kappa) / s_xi,
                                   .drift = (mu - alpha - s1 * s1 / 2) / year}};
        const price::RiskAdjustment q{.short_premium = lambda / kappa / year,
                                      .long_run_drift = (r - (alpha - lambda / kappa) - s1 * s1 / 2) / year};
        EXPECT_NEAR(model.mean_log(row.years * year) - std::log(spot), row.growth, 0.6e-6);
        EXPECT_NEAR(model.variance_log(row.years * year), row.variance, 0.6e-6);
        EXPECT_NEAR(value(price::futures(model, q, row.years * year)) / spot, row.forward, 0.6e-6);
    }
}

TEST(SchwartzSmith, DefaultsReproduceTheFanToAllDigits) {
    struct Row {
        int years;
        double cu10, cu50, cu90, cu_mean, cu_sd, au10, au50, au90, au_mean, au_sd;
    };
    const std::vector<Row> fan{
        {1, 8044, 11216, 15638, 11599, 0.2594, 3245, 4124, 5241, 4197, 0.1871},
        {2, 6977, 10849, 16870, 11513, 0.3445, 2853, 4002, 5615, 4144, 0.2642},
        {5, 5604, 10350, 19113, 11606, 0.4786, 2250, 3854, 6601, 4209, 0.4199},
        {10, 4670, 10169, 22144, 12228, 0.6072, 1790, 3908, 8533, 4705, 0.6092},
        {20, 3678, 10142, 27967, 13873, 0.7915, 1314, 4277, 13927, 6538, 0.9212},
        {30, 3043, 10141, 33803, 15766, 0.9394, 1010, 4725, 22111, 9756, 1.2042},
        {45, 2397, 10141, 42900, 19104, 1.1254, 699, 5489, 43118, 20009, 1.6084},
    };
    const SchwartzSmith cu = price::defaults::copper();
    const SchwartzSmith au = price::defaults::gold();
    for (const Row& row : fan) {
        const Years age = row.years * year;
        EXPECT_NEAR(value(cu.quantile(0.1, age)), row.cu10, 0.5) << row.years;
        EXPECT_NEAR(value(cu.quantile(0.5, age)), row.cu50, 0.5) << row.years;
        EXPECT_NEAR(value(cu.quantile(0.9, age)), row.cu90, 0.5) << row.years;
        EXPECT_NEAR(value(cu.mean(age)), row.cu_mean, 0.5) << row.years;
        EXPECT_NEAR(std::sqrt(cu.variance_log(age)), row.cu_sd, 0.5e-4) << row.years;
        EXPECT_NEAR(au.quantile(0.1, age).in(usd / oz), row.au10, 0.5) << row.years;
        EXPECT_NEAR(au.quantile(0.5, age).in(usd / oz), row.au50, 0.5) << row.years;
        EXPECT_NEAR(au.quantile(0.9, age).in(usd / oz), row.au90, 0.5) << row.years;
        EXPECT_NEAR(au.mean(age).in(usd / oz), row.au_mean, 0.5) << row.years;
        EXPECT_NEAR(std::sqrt(au.variance_log(age)), row.au_sd, 0.5e-4) << row.years;
    }
}

TEST(SchwartzSmith, KnownStartAndDriftLeaveTheVarianceOfTheDiffusion) {
    SchwartzSmith::Parameters cu = price::defaults::copper().parameters();
    cu.level_sd = 0;
    EXPECT_NEAR(std::sqrt(SchwartzSmith{cu}.variance_log(45 * year)), 1.1037, 0.5e-4);
    SchwartzSmith::Parameters au = price::defaults::gold().parameters();
    au.level_sd = 0;
    au.drift = 0 / year;
    au.drift_sd = 0 / year;
    const SchwartzSmith gold{au};
    EXPECT_NEAR(std::sqrt(gold.variance_log(45 * year)), 1.1451, 0.5e-4);
    EXPECT_NEAR(gold.quantile(0.5, 45 * year).in(usd / oz), 3500, 0.5);
    EXPECT_NEAR(gold.mean(45 * year).in(usd / oz), 6742, 0.5);
}

TEST(SchwartzSmith, CentreMeanMovesTheMeanOntoTheMedianOfCentreMedian) {
    const SchwartzSmith median = price::defaults::gold(Centre::median);
    const SchwartzSmith mean = price::defaults::gold(Centre::mean);
    for (const double years : {0.0, 0.25, 1.0, 10.0, 45.0}) {
        const double curve = value(median.quantile(0.5, years * year));
        EXPECT_NEAR(value(mean.mean(years * year)) / curve, 1, 1e-13);
        EXPECT_EQ(mean.variance_log(years * year), median.variance_log(years * year));
        EXPECT_NEAR(mean.base({.from_valuation = 0, .age = years}) / curve, 1, 1e-13);
        EXPECT_EQ(mean.base({0, years}), median.base({0, years}));
    }
}

TEST(SchwartzSmith, StartsAtTheSpotWhateverTheLevel) {
    const SchwartzSmith gold = price::defaults::gold();
    EXPECT_EQ(gold.variance_log(0 * year), 0);
    EXPECT_NEAR(gold.mean(0 * year).in(usd / oz), 4309, 1e-9);
    EXPECT_EQ(gold.factors()[0].start_loading, -gold.factors()[1].start_loading);
}

TEST(SchwartzSmith, RefusesEveryParameterOutsideItsRangeAtOnce) {
    using testing_support::nan;
    try {
        const SchwartzSmith model{{.spot = usd_t(0),
                                   .long_run = usd_t(-1),
                                   .level_sd = -0.1,
                                   .reversion = 0 / year,
                                   .short_volatility = -0.2 * per_sqrt_year,
                                   .long_volatility = nan * per_sqrt_year,
                                   .correlation = 1,
                                   .drift = INFINITY / year,
                                   .drift_sd = -1 / year}};
        FAIL() << "nothing was refused";
    } catch (const InputError& error) {
        std::vector<std::string> fields;
        for (const Problem& p : error.problems()) fields.push_back(p.field);
        EXPECT_EQ(fields,
                  (std::vector<std::string>{"spot", "long_run", "level_sd", "reversion", "short_volatility",
                                            "long_volatility", "correlation", "drift", "drift_sd"}));
        EXPECT_EQ(to_string(error.problems()[2]), "level_sd = -0.1: must be from 0 to 5");
    }
}

}  // namespace
