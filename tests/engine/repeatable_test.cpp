// The same numbers however a run is cut: into threads, tasks and blocks, down to a block that has few paths
// or in which no path, or every path, has a return.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "minerisk/engine/simulate.hpp"
#include "minerisk/kernels/builds.hpp"
#include "support/study.hpp"

namespace repeatable {
namespace {

using namespace minerisk;
using valuation::IrrStatus;

const Study<>& risky() {
    static const Study<> made{testing_support::risky_study()};
    return made;
}
Outcome outcome(const Study<>& study, std::uint64_t paths, int threads = 1, std::uint64_t paths_a_task = 64) {
    minerisk::Run run;
    run.paths = paths;
    run.seed = 11;
    run.threads = threads;
    run.paths_a_task = paths_a_task;
    run.executor = threads == 1 ? Executor::serial : Executor::threads;
    return simulate(study, run);
}

/// Every bit of the first `rows` rows, column after column.
std::uint64_t sum_of(const Outcome& o, std::uint64_t rows) {
    std::uint64_t hash = 14695981039346656037u;
    const auto take = [&](std::uint64_t bits) { hash = std::rotl((hash ^ bits) * 1099511628211u, 29); };
    for (const Column& c : o.columns)
        for (std::uint64_t i = 0; i < rows; ++i) take(std::bit_cast<std::uint64_t>(c.values[i]));
    for (const StatusColumn& c : o.statuses)
        for (std::uint64_t i = 0; i < rows; ++i) take(c.values[i]);
    return hash;
}

TEST(Repeatable, OneToEightThreadsAndTasksOfAnySize) {
    constexpr std::uint64_t paths = 1'000;  // 15 blocks and 40 paths
    const std::uint64_t expected = sum_of(outcome(risky(), paths), paths);
    for (int threads = 2; threads <= 8; ++threads)
        EXPECT_EQ(sum_of(outcome(risky(), paths, threads), paths), expected) << threads << " threads";
    for (const std::uint64_t size : {1u, 63u, 65u, 127u, 128u, 999u, 1'000u, 1'000'000u})
        for (const int threads : {1, 3})
            EXPECT_EQ(sum_of(outcome(risky(), paths, threads, size), paths), expected)
                << threads << " threads, tasks of " << size;
}

TEST(Repeatable, AnyNumberOfPathsIsTheBeginningOfMore) {
    const Outcome more = outcome(risky(), 200);
    for (const std::uint64_t paths : {1u, 2u, 63u, 64u, 65u, 127u, 128u, 129u}) {
        for (const int threads : {1, 2}) {
            const Outcome some = outcome(risky(), paths, threads);
            ASSERT_EQ(some.paths, paths);
            EXPECT_FALSE(some.interrupted);
            for (const Column& c : some.columns) ASSERT_EQ(c.values.size(), paths) << c.name;
            for (const StatusColumn& c : some.statuses) ASSERT_EQ(c.values.size(), paths) << c.name;
            EXPECT_EQ(sum_of(some, paths), sum_of(more, paths)) << paths << " paths";
        }
    }
}

/// Monthly periods make narrow blocks: what pads their last one shows as little.
TEST(Repeatable, SoItIsInNarrowBlocks) {
    const Study<> monthly{testing_support::risky_study(TimeGrid{{2027, 1, 1}, 20, 12})};
    const Outcome more = outcome(monthly, 40);
    for (const std::uint64_t paths : {1u, 15u, 16u, 17u})
        EXPECT_EQ(sum_of(outcome(monthly, paths, 2, 1), paths), sum_of(more, paths)) << paths << " paths";
}

/// The small mine at prices this much above its own; its branch, which may stop it, only if `may_stop`.
Study<> at_prices(double factor, bool may_stop) {
    StudySpec<> spec = testing_support::risky_study();
    spec.price_correlations.clear();
    spec.prices = {{"copper", price::Deck{Price::from_canonical(factor * 12'000)}},
                   {"gold", price::Deck{Price::from_canonical(factor * 1.3e8)}}};
    if (!may_stop) spec.schedule.branch.reset();
    return Study<>{spec};
}

/// How many of the first two blocks' paths have a return. Every rate and status is the one that the scalar
/// proof finds, and all kernel tables answer alike.
int with_return(const Study<>& study) {
    int returns = 0;
    const auto block = std::make_unique<PathBlock<>>(study, cashflow::Ledger::Keep::everything);
    const auto width = static_cast<std::size_t>(block->width());
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{width}}) {
        block->simulate(11, first, Risks::all());
        const BlockArray& net = block->ledger().net();
        for (int p = 0; p < block->width(); ++p) {
            std::vector<double> flows;
            for (int i = 0; i < net.rows(); ++i) flows.push_back(net(i, p));
            const valuation::Irr proof = valuation::detail::proven(flows.data(), net.rows(), 1);
            const double rate = block->values()(PathBlock<>::irr, p);
            EXPECT_EQ(block->irr_status(p), proof.status) << p;
            if (proof.exists()) {
                EXPECT_NEAR(rate, proof.rate, 1e-12 * (1 + std::abs(proof.rate))) << p;
            } else {
                EXPECT_TRUE(std::isinf(rate)) << p;
            }
            returns += proof.exists();
        }
        std::vector<double> expected(width);
        std::vector<unsigned char> expected_codes(width);
        usable_kernels().back()->irr(net.rows(), block->width(), net.data(), expected.data(),
                                     expected_codes.data());
        for (const KernelTable* kernel : usable_kernels()) {
            std::vector<double> rates(width);
            std::vector<unsigned char> codes(width);
            kernel->irr(net.rows(), block->width(), net.data(), rates.data(), codes.data());
            EXPECT_EQ(codes, expected_codes) << kernel->name;
            for (std::size_t p = 0; p < width; ++p)
                if (codes[p] == 0) {
                    EXPECT_EQ(rates[p], expected[p]) << kernel->name << " " << p;
                }
        }
    }
    return returns;
}

TEST(Repeatable, ABlockInWhichNoPathHasAReturn) {
    const Study<> ruin = at_prices(0.01, true);
    EXPECT_EQ(with_return(ruin), 0);
    const Outcome o = outcome(ruin, 100);
    for (std::size_t i = 0; i < o.paths; ++i) {
        EXPECT_EQ(o.irr()[i], -std::numeric_limits<double>::infinity());
        EXPECT_LT(o.npv()[i], 0);
    }
    EXPECT_EQ(Outcome::counts(o.status("irr_status"))[static_cast<std::size_t>(IrrStatus::none_loss)], 100u);
}

TEST(Repeatable, ABlockInWhichEveryPathHasAReturn) {
    const Study<> riches = at_prices(2, false);
    EXPECT_EQ(with_return(riches), 2 * wide_block);
    const Outcome o = outcome(riches, 100);
    for (const double rate : o.irr()) EXPECT_GT(rate, 0);
}

TEST(Repeatable, ABlockInWhichSomePathsHaveAReturn) {
    const int some = with_return(at_prices(2, true));  // the branch stops some
    EXPECT_GT(some, 0);
    EXPECT_LT(some, 2 * wide_block);
}

}  // namespace
}  // namespace repeatable
