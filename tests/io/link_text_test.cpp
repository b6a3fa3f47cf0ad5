#include "io/link_text.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/numbers.hpp"

namespace minerisk::io {
namespace {

using schedule::LinkType;

using testing_support::a_month;
constexpr double one_day = units::day.canonical();

std::string rule_of(std::string_view text) {
    return parse_links(text).rule;
}

TEST(LinkText, ReadsIdTypeLagAndCalendar) {
    const auto links =
        parse_links("CAMP; A.1 SS+6 months ;EARLYW-2 months;X FF + 4 wd @ five days; Y SF-0.5 yr");
    ASSERT_TRUE(links) << links.rule;
    ASSERT_EQ(links.value.size(), 5u);
    EXPECT_EQ(links.value[0].from, "CAMP");
    EXPECT_EQ(links.value[0].type, LinkType::finish_start);
    EXPECT_EQ(links.value[0].lag.value, 0);
    EXPECT_EQ(links.value[1].from, "A.1");
    EXPECT_EQ(links.value[1].type, LinkType::start_start);
    EXPECT_EQ(links.value[1].lag.value, 6 * a_month);
    EXPECT_FALSE(links.value[1].lag.working);
    EXPECT_EQ(links.value[2].from, "EARLYW");
    EXPECT_EQ(links.value[2].lag.value, -2 * a_month);
    EXPECT_EQ(links.value[3].type, LinkType::finish_finish);
    EXPECT_EQ(links.value[3].lag.value, 4);
    EXPECT_TRUE(links.value[3].lag.working);
    EXPECT_EQ(links.value[3].calendar, "five days");
    EXPECT_EQ(links.value[4].type, LinkType::start_finish);
    EXPECT_EQ(links.value[4].lag.value, -0.5);
    EXPECT_TRUE(parse_links("  ").value.empty());
    EXPECT_EQ(parse_links("FS").value[0].from, "FS");  // an id may be called so
    EXPECT_EQ(parse_links("Straße SS").value[0].from, "Straße");
}

TEST(LinkText, EveryUnitOfASpan) {
    EXPECT_EQ(parse_span("20 d").value.value, 20 * one_day);
    EXPECT_EQ(parse_span("1 day").value.value, one_day);
    EXPECT_EQ(parse_span("2 days").value.value, 2 * one_day);
    EXPECT_EQ(parse_span("3 weeks").value.value, 3 * (7 * one_day));
    EXPECT_EQ(parse_span("1 week").value.value, 7 * one_day);
    EXPECT_EQ(parse_span("15months").value.value, 15 * a_month);
    EXPECT_EQ(parse_span("1.5 yr").value.value, 1.5);
    EXPECT_EQ(parse_span("-1 month").value.value, -a_month);
    EXPECT_EQ(parse_span("12.5 wd").value.value, 12.5);
    EXPECT_TRUE(parse_span("12.5 wd").value.working);
}

TEST(LinkText, RefusesByName) {
    const std::string shape =
        "must be an id, a type (FS, SS, FF, SF) and a lag, such as \"CAMP SS+6 months\"";
    const std::string unit = "its lag must have a unit: d, weeks, months, yr, or wd for working days";
    EXPECT_EQ(rule_of("A;"), "must begin with the id of an activity");
    EXPECT_EQ(rule_of("+3 d"), "must begin with the id of an activity");
    EXPECT_EQ(rule_of("A XX"), shape);
    EXPECT_EQ(rule_of("A fs"), shape);
    EXPECT_EQ(rule_of("A FS 3 d"), shape);
    EXPECT_EQ(rule_of("A,B"), "must have \";\" between two links");
    EXPECT_EQ(rule_of("A, B"), "must have \";\" between two links");
    EXPECT_EQ(rule_of("A SS+3"), unit);
    EXPECT_EQ(rule_of("A SS+3 fortnights"), unit);
    EXPECT_EQ(rule_of("A SS+x d"), "its lag must be a number");
    EXPECT_EQ(rule_of("A SS+"), "its lag must be a number");
    EXPECT_EQ(rule_of("A SS+nan d"), "its lag must be a finite number");
    EXPECT_EQ(rule_of("A SS+1e400 d"), "its lag must be between 1e-307 and 1e308 in size, or 0");
    EXPECT_EQ(rule_of("A SS+-3 d"), "must have one sign in front of its lag");
    EXPECT_EQ(rule_of("A SS+3 d@five"), "must have a lag in working days (wd) in front of @");
    EXPECT_EQ(rule_of("A@five"), "must have a lag in working days in front of @");
    EXPECT_EQ(rule_of("A+3 wd@ "), "must name a calendar after @");
    EXPECT_EQ(parse_span("").rule, "must be a number");
    EXPECT_EQ(parse_span("20").rule, "must have a unit: d, weeks, months, yr, or wd for working days");
    EXPECT_EQ(parse_span("1,5 d").rule,
              "must have a point for decimals and no thousands separators; found a comma");
}

TEST(LinkText, SpansAreWrittenInTheUnitThatIsShortAndReadBackToTheSameBits) {
    EXPECT_EQ(span_text({15 * a_month, false}), "15 months");
    EXPECT_EQ(span_text({20 * one_day, false}), "20 d");
    EXPECT_EQ(span_text({-2 * a_month, false}), "-2 months");
    EXPECT_EQ(span_text({0, false}), "0 d");
    EXPECT_EQ(span_text({7.5, true}), "7.5 wd");
    std::mt19937_64 random{7};
    std::uniform_real_distribution<double> size{-4, 3};
    for (int i = 0; i < 2000; ++i) {
        const double value = (i % 2 ? 1 : -1) * std::pow(10.0, size(random));
        for (const bool working : {false, true}) {
            const auto back = parse_span(span_text({value, working}));
            ASSERT_TRUE(back) << span_text({value, working}) << back.rule;
            ASSERT_EQ(back.value.value, value);
            ASSERT_EQ(back.value.working, working);
        }
    }
}

TEST(LinkText, LinksAreWrittenAsTheyAreRead) {
    for (const char* text : {"CAMP", "CAMP SS", "CAMP SS+6 months", "EARLYW-2 months", "X FF+4 wd@five days",
                             "X FF-4.5 wd@five days", "Y SF+30 d"}) {
        const auto links = parse_links(text);
        ASSERT_TRUE(links) << text;
        const LinkText& l = links.value.front();
        schedule::Link link;
        link.from = l.from;
        link.type = l.type;
        link.lag = l.lag.value;
        link.calendar = l.calendar;
        EXPECT_EQ(link_text(link), text);
    }
}

}  // namespace
}  // namespace minerisk::io
