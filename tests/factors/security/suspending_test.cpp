#include "minerisk/factors/security/suspending.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/numbers.hpp"
#include "support/outages.hpp"
#include "support/security.hpp"

namespace suspending_test {
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::first_lost;
using security::ForceMajeure;
using security::Hidden;
using security::StoppageClass;
using security::Suspending;
using testing_support::area_of;
using testing_support::disjoint_and_sorted;
using testing_support::loss_at;

constexpr double a_day = 1 / 365.25;
constexpr double horizon = 10;

/// Days in which lists are drawn and steps are taken.
double step_by_step(const std::vector<Outage>& list, double from, double lost, double within, double end,
                    int steps_a_day) {
    const double h = a_day / steps_a_day;
    const auto steps = static_cast<std::size_t>(std::llround(end / h));
    std::vector<double> sum(steps + 1, 0.0);  // lost up to each step
    for (std::size_t i = 0; i < steps; ++i) {
        const double t = (static_cast<double>(i) + 0.5) * h;
        double loss = 0;
        for (const Outage& o : list)
            if (o.begin <= t && t < o.end) loss = std::max(o.build_loss, o.operation_loss);
        sum[i + 1] = sum[i] + (t > from ? loss * h : 0);
    }
    const auto window = static_cast<std::size_t>(std::llround(within / h));
    for (std::size_t i = 0; i <= steps; ++i)
        if (sum[i] - (i > window ? sum[i - window] : 0) > lost - 1e-9) return static_cast<double>(i) * h;
    return testing_support::infinity;
}

TEST(FirstLost, AgreesWithSmallStepsOnRandomOutages) {
    std::mt19937 draw{5};
    int found = 0, none = 0, inside = 0;
    for (int trial = 0; trial < 1500; ++trial) {
        std::vector<Outage> list;
        double at = 0;
        const int count = 1 + static_cast<int>(draw() % 12);
        for (int i = 0; i < count; ++i) {
            at +=
                (draw() % 3 ? static_cast<double>(1 + draw() % 40) : 0.0) * a_day;  // some touch one another
            const double length = static_cast<double>(1 + draw() % 30) * a_day;
            const double whole = draw() % 2 ? 1.0 : 0.25 * static_cast<double>(draw() % 4);
            list.push_back({at, at + length, whole * (draw() % 2 ? 1 : 0.5), whole});
            at += length;
        }
        // Half days: neither a begin, an end nor a window meets a step by chance of rounding.
        const double from = draw() % 3 ? 0 : (static_cast<double>(draw() % 200) + 0.5) * a_day;
        const double within = static_cast<double>(5 + draw() % 120) * a_day;
        const double lost = within * (0.05 + 0.0001 * static_cast<double>(draw() % 9000));
        const double expected = step_by_step(list, from, lost, within, at + a_day, 24);
        const double got = first_lost(list, from, lost, within);
        if (std::isinf(expected)) {
            // A peak between two steps cannot be: all edges lie on steps.
            ASSERT_TRUE(std::isinf(got)) << trial;
            ++none;
        } else {
            ASSERT_NEAR(got, expected, a_day / 24 + 1e-9) << trial;
            ASSERT_LE(got, expected + 1e-9) << trial;
            ++found;
        }
        for (const Outage& o : list) inside += o.begin < from && from < o.end;
    }
    EXPECT_GT(found, 300);
    EXPECT_GT(none, 300);
    EXPECT_GT(inside, 50);
}

TEST(FirstLost, ByHand) {
    const auto day = [](double d) { return d * a_day; };
    const std::vector<Outage> list{{day(100), day(140), 1, 0}, {day(200), day(260), 0, 1}};
    // 40 lost by day 140; the window of 180 days holds them until day 280: 20 more by day 220.
    EXPECT_NEAR(first_lost(list, 0, day(60), day(180)) / a_day, 220, 1e-9);
    EXPECT_NEAR(first_lost(list, 0, day(40), day(180)) / a_day, 140, 1e-9);
    EXPECT_NEAR(first_lost(list, day(120), day(40), day(180)) / a_day, 220, 1e-9);  // 20 before count no more
    EXPECT_NEAR(first_lost(list, 0, day(60), day(60)) / a_day, 260, 1e-6);
    EXPECT_TRUE(std::isinf(first_lost(list, day(201), day(60), day(180))));
    // A window of 70 days: what is gained at the front is lost at its end from day 170 to 210.
    EXPECT_NEAR(first_lost(list, 0, day(41), day(70)) / a_day, 241, 1e-9);
    EXPECT_TRUE(std::isinf(first_lost({}, 0, day(1), day(2))));
}

TEST(FirstLost, AWholeWindowLostIsFoundWhateverRoundingTakes) {
    for (int k = 1; k < 2000; ++k) {
        const double begin = 0.0137 * k, within = 60 * a_day;
        const std::vector<Outage> list{{begin, begin + 200 * a_day, 1, 1}};
        ASSERT_NEAR(first_lost(list, 0, within, within), begin + within, 1e-12);
    }
}

/// Suspensions of one path from events and outages by hand.
class HandMade {
public:
    HandMade(const ForceMajeure& terms, const std::vector<StoppageClass>& classes)
        : types_{classes},
          effects_{types_},
          made_{terms, classes, types_, horizon, effects_},
          rows_(classes.size()) {}
    /// Events of a class at these times, of kind 0.
    void events(std::size_t c, const std::vector<double>& times, int kind = 0) {
        const auto type = static_cast<std::uint64_t>(types_.first(c) + kind);
        for (const double t : times) events_.push_back({t, EventAddress::of(rows_[c]++, 0, type)});
        std::ranges::sort(events_, {}, &std::pair<double, EventAddress>::first);
    }
    void keep_off(std::size_t c, double time) {
        for (auto& [t, address] : events_)
            if (t == time) address = address.with(types_.none(c));
    }

