#include "io/import/import.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <sstream>

#include "io/document.hpp"
#include "io/read_network.hpp"
#include "minerisk/factors/schedule/network/order.hpp"
#include "support/numbers.hpp"
#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using schedule::Activity;
using schedule::BoundKind;
using schedule::LinkType;
using schedule::Plan;
using schedule::Progress;
using Lines = std::vector<std::string>;

constexpr double day = units::day.canonical();
using testing_support::a_month;

Imported read(const std::string& name, std::string_view text, const ImportOptions& options = {}) {
    const test::TempFolder folder;
    Sources sources;
    return import_network(folder.write(name, text), sources, options);
}

std::string refused(const std::string& name, std::string_view text, const ImportOptions& options = {}) {
    const test::TempFolder folder;
    const std::string path = folder.write(name, text);
    return test::refusal_of(
        [&] {
            Sources sources;
            const Imported got = import_network(path, sources, options);
            model_text(got.plan, path, options.money);
        },
        folder.path());
}

const Activity& activity(const Plan& plan, std::string_view id) {
    const auto it = std::ranges::find(plan.activities, id, &Activity::id);
    if (it == plan.activities.end()) throw std::runtime_error{"no activity " + std::string{id}};
    return *it;
}

/// "2026-02-03" on the scale of the plan.
double at(const Plan& plan, std::string_view date) {
    return years_between(plan.start, parse_date(date).value());
}

std::string bounds(const Plan& plan, std::string_view id) {
    std::string text;
    for (const schedule::DateBound& b : activity(plan, id).bounds) {
        text += (text.empty() ? "" : "; ") +
                std::string{schedule::bound_kind_names[static_cast<std::size_t>(b.kind)]};
        Date best = plan.start;
        for (Date d = plan.start; d.year < plan.start.year + 3;) {
            if (years_between(plan.start, d) == b.date.canonical()) best = d;
            d = d.day < days_in_month(d.year, d.month) ? Date{d.year, d.month, d.day + 1}
                : d.month < 12                         ? Date{d.year, d.month + 1, 1}
                                                       : Date{d.year + 1, 1, 1};
        }
        text.append(" ").append(to_string(best));
    }
    return text;
}

/// "A SS B +3 cal; ..." in the plan's order.
Lines links(const Plan& plan) {
    Lines all;
    for (const schedule::Link& l : plan.links) {
        std::string text =
            l.from + " " + schedule::link_type_names[static_cast<std::size_t>(l.type)] + " " + l.to;
        if (l.lag != 0)
            text += " " + minerisk::text_of(l.calendar.empty() ? l.lag / day : l.lag) + " " + l.calendar;
        all.push_back(text);
    }
    return all;
}

std::string with(std::string text, const std::string& old, const std::string& now) {
    const std::size_t at = text.find(old);
    if (at == std::string::npos) throw std::runtime_error{"no such text: " + old};
    return text.replace(at, old.size(), now);
}

bool holds(const Lines& lines, std::string_view text) {
    return std::ranges::find(lines, text) != lines.end();
}

/// The finish of the target by FS links and fixed durations.
double longest_path(const Plan& plan) {
    std::map<std::string, int> place;
    for (std::size_t i = 0; i < plan.activities.size(); ++i)
        place[plan.activities[i].id] = static_cast<int>(i);
    std::vector<schedule::Arrow> arrows;
    for (const schedule::Link& l : plan.links) arrows.emplace_back(place.at(l.from), place.at(l.to));
    std::vector<double> start(plan.activities.size()), finish(plan.activities.size());
    for (const int i : schedule::topological_order(static_cast<int>(plan.activities.size()), arrows)) {
        const auto j = static_cast<std::size_t>(i);
        for (const auto& [from, to] : arrows)
            if (to == i) start[j] = std::max(start[j], finish[static_cast<std::size_t>(from)]);
        finish[j] = start[j] + plan.activities[j].duration.base();
    }
    return finish[static_cast<std::size_t>(place.at(plan.target))];
}

/// What a reader of model files makes of the text.
Plan read_back(const std::string& text) {
    const test::TempFolder folder;
    Sources sources;
    Document document = Document::load(folder.write("plan.toml", text), sources);
    if (const auto money = document.root().optional_table("money")) money->required<Month>("base");
    auto plan = read_network(document.root(), MoneyReader{PriceIndex{}, "2025-12"});
    document.finish();
    return std::move(plan.value());
}

/// Everything that an import gives, in one text; links by the activity that waits.
std::string all_of(const Plan& plan) {
    std::ostringstream out;
    out.precision(17);
    const auto number = [&](double x) { out << x << " "; };
    out << plan.name << " " << to_string(plan.start) << " " << plan.target << " ";
    number(plan.data_date.canonical());
    for (const schedule::WorkCalendar& c : plan.calendars) {
        out << "\n" << c.name << " ";
        for (const bool works : c.works) out << works;
        for (const auto& [from, to] : c.closures) out << " " << to_string(from) << " " << to_string(to);
    }
    for (const Activity& a : plan.activities) {
        out << "\n"
            << a.id << "|" << a.name << "|" << a.calendar << "|" << static_cast<int>(a.progress) << " ";
        for (const double x : {a.duration.lower(), a.duration.base(), a.duration.upper(), a.duration.mean(),
                               a.started.canonical(), a.finished.canonical(), a.cost.canonical()})
            number(x);
        for (const schedule::DateBound& b : a.bounds) {
            number(static_cast<int>(b.kind));
            number(b.date.canonical());
        }
        for (const schedule::Link& l : plan.links) {
            if (l.to != a.id) continue;
            out << "\n  " << l.from << " " << static_cast<int>(l.type) << " " << l.calendar << " ";
            number(l.lag);
        }
    }
    for (const schedule::Hammock& h : plan.hammocks)
        out << "\n" << h.id << "|" << h.name << "|" << h.from << "|" << h.to << " " << h.cost.canonical();
    return out.str();
}

// ---------------------------------------------------------------------------------------- Microsoft Project

std::string shifts(std::initializer_list<std::pair<const char*, const char*>> times) {
    std::string text = "<WorkingTimes>";
    for (const auto& [from, to] : times)
        text += "<WorkingTime><FromTime>" + std::string{from} + "</FromTime><ToTime>" + to +
                "</ToTime></WorkingTime>";
    return text + "</WorkingTimes>";
}

/// A week whose first working weekday is Monday, of `working` days.
std::string week(int working, const std::string& times) {
    std::string text = "<WeekDays>\n";
    for (int type = 1; type <= 7; ++type) {
        const bool works = (type + 5) % 7 < working;
        text += "<WeekDay><DayType>" + std::to_string(type) + "</DayType><DayWorking>" + (works ? "1" : "0") +
                "</DayWorking>" + (works ? times : "") + "</WeekDay>\n";
    }
    return text + "</WeekDays>\n";
}

std::string project(const std::string& tasks, const std::string& head = {}, const std::string& tail = {}) {
    const std::string five = week(5, shifts({{"08:00:00", "12:00:00"}, {"13:00:00", "17:00:00"}}));
    const std::string six = week(6, shifts({{"07:00:00", "12:00:00"}, {"13:00:00", "18:00:00"}}));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
           "<Project xmlns=\"http://schemas.microsoft.com/project\">\n"
           "<Title>Small mine</Title><CurrencyCode>USD</CurrencyCode>\n"
           "<StartDate>2026-01-05T08:00:00</StartDate><MinutesPerDay>480</MinutesPerDay>" +
           head +
           "<CalendarUID>1</CalendarUID>\n<Calendars>\n"
           "<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>\n" +
           five +
           "<Exceptions>\n"
           "<Exception><TimePeriod><FromDate>2026-12-24T00:00:00</FromDate><ToDate>2027-01-02T23:59:00</"
           "ToDate>"
           "</TimePeriod><Type>1</Type><DayWorking>0</DayWorking></Exception>\n"
           "<Exception><TimePeriod><FromDate>2026-03-23T00:00:00</FromDate><ToDate>2028-03-23T23:59:00</"
           "ToDate>"
           "</TimePeriod><Type>2</Type><Month>2</Month><MonthDay>23</MonthDay><DayWorking>0</DayWorking></"
           "Exception>\n"
           "<Exception><TimePeriod><FromDate>2026-05-02T00:00:00</FromDate><ToDate>2026-05-02T23:59:00</"
           "ToDate>"
           "</TimePeriod><Type>1</Type><DayWorking>1</DayWorking></Exception>\n"
           "</Exceptions></Calendar>\n"
           "<Calendar><UID>2</UID><Name>Six; long</Name><IsBaseCalendar>1</IsBaseCalendar>\n" +
           six +
           "</Calendar>\n<Calendar><UID>3</UID><Name>Crew</Name><IsBaseCalendar>0</IsBaseCalendar>"
           "<BaseCalendarUID>1</BaseCalendarUID></Calendar>\n</Calendars>\n<Tasks>\n" +
           tasks + "</Tasks>\n" + tail + "</Project>\n";
}

std::string task(int uid, const std::string& name, const std::string& duration,
                 const std::string& more = {}) {
    return "<Task><UID>" + std::to_string(uid) + "</UID><ID>" + std::to_string(uid) + "</ID><Name>" + name +
           "</Name><Duration>" + duration + "</Duration>" + more + "</Task>\n";
}

std::string after(int uid, int type = 1, int lag = 0, int format = 7) {
    return "<PredecessorLink><PredecessorUID>" + std::to_string(uid) + "</PredecessorUID><Type>" +
           std::to_string(type) + "</Type><CrossProject>0</CrossProject><LinkLag>" + std::to_string(lag) +
           "</LinkLag><LagFormat>" + std::to_string(format) + "</LagFormat></PredecessorLink>";
}

