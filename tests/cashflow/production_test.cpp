#include "minerisk/cashflow/production.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>
#include <vector>

#include "support/mine.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using cashflow::prestripped;
using cashflow::Production;

using testing_support::never;

constexpr int width = narrow_block;

/// The ore of a project on a block of paths, each with what it mills, its grades and its odds.
class Ore {
public:
    explicit Ore(const Project& project) : production_{project}, work_{width} {
        for (int m = 0; m < 2; ++m) {
            yield_.contained[static_cast<std::size_t>(m)] = rows_.row(contained + m);
            yield_.recovered[static_cast<std::size_t>(m)] = rows_.row(recovered + m);
        }
        std::fill_n(rows_.row(grade), width, 1.0);
        std::fill_n(rows_.row(odds), width, 1.0);
        production_.open(work_);
    }
    enum Row {
        tonnes,
        grade,
        odds,
        ore,
        mined,
        expensed,
        sustained_mined,
        sustained_ore,
        contained,
        recovered = contained + 2,
        row_count = recovered + 2
    };
    double& set(Row row, int path) { return rows_(row, path); }
    double get(int row, int path) const { return rows_(row, path); }
    void mill() { production_.mill(rows_.row(tonnes), rows_.row(grade), rows_.row(odds), work_, yield_); }
    bool exhausted(int path) const { return production_.exhausted(path, work_); }
    double milled(int path) const { return work_.milled(path); }

private:
    Production production_;
    Production::Workspace work_;
    BlockArray rows_{row_count, width};
    Production::Yield yield_{rows_.row(ore),
                             rows_.row(mined),
                             rows_.row(expensed),
                             rows_.row(sustained_mined),
                             rows_.row(sustained_ore),
                             {},
                             {}};
};

TEST(Production, AStretchAcrossBinsIsIntegratedExactly) {
    Ore ore{testing_support::full_mine()};
    ore.set(Ore::tonnes, 3) = 5e6;  // 4 Mt of the first bin and 1 Mt of the second
    ore.mill();
    EXPECT_DOUBLE_EQ(ore.get(Ore::ore, 3), 5e6);
    EXPECT_DOUBLE_EQ(ore.get(Ore::mined, 3), 4e6 * 3 + 1e6 * 2.5);
    EXPECT_DOUBLE_EQ(ore.get(Ore::expensed, 3), 1e6 * 2.5);
    EXPECT_DOUBLE_EQ(ore.get(Ore::sustained_mined, 3), 1e6 * 2.5);
    EXPECT_DOUBLE_EQ(ore.get(Ore::sustained_ore, 3), 1e6);
    EXPECT_DOUBLE_EQ(ore.get(Ore::contained, 3), 4e4 + 8e3);
    EXPECT_NEAR(ore.get(Ore::recovered, 3), 4e4 * 0.72 + 8e3 * 0.855, 1e-9);
    EXPECT_FALSE(ore.exhausted(3));
    for (int row = Ore::ore; row < Ore::row_count; ++row) EXPECT_EQ(ore.get(row, 2), 0);
}

