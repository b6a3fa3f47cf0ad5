#include "minerisk/factors/fiscal/shocks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "minerisk/factors/fiscal.hpp"
#include "minerisk/random/draws.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using fiscal::Shocks;

constexpr int change_row = static_cast<int>(FiscalEvent::change);
constexpr int taking_row = static_cast<int>(FiscalEvent::expropriation);

BlockArray dates_of(const fiscal::Spec& spec, std::uint64_t first = 0, int width = wide_block) {
    BlockArray dates{fiscal_event_count, width};
    Shocks{spec}.simulate_block(2026, first, dates);
    return dates;
}

TEST(Shocks, DatesAreExponentialFromTheStatedDate) {
    const BlockArray dates =
        dates_of({.change = 0.02 / year, .expropriation = 0.005 / year, .from = 3 * year});
    BlockArray e{1, wide_block};
    for (int k = 0; k < fiscal_event_count; ++k) {
        const std::string name = fiscal_event_names[static_cast<std::size_t>(k)];
        random::exponential_rows({2026, random::stream_of("fiscal." + name), 0, 0}, e);
        for (int p = 0; p < wide_block; ++p)
            EXPECT_NEAR(dates(k, p), 3 + e(0, p) / -std::log(k == change_row ? 0.98 : 0.995), 1e-9);
    }
}

TEST(Shocks, TheProbabilityIsThatOfTheFirstYear) {
    int first_year = 0;
    constexpr int blocks = 1000;
    for (std::uint64_t b = 0; b < blocks; ++b) {
        const BlockArray dates = dates_of({.change = 0.2 / year, .from = 1 * year}, b * wide_block);
        first_year += static_cast<int>(std::count_if(
            dates.row(change_row), dates.row(change_row) + wide_block, [](double t) { return t <= 2; }));
    }
    const double paths = blocks * wide_block;
    EXPECT_NEAR(first_year / paths, 0.2, 4 * std::sqrt(0.2 * 0.8 / paths));
}

TEST(Shocks, WhatIsNotStatedNeitherComesNorDraws) {
    const Shocks none{{}};
    EXPECT_FALSE(none.any());
    EXPECT_EQ(none.stream_names(), std::vector<std::string>{});
    const Shocks taking{{.expropriation = 0.01 / year}};
    EXPECT_FALSE(taking.stated(FiscalEvent::change));
    EXPECT_EQ(taking.stream_names(), std::vector<std::string>{"fiscal.expropriation"});
    const BlockArray dates = dates_of({.expropriation = 0.01 / year});
    const BlockArray both = dates_of({.change = 0.3 / year, .expropriation = 0.01 / year});
    for (int p = 0; p < wide_block; ++p) {
        EXPECT_EQ(dates(change_row, p), testing_support::never);
        EXPECT_EQ(dates(taking_row, p), both(taking_row, p));  // whatever else is stated
    }
    BlockArray base{fiscal_event_count, wide_block};
    Shocks::base_block(base);
    EXPECT_EQ(base(taking_row, 5), testing_support::never);
}

TEST(Shocks, APathAloneHasTheBitsItHasInAnyBlock) {
    const fiscal::Spec spec{.change = 0.02 / year, .expropriation = 0.005 / year};
    const BlockArray wide = dates_of(spec, 1000);
    for (const int path : {0, 17, 63})
        for (int k = 0; k < fiscal_event_count; ++k)
            EXPECT_EQ(dates_of(spec, 1000 + static_cast<std::uint64_t>(path), narrow_block)(k, 0),
                      wide(k, path));
}

TEST(Shocks, AProbabilityOfNothingNeverComes) {
    EXPECT_EQ(dates_of({.change = Rate{}})(change_row, 3), testing_support::never);
}

TEST(Shocks, WhatCannotBeIsRefused) {
    const auto fields = [](const fiscal::Spec& spec) {
        std::vector<std::string> all;
        try {
            Shocks{spec};
        } catch (const InputError& e) {
            for (const Problem& p : e.problems()) all.push_back(p.field);
        }
        return all;
    };
    using Fields = std::vector<std::string>;
    for (const double bad : {-0.1, 1.0, testing_support::nan}) {
        EXPECT_EQ(fields({.change = bad / year}), Fields{"fiscal.change.probability"});
        EXPECT_EQ(fields({.expropriation = bad / year}), Fields{"fiscal.expropriation.probability"});
    }
    for (const double bad : {-1.0, testing_support::infinity})
        EXPECT_EQ(fields({.from = bad * year}), Fields{"fiscal.from"});
}

}  // namespace