/// A project with some of everything.
std::string whole_project() {
    return project(
        task(0, "Small mine", "PT0H0M0S", "<Summary>1</Summary>") +
            task(1, "Site", "PT0H0M0S", "<Summary>1</Summary>" + after(8)) +
            task(2, "Camp&#10;north &amp; south", "PT80H0M0S",
                 "<ConstraintType>4</ConstraintType><ConstraintDate>2026-02-02T08:00:00</ConstraintDate>"
                 "<Cost>150000</Cost><LevelingDelay>0</LevelingDelay>") +
            task(3, "Civil", "PT160H0M0S", "<CalendarUID>2</CalendarUID>" + after(2, 3, 24000)) +
            task(4, "Curing", "PT72H0M0S", "<DurationFormat>8</DurationFormat>" + after(3, 0, 14400, 8)) +
            task(5, "Erection", "PT40H30M0S",
                 "<ConstraintType>2</ConstraintType><ConstraintDate>2026-06-01T08:00:00</ConstraintDate>"
                 "<Deadline>2026-06-30T17:00:00</Deadline><LevelingDelay>4800</LevelingDelay>" +
                     after(3, 1, 50, 19)) +
            task(
                6, "Done", "PT0H0M0S",
                "<Milestone>1</Milestone>" + after(4) + after(5, 2, -4800) + after(9) + after(1) + after(7)) +
            task(7, "Option", "PT8H0M0S", "<Active>0</Active>" + after(2)) +
            task(8, "Permit", "PT40H0M0S",
                 "<PercentComplete>100</PercentComplete><ActualStart>2026-01-05T08:00:00</ActualStart>"
                 "<ActualFinish>2026-01-09T17:00:00</ActualFinish>") +
            task(9, "Survey", "PT80H0M0S",
                 "<PercentComplete>25</PercentComplete><ActualStart>2026-01-12T10:00:00</ActualStart>"
                 "<ActualFinish>NA</ActualFinish><RemainingDuration>PT60H0M0S</RemainingDuration>"
                 "<ConstraintType>7</ConstraintType><ConstraintDate>2026-02-06T17:00:00</ConstraintDate>" +
                     after(8)),
        "<StatusDate>2026-01-16T17:00:00</StatusDate>",
        "<Resources><Resource><UID>0</UID></Resource><Resource><UID>1</UID></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment>"
        "<Assignment><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment>"
        "<Assignment><TaskUID>3</TaskUID><ResourceUID>1</ResourceUID></Assignment>"
        "<Assignment><TaskUID>4</TaskUID><ResourceUID>-65535</ResourceUID></Assignment></Assignments>");
}

TEST(ImportMspdi, ReadsTasksLinksCalendarsAndProgress) {
    const Imported got = read("a.xml", whole_project(), {.money = "2025-12"});
    const Plan& plan = got.plan;
    EXPECT_EQ(plan.name, "Small mine");
    EXPECT_EQ(plan.start, (Date{2026, 1, 5}));
    EXPECT_EQ(plan.data_date.canonical(), at(plan, "2026-01-17"));
    EXPECT_EQ(plan.target, "FINISH");

    ASSERT_EQ(plan.calendars.size(), 2u);
    EXPECT_EQ(plan.calendars[0].name, "Standard");
    EXPECT_EQ(plan.calendars[0].works, (std::array{true, true, true, true, true, false, false}));
    using Closure = std::pair<Date, Date>;
    EXPECT_EQ(plan.calendars[0].closures, (std::vector<Closure>{{{2026, 3, 23}, {2026, 3, 23}},
                                                                {{2026, 12, 24}, {2027, 1, 2}},
                                                                {{2027, 3, 23}, {2027, 3, 23}},
                                                                {{2028, 3, 23}, {2028, 3, 23}}}));
    EXPECT_EQ(plan.calendars[1].name, "Six, long");
    EXPECT_EQ(plan.calendars[1].works, (std::array{true, true, true, true, true, true, false}));
    EXPECT_TRUE(plan.calendars[1].closures.empty());

    ASSERT_EQ(plan.activities.size(), 8u);
    EXPECT_EQ(activity(plan, "2").name, "Camp north & south");
    EXPECT_EQ(activity(plan, "2").duration.base(), 10);
    EXPECT_EQ(activity(plan, "2").calendar, "Standard");
    EXPECT_EQ(activity(plan, "2").cost.canonical(), 1500);
    EXPECT_EQ(bounds(plan, "2"), "start not earlier 2026-02-02");
    EXPECT_EQ(activity(plan, "3").duration.base(), 16);  // of ten hours
    EXPECT_EQ(activity(plan, "3").calendar, "Six, long");
    EXPECT_EQ(activity(plan, "4").duration.base(), 3 * day);
    EXPECT_EQ(activity(plan, "4").calendar, "");
    EXPECT_EQ(activity(plan, "5").duration.base(), 40.5 / 8);
    EXPECT_EQ(bounds(plan, "5"),
              "start not earlier 2026-06-01; start not later 2026-06-01; deadline 2026-07-01");
    EXPECT_EQ(activity(plan, "6").duration.base(), 0);
    EXPECT_EQ(activity(plan, "8").progress, Progress::done);
    EXPECT_EQ(activity(plan, "8").started.canonical(), 0);
    EXPECT_EQ(activity(plan, "8").finished.canonical(), at(plan, "2026-01-10"));
    EXPECT_EQ(activity(plan, "9").progress, Progress::under_way);
    EXPECT_EQ(activity(plan, "9").started.canonical(), at(plan, "2026-01-12"));
    EXPECT_EQ(activity(plan, "9").duration.base(), 7.5);
    EXPECT_EQ(bounds(plan, "9"), "finish not later 2026-02-07");
    EXPECT_TRUE(activity(plan, "9").duration.is_fixed());

    EXPECT_EQ(links(plan),
              (Lines{"2 SS 3 4 Six, long", "3 FF 4 1 ", "3 FS 5 10 Standard", "4 FS 6", "5 SF 6 -1 Standard",
                     "9 FS 6", "8 FS 9", "2 FS FINISH", "5 FS FINISH", "6 FS FINISH"}));
    EXPECT_EQ(got.not_understood,
              (Lines{"1 exception of a calendar makes days work or changes their hours", "1 inactive task",
                     "2 links of inactive or outside tasks", "1 task has <LevelingDelay>",
                     "FS link from summary task 1 to task 6: dates may differ",
                     "FS link from task 8 to summary task 1: dates may differ",
                     "2 tasks have resource assignments", "1 resource", "1 calendar that no task uses"}));
    EXPECT_EQ(
        got.remarks,
        (Lines{
            "2 summary tasks: read as the tasks within them",
            "1 name holds line breaks or control characters: blanks stand for them",
            "calendar \"Six; long\" is called \"Six, long\"",
            "1 task must start or finish on a date: read as bounds on both sides",
            "1 date within a working day: read as the whole day",
            "1 lag is a share of its predecessor's duration: read as the time that this is now",
            "nothing follows the finish of 3 activities: the milestone FINISH after all of them was added"}));
}

TEST(ImportMspdi, EveryConstraintAndADataDateWhereNoneIsStated) {
    std::string tasks;
    for (int type = 0; type <= 7; ++type) {
        tasks += task(type + 1, "t", "PT8H0M0S",
                      "<ConstraintType>" + std::to_string(type) +
                          "</ConstraintType><ConstraintDate>2026-03-02T17:00:00</ConstraintDate>");
    }
    tasks +=
        task(9, "u", "PT80H0M0S", "<PercentComplete>50</PercentComplete><Start>2026-01-06T08:00:00</Start>");
    const Imported got = read("a.xml", project(tasks));
    const Plan& plan = got.plan;
    EXPECT_EQ(bounds(plan, "1"), "");
    EXPECT_EQ(bounds(plan, "2"), "");
    EXPECT_EQ(bounds(plan, "3"), "start not earlier 2026-03-03; start not later 2026-03-03");
    EXPECT_EQ(bounds(plan, "4"), "finish not earlier 2026-03-03; finish not later 2026-03-03");
    EXPECT_EQ(bounds(plan, "5"), "start not earlier 2026-03-03");
    EXPECT_EQ(bounds(plan, "6"), "start not later 2026-03-03");
    EXPECT_EQ(bounds(plan, "7"), "finish not earlier 2026-03-03");
    EXPECT_EQ(bounds(plan, "8"), "finish not later 2026-03-03");
    EXPECT_EQ(activity(plan, "9").progress, Progress::under_way);
    EXPECT_EQ(activity(plan, "9").duration.base(), 5);
    EXPECT_EQ(plan.data_date.canonical(), at(plan, "2026-01-06"));
    EXPECT_EQ(plan.target, "FINISH");
    EXPECT_EQ(activity(plan, "FINISH").duration.base(), 0);
    EXPECT_EQ(plan.links.size(), 9u);
    EXPECT_EQ(
        got.remarks,
        (Lines{
            "1 task is to be as late as possible: read as as soon as possible",
            "2 tasks must start or finish on a date: read as bounds on both sides",
            "the file has no status date; the data date is the latest of the actual dates, 2026-01-06",
            "nothing follows the finish of 9 activities: the milestone FINISH after all of them was added"}));
}

TEST(ImportMspdi, RefusesWithPlaceFieldValueAndRule) {
    EXPECT_EQ(
        refused("a.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaa\">]>\n<Project/>"),
        "a.xml:2:0: markup = <!DOCTYPE: must not be in the file: document types and entities are not read");
    EXPECT_EQ(
        refused("a.xml", "<Project>\n<!-- <!entity -->\n</Project>"),
        "a.xml:2:0: markup = <!ENTITY: must not be in the file: document types and entities are not read");
    EXPECT_EQ(
        refused("a.xml", "<APIBusinessObjects/>"),
        "a.xml:1:0: root = APIBusinessObjects: must be <Project>, the root of a Microsoft Project XML file");
    const std::string whole = project(task(1, "a", "PT8H0M0S"));
    EXPECT_EQ(refused("a.xml", whole.substr(0, whole.size() / 2)),
              "a.xml:18:0: must be well-formed XML; the file may be cut short");
    EXPECT_EQ(
        refused("a.xml", "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<Project>\xc3\xa9</Project>"),
        "a.xml:1:0: encoding = windows-1252: must be UTF-8");
    EXPECT_EQ(refused("a.xml", "<Project>\n \xe9</Project>"),
              "a.xml:2:2: must be UTF-8 text; found the byte \\xE9");
    EXPECT_EQ(refused("a.xml", std::string_view{"<\0P\0", 4}), "a.xml:1:2: must not contain NUL bytes");
    EXPECT_EQ(refused("a.xml", " \n"), "a.xml: must not be empty");
    for (const std::string_view utf16 :
         {std::string_view{"\xff\xfe<\0P\0", 6}, std::string_view{"\xfe\xff\0<\0P", 6}})
        EXPECT_EQ(refused("a.xml", utf16), "a.xml: must be UTF-8 text; this is UTF-16: save it as UTF-8");
    for (const char* cut : {"&#0", "&#x00", "&#4294967296"})
        EXPECT_EQ(refused("a.xml", project(task(1, "Camp" + std::string{cut} + "; north", "PT8H0M0S"))),
                  "a.xml:35:0: text = " + std::string{cut} + ": must be a character that text can have");
    EXPECT_EQ(refused("a.xml", project("")), "a.xml: must have at least one activity");

    EXPECT_EQ(
        refused("a.xml", project(task(1, "a", "PT8H0M0S", after(2)) + task(2, "b", "PT8H0M0S", after(3)) +
                                 task(3, "c", "PT8H0M0S", after(1)) + task(4, "d", "PT8H0M0S", after(4)))),
        "a.xml:35:0: task 1.PredecessorLink = 1 -> 3 -> 2 -> 1: must not go in a circle\n"
        "a.xml:38:0: task 4.PredecessorLink = 4 -> 4: must not go in a circle");
    EXPECT_EQ(
        refused("a.xml", project(task(1, "a", "PT8H0M0S", after(17)) + task(1, "b", "PT-8H0M0S") +
                                 task(3, "c", "-PT8H0M0S") + task(4, "d", "eight hours") +
                                 task(5, "e", "PT9000000H0M0S") + task(6, "f", "") +
                                 task(7, "g", "PT8H0M0S", after(6, 9)) +
                                 task(8, "h", "PT8H0M0S", "<CalendarUID>8</CalendarUID>") +
                                 task(9, "i", "PT8H0M0S", after(8, 1, 2000000000)) +
                                 task(10, "j", "PT8H0M0S", "<ActualFinish>yesterday</ActualFinish>"))),
        "a.xml:36:0: task 1.Duration = PT-8H0M0S: must not be negative\n"
        "a.xml:36:0: task 1.UID = 1: must be unique; line 35 has it too\n"
        "a.xml:37:0: task 3.Duration = -PT8H0M0S: must not be negative\n"
        "a.xml:38:0: task 4.Duration = eight hours: must be hours, minutes and seconds, such as PT40H0M0S\n"
        "a.xml:39:0: task 5.Duration = PT9000000H0M0S: must be at most 1000000 days\n"
        "a.xml:40:0: task 6.Duration: is required\n"
        "a.xml:41:0: task 7.PredecessorLink.Type = 9: must be from 0 to 3\n"
        "a.xml:42:0: task 8.CalendarUID = 8: must be the UID of a calendar of the file\n"
        "a.xml:44:0: task 10.ActualFinish = yesterday: must be a date and time before 9999-12-31");
    EXPECT_EQ(refused("a.xml", project(task(1, "a", "PT8H0M0S", after(17)))),
              "a.xml:35:0: task 1.PredecessorLink = 17: must name an activity of the file");
}

