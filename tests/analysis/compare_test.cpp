#include "minerisk/analysis/compare.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "minerisk/analysis/comparable.hpp"
#include "support/numbers.hpp"
#include "support/study.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

const minerisk::Run compared_run{.paths = 1000, .seed = 7, .threads = 1};

Study<> changed_study(auto change) {
    StudySpec<> spec = testing_support::risky_study();
    change(spec);
    return Study<>{spec};
}
const Study<>& compared_base() {
    static const Study<> made{testing_support::risky_study()};
    return made;
}
const Outcome& base_paths() {
    static const Outcome made = simulate(compared_base(), compared_run);
    return made;
}

std::string refused_input(auto&& act) {
    try {
        act();
    } catch (const InputError& e) {
        return e.what();
    }
    return "";
}

TEST(Compare, AModelBesideItselfHasNoDifferenceAnywhere) {
    const analysis::Comparison c = analysis::compare(base_paths(), simulate(compared_base(), compared_run));
    EXPECT_EQ(c.paths, 1000u);
    EXPECT_EQ(c.metrics.size(), base_paths().columns.size() - 1);  // no path is ever suspended
    EXPECT_EQ(c.find("force_majeure_year"), nullptr);
    for (const auto& m : c.metrics) {
        EXPECT_EQ(m.paired.difference.value, 0) << m.name;
        EXPECT_EQ(m.paired.tied.value, 1) << m.name;
        EXPECT_EQ(m.paired.counts.only_x + m.paired.counts.only_y, 0u) << m.name;
        EXPECT_EQ(m.paired.counts.ranked() + m.paired.counts.aside(), 1000u) << m.name;
    }
    EXPECT_EQ(c.loss->difference.value, 0);
    EXPECT_TRUE(c.changes.empty());
    const analysis::BreakEven b = analysis::break_even(compared_base(), base_paths(), base_paths());
    EXPECT_EQ(b.present_value.value, 0);
    EXPECT_EQ(b.yearly.value, 0);
}

TEST(Compare, SunkCostMovesOneMetricByTheSameOnEveryPath) {
    // Without a branch, whose standing and exit costs are shares of the spend so far.
    const auto of = [](Money spent) {
        return simulate(changed_study([&](StudySpec<>& s) {
                            s.schedule.branch.reset();
                            s.project.sunk[0].amount = spent;
                        }),
                        compared_run);
    };
    const analysis::Comparison c = analysis::compare(of(20 * MUSD), of(30 * MUSD));
    EXPECT_EQ(c.metric("npv_usd").paired.tied.value, 1);
    const statistics::Paired& p = c.metric("npv_including_sunk_usd").paired;
    EXPECT_NEAR(p.difference.value, -10e6 * std::sqrt(1.08), 1e-3);
    EXPECT_TRUE(std::isinf(p.variance_ratio));
}

TEST(Compare, LargerStoresPairWellAndStatusesThatChangeAreCounted) {
    const Study<> stores = changed_study([](StudySpec<>& s) {
        s.project.buffers.supplies = 40 * day;
        s.project.buffers.site_concentrate = 60 * day;
    });
    const Outcome with = simulate(stores, compared_run);
    const analysis::Comparison c = analysis::compare(base_paths(), with);
    EXPECT_GT(c.metric("npv_usd").paired.difference.value, 0);
    EXPECT_GT(c.metric("npv_usd").paired.variance_ratio, 20);
    std::size_t changed = 0, counted = 0;
    for (const StatusColumn& s : base_paths().statuses)
        for (std::size_t i = 0; i < 1000; ++i)
            changed += s.values[i] != with.status(s.name).values[i] ? 1 : 0;
    for (const auto& change : c.changes) counted += change.paths;
    EXPECT_EQ(counted, changed);
    EXPECT_GT(changed, 0u);
}

TEST(Compare, RunsOfOtherDrawsAreRefused) {
    const auto refused = [](auto change) {
        minerisk::Run other = compared_run;
        change(other);
        return refused_input([&] { analysis::compare(base_paths(), simulate(compared_base(), other)); });
    };
    EXPECT_EQ(refused([](minerisk::Run& r) { r.seed = 8; }), "compare.seed = 8: must be 7 as in the base");
    EXPECT_EQ(refused([](minerisk::Run& r) { r.paths = 500; }),
              "compare.paths = 500: must be 1000 as in the base");
    EXPECT_EQ(refused([](minerisk::Run& r) { r.first_path = 1; }),
              "compare.first_path = 1: must be 0 as in the base");
    EXPECT_EQ(refused([](minerisk::Run& r) { r.risks.price = false; }),
              "compare.risks: must be those of the base");
}

TEST(Compare, OfAnInterruptedRunItTakesThePathsThatBothHave) {
    Outcome cut = base_paths();
    cut.paths = 300;
    for (Column& c : cut.columns) c.values.resize(300);
    for (StatusColumn& s : cut.statuses) s.values.resize(300);
    EXPECT_EQ(analysis::compare(base_paths(), cut).paths, 300u);
    EXPECT_EQ(analysis::compare(base_paths(), cut).metric("npv_usd").paired.counts.numbers, 300u);
}