TEST(Production, PeriodsMayCutTheOreAsTheyLike) {
    std::mt19937 draw{5};
    for (int trial = 0; trial < 4; ++trial) {
        Ore ore{testing_support::full_mine()};
        std::array<double, Ore::row_count> sum[width]{};
        for (int p = 0; p < width; ++p) {
            ore.set(Ore::grade, p) = 1 + 0.01 * p;
            ore.set(Ore::odds, p) = 0.8 + 0.05 * p;
        }
        const auto all_out = [&] {
            for (int p = 0; p < width; ++p)
                if (!ore.exhausted(p)) return false;
            return true;
        };
        for (int periods = 0; !all_out(); ++periods) {
            ASSERT_LT(periods, 1000);
            for (int p = 0; p < width; ++p)
                ore.set(Ore::tonnes, p) = 1e3 * static_cast<double>(draw() % 2000);
            ore.mill();
            for (int p = 0; p < width; ++p)
                for (int row = Ore::ore; row < Ore::row_count; ++row)
                    sum[p][static_cast<std::size_t>(row)] += ore.get(row, p);
        }
        for (int p = 0; p < width; ++p) {
            EXPECT_NEAR(sum[p][Ore::ore], 20e6, 1e-4);
            EXPECT_NEAR(sum[p][Ore::ore], ore.milled(p), 1e-6);
            EXPECT_NEAR(sum[p][Ore::mined], 12e6 + 25e6 + 9e6, 1e-4);
            EXPECT_NEAR(sum[p][Ore::contained], (1 + 0.01 * p) * (4e4 + 8e4 + 3.6e4), 1e-6);
            const double odds = 0.8 + 0.05 * p;
            const auto r = [&](double base) { return base * odds / (1 - base + base * odds); };
            EXPECT_NEAR(sum[p][Ore::recovered + 1],
                        (1 + 0.01 * p) * (2 * r(0.7 * 0.8) + 4 * r(0.7 * 0.95) + 1.8 * r(0.7)), 1e-9);
        }
        ore.mill();  // nothing is left
        for (int row = Ore::ore; row < Ore::row_count; ++row) EXPECT_EQ(ore.get(row, 0), 0);
    }
}

TEST(Production, ARemnantOfRoundingIsNoOre) {
    Ore ore{testing_support::plain_mine()};
    ore.set(Ore::tonnes, 0) = 10e6 / 120;
    for (int i = 0; i < 120; ++i) ore.mill();
    EXPECT_TRUE(ore.exhausted(0));
    EXPECT_FALSE(ore.exhausted(1));
}

TEST(Production, RecoveriesAreMovedOnTheirOddsAndStayInsideZeroAndOne) {
    for (const double r : {0.0, 0.3, 0.5, 0.686, 0.9, 1.0}) {
        Project project = testing_support::plain_mine();
        project.metals[0].recovery = r;
        Ore ore{project};
        const double odds[] = {1, 2, 3, 1e6, 1e-6};
        for (int p = 0; p < 5; ++p) {
            ore.set(Ore::tonnes, p) = 1e6;
            ore.set(Ore::odds, p) = odds[p];
        }
        ore.mill();
        const auto share = [&](int p) { return ore.get(Ore::recovered, p) / ore.get(Ore::contained, p); };
        EXPECT_NEAR(share(0), r, 4e-16);  // a multiplier of 1 changes nothing
        for (int p = 0; p < 5; ++p) {
            if (r == 0 || r == 1) {
                EXPECT_EQ(share(p), r);
                continue;
            }
            EXPECT_GT(share(p), 0);
            EXPECT_LT(share(p), 1);
            const double moved = odds[p] * r / (1 - r);
            EXPECT_NEAR(share(p), moved / (1 + moved), 1e-15);
        }
    }
}

/// What phases with one ramp-up each could mill between two times, on one of the paths.
class Plan {
public:
    explicit Plan(Project project) : project_{std::move(project)} {
        build.milestone.fill(never);
        build.ramp_up.fill(0);
    }
    double operator()(double from, double until) {
        BlockArray rows{2, width};
        rows.fill(-never);
        rows(0, path) = until;
        Production{project_}.plan(build, from, rows.row(0), rows.row(1));
        for (int p = 0; p < width; ++p) {
            if (p == path) continue;
            EXPECT_EQ(rows(1, p), 0);
        }
        return rows(1, path);
    }
    static constexpr int path = 5;
    BuildPaths build{2, 1, width};

private:
    Project project_;
};

TEST(Production, PhasesAddUpEachFromItsOwnMilestoneWithItsOwnRampUp) {
    Plan planned{testing_support::full_mine()};
    planned.build.milestone(0, Plan::path) = 1.5;
    planned.build.milestone(1, Plan::path) = 3;
    planned.build.ramp_up(1, Plan::path) = 2;
    EXPECT_EQ(planned(0, 1), 0);
    EXPECT_NEAR(planned(1, 2), 1e6, 1e-6);
    EXPECT_NEAR(planned(2, 3), 2e6, 1e-6);
    EXPECT_NEAR(planned(3, 4), 2e6 + 0.25e6, 1e-6);
    EXPECT_NEAR(planned(4, 5), 2e6 + 0.75e6, 1e-6);
    EXPECT_NEAR(planned(5, 6), 3e6, 1e-6);
    EXPECT_EQ(planned(5, -never), 0);
    planned.build.milestone(1, Plan::path) = never;
    EXPECT_NEAR(planned(5, 6), 2e6, 1e-6);
}

