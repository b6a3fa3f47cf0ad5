#include "minerisk/core/units.hpp"

#include <gtest/gtest.h>

#include <concepts>

namespace {

using namespace minerisk;
using namespace minerisk::units;

// What `*` and `/` make of the kinds.
static_assert(std::same_as<decltype(OreMass{} * Grade{}), MetalMass>);
static_assert(std::same_as<decltype(MetalMass{} * Price{}), Money>);
static_assert(std::same_as<decltype(OreMass{} * StripRatio{}), MinedMass>);
static_assert(std::same_as<decltype(MinedMass{} * MoneyPerMined{}), Money>);
static_assert(std::same_as<decltype(MetalMass{} / ConcentrateGrade{}), ConcentrateMass>);
static_assert(std::same_as<decltype(OreMass{} / Years{}), OreRate>);
static_assert(std::same_as<decltype(Money{} / Years{}), MoneyRate>);
static_assert(std::same_as<decltype(1.0 / Years{}), Rate>);
static_assert(std::same_as<decltype(Volatility{} * Volatility{}), Rate>);
static_assert(std::same_as<decltype(OreMass{} / OreMass{}), double>);
static_assert(std::same_as<decltype(Rate{} * Years{}), double>);

// Kinds that share a unit of mass stay apart, and a bare number is no quantity.
static_assert(!std::same_as<OreMass, MetalMass> && !std::same_as<OreMass, MinedMass>);
static_assert(!std::convertible_to<double, Money> && !std::constructible_from<Money, double>);
static_assert(!std::convertible_to<Money, double>);
static_assert(!std::convertible_to<Rate, Volatility>);

template <class A, class B>
concept Addable = requires(A a, B b) {
    a + b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
    a < b;
};
static_assert(Addable<Money, Money> && Comparable<Money, Money>);
static_assert(!Addable<OreMass, MetalMass> && !Addable<Price, Rate> && !Addable<Money, double>);
static_assert(!Comparable<OreMass, MinedMass> && !Comparable<Years, double>);

TEST(Units, EnterAndLeaveByTheUnitThatIsNamed) {
    EXPECT_DOUBLE_EQ((4.60 * usd / lb).canonical(), 10141.264060504369);
    EXPECT_DOUBLE_EQ((1.0 * usd / lb).in(usd / t), 2204.62262184877580722);
    EXPECT_DOUBLE_EQ((1.0 * usd / oz).in(usd / g), 0.0321507465686279792);
    EXPECT_DOUBLE_EQ((45 * Mt_ore / year).in(t_ore / day), 45e6 / 365.25);
    EXPECT_DOUBLE_EQ((0.22 * g / t_ore).canonical(), 0.22e-6);
    EXPECT_DOUBLE_EQ((8 * percent / year).canonical(), 0.08);
    EXPECT_DOUBLE_EQ((5800 * MUSD).in(1e9 * usd), 5.8);
    EXPECT_DOUBLE_EQ(koz.in(oz), 1000);
    EXPECT_DOUBLE_EQ(Mt_mined.in(t_mined), 1e6);
    EXPECT_DOUBLE_EQ(kt.in(t), 1000);
}

TEST(Units, OreTimesGradeTimesPriceIsMoney) {
    const Money worth = (2.0 * Mt_ore) * (1 * percent * t / t_ore) * (10'000 * usd / t);
    EXPECT_DOUBLE_EQ(worth.in(MUSD), 200);
}

TEST(Units, LiteralsAreTheProductsThatTheyAbbreviate) {
    using namespace units::literals;
    EXPECT_EQ(100_MUSD, 100 * MUSD);
    EXPECT_EQ(1.5_MUSD, 1.5 * MUSD);
    EXPECT_EQ(2_yr, 2 * year);
    EXPECT_EQ(2.5_yr, 2.5 * year);
    EXPECT_EQ(15_months, 1.25 * year);
    EXPECT_EQ(7.5_months, 7.5 * month);
    EXPECT_EQ(30_days, 30 * day);
    EXPECT_EQ(0.5_days, 0.5 * day);
}

TEST(Units, AddSubtractScaleAndCompareLikeNumbers) {
    Money sum = 3 * usd + 4 * usd;
    sum -= 1 * usd;
    sum += 2 * usd;
    sum *= 0.5;
    EXPECT_EQ(sum, 4 * usd);
    EXPECT_EQ(-sum, -4.0 * usd);
    EXPECT_EQ(sum / 4.0, usd);
    EXPECT_LT(sum - 5 * usd, Money{});
    EXPECT_EQ(Money{}.canonical(), 0);
}

}  // namespace
