#include "io/events.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using test::refusal_of;
using Filter = std::pair<std::string, std::string>;

constexpr std::string_view raid_table =
    "id,date_start,group,date_prec\n"
    "1,2020-03-01,north,1\n"
    "2,2020-02-28 00:00:00.000,south,1\n"
    "3,2020-03-01,south,2\n"
    "4,2021-01-01,north,1\n";

}  // namespace

class Events : public testing::Test {
protected:
    EventTable read(const EventQuery& query = {}, std::string_view text = raid_table) const {
        Sources sources;
        return read_events(folder.write("raids.csv", text), query, sources);
    }
    std::string refusal(const EventQuery& query = {}, std::string_view text = raid_table) const {
        return refusal_of([&] { read(query, text); }, folder.path());
    }
    const test::TempFolder folder;
};

TEST_F(Events, StandInTheOrderOfTheirDaysWithinTheFirstAndTheLast) {
    const EventTable table = read({.class_column = "group"});
    EXPECT_EQ(to_string(table.first), "2020-02-28");
    EXPECT_EQ(to_string(table.last), "2021-01-01");
    EXPECT_EQ(table.days(), 309);
    ASSERT_EQ(table.events.size(), 4u);
    EXPECT_EQ(table.events[0].day, 0);
    EXPECT_EQ(table.events[0].kind, "south");
    EXPECT_EQ(table.events[1].day, 2);  // 2020 is a leap year
    EXPECT_EQ(table.events[3].day, 308);
    EXPECT_EQ(table.uncertain_days, 1);
}

TEST_F(Events, AreThoseThatEveryFilterAndTheWindowLeave) {
    const EventTable table = read({.where = {Filter{"group", "north"}, Filter{"date_prec", "1"}},
                                   .from = Date{2020, 1, 1},
                                   .to = Date{2020, 12, 31}});
    EXPECT_EQ(table.rows, 4);
    EXPECT_EQ(table.unlike_where, 2);
    EXPECT_EQ(table.out_of_window, 1);
    ASSERT_EQ(table.events.size(), 1u);
    EXPECT_EQ(table.events[0].day, 60);
    EXPECT_EQ(table.days(), 366);
    EXPECT_EQ(table.uncertain_days, 0);
}

TEST_F(Events, AreRefusedWithLineColumnValueAndRule) {
    EXPECT_EQ(refusal({}, "date_start,x\n2020-01-01,1\n2020-02-30,2\n"),
              "raids.csv:3:1: date_start = 2020-02-30: must be a day as 2021-12-31");
    EXPECT_EQ(refusal({.date_column = "group"}),
              "raids.csv:1:15: group = north: must be a column of days as 2021-12-31");
    EXPECT_EQ(refusal({.date_column = "date_stat"}),
              "raids.csv:1:1: date_stat: unknown column; did you mean `date_start`?");
    EXPECT_EQ(refusal({.class_column = "groups"}),
              "raids.csv:1:1: groups: unknown column; did you mean `group`?");
    EXPECT_EQ(refusal({.where = {Filter{"group", "east"}}}),
              "raids.csv:1:15: --where group = east: must be a value of the column: \"north\", \"south\"");
    EXPECT_EQ(
        refusal({.from = Date{2022, 1, 1}, .to = Date{2022, 2, 1}}),
        "raids.csv: must have events from 2022-01-01 to 2022-02-01; those that are wanted go from 2020-02-28 "
        "to 2021-01-01");
    EXPECT_EQ(refusal({.where = {Filter{"group", "south"}, Filter{"id", "1"}}}),
              "raids.csv: must have a row that every --where fits");
    EXPECT_EQ(refusal({}, "date_start,x\n2020-01-01\n"), "raids.csv:2:1: row: must have 2 values; found 1");
}

TEST_F(Events, ADateOfARowThatIsNotWantedDoesNotMatter) {
    EXPECT_EQ(read({.where = {Filter{"x", "1"}}}, "date_start,x\n2020-01-01,1\nunknown,2\n").events.size(),
              1u);
}

}  // namespace minerisk::io