/// A phase of 1 t a year from time 0 on.
Plan unit_plan(std::vector<RampStep> ramp, double ramp_up) {
    Project project = testing_support::plain_mine();
    project.phases[0].capacity = 1 * t_ore / year;
    project.phases[0].ramp = std::move(ramp);
    Plan plan{project};
    plan.build.milestone(0, Plan::path) = 0;
    plan.build.ramp_up(0, Plan::path) = ramp_up;
    return plan;
}

TEST(Production, WithoutStepsAPhaseRisesEvenlyToItsCapacity) {
    Plan planned = unit_plan({}, 2);
    EXPECT_EQ(planned(-1, 0), 0);
    EXPECT_DOUBLE_EQ(planned(-1, 1), 0.25);  // half of full share, for a year on average a quarter
    EXPECT_DOUBLE_EQ(planned(0, 2), 1);
    EXPECT_DOUBLE_EQ(planned(0, 5), 4);
    EXPECT_EQ(unit_plan({}, 0)(0, 3), 3);  // at once
}

TEST(Production, StepsOfARampUpHoldFromTheirAgeOn) {
    const std::vector<RampStep> steps{{Years{}, 8.0 / 45}, {0.25 * year, 0.8}, {1.25 * year, 1}};
    Plan planned = unit_plan(steps, 7);
    EXPECT_EQ(planned(-1, -0.5), 0);
    EXPECT_DOUBLE_EQ(planned(0, 0.25) * 45, 2);
    EXPECT_DOUBLE_EQ(planned(0, 1.25) * 45, 2 + 36);
    EXPECT_DOUBLE_EQ(planned(2.25, 3.25) * 45, 45);
    Plan late = unit_plan({{0.5 * year, 1}}, 0);  // nothing comes before a first step after age zero
    EXPECT_EQ(late(0, 0.5), 0);
    EXPECT_DOUBLE_EQ(late(0, 1), 0.5);
}

TEST(Production, WhatIsPlannedIsNeverBelowZeroAndNeverOutrunsTheCalendar) {
    const std::vector<RampStep> steps{{Years{}, 0.3}, {1 * year, 0}, {2 * year, 0.9}};
    for (const auto& ramp : {std::vector<RampStep>{}, steps}) {
        Plan planned = unit_plan(ramp, 1.3);
        for (double age = -0.02; age < 4; age += 0.01) {
            const double now = planned(age, age + 0.01);
            EXPECT_GE(now, 0);
            EXPECT_LE(now, 0.01 + 1e-12);
        }
    }
}

TEST(Prestrip, IsMovedBeforeTheMilestoneWhereverThatIs) {
    Project project = testing_support::plain_mine();
    project.phases[0].prestrip = {{2.75 * year, 0.75 * year, 10 * Mt_mined},
                                  {0.75 * year, Years{}, 3 * Mt_mined}};
    BuildPaths build{1, 1, 1};
    for (const double milestone : {3.75, 4.2}) {
        build.milestone(0, 0) = milestone;
        double sum = 0;
        for (int i = 0; i < 6; ++i) sum += prestripped(project, build, 0, i, i + 1);
        EXPECT_NEAR(sum, 13e6, 1e-6);
    }
    build.milestone(0, 0) = 3.75;
    EXPECT_NEAR(prestripped(project, build, 0, 1, 2), 5e6, 1e-6);
    EXPECT_NEAR(prestripped(project, build, 0, 3, 4), 3e6, 1e-6);
    build.milestone(0, 0) = never;
    EXPECT_EQ(prestripped(project, build, 0, 0, 6), 0);
}

}  // namespace