TEST(Compare, OfRunsThatKeptLessItSaysWhatBothKept) {
    minerisk::Run npv_alone = compared_run;
    npv_alone.metrics = {"npv_usd", "decision"};
    const Outcome with = simulate(compared_base(), npv_alone);
    const analysis::Comparison c = analysis::compare(base_paths(), with);
    ASSERT_EQ(c.metrics.size(), 1u);
    EXPECT_EQ(c.metric("npv_usd").paired.tied.value, 1);
    EXPECT_TRUE(c.loss);
    EXPECT_FALSE(c.below_hurdle);
    EXPECT_EQ(refused_input([&] { analysis::break_even(compared_base(), base_paths(), with); }),
              "break_even.metrics = first_ore_year: must be kept by the runs\n"
              "break_even.metrics = last_ore_year: must be kept by the runs");
}

TEST(BreakEven, IsTheMeanDifferenceAndItsYearlyCostHasThatPresentValue) {
    const Study<> grade = changed_study([](StudySpec<>& s) { s.project.costs.fixed = 1 * MUSD / year; });
    const Outcome with = simulate(grade, compared_run);
    const analysis::BreakEven b = analysis::break_even(grade, base_paths(), with);
    const auto gain = analysis::compare(base_paths(), with).metric("npv_usd").paired.difference;
    EXPECT_DOUBLE_EQ(b.present_value.value, gain.value);
    EXPECT_DOUBLE_EQ(b.present_value.se, *gain.se);
    const auto annuity = analysis::operating_annuity(grade, with, with.paths);
    EXPECT_NEAR(b.yearly.value * statistics::mean(annuity).value, gain.value, 1e-9 * std::abs(gain.value));
}

TEST(BreakEven, AYearOfOperationIsDiscountedByThePeriodsItFallsIn) {
    Outcome one;
    const double start = compared_base().grid().calendar_year(0);
    one.columns.resize(2);
    one.columns[0].name = "first_ore_year";
    one.columns[1].name = "last_ore_year";
    using testing_support::infinity;
    one.columns[0].values = {start + 2.5, infinity, start};
    one.columns[1].values = {start + 4.25, infinity, start + compared_base().grid().length()};
    const auto annuity = analysis::operating_annuity(compared_base(), one, 3);
    const auto& d = compared_base().discount();
    EXPECT_NEAR(annuity[0], 0.5 * d[2] + d[3] + 0.25 * d[4], 1e-12);
    EXPECT_EQ(annuity[1], 0) << "a path without ore";
    double all = 0;
    for (const double factor : d) all += factor * compared_base().grid().step();
    EXPECT_NEAR(annuity[2], all, 1e-12);
}

TEST(Comparable, StudiesOnOtherTermsAreRefusedWithBothFilesAndValues) {
    const auto refused = [](auto change) {
        const Study<> other = changed_study(change);
        return refused_input(
            [&] { analysis::require_comparable(compared_base(), other, "a.toml", "b.toml"); });
    };
    EXPECT_EQ(refused([](StudySpec<>& s) { s.project.buffers.supplies = 40 * day; }), "");
    EXPECT_EQ(
        refused([](StudySpec<>& s) { s.valuation.discount_rate = 0.1 / year; }),
        "b.toml: valuation.discount_rate = 10 %/yr: must be 8 %/yr as in a.toml: values on different terms "
        "cannot be compared");
    EXPECT_EQ(
        refused([](StudySpec<>& s) {
            s.money = "real 2024-12 USD";
            s.grid = TimeGrid{{2027, 1, 1}, 31};
        }),
        "b.toml: valuation.date = 2027-01-01: must be 2026-01-01 as in a.toml: values on different terms "
        "cannot be compared\n"
        "b.toml: valuation.years = 31: must be 30 as in a.toml: values on different terms cannot be "
        "compared\n"
        "b.toml: money.base = real 2024-12 USD: must be real USD as in a.toml: values on different terms "
        "cannot be compared");
    EXPECT_NE(refused([](StudySpec<>& s) { s.valuation.hurdle_rate = 0.2 / year; }), "");
    EXPECT_NE(refused([](StudySpec<>& s) { s.valuation.convention = valuation::Convention::end; }), "");
}

TEST(Comparable, DrawsOfOneStudyAloneAreNamed) {
    EXPECT_FALSE(analysis::unpaired_streams(compared_base(), compared_base()).any());
    const Study<> other = changed_study([](StudySpec<>& s) {
        s.security.classes.erase(s.security.classes.begin());
        s.security.classes.push_back(
            {.name = "strike",
             .rate = 1 / year,
             .effects = {{.channel = Channel::site, .median = 2 * day, .p90 = 5 * day}}});
    });
    const analysis::UnpairedStreams u = analysis::unpaired_streams(compared_base(), other);
    EXPECT_FALSE(analysis::unpaired_streams(compared_base(), other, {.security = false}).any());
    EXPECT_EQ(u.only_base,
              (std::vector<std::string>{"security.road block.arrival", "security.road block.road"}));
    EXPECT_EQ(u.only_with, (std::vector<std::string>{"security.strike.arrival", "security.strike.site"}));
}

}  // namespace
