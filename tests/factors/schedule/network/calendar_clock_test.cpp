#include <gtest/gtest.h>

#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/network.hpp"
#include "support/network.hpp"

using namespace minerisk;
using namespace minerisk_test;
using schedule::CalendarClock;
using schedule::WorkCalendar;

namespace {
const Date origin{2026, 1, 1};  // a Thursday
double at(int year, int month, int day) {
    return years_between(origin, {year, month, day});
}
}  // namespace

TEST(CalendarClock, CountsTheWorkingDaysOfAWeek) {
    const CalendarClock clock{{.name = "five days"}, origin};
    EXPECT_NEAR(clock.work_at(at(2026, 1, 8)) - clock.work_at(at(2026, 1, 1)), 5, 1e-9);
    EXPECT_EQ(clock.work_at(at(2026, 1, 5)) - clock.work_at(at(2026, 1, 3)), 0);  // Saturday to Monday
    EXPECT_NEAR(clock.work_at(at(2027, 1, 1)) - clock.work_at(0), 261, 1e-9);
}

TEST(CalendarClock, WorkEndsWithItsLastDayAndStartsWithTheNextOne) {
    const CalendarClock clock{{.name = "five days"}, origin};
    EXPECT_NEAR(clock.advance(at(2026, 1, 1), 2), at(2026, 1, 3), 1e-12);  // Thursday and Friday
    EXPECT_NEAR(clock.advance(at(2026, 1, 1), 2.5), at(2026, 1, 5) + 0.5 / 31 / 12, 1e-12);
    EXPECT_EQ(clock.settle(at(2026, 1, 3)), at(2026, 1, 5));
    EXPECT_EQ(clock.settle(at(2026, 1, 6)), at(2026, 1, 6));
    EXPECT_NEAR(clock.retreat(at(2026, 1, 6), 1), at(2026, 1, 5), 1e-12);
    EXPECT_NEAR(clock.retreat(at(2026, 1, 5), 1), at(2026, 1, 2), 1e-12);
    EXPECT_EQ(clock.advance(0.3, 0), 0.3);
}

TEST(CalendarClock, AdvanceAndRetreatAreInverseInWork) {
    const CalendarClock clock{{.name = "six days", .works = {true, true, true, true, true, true, false}},
                              origin};
    for (int i = 1; i < 400; ++i) {
        const double start = 0.013 * i, work = 0.37 * i;
        const double end = clock.advance(start, work);
        EXPECT_NEAR(clock.work_at(end) - clock.work_at(start), work, 1e-8);
        EXPECT_NEAR(clock.work_at(end) - clock.work_at(clock.retreat(end, work)), work, 1e-8);
        EXPECT_GE(clock.retreat(end, work), start - 1e-9);
    }
}

TEST(CalendarClock, ClosuresAndSeasonsStop) {
    WorkCalendar calendar{.name = "site", .works = {true, true, true, true, true, true, true}};
    calendar.closures = {{{2026, 3, 10}, {2026, 3, 12}}};
    calendar.seasons = {{{12, 20}, {1, 5}}};
    const CalendarClock clock{calendar, origin};
    EXPECT_EQ(clock.settle(0), at(2026, 1, 6));
    EXPECT_NEAR(clock.work_at(at(2026, 3, 31)) - clock.work_at(at(2026, 3, 1)), 27, 1e-9);
    EXPECT_EQ(clock.settle(at(2026, 12, 24)), at(2027, 1, 6));
    EXPECT_NEAR(clock.advance(at(2026, 3, 9), 2), at(2026, 3, 14), 1e-12);
}

TEST(CalendarClock, ACalendarWithoutAWorkingDayIsRefused) {
    EXPECT_THROW((CalendarClock{{.name = "never", .works = {}}, origin}), InputError);
}

TEST(Calendars, AnActivityWorksByItsOwnAndALagByTheOneItStates) {
    auto plan = plan_of({activity("a", 7), activity("b", 1), activity("END", 0)},
                        {joins("a", "b", schedule::LinkType::finish_start, 3), joins("b", "END")});
    plan.calendars = {{.name = "five days"}};
    plan.activities[0].calendar = "five days";
    plan.activities[1].calendar = "five days";
    plan.links[0].calendar = "five days";
    const schedule::Network network{plan};
    const auto& w = network.base();
    const int a = network.index("a"), b = network.index("b");
    EXPECT_NEAR(w.dates(2 * a + 1, 0), at(2026, 1, 10), 1e-12);  // Thu Fri, Mon to Fri: seven days
    EXPECT_NEAR(w.dates(2 * b, 0), at(2026, 1, 15), 1e-12);      // three working days later
    EXPECT_NEAR(std::min(w.start_slack(a, 0), w.finish_slack(a, 0)), 0, 1e-9);  // in working days
    EXPECT_NEAR(std::min(w.start_slack(b, 0), w.finish_slack(b, 0)), 0, 1e-9);
}
