#include "minerisk/engine/executor.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace {

using namespace minerisk;

TEST(Executor, EveryWayDoesAllTheWorkOnce) {
#if defined(__SANITIZE_THREAD__)
    const Executor ways[] = {Executor::serial, Executor::threads};
#else
    const Executor ways[] = {Executor::serial, Executor::threads, Executor::tbb};
#endif
    for (const Executor executor : ways) {
        std::atomic<int> next{0};
        std::vector<int> done(1000, 0);
        detail::run_workers(executor, 4, [&] {
            for (int i; (i = next.fetch_add(1)) < 1000;) ++done[static_cast<std::size_t>(i)];
        });
        for (const int n : done) EXPECT_EQ(n, 1);
    }
}

TEST(Executor, NoThreadsAskedMeansThoseOfTheMachine) {
    EXPECT_GE(detail::thread_count(0), 1);
    EXPECT_EQ(detail::thread_count(5), 5);
}

}  // namespace
