#include "minerisk/valuation/dated.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::valuation;
using namespace minerisk::units;

const std::vector<DatedFlow> published{{{2008, 1, 1}, -10'000},
                                       {{2008, 3, 1}, 2'750},
                                       {{2008, 10, 30}, 4'250},
                                       {{2009, 2, 15}, 3'250},
                                       {{2009, 4, 1}, 2'750}};

TEST(Dated, AgreesWithThePublishedSpreadsheetExamples) {
    EXPECT_NEAR(xirr(published).rate, 0.373362535, 5e-9);
    EXPECT_NEAR(xnpv(published, 9 * percent / year), 2086.647602, 5e-7);
}

TEST(Dated, XirrIsWhereXnpvIsZeroAndCarriesItsCertificate) {
    const Irr found = xirr(published);
    EXPECT_EQ(found.status, IrrStatus::one);
    EXPECT_EQ(found.falling, 1);
    EXPECT_EQ(found.rising, 0);
    EXPECT_NEAR(xnpv(published, found.rate / year), 0, 1e-9);
}

TEST(Dated, OrderOfDatesAndNettingWithinADayChangeNothing) {
    std::vector<DatedFlow> other = published;
    other.push_back({{2008, 3, 1}, -1'000});
    other[1].amount += 1'000;
    std::reverse(other.begin(), other.end());
    EXPECT_NEAR(xirr(other).rate, xirr(published).rate, 1e-13);
}

TEST(Dated, SeveralRootsAreCounted) {
    const std::vector<DatedFlow> flows{{{2021, 1, 1}, -1}, {{2022, 1, 1}, 2.3}, {{2023, 1, 1}, -1.32}};
    const Irr found = xirr(flows);
    EXPECT_EQ(found.status, IrrStatus::one);
    EXPECT_EQ(found.rising, 1);
    EXPECT_NEAR(found.rate, 0.2, 1e-12);
    EXPECT_EQ(xirr(std::vector<DatedFlow>{{{2021, 1, 1}, -1}, {{2022, 1, 1}, 1}, {{2023, 1, 1}, -1}}).status,
              IrrStatus::none_loss);
}

TEST(Dated, StatusesOfOneSidedAndBadStreams) {
    using testing_support::nan;
    EXPECT_EQ(xirr({}).status, IrrStatus::degenerate);
    EXPECT_EQ(xirr(std::vector<DatedFlow>{{{2021, 1, 1}, -1}, {{2021, 1, 1}, 1}}).status,
              IrrStatus::degenerate);
    EXPECT_EQ(xirr(std::vector<DatedFlow>{{{2021, 1, 1}, -1}, {{2022, 1, 1}, nan}}).status,
              IrrStatus::degenerate);
    EXPECT_EQ(xirr(std::vector<DatedFlow>{{{2021, 1, 1}, 1}}).rate, std::numeric_limits<double>::infinity());
    EXPECT_EQ(xnpv({}, 9 * percent / year), 0);
}

TEST(Dated, RefusesEveryDateThatDoesNotExist) {
    const std::vector<DatedFlow> flows{{{2021, 2, 29}, -1}, {{2022, 1, 1}, 1}, {{2022, 13, 1}, 1}};
    try {
        xirr(flows);
        FAIL();
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 2u);
        EXPECT_EQ(e.problems()[0].field, "flows[0].date");
        EXPECT_EQ(e.problems()[0].value, "2021-02-29");
        EXPECT_EQ(e.problems()[1].field, "flows[2].date");
    }
    EXPECT_THROW(xnpv(published, -1.0 / year), InputError);
}

}  // namespace
