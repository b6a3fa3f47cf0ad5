#include "minerisk/statistics/histogram.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk::statistics;
using testing_support::infinity;
using testing_support::nan;

TEST(Histogram, EveryValueIsCountedOnce) {
    const std::vector<double> values{-1, 0, 0.05, 0.1, 0.95, 1, 1.5, infinity, -infinity, nan};
    const Histogram h{values, 0, 1, 10};
    EXPECT_EQ(h.count(0), 2u);
    EXPECT_EQ(h.count(1), 1u);
    EXPECT_EQ(h.count(9), 2u);  // the upper end belongs to the last bin
    EXPECT_EQ(h.under(), 1u);
    EXPECT_EQ(h.over(), 1u);
    EXPECT_EQ(h.minus_infinite(), 1u);
    EXPECT_EQ(h.plus_infinite(), 1u);
    EXPECT_EQ(h.missing(), 1u);
}

TEST(Histogram, AValueAtAnEdgeBelongsToTheBinAboveIt) {
    for (int bins : {3, 7, 10, 49}) {
        Histogram h{-0.3, 1.1, bins};
        for (int i = 0; i < bins; ++i) h.add(h.edge(i));
        for (int i = 0; i < bins; ++i) EXPECT_EQ(h.count(i), 1u) << bins << " " << i;
    }
}

TEST(Histogram, RefusesBinsThatAreNone) {
    try {
        Histogram{2, 1, 0};
        FAIL();
    } catch (const minerisk::InputError& e) {
        ASSERT_EQ(e.problems().size(), 2u);
        EXPECT_EQ(e.problems()[0].field, "histogram.high");
        EXPECT_EQ(e.problems()[1].field, "histogram.bins");
    }
    EXPECT_THROW((Histogram{nan, 1, 2}), minerisk::InputError);
}

}  // namespace
