#include "minerisk/factors/price/price_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "minerisk/factors/price.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using price::Centre;
using price::FactorCorrelation;
using price::PriceSet;

using Metals = std::vector<price::Metal<price::Stock>>;

Metals copper_and_gold(Centre centre = Centre::median) {
    return {{"copper", price::defaults::copper(centre)}, {"gold", price::defaults::gold(centre)}};
}
PriceSet<> default_set(const TimeGrid& grid, Years age = {}) {
    return {copper_and_gold(), price::defaults::correlations(), grid, age};
}
TimeGrid grid_of(int years, int periods_per_year) {
    return {Date{2027, 1, 1}, years, periods_per_year};
}

template <class Set>
std::vector<BlockArray> block_of(const Set& set, int width) {
    std::vector<BlockArray> block;
    for (std::size_t m = 0; m < set.metals().size(); ++m) block.emplace_back(set.grid().periods(), width);
    return block;
}

/// The message of the InputError that `make` throws.
template <class F>
std::string refusal(F&& make) {
    try {
        make();
    } catch (const InputError& error) {
        return error.what();
    }
    return "nothing was refused";
}

TEST(PriceSet, SameSeedSamePricesOtherSeedOtherPrices) {
    const auto set = default_set(grid_of(3, 1));
    const auto a = set.simulate(7, 70);
    const auto b = set.simulate(7, 70);
    const auto c = set.simulate(8, 70);
    for (std::size_t m = 0; m < 2; ++m) {
        EXPECT_TRUE((a[m] == b[m]).all());
        EXPECT_TRUE((a[m] != c[m]).all());
        EXPECT_TRUE((a[m] > 0).all());
    }
}

TEST(PriceSet, APathAloneHasTheBitsItHasInAnyBlock) {
    const auto set = default_set(grid_of(20, 1), 6.5 * month);
    const std::uint64_t far = (std::uint64_t{1} << 40) + 5;
    auto wide_work = set.workspace(wide_block);
    auto narrow_work = set.workspace(narrow_block);
    auto wide = block_of(set, wide_block);
    auto narrow = block_of(set, narrow_block);
    set.simulate_block(3, far, wide_work, wide);
    for (const int path : {0, 1, 37, 63}) {
        set.simulate_block(3, far + static_cast<std::uint64_t>(path), narrow_work, narrow);
        for (std::size_t m = 0; m < 2; ++m) {
            for (int period = 0; period < 20; ++period) {
                ASSERT_EQ(narrow[m](period, 0), wide[m](period, path)) << path << ' ' << period;
            }
        }
    }
}

TEST(PriceSet, AUsedWorkspaceLeavesNoTrace) {
    const auto set = default_set(grid_of(20, 1));
    auto used = set.workspace();
    auto block = block_of(set, used.width());
    set.simulate_block(1, 1000, used, block);
    auto moved = std::move(used);
    set.simulate_block(1, 0, moved, block);
    auto fresh = set.workspace();
    auto expected = block_of(set, fresh.width());
    set.simulate_block(1, 0, fresh, expected);
    for (std::size_t m = 0; m < 2; ++m) {
        EXPECT_EQ(std::memcmp(block[m].data(), expected[m].data(), block[m].size() * sizeof(double)), 0);
    }
}

TEST(PriceSet, OneMoreMetalLeavesThePricesOfTheOthersAsTheyAre) {
    const TimeGrid grid = grid_of(10, 1);
    const PriceSet<> alone{{copper_and_gold()[0]}, {}, grid};
    const auto two = default_set(grid);
    Metals three = copper_and_gold();
    three.push_back({"silver", price::defaults::gold()});
    auto correlations = price::defaults::correlations();
    correlations.push_back({"silver.long_run", "gold.long_run", 0.7});
    const PriceSet<> more{three, correlations, grid};
    EXPECT_TRUE((alone.simulate(5, 80)[0] == two.simulate(5, 80)[0]).all());
    EXPECT_TRUE((two.simulate(5, 80)[0] == more.simulate(5, 80)[0]).all());
    EXPECT_TRUE((two.simulate(5, 80)[1] == more.simulate(5, 80)[1]).all());
    EXPECT_TRUE((more.simulate(5, 80)[1] != more.simulate(5, 80)[2]).all());
}

TEST(PriceSet, LongerGridsContinueShorterOnes) {
    const auto brief = default_set(grid_of(3, 1)).simulate(5, 64);
    const auto lengthy = default_set(grid_of(30, 1)).simulate(5, 64);
    EXPECT_TRUE((brief[1] == lengthy[1].leftCols(3)).all());
}

TEST(PriceSet, AnAnnualPriceIsTheMeanOfItsFourQuartersAHalfYearsOfTwo) {
    const auto quarters = default_set(grid_of(40, 4), 6.5 * month).simulate(9, 100);
    const auto halves = default_set(grid_of(40, 2), 6.5 * month).simulate(9, 100);
    const auto years = default_set(grid_of(40, 1), 6.5 * month).simulate(9, 100);
    for (std::size_t m = 0; m < 2; ++m) {
        for (int y = 0; y < 40; ++y) {
            const auto q = [&](int i) { return quarters[m].col(4 * y + i); };
            EXPECT_TRUE((years[m].col(y) == (q(0) + q(1) + q(2) + q(3)) * 0.25).all()) << y;
            EXPECT_TRUE((halves[m].col(2 * y + 1) == (q(2) + q(3)) * 0.5).all()) << y;
        }
    }
}

