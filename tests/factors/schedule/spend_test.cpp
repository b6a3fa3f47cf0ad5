#include "minerisk/factors/schedule/spend.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using schedule::Spend;
using testing_support::never;

/// Ten years, one period each; what falls into each of them.
struct SpendBench {
    std::vector<Suspension> suspensions;
    double until = 10;
    TimeGrid grid = TimeGrid::yearly(10);

    template <class Act>
    std::vector<double> spent(Act&& act) const {
        BlockArray capital{10, narrow_block};
        capital.fill(0);
        Spend spend{grid, suspensions, until, 1, capital};
        act(spend);
        std::vector<double> all;
        for (int i = 0; i < 10; ++i) all.push_back(capital(i, 1));
        return all;
    }
    std::vector<double> work(double from, double to, double money, double a_year = 0) const {
        return spent([&](Spend& s) {
            s.on_work(from, to, money, [&](double a, double b) { return (b - a) * a_year; });
        });
    }
};
void expect_spent(const std::vector<double>& spent, std::vector<double> expected) {
    expected.resize(10, 0.0);
    for (std::size_t i = 0; i < 10; ++i) EXPECT_NEAR(spent[i], expected[i], 1e-12) << i;
}

TEST(Spend, EvenlyOverTheWork) {
    expect_spent(SpendBench{}.work(0.5, 2.5, 20), {5, 10, 5});
    expect_spent(SpendBench{}.work(-1, 1, 20), {20});
    expect_spent(SpendBench{{}, 1.5}.work(0.5, 2.5, 20), {5, 5});  // stopped: the rest is never paid
    expect_spent(SpendBench{}.work(8, never, 20), {0, 0, 0, 0, 0, 0, 0, 0, 10, 10});
    expect_spent(SpendBench{}.work(3, 3, 20), {0, 0, 0, 20});
    expect_spent(SpendBench{}.work(never, never, 20), {});
}

TEST(Spend, NoMoneyInsideASuspension) {
    const SpendBench b{{{1, 2.5, false}, {4, 5, false}}};
    // From 0 to 6 less 1.5 and 1: 3.5 years of work for 35.
    expect_spent(b.work(0, 6, 35), {10, 0, 5, 10, 0, 10});
    expect_spent(b.work(1.5, 3.5, 20), {0, 0, 10, 10});
    expect_spent(b.work(1.2, 2.2, 20), {0, 0, 20});  // all of it inside: paid when the suspension ends
    expect_spent(b.spent([](Spend& s) { s.once(1.5, 7); }), {0, 0, 7});
    expect_spent(b.spent([](Spend& s) { s.once(3, 7); }), {0, 0, 0, 7});
    // A hammock of 10 a year: what its years inside the suspensions would cost is not spent.
    expect_spent(b.spent([](Spend& s) { s.on_time(0, 6, 60); }), {10, 0, 5, 10, 0, 10});
}

TEST(Spend, WorkHaltedForGoodCostsTheShareThatWasDone) {
    const SpendBench b{{{1, 2, false}, {4, 5, true}}};
    // 4 years of work, of which 1 and 2 were done before the halt.
    expect_spent(b.work(0, never, 40, 0.25), {10, 0, 10, 10});
    expect_spent(b.work(0, never, 40, 1), {40.0 / 3, 0, 40.0 / 3, 40.0 / 3});  // never more than the cost
    expect_spent(b.work(3, 6, 30), {0, 0, 0, 10});                             // of 3 years, one
    expect_spent(b.work(4, never, 40, 0.25), {});
    expect_spent(b.work(6, 7, 40), {});
    expect_spent(b.work(2, 4, 40), {0, 0, 20, 20});  // done in time
    expect_spent(b.spent([](Spend& s) { s.once(7, 7); }), {});
    expect_spent(b.spent([](Spend& s) { s.on_time(3, 9, 60); }), {0, 0, 0, 10});
}

}  // namespace
