#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Core>

#include "minerisk/factors/price.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using price::Centre;
using price::PriceSet;

constexpr double tolerance = 4;  // standard errors; the seeds are fixed, so a test passes always or never

/// A quarter's or month's price is that of its midpoint, so with this age of the observation the first price
/// is exactly `first` years old and the later ones follow by whole quarters or months.
PriceSet<> set_at_whole_years(int years, int a_year, double first, Centre centre) {
    return {{{"copper", price::defaults::copper(centre)}, {"gold", price::defaults::gold(centre)}},
            price::defaults::correlations(),
            TimeGrid{Date{2026, 1, 1}, years, a_year},
            (first - 0.5 / a_year) * year};
}

/// Prices of both metals at some ages, [path x age].
struct Sample {
    std::array<Eigen::ArrayXXd, 2> prices;
};

Sample sample(const PriceSet<>& set, const std::vector<int>& periods, std::uint64_t seed, int paths) {
    const auto columns = static_cast<Eigen::Index>(periods.size());
    Sample s{{Eigen::ArrayXXd(paths, columns), Eigen::ArrayXXd(paths, columns)}};
    price::Workspace work = set.workspace();
    std::vector<BlockArray> block;
    for (int m = 0; m < 2; ++m) block.emplace_back(set.grid().periods(), work.width());
    for (int first = 0; first < paths; first += work.width()) {
        set.simulate_block(seed, static_cast<std::uint64_t>(first), work, block);
        for (std::size_t m = 0; m < 2; ++m) {
            for (Eigen::Index c = 0; c < columns; ++c) {
                const double* row = block[m].row(periods[static_cast<std::size_t>(c)]);
                for (int p = 0; p < work.width() && first + p < paths; ++p)
                    s.prices[m](first + p, c) = row[p];
            }
        }
    }
    return s;
}

void expect_law(const Eigen::ArrayXd& prices, const price::SchwartzSmith& model, Years age) {
    SCOPED_TRACE(age.in(year));
    const double n = static_cast<double>(prices.size());
    const Eigen::ArrayXd logs = prices.log();
    const double sd = std::sqrt(model.variance_log(age));
    EXPECT_NEAR(logs.mean(), model.mean_log(age), tolerance * sd / std::sqrt(n));
    const double variance = (logs - logs.mean()).square().sum() / (n - 1);
    EXPECT_NEAR(variance, sd * sd, tolerance * sd * sd * std::sqrt(2 / n));
    for (const double p : {0.1, 0.5, 0.9}) {
        const double below = static_cast<double>((prices < model.quantile(p, age).canonical()).count()) / n;
        EXPECT_NEAR(below, p, tolerance * std::sqrt(p * (1 - p) / n)) << p;
    }
    const double mean = model.mean(age).canonical();
    const double relative_sd = std::sqrt(std::exp(sd * sd) - 1);
    EXPECT_NEAR(prices.mean() / mean, 1, tolerance * relative_sd / std::sqrt(n));
}

