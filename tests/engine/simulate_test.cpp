#include "minerisk/engine/simulate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cstdint>

#include "minerisk/statistics/summary.hpp"
#include "support/study.hpp"

namespace {

using namespace minerisk;

// The thread sanitizer does not see how TBB hands work over.
#if defined(__SANITIZE_THREAD__)
constexpr Executor parallel[] = {Executor::threads};
#else
constexpr Executor parallel[] = {Executor::threads, Executor::tbb};
#endif

const Study<>& study() {
    static const Study<> made{testing_support::risky_study()};
    return made;
}
Run run(std::uint64_t paths, Executor executor = Executor::serial, int threads = 1) {
    minerisk::Run r;
    r.paths = paths;
    r.seed = 7;
    r.threads = threads;
    r.executor = executor;
    r.paths_a_task = 64;
    return r;
}

/// Equality of bits: NaN equals itself.
void expect_same_rows(const Outcome& a, std::uint64_t from_a, const Outcome& b, std::uint64_t from_b,
                      std::uint64_t count) {
    for (std::size_t c = 0; c < a.columns.size(); ++c)
        for (std::uint64_t i = 0; i < count; ++i)
            ASSERT_EQ(std::bit_cast<std::uint64_t>(a.columns[c].values[from_a + i]),
                      std::bit_cast<std::uint64_t>(b.columns[c].values[from_b + i]))
                << a.columns[c].name << " row " << i;
    for (std::size_t c = 0; c < a.statuses.size(); ++c)
        for (std::uint64_t i = 0; i < count; ++i)
            ASSERT_EQ(a.statuses[c].values[from_a + i], b.statuses[c].values[from_b + i])
                << a.statuses[c].name;
}

TEST(Simulate, SameBitsForAnyExecutorThreadsAndTaskSize) {
    const Outcome serial = simulate(study(), run(1000));
    for (const Executor executor : parallel)
        for (const int threads : {2, 3}) {
            minerisk::Run r = run(1000, executor, threads);
            expect_same_rows(serial, 0, simulate(study(), r), 0, 1000);
            r.paths_a_task = 300;
            expect_same_rows(serial, 0, simulate(study(), r), 0, 1000);
        }
}

TEST(Simulate, APathAloneIsThePathOfABigRun) {
    const Outcome all = simulate(study(), run(400));
    for (const std::uint64_t path : {0u, 1u, 63u, 64u, 217u, 399u}) {
        minerisk::Run one = run(1);
        one.first_path = path;
        expect_same_rows(all, path, simulate(study(), one), 0, 1);
        const auto story = replay(study(), path, 7, Risks::all());
        EXPECT_EQ(story.values()(PathBlock<>::npv, 0), all.npv()[path]);
    }
}

TEST(Simulate, NarrowBlocksOfManyPeriodsGiveTheSamePathToo) {
    const Study<> monthly{testing_support::risky_study(TimeGrid{{2027, 1, 1}, 20, 12})};
    ASSERT_EQ(block_width(monthly.grid().periods()), narrow_block);
    const Outcome all = simulate(monthly, run(40));
    minerisk::Run one = run(1);
    one.first_path = 21;
    expect_same_rows(all, 21, simulate(monthly, one), 0, 1);
}

TEST(Simulate, AnotherSeedIsAnotherRun) {
    minerisk::Run r = run(64);
    const Outcome a = simulate(study(), r);
    r.seed = 8;
    const Outcome b = simulate(study(), r);
    int same = 0;
    for (std::size_t i = 0; i < 64; ++i) same += a.npv()[i] == b.npv()[i];
    EXPECT_EQ(same, 0);
}

/// Turning a risk off leaves what the others drew, path by path.
TEST(Simulate, OnlySomeRisksLeavesTheDrawsOfTheOthers) {
    const auto all = replay(study(), 128, 7, Risks::all());
    const auto with = [&](Risks risks) { return replay(study(), 128, 7, risks); };
    const auto price = with({true, false, false, false});
    const auto schedule = with({false, true, false, false});
    const auto security = with({false, false, true, false});
    const auto technical = with({false, false, false, true});
    int outages = 0;
    for (int p = 0; p < all.width(); ++p) {
        for (int i = 0; i < study().grid().periods(); ++i) {
            ASSERT_EQ(price.prices()[0](i, p), all.prices()[0](i, p));
            ASSERT_EQ(price.prices()[1](i, p), all.prices()[1](i, p));
            ASSERT_EQ(security.alert()(i, p), all.alert()(i, p));
        }
        for (int k = 0; k < 2; ++k) {
            ASSERT_EQ(schedule.build().slip(k, p), all.build().slip(k, p));
            ASSERT_EQ(schedule.build().capital_ratio(k, p), all.build().capital_ratio(k, p));
            ASSERT_EQ(schedule.build().ramp_up(k, p), all.build().ramp_up(k, p));
        }
        ASSERT_EQ(schedule.build().decision[static_cast<std::size_t>(p)],
                  all.build().decision[static_cast<std::size_t>(p)]);
        for (int m = 0; m < technical_count; ++m)
            ASSERT_EQ(technical.technical()(m, p), all.technical()(m, p));
        for (int c = 0; c < channel_count; ++c) {
            const auto a = security.outages().of(p, static_cast<Channel>(c)),
                       b = all.outages().of(p, static_cast<Channel>(c));
            ASSERT_EQ(a.size(), b.size());
            for (std::size_t i = 0; i < a.size(); ++i) {
                ASSERT_EQ(a[i].begin, b[i].begin);
                ASSERT_EQ(a[i].end, b[i].end);
                ++outages;
            }
        }
    }
    EXPECT_GT(outages, 1000);
    EXPECT_EQ(price.technical()(0, 0), 1);  // and what is off stands at its base
    EXPECT_EQ(price.build().slip(0, 0), 1);
    EXPECT_TRUE(price.outages().of(0, Channel::road).empty());
    EXPECT_EQ(security.prices()[0](3, 0), study().prices().base(0)[3]);
}

TEST(Simulate, WithoutRiskEveryPathIsTheDeterministicModel) {
    minerisk::Run r = run(100);
    r.risks = Risks::none();
    const Outcome none = simulate(study(), r);
    for (const double npv : none.npv()) EXPECT_EQ(npv, none.npv()[0]);

    // A study whose risks all have no spread is the same model again.
    StudySpec<> spec = testing_support::risky_study();
    for (auto& metal : spec.prices) {
        auto p = std::get<price::SchwartzSmith>(metal.model).parameters();
        p.level_sd = 0;
        p.short_volatility = p.long_volatility = {};
        metal.model = price::SchwartzSmith{p};
    }
    for (auto& phase : spec.schedule.phases) {
        phase.slip_median = phase.capital_median = 1;
        phase.slip_sigma = phase.capital_sigma = phase.ramp_sigma = 0;
    }
    spec.schedule.branch.reset();
    spec.security.regime.reset();
    for (auto& c : spec.security.classes) c.rate = {};
    spec.technical = {};
    const Outcome flat = simulate(Study<>{spec}, run(70));
    minerisk::Run base = run(1);
    base.risks = Risks::none();
    const Outcome deterministic = simulate(Study<>{spec}, base);
    for (const double npv : flat.npv())
        EXPECT_NEAR(npv, deterministic.npv()[0], 1e-11 * std::abs(deterministic.npv()[0]));
}

TEST(Simulate, StatusesAndRanksGoTogether) {
    const Outcome o = simulate(study(), run(2000));
    const auto& irr = o.status("irr_status");
    const auto& decision = o.status("decision");
    std::size_t stopped = 0;
    for (std::size_t i = 0; i < o.paths; ++i) {
        const auto status = static_cast<valuation::IrrStatus>(irr.values[i]);
        EXPECT_EQ(status == valuation::IrrStatus::none_loss,
                  o.irr()[i] == -std::numeric_limits<double>::infinity());
        EXPECT_EQ(status == valuation::IrrStatus::one || status == valuation::IrrStatus::several,
                  std::isfinite(o.irr()[i]));
        if (decision.names[decision.values[i]] != "stopped") continue;
        ++stopped;
        EXPECT_EQ(status, valuation::IrrStatus::none_loss);
        EXPECT_EQ(o["first_ore_year"][i], std::numeric_limits<double>::infinity());
        EXPECT_LT(o.npv()[i], 0);
    }
    EXPECT_NEAR(static_cast<double>(stopped) / 2000, 0.1 / 0.8, 4 * std::sqrt(0.125 * 0.875 / 2000));
    std::uint64_t sum = 0;
    for (const std::uint64_t n : Outcome::counts(irr)) sum += n;
    EXPECT_EQ(sum, o.paths);
}

TEST(Simulate, APathThatNeverSpendsHasNothingToPayBack) {
    StudySpec<> spec = testing_support::risky_study();
    spec.project.sunk.clear();  // a stop costs nothing then
    const Outcome o = simulate(Study<>{spec}, run(640));
    const auto& payback = o.status("payback_status");
    const auto& decision = o.status("decision");
    std::uint64_t stopped = 0;
    for (std::size_t i = 0; i < o.paths; ++i) {
        const bool stops = decision.names[decision.values[i]] == "stopped";
        stopped += stops ? 1 : 0;
        EXPECT_EQ(payback.names[payback.values[i]] == "nothing_to_pay_back", stops);
        EXPECT_EQ(o["payback_years"][i] == -std::numeric_limits<double>::infinity(), stops);
    }
    EXPECT_GT(stopped, 0u);
    EXPECT_EQ(statistics::summarize(o["payback_years"]).below, stopped);
}

TEST(Simulate, APathWithoutAFiniteValueEndsTheRun) {
    StudySpec<> spec = testing_support::risky_study();
    spec.prices = {{"copper", price::Deck{Price::from_canonical(1e308)}},
                   {"gold", price::Deck{Price::from_canonical(1e308)}}};
    spec.price_correlations.clear();
    try {
        simulate(Study<>{spec}, run(640));
        FAIL() << "nothing was thrown";
    } catch (const RunError& e) {
        EXPECT_NE(std::string{e.what()}.find("has no finite NPV"), std::string::npos) << e.what();
    }
}

TEST(Simulate, IrrLiesBelowTheHurdleExactlyWhereNpvAtTheHurdleIsNegative) {
    const Outcome o = simulate(study(), run(2000));
    const auto at_hurdle = o["npv_at_hurdle_usd"];
    for (std::size_t i = 0; i < o.paths; ++i) {
        if (o.status("irr_status").values[i] != 0) continue;
        EXPECT_EQ(o.irr()[i] < 0.15, at_hurdle[i] < 0) << i;
    }
}

TEST(Simulate, SunkCostIsCarriedForwardAtTheDiscountRate) {
    const Outcome o = simulate(study(), run(64));
    for (std::size_t i = 0; i < 64; ++i)
        EXPECT_NEAR(o.npv()[i] - o["npv_including_sunk_usd"][i], 20e6 * std::sqrt(1.08), 1e-3);
}

TEST(Simulate, AStopKeepsTheLongestCompletePrefix) {
    const Outcome whole = simulate(study(), run(1000));
    std::vector<std::pair<Executor, int>> ways{{Executor::serial, 1}};
    for (const Executor e : parallel) ways.emplace_back(e, 3);
    for (const auto& [executor, threads] : ways) {
        std::stop_source source;
        minerisk::Run r = run(1000, executor, threads);
        r.stop = source.get_token();
        r.progress = [&](std::uint64_t done) {
            if (done >= 256) source.request_stop();
        };
        const Outcome part = simulate(study(), r);
        EXPECT_TRUE(part.interrupted);
        EXPECT_GT(part.paths, 0u);
        EXPECT_LT(part.paths, 1000u);
        EXPECT_EQ(part.paths_asked, 1000u);
        EXPECT_EQ(part.npv().size(), part.paths);
        expect_same_rows(whole, 0, part, 0, part.paths);
    }
}

TEST(Simulate, ProgressRisesToTheEnd) {
    for (const Executor executor : parallel) {
        std::uint64_t last = 0;
        minerisk::Run r = run(640, executor, 2);
        r.progress = [&](std::uint64_t done) {
            EXPECT_GT(done, last);
            last = done;
        };
        simulate(study(), r);
        EXPECT_EQ(last, 640u);
    }
}

TEST(Simulate, AWorkersExceptionComesOutOnce) {
    for (const Executor executor : parallel) {
        minerisk::Run r = run(2000, executor, 3);
        std::atomic<int> thrown{0};
        r.progress = [&](std::uint64_t) {
            ++thrown;
            throw std::runtime_error{"no more"};
        };
        try {
            simulate(study(), r);
            FAIL() << "nothing was thrown";
        } catch (const std::runtime_error& e) {
            EXPECT_STREQ(e.what(), "no more");
        }
        EXPECT_LE(thrown, 3);
    }
}

}  // namespace