/// `task` with its place in the outline.
std::string within(int level, int uid, const std::string& name, const std::string& more = {}) {
    return task(uid, name, "PT8H0M0S", "<OutlineLevel>" + std::to_string(level) + "</OutlineLevel>" + more);
}
const std::string is_summary = "<Summary>1</Summary>";

TEST(ImportMspdi, LinksAndStartsOfSummaryTasksGoToTheTasksWithinThem) {
    const Imported got =
        read("a.xml",
             project(within(0, 0, "Mine", is_summary) + within(1, 1, "Site", is_summary + after(9, 1, 4800)) +
                     within(2, 2, "Camp") + within(2, 3, "Roads", is_summary) + within(3, 4, "North") +
                     within(3, 5, "South",
                            "<ConstraintType>5</ConstraintType>"
                            "<ConstraintDate>2026-01-20T08:00:00</ConstraintDate>") +
                     within(1, 6, "Mill",
                            is_summary + after(1) +
                                "<ConstraintType>4</ConstraintType>"
                                "<ConstraintDate>2026-06-01T08:00:00</ConstraintDate>") +
                     within(2, 7, "Steel") +
                     within(2, 8, "Ball mill",
                            "<ConstraintType>7</ConstraintType>"
                            "<ConstraintDate>2026-02-02T17:00:00</ConstraintDate>") +
                     within(1, 9, "Permit") + within(1, 10, "Handover", after(6, 0) + after(3, 3, 4800))));
    EXPECT_EQ(links(got.plan),
              (Lines{"7 FF 10", "8 FF 10", "9 FS 2 1 Standard", "9 FS 4 1 Standard", "9 FS 5 1 Standard",
                     "2 FS 7", "2 FS 8", "4 FS 7", "4 FS 8", "5 FS 7", "5 FS 8"}));
    EXPECT_EQ(got.plan.target, "10");
    EXPECT_EQ(bounds(got.plan, "7"), "start not earlier 2026-06-01");
    EXPECT_EQ(bounds(got.plan, "8"), "finish not later 2026-02-03");
    EXPECT_EQ(
        got.not_understood,
        (Lines{"1 exception of a calendar makes days work or changes their hours",
               "1 task must start or finish before its summary task may begin: dates may differ",
               "SS link from summary task 3 to task 10: dates may differ", "2 calendars that no task uses"}));
    EXPECT_TRUE(holds(got.remarks, "4 summary tasks: read as the tasks within them"));
    EXPECT_TRUE(holds(got.remarks, "3 links of summary tasks: carried to the tasks within them"));
    EXPECT_TRUE(holds(got.remarks, "1 task starts no earlier than its summary task may"));
    EXPECT_NO_THROW(model_text(got.plan, "a"));
}

TEST(ImportMspdi, WhatASummaryTaskLosesIsListed) {
    const std::string text =
        project(within(1, 1, "Site",
                       is_summary +
                           "<ConstraintType>7</ConstraintType>"
                           "<ConstraintDate>2026-06-01T17:00:00</ConstraintDate>"
                           "<Deadline>2026-07-01T17:00:00</Deadline><Cost>150000</Cost>" +
                           after(2)) +
                within(2, 2, "Camp", "<Cost>100000</Cost>") + within(2, 3, "Roads", after(1, 0)) +
                within(1, 4, "Empty", is_summary + after(2, 1)) +
                within(1, 5, "End", after(1, 2) + after(1, 1, 50, 19)));
    const Imported got = read("a.xml", text, {.money = "2025-12"});
    EXPECT_EQ(
        got.not_understood,
        (Lines{"1 exception of a calendar makes days work or changes their hours",
               "deadline 2026-07-01 of summary task 1 \"Site\": dates may differ",
               "cost of summary task 1 \"Site\" beyond that of the tasks within it: 500",
               "constraint \"finish no later than 2026-06-01\" of summary task 1 \"Site\": dates may differ",
               "FF link from summary task 1 to task 3: dates may differ",
               "SF link from summary task 1 to task 5: dates may differ",
               "FS link from summary task 1 to task 5: dates may differ",
               "FS link from task 2 to summary task 1: dates may differ",
               "FS link from task 2 to summary task 4: dates may differ", "2 calendars that no task uses"}));
    EXPECT_EQ(activity(got.plan, "2").cost.canonical(), 1000);
}

TEST(ImportMspdi, ManyLinksBetweenSummaryTasksPassThroughAMilestone) {
    std::string tasks = within(1, 1, "Mine", is_summary);
    for (int i = 0; i < 12; ++i) tasks += within(2, 10 + i, "a");
    tasks += within(1, 2, "Mill", is_summary + after(1, 1, 4800));
    for (int i = 0; i < 12; ++i) tasks += within(2, 30 + i, "b");
    const Plan plan = read("a.xml", project(tasks)).plan;
    EXPECT_EQ(activity(plan, "1").name, "finish of Mine");
    EXPECT_EQ(links(plan)[0], "10 FS 1");
    EXPECT_EQ(links(plan)[12], "1 FS 30 1 Standard");
    EXPECT_EQ(plan.links.size(), 12u + 12u + 12u);  // the last: to the finish
}

TEST(ImportMspdi, ASummaryTaskHasAUidOfItsOwn) {
    EXPECT_EQ(
        refused("a.xml", project(within(1, 1, "a") + within(1, 1, "b", is_summary) + within(2, 2, "c"))),
        "a.xml:36:0: task 1.UID = 1: must be unique");
    EXPECT_EQ(refused("a.xml", project(within(1, 1, "a", is_summary) + within(2, 1, "b"))),
              "a.xml:36:0: task 1.UID = 1: must be unique");
}

TEST(ImportMspdi, AFinishThatNothingFollowsIsTiedToTheFinish) {
    const Plan plan =
        read("a.xml", project(task(1, "a", "PT80H0M0S") + task(2, "b", "PT8H0M0S", after(1, 3)))).plan;
    EXPECT_EQ(plan.target, "FINISH");
    EXPECT_EQ(links(plan), (Lines{"1 SS 2", "1 FS FINISH", "2 FS FINISH"}));
}

std::string calendars_of(int count, bool circle) {
    std::string text;
    for (int uid = 10; uid < 10 + count; ++uid) {
        const int base = uid + 1 < 10 + count ? uid + 1 : circle ? 10 : 1;
        text += "<Calendar><UID>" + std::to_string(uid) + "</UID><Name>c</Name><BaseCalendarUID>" +
                std::to_string(base) + "</BaseCalendarUID></Calendar>\n";
    }
    return text;
}