    std::vector<Outage> road, halts;

    void run(std::uint64_t seed = 1, const Hidden& hidden = {}) {
        security::FlatEvents marks;
        marks.start(narrow_block, events_.size());
        for (std::size_t i = 0; i < events_.size(); ++i)
            std::tie(marks.time[i], marks.address[i]) = events_[i];
        std::fill(marks.offset.begin() + 1, marks.offset.end(), events_.size());
        made_.draw(seed, 0, narrow_block, marks, work_);
        block_.clear();
        for (int c = 0; c < channel_count; ++c) {
            if (c == static_cast<int>(Channel::road))
                for (const Outage& o : road) block_.add(o);
            block_.end_list();
        }
        made_.apply(0, hidden, halts, work_, block_);
        block_.end_path();
        EXPECT_TRUE(disjoint_and_sorted(block_.halts(0)));
    }
    std::span<const Suspension> suspensions() const { return block_.suspensions(0); }
    std::span<const Outage> stops() const { return block_.halts(0); }
    std::vector<double> begins() const {
        std::vector<double> all;
        for (const Suspension& s : suspensions()) all.push_back(s.begin);
        return all;
    }

private:
    security::EventTypes types_;
    security::EventEffects effects_;
    Suspending made_;
    std::vector<std::pair<double, EventAddress>> events_;
    std::vector<std::uint64_t> rows_;  // by class
    Suspending::Workspace work_;
    OutageBlock block_;
};

StoppageClass waves() {
    return {.name = "wave", .rate = 1 / year, .effects = {{Channel::road, 1 * day, 1 * day}}};
}
StoppageClass assaults() {
    return {.name = "assault",
            .rate = 1 / year,
            .kinds = {{"breach", 0.5, {{Channel::site, 1 * day, 1 * day}}}, {"repelled", 0.5, {}}}};
}
/// A year of suspension, half a year back to 0.8, which a build keeps for good.
ForceMajeure a_year() {
    return {.median = 1 * year,
            .p90 = 1 * year,
            .restart = 0.5 * year,
            .restart_share = 0.8,
            .build_share_after = 0.8};
}
using Times = std::vector<double>;

TEST(Suspending, AChanceOfNothingSetsOffNoneAndOfOneTheFirstEvent) {
    for (const double chance : {0.0, 1.0}) {
        ForceMajeure terms = a_year();
        terms.chances = {{"wave", {}, chance}};
        HandMade path{terms, {waves()}};
        path.events(0, {2, 2.5, 3.5});
        path.run();
        ASSERT_EQ(path.begins(), chance > 0 ? (Times{2, 3.5}) : Times{});
        if (chance == 0) {
            EXPECT_TRUE(path.stops().empty());
            continue;
        }
        const Suspension s = path.suspensions()[0];  // the event at 2.5 came while it lasted
        EXPECT_EQ(s.end, 3);
        EXPECT_FALSE(s.for_good);
        EXPECT_EQ(s.source, 0);
    }
}

TEST(Suspending, OnlyEventsOfTheKindThatTouchTheProjectCount) {
    ForceMajeure terms = a_year();
    terms.chances = {{"assault", "breach", 1}};
    HandMade path{terms, {waves(), assaults()}};
    path.events(0, {0.5});
    path.events(1, {1}, 1);
    path.events(1, {2, 4}, 0);
    path.keep_off(1, 2);
    path.run();
    EXPECT_EQ(path.begins(), Times{4});
    EXPECT_EQ(path.suspensions()[0].source, 1);
}

TEST(Suspending, TheRestartCostsTheAreaOfItsRampAndABuildItsShareForGood) {
    ForceMajeure terms = a_year();
    terms.chances = {{"wave", {}, 1}};
    HandMade path{terms, {waves()}};
    path.events(0, {2});
    path.run();
    const auto halts = path.stops();
    EXPECT_NEAR(area_of(halts, &Outage::operation_loss, 0, 3), 1, 1e-12);
    EXPECT_NEAR(area_of(halts, &Outage::operation_loss, 3, 3.5), 0.5 * (1 - 0.8 / 2), 1e-12);
    EXPECT_EQ(area_of(halts, &Outage::operation_loss, 3.5, horizon), 0);
    EXPECT_NEAR(area_of(halts, &Outage::build_loss, 3, 3.5), 0.5 * (1 - 0.8 / 2), 1e-12);
    EXPECT_NEAR(area_of(halts, &Outage::build_loss, 3.5, horizon), 6.5 * 0.2, 1e-12);
    EXPECT_EQ(halts.back().end, horizon);
    double before = 1;
    for (double t = 2.01; t < 3.5; t += 0.01) {  // never back again on the way up
        const double loss = loss_at(halts, &Outage::operation_loss, t);
        EXPECT_LE(loss, before);
        before = loss;
    }
}

TEST(Suspending, WithoutRestartWorkIsWholeAtOnce) {
    ForceMajeure terms{.chances = {{"wave", {}, 1}}, .median = 1 * year, .p90 = 1 * year};
    HandMade path{terms, {waves()}};
    path.events(0, {2});
    path.run();
    ASSERT_EQ(path.stops().size(), 1u);
    EXPECT_EQ(path.stops()[0].end, 3);
}

TEST(Suspending, OneThatBeginsInTheRampOfAnotherTakesTheLargestLoss) {
    ForceMajeure terms = a_year();
    terms.chances = {{"wave", {}, 1}};
    HandMade path{terms, {waves()}};
    path.events(0, {2, 3.2});
    path.run();
    EXPECT_EQ(path.begins(), (Times{2, 3.2}));
    const auto halts = path.stops();
    for (double t = 0.005; t < horizon; t += 0.01) {
        const auto ramp = [&](double from) {
            return t < from || t >= from + 0.5 ? 0.0 : 1 - 0.8 * (std::floor((t - from) / 0.5 * 6) + 0.5) / 6;
        };
        const bool off = (t >= 2 && t < 3) || (t >= 3.2 && t < 4.2);
        const double operation = off ? 1 : std::max(ramp(3), ramp(4.2));
        EXPECT_NEAR(loss_at(halts, &Outage::operation_loss, t), operation, 1e-12) << t;
        EXPECT_NEAR(loss_at(halts, &Outage::build_loss, t), std::max(operation, t > 3.5 ? 0.2 : 0.0), 1e-12)
            << t;
    }
}

TEST(Suspending, TwoEventsWithinTheirTimeCountAndCountAnewAfterwards) {
    ForceMajeure terms = a_year();
    terms.counts = {{"wave", {}, 2, 90 * day}};
    HandMade path{terms, {waves()}};
    const auto day = [](double d) { return d * a_day; };
    // 91 days apart; then 89; one in the suspension, one shortly after it: alone; the next makes two.
    path.events(0, {day(10), day(101), day(190), day(540), day(560), day(640)});
    path.run();
    ASSERT_EQ(path.begins(), (Times{day(190), day(640)}));
    EXPECT_EQ(path.suspensions()[0].source, 0);
    path.run(1, {.source = 0, .row = 1});  // without it the three are far from one another
    EXPECT_EQ(path.begins(), Times{day(560)});
    path.run(1, {.source = 0});
    EXPECT_TRUE(path.begins().empty());
}

TEST(Suspending, ACountOfOneIsEachEvent) {
    ForceMajeure terms = a_year();
    terms.counts = {{"assault", "breach", 1, 1 * day}};
    HandMade path{terms, {assaults()}};
    path.events(0, {1}, 1);
    path.events(0, {1.5}, 0);
    path.run();
    EXPECT_EQ(path.begins(), Times{1.5});
}

TEST(Suspending, LostTimeSetsOffOneAndIsCountedAnewAfterIt) {
    ForceMajeure terms = a_year();
    terms.lost_time = {{Channel::road, 60 * day, 180 * day}};
    HandMade path{terms, {waves()}};
    const auto day = [](double d) { return d * a_day; };
    path.road = {{day(100), day(140), 1, 1},       // 40
                 {day(200), day(260), 0.5, 0.25},  // 20 of 60 days at a half: 60 by day 240
                 {day(500), day(650), 1, 1}};      // the suspension ends on day 605.25: 45 days are left
    path.run();
    ASSERT_EQ(path.suspensions().size(), 1u);
    EXPECT_NEAR(path.begins()[0], day(240), 1e-9);
    EXPECT_EQ(path.suspensions()[0].source, -1);
    path.road.push_back({day(700), day(720), 1, 1});
    path.run();
    ASSERT_EQ(path.suspensions().size(), 2u);
    EXPECT_NEAR(path.begins()[1], day(700 + 60 - (650 - 605.25)), 1e-9);
}

TEST(Suspending, TheFirstOfSeveralTriggersCounts) {
    ForceMajeure terms = a_year();
    terms.chances = {{"wave", {}, 1}, {"assault", {}, 1}};
    terms.counts = {{"assault", "repelled", 2, 1 * year}};
    terms.lost_time = {{Channel::road, 10 * day, 20 * day}};
    HandMade path{terms, {waves(), assaults()}};
    path.events(0, {6});
    path.events(1, {4.5}, 0);
    path.road = {{3, 3 + 15 * a_day, 1, 1}};
    path.run();
    ASSERT_EQ(path.suspensions().size(), 3u);
    EXPECT_NEAR(path.begins()[0], 3 + 10 * a_day, 1e-12);
    EXPECT_EQ(path.begins()[1], 4.5);
    EXPECT_EQ(path.begins()[2], 6);
    EXPECT_EQ(path.suspensions()[1].source, 1);
    EXPECT_EQ(path.suspensions()[2].source, 0);
}

TEST(Suspending, OneThatNeverEndsHaltsToTheHorizonAndIsGivenUpBeforeOrAtIt) {
    for (const std::optional<Years> given_up : {std::optional<Years>{}, {3 * year}, {30 * year}}) {
        ForceMajeure terms = a_year();
        terms.chances = {{"wave", {}, 1}};
        terms.never = 1;
        terms.given_up = given_up;
        HandMade path{terms, {waves()}};
        path.events(0, {2, 7});
        path.run();
        ASSERT_EQ(path.suspensions().size(), 1u);
        const Suspension s = path.suspensions()[0];
        EXPECT_TRUE(s.for_good);
        EXPECT_EQ(s.end, given_up == 3 * year ? 5 : horizon);
        ASSERT_EQ(path.stops().size(), 1u);
        EXPECT_EQ(path.stops()[0].begin, 2);
        EXPECT_EQ(path.stops()[0].end, horizon);
        EXPECT_EQ(path.stops()[0].build_loss, 1);
        EXPECT_EQ(path.stops()[0].operation_loss, 1);
    }
}

TEST(Suspending, OnTheLastDayItIsCutAtTheHorizon) {
    ForceMajeure terms = a_year();
    terms.chances = {{"wave", {}, 1}};
    HandMade path{terms, {waves()}};
    path.events(0, {horizon - a_day});
    path.run();
    ASSERT_EQ(path.suspensions().size(), 1u);
    EXPECT_EQ(path.suspensions()[0].end, horizon);
    ASSERT_EQ(path.stops().size(), 1u);
    EXPECT_EQ(path.stops()[0].end, horizon);
    HandMade ramp{terms, {waves()}};
    ramp.events(0, {horizon - 1.1});
    ramp.run();
    EXPECT_EQ(ramp.stops().back().end, horizon);
    EXPECT_GT(ramp.stops().back().operation_loss, 0.5);
}

TEST(Suspending, StretchesOfAlertStayBesideIt) {
    ForceMajeure terms{.chances = {{"wave", {}, 1}}, .median = 1 * year, .p90 = 1 * year};
    HandMade path{terms, {waves()}};
    path.events(0, {2});
    path.halts = {{0, 2.5, 0.1, 0}, {4, 10, 0.1, 0}};
    path.run();
    const auto halts = path.stops();
    for (const auto& [t, build, operation] :
         {std::array{1.0, 0.1, 0.0}, {2.2, 1.0, 1.0}, {2.8, 1.0, 1.0}, {3.5, 0.0, 0.0}, {5.0, 0.1, 0.0}}) {
        EXPECT_EQ(loss_at(halts, &Outage::build_loss, t), build) << t;
        EXPECT_EQ(loss_at(halts, &Outage::operation_loss, t), operation) << t;
    }
}

TEST(Suspending, StreamsAreNamedOnceForEachClass) {
    security::Spec spec{.classes = {waves(), assaults()}};
    spec.force_majeure = a_year();
    spec.force_majeure->chances = {
        {"assault", "breach", 0.2}, {"wave", {}, 0.1}, {"assault", "repelled", 0.1}};
    spec.force_majeure->never = 0.05;
    const auto names = security::Stoppages{spec, TimeGrid{{2027, 1, 1}, 10, 1}}.stream_names();
    EXPECT_EQ(std::vector<std::string>(names.end() - 6, names.end()),
              (std::vector<std::string>{
                  "security.force_majeure.assault", "security.force_majeure.wave",
                  "security.force_majeure.wave.length", "security.force_majeure.wave.never",
                  "security.force_majeure.assault.length", "security.force_majeure.assault.never"}));
}

TEST(Suspending, ManyOfALengthNearNothingComeToAnEnd) {
    ForceMajeure terms = a_year();
    terms.median = 1e-20 * day;
    terms.p90 = 1e-12 * day;  // most of them are shorter than the last place of their begin
    terms.restart = {};
    terms.chances = {{"wave", {}, 1}};
    terms.counts = {{"wave", {}, 1, 1 * day}};
    HandMade path{terms, {waves()}};
    Times times;
    for (int i = 1; i < 100; ++i) times.push_back(0.05 * i);
    path.events(0, times);
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        path.run(seed);
        EXPECT_LE(path.suspensions().size(), times.size());
    }
}

}  // namespace
}  // namespace suspending_test
