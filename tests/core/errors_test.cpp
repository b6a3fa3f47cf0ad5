#include "minerisk/core/errors.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace {

using namespace minerisk;

TEST(Errors, AProblemReadsAsPlaceFieldValueRule) {
    const auto text = [](Problem p) { return to_string(p); };
    EXPECT_EQ(text({.field = "project.recovery", .value = "1.2", .rule = "must be in (0, 1]"}),
              "project.recovery = 1.2: must be in (0, 1]");
    EXPECT_EQ(text({.field = "a", .value = "1", .rule = "r", .file = "m.toml", .line = 3, .column = 7}),
              "m.toml:3:7: a = 1: r");
    EXPECT_EQ(text({.field = "a", .value = "1", .rule = "r", .file = "m.toml", .line = 3}),
              "m.toml:3: a = 1: r");
    EXPECT_EQ(text({.field = "a", .value = "", .rule = "is missing", .file = "m.toml"}),
              "m.toml: a: is missing");
    EXPECT_EQ(text({.field = "", .value = "", .rule = "is empty", .file = "m.toml"}), "m.toml: is empty");
    EXPECT_EQ(text({.rule = "is empty"}), "is empty");
    EXPECT_EQ(text({.field = "a", .rule = "r", .line = 3, .column = 1}),
              "a: r");  // a line of no file says nothing
}

TEST(Errors, EveryProblemIsCarriedInOrder) {
    Problems problems{"price"};
    problems.require(true, "spot", 1, "must be positive");
    EXPECT_TRUE(problems.empty());
    EXPECT_NO_THROW(problems.throw_if_any());
    problems.require(false, "spot", -1.5, "must be positive");
    problems.add("name", "", "must not be empty");
    problems.add("", "2", "entries are too few");
    try {
        problems.throw_if_any();
        FAIL() << "must throw";
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 3u);
        EXPECT_EQ(e.problems()[0].field, "price.spot");
        EXPECT_EQ(e.problems()[0].value, "-1.5");
        EXPECT_EQ(e.problems()[2].field, "price");
        EXPECT_STREQ(e.what(),
                     "price.spot = -1.5: must be positive\n"
                     "price.name: must not be empty\n"
                     "price = 2: entries are too few");
    }
}

TEST(Errors, ProblemsFoundElsewhereStandBelowThePrefix) {
    Problems inner;
    inner.add("spot", "0", "must be positive");
    inner.add("", "", "is unknown");
    Problems outer{"price.copper"};
    outer.add_all(inner.list());
    EXPECT_EQ(outer.list()[0].field, "price.copper.spot");
    EXPECT_EQ(outer.list()[1].field, "price.copper");
    Problems bare;
    bare.add_all(inner.list());
    EXPECT_EQ(bare.list()[0].field, "spot");
}

TEST(Errors, ANumberInAMessageReadsBackAsTheSameNumber) {
    for (double x : {0.1, 1.0 / 3, 1e300, -2.5e-7, 0.0, 123456.789, 0.30000000000000004, 5e-324})
        EXPECT_EQ(std::strtod(text_of(x).c_str(), nullptr), x);
    EXPECT_EQ(text_of(0.1), "0.1");
    EXPECT_EQ(text_of(-3), "-3");
    EXPECT_EQ(text_of(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_NE(text_of(std::numeric_limits<double>::quiet_NaN()).find("nan"), std::string::npos);
}

}  // namespace