TEST(PriceSetStatistics, QuarterlyStepsFollowTheFanAtAllHorizons) {
    const auto set = set_at_whole_years(45, 4, 1, Centre::median);
    const std::vector<int> years{1, 2, 5, 10, 20, 30, 45};
    std::vector<int> periods;
    for (const int y : years) periods.push_back(4 * (y - 1));
    const Sample s = sample(set, periods, 2026, 60'000);
    for (std::size_t i = 0; i < years.size(); ++i) {
        const auto column = static_cast<Eigen::Index>(i);
        expect_law(s.prices[0].col(column), price::defaults::copper(), years[i] * year);
        expect_law(s.prices[1].col(column), price::defaults::gold(), years[i] * year);
    }
}

TEST(PriceSetStatistics, MonthlyStepsGiveTheSameLaw) {
    const auto set = set_at_whole_years(10, 12, 1, Centre::median);
    const Sample s = sample(set, {0, 12, 48, 108}, 1, 60'000);
    const std::array<int, 4> years{1, 2, 5, 10};
    for (Eigen::Index i = 0; i < 4; ++i) {
        expect_law(s.prices[0].col(i), price::defaults::copper(), years[static_cast<std::size_t>(i)] * year);
        expect_law(s.prices[1].col(i), price::defaults::gold(), years[static_cast<std::size_t>(i)] * year);
    }
}

TEST(PriceSetStatistics, OneLongFirstStepGivesTheSameLaw) {
    const auto set = set_at_whole_years(1, 4, 10, Centre::median);
    const Sample s = sample(set, {0}, 1, 60'000);
    expect_law(s.prices[0].col(0), price::defaults::copper(), 10 * year);
    expect_law(s.prices[1].col(0), price::defaults::gold(), 10 * year);
}

TEST(PriceSetStatistics, CentredOnTheMeanTheMeanFollowsTheCurveWithoutRisk) {
    const PriceSet<> set{
        {{"copper", price::defaults::copper(Centre::mean)}, {"gold", price::defaults::gold(Centre::mean)}},
        price::defaults::correlations(),
        TimeGrid::yearly(20),
        6.5 * month};
    const int paths = 60'000;
    const auto prices = set.simulate(3, paths);
    for (std::size_t m = 0; m < 2; ++m) {
        for (const Eigen::Index y : {0, 1, 4, 9, 19}) {
            const auto column = prices[m].col(y);
            const double sd = std::sqrt((column - column.mean()).square().mean());
            EXPECT_NEAR(column.mean(), set.base(m)[static_cast<std::size_t>(y)],
                        tolerance * sd / std::sqrt(paths));
        }
    }
    const auto quarters = set_at_whole_years(10, 4, 1, Centre::mean);
    const Sample s = sample(quarters, {0, 36}, 3, paths);
    expect_law(s.prices[0].col(1), price::defaults::copper(Centre::mean), 10 * year);
    expect_law(s.prices[1].col(1), price::defaults::gold(Centre::mean), 10 * year);
}

/// Whether a sample covariance is the expected one, by the standard error of jointly normal samples.
void expect_covariance(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b, double expected) {
    const double n = static_cast<double>(a.size());
    const Eigen::ArrayXd x = a - a.mean();
    const Eigen::ArrayXd y = b - b.mean();
    const double error = std::sqrt((x.square().mean() * y.square().mean() + expected * expected) / n);
    EXPECT_NEAR((x * y).sum() / (n - 1), expected, tolerance * error);
}

TEST(PriceSetStatistics, MetalsMoveTogetherAsTheCorrelationsSay) {
    const auto set = set_at_whole_years(10, 4, 1, Centre::median);
    const Sample s = sample(set, {0, 4, 16, 36}, 4, 60'000);
    const std::array<double, 4> ages{1, 2, 5, 10};
    for (Eigen::Index i = 0; i < 4; ++i) {
        const double age = ages[static_cast<std::size_t>(i)];
        const double expected =
            0.15 * 0.23 * 0.17 * (1 - std::exp(-0.4 * age)) / 0.4 + 0.40 * 0.16 * 0.17 * age;
        expect_covariance(s.prices[0].col(i).log(), s.prices[1].col(i).log(), expected);
    }
}

TEST(PriceSetStatistics, APathRemembersItsPastAsTheFactorsSay) {
    const auto set = set_at_whole_years(10, 4, 1, Centre::median);
    const Sample s = sample(set, {4, 36}, 5, 60'000);  // ages 2 and 10
    const auto expected = [](double k, double s_chi, double s_xi, double level_sd, double drift_sd) {
        const double early = 2, late = 10;
        return std::exp(-k * (late - early)) * s_chi * s_chi * (1 - std::exp(-2 * k * early)) / (2 * k) +
               s_xi * s_xi * early +
               level_sd * level_sd * (1 - std::exp(-k * early)) * (1 - std::exp(-k * late)) +
               drift_sd * drift_sd * early * late;
    };
    expect_covariance(s.prices[0].col(0).log(), s.prices[0].col(1).log(),
                      expected(0.40, 0.23, 0.16, 0.22, 0));
    expect_covariance(s.prices[1].col(0).log(), s.prices[1].col(1).log(),
                      expected(0.30, 0.08, 0.17, 0.10, 0.025));
}

TEST(PriceSetStatistics, TheFirstYearsAverageHasAThirdOfTheVariance) {
    // Mean of W at the midpoints of four quarters: its variance is 1 / 3 + 1 / 96. The volatility is small,
    // so that the logarithm of the mean is the mean of the logarithm.
    const double s = 0.01;
    const PriceSet<price::GeometricBrownian> set{
        {{"tin", price::GeometricBrownian{{.spot = 100.0 * usd / t, .volatility = s * per_sqrt_year}}}},
        {},
        TimeGrid::yearly(1)};
    const Eigen::ArrayXd logs = set.simulate(6, 60'000)[0].col(0).log();
    expect_covariance(logs, logs, s * s * (1.0 / 3 + 1.0 / 96));
}

TEST(PriceSetStatistics, LawOfGeometricBrownianMotion) {
    const price::GeometricBrownian model{{.spot = 100.0 * usd / t,
                                          .volatility = 0.27 * per_sqrt_year,
                                          .drift = 0.02 / year,
                                          .drift_sd = 0.01 / year,
                                          .centre = Centre::mean}};
    const int paths = 60'000;
    const PriceSet<price::GeometricBrownian> set{
        {{"tin", model}}, {}, TimeGrid{Date{2026, 1, 1}, 10, 4}, 7.0 / 8 * year};
    const auto prices = set.simulate(7, paths)[0];
    for (const int age : {1, 3, 10}) {
        const Eigen::ArrayXd logs = prices.col(4 * (age - 1)).log();
        const double variance = model.variance_log(age * year);
        EXPECT_NEAR(logs.mean(), model.mean_log(age * year), tolerance * std::sqrt(variance / paths));
        expect_covariance(logs, logs, variance);
        EXPECT_NEAR(prices.col(4 * (age - 1)).mean(), 100 * std::exp(0.02 * age),
                    tolerance * 100 * std::exp(0.02 * age) * std::sqrt((std::exp(variance) - 1) / paths));
    }
}

}  // namespace
