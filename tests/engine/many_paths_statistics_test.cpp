// A million paths and one: the last block holds a single path.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include "minerisk/engine/simulate.hpp"
#include "minerisk/statistics/summary.hpp"
#include "support/study.hpp"

namespace many_paths {
namespace {

using namespace minerisk;

constexpr std::uint64_t paths = 1'000'001;
static_assert(paths % wide_block == 1);

/// The cheapest study that moves: one metal at a constant price, a mine of 10 years, one risk.
Study<> cheapest() {
    StudySpec<> spec;
    spec.project = testing_support::plain_mine();
    spec.project.phases[0].build.capital = {{2 * units::year, 150 * units::MUSD}};
    spec.grid = TimeGrid::yearly(14);
    spec.prices = {{"copper", price::Deck{Price::from_canonical(5'000)}}};
    spec.technical.grade = 0.2;
    spec.valuation.discount_rate = 0.08 / units::year;
    return Study<>{spec};
}
minerisk::Run all_of_them(int threads) {
    minerisk::Run run;
    run.paths = paths;
    run.threads = threads;
    run.executor = Executor::threads;
    return run;
}

TEST(ManyPaths, AMillionAndOneAreTheSameOnAnyThreadsAndEachIsItself) {
    const Study<> study = cheapest();
    std::uint64_t last = 0;
    minerisk::Run run = all_of_them(1);
    run.progress = [&](std::uint64_t done) { last = done; };
    const Outcome one = simulate(study, run);
    EXPECT_EQ(one.paths, paths);
    EXPECT_EQ(last, paths);

    run = all_of_them(3);
    run.paths_a_task = 777;
    const Outcome three = simulate(study, run);
    const auto same = [](double a, double b) {
        return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    };
    for (std::size_t c = 0; c < one.columns.size(); ++c) {
        ASSERT_EQ(three.columns[c].values.size(), paths);
        EXPECT_TRUE(std::ranges::equal(one.columns[c].values, three.columns[c].values, same))
            << one.columns[c].name;
    }
    for (std::size_t c = 0; c < one.statuses.size(); ++c)
        EXPECT_TRUE(std::ranges::equal(one.statuses[c].values, three.statuses[c].values))
            << one.statuses[c].name;

    minerisk::Run alone = all_of_them(1);
    alone.paths = 1;
    for (const std::uint64_t path :
         {std::uint64_t{0}, std::uint64_t{2'047}, paths / 2, paths - 2, paths - 1}) {
        alone.first_path = path;
        EXPECT_EQ(simulate(study, alone).npv()[0], one.npv()[path]) << path;
    }
    EXPECT_NE(one.npv()[paths - 1], one.npv()[paths - 2]);

    std::uint64_t counted = 0;
    for (const std::uint64_t n : Outcome::counts(one.status("irr_status"))) counted += n;
    EXPECT_EQ(counted, paths);
    EXPECT_EQ(statistics::summarize(one.npv()).count, paths);
}

}  // namespace
}  // namespace many_paths