TEST(PriceSet, SamplesTheMidpointsOfQuartersOrMonths) {
    const price::Sampling year{grid_of(2, 1), 0.5};
    EXPECT_EQ(year.a_period(), 4);
    EXPECT_EQ(year.count(), 8);
    EXPECT_EQ(year.at(0).from_valuation, 0.125);
    EXPECT_EQ(year.at(3).from_valuation, 0.875);
    EXPECT_EQ(year.at(4).age, 1.625);
    EXPECT_EQ(year.first_step(), 0.625);
    EXPECT_EQ(year.step(), 0.25);
    EXPECT_EQ((price::Sampling{grid_of(2, 2), 0}.a_period()), 2);
    EXPECT_EQ((price::Sampling{grid_of(2, 4), 0}.a_period()), 1);
    const price::Sampling month_grid{grid_of(2, 12), 0};
    EXPECT_EQ(month_grid.count(), 24);
    EXPECT_EQ(month_grid.at(0).from_valuation, 1.0 / 24);
    EXPECT_EQ(month_grid.step(), 1.0 / 12);
}

TEST(PriceSet, WithoutRiskThePriceIsTheAveragedCurveWhateverTheCentre) {
    const double age = 0.5;
    const PriceSet<> set{copper_and_gold(Centre::mean), price::defaults::correlations(), grid_of(5, 1),
                         age * year};
    auto block = block_of(set, wide_block);
    set.base_block(block);
    for (int y = 0; y < 5; ++y) {
        double expected = 0;
        for (const double quarter : {0.125, 0.375, 0.625, 0.875}) {
            const double t = age + y + quarter;
            expected += 0.25 * std::exp(std::log(4.6 / 0.45359237e-3) +
                                        std::log(11'785 / (4.6 / 0.45359237e-3)) * std::exp(-0.4 * t));
        }
        EXPECT_NEAR(block[0](y, 0) / expected, 1, 1e-13);
        EXPECT_EQ(block[0](y, 0), block[0](y, 63));
        EXPECT_EQ(set.base(0)[static_cast<std::size_t>(y)], block[0](y, 17));
    }
    EXPECT_EQ(set.base(1), default_set(grid_of(5, 1), age * year).base(1));
}

TEST(PriceSet, WithoutVolatilitySimulatedPricesAreThoseWithoutRisk) {
    price::SchwartzSmith::Parameters p = price::defaults::gold().parameters();
    p.level_sd = 0;
    p.short_volatility = p.long_volatility = 0 * per_sqrt_year;
    p.drift_sd = 0 / year;
    for (const Centre centre : {Centre::median, Centre::mean}) {
        p.centre = centre;
        const PriceSet<> set{{{"gold", price::SchwartzSmith{p}}}, {}, grid_of(45, 1), 6.5 * month};
        const auto prices = set.simulate(1, 3)[0];
        for (int y = 0; y < 45; ++y) {
            EXPECT_NEAR(prices(2, y) / set.base(0)[static_cast<std::size_t>(y)], 1,
                        1e-12);  // 180 roundings of a logarithm near 19
        }
    }
}

TEST(PriceSet, ADeckIsTheSameOnEveryPathAndWithoutRisk) {
    const std::vector<price::Deck::Point> points{{0.0 * year, 9'000.0 * usd / t},
                                                 {2.0 * year, 10'000.0 * usd / t}};
    const PriceSet<> set{{{"copper", price::Deck{points}}, {"gold", price::Deck{4'000.0 * usd / oz}}},
                         {},
                         grid_of(3, 1),
                         1 * year};
    const auto prices = set.simulate(1, 65);
    EXPECT_TRUE((prices[0].col(0) == 9'250).all());
    EXPECT_TRUE((prices[0].col(1) == 9'750).all());
    EXPECT_TRUE((prices[0].col(2) == 10'000).all());
    EXPECT_TRUE((prices[1] == (4'000.0 * usd / oz).canonical()).all());
    EXPECT_EQ(set.base(0), (std::vector<double>{9'250, 9'750, 10'000}));
    EXPECT_TRUE(set.stream_names().empty());
}

TEST(PriceSet, NamesItsStreamsByMetalAndFactor) {
    EXPECT_EQ(default_set(grid_of(1, 1)).stream_names(),
              (std::vector<std::string>{"price.copper.short", "price.copper.long_run", "price.gold.short",
                                        "price.gold.long_run", "price.copper.start", "price.gold.start",
                                        "price.gold.drift"}));
}

TEST(PriceSet, FirstStepOfAFactorUsesRowZeroOfItsStream) {
    const price::GeometricBrownian model{{.spot = 100.0 * usd / t, .volatility = 0.2 * per_sqrt_year}};
    const PriceSet<price::GeometricBrownian> set{{{"tin", model}}, {}, grid_of(1, 4), 1 * year};
    const auto prices = set.simulate(11, 64)[0];
    BlockArray z{2, wide_block};
    kernels().normals(11, random::stream_of("price.tin.log_price").value, 0, 0, 2, wide_block, z.data());
    for (int p = 0; p < wide_block; ++p) {
        const double first = std::log(100) + 0.2 * std::sqrt(1.125) * z(0, p);
        EXPECT_NEAR(std::log(prices(p, 0)), first, 1e-14);
        EXPECT_NEAR(std::log(prices(p, 1)), first + 0.2 * 0.5 * z(1, p), 1e-14);
    }
}

/// What a user writes: the logarithm of the price reverts to a median.
class Reverting {
public:
    explicit Reverting(double volatility) {
        factors_ = {price::GaussianFactor{
            .name = "log_price", .reversion = 0.5, .volatility = volatility, .start = std::log(1.1)}};
    }
    std::span<const price::GaussianFactor> factors() const { return factors_; }
    double base(price::TimePoint at) const { return 100 * std::pow(1.1, std::exp(-0.5 * at.age)); }
    double constant(price::TimePoint) const { return 4.605170185988092; }
    void prices(price::TimePoint, double constant, int width, const double* const* x, double* out) const {
        kernels().exp_of_sum(1, width, x, constant, out);
    }

private:
    std::array<price::GaussianFactor, 1> factors_;
};
static_assert(price::PriceModel<Reverting>);
static_assert(price::PriceModelOrVariant<price::Stock>);
static_assert(!price::PriceModel<int>);

TEST(PriceSet, RunsAUsersModelByItselfAndBesideStockModels) {
    const TimeGrid grid = grid_of(4, 1);
    const PriceSet<Reverting> own{{{"zinc", Reverting{0}}}, {}, grid};
    const auto prices = own.simulate(1, 2)[0];
    for (int y = 0; y < 4; ++y) {
        EXPECT_NEAR(prices(1, y) / own.base(0)[static_cast<std::size_t>(y)], 1, 1e-13);
    }
    using Mixed = std::variant<Reverting, price::SchwartzSmith>;
    const PriceSet<Mixed> mixed{{{"copper", price::defaults::copper()}, {"zinc", Reverting{0.3}}},
                                {{"copper.long_run", "zinc.log_price", 0.5}},
                                grid};
    EXPECT_TRUE((mixed.simulate(2, 64)[0] == default_set(grid).simulate(2, 64)[0]).all());
}

TEST(PriceSet, RefusesCorrelationsThatCannotHoldTogetherByName) {
    const auto make = [](std::vector<FactorCorrelation> correlations) {
        return refusal([&] { PriceSet<>{copper_and_gold(), correlations, grid_of(1, 1)}; });
    };
    const std::string impossible =
        make({{"copper.long_run", "gold.long_run", 0.9}, {"copper.short", "gold.long_run", 0.9}});
    EXPECT_NE(impossible.find("price.correlation"), std::string::npos) << impossible;
    EXPECT_NE(impossible.find("copper.short"), std::string::npos) << impossible;
    EXPECT_NE(impossible.find("copper.long_run"), std::string::npos) << impossible;
    EXPECT_NE(impossible.find("gold.long_run"), std::string::npos) << impossible;
    EXPECT_NE(impossible.find("positive definite"), std::string::npos) << impossible;
    EXPECT_EQ(impossible.find("gold.short"), std::string::npos) << impossible;

    EXPECT_NE(make({{"copper.long_run", "lead.long_run", 0.1}}).find("lead.long_run"), std::string::npos);
    EXPECT_NE(make({{"copper.short", "copper.long_run", 0.1}}).find("must be stated once"),
              std::string::npos);
    EXPECT_NE(make({{"copper.short", "gold.short", 1.5}}).find("must be in [-1, 1]"), std::string::npos);
}

TEST(PriceSet, RefusesNamesAndAgesThatCannotBe) {
    const TimeGrid grid = grid_of(1, 1);
    const auto gold = price::defaults::gold();
    EXPECT_EQ(refusal([&] { PriceSet<>{{}, {}, grid}; }), "price.metals: must name at least one metal");
    EXPECT_EQ(
        refusal([&] {
            PriceSet<>{{{"gold", gold}}, {}, grid, -1 * year};
        }),
        "price.age = -1: must be a number of years from the observation to the valuation date, at least 0");
    EXPECT_NE(refusal([&] {
                  PriceSet<>{{{"gold", gold}, {"gold", gold}}, {}, grid};
              }).find("is there twice"),
              std::string::npos);
    EXPECT_NE(refusal([&] {
                  PriceSet<>{{{"Gold.1", gold}}, {}, grid};
              }).find("lower-case"),
              std::string::npos);
}

TEST(PriceSet, RefusesAUsersFactorThatIsOutOfRange) {
    const std::string text = refusal([] {
        PriceSet<Reverting>{{{"zinc", Reverting{-0.3}}}, {}, grid_of(1, 1)};
    });
    EXPECT_EQ(text, "price.zinc.log_price.volatility = -0.3: must be at least 0");
}

}  // namespace
