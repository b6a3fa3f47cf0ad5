#include "minerisk/statistics/summary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "../valuation/streams.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using minerisk::tests::Numbers;
using testing_support::infinity;
using testing_support::nan;

TEST(Summary, HoldsWhatTheSingleFunctionsGive) {
    Numbers numbers{4};
    std::vector<double> values;
    for (int i = 0; i < 999; ++i) values.push_back(numbers.between(-5, 20));
    values.insert(values.end(), {-infinity, infinity, nan});
    const Summary s = summarize(values, {.probs = {0.05, 0.5}, .tail_share = 0.05, .limits = {0.0}});
    EXPECT_EQ(s.count, 1001u);
    EXPECT_EQ(s.missing, 1u);
    EXPECT_EQ(s.below, 1u);
    EXPECT_EQ(s.above, 1u);
    EXPECT_EQ(s.mean.value, mean(values).value);
    EXPECT_EQ(s.mean.count, 999u);
    EXPECT_EQ(s.quantiles[0].value, quantile(values, 0.05));
    EXPECT_EQ(*s.quantiles[1].high, *quantile_with_interval(values, 0.5).high);
    EXPECT_EQ(s.tail->value, -infinity);
    EXPECT_EQ(s.probabilities[0].probability.value, probability_below(values, 0).value);
    const std::vector<double> finite(values.begin(), values.begin() + 999);
    EXPECT_EQ(summarize(finite).tail->value, expected_shortfall(finite, 0.05).value);
    EXPECT_EQ(*summarize(finite).tail->se, *expected_shortfall(finite, 0.05).se);
}

TEST(Summary, OneValueHasNoErrorsAndNoneHasNoValues) {
    const Summary one = summarize(std::vector<double>{3}, {.limits = {4}});
    EXPECT_EQ(one.count, 1u);
    EXPECT_EQ(one.mean.value, 3);
    EXPECT_FALSE(one.mean.se);
    EXPECT_EQ(one.quantiles[4].value, 3);
    EXPECT_FALSE(one.quantiles[4].low);
    EXPECT_EQ(one.tail->value, 3);
    EXPECT_FALSE(one.tail->se);
    EXPECT_EQ(one.probabilities[0].probability.value, 1);
    EXPECT_FALSE(one.probabilities[0].probability.high);

    const Summary none = summarize(std::vector<double>{nan});
    EXPECT_EQ(none.missing, 1u);
    EXPECT_TRUE(std::isnan(none.mean.value));
    EXPECT_TRUE(std::isnan(none.quantiles[0].value));
    EXPECT_TRUE(std::isnan(none.tail->value));
    EXPECT_FALSE(summarize({}, {.tail_share = {}}).tail);
}

TEST(Summary, IsTheSameForAnyOrderOfSelection) {
    Numbers numbers{5};
    std::vector<double> values;
    for (int i = 0; i < 5000; ++i) values.push_back(numbers.uniform());
    const Summary few = summarize(values, {.probs = {0.5}});
    const Summary many = summarize(values, {.probs = {0.99, 0.5, 0.01, 0.3}});
    EXPECT_EQ(few.quantiles[0].value, many.quantiles[1].value);
    EXPECT_EQ(few.tail->value, many.tail->value);
    EXPECT_EQ(*few.tail->se, *many.tail->se);
}

TEST(Summary, RefusesShareAndProbabilityOutsideTheirRange) {
    try {
        summarize({}, {.probs = {0.5, 1.5}, .tail_share = 0.0, .limits = {nan}});
        FAIL();
    } catch (const minerisk::InputError& e) {
        ASSERT_EQ(e.problems().size(), 3u);
        EXPECT_EQ(e.problems()[0].field, "summary.probs");
        EXPECT_EQ(e.problems()[0].value, "1.5");
        EXPECT_EQ(e.problems()[1].field, "summary.limits");
        EXPECT_EQ(e.problems()[2].field, "summary.tail_share");
    }
}

}  // namespace
