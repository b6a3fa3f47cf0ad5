#include <gtest/gtest.h>

#include <bit>
#include <cstdint>

#include "minerisk/engine/simulate.hpp"
#include "support/study.hpp"

namespace no_events {
namespace {

using namespace minerisk;
using namespace minerisk::units;

/// The small study with force majeure and a measure that costs nothing, and no event that could need them.
StudySpec<> quiet() {
    StudySpec<> s = testing_support::risky_study();
    for (security::StoppageClass& c : s.security.classes) c.rate = Rate{};
    s.security.protections = {{.name = "escorts", .avoids = {{.event_class = "road block", .share = 0.5}}}};
    s.security.force_majeure = security::ForceMajeure{.chances = {{"wave", {}, 0.2}},
                                                      .counts = {{"wave", {}, 2, 90 * day}},
                                                      .lost_time = {{Channel::road, 60 * day, 180 * day}},
                                                      .median = 410 * day,
                                                      .p90 = 1594 * day,
                                                      .never = 0.05,
                                                      .restart = 180 * day,
                                                      .restart_share = 0.8,
                                                      .build_share_after = 0.8};
    return s;
}
/// The same outcome as the study of the other risks alone, bit for bit; of how many paths that is not so.
int differing(const StudySpec<>& spec) {
    const Study<> study{spec};
    minerisk::Run run;
    run.paths = 192;
    run.seed = 5;
    run.executor = Executor::serial;
    const Outcome with = simulate(study, run);
    run.risks = {true, true, false, true};
    const Outcome without = simulate(study, run);
    EXPECT_EQ(with.columns.size(), without.columns.size());
    int differ = 0;
    for (std::size_t i = 0; i < run.paths; ++i) {
        bool same = true;
        for (std::size_t c = 0; c < with.columns.size(); ++c)
            same = same && std::bit_cast<std::uint64_t>(with.columns[c].values[i]) ==
                               std::bit_cast<std::uint64_t>(without.columns[c].values[i]);
        for (std::size_t c = 0; c < with.statuses.size(); ++c)
            same = same && with.statuses[c].values[i] == without.statuses[c].values[i];
        differ += !same;
    }
    return differ;
}

TEST(NoEvents, WithoutARegimeAStudyIsThatOfTheOtherRisks) {
    StudySpec<> s = quiet();
    s.security.regime = {};
    EXPECT_EQ(differing(s), 0);
    s.security.classes.clear();
    s.security.protections.clear();
    s.security.force_majeure = {};
    EXPECT_EQ(differing(s), 0);
}

TEST(NoEvents, WithARegimeSoItIsWhereAlertCostsNothing) {
    StudySpec<> s = quiet();
    EXPECT_GT(differing(s), 150);  // alert moves the cost of security
    s.project.costs.security_high = s.project.costs.security_low;
    EXPECT_EQ(differing(s), 0);
    s.security.protections[0].cost_on_alert = 1 * MUSD / year;
    EXPECT_GT(differing(s), 150);
    s.security.protections[0].cost_on_alert = {};
    s.security.build_loss_on_alert = 0.1;  // and the pace of a build
    EXPECT_GT(differing(s), 100);
}

TEST(NoEvents, WithARegimeSoAreThePathsThatAreNeverOnAlert) {
    StudySpec<> s = quiet();
    s.security.build_loss_on_alert = 0.1;
    s.security.regime = security::Regime{
        {.low = 0.5, .high = 1.5, .to_high = 1e-9 / year, .to_low = 0.3 / year, .start_high = 0}};
    EXPECT_EQ(differing(s), 0);
    s.security.regime = security::Regime{
        {.low = 0.5, .high = 1.5, .to_high = 0.02 / year, .to_low = 0.3 / year, .start_high = 0}};
    const int some = differing(s);
    EXPECT_GT(some, 30);
    EXPECT_LT(some, 150);
}

TEST(NoEvents, AndEventsMove) {
    StudySpec<> s = quiet();
    s.security.regime = {};
    s.security.classes[0].rate = 3 / year;
    EXPECT_GT(differing(s), 100);
}

}  // namespace
}  // namespace no_events
