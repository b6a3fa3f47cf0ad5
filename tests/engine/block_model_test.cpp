#include "minerisk/engine/block_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "minerisk/statistics/moments.hpp"
#include "support/bell.hpp"

namespace {

using namespace minerisk;

using testing_support::Bell;

static_assert(BlockModel<Bell> && HasStatuses<Bell>);

/// The same without statuses.
struct PlainBell {
    struct Worker {
        explicit Worker(const PlainBell&) {}
        void simulate(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
            bell.simulate(seed, first_path, risks);
        }
        const double* column(int c) { return bell.column(c); }
        Bell model;
        Bell::Worker bell{model};
    };
    int block_width() const { return wide_block; }
    std::vector<Column> columns() const { return {{"z", Kind::ratio}}; }
};
static_assert(BlockModel<PlainBell> && !HasStatuses<PlainBell>);
static_assert(!BlockModel<int> && !BlockModel<Column>);

#if defined(__SANITIZE_THREAD__)  // which does not see how TBB hands work over
constexpr Executor bell_executors[] = {Executor::serial, Executor::threads};
#else
constexpr Executor bell_executors[] = {Executor::serial, Executor::threads, Executor::tbb};
#endif

minerisk::Run bell_run(std::uint64_t paths, Executor executor = Executor::serial, int threads = 1) {
    minerisk::Run run;
    run.paths = paths;
    run.seed = 11;
    run.executor = executor;
    run.threads = threads;
    run.paths_a_task = 64;
    return run;
}

void expect_same_prefix(const Outcome& part, const Outcome& whole) {
    ASSERT_EQ(part.columns.size(), whole.columns.size());
    for (std::size_t c = 0; c < part.columns.size(); ++c) {
        ASSERT_EQ(part.columns[c].values.size(), part.paths);
        EXPECT_TRUE(
            std::ranges::equal(part.columns[c].values, std::span{whole.columns[c].values}.first(part.paths)));
    }
    for (std::size_t s = 0; s < part.statuses.size(); ++s)
        EXPECT_TRUE(std::ranges::equal(part.statuses[s].values,
                                       std::span{whole.statuses[s].values}.first(part.paths)));
}

TEST(BlockModel, AModelOfAUsersGivesItsColumnsWithTheirClosedForms) {
    const Outcome o = simulate(Bell{}, bell_run(200'000));
    ASSERT_EQ(o.columns.size(), 2u);
    EXPECT_EQ(o.columns[0].name, "z");
    EXPECT_EQ(o.paths, 200'000u);
    EXPECT_FALSE(o.interrupted);
    const statistics::Mean z = statistics::mean(o["z"]), growth = statistics::mean(o["growth"]);
    EXPECT_NEAR(z.value, 0, 4 / std::sqrt(2e5));
    EXPECT_NEAR(*z.sd, 1, 4 / std::sqrt(4e5));
    EXPECT_NEAR(growth.value, std::exp(0.5), 4 * *growth.se);
    const auto sides = Outcome::counts(o.status("side"));
    EXPECT_EQ(sides[0] + sides[1], o.paths);
    EXPECT_EQ(sides[1],
              static_cast<std::uint64_t>(std::ranges::count_if(o["z"], [](double x) { return x > 0; })));
}

TEST(BlockModel, SameBitsForAnyExecutorThreadsAndNumberOfPaths) {
    const Outcome whole = simulate(Bell{}, bell_run(1000));
    for (const std::uint64_t paths : {1u, 63u, 64u, 65u, 1000u})
        for (const Executor executor : bell_executors)
            for (const int threads : {1, 2, 3}) {
                const Outcome o = simulate(Bell{}, bell_run(paths, executor, threads));
                EXPECT_EQ(o.paths, paths);
                EXPECT_EQ(o.threads, threads);
                expect_same_prefix(o, whole);
            }
    const Outcome plain = simulate(PlainBell{}, bell_run(1000));
    EXPECT_TRUE(std::ranges::equal(plain["z"], whole["z"]));
    EXPECT_TRUE(plain.statuses.empty());
}

/// Sums of the bits, in row order.
std::uint64_t checksum(const Outcome& o) {
    std::uint64_t sum = o.paths;
    for (const Column& c : o.columns)
        for (const double x : c.values) sum = 31 * sum + std::bit_cast<std::uint64_t>(x);
    for (const StatusColumn& s : o.statuses)
        for (const unsigned char x : s.values) sum = 31 * sum + x;
    return sum;
}

TEST(BlockModel, SameChecksumForAnyTaskSizeAndOneToEightThreads) {
    const std::uint64_t whole = checksum(simulate(Bell{}, bell_run(30'001)));
    for (const Executor executor : bell_executors)
        for (const std::uint64_t task : {1u, 64u, 2048u, 5000u})
            for (int threads = 1; threads <= 8; ++threads) {
                minerisk::Run run = bell_run(30'001, executor, threads);
                run.paths_a_task = task;
                ASSERT_EQ(checksum(simulate(Bell{}, run)), whole) << task << " paths a task, " << threads;
            }
    minerisk::Run million = bell_run(1'000'001);
    const std::uint64_t sum = checksum(simulate(Bell{}, million));
    million = bell_run(1'000'001, bell_executors[1], 8);
    million.paths_a_task = 5000;
    EXPECT_EQ(checksum(simulate(Bell{}, million)), sum);
}

TEST(BlockModel, APathAloneIsThePathOfABigRun) {
    const Outcome all = simulate(Bell{}, bell_run(500));
    for (const std::uint64_t path : {0u, 63u, 64u, 333u, 499u}) {
        minerisk::Run one = bell_run(1);
        one.first_path = path;
        EXPECT_EQ(simulate(Bell{}, one)["growth"][0], all["growth"][path]);
    }
}

TEST(BlockModel, RisksReachTheModel) {
    minerisk::Run none = bell_run(70);
    none.risks = Risks::none();
    const Outcome o = simulate(Bell{}, none);
    for (const double x : o["growth"]) EXPECT_EQ(x, 1);
}

TEST(BlockModel, AStopKeepsTheLongestPrefixOfCompleteBlocks) {
    const Outcome whole = simulate(Bell{}, bell_run(5000));
    for (const Executor executor : bell_executors)
        for (const std::uint64_t task : {64u, 640u}) {
            std::stop_source source;
            minerisk::Run run = bell_run(5000, executor, 3);
            run.paths_a_task = task;
            run.stop = source.get_token();
            run.progress = [&](std::uint64_t done) {
                if (done >= 1000) source.request_stop();
            };
            const Outcome part = simulate(Bell{}, run);
            EXPECT_TRUE(part.interrupted);
            EXPECT_GE(part.paths, 64u);
            EXPECT_LT(part.paths, 5000u);
            EXPECT_EQ(part.paths % wide_block, 0u);
            EXPECT_EQ(part.paths_asked, 5000u);
            expect_same_prefix(part, whole);
        }
}

/// A worker that asks to stop in the middle of a task: the blocks before stay.
TEST(BlockModel, AStopWithinATaskKeepsItsCompleteBlocks) {
    struct Stopper : PlainBell {
        std::stop_source* source;
        struct Worker : PlainBell::Worker {
            explicit Worker(const Stopper& of) : PlainBell::Worker{of}, source{of.source} {}
            void simulate(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
                PlainBell::Worker::simulate(seed, first_path, risks);
                if (first_path == 128) source->request_stop();
            }
            std::stop_source* source;
        };
    };
    std::stop_source source;
    minerisk::Run run = bell_run(5000);
    run.paths_a_task = 2048;
    run.stop = source.get_token();
    const Outcome part = simulate(Stopper{{}, &source}, run);
    EXPECT_EQ(part.paths, 192u);
    expect_same_prefix(part, simulate(PlainBell{}, bell_run(5000)));
}

/// A task that a stop cuts off while a later one is done: what is behind the gap is given up.
TEST(BlockModel, NoRowBehindAGapIsKept) {
    struct Slow : PlainBell {
        std::stop_source* source;
        std::atomic<bool>* later_is_done;
        struct Worker : PlainBell::Worker {
            explicit Worker(const Slow& of) : PlainBell::Worker{of}, slow{&of} {}
            void simulate(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
                PlainBell::Worker::simulate(seed, first_path, risks);
                if (first_path != 64) return;
                while (!*slow->later_is_done) std::this_thread::yield();
                slow->source->request_stop();
            }
            const Slow* slow;
        };
    };
    std::stop_source source;
    std::atomic<bool> later_is_done{false};
    minerisk::Run run = bell_run(100'000, Executor::threads, 2);
    run.paths_a_task = 192;
    run.stop = source.get_token();
    run.progress = [&](std::uint64_t) { later_is_done = true; };
    const Outcome part = simulate(Slow{{}, &source, &later_is_done}, run);
    EXPECT_EQ(part.paths, 128u);
    expect_same_prefix(part, simulate(PlainBell{}, bell_run(1000)));
}

TEST(BlockModel, TheFirstExceptionOfAWorkerComesOutOnce) {
    for (const Executor executor : bell_executors)
        for (const int threads : {1, 2, 3}) {
            try {
                simulate(Bell{300}, bell_run(2000, executor, threads));
                FAIL() << "nothing was thrown";
            } catch (const std::runtime_error& e) {
                EXPECT_STREQ(e.what(), "path 300");
            }
        }
}

}  // namespace