TEST(ImportMspdi, BasesOfCalendarsGoOnlySoDeep) {
    const auto text = [](int count, bool circle) {
        std::string whole = project(task(1, "a", "PT8H0M0S", "<CalendarUID>10</CalendarUID>"));
        return whole.insert(whole.find("</Calendars>"), calendars_of(count, circle));
    };
    EXPECT_EQ(read("a.xml", text(50, false)).plan.calendars.size(), 1u);
    EXPECT_EQ(
        refused("a.xml", text(20'000, false)),
        "a.xml:133:0: calendar 110.BaseCalendarUID = 111: must have at most 100 calendars below one another");
    EXPECT_EQ(refused("a.xml", text(20, true)),
              "a.xml:33:0: calendar 10.BaseCalendarUID = 11: must not go in a circle");
}

TEST(ImportMspdi, ActualDatesMoveTheDataDate) {
    const std::string done = task(1, "a", "PT8H0M0S",
                                  "<PercentComplete>100</PercentComplete><ActualStart>2026-02-02T08:00:00</"
                                  "ActualStart><ActualFinish>2026-02-03T17:00:00</ActualFinish>");
    const Imported late = read("a.xml", project(done, "<StatusDate>2026-01-16T17:00:00</StatusDate>"));
    EXPECT_EQ(late.plan.data_date.canonical(), at(late.plan, "2026-02-04"));
    EXPECT_TRUE(
        holds(late.remarks,
              "the status date, 2026-01-17, is before some actual dates; the data date is the latest of "
              "the actual dates, 2026-02-04"));
    EXPECT_NO_THROW(model_text(late.plan, "a"));
    const std::string saved = "<CurrentDate>2026-11-28T09:00:00</CurrentDate>";
    const Imported unstated = read("a.xml", project(done, saved));
    EXPECT_EQ(unstated.plan.data_date.canonical(), at(unstated.plan, "2026-02-04"));
    const Imported fresh = read("a.xml", project(task(1, "a", "PT8H0M0S"), saved));
    EXPECT_EQ(fresh.plan.data_date.canonical(), 0);
    EXPECT_TRUE(holds(fresh.remarks, "the file has no status date; the data date is the start"));
    const Imported early =
        read("a.xml", project(task(1, "a", "PT8H0M0S"), "<StatusDate>2025-01-16T17:00:00</StatusDate>"));
    EXPECT_TRUE(
        holds(early.remarks, "the status date, 2025-01-17, is before the start; the data date is the start"));
}

TEST(ImportMspdi, CostsWithoutTheMonthOfTheirMoneyAreLeftOut) {
    const std::string text = project(task(1, "a", "PT8H0M0S", "<Cost>100000</Cost>") +
                                     task(2, "b", "PT8H0M0S", "<Cost>100000</Cost>" + after(1)));
    const Imported without = read("a.xml", text);
    EXPECT_TRUE(holds(without.not_understood,
                      "2 activities have costs: --money YYYY-MM states the month of their money"));
    EXPECT_EQ(read_back(model_text(without.plan, "a")).activities[0].cost, Money{});
    const Imported with = read("a.xml", text, {.money = "2025-12"});
    EXPECT_EQ(read_back(model_text(with.plan, "a", "2025-12")).activities[0].cost.canonical(), 1000);
}

TEST(ImportMspdi, WhatWouldNotLoadIsRefusedAtItsLine) {
    EXPECT_EQ(
        refused("a.xml", project(task(1, "a", "PT8H0M0S",
                                      "<ConstraintType>7</ConstraintType>"
                                      "<ConstraintDate>9999-12-31T17:00:00</ConstraintDate>"))),
        "a.xml:35:0: task 1.ConstraintDate = 9999-12-31T17:00:00: must be a date and time before 9999-12-31");
    std::string idle = project(task(1, "a", "PT8H0M0S", "<CalendarUID>9</CalendarUID>"));
    idle.insert(idle.find("</Calendars>"),
                "<Calendar><UID>9</UID><Name>Idle</Name>" + week(0, "") + "</Calendar>");
    EXPECT_EQ(refused("a.xml", idle),
              "a.xml:33:0: calendar 9 = Idle: must have at least one working day in its week");
    std::string closed = project(task(1, "a", "PT8H0M0S"));
    closed.insert(
        closed.find("<Exceptions>") + 12,
        "<Exception><TimePeriod><FromDate>2026-01-01T00:00:00</FromDate><ToDate>2300-01-01T23:59:00</"
        "ToDate></TimePeriod><DayWorking>0</DayWorking></Exception>");
    EXPECT_EQ(refused("a.xml", closed),
              "a.xml: network.calendar.days = Standard: must leave at least one working day");
    EXPECT_EQ(refused("a.xml", project(task(1, "a", "PT8H0M0S",
                                            "<ConstraintType>2</ConstraintType>"
                                            "<ConstraintDate>2026-03-02T08:00:00</ConstraintDate>") +
                                       within(0, 2, "s", is_summary) +
                                       within(1, 3, "c",
                                              "<ConstraintType>3</ConstraintType>"
                                              "<ConstraintDate>2026-03-02T17:00:00</ConstraintDate>"))),
              "");
}

TEST(ImportMspdi, DaysOfDurationsTimeZonesAndPartsOfSecondsAreRead) {
    const Imported got =
        read("a.xml", project(task(1, "a", "P1DT2H") + task(2, "b", "P2D", after(1)) +
                              task(3, "c", "PT8H",
                                   "<ConstraintType>4</ConstraintType>"
                                   "<ConstraintDate>2026-03-02T08:00:00.000+02:00</ConstraintDate>"
                                   "<Deadline>2026-03-20T17:00:00Z</Deadline>" +
                                       after(2))));
    EXPECT_EQ(activity(got.plan, "1").duration.base(), 26 / 8.0);
    EXPECT_EQ(activity(got.plan, "2").duration.base(), 48 / 8.0);
    EXPECT_EQ(bounds(got.plan, "3"), "start not earlier 2026-03-02; deadline 2026-03-21");
    EXPECT_TRUE(
        holds(got.remarks, "2 dates state a time zone: their hours are read as those of the calendar"));
    for (const char* bad : {"P", "PT", "P1M", "P1Y", "P1DT", "P1DTH", "P1D2H"}) {
        const bool taken = std::string{bad} == "P1DT";
        EXPECT_EQ(refused("a.xml", project(task(1, "a", bad))),
                  taken ? ""
                        : "a.xml:35:0: task 1.Duration = " + std::string{bad} +
                              ": must be hours, minutes and seconds, such as PT40H0M0S")
            << bad;
    }
}

TEST(ImportMspdi, DatesWithinADayAreCounted) {
    const Imported got =
        read("a.xml", project(task(1, "a", "PT8H0M0S",
                                   "<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-02T10:00:00</"
                                   "ConstraintDate><Deadline>2026-03-20T12:00:00</Deadline>"),
                              "<StatusDate>2026-01-16T12:00:00</StatusDate>"));
    EXPECT_TRUE(holds(got.remarks, "3 dates within a working day: read as whole days"));
}

TEST(ImportMspdi, ManyKindsOfWhatIsNotReadEndInACount) {
    std::string more;
    for (int i = 0; i < 60'000; ++i) more += "<E" + std::to_string(i) + ">1</E" + std::to_string(i) + ">";
    const Imported got = read("a.xml", project(task(1, "a", "PT8H0M0S", more)));
    ASSERT_EQ(got.not_understood.size(), 101u);
    EXPECT_EQ(got.not_understood[1], "1 task has <E0>");
    EXPECT_EQ(got.not_understood[100], "and 59902 more");
}

// ------------------------------------------------------------------------------------------------ Primavera

constexpr std::string_view five_days =
    "(0||CalendarData()(\x7f\x7f(0||DaysOfWeek()((0||1()())(0||2()((0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|"
    "17:00)())))"
    "(0||3()((0||0(f|12:00|s|08:00)())(0||1(s|01:00 PM|f|05:00 PM)())))(0||4()((0||0(s|08:00|f|16:00)())))"
    "(0||5()((0||0(s|08:00|f|16:00)())))(0||6()((0||0(s|08:00|f|16:00)())))(0||7()())))"
    "(0||VIEW(ShowTotal|Y)())(0||Exceptions()((0||0(d|46380)())(0||1(d|46381)())(0||2(d|46104)())"
    "(0||3(d|46382)((0||0(s|08:00|f|12:00)())))))))";
constexpr std::string_view every_day =
    "(0||CalendarData()((0||DaysOfWeek()((0||1()((0||0(s|00:00|f|00:00)())))(0||2()((0||0(s|00:00|f|00:00)())"
    "))"
    "(0||3()((0||0(s|00:00|f|00:00)())))(0||4()((0||0(s|00:00|f|00:00)())))(0||5()((0||0(s|00:00|f|00:00)()))"
    ")"
    "(0||6()((0||0(s|00:00|f|00:00)())))(0||7()((0||0(s|00:00|f|00:00)())))))))";

std::string row(std::initializer_list<std::string_view> cells) {
    std::string text = "%R";
    for (const std::string_view cell : cells) text.append("\t").append(cell);
    return text + "\n";
}

std::string xer(const std::string& tasks, const std::string& links, const std::string& more = {}) {
    return "ERMHDR\t19.12\t2026-01-16\tProject\tadmin\tadmin\tdb\tProject Management\tUSD\n"
           "%T\tPROJECT\n%F\tproj_id\tproj_short_name\tclndr_id\tplan_start_date\tlast_recalc_date\tplan_end_"
           "date\n" +
           row({"7", "SM", "10", "2026-01-05 08:00", "2026-01-16 17:00", "2027-12-31 17:00"}) +
           "%T\tPROJWBS\n%F\twbs_id\tproj_id\tproj_node_flag\twbs_name\n" +
           row({"1", "7", "Y", "Small mine"}) +
           "%T\tCALENDAR\n%F\tclndr_id\tclndr_name\tday_hr_cnt\tbase_clndr_id\tclndr_data\n" +
           row({"10", "Five days", "8", "", five_days}) + row({"11", "Every day", "24", "", every_day}) +
           row({"12", "Broken", "10", "", "(0||CalendarData()((0||DaysOfWeek("}) +
           "%T\tTASK\n%F\ttask_id\tproj_id\tclndr_id\ttask_code\ttask_name\ttask_type\tstatus_code\t"
           "target_drtn_hr_cnt\tremain_drtn_hr_cnt\tact_start_date\tact_end_date\tcstr_type\tcstr_date\t"
           "suspend_date\ttotal_float_hr_cnt\n" +
           tasks +
           "%T\tTASKPRED\n%F\ttask_pred_id\ttask_id\tpred_task_id\tproj_id\tpred_proj_id\tpred_type\tlag_hr_"
           "cnt\n" +
           links + more + "%E\n";
}

std::string p6(std::string_view id, std::string_view code, std::string_view hours,
               std::string_view type = "TT_Task", std::string_view calendar = "10",
               std::string_view name = "work") {
    return row({id, "7", calendar, code, name, type, "TK_NotStart", hours, hours, "", "", "", "", "", "8"});
}

std::string pred(std::string_view to, std::string_view from, std::string_view type = "PR_FS",
                 std::string_view lag = "0") {
    return row({"1", to, from, "7", "7", type, lag});
}

/// A project with some of everything.
std::string whole_xer() {
    const std::string tasks =
        p6("1", "EC-10", "80", "TT_Task", "10", "Caf\xe9 \x96 camp") +
        p6("2", "EC_10", "240", "TT_Task", "11") + p6("3", "DONE", "0", "TT_FinMile") +
        p6("4", "BEGIN", "0", "TT_Mile") + p6("5", "TEAM", "0", "TT_LOE") + p6("6", "LOOSE", "0", "TT_LOE") +
        p6("7", "SUM", "0", "TT_WBS") +
        row({"8", "7", "10", "A1", "past", "TT_Task", "TK_Complete", "40", "0", "2026-01-05 08:00",
             "2026-01-09 17:00", "", "", "", ""}) +
        row({"9", "7", "10", "A2", "now", "TT_Task", "TK_Active", "80", "60", "2026-01-12 08:00", "",
             "CS_MEOB", "2026-02-06 17:00", "2026-01-14 08:00", ""}) +
        row({"10", "7", "12", "A3", "later", "TT_Rsrc", "TK_NotStart", "50", "50", "", "", "CS_MANDSTART",
             "2026-06-01 08:00", "", ""});
    const std::string preds =
        pred("1", "4") + pred("2", "1", "PR_SS", "16") + pred("3", "2", "PR_FF", "-24") + pred("3", "10") +
        pred("10", "9") + pred("9", "8") + pred("5", "4", "PR_SS") + pred("5", "3", "PR_FF") +
        pred("6", "1", "PR_SS") + pred("7", "1") + row({"1", "1", "99", "7", "8", "PR_FS", "0"});
    return xer(tasks, preds,
               "%T\tTASKRSRC\n%F\ttaskrsrc_id\ttask_id\n" + row({"1", "1"}) + row({"2", "1"}) +
                   row({"3", "2"}) + "%T\tPROJCOST\n%F\tcost_item_id\n" + row({"1"}) +
                   "%T\tCURRTYPE\n%F\tcurr_id\n" + row({"1"}));
}

TEST(ImportXer, ReadsTablesCalendarsAndProgress) {
    const Imported got = read("a.XER", whole_xer());
    const Plan& plan = got.plan;
    EXPECT_EQ(plan.name, "Small mine");
    EXPECT_EQ(plan.start, (Date{2026, 1, 5}));
    EXPECT_EQ(plan.data_date.canonical(), at(plan, "2026-01-17"));
    EXPECT_EQ(plan.target, "FINISH");

    ASSERT_EQ(plan.calendars.size(), 3u);
    EXPECT_EQ(plan.calendars[0].name, "Five days");
    EXPECT_EQ(plan.calendars[0].works, (std::array{true, true, true, true, true, false, false}));
    using Closure = std::pair<Date, Date>;
    EXPECT_EQ(plan.calendars[0].closures,
              (std::vector<Closure>{{{2026, 3, 23}, {2026, 3, 23}}, {{2026, 12, 24}, {2026, 12, 25}}}));
    EXPECT_EQ(plan.calendars[1].name, "Every day");
    EXPECT_EQ(plan.calendars[1].works, (std::array{true, true, true, true, true, true, true}));
    EXPECT_EQ(plan.calendars[2].name, "Broken");
    EXPECT_EQ(plan.calendars[2].works, (std::array{true, true, true, true, true, false, false}));

    ASSERT_EQ(plan.activities.size(), 8u);
    EXPECT_EQ(plan.activities[0].id, "EC_10_2");
    EXPECT_EQ(plan.activities[0].name, "Café – camp");
    EXPECT_EQ(plan.activities[0].duration.base(), 10);
    EXPECT_EQ(plan.activities[0].calendar, "Five days");
    EXPECT_EQ(activity(plan, "EC_10").duration.base(), 10);  // of 24 hours
    EXPECT_EQ(activity(plan, "EC_10").calendar, "Every day");
    EXPECT_EQ(activity(plan, "DONE").duration.base(), 0);
    EXPECT_EQ(activity(plan, "A1").progress, Progress::done);
    EXPECT_EQ(activity(plan, "A1").started.canonical(), 0);
    EXPECT_EQ(activity(plan, "A1").finished.canonical(), at(plan, "2026-01-10"));
    EXPECT_EQ(activity(plan, "A1").duration.base(), 5);
    EXPECT_EQ(activity(plan, "A2").progress, Progress::under_way);
    EXPECT_EQ(activity(plan, "A2").started.canonical(), at(plan, "2026-01-12"));
    EXPECT_EQ(activity(plan, "A2").duration.base(), 7.5);
    EXPECT_EQ(bounds(plan, "A2"), "finish not later 2026-02-07");
    EXPECT_EQ(activity(plan, "A3").duration.base(), 5);  // of ten hours
    EXPECT_EQ(bounds(plan, "A3"), "start not earlier 2026-06-01; start not later 2026-06-01");

    ASSERT_EQ(plan.hammocks.size(), 1u);
    EXPECT_EQ(plan.hammocks[0].id, "TEAM");
    EXPECT_EQ(plan.hammocks[0].from, "BEGIN");
    EXPECT_EQ(plan.hammocks[0].to, "DONE");
    EXPECT_EQ(links(plan), (Lines{"BEGIN FS EC_10_2", "EC_10_2 SS EC_10 2 Five days",
                                  "EC_10 FF DONE -1 Every day", "A3 FS DONE", "A2 FS A3", "A1 FS A2",
                                  "EC_10_2 FS FINISH", "EC_10 FS FINISH", "DONE FS FINISH"}));
    EXPECT_EQ(
        got.not_understood,
        (Lines{
            "1 exception of a calendar makes a day work or changes its hours",
            "the project must finish by 2027-12-31 17:00", "1 WBS summary activity",
            "working days of calendar \"Broken\" cannot be read: Monday to Friday, 10 hours a day, was taken",
            "1 link of a WBS summary activity", "1 link from another project",
            "1 level of effort does not lie between two finishes", "1 link of a level of effort",
            "1 value in column TASK.suspend_date", "2 tasks have resource assignments",
            "1 row of table PROJCOST"}));
    EXPECT_EQ(
        got.remarks,
        (Lines{
            "the text is Windows-1252; it was turned into UTF-8",
            "1 activity depends on resources: read on its own calendar",
            "1 activity must start or finish on a date: read as bounds on both sides",
            "no calendar is stated for lags: that of the predecessor was taken",
            "1 level of effort: read as a hammock", "id \"EC-10\" is written EC_10_2",
            "nothing follows the finish of 3 activities: the milestone FINISH after all of them was added"}));
}

TEST(ImportXer, ConstraintsBecomeBoundsAndTheTighterOfTwoStays) {
    const auto bounds_of = [](std::string_view first, std::string_view date, std::string_view second,
                              std::string_view other) {
        const std::string text =
            "ERMHDR\t19.12\n%T\tPROJECT\n%F\tproj_id\tplan_start_date\n" + row({"7", "2026-01-05 08:00"}) +
            "%T\tTASK\n%F\ttask_id\tproj_id\ttask_code\ttask_type\tstatus_code\ttarget_drtn_hr_cnt\t"
            "cstr_type\tcstr_date\tcstr_type2\tcstr_date2\n" +
            row({"1", "7", "A", "TT_Task", "TK_NotStart", "8", first, date, second, other}) + "%E\n";
        return bounds(read("a.xer", text).plan, "A");
    };
    EXPECT_EQ(bounds_of("CS_MSOA", "2026-02-02 08:00", "CS_MSOA", "2026-03-02 08:00"),
              "start not earlier 2026-03-02");
    EXPECT_EQ(bounds_of("CS_MEOB", "2026-03-02 17:00", "CS_MEOB", "2026-02-02 17:00"),
              "finish not later 2026-02-03");
    EXPECT_EQ(bounds_of("CS_MEOB", "2026-03-02 08:00", "CS_MSOB", "2026-02-27 17:00"),
              "start not later 2026-02-28; finish not later 2026-03-02");
    EXPECT_EQ(bounds_of("CS_MEO", "2026-03-02 00:00", "", ""),
              "finish not earlier 2026-03-02; finish not later 2026-03-02");
    EXPECT_EQ(bounds_of("CS_MEOA", "2026-03-02 12:00", "CS_MSO", "2026-03-02 12:00"),
              "start not earlier 2026-03-02; finish not earlier 2026-03-03; start not later 2026-03-02");
    EXPECT_EQ(bounds_of("CS_MANDFIN", "2026-03-02 17:00", "CS_ALAP", ""),
              "finish not earlier 2026-03-03; finish not later 2026-03-03");
}

TEST(ImportXer, TheCalendarOfLagsIsAnOption) {
    const std::string tasks = p6("1", "A", "80") + p6("2", "B", "240", "TT_Task", "11");
    const auto lag = [&](const std::string& option) {
        return links(read("a.xer", xer(tasks, pred("2", "1", "PR_FS", "48"),
                                       "%T\tSCHEDOPTIONS\n%F\tproj_id\tsched_calendar_on_relationship_lag\n" +
                                           row({"7", option})))
                         .plan)[0];
    };
    EXPECT_EQ(lag("rcal_Predecessor"), "A FS B 6 Five days");
    EXPECT_EQ(lag("rcal_Successor"), "A FS B 2 Every day");
    EXPECT_EQ(lag("rcal_ProjDefault"), "A FS B 6 Five days");
    EXPECT_EQ(lag("rcal_24Hour"), "A FS B 2 ");
}

TEST(ImportXer, AFinishThatNothingFollowsIsTiedToTheFinish) {
    const auto links_of = [](std::string_view type, std::string_view lag) {
        return links(
            read("a.xer", xer(p6("1", "A", "80") + p6("2", "B", "40"), pred("2", "1", type, lag))).plan);
    };
    const Lines finish{"A FS FINISH", "B FS FINISH"};
    const auto all = [&](const std::string& link) { return Lines{link, finish[0], finish[1]}; };
    EXPECT_EQ(links_of("PR_SS", "0"), all("A SS B"));
    EXPECT_EQ(links_of("PR_SF", "0"), all("A SF B"));
    EXPECT_EQ(links_of("PR_FF", "-8"), all("A FF B -1 Five days"));
    EXPECT_EQ(links_of("PR_FS", "-48"), all("A FS B -6 Five days"));
    EXPECT_EQ(links_of("PR_FS", "-40"), (Lines{"A FS B -5 Five days"}));  // B takes five days itself
    EXPECT_EQ(links_of("PR_FF", "0"), (Lines{"A FF B"}));
    // What is done waits for nothing.
    const std::string done = row({"2", "7", "10", "B", "past", "TT_Task", "TK_Complete", "40", "0",
                                  "2026-01-05 08:00", "2026-01-09 17:00", "", "", "", ""});
    EXPECT_EQ(links(read("a.xer", xer(p6("1", "A", "80") + done, pred("2", "1"))).plan), all("A FS B"));
}

TEST(ImportXer, TasksOfOtherProjectsAreLeftOut) {
    const std::string two =
        with(xer(p6("1", "A", "8") + p6("2", "B", "16") + with(p6("3", "C", "24"), "\t7\t", "\t8\t"),
                 pred("2", "1") + row({"1", "3", "1", "8", "7", "PR_FS", "0"}) +
                     row({"1", "2", "3", "7", "8", "PR_FS", "0"}) +
                     row({"1", "77", "78", "9", "9", "PR_XX", "0"}) +
                     row({"1", "77", "1", "9", "7", "PR_FS", "0"})),
             "%T\tPROJWBS", "%T\tPROJWBS");
    const Imported one = read("a.xer", two);
    EXPECT_EQ(one.plan.activities.size(), 2u);
    EXPECT_EQ(links(one.plan), (Lines{"A FS B"}));
    EXPECT_TRUE(holds(one.not_understood, "1 task of another project"));
    EXPECT_TRUE(holds(one.not_understood, "2 links to other projects"));
    EXPECT_TRUE(holds(one.not_understood, "1 link from another project"));
    EXPECT_TRUE(holds(one.not_understood, "1 link within other projects"));

    const std::string several =
        with(two, "%T\tPROJWBS",
             row({"8", "MILL", "10", "2026-02-02 08:00", "2026-02-02 08:00", ""}) + "%T\tPROJWBS");
    EXPECT_EQ(refused("a.xer", several),
              "a.xer:5:0: PROJECT.proj_id = 8: must be the one project with tasks; --project chooses one of: "
              "7 (SM), 8 (MILL)");
    for (const char* name : {"8", "MILL"}) {
        const Imported chosen = read("a.xer", several, {.project = name});
        EXPECT_EQ(chosen.plan.activities.size(), 1u);
        EXPECT_EQ(chosen.plan.name, "MILL");
        EXPECT_EQ(chosen.plan.start, (Date{2026, 2, 2}));
    }
    EXPECT_EQ(refused("a.xer", several, {.project = "PIT"}),
              "a.xer:3:0: PROJECT = PIT: must be the id or the short name of a project: 7 (SM), 8 (MILL)");
    EXPECT_EQ(refused("a.csv", "id\n", {.project = "PIT"}),
              "a.csv: must end in .xer (Primavera P6) where a project is chosen: --project");
}

TEST(ImportXer, ShortRowsAndMemosOfSeveralLinesAreRead) {
    std::string text =
        xer(p6("1", "A", "8", "TT_Task", "10", "north\r\ncamp") + p6("2", "B", "8"), pred("2", "1"),
            "%T\tTASKMEMO\n%F\tmemo_id\ttask_id\tmemo\n%R\t1\t1\tfirst\n\nsecond\n%R\t2\n");
    const Imported got = read("a.xer", text);
    EXPECT_EQ(activity(got.plan, "A").name, "north camp");
    EXPECT_TRUE(holds(got.remarks,
                      "1 row is shorter than the heads of its table: its last values are read as empty"));
    EXPECT_EQ(refused("a.xer", with(text, "%F\tmemo_id", "memo\n%F\tmemo_id")),
              "a.xer:22:0: line = memo: must be %T, %F, %R or %E in this order");
}

TEST(ImportXer, BasesOfCalendarsGoOnlySoDeepAndBlanksBetweenBracketsAreTaken) {
    const auto text = [](int count, bool circle) {
        std::string rows;
        for (int id = 100; id < 100 + count; ++id) {
            const int base = id + 1 < 100 + count ? id + 1 : circle ? 100 : 10;
            rows += row({std::to_string(id), "c", "8", std::to_string(base), ""});
        }
        const std::string whole = xer(p6("1", "A", "8", "TT_Task", "100"), "");
        const std::size_t end = whole.find("%T\tTASK\n");
        return whole.substr(0, end) + rows + whole.substr(end);
    };
    EXPECT_EQ(read("a.xer", text(50, false)).plan.calendars.size(), 1u);
    EXPECT_EQ(refused("a.xer", text(20'000, false)),
              "a.xer:113:0: CALENDAR.base_clndr_id = 201: must have at most 100 calendars below one another");
    EXPECT_EQ(refused("a.xer", text(20, true)),
              "a.xer:13:0: CALENDAR.base_clndr_id = 101: must not go in a circle");

    std::string blanks{five_days};
    for (std::size_t at = 0; (at = blanks.find("()(", at)) != std::string::npos;)
        blanks.replace(at, 3, " ( ) (");
    const Plan plain = read("a.xer", xer(p6("1", "A", "8"), "")).plan;
    const Plan spaced = read("a.xer", with(xer(p6("1", "A", "8"), ""), std::string{five_days}, blanks)).plan;
    EXPECT_EQ(spaced.calendars[0].works, plain.calendars[0].works);
    EXPECT_EQ(spaced.calendars[0].closures, plain.calendars[0].closures);
    EXPECT_EQ(plain.calendars[0].closures.size(), 2u);
}

TEST(ImportXer, ActualDatesMoveTheDataDateAndOptionsAreTold) {
    const std::string done = row({"1", "7", "10", "A", "past", "TT_Task", "TK_Complete", "40", "0",
                                  "2026-02-02 08:00", "2026-02-06 17:00", "CS_ALAP", "", "", ""});
    const Imported got = read("a.xer", xer(done, "",
                                           "%T\tSCHEDOPTIONS\n%F\tproj_id\tsched_retained_logic\tsched_"
                                           "progress_override\n" +
                                               row({"7", "N", "N"})));
    EXPECT_EQ(got.plan.data_date.canonical(), at(got.plan, "2026-02-07"));
    EXPECT_NO_THROW(model_text(got.plan, "a"));
    EXPECT_TRUE(holds(got.remarks,
                      "the data date, 2026-01-17, is before some actual dates; the data date is the "
                      "latest of the actual dates, 2026-02-07"));
    EXPECT_TRUE(
        holds(got.remarks,
              "P6 schedules the project by actual dates, neither by retained logic nor by progress override: "
              "work that began before its predecessors waits for them here"));
    EXPECT_TRUE(holds(got.remarks, "1 activity is to be as late as possible: read as as soon as possible"));
}

TEST(ImportXer, RefusesWithPlaceFieldValueAndRule) {
    EXPECT_EQ(refused("a.xer", "%T\tTASK\n"),
              "a.xer:1:0: line = %T\\x09TASK: must begin with ERMHDR, as files of Primavera P6 do");
    const std::string whole = xer(p6("1", "A", "8"), "");
    EXPECT_EQ(refused("a.xer", whole.substr(0, whole.size() - 3)),
              "a.xer:17:0: must end with %E; the file is cut short");
    EXPECT_EQ(refused("a.xer", "ERMHDR\t1\n%E\n"),
              "a.xer: TASK: is required as a table\na.xer: PROJECT: is required as a table");
    EXPECT_EQ(refused("a.xer", "ERMHDR\t1\n%T\tTASK\n%F\ttask_id\n%R\t1\t2\n%E\n"),
              "a.xer:4:0: TASK: must have 1 values, as %F; found 2");
    EXPECT_EQ(refused("a.xer", "ERMHDR\t1\n%R\t1\n%E\n"),
              "a.xer:2:0: line = %R\\x091: must be %T, %F, %R or %E in this order");
    EXPECT_EQ(refused("a.xer", xer(p6("1", "A", "8", "TT_Task", "10", "\x81"), "")),
              "a.xer:15:0: must be UTF-8 or Windows-1252 text; found the byte \\x81");
    EXPECT_EQ(refused("a.xer", xer(p6("1", "A", "8") + p6("2", "B", "8"), pred("1", "2") + pred("2", "1"))),
              "a.xer:19:0: TASKPRED.pred_task_id = A -> B -> A: must not go in a circle");
    EXPECT_EQ(refused("a.xer",
                      xer(p6("1", "A", "8") + p6("2", "A", "-8") + p6("2", "C", "nan") + p6("4", "D", "9e9") +
                              p6("5", "E", "8", "TT_X") + p6("6", "F", "8", "TT_Task", "44"),
                          pred("1", "2", "PR_XX") + pred("6", "1", "PR_FS", "inf"))),
              "a.xer:16:0: TASK.target_drtn_hr_cnt = -8: must not be negative\n"
              "a.xer:16:0: TASK.remain_drtn_hr_cnt = -8: must not be negative\n"
              "a.xer:16:0: TASK.task_code = A: must be unique; line 15 has it too\n"
              "a.xer:17:0: TASK.task_id = 2: must be unique; line 16 has it too\n"
              "a.xer:18:0: TASK.target_drtn_hr_cnt = 9e9: must be at most 8e+06\n"
              "a.xer:18:0: TASK.remain_drtn_hr_cnt = 9e9: must be at most 8e+06\n"
              "a.xer:19:0: TASK.task_type = TT_X: must be one of TT_Task, TT_Rsrc, TT_Mile, TT_FinMile, "
              "TT_LOE, TT_WBS\n"
              "a.xer:20:0: TASK.clndr_id = 44: must be a calendar of the file\n"
              "a.xer:23:0: TASKPRED.pred_type = PR_XX: must be one of PR_FS, PR_SS, PR_FF, PR_SF\n"
              "a.xer:24:0: TASKPRED.lag_hr_cnt = inf: must be a finite number");
    EXPECT_EQ(refused("a.xer", xer(p6("1", "A", "8"), pred("1", "9"))),
              "a.xer:18:0: TASKPRED.pred_task_id = 9: must name an activity of the file");
}

// -------------------------------------------------------------------------------------------- PSPLIB, RCPLIB

/// Eight jobs; the longest path is 1 2 5 7 8: 4 + 6 + 3 = 13.
const std::string psplib =
    "************************************************************************\n"
    "file with basedata            : own.bas\n"
    "************************************************************************\n"
    "projects                      :  1\n"
    "jobs (incl. supersource/sink ):  8\n"
    "horizon                       :  30\n"
    "RESOURCES\n"
    "  - renewable                 :  2   R\n"
    "************************************************************************\n"
    "PROJECT INFORMATION:\n"
    "pronr.  #jobs rel.date duedate tardcost  MPM-Time\n"
    "    1      6      0       15       4       13\n"
    "************************************************************************\n"
    "PRECEDENCE RELATIONS:\n"
    "jobnr.    #modes  #successors   successors\n"
    "   1        1          3           2   3   4\n"
    "   2        1          2           5   6\n"
    "   3        1          1           6\n"
    "   4        1          1           7\n"
    "   5        1          1           7\n"
    "   6        1          1           8\n"
    "   7        1          1           8\n"
    "   8        1          0        \n"
    "************************************************************************\n"
    "REQUESTS/DURATIONS:\n"
    "jobnr. mode duration  R 1  R 2\n"
    "------------------------------------------------------------------------\n"
    "  1      1     0       0    0\n"
    "  2      1     4       2    0\n"
    "  3      1     5       0    3\n"
    "  4      1     8       1    1\n"
    "  5      1     6       2    2\n"
    "  6      1     7       0    1\n"
    "  7      1     3       1    0\n"
    "  8      1     0       0    0\n"
    "************************************************************************\n"
    "RESOURCEAVAILABILITIES:\n"
    "  R 1  R 2\n"
    "    4    4\n"
    "************************************************************************\n";

TEST(ImportPsplib, TheLongestPathIsTheMpmTimeOfTheFile) {
    const Imported got = read("own.sm", psplib);
    ASSERT_EQ(got.plan.activities.size(), 8u);
    EXPECT_EQ(got.plan.target, "8");
    EXPECT_EQ(activity(got.plan, "5").name, "job 5");
    EXPECT_EQ(activity(got.plan, "5").duration.base(), 6 * day);
    EXPECT_EQ(links(got.plan), (Lines{"1 FS 2", "1 FS 3", "1 FS 4", "2 FS 5", "2 FS 6", "3 FS 6", "4 FS 7",
                                      "5 FS 7", "6 FS 8", "7 FS 8"}));
    EXPECT_EQ(got.not_understood, (Lines{"due date 15", "2 resources, with their demands and capacities"}));
    EXPECT_EQ(got.remarks, (Lines{"durations are in periods; a period is 1 d",
                                  "the file has no dates; the start is 2026-01-01",
                                  "the file states MPM-Time 13 periods"}));
    EXPECT_NEAR(longest_path(got.plan) / day, 13, 1e-12);
}

TEST(ImportPsplib, TheCallerStatesStartAndPeriod) {
    const Imported got = read("own.sm", psplib, {.start = {2027, 7, 1}, .period = units::month});
    EXPECT_EQ(got.plan.start, (Date{2027, 7, 1}));
    EXPECT_EQ(activity(got.plan, "5").duration.base(), 6 * a_month);
    EXPECT_EQ(got.remarks[0], "durations are in periods; a period is 30.4375 d");
}

TEST(ImportPsplib, RefusesWithPlaceFieldValueAndRule) {
    EXPECT_EQ(refused("a.sm", psplib.substr(0, psplib.find("  6      1     7"))),
              "a.sm:32:0: REQUESTS/DURATIONS: must have a row for each of 8 jobs; found 5; the file may be "
              "cut short");
    EXPECT_EQ(refused("a.sm", psplib.substr(0, psplib.find("REQUESTS"))),
              "a.sm: REQUESTS/DURATIONS: is required; the file may be cut short");
    EXPECT_EQ(refused("a.sm", "PROJECT\n"),
              "a.sm: jobs (incl. supersource/sink ): is required; the file may be cut short");
    EXPECT_EQ(refused("a.sm", with(psplib, "  5      1     6 ", "  5      1     -6 ")),
              "a.sm:32:0: job 5.duration = -6: must not be negative");
    EXPECT_EQ(refused("a.sm", with(psplib, "  5      1     6 ", "  5      1     nan ")),
              "a.sm:32:0: job 5 = nan: must be a finite number");
    EXPECT_EQ(refused("a.sm", with(psplib, "  5      1     6 ", "  5      1     2000000 ")),
              "a.sm:32:0: job 5.duration = 2000000: must be at most 1e+06");
    EXPECT_EQ(refused("a.sm", with(psplib, "  5      1     6 ", "  4      1     6 ")),
              "a.sm:32:0: REQUESTS/DURATIONS = 4      1     6       2    2: must be the row of job 5");
    EXPECT_EQ(refused("a.sm", with(psplib, "   5        1          1           7",
                                   "   5        1          1           2")),
              "a.sm:20:0: job 5.successors = 2 -> 5 -> 2: must not go in a circle");
    EXPECT_EQ(refused("a.sm", with(psplib, "   5        1          1           7",
                                   "   5        3          2           99")),
              "a.sm:20:0: job 5.modes = 3: must be 1: files with several modes a job are not read\n"
              "a.sm:20:0: job 5.successors = 1: must be as many as the row says, 2");
    EXPECT_EQ(refused("a.sm", with(psplib, "   5        1          1           7",
                                   "   5        1          1           99")),
              "a.sm:20:0: job 5.successors = 99: must name an activity of the file");
}

const std::string patterson =
    "8 2\n4 4\n0 0 0 3 2 3 4\n4 2 0 2 5 6\n5 0 3 1\n 6\n8 1 1 1 7\n6 2 2 1 7\n7 0 1 1 8\n3 1 0 1 8\n0 0 "
    "0 0\n";

TEST(ImportRcplib, ReadsTheSameNetwork) {
    const Imported got = read("own.rcp", patterson);
    const Imported same = read("own.sm", psplib);
    EXPECT_EQ(links(got.plan), links(same.plan));
    EXPECT_EQ(got.plan.target, "8");
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_EQ(got.plan.activities[i].duration.base(), same.plan.activities[i].duration.base());
    EXPECT_EQ(got.not_understood, (Lines{"2 resources, with their demands and capacities"}));
    EXPECT_NEAR(longest_path(got.plan) / day, 13, 1e-12);

    EXPECT_EQ(refused("a.rcp", patterson.substr(0, patterson.size() - 10)),
              "a.rcp:10:0: activity 7.successor: is required; the file may be cut short");
    EXPECT_EQ(refused("a.rcp", patterson + "1\n"),
              "a.rcp:12:0: number = 1: must not follow the last activity");
    EXPECT_EQ(refused("a.rcp", with(patterson, "6 2 2 1 7", "6.5 2 2 1 7")),
              "a.rcp:8:0: activity 5.duration = 6.5: must be a whole number");
    EXPECT_EQ(refused("a.rcp", with(patterson, "6 2 2 1 7", "6 2 2 1 1")),
              "a.rcp:8:0: activity 5.successor = 1 -> 2 -> 5 -> 1: must not go in a circle");
    EXPECT_EQ(refused("a.rcp", with(patterson, "8 2\n", "800000 2\n")),
              "a.rcp:1:0: number of activities = 800000: must be at most 1e+05");
}

// ------------------------------------------------------------------------------------------------------- CSV

constexpr std::string_view whole_csv =
    "\xef\xbb\xbfid,name,duration,predecessors,calendar,cost,low,high,owner\r\n"
    "A-1,\"camp, north\",20 d,,,10 MUSD,,,me\r\n"
    "A,civil,15 wd,A-1 SS+3 d,five days,,,,\r\n"
    "C,steel,3 months,\"A; A-1 FF-2 d\",,,2 months,6 months,you\r\n"
    "D,end,0 d,C+4 wd@five days,,,,,\r\n\r\n";

TEST(ImportCsv, ReadsDurationsRangesCalendarsAndPredecessors) {
    const Imported got = read("a.csv", whole_csv, {.money = "2025-12"});
    const Plan& plan = got.plan;
    EXPECT_EQ(plan.target, "FINISH");
    ASSERT_EQ(plan.activities.size(), 5u);
    EXPECT_EQ(plan.activities[0].id, "A_1");
    EXPECT_EQ(plan.activities[0].name, "camp, north");
    EXPECT_EQ(plan.activities[0].duration.base(), 20 * day);
    EXPECT_EQ(plan.activities[0].cost.canonical(), 10e6);
    EXPECT_EQ(plan.activities[1].duration.base(), 15);
    EXPECT_EQ(plan.activities[1].calendar, "five days");
    EXPECT_FALSE(plan.activities[2].duration.is_fixed());
    EXPECT_EQ(plan.activities[2].duration.lower(), 2 * a_month);
    EXPECT_EQ(plan.activities[2].duration.base(), 3 * a_month);
    EXPECT_EQ(plan.activities[2].duration.upper(), 6 * a_month);
    EXPECT_NEAR(plan.activities[2].duration.mean(), (2 + 4 * 3 + 6) / 6.0 * a_month, 1e-12);
    ASSERT_EQ(plan.calendars.size(), 1u);
    EXPECT_EQ(plan.calendars[0].works, (std::array{true, true, true, true, true, false, false}));
    EXPECT_EQ(links(plan), (Lines{"A_1 SS A 3 ", "A FS C", "A_1 FF C -2 ", "C FS D 4 five days",
                                  "A_1 FS FINISH", "D FS FINISH"}));
    EXPECT_EQ(got.not_understood, (Lines{"2 values in column \"owner\""}));
    EXPECT_EQ(
        got.remarks,
        (Lines{
            "calendar \"five days\" is named without its days: Monday to Friday were taken, "
            "without closures",
            "the file has no dates; the start is 2026-01-01", "id \"A-1\" is written A_1",
            "nothing follows the finish of 2 activities: the milestone FINISH after all of them was added"}));
}

TEST(ImportCsv, IdsAreMadeSafeWithoutMeetingOneAnother) {
    const Imported got = read("a.csv",
                              "id,name,duration,predecessors\na b,,1 d,\na_b,,1 d,a b\na+b,,1 d,a_b FS+1 d\n"
                              "\"a\"\"b\",,1 d,\n\xd1\x8f.1,,1 d,\na/b,,1 d,\n");
    Lines ids;
    for (const Activity& a : got.plan.activities) ids.push_back(a.id);
    EXPECT_EQ(ids, (Lines{"a_b_2", "a_b", "a_b_3", "a_b_4", "\xd1\x8f.1", "a_b_5", "FINISH"}));
    EXPECT_EQ(links(got.plan)[0], "a_b_2 FS a_b");
    EXPECT_EQ(links(got.plan)[1], "a_b FS a_b_3 1 ");
    EXPECT_EQ(
        got.remarks,
        (Lines{
            "the file has no dates; the start is 2026-01-01",
            "4 ids hold what ids may not: \"a b\" is written a_b_2, for example",
            "nothing follows the finish of 4 activities: the milestone FINISH after all of them was added"}));
}

TEST(ImportCsv, HeadsIgnoreCaseAndAScheduleWithoutANameIsCalledAsItsFile) {
    const Plan plan = read("mill.v2.csv", "ID,Name,DURATION,Predecessors\nA,,10 d,\nB,,1 d,A SS\n").plan;
    EXPECT_EQ(plan.name, "mill.v2");
    EXPECT_EQ(plan.target, "FINISH");
    EXPECT_EQ(links(plan), (Lines{"A SS B", "A FS FINISH", "B FS FINISH"}));
    EXPECT_EQ(read("own.sm", psplib).plan.name, "own");
    EXPECT_EQ(read("own.rcp", patterson).plan.name, "own");
}

TEST(ImportCsv, EveryIdThatIsWrittenLoadsAgain) {
    std::string text = "id,name,duration,predecessors\n";
    for (const char* id : {"a/b", "a(b)", "a:b", "a#1", "\xd1\x8f.1", "a_b"})
        text += std::string{id} + ",,1 d,\n";
    // Many that become the same.
    constexpr std::string_view marks = "!#$%&()*/:<=>?[]^{|}~";
    for (const char a : marks)
        for (const char b : marks)
            for (const char c : marks) text.append(1, a).append(1, b).append(1, c).append(",,1 d,\n");
    const Imported got = read("a.csv", text);
    EXPECT_EQ(got.plan.activities[0].id, "a_b_2");
    EXPECT_EQ(got.plan.activities[4].id, "\xd1\x8f.1");
    EXPECT_TRUE(holds(got.remarks, "9265 ids hold what ids may not: \"a/b\" is written a_b_2, for example"));
    EXPECT_EQ(all_of(read_back(model_text(got.plan, "a"))), all_of(got.plan));
}

TEST(ImportCsv, AModelFileThatWouldBeTooLargeIsRefused) {
    std::string text = "id,name,duration,predecessors\n";
    for (int i = 0; i < 40'000; ++i)
        text.append("A")
            .append(std::to_string(i))
            .append(",a name of forty characters and some words,1 d,\n");
    EXPECT_EQ(
        refused("a.csv", text),
        "a.csv: must give a model file of at most 4 MB; its 40001 activities and 40000 links give 4.6 MB");
}

TEST(ImportCsv, RefusesWithPlaceFieldValueAndRule) {
    const std::string head = "id,name,duration,predecessors,calendar,cost,low,high\n";
    EXPECT_EQ(refused("a.csv", "id,name,id\n"),
              "a.csv:1:0: header: must have the column \"duration\": "
              "id,name,duration,predecessors[,calendar,cost,low,high]\n"
              "a.csv:1:9: header = id: must name a column once");
    EXPECT_EQ(refused("a.csv", head + "A,,1 d,,,,,\nB,,1 d\n\nC,,1 d,,,,,\n"),
              "a.csv:3:0: must have 8 values, as the header; found 3\na.csv:4:0: must not be blank");
    EXPECT_EQ(
        refused("a.csv", head + "A,,20,,,,,\nB,,-2 d,,,,,\nC,,nan d,,,,,\nD,,1000001 d,,,,,\nE,,3 wd,,,,,\n"
                                "F,,3 d,,five,,,\nG,,3 d,,,4 EUR,,\nH,,3 d,,,,4 d,5 d\nI,,3 d,,,,1 d,\n,,1 "
                                "d,,,,,\nA,,1 d,,,,,\n"),
        "a.csv:2:4: duration = 20: must have a unit: d, weeks, months, yr, or wd for working days\n"
        "a.csv:3:4: duration = -2 d: must not be negative\n"
        "a.csv:4:4: duration = nan d: must be a finite number\n"
        "a.csv:5:4: duration = 1000001 d: must be at most 1000000 days\n"
        "a.csv:6:4: duration = 3 wd: must have a calendar in its row: it is in working days\n"
        "a.csv:7:4: duration = 3 d: must be in working days (wd), as its row names a calendar\n"
        "a.csv:8:10: cost = 4 EUR: must have a unit of money: USD, kUSD, MUSD, BUSD\n"
        "a.csv:9:11: low = 4 d: must be low <= duration <= high\n"
        "a.csv:10:15: high: is required where the other end is stated\n"
        "a.csv:11:1: id: is required\n"
        "a.csv:12:0: id = A: must be unique; line 2 has it too");
    EXPECT_EQ(refused("a.csv", head + "A,,1 d,B,,,,\nB,,1 d,C SS,,,,\nC,,1 d,A-1 d,,,,\n"),
              "a.csv:2:0: predecessors = A -> C -> B -> A: must not go in a circle");
    EXPECT_EQ(refused("a.csv", head + "A,,1 d,B,,,,\nC,,1 d,A XX,,,,\n"),
              "a.csv:3:8: predecessors = A XX: must be an id, a type (FS, SS, FF, SF) and a lag, such as "
              "\"CAMP SS+6 "
              "months\"");
    EXPECT_EQ(refused("a.csv", head + "A,,1 d,B,,,,\n"),
              "a.csv:2:0: predecessors = B: must name an activity of the file");
    EXPECT_EQ(refused("a.csv", head + "A,,1 d,,,,,\nB,,1 d,A+2 wd,,,,\nC,,1 d,A+2 wd@x,,,,\n"),
              "a.csv:3:8: predecessors = A+2 wd: must have a calendar for its lag in working days\n"
              "a.csv:4:8: predecessors = A+2 wd@x: must name a calendar that a row of the file has");
    EXPECT_EQ(refused("a.csv", head + "A,\"x"), "a.csv:2:3: must have a closing quote");
}

// --------------------------------------------------------------------------------------- files and text out

TEST(Import, RefusesOtherFiles) {
    Sources sources;
    const std::string known =
        "must end in .xml (Microsoft Project), .xer (Primavera P6), .sm (PSPLIB), .rcp (RCPLIB) or .csv";
    EXPECT_EQ(test::refusal_of([&] { import_network("plan.mpp", sources); }), "plan.mpp: " + known);
    EXPECT_EQ(test::refusal_of([&] { import_network("plan.d/xml", sources); }), "plan.d/xml: " + known);
    EXPECT_EQ(test::refusal_of([&] { import_network("none.xer", sources); }), "none.xer: does not exist");
    const test::TempFolder folder;
    const std::string path = folder.write("a.csv", "");
    std::filesystem::resize_file(path, 64'000'001);
    EXPECT_EQ(test::refusal_of([&] { import_network(path, sources); }, folder.path()),
              "a.csv: must be at most 64 MB");
    EXPECT_TRUE(sources.files().empty());
    folder.write("b.csv", "id,name,duration,predecessors\nA,,1 d,\n");
    import_network(folder / "b.csv", sources);
    EXPECT_EQ(sources.files().size(), 1u);
}

TEST(WriteNetwork, WritesWhatModelFilesRead) {
    Plan plan;
    plan.name = "a \"small\" mine\x1b[2J\xe2\x80\xae\\";
    plan.start = {2026, 1, 1};
    plan.data_date = Years::from_canonical(at(plan, "2026-06-01"));
    plan.target = "COMM";
    schedule::WorkCalendar calendar;
    calendar.name = "five days";
    calendar.closures = {{{2026, 12, 24}, {2027, 1, 2}}, {{2027, 3, 23}, {2027, 3, 23}}};
    calendar.seasons = {{{12, 1}, {2, 28}}};
    plan.calendars.push_back(calendar);
    Activity civil;
    civil.id = "CIVIL";
    civil.name = "earthworks";
    civil.duration = distribution::pert({.low = 13 * a_month, .likely = 15 * a_month, .high = 24 * a_month});
    civil.progress = Progress::under_way;
    civil.started = Years::from_canonical(at(plan, "2026-01-05"));
    const auto bound = [&](BoundKind kind, std::string_view date) {
        civil.bounds.push_back({kind, Years::from_canonical(at(plan, date))});
    };
    bound(BoundKind::deadline, "2027-01-01");
    bound(BoundKind::deadline, "2027-02-01");
    bound(BoundKind::start_not_earlier, "2025-12-31");
    bound(BoundKind::start_not_earlier, "2025-11-30");
    civil.cost = 10 * units::MUSD;
    civil.time_dependent = 0.4;
    civil.interruptible = true;
    civil.exposure = {{0, 0.5, 0, 0}, {{"raid", 0.25}}};
    Activity comm;
    comm.id = "COMM";
    comm.duration = distribution::fixed(20);
    comm.calendar = "five days";
    plan.activities = {civil, comm};
    schedule::Link first, second;
    first.from = second.from = "CIVIL";
    first.to = second.to = "COMM";
    first.lag = -2 * a_month;
    second.type = LinkType::finish_finish;
    second.lag = 4;
    second.calendar = "five days";
    plan.links = {first, second};
    plan.hammocks.push_back({"TEAM", "owner", "CIVIL", "COMM", 1.5 * units::usd});
    plan.drivers.emplace_back();
    EXPECT_EQ(write_network(plan), R"(# not written: 1 drivers
# costs need the month of their money: money = "YYYY-MM" or @YYYY-MM

[network]
name = "a \"small\" mine\u001B[2J\u202E\\"
start = 2026-01-01
data_date = 2026-06-01
target = "COMM"

[[network.calendar]]
name = "five days"
days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
closures = [[2026-12-24, 2027-01-02], [2027-03-23, 2027-03-23]]
seasons = [["12-01", "02-28"]]

[[network.activity]]
id = "CIVIL"
name = "earthworks"
duration = { pert = ["13 months", "15 months", "24 months"] }
started = 2026-01-05
bounds = { start_not_earlier = 2025-12-31, deadline = 2026-12-31 }
cost = "10 MUSD"
time_dependent = "40 %"
interruptible = true
exposure = { road = 0.5, build_loss = { "raid" = 0.25 } }

[[network.activity]]
id = "COMM"
duration = "20 wd"
calendar = "five days"
after = ["CIVIL-2 months", "CIVIL FF+4 wd@five days"]

[[network.hammock]]
id = "TEAM"
name = "owner"
from = "CIVIL"
to = "COMM"
cost = "1.5 USD"
)");
}

TEST(WriteNetwork, EveryImportComesBackTheSame) {
    const ImportOptions options{.money = "2025-12"};
    for (const Plan& plan :
         {read("a.xml", whole_project(), options).plan, read("a.xer", whole_xer(), options).plan,
          read("a.sm", psplib, options).plan, read("a.csv", whole_csv, options).plan}) {
        const std::string text = model_text(plan, "a", "2025-12");
        SCOPED_TRACE(text);
        EXPECT_EQ(all_of(read_back(text)), all_of(plan));
    }
}

TEST(Import, BrokenBytesAreReadOrRefusedAndNothingElse) {
    const test::TempFolder folder;
    std::mt19937_64 random{11};
    int refusals = 0;
    for (const auto& [name, whole] : {std::pair<std::string, std::string>{"a.xml", whole_project()},
                                      {"a.xer", whole_xer()},
                                      {"a.sm", psplib},
                                      {"a.rcp", patterson},
                                      {"a.csv", std::string{whole_csv}}}) {
        for (int i = 0; i < 150; ++i) {
            std::string text = whole;
            const std::size_t at = random() % text.size();
            constexpr std::string_view bytes{"\0\t\n\r \"&'(),-0;9<>@[\\]|\x7f\x80\xc3\xff", 26};
            if (i % 3 == 0) text.resize(at);
            if (i % 3 == 1) text[at] = bytes[random() % bytes.size()];
            if (i % 3 == 2) text.erase(at, 1 + random() % 40);
            Sources sources;
            try {
                const Imported got = import_network(folder.write(name, text), sources);
                EXPECT_FALSE(got.plan.activities.empty());
                model_text(got.plan, name);
            } catch (const InputError&) {
                ++refusals;
            }
        }
    }
    EXPECT_GT(refusals, 300);
}

TEST(Import, LargeFilesAreReadInReasonableTime) {
    std::string text = "id,name,duration,predecessors\nA0,,1 d,\nA1,,1 d,A0\n";
    for (int i = 2; i < 20'000; ++i)
        text.append("A")
            .append(std::to_string(i))
            .append(",,1 d,A")
            .append(std::to_string(i - 1))
            .append(";A")
            .append(std::to_string(i - 2))
            .append(" SS+2 d\n");
    const Imported got = read("a.csv", text);
    EXPECT_EQ(got.plan.activities.size(), 20'000u);
    EXPECT_EQ(got.plan.target, "A19999");
}

}  // namespace
}  // namespace minerisk::io
