#include "minerisk/factors/price/deck.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/prices.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using price::Deck;
using testing_support::usd_t;

double at(const Deck& deck, double years) {
    return deck.at(years * year).in(usd / t);
}

TEST(Deck, IsLinearBetweenItsPointsAndFlatBeyond) {
    const Deck deck{std::vector<Deck::Point>{
        {-1.0 * year, usd_t(8'000)}, {0.0 * year, usd_t(9'000)}, {2.0 * year, usd_t(10'000)}}};
    EXPECT_EQ(at(deck, -5), 8'000);
    EXPECT_EQ(at(deck, -1), 8'000);
    EXPECT_EQ(at(deck, -0.5), 8'500);
    EXPECT_EQ(at(deck, 0), 9'000);
    EXPECT_EQ(at(deck, 0.5), 9'250);
    EXPECT_EQ(at(deck, 2), 10'000);
    EXPECT_EQ(at(deck, 40), 10'000);
}

TEST(Deck, GoesByTheTimeFromTheValuationDateNotByTheAge) {
    const Deck deck{std::vector<Deck::Point>{{0.0 * year, usd_t(1)}, {1.0 * year, usd_t(2)}}};
    EXPECT_EQ(deck.base({.from_valuation = 0.5, .age = 9}), 1.5);
    EXPECT_EQ(deck.constant({.from_valuation = 0.5, .age = 9}), 1.5);
}

TEST(Deck, OfOneNumberIsThatNumberAtAllTimes) {
    const Deck deck{usd_t(9'000)};
    EXPECT_EQ(at(deck, -3), 9'000);
    EXPECT_EQ(at(deck, 100), 9'000);
    EXPECT_TRUE(deck.factors().empty());
}

TEST(Deck, RefusesPointsOutOfOrderOrWithoutAPriceByTheirPlace) {
    EXPECT_THROW(Deck{usd_t(0)}, InputError);
    EXPECT_THROW(Deck{std::vector<Deck::Point>{}}, InputError);
    try {
        const Deck deck{std::vector<Deck::Point>{
            {1.0 * year, usd_t(5)}, {1.0 * year, usd_t(6)}, {2.0 * year, usd_t(-7)}, {NAN * year, usd_t(8)}}};
        FAIL() << "nothing was refused";
    } catch (const InputError& error) {
        ASSERT_EQ(error.problems().size(), 3u);
        EXPECT_EQ(to_string(error.problems()[0]), "points[2].time = 1: must be later than the point before");
        EXPECT_EQ(to_string(error.problems()[1]), "points[3].price = -7: must be a positive price (USD/t)");
        EXPECT_EQ(error.problems()[2].field, "points[4].time");
    }
}

}  // namespace
