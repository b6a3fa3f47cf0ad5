#include "minerisk/engine/kept_columns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/bell.hpp"
#include "support/study.hpp"

namespace {

using namespace minerisk;
using testing_support::Bell;

minerisk::Run kept_run(std::vector<std::string> metrics, std::uint64_t paths = 200) {
    minerisk::Run run;
    run.paths = paths;
    run.seed = 7;
    run.threads = 1;
    run.executor = Executor::serial;
    run.metrics = std::move(metrics);
    return run;
}

std::vector<std::string> names_of(const auto& columns) {
    std::vector<std::string> names;
    for (const auto& c : columns) names.push_back(c.name);
    return names;
}

std::string refused_metrics(const std::vector<std::string>& metrics) {
    try {
        simulate(Bell{}, kept_run(metrics));
    } catch (const InputError& e) {
        return e.what();
    }
    return "";
}

using Names = std::vector<std::string>;

TEST(KeptColumns, WhatIsNotAskedForIsNotThere) {
    const Outcome all = simulate(Bell{}, kept_run({}));
    EXPECT_TRUE(all.declined.empty());
    const Outcome some = simulate(Bell{}, kept_run({"growth"}));
    EXPECT_EQ(names_of(some.columns), Names{"growth"});
    EXPECT_TRUE(some.statuses.empty());
    EXPECT_EQ(some.declined, (Names{"z", "side"}));
    EXPECT_TRUE(std::ranges::equal(some["growth"], all["growth"]));
    EXPECT_EQ(some.find_column("z"), nullptr);
    EXPECT_THROW(some["z"], std::out_of_range);
}

TEST(KeptColumns, AStatusComesWithItsMetricOrByItsOwnName) {
    const Outcome all = simulate(Bell{}, kept_run({}));
    for (const Names& metrics : {Names{"z"}, Names{"side", "growth"}}) {
        const Outcome o = simulate(Bell{}, kept_run(metrics));
        ASSERT_EQ(names_of(o.statuses), Names{"side"});
        EXPECT_TRUE(std::ranges::equal(o.status("side").values, all.status("side").values));
    }
}

TEST(KeptColumns, AnUnknownNameIsRefusedWithTheNearestOne) {
    EXPECT_EQ(refused_metrics({"growht"}), "metrics = growht: unknown metric; did you mean `growth`?");
    EXPECT_EQ(refused_metrics({"z", "irr", "sid"}),
              "metrics = irr: unknown metric; known here: `z`, `growth`, `side`\n"
              "metrics = sid: unknown metric; did you mean `side`?");
    EXPECT_EQ(refused_metrics({"side"}), "metrics = side: must name a number a path, not only a status");
}

TEST(KeptColumns, AModelWithoutColumnsOrWithOneNameTwiceIsRefused) {
    const auto refused = [](std::vector<Column> columns, std::vector<StatusColumn> statuses) {
        Outcome out;
        try {
            detail::keep_columns(std::move(columns), std::move(statuses), {}, out);
        } catch (const InputError& e) {
            return std::string{e.what()};
        }
        return std::string{};
    };
    EXPECT_EQ(refused({}, {}), "metrics: must name a number a path, not only a status");
    EXPECT_EQ(refused({{"a"}, {"b"}}, {{"a", {}}}),
              "columns = a: must be the name of one column or status of the model");
}

TEST(KeptColumns, OfAStudyNpvAndIrrAreSixteenBytesAPathAndOneOfStatus) {
    const Study<> study{testing_support::risky_study()};
    const Outcome all = simulate(study, kept_run({}));
    const Outcome two = simulate(study, kept_run({"irr", "npv_usd"}));
    EXPECT_EQ(names_of(two.columns), (Names{"npv_usd", "irr"}));  // in the order of the model
    EXPECT_EQ(names_of(two.statuses), Names{"irr_status"});
    EXPECT_EQ(two.columns.size() + two.statuses.size() + two.declined.size(),
              all.columns.size() + all.statuses.size());
    EXPECT_TRUE(std::ranges::equal(two.npv(), all.npv()));
    EXPECT_TRUE(std::ranges::equal(two.irr(), all.irr()));
    EXPECT_TRUE(std::ranges::equal(two.status("irr_status").values, all.status("irr_status").values));
    std::size_t bytes = 0;
    for (const Column& c : two.columns) bytes += c.values.capacity() * sizeof c.values[0];
    for (const StatusColumn& s : two.statuses) bytes += s.values.capacity() * sizeof s.values[0];
    EXPECT_EQ(bytes, 200u * 17);
}

TEST(Rows, EachIsToldOfOnceAndStandsThen) {
    const Outcome whole = simulate(Bell{}, kept_run({}, 5000));
#if defined(__SANITIZE_THREAD__)
    const Executor ways[] = {Executor::serial, Executor::threads};
#else
    const Executor ways[] = {Executor::serial, Executor::threads, Executor::tbb};
#endif
    for (const Executor executor : ways) {
        minerisk::Run run = kept_run({}, 5000);
        run.executor = executor;
        run.threads = 3;
        run.paths_a_task = 200;
        std::vector<int> told(5000, 0);
        run.rows = [&](const Outcome& o, std::uint64_t first, std::uint64_t count) {
            for (std::uint64_t i = first; i < first + count; ++i) {
                ++told[i];
                ASSERT_EQ(o["growth"][i], whole["growth"][i]);
                ASSERT_EQ(o.status("side").values[i], whole.status("side").values[i]);
            }
        };
        simulate(Bell{}, run);
        EXPECT_EQ(std::ranges::count(told, 1), 5000);
    }
}

TEST(Rows, OfAStoppedRunThePrefixIsToldOf) {
    std::stop_source source;
    minerisk::Run run = kept_run({}, 5000);
    run.paths_a_task = 640;
    run.stop = source.get_token();
    std::vector<int> told(5000, 0);
    run.rows = [&](const Outcome&, std::uint64_t first, std::uint64_t count) {
        for (std::uint64_t i = first; i < first + count; ++i) ++told[i];
        if (first > 1000) source.request_stop();
    };
    const Outcome part = simulate(Bell{}, run);
    ASSERT_EQ(part.paths, 1920u);
    for (std::uint64_t i = 0; i < part.paths; ++i) EXPECT_EQ(told[i], 1);
}

TEST(Rows, WhatTheyThrowEndsTheRun) {
    minerisk::Run run = kept_run({}, 5000);
    run.rows = [](const Outcome&, std::uint64_t, std::uint64_t) { throw std::runtime_error{"disk full"}; };
    EXPECT_THROW(simulate(Bell{}, run), std::runtime_error);
}

}  // namespace
