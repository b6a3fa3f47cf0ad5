#include "minerisk/cashflow/ledger.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using namespace minerisk;
using cashflow::Ledger;
using cashflow::Line;
using cashflow::MetalLine;

TEST(Ledger, EverythingHasARowForEachPeriodOfEachLine) {
    Ledger ledger{2, 3, 5, narrow_block, Ledger::Keep::everything};
    std::set<const double*> rows;
    for (int period = 0; period < 5; ++period) {
        for (int i = 0; i < cashflow::line_count; ++i) rows.insert(ledger.row(static_cast<Line>(i), period));
        for (int m = 0; m < 2; ++m)
            for (int i = 0; i < cashflow::metal_line_count; ++i)
                rows.insert(ledger.row(static_cast<MetalLine>(i), m, period));
        for (int r = 0; r < 3; ++r) rows.insert(ledger.royalty_row(r, period));
    }
    EXPECT_EQ(rows.size(), 5u * (cashflow::line_count + 2 * cashflow::metal_line_count + 3));
    EXPECT_TRUE(ledger.keeps_everything());
}

TEST(Ledger, ARunKeepsOnlyNetAndGrowthCapitalByPeriod) {
    Ledger ledger{2, 3, 5, narrow_block, Ledger::Keep::what_is_valued};
    for (int i = 0; i < cashflow::line_count; ++i) {
        const Line line = static_cast<Line>(i);
        const bool valued = line == Line::net || line == Line::growth_capital;
        EXPECT_EQ(ledger.line(line).rows(), valued ? 5 : 1);
        EXPECT_EQ(ledger.row(line, 4) != ledger.row(line, 0), valued);
    }
    EXPECT_EQ(ledger.row(MetalLine::payable, 1, 4), ledger.row(MetalLine::payable, 1, 0));
    EXPECT_NE(ledger.row(MetalLine::payable, 1, 4), ledger.row(MetalLine::payable, 0, 4));
    EXPECT_EQ(ledger.royalty_row(1, 4), ledger.royalty_row(1, 0));
    EXPECT_NE(ledger.royalty_row(1, 4), ledger.royalty_row(2, 4));
    ledger.row(Line::net, 3)[2] = 7;
    EXPECT_EQ(ledger.net()(3, 2), 7);
}

TEST(Ledger, FinanceFindsEachRoyaltyOfEachPeriod) {
    Ledger ledger{2, 3, 5, narrow_block, Ledger::Keep::what_finance_takes};
    EXPECT_EQ(ledger.royalty(2).rows(), 5);
    EXPECT_NE(ledger.royalty_row(2, 4), ledger.royalty_row(2, 3));
    EXPECT_NE(ledger.row(Line::tax, 4), ledger.row(Line::tax, 3));
}

TEST(Ledger, EveryLineHasANameOfItsOwn) {
    std::set<std::string> names;
    for (const char* name : cashflow::line_names) names.insert(name);
    for (const char* name : cashflow::metal_line_names) names.insert(name);
    EXPECT_EQ(names.size(), static_cast<std::size_t>(cashflow::line_count + cashflow::metal_line_count));
}

}  // namespace
